/**
 * English words of all days, as stems: from SCOWL (sizes 10 to 40), whose notice is: Copyright 2000-2016 by Kevin Atkinson.
 * Permission to use, copy, modify, distribute and sell these word lists, the associated scripts, the output created from the
 * scripts, and its documentation for any purpose is hereby granted without fee, provided that the above copyright notice
 * appears in all copies and that both that copyright notice and this permission notice appear in supporting documentation.
 * Kevin Atkinson makes no representations about the suitability of this array for any purpose. It is provided "as is"
 * without express or implied warranty.
 */
export const words1 = `
aardvark aback abacus abandon abash abate abbey abbot abbreviate abdicate abdomen abdominal abduct aberration abet abhor
abhorrence abhorrent abide ability abject ablaze able ablest ably abnormal abnormalities aboard abode abolish abolition
abolitionist abominable abomination aboriginal aborigine abort abortive abound about above aboveboard abrasive abreast
abridge abridgements abroad abrupt abscess abscond absence absent absentee absenteeism absolute absolutest absolve absorb
absorbent absorption abstain abstention abstinence abstinent abstract abstruse absurd absurdities abundance abundant abuse
abusive abysmal abyss academic academically academy accede accelerate accelerator accent accentuate accept acceptability
acceptably acceptance access accessibility accessible accessory accident accidental acclaim acclimate acclimatise accolade
accommodate accompaniment accompanist accompany accomplice accomplish accomplishments accord accordance accordingly accost
account accountability accountancy accountant accredit accreditation accrue accumulate accuracy accurate accuse accusingly
accustom ace acerbic ache achieve achievements achy acid acidic acknowledge acknowledgements acne acorn acoustic acquaint
acquaintance acquiesce acquiescence acquire acquisition acquit acquittal acre acreage acrid acrimonious acrimony acrobat
acrobatic acronym across acrylic act activate active activism activist activities actor actress actual actualisation
actualities actuary acumen acupuncture acute acutest ad adage adamant adapt adaptation adaptive adaptor add addendum
addict addictive addition additional additive address addressee adept adequacy adequate adhere adherence adherent adhesion
adhesive adjacent adjectival adjective adjoin adjourn adjournments adjudicate adjudicator adjunct adjust adjustments
administer administration administrative administrator admirably admiral admire admiringly admissible admission admit
admittance admittedly admonish admonition ado adobe adolescence adolescent adopt adoptive adore adorn adornments
adrenaline adrift adroit ads adulation adult adulterate adultery adulthood advance advancements advantage advantageous
advent adventure adventurous adverb adverbial adversary adverse adversest adversities advert advertise advertisements
advice advise advisory advocacy advocate aeon aerial aerobic aerodynamic aeroplane aerosol aerospace aesthetic
aesthetically afar affable affably affair affect affectation affectionate affidavit affiliate affinity affirm affirmation
affirmative affix afflict affluence affluent afford affront afield aflame afloat afoot aforementioned aforesaid afraid
afresh after aftereffect afterlife afterlives aftermath afternoon aftershave aftershock afterthought afterwards again
against age agency agenda agent aggravate aggregate aggression aggressive aggressor aggrieve aghast agile agitate agitator
aglow agnostic agnosticism ago agonise agonisingly agony agree agreeably agreements agricultural agriculture aground ah
aha ahead ahoy aid aide ail ailments aim aimlessly air airborne aircraft airfare airfield airier airiest airily airline
airmail airport airspace airstrip airtight airwaves aisle ajar akin alarm alarmingly alarmist alas albeit albino album
alcohol alcoholic alcoholism alcove alderman aldermen alderwoman alderwomen ale alert alfalfa alga algae algebra algebraic
algorithm alias alibi alien alienate alight align alignments alike alimony alive alkali alkaline all allay allege
allegedly allegiance allegorical allegory allergic allergy alleviate alley alliance allied allies alligator allocate allot
allotments allow allowance alloy allude allure allusion allying almanac almighty almond almost alms aloft aloha alone
along alongside aloof aloud alpha alphabet alphabetic alphabetical alphanumeric alpine already alright also altar alter
alteration altercation alternate alternative alternator although altitude alto altogether altruism altruistic aluminium
alumna alumnae alumni alumnus always am amalgamate amass amateur amateurish amaze amazingly ambassador ambassadorial amber
ambidextrous ambience ambient ambiguity ambiguous ambition ambitious ambivalence ambivalent amble ambulance ambush
ameliorate amen amend amendments amenities amethyst amiable amiably amicable amicably amid amidst amiss ammo ammonia
ammunition amnesia amnesiac amnesty amoeba amok among amongst amoral amorous amorphous amount amp ampere ampersand
amphetamine amphibian amphibious amphitheatre ample amplest amplification amplifiers amplify amplitude amputate amputee
amulet amuse amusements amusingly an anachronism anachronistic anaemia anaemic anaesthesia anaesthesiologist anaesthetic
anaesthetise anaesthetist anagram anal analgesic analogous analogue analogy analyse analysis analyst analytic analytical
anarchic anarchism anarchist anarchy anathema anatomical anatomy ancestor ancestral ancestry anchor anchorage anchorman
anchormen anchorwoman anchorwomen anchovy ancient and android anecdotal anecdote anew angel angelic angelically anger
angle angry angst anguish angular animal animate animosity ankle annals annex annexation annihilate anniversary annotate
announce announcements annoy annoyance annoyingly annual annuity annul annulments anoint anomalous anomaly anon anonymity
anonymous anorak anorexia anorexic another answer ant antacid antagonise antagonism antagonist antagonistic
antagonistically ante anteater antebellum antelope antenna antennae anthem anthill anthology anthrax anthropological
anthropologist anthropology antibiotic antibody antic anticipate anticlimactic anticlimax antidote antifreeze
antihistamine antipathy antiperspirant antiquate antique antiquities antiseptic antisocial antitheses antithesis antitrust
antler antonym anus anvil anxiety anxious any anybody anyhow anymore anyone anyplace anything anytime anyway anywhere
aorta apart apartheid apartments apathetic apathy ape aperitif aperture apex aphorism aphrodisiac apiece aplomb apocalypse
apocalyptic apocryphal apolitical apologetic apologetically apologise apology apoplectic apoplexy apostle apostolic
apostrophe appal appallingly apparatus apparel apparent apparition appeal appear appearance appease appeasements append
appendage appendices appendicitis appendix appetiser appetising appetite applaud applause apple applesauce appliance
applicability applicable applicant application applicator apply appoint appointee appointments apportion apposite
appraisal appraise appreciable appreciate appreciative apprehend apprehension apprehensive apprentice apprenticeship
apprise approach approbation appropriate approval approve approvingly approximate apricot apron apt aptitude aquamarine
aquarium aquatic aqueduct arbiter arbitrary arbitrate arbitrator arbour arc arcade arcane arch archaeological
archaeologist archaeology archaic archbishop archery archetypal archipelago architect architectural architecture archive
archway arctic ardent ardour arduous are area arena arguably argue argument argumentative aria arid arise arisen
aristocracy aristocrat aristocratic arithmetic ark arm armadillo armament armband armchair armfuls armhole armies
armistice armour armouries armpit aroma aromatic arose around arousal arouse arraign arraignments arrange arrangements
array arrears arrest arrival arrive arrogance arrogant arrow arse arsehole arsenal arsenic arson arsonist art artefact
arterial artery arthritic arthritis artichoke article articulate artifice artificial artillery artisan artist artistic
artistically artistry artsy artwork as asbestos ascend ascendancy ascension ascent ascertain ascetic ascribe asexual ash
ashamed ashcan ashen ashore ashtray aside ask askance askew asleep asparagus aspect aspen aspersion asphalt asphyxiate
aspirant aspire aspirin ass assail assailant assassin assassinate assault assemble assembly assemblyman assemblymen
assemblywoman assemblywomen assent assert assertive assess assessments assessor asset assign assignments assimilate assist
assistance assistant associate associative assort assortments assume assumption assurance assure assuredly assureds
asterisk asteroid asthma asthmatic astonish astonishingly astound astray astride astringent astrologer astrological
astrology astronaut astronomer astronomical astronomy astute astutest asylum asymmetry asynchronous at ate atheism atheist
atheistic athlete athletic atlas atmosphere atmospheric atom atomic atone atrocious atrocity attach attachments attack
attain attainments attempt attend attendance attendant attention attentive attest attic attire attitude attorney attract
attractive attribute attune auburn auction auctioneer audacious audacity audible audibly audience audio audiovisual audit
auditioned auditioning auditor auditorium augment august aunt aura aural auspice auspicious austere austerest austerities
authentic authentically authenticate author authorise authoritarian authoritative authorities authorship autistic auto
autobiographical autobiography autocracy autocrat autocratic autograph automate automatic automatically automobile
automotive autonomous autonomy autopsy autoworker autumn autumnal auxiliary avail availability avalanche avarice
avaricious avenge avenue average averse avert aviation aviator avid avocado avoid avoidance avow avowal await awake awaken
award aware awash away awe awesome awful awhile awkward awning awoke awoken awry axe axiom axiomatic axis axle aye azalea
azure baa babble babe baboon baby babyish babysat babysit bachelor back backbone backbreaking backdrop backfire backgammon
background backhand backlash backlog backpack backside backslash backspace backstage backstroke backtrack backup backward
backwoods backyard bacon bacteria bacterial bacterium bad bade badge badgered badgering badlands badminton badmouth baffle
bag bagel baggage baggier baggiest bagpipe bail bailiff bait bake bakery balance balcony bald bale ball ballad ballast
ballerina ballet ballistic balloon ballot ballpark ballroom balm balmier balmiest baloney bamboo bamboozle ban banal
banalities banana band bandage bandanna bandied bandier bandies bandiest bandit bandstand bandwagon bandwidth bandying
bane bang bangle bani banish banister banjo bank banknote bankrupt bankruptcy banquet banter baptise baptism baptismal bar
barb barbarian barbaric barbarism barbarous barbecue barbell barbered barbering barbiturate bard bare bareback barefoot
barf bargain barge baritone bark barley barman barn barnacle barnyard barometer barometric baron baroque barrack barrage
barrel barren barrette barricade barrier barrio barrister barroom bartender barter base baseball baseline basements basest
bash basic basically basil basin basis bask basket basketball bass bassist bassoon bastard baste bat batch bate bath bathe
bathrobe bathroom bathtub baton batsman battalion battered battering battery battle battlefield battleground battleship
baud baulk bawdy bawl bay bayonet bayou bazaar be beach beacon bead beadier beadiest beagle beak beam bean bear beard
beast beat beaten beautician beautiful beautify beauty beaver bebop became because beckon become bed bedbug bedclothes
bedlam bedpan bedraggle bedridden bedrock bedroom bedside bedspread bedtime bee beech beef beefier beefiest beehive
beeline been beep beeswax beet beetle beeves befall befallen befell befit before beforehand befriend beg began beggar
begin begrudge beguile begun behalf behalves behave behaviour behavioural behead beheld behind behold beige belabour
belated belch belfry belie belief believe belittle bell bellboy bellhop bellied bellies belligerence belligerent bellow
bellybutton bellying belong beloved below belt beltway belying bemoan bemuse bench benchmark bend beneath benediction
benefactor beneficial beneficiary benefit benevolence benevolent benighted benign bent bequeath bequest berate bereave
bereavements bereft beret berry berserk berth beseech beset beside besiege besought best bestial bestow bestseller bet
beta betcha betray betrayal betrothal bettered bettering betterment bettor between bevel beverage beware bewilder bewitch
beyond bias bib bible biblical bibliographic bibliography bicentennial bicep bicker bicycle bid bidden bide biennial
bifocals big bigamist bigamous bigamy biggie bigmouth bigot bigotry bigwig bike bikini bilateral bile bilingual bill
billboard billfold billiards billionaire billionth billow bimbo bimonthly bin binary bind binge bingo binocular binomial
biochemical biochemistry biodegradable biographer biographical biography biological biologist biology biopsy bipartisan
biped biplane birch bird birdbrained birdcage birdseed birth birthday birthmark birthplace birthrate biscuit bisect
bisexual bishop bison bit bitch bitchier bitchiest bite bitmap bitten bitterer bitterest bitterly bitterness bittersweet
biweekly bizarre blab blabbermouth black blackberry blackbird blackboard blacken blackhead blackjack blacklist blackmail
blackout blacksmith blacktop bladder blade blah blame blanch blancmange bland blank blanket blare blaspheme blasphemous
blasphemy blast blastoff blatant blaze bleach bleak bleary bleat bled bleed blemish blend bless blew blight blimp blind
blindfold blindingly blink blinkered blinkering blip bliss blissfully blister blithe blithest blitz blizzard bloat blob
bloc block blockade blockage blockbuster blockhead blog blond blonde blood bloodbath bloodhound bloodied bloodier bloodies
bloodiest bloodshed bloodshot bloodstain bloodstream bloodthirsty bloodying bloom blooper blossom blot blotch blotchier
blotchiest blouse blow blown blowout blowtorch blowup blubber bludgeon blue bluebell blueberry bluebird bluegrass
blueprint bluest bluff bluish blunder blunt blur blurb blurrier blurriest blurt blush bluster boa boar board boardinghouse
boardroom boardwalk boast boastfully boat bob bobbin bobcat bobsled bode bodice body bodybuilding bodyguard bodywork bog
bogeyman bogeymen boggle bogus bohemian boil boisterous bold bologna bolster bolt bomb bombard bombardments bombshell
bonanza bond bondage bone bonfire bongo bonkers bonnet bonus bony boo boob boogie book bookcase bookend bookie bookkeeper
bookkeeping booklet bookmaker bookmark bookshelf bookshop bookstore bookworm boom boomerang boon boondocks boor boorish
boost boot bootee booth booties bootleg bootstrap booze bop border borderline bore boredom boringly born borne borough
borrow bosom boss bossier bossiest bossily bossiness botanical botanist botany botch both bothered bothering bothersome
bottle bottleneck bottom bough bought boulder boulevard bounce bouncy bound boundary bountiful bounty bouquet bourbon
bourgeois bourgeoisie bout boutique bovine bow bowel bowl bowlegged box boxcar boy boycott boyfriend boyhood boyish bozo
bra brace bracelet bracket brackish brag braggart braid brain brainchild brainchildren brainier brainiest brainstorm
brainwash braise brake bran branch brand brandied brandies brandish brandying brash brass brassier brassiere brassiest
brat bravado brave bravery bravest bravo brawl brawn brawnier brawniest brayed braying brays brazen brazier breach bread
breadbasket breadth breadwinner break breakables breakdown breakfast breakneck breakpoints breakthrough breakup breakwater
breast breaststroke breath breathe breathlessly breathtaking bred breed breeze breezy brethren brevity brew brewery bribe
bribery brick bricklayer bricklaying bridal bride bridegroom bridesmaid bridge bridle brief briefcase brigade bright
brighten brilliance brilliant brim brimstone brine bring brink briny brisk bristle britches brittle brittlest broach broad
broadcast broaden broadside brocade broccoli brochure brogue broil broke broken brokenhearted brokerage brokered brokering
bronchitis bronco bronze brooch brood brook broom broomstick broth brothel brotherhood brotherly brought brow browbeat
browbeaten brown brownie brownish brownstone browse bruise brunch brunette brunt brush brusque brusquest brutal brutalise
brutalities brute brutish bubble bubbly buck bucket buckle bucktoothed bud buddies budge budget buff buffalo buffered
buffering buffet buffoon bug buggier buggies buggiest bugle build buildup built bulb bulbous bulge bulk bulkier bulkiest
bull bulldog bulldoze bullet bulletin bulletproof bullfight bullfrog bullied bullies bullish bullshit bullying bum bumble
bumblebee bump bumpier bumpiest bun bunch bundle bung bungalow bungle bunk bunnies buoy buoyancy buoyant burble burden
burdensome bureau bureaucracy bureaucrat bureaucratic burger burglar burglaries burglarise burgle burial burlap burly burn
burnish burnt burp burr burro burrow bursar burst bury bus busboy bush bushel bushier bushiest busied busier busies
busiest busily business businesslike businessman businessmen businesswoman businesswomen bust bustle busybody busying
busywork but butcher butcheries butler butt butte buttercup buttered butterfingers butterfly buttering buttermilk
butterscotch buttery buttock button buttonhole buttress buxom buy buyout buzz buzzard buzzword by bye bygone bylaw bypass
bystander byte byway cab cabaret cabbage cabbies cabin cabinet cable caboose cacao cache cachet cackle cacti cactus cad
cadaver caddie caddying cadence cadet cadre cafeteria caffeine cage cagier cagiest cahoot cajole cake calamity calcium
calculate calculator calculi calculus calendar calf calibrate calibre calico call calligraphy callous callow callus calm
calorie calve cam camaraderie camcorder came camel camellia cameo camera cameraman cameramen camerawoman camerawomen
camouflage camp campaign campground campsite campus can canal canary cancel cancellation cancer candid candidacy candidate
candle candlelight candlestick candour candy cane canine canister canker cannabis cannery cannibal cannibalism cannier
canniest cannon cannonball cannot canoe canon canonical canopy cant cantaloupe cantankerous canteen cantered cantering
canvas canyon cap capability capably capacitance capacitor capacity cape capered capering capillary capital capitalise
capitalism capitalist capitol capitulate cappuccino caprice capricious capsize capsule captain caption captivate captive
captivities captor capture car caramel carat caravan carbohydrate carbon carbonate carburettor carcass carcinogenic card
cardboard cardiac cardigan cardinal cardiology care careen careered careering carefree carefuller carefullest carefully
carefulness carelessly carelessness caress caretaker cargo caribou caricature carjack carnage carnal carnation carnival
carnivore carnivorous carol carouse carousel carp carpenter carpentry carpet carriage carriageway carried carrier carries
carrot carrying carryout cart cartel cartilage cartographer cartography carton cartoon cartoonist cartridge cartwheel
carve cascade case casework cash cashew cashier cashmere casino cask casket casserole cassette cast castaway caste
castigate castle castoff castrate casual casualty cat cataclysm cataclysmic catalogue catalyst catamaran catapult cataract
catastrophe catastrophic catcall catch catchier catchiest catechism categorical categorise category catered caterer
catering caterpillar catfish cathedral catholic catnap catnip cattier cattiest cattle catwalk caucus caught cauliflower
caulk causal cause causeway caustic caution cautionary cautious cavalier cavalry cave caveat caveman cavemen cavern caviar
cavities cavort caw cease ceasefire ceaselessly cedar cede ceiling celebrate celebrity celery celestial celibacy celibate
cell cellar cellist cello cellophane cellular celluloid cellulose cement cemetery censor censorship censure census cent
centenary centennial centigrade centimetre centipede central centralise centre centrepiece centrifuge century ceramic
cereal cerebral ceremonial ceremonious ceremony certain certainty certifiable certificate certify cervical cervices cervix
cesarean cessation cesspool chafe chaff chagrin chain chainsaw chair chairman chairmanship chairmen chairperson chairwoman
chairwomen chalet chalice chalk chalkboard chalkier chalkiest challenge chamber chameleon champ champagne championed
championing championship chance chancellor chandelier change changeover channel chant chaos chaotic chap chapel chaperone
chaplain chapter char character characterise characteristic characteristically charade charcoal charge chariot charisma
charismatic charitable charitably charities charlatan charm chart chartered chartering chase chasm chassis chaste chasten
chastest chastise chastisements chat chateaus chatterbox chattered chattering chattier chattiest chauffeur chauvinism
chauvinist chauvinistic cheap cheapen cheapskate cheat check checklist checkmate checkout checkpoint checkup cheddar cheek
cheekbone cheep cheer cheerfuller cheerfullest cheerfully cheerfulness cheerier cheeriest cheerleader cheese cheeseburger
cheesecake cheesecloth cheetah chef chemical chemist chemistry chemotherapy cheque chequebook chequerboard chequered
chequering cherish cherry cherub cherubim chess chessboard chest chestnut chew chewier chewiest chi chic chick chickadee
chicken chide chief chieftain chiffon child childbearing childbirth childcare childhood childish childlike childproof
children chill chilli chime chimney chimp chimpanzee chin china chink chino chintz chip chipmunk chiropractor chirp chisel
chit chitchat chivalrous chivalry chive chlorinate chlorine chloroform chlorophyll chocolate choice choicest choir choke
cholera cholesterol choose choosy chop choppered choppering choppier choppiest choppiness chopstick choral chord chore
choreograph chortle chorus chose chosen chow chowder christen chrome chromium chromosome chronic chronically chronicle
chronological chronology chrysanthemum chubby chuck chuckle chug chum chummier chummiest chump chunk chunkier chunkiest
church churchgoer churlish churn chute chutzpah cider cigar cigarette cinch cinder cinema cinematographer cinnamon cipher
circa circle circuit circuitous circuitry circular circulate circulatory circumcise circumference circumflex circumstance
circumstantial circumvent circus cirrhosis cistern cite citizen citizenship citric citrus city civic civil civilian
civilise civilities clack clad claim clairvoyance clairvoyant clam clamber clammier clammiest clamour clamp clampdown clan
clandestine clang clank clap clapboard claptrap claret clarification clarify clarinet clarity clash clasp class classic
classical classier classiest classification classifieds classify classmate classroom clatter clause claustrophobia
claustrophobic claw clay clean cleanlier cleanliest cleanliness cleanse cleanup clear clearance cleat cleavage cleave clef
cleft clemency clench clergy clergyman clergymen clergywoman clergywomen cleric clerical clerk clever click client cliff
cliffhanger climactic climate climatic climax climb clime clinch cling clinic clinical clinician clink clip clipboard
clique clitoris cloak cloakroom clobber clock clockwise clockwork clod clog cloister clone close closeout closest closet
closure clot cloth clothe clothesline clothespin cloud cloudburst cloudier cloudiest clout clove cloven clown club
clubhouse cluck clue clump clumsiness clumsy clung clunk cluster clutch clutter coach coagulate coal coalesce coalition
coarse coarsen coarsest coast coastal coastline coat coax cob cobalt cobble cobblestone cobra cobweb cocaine cock cockeyed
cockier cockiest cockiness cockpit cockroach cocktail cocoa coconut cocoon cod code coed coeducational coefficient coerce
coercive coexist coexistence coffee coffeehouse coffer coffin cog cogency cogent cognac cognitive cohabit cohabitation
coherence coherent cohesion coil coin coinage coincide coincidence coincidental coke cola colander cold coleslaw colic
collaborate collaborative collaborator collage collapse collapsible collar collarbone collate collateral colleague collect
collectables collective collector college collegiate collide collie collision colloquial colloquialism collusion cologne
colon colonel colonial colonialism colonies colonise colonist colossal colour colourblind coloureds colt column columnist
coma comatose comb combat combatant combative combine combustible combustion come comeback comedian comedown comedy
comelier comeliest comestible comet comeuppance comfort comfortably comfy comic comical comma command commandant
commandeer commandments commando commemorate commemorative commence commencements commend commendation comment commentary
commentate commentator commerce commercial commercialise commercialism commiserate commission commit commitments committee
commodity commodore common commonplace commonwealth commotion communal commune communicable communicate communicative
communicator communique communism communist communities commutative commute compact companion companionship company
comparative compare comparison compartment compartmentalise compass compassionate compatibility compatible compatriot
compel compensate compensatory compete competence competent competition competitive competitor compile complacency
complacent complain complaint complement complementary complete completest complex complexioned complexities compliance
compliant complicate complicity compliment complimentary comply component compose composite compost composure compound
comprehend comprehensible comprehension comprehensive compress comprise compromise compulsion compulsive compulsory
compunction computational compute computerise comrade comradeship con concatenate concave conceal concede conceit
conceivably conceive concentrate concentric concept conceptual concern concert concerto concession concierge conciliate
conciliatory concise concisest conclude conclusion conclusive concoct concord concordance concourse concrete concur
concurrence concurrency concurrent concussion condemn condemnation condense condescend condescension condiment condition
conditional condo condolence condom condominium condone condor conducive conduct conductor cone confection confederacy
confederate confer conference confess confetti confidant confide confidence confident confidential configure confine
confinements confirm confirmation confiscate conflict conform conformist confound confront confrontation confuse congeal
congenial congenital congest conglomerate congratulate congratulatory congregate congress congressional congressman
congressmen congresswoman congresswomen congruent conical conifer coniferous conjecture conjugal conjugate conjunction
conjure connect connective connector connivance connive connoisseur connote conquer conqueror conquest conscience
conscientious conscious consciousnesses consecrate consecutive consensus consent consequence consequent consequential
conservationist conservatism conservative conservator conservatories conserve consider considerably considerate consign
consignments consist consistency consistent console consolidate consonant consort consortia consortium conspicuous
conspiracy conspirator conspiratorial conspire constancy constant constellation consternation constipate constituency
constituent constitute constitutional constrain constraint constrict construct constructive construe consul consular
consulate consult consultancy consultant consultation consumables consume consumerism consummate consumption contact
contagion contagious contain contaminate contemplate contemplative contemporary contempt contemptible contemptuous contend
content contentedly contentious contest contestant context contextual contiguous continent continental contingency
contingent continual continue continuous continuum contort contour contraband contraception contraceptive contract
contractor contractual contradict contradictory contraption contrary contrast contravene contravention contribute
contributor contrite contrive control controversial controversy convalesce convalescence convalescent convection convene
convenience convenient convent conventional converge convergence conversant conversational converse convert convertible
convex convey conveyance convict convince convincingly convivial convoluted convoy convulse convulsive coo cook cookbook
cookie cookout cool coop cooperate cooperative coordinate coordinator cop cope copied copier copies copilot copious
copperhead copter copulate copying copyright coral cord cordial cordon corduroy core cork corkscrew corn cornbread cornea
cornered cornering cornerstone cornet cornflakes cornier corniest cornmeal cornstarch corollary coronary coronation
coroner corporal corporate corps corpse corpulent corpus corpuscle corral correct corrective corrector correlate
correspond correspondence correspondent correspondingly corridor corroborate corrode corrosion corrosive corrugate corrupt
corruptible corsage corset cortex cosiness cosmetic cosmic cosmology cosmonaut cosmopolitan cosmos cost costar costlier
costliest costume cosy cot cottage cotton cottontail cottonwood couch cougar cough could council councillor counsel
counsellor count countdown countenance counteract counterattack counterbalance counterclockwise countered counterexample
counterfeit countering counterpart counterproductive countersign countess counties country countryman countrymen
countryside countrywoman countrywomen coup couple coupon courage courageous courier course court courteous courtesy
courthouse courtroom courtship courtyard cousin cove covenant coverage coverall covered covering covert covet covetous cow
coward cowardice cowboy cowered cowering cowgirl cowhide coworker cox coy coyote crab crabbier crabbiest crack crackdown
crackle crackpot cradle craft craftier craftiest craftily craftsman craftsmanship craftsmen crag craggier craggiest cram
cramp cranberry crane cranium crank crankier crankiest cranny crap crappier crappiest crash crass crate cratered cratering
cravat crave crawl crayfish crayon craze craziness crazy creak creakier creakiest cream creamier creamiest crease create
creative creator creature credence credential credibility credible credibly credit creditor credo credulous creed creek
creep creepier creepiest cremate crematoria crematorium creole crepe crept crescendo crescent crest crestfallen cretin
cretinous crevasse crevice crew crib crick cricket crime criminal crimp crimson cringe crinkle crinkly cripple crises
crisis crisp crispier crispiest crisscross criteria criterion critic critical criticise criticism critique critter croak
crochet crock crockery crocodile crocus crofts croissant crony crook crookeder crookedest croon crop croquet cross
crossbow crosscheck crossfire crossover crossroad crosstown crosswalk crossword crotch crouch crow crowbar crowd crown
crucial crucifix crucify crud cruddier cruddiest crude cruel cruelty cruise crumb crumble crumblier crumbliest crummy
crumple crunch crunchier crunchiest crusade crush crust crustacean crustier crustiest crutch crux cry crybaby crypt
cryptic cryptically crystal crystallise cs cub cube cubic cubicle cuckoo cucumber cuddle cuddly cue cuff cuisine culinary
cull culminate culpability culpable culprit cult cultivate cultural culture cumbersome cumming cums cumulative cunning cup
cupboard cupcake cupfuls cur curator curb curd curdle cure curfew curio curiosity curious curl curlier curliest currant
currency current curricula curriculum curried curries currying curse cursor curt curtail curtain curtsy curvature curve
curvy cushion cuss custard custodial custodian custody custom customary customise cut cutback cute cuticle cutlery cutlet
cutoff cutthroat cyanide cybernetics cyberspace cycle cyclic cyclical cyclist cyclone cylinder cylindrical cymbal cynic
cynical cynicism cypress cyst dab dabble dachshund dad daddies daemon daffodil daft dagger dailies dainty dairy dais
daisies dally dam damage dame damn damnation damnedest damp dampen damsel dance dandelion dandruff dandy danger dangerous
dangle dank dapper dare daredevil dark darken darkroom darling darn darneder darnedest dart dash dashboard dastardly data
database date datum daub daughter daunt dawdle dawn day daybreak daydream daylight daytime daze dazzle deacon deaconess
dead deaden deadlier deadliest deadline deadlock deadpan deaf deafen deal dealership dealt dean dear dearth death deathbed
deathtrap deaves debase debasements debate debauchery debilitate debility debit debonair debrief debris debt debtor debug
debunk debut decade decadence decadent decaf decaffeinate decal decanter decapitate decathlon decay decease deceit
deceitfully deceitfulness deceive decency decent decentralise deception deceptive decibel decide decidedly deciduous
decimal decimate decipher decision decisive deck declare declension decline decode decompose decomposition decor decorate
decorative decorator decorous decorum decoy decrease decree decrepit decriminalise decry dedicate deduce deduct deductible
deductive deed deem deep deepen deer deface defamatory defame default defeat defeatist defecate defect defective defector
defence defend defendant defensible defensive defer deference deferential defiance defiant deficiency deficient deficit
defile define definite definitive deflate deflect deforestation deform deformation deformities defraud defrost deft
defunct defuse defy degenerate degrade degree dehydrate deify deign deity deject dejectedly delay delectable delegate
delete deleterious deli deliberate delicacy delicate delicatessen delicious delight delightfully delimit delineate
delinquency delinquent delirious delirium deliver deliverance deliveries delta delude deluge delusion deluxe delve
demagogic demagogue demand demean demeanour demented dementia demerit demise demo democracy democrat democratic
democratically demographic demolish demolition demon demonic demonstrably demonstrate demonstrative demonstrator
demoralise demote demount demure demurest den denial denied denies denigrate denim denomination denominator denote
denounce dense densest densities dent dental dentist dentistry denture denunciation denying deodorant deodorise depart
departmental departments departure depend dependant dependence dependency dependent depict deplete deplorably deplore
deploy deployments deport deportation depose deposit depot deprave depravities deprecate depreciate depress depressingly
deprive depth deputy derail derailments derange derby derelict deride derision derivative derive derogatory derrick
descend descendant descendent descent describe description descriptive descriptor desecrate desegregate desert deserve
design designate desirability desire desirous desist desk desktop desolate despair desperate despicable despise despite
despondent despot despotic dessert destabilise destine destiny destitute destroy destruction destructive detach
detachments detail detain detect detective detector detentes detention deter detergent deteriorate determine determinism
deterministic deterrence deterrent detest dethrone detonate detonator detour detox detract detriment detrimental devalue
devastate develop developments deviant deviate device devil devilish devious devise devoid devolution devolve devote
devotedly devotee devour devout dew dexterity dexterous diabetes diabetic diabolical diagnose diagnosis diagnostic
diagonal diagram dial dialect dialog dialogue diameter diametrically diamond diaper diaphragm diarrhoea diary diatribe
dice dichotomy dicier diciest dick dictate dictator dictatorial dictatorship diction dictionary did die diesel diet
dietary differ difference different differential differentiate difficult difficulties diffuse dig digested digestible
digesting digestion digestive digests digit digital digitise dignify dignitary dignity digress diked diking dilapidated
dilapidation dilate dilemma diligence diligent dill dilute dim dime dimension dimensional diminish diminutive dimple din
dine dinghy dingy dinnered dinnering dinosaur diocese dioxide dip diphtheria diphthong diploma diplomacy diplomat
diplomata diplomatic diplomatically dipstick dire direct directive director directories direst dirge dirt dirtied dirtier
dirties dirtiest dirtying dis disabilities disabled disables disabling disadvantaged disadvantages disadvantaging
disaffected disaffecting disaffects disagreeable disagreed disagreeing disagreement disagrees disallowed disallowing
disallows disambiguate disappearances disappeared disappearing disappears disappointed disappointing disappointment
disappoints disapproved disapproves disapproving disarm disarrayed disarraying disarrays disaster disastrous disavowals
disavowed disavowing disavows disbanded disbanding disbands disbelieved disbelieves disbelieving disburse disbursements
disc discarded discarding discards discern discernible discharged discharges discharging disciple disciplinarian
disciplinary discipline disclaimed disclaimer disclaiming disclaims disclosed discloses disclosing disclosures disco
discoloration discolouration discoloured discolouring discolours discomforted discomforting discomforts disconcerted
disconcerting disconcerts disconnected disconnecting disconnection disconnects disconsolate discontented discontenting
discontents discontinuation discontinued discontinues discontinuing discontinuity discordant discorded discording discords
discounted discounting discounts discouraged discouragement discourages discouraging discoursed discourses discoursing
discourtesies discover discoveries discredited discrediting discredits discreet discrepancy discrete discretionary
discriminate discriminatory discus disdain diseased diseases disembarkation disembarked disembarking disembarks
disenchanted disenchanting disenchantment disenchants disenfranchised disenfranchises disenfranchising disengaged
disengages disengaging disentangled disentangles disentangling disfavoured disfavouring disfavours disfigured
disfigurement disfigures disfiguring disgraced disgraceful disgraces disgracing disgruntle disguised disguises disguising
disgusted disgusting disgusts dish disheartened disheartening disheartens dishevel dishonestly dishonesty dishonourable
dishonoured dishonouring dishonours dishtowel dishwasher disillusioned disillusioning disillusionment disillusions
disinfectant disinfected disinfecting disinfects disingenuous disinherited disinheriting disinherits disintegrated
disintegrates disintegrating disintegration disinterest disjointed disjointing disjoints disk diskette disliked dislikes
disliking dislocated dislocates dislocating dislocation dislodged dislodges dislodging dismal dismantled dismantles
dismantling dismay dismembered dismembering dismembers dismissal dismissed dismisses dismissing dismounted dismounting
dismounts disobeyed disobeying disobeys disordered disordering disorderly disorders disorganisation disorganised
disorganises disorganising disorientation disoriented disorienting disorients disown disparage disparate disparity
dispassionately dispatched dispatches dispatching dispel dispensary dispense dispersal disperse dispirit displaced
displacement displaces displacing displayed displaying displays displeased displeases displeasing disposable disposal
disposed disposes disposing dispositions dispossessed dispossesses dispossessing disproportionately disproved disproves
disproving dispute disqualifications disqualified disqualifies disqualifying disquieted disquieting disquiets disregarded
disregarding disregards disrepair disreputable disrespected disrespectful disrespecting disrespects disrupt disruptive
dissatisfied dissatisfies dissatisfying dissected dissecting dissection dissects disseminate dissension dissented
dissenter dissenting dissents dissertation disservices dissidence dissident dissimilarity dissipate dissociate dissolute
dissolved dissolves dissolving dissonance dissuade distance distant distasteful distastes distended distending distends
distention distil distillation distillery distinct distinctive distinguish distorted distorter distorting distortion
distorts distracted distracting distraction distracts distraught distress distressingly distributed distributes
distributing distribution distributor district distrusted distrustful distrusting distrusts disturb disturbance disuse
ditch dither ditto ditty dive diverge divergence divergent diverse diversification diversify diversities divert divest
divide dividend divine divinest divinities divisible division divisive divisor divorce divulge dizziness
`;

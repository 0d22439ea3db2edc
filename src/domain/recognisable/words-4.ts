/**
 * English words of all days, as stems: from SCOWL (sizes 10 to 40), whose notice is: Copyright 2000-2016 by Kevin Atkinson.
 * Permission to use, copy, modify, distribute and sell these word lists, the associated scripts, the output created from the
 * scripts, and its documentation for any purpose is hereby granted without fee, provided that the above copyright notice
 * appears in all copies and that both that copyright notice and this permission notice appear in supporting documentation.
 * Kevin Atkinson makes no representations about the suitability of this array for any purpose. It is provided "as is"
 * without express or implied warranty.
 */
export const words4 = `
retrospect retrospective retry returnable returned returning returns reunions reunited reunites reuniting reuse rev
revaluation revalued revalues revaluing revamp revealed revealing reveals revel revelation revelry revenge revenues
reverberate revere reverence reverent reverie reversal reversed reverses reversible reversing reversion revert reviewed
reviewer reviewing reviews reviled reviles reviling revised revises revising revision revisited revisiting revisits
revitalise revival revive revoke revolted revolting revolts revolution revolutionary revolutionise revolve revue revulsion
rewarded rewarding rewards rewinding rewinds reworked reworking reworks rewrites rewriting rhapsody rhetoric rhetorical
rheumatism rhinestone rhino rhinoceros rhododendron rhubarb rhyme rhythm rhythmic rhythmically rib ribald ribbon rice rich
rickety rickshaw ricochet rid riddance ridden riddle ride ridge ridicule ridiculous rife rifest rifle rift rig right
righteous rightfully rightmost rigid rigmarole rigorous rigour rile rim rind ring ringleader ringlet ringside ringworm
rink rinse riot riotous rip ripe ripen riposte ripple rise risen risk riskier riskiest rite ritual ritzy rival rivalry
river riverbed riverfront riverside rivet roach road roadblock roadhouse roadkill roadrunner roadside roadway roadworthy
roam roar roast rob robbery robe robin robot robotics robust rock rocket rockier rockiest rod rode rodent rodeo roe rogue
roguish role roll rollerskating rollick roman romance romantic romantically romanticise romp roof rooftop rook rookie room
roomfuls roomier roomiest roommate roost root rope rosary rose rosemary roster rostrum rosy rot rotary rotate rote
rotisserie rotor rotten rotund rotunda rouge rough roughage roughen roughhouse roughshod roulette round roundabout roundup
rouse rout route routine rove row rowboat rowdiness rowdy royal royalty rs rub rubberneck rubbery rubbish rubble rubdown
rubella rubier rubies rubiest rubric rucksack ruckus rudder ruddy rude rudest rudiment rudimentary rue ruff ruffian ruffle
rug rugby ruggeder ruggedest ruin ruinous rule rum rumble ruminate rummage rumour rump rumple run runaround runaway
rundown rune rung runnier runniest runt runway rupture rural ruse rush rust rustic rustier rustiest rustle rustproof rut
ruthless rye sabbatical sabotage saboteur sabre sac saccharin sack sacrament sacred sacrifice sacrificial sacrilege
sacrilegious sacrosanct sad sadden saddle sadism sadist sadistic sadistically safari safe safeguard safekeeping safest
safety saffron sag saga sage sagebrush said sail sailboard sailboat sailor saint saintlier saintliest sake saki salad
salami salary sale salesclerk salesman salesmen salespeople salesperson saleswoman saleswomen salient saliva salivate
sallow sally salmon salmonella salmonellae salon saloon salsa salt saltier saltiest saltwater salute salvage salve same
sample sanatorium sanctify sanctimonious sanction sanctity sanctuary sand sandal sandbag sandblast sandcastle sandier
sandiest sandman sandmen sandpaper sandstone sandstorm sandwich sane sanest sang sanitarium sanitary sanitation sanitise
sank sanserif sap sapling sapphire sarcasm sarcastic sarcastically sardine sardonic sari sash sass sassier sassiest sat
satanic satanism satchel satellite satin satire satirical satirise satirist satisfaction satisfactory satisfy saturate
sauce saucepan saucy sauerkraut sauna saunter sausage savage savagery savagest save saviour savour savourier savouries
savouriest savvy saw sawdust sax saxophone say scab scad scaffold scalar scald scale scallop scalp scalpel scaly scam
scamper scan scandal scandalise scandalous scant scantier scanties scantiest scapegoat scar scarce scarcest scare
scarecrow scarf scarier scariest scarlet scarves scathing scatter scatterbrain scavenge scenario scene scenery scenic
scent sceptic sceptical scepticism sceptre schedule scheme schism schizophrenia schizophrenic schlep schlock schmaltz
schmaltzier schmaltziest schmooze schmuck scholar scholarship scholastic school schoolboy schoolchild schoolchildren
schoolgirl schoolteacher schooner science scientific scientifically scientist scintillate scissor scoff scold scoop scoot
scope scorch score scoreboard scorecard scorn scornfully scorpion scotch scoundrel scour scourge scout scowl scrabble
scraggly scram scramble scrap scrapbook scrape scrappier scrappiest scratch scratchier scratchiest scrawl scrawny scream
screech screen screenplay screw screwball screwdriver screwier screwiest scribble scribe scrimp script scripture
scriptwriter scroll scrooge scrounge scrub scruff scruffier scruffiest scruple scrupulous scrutinise scrutiny scuff
scuffle sculptor sculpture scum scurrilous scurry scuttle scythe sea seafaring seafood seal seam seaman seamen seamstress
seaport sear search searchlight seashell seashore seasick seaside season seasonal seat seaweed secede secession seclude
seclusion second secondary secondhand secrecy secret secretarial secretary secrete secretive secs sect sectioned
sectioning sector secular secure securest securities sedan sedate sedatest sedative sedentary sediment sedimentary seduce
seduction seductive see seeded seeding seedless seedling seeds seedy seek seem seemingly seen seep seepage seesaw seethe
segment segmentation segregate seize seizure seldom select selective selector self selfish sell sellout selves semantic
semantically semblance semen semester semicircle semicolon semiconductor semifinal semifinalist seminal seminar seminaries
semiprecious senate senator senatorial send senile senior sensational sensationalism sense sensibility sensible sensibly
sensitive sensitivities sensor sensual sensuous sent sentence sentience sentient sentiment sentimental sentry separable
separate separator sepulchre sequel sequence sequential sequin sequoia serenade serene serenest sergeant serial series
serious sermon serpent serrated serum servant serve service serviceman servicemen servicewoman servicewomen serviette
servile servitude session set setback settle settlements setup seven seventeen seventeenth seventh seventieth seventy
sever several severance severe sew sewage sewn sex sexier sexiest sexism sexist sexual sh shabby shack shackle shade
shadow shadowier shadowiest shady shaft shaggy shake shakedown shaken shakeup shaky shall shallow sham shamble shame
shamefully shamelessly shampoo shamrock shanty shantytown shape shapelier shapeliest share shareholder shark sharp sharpen
shatter shave shaven shawl she sheaf shear sheath sheathe sheave shedding sheds sheen sheep sheepish sheered sheerer
sheerest sheering sheet sheikh shelf shell shellfish shelter shelve shenanigan shepherd sherbet sheriff sherry shield
shift shiftier shiftiest shimmer shin shine shingle shinier shiniest shinnied shinnies shinnying ship shipload shipments
shipshape shipwreck shipyard shire shirk shirt shirtsleeve shit shittier shittiest shiver shoal shock shod shoddier
shoddiest shoddily shoe shoelace shoestring shone shoo shook shoot shop shopkeeper shoplift shore short shortage
shortchange shortcoming shortcut shorten shortfall shorthand shortlist shortsighted shortwave shot shotgun should
shouldered shouldering shout shove shovel show showbiz showcase showdown showered showering showier showiest showman
showmanship showmen shown showpiece showroom shrank shrapnel shred shrew shrewd shriek shrill shrimp shrine shrink
shrinkage shrivel shroud shrub shrubbery shrug shrunk shrunken shuck shuckses shudder shuffle shun shunt shush shut
shutdown shuteye shuttered shuttering shuttle shy shyster sibling sic sick sicken sickle sicklier sickliest sicknesses
side sideburns sidekick sideline sidelong sideshow sidestep sidetrack sidewalk sideways sidle siege sierra siesta sieve
sift sigh sight sightread sightseeing sightseer sigma sign signal signatory signature significance significant signify
signpost silence silent silhouette silicon silk silken silkier silkiest sill sillier sillies silliest silliness silo silt
silver silversmith silverware similar similarities simile simmer simper simple simplest simplex simplicity simplification
simplify simplistic simply simulate simulator simultaneous sin since sincere sincerest sine sinew sing singe single
singsong singular sinister sink sinus sip siphon sir sire siren sirloin sissy sister sisterhood sit sitcom site situate
six sixpence sixteen sixteenth sixth sixtieth sixty size sizzle skate skateboard skein skeleton sketch sketchier
sketchiest skew skewered skewering ski skid skilful skill skillet skim skimp skimpier skimpiest skin skinflint skinhead
skinnier skinniest skintight skip skippered skippering skirmish skirt skit skittish skulk skull skullcap skunk sky skydive
skylight skyline skyrocket skyscraper slab slack slacken slag slain slake slalom slam slander slang slant slap slapdash
slapstick slash slat slate slather slaughter slaughterhouse slave slavery slavish slay sleazy sled sledgehammer sleek
sleep sleepier sleepiest sleepily sleeplessness sleepwalk sleepyhead sleet sleeve sleigh slender slept sleuth slew slice
slick slid slide slight slim slime slimier slimiest sling slingshot slink slip slippery slipshod slit slither sliver slob
slobbered slobbering slog slogan slop slope sloppier sloppiest sloppily slosh slot sloth slouch slovenly slow slowdown
slowpoke sludge slug sluggish sluice slum slumber slump slung slunk slur slurp slush slushier slushiest slut sly smack
small smallish smallpox smart smash smattering smear smell smellier smelliest smelt smidgen smile smirk smite smith
smithereens smitten smock smog smoggier smoggiest smoke smokestack smoky smooch smooth smote smother smoulder smudge smug
smuggle smut smuttier smuttiest snack snafu snag snail snake snap snappier snappiest snapshot snare snarl snatch snazzy
sneak sneakier sneakiest sneer sneeze snicker snide snidest sniff sniffle snip snipe snippet snit snitch snob snobbery
snobbier snobbiest snobbish snooker snoop snooty snooze snore snorkel snort snot snottier snottiest snout snow snowball
snowboard snowbound snowdrift snowfall snowflake snowier snowiest snowman snowmen snowmobile snowplough snowplowed
snowplowing snowstorm snub snuff snug snuggle so soak soap soapier soapiest soar sob sobered soberer soberest sobering
sobriety soccer sociable social socialise socialism socialist socialite society socioeconomic sociological sociologist
sociology sociopath sock socket sod soda sodden sodium sodomy sofa soft softball soften softhearted softies software soggy
soil sojourn solace solar sold soldered soldering soldier sole solemn solicit solicitor solicitous solid solidarity
solidify soliloquy solitaire solitary solitude solo soloist soluble solution solve solvent sombre some somebody someday
somehow someone someplace somersault something sometime someway somewhat somewhere son sonata song songwriter sonic sonnet
sonorous soon soot soothe soothingly sootier sootiest sop sophisticate sophistry sophomore sophomoric soporific soprano
sorbet sorcerer sorceress sorcery sordid sore sorest sorority sorrow sorrowfully sorry sort sorta sought soul sound
soundproof soundtrack soup sour source sourdough south southbound southeast southeasterly southeastern southeastward
southerly southern southpaw southward southwest southwesterly southwestern southwestward souvenir sovereign sovereignty
sow sown soybean spa space spacecraft spaceship spacial spacier spaciest spacious spade spaghetti span spangle spaniel
spank spar spare sparingly spark sparkle sparrow sparse sparsest spasm spasmodic spastic spat spate spatial spattered
spattering spatula spawn spayed spaying spays speak spear spearhead spearmint special specialise specialist specialities
species specific specifically specification specify specimen specious speck speckle spectacle spectacular spectator
spectra spectre spectrum speculate speculative speculator sped speech speed speedboat speedier speediest speedily
speedometer speedway spell spellbind spellbound spelt spend spendthrift spent sperm spew sphere spherical sphinx spice
spicy spider spiel spiffy spigot spike spill spilt spin spinach spinal spindly spine spinster spiral spire spirit
spiritual spit spite spitefuller spitefullest spittle splash splashier splashiest splat splattered splattering splay
spleen splendid splendour splice splint splintered splintering split splurge spoil spoilsport spoilt spoke spoken
spokesman spokesmen spokespeople spokesperson spokeswoman spokeswomen sponge spongy sponsor sponsorship spontaneity
spontaneous spoof spook spookier spookiest spool spoon spoonfuls sporadic sporadically spore sporran sport sportier
sportiest sportscast sportsman sportsmanship sportsmen sportswear spot spotlight spottier spottiest spouse spout sprain
sprang sprawl spray spread spreadsheet spree sprig spring springboard springier springiest springtime sprinkle sprint
sprout spruce sprucest sprung spry spud spun spunk spunkier spunkiest spur spurious spurn spurt sputter spy squabble squad
squadron squalid squall squalor squander square squarest squash squat squawk squeak squeakier squeakiest squeal squeamish
squeeze squelch squid squint squire squirm squirrel squirt stab stabilise stability stable stablest stack stadium staff
stag stage stagecoach staggered staggering stagnant stagnate staid stain stair staircase stairway stake stakeout stale
stalemate stalest stalk stall stalwart stamina stammer stamp stampede stance stanch stand standard standardise standby
standoff standout standpoint standstill stank stanza staple star starboard starch starchier starchiest stardom stare
starfish stark starlight starrier starriest start startle startlingly starve stash state statelier stateliest statements
statesman statesmanlike statesmanship statesmen statewide static stationary stationed stationery stationing statistic
statistical statistician stats statue stature status statute statutory staunch stave stay steadfast steady steak steal
stealth stealthier stealthiest stealthily steam steamboat steamier steamiest steamroll steamrollered steamrollering steel
steep steeple steer stellar stem stench stencil stenographer stenography step stepbrother stepchild stepchildren
stepdaughter stepfather stepladder stepmother stepsister stepson stereo stereotype stereotypical sterile sterilise
sterling stern steroid stethoscope stew steward stewardess stick stickier stickies stickiest stickler stiff stiffen stifle
stigma stigmata stigmatise still stillbirth stillborn stilt stimulant stimulate stimuli stimulus sting stingier stingiest
stinginess stink stint stipend stipulate stir stirrup stitch stock stockade stockbroker stockholder stockier stockiest
stockpile stockyard stodgy stoic stoical stoicism stoke stole stolen stolid stomach stomachache stomp stone stonewall
stony stood stool stoop stop stopgap stoplight stopover stoppage stoppered stoppering stopwatch storage store storehouse
storekeeper storeroom storeys stork storm stormier stormiest story storyteller stout stove stow stowaway straddle straggle
straight straighten straightforward strain strait straitjacket strand strange strangest strangle stranglehold
strangulation strap straplesses strata stratagem strategic strategically strategy stratify stratosphere stratum straw
strawberry stray streak streakier streakiest stream streamline street streetcar streetlight strength strengthen strenuous
stress stretch strew strewn stricken strict stridden stride strident strife strike strikingly string stringent stringier
stringiest strip stripe striptease strive striven strode stroke stroll strong stronghold strove struck structural
structuralist structure struggle strum strung strut stub stubbier stubbiest stubble stubborn stuck stud student
studentship studied studies studio studious studying stuff stuffier stuffiest stumble stump stun stung stunk stunt stupefy
stupendous stupid stupidities stupor sturdiness sturdy stutter style stylish stylistic stylus stymie suave suavest sub
subcommittee subconscious subculture subdivide subdivision subdue subgroup subject subjective subjugate subjunctive sublet
sublime sublimest subliminal submarine submerge submersion submission submissive submit subnormal subordinate subpoena
subprogram subroutine subscribe subscript subsection subsequent subservience subservient subset subside subsidiary
subsidise subsidy subsist subsistence substance substandard substantial substantiate substitute subsystem subterfuge
subterranean subtitle subtle subtlest subtlety subtly subtract suburb suburban suburbia subversive subvert subway succeed
success successfully successive successor succinct succour succulent succumb such suck suckered suckering suckle suction
sudden suds sue suede suffer suffice sufficiency sufficient suffix suffocate suffrage sugar sugarier sugariest suggest
suggestible suggestive suicidal suicide suit suitability suitably suitcase suite suitor sulk sulkier sulkies sulkiest
sullen sulphur sultan sultry sum summarise summary summered summering summertime summery summit summon summonsed summonses
summonsing sumptuous sun sunbathe sunblock sunburn sundae sundial sundown sundry sunflower sung sunglasses sunk sunken
sunlight sunlit sunnier sunniest sunrise sunscreen sunset sunshine suntan sunup sup superb supercomputer superficial
superfluous superhighway superhuman superimpose superintendent superior superlative supermarket supernatural superpower
superscript supersede supersonic superstar superstition superstitious superstructure supervise supervisor supplant supple
supplemental supplementary supplemented supplementing supplements supplest supplied supplier supplies supplying support
supportive suppose supposedly supposition suppress supremacy supreme surcharge sure surefire surest surf surface surfboard
surge surgeon surgery surgical surly surmise surmount surname surpass surplus surprise surprisingly surreal surrealistic
surrender surreptitious surrogate surround surveillance survey surveyor survival survive survivor susceptible suspect
suspend suspense suspicion suspicious sustain sustenance swab swagger swallow swam swamp swampier swampiest swan swank
swap swarm swarthy swat swatch swathe sway swear sweat sweatier sweatiest sweatpants sweatshirt sweatshop sweep sweepstake
sweet sweeten sweetheart sweetie swell swelter swept swerve swift swig swill swim swimsuit swindle swine swing swipe swirl
swish switch switchboard swivel swollen swoon swoop sword swordfish swore sworn swum swung sycamore sycophant syllable
syllabus symbol symbolic symbolically symbolise symbolism symmetric symmetrical symmetry sympathetic sympathetically
sympathise sympathy symphonic symphony symptom symptomatic synagogue synapse sync synchronise synchronous syndicate
syndrome synod synonym synonymous synopses synopsis syntactic syntactically syntax syntheses synthesis synthesise
synthesizer synthetic synthetically syphilis syringe syrup system systematic systematically tab tabbies tabernacle table
tablecloth tablespoon tablespoonfuls tablet tabloid taboo tabulate tacit taciturn tack tackier tackiest tackiness tackle
taco tact tactfully tactic tactical tactlessly tad tadpole taffy tag tail tailgate taillight tailor tailpipe tailspin
taint take taken takeoff takeout takeover talc tale talent talisman talk talkative tall tallied tallies tallow tallying
talon tambourine tame tamest tamper tampon tan tandem tang tangent tangential tangerine tangible tangier tangiest tangle
tango tank tankard tantalise tantalisingly tantamount tantrum tap tape tapered tapering tapestry tapeworm tar tarantula
tardiness tardy target tariff tarmac tarmacked tarmacking tarnish tarot tarp tarpaulin tarried tarrier tarries tarriest
tarrying tart tartan tartar task tassel taste tastefully tasty tatter tattle tattletale tattoo tatty taught taunt taut
tautology tavern tawdry tawny tax taxation taxi taxicab taxidermy taxpayer tea teach teacup teak teakettle team teammate
teamster teamwork teapot tear teardrop teargas tease teaspoon teaspoonfuls teat technical technicalities technician
technique technological technologist technology tedious tedium tee teem teen teenage teeter teeth teethe teetotal
telecommunications telecommute telegram telegraph telepathic telepathy telephone telescope telescopic telethon teletype
televise tell telltale temp temperament temperamental temperance temperate temperature tempered tempering tempests
tempestuous template temple tempo temporal temporary tempt temptation ten tenacious tenacity tenancy tenant tend tendency
tendered tenderer tenderest tenderhearted tendering tenderise tenderly tenderness tendon tendril tenement tenet tennis
tenor tense tensest tensors tent tentacle tentative tenth tenuous tenure tepee tepid tequila term terminal terminate
terminator termini terminology terminus termite terrace terrain terrestrial terrible terribly terrier terrific terrify
territorial territory terror terrorise terrorism terrorist terse tersest test testament testicle testier testiest testify
testimonial testimony testis tetanus tether text textbook textile textual texture than thank thankfully that thatch thaw
the theatre theatrical thee theft their theist them thematic theme themselves then thence theologian theological theology
theorem theoretic theoretical theoretician theorise theorist theory therapeutic therapist therapy there thereabout
thereafter thereby therefore therein thereof thereon thereupon thermal thermodynamics thermometer thermonuclear thermostat
thesauri thesaurus these thesis theta thick thicken thicket thicknesses thief thieve thigh thimble thin thingamajig think
third thirst thirstier thirstiest thirstily thirteen thirteenth thirtieth thirty this thistle thong thorn thornier
thorniest thorough thoroughbred thoroughfare those thou though thought thoughtfully thoughtfulness thoughtlessly
thoughtlessness thousand thousandth thrash thread threadbare threat threaten threateningly three thresh threshold threw
thrice thrift thriftier thriftiest thrill thrive throat throatier throatiest throb throne throng throttle through
throughout throughput throw throwaway throwback thrown thrust thud thug thumb thumbnail thumbtack thump thunder
thunderbolt thunderous thunderstorm thunderstruck thus thwart thy thyme thyroid tiara tic tick ticket tickle ticklish
tidal tide tidy tie tiebreaker tiff tiger tight tighten tightfisted tightrope tightwad tilde tile till tilt timber time
timekeeper timelier timeliest timescale timetable timezone timid tin tinder tinderbox tinfoil ting tinge tingle tinier
tiniest tinker tinkle tinnier tinniest tinsel tint tip tipsy tiptoe tirade tire tireder tiredest tiredness tiresome tissue
tit titbit titillate title tittered tittering tizzy to toad toadstool toast toastier toastiest tobacco tobacconist
toboggan today toddle toe toehold toenail toffee tofu tog toga together toggle toil toilet toiletry token tokenism told
tolerable tolerably tolerance tolerant tolerate toll tollbooth tollgate tomahawk tomato tomb tomboy tombstone tomcat tome
tomfoolery tomorrow ton tonal tone tong tongue tonic tonight tonnage tonne tonsil tonsillitis too took tool toolbar
toolkit toot tooth toothache toothbrush toothpaste toothpick top topaz topic topical topographer topography topology
topple torch tore torment tormentor torn tornado torpedo torque torrent torrential torrid torso tort tortilla tortoise
tortuous torture toss tot total totalitarian totalitarianism totalities tote totem tottered tottering toucan touch
touchdown touchier touchiest touchstone tough toughen toupee tour tourism tourist tournament tourniquet tousle tout tow
toward towel towered towering town townhouse township townspeople toxic toxicology toxin toy trace track tract tractor
trade trademark tradition traditional traditionalist traffic trafficked trafficking tragedy tragic tragically trail
trailblazer train trainee trait traitor traitorous trajectory tramp trample trampoline trance tranquil tranquillise
transact transatlantic transcend transcendence transcendental transcontinental transcribe transcript transfer transform
transformation transfusion transgress transient transistor transit transitional transitioned transitioning transitive
transitory translate translator transliteration translucence translucent transmission transmit transparency transparent
transpire transplant transport transportation transpose transsexual transverse transvestite trap trapdoor trapeze
trapezoid trash trashcan trashier trashiest trauma traumatic traumatise travel traverse travesty trawl tray treacherous
treachery treacle tread treadmill treason treasure treasury treat treaties treatise treatments treble tree treetop trek
trellis tremble tremendous tremor trench trenchant trend trendier trendies trendiest trepidation trespass trestle trial
triangle triangular tribal tribe tribulation tribunal tributary tribute triceps trick trickery trickier trickiest trickle
trickster tricycle trident trifle trigger trigonometry trike trill trilogy trim trimester trinity trinket trio trip tripe
triple triplet triplicate tripod tripos trite tritest triumph triumphant trivia trivial trivialise trod trodden troll
trolley trombone tromp troop trophy tropic tropical trot troubadour trouble troublemaker troubleshoot troubleshot
troublesome trough trounce troupe trouser trout trowel truancy truant truce truck truckload truculent trudge true truest
truffle truism truly trump trumpet truncate trundle trunk trust trustee trustier trusties trustiest trustworthy truth
truthfully truthfulness try tryout ts tsar tub tuba tubbier tubbiest tube tuberculosis tubular tuck tuft tug tugboat
tuition tulip tumble tummy tumour tumult tumultuous tuna tundra tune tunic tunnel turban turbine turbulence turbulent turd
tureen turf turgid turkey turmoil turn turnaround turncoat turnip turnout turnover turnpike turnstile turntable turpentine
turquoise turret turtle turtleneck tush tusk tussle tutor tutorial tux tuxedo twang tweak twee tweet tweezers twelfth
twelve twentieth twenty twerp twice twiddle twig twilight twin twine twinge twinkle twirl twist twit twitch twittered
twittering two tycoon tying tyke type typecast typeface typescript typeset typewrite typewritten typewrote typhoid typhoon
typhus typical typify typist typo typographic typographical tyrannical tyrannise tyranny tyrant tyre ubiquitous ubiquity
udder ugh ugliness ugly uh ulcer ulterior ultimate ultimatum ultra ultrasonic ultrasound ultraviolet um umbrella umpire
umpteen umpteenth unabashed unabated unabridged unacceptable unaccepted unaccompanied unaccountable unaccountably
unadulterated unaffected unaided unaltered unambiguously unanimity unanimous unanswerable unanswered unarmed unassigned
unassuming unattached unattainable unattended unauthorised unavailable unavoidable unavoidably unawares unbalanced
unbearable unbearably unbeatable unbecoming unbelievable unbelievably unbeliever unbiased unblocked unblocking unblocks
unbounded unbreakable unbridled unburdened unburdening unburdens unbuttoned unbuttoning unbuttons uncanny unceasing
uncertainly uncertainties unchallenged unchanged uncharted unchecked unchristian uncle uncleaner uncleanest unclearer
unclearest uncomfortable uncommoner uncommonest uncommonly uncompromising unconcerned unconditionally unconfirmed
unconnected unconscionable unconsciously unconsciousness uncontrollable uncontrollably uncontrolled unconvinced
unconvincing uncountable uncouth uncover uncultured uncut undamaged undaunted undecidable undecided undefined undeniable
undeniably under underage underclassman underclassmen undercover undercurrents undercut underdog underestimated
underestimates underestimating undergarments undergo undergrads undergraduates undergrounds underhanded underlay underlie
underlined underlines underlining underlying undermined undermines undermining underneath undernourished underpants
underpass underpay underprivileged underrated underrates underrating underscored underscores underscoring undershirts
undersides understaffed understandable understandably understanding understands understated understatement understates
understating understudy undertaker undertakes undertaking undertones undertow underworlds underwrites underwriting
undeserved undesirable undetected undetermined undeveloped undid undisturbed undo undocumented undoubted undressed
undresses undressing undue undying unearthed unearthing unearthly unearths uneasier uneasiest uneasily uneasiness
uneducated unemployable unemployed unemployment unending unenlightened unequalled unequally unerring unevenly uneventful
unexpected unexplained unfailing unfairer unfairest unfairly unfairness unfaithful unfashionable unfastened unfastening
unfastens unfavourable unfeeling unfilled unfinished unfit unfolded unfolding unfolds unforgettable unforgivable
unfortunately unfortunates unfounded unfriendly unfunny unfurled unfurling unfurls ungainly ungodly ungrateful unhappier
unhappiest unhappily unhealthy unhelpful unholier unholiest unhooked unhooking unhooks unicorn unicycle unidentified
unification uniform unify unilateral unimpressed uninformative uninhabitable uninhibited uninitiated unintentionally union
unionise unique uniquest unisex unison unit unite unities universal universe universities unjustified unjustly unkempt
unkinder unkindest unkindly unkindness unknowns unlabelled unlawful unleaded unleashed unleashes unleashing unlikely
unlimited unlisted unloaded unloading unloads unlocked unlocking unlocks unlucky unman unmarked unmasked unmasking unmasks
unmistakable unmistakably unmitigated unmodified unmoved unnamed unnaturally unnecessarily unnerved unnerves unnerving
unnoticed unobtainable unoccupied unofficially unpacked unpacking unpacks unparalleled unpleasantly unpleasantness
unplugged unplugging unplugs unpopularity unprecedented unpredictable unprincipled unprintable unprivileged unprofitable
unprotected unprovoked unpublished unqualified unquestionably unravelled unravelling unravels unreadable unreasonable
unrecognised unreliability unreservedly unrivalled unrolled unrolling unrolls unruffled unruliness unruly unsafer
unsatisfied unsavoury unsay unscathed unscheduled unscrewed unscrewing unscrews unseasonable unseated unseating unseats
unseemly unset unsettled unsettles unsettling unsightly unsigned unskilled unsolicited unsolved unsophisticated unsounder
unsoundest unspeakable unspecified unsportsmanlike unsteadier unsteadiest unstoppable unstructured unsubstantiated
unsuccessful unsuitable unsuited unsupportable unsupported unsuspecting untangled untangles untangling untenable
unthinkable unthinking untidier untidiest untie until untimely untiring unto untouchable untouched untrained untried
untruer untruthful unusable unused unusually unveiled unveiling unveils unwanted unwarranted unwary unwashed unwieldy
unwilling unwinding unwinds unwiser unwitting unworkable unworthy unwrapped unwrapping unwraps unyielding unzip up upbeat
upbringing upchuck upcoming update upend upfront upgrade upheaval upheld uphill uphold upholster upkeep uplift upload upon
upped upper uppercase upperclassman upperclassmen uppermost upping uppity upright uprising uproar uproot ups upscale upset
upshot upside upstage upstairs upstanding upstart upstate upstream upsurge upswing uptake uptight uptown upturn upward
uranium urban urbane urchin urge urgency urgent urinate urine urn us usage use usefully usefulness uselessly uselessness
usher usual usurp utensil uteri uterus utilise utilitarian utilitarianism utility utmost utopia utter utterance vacancy
vacant vacate vacationed vacationer vacationing vaccinate vaccine vacillate vacuous vacuum vagabond vagary vagina vaginae
vaginal vagrant vague vaguest vain valedictorian valentine valet valiant valid validate valise valley valour valuables
value valve vampire van vandal vandalise vandalism vane vanguard vanilla vanish vanities vanquish vaporise vapour
variability variable variance variant variation variety various varnish varsity vary vase vasectomy vast vat vault veal
vector veer vegan vegetable vegetarian vegetarianism vegetation veggie vehement vehicle vehicular veil vein velocity
velour velvet vend vendetta vendor veneer venerable venerate vengeance vengeful venison venom venomous vent ventilate
ventilator ventricle ventriloquism ventriloquist venture venue veracity veranda verb verbal verbatim verbiage verbose
verdict verge verification verify veritable vermin vernacular versatile verse versus vertebra vertebrae vertebrate
vertical vertices vertigo verve very vessel vest vestibule vestige vestments vet veteran veterinarian veterinary veto vex
vexation via viability viaduct vial vibe vibrant vibrate vicar vicarious vice vicinity vicious victim victimise victor
victories victorious video videocassette videotape vie view viewpoint vigil vigilance vigilant vigilante vigorous vigour
vile vilest vilify villa village villain villainies villainous vindicate vindictive vine vinegar vineyard vintage vinyl
viola violate violence violent violet violin violinist viper viral virgin virile virtual virtue virtuoso virtuous virulent
virus visa visage viscosity viscous vise visibility visible visibly visionary visioned visioning visit visitation visitor
visor vista visual visualise vital vitamin vitriolic vivacious vivacity vivid vivisection vocabulary vocal vocalist
vocation vocational vociferous vodka vogue voice void volatile volcanic volcano volition volley volleyball volt voltage
volume voluminous voluntary volunteer voluptuous vomit voodoo voracious voracity vortex vote vouch vow vowel voyage voyeur
voyeurism vulgar vulgarities vulnerability vulnerable vulture vying wacky wad waddle wade wafer waffle waft wag wage
wagered wagering wagon waif wail waist waistband waistline wait waitress waive wake waken walk walkout wall wallet wallop
wallow wallpaper walnut walrus waltz wan wand wandered wanderer wandering wane wanna wannabe want wanton war warble ward
warden wardrobe ware warehouse warfare warhead warier wariest warily warlike warlock warlord warm warmonger warmth warn
warp warpath warrant warrantied warranties warrantying warren warrior warship wart wartime was wash washables washbasin
washcloth washout washroom wasp wastage waste wastebasket wastefully wasteland watch watchdog watchmaker watchman watchmen
watchword water waterbed watercolour waterfall waterfront waterier wateriest waterlogged watermark watermelon waterproof
watershed watertight waterway waterworks watt wave waveform wavelength wavered wavering wavy wax waxier waxiest waxiness
way waylaid waylay wayside wayward we weak weaken weakling weaknesses wealth wealthier wealthiest wean weapon weaponry
wear wearied wearier wearies weariest wearily weariness wearisome wearying weasel weather weave web website wed wedge
wedlock wee weeded weeding weeds weedy week weekday weekend weeklies weeknight weep weest weigh weight weightier
weightiest weightlessness weightlifter weightlifting weird weirdo welcome weld welfare well wellington welsh welt weltered
weltering went wept were werewolf werewolves west westbound westerly western westernise westward wet wetback whack whale
wham wharf wharves what whatchamacallit whatever whatsoever wheat wheedle wheel wheelbarrow wheelchair wheeze when whence
whenever where whereabouts whereas whereby wherein whereupon wherever wherewithal whet whether whew which whichever whiff
while whilst whim whimper whimsical whine whinny whip whiplash whirl whirlpool whirlwind whirr whisk whiskered whiskies
whiskys whisper whistle white whiten whitest whitewash whittle whizz who whoa whodunit whoever whole wholehearted
wholesale wholesome wholly whom whoop whoosh whopper whore whose why wick wickeder wickedest wickedly wickedness wicket
wide widen widespread widest widow width wield wiener wife wig wiggle wigwam wild wildcat wilderness wildfire wildlife
wile wilful will willingly willingness willow willpower wilt wily wimp wimpier wimpiest win wince winch wind windbreaker
windfall windier windiest windmill window windowpane windowsill windpipe windscreen windshield windsurf windswept wine
wineglass wing wingspan wingtip wink wino winsome winsomest winter wintertime wintry wipe wire wiretap wiry wisdom wise
wisecrack wisest wish wishbone wisp wispier wispiest wist wistfully wit witch witchcraft with withdraw withdrawal
withdrawn withdrew withered withering withheld withhold within without withstand withstood witnessed witnesses witnessing
witticism wittier wittiest wive wiz wizard wizened wobble wobbly woe woebegone wok woke woken wolf wolves woman womanhood
womankind womb wombat women won wonder wonderfully wonderland wondrous wont woo wood woodchuck wooden woodier woodies
woodiest woodland woodpecker woodsman woodsmen woodwind woodwork woof wool woollen woollier woollies woolliest woozy word
wordier wordiest wore work workaholic workbench workbook workfare workforce workload workman workmanlike workmanship
workmen workout workplace worksheet workshop workstation world worldlier worldliest worldwide worm wormhole worn worrisome
worry worse worsen worship worst worth worthier worthies worthiest worthwhile wot would wound wove woven wow wrangle wrap
wrath wreak wreath wreathe wreck wreckage wren wrench wrest wrestle wretch wretcheder wretchedest wriggle wright wring
wrinkle wrist wristwatch writ write writhe written wrong wrongdoer wrongdoing wrongfully wrote wrought wrung wry
xenophobia xenophobic xylophone yacht yak yam yank yap yard yardstick yarmulke yarn yawn yeah year yearbook yearlies
yearling yearn yeast yell yellow yellowish yelp yen yep yes yest yesterday yet yeti yew yield yippee yo yodel yoga yogurt
yoke yokel yolk yonder you young youngster your yourself yourselves youth yowl yuck yuckier yuckiest yum yummier yummiest
yuppie zany zap zeal zealous zebra zenith zero zest zeta zigzag zillion zinc zincked zincking zip zippered zippering zit
zodiac zombie zone zoo zoological zoologist zoology zoom zucchini
`;

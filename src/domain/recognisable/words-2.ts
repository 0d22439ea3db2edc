/**
 * English words of all days, as stems: from SCOWL (sizes 10 to 40), whose notice is: Copyright 2000-2016 by Kevin Atkinson.
 * Permission to use, copy, modify, distribute and sell these word lists, the associated scripts, the output created from the
 * scripts, and its documentation for any purpose is hereby granted without fee, provided that the above copyright notice
 * appears in all copies and that both that copyright notice and this permission notice appear in supporting documentation.
 * Kevin Atkinson makes no representations about the suitability of this array for any purpose. It is provided "as is"
 * without express or implied warranty.
 */
export const words2 = `
dizzy do docile dock docket doctor doctorate doctrine document documentary documentation dodge dodo doe dog doggedly
doggerel doggone doggonest doghouse dogma dogmatic dogwood doily doldrums dole dolefully doll dollar dollhouse dollies
dollop dolphin domain dome domestic domesticate domicile dominance dominant dominate domineer dominion domino don donate
done donkey donor doodad doodle doohickey doom doomsday door doorbell doorknob doorman doormat doormen doorstep doorway
dope dopier dopiest dork dorkier dorkiest dorm dormant dormitory dorsal dos dosage dose dossier dot dote double doubly
doubt doubtfully dough doughnut dour douse dove dowdy down downcast downfall downgrade downhearted downhill downier
downiest download downplay downpour downright downsize downstairs downstate downstream downtime downtown downtrodden
downturn downward downwind dowry doze dozen drab draconian draft drag dragon dragonfly drain drainage drake drama dramatic
dramatically dramatise dramatist drank drape drapery drastic drastically draught draughtier draughtiest draughtsman
draughtsmen draw drawback drawbridge drawl drawn dread dreadfully dreadlocks dream dreamier dreamiest dreamt dreary dredge
dregs drench dress dressier dressiest dressmaker drew dribble driers drift driftwood drill drink drip drive drivel driven
driveway drizzle droll drone drool droop drop dropout dross drought drove drown drowse drowsiness drowsy drudge drudgery
drug druggist drugstore drum drumstick drunk drunkard drunken dry dual dualism dub dubious duchess duck duckling duct dud
dude due duel duet duff dug dugout duke dull duly dumb dumbbell dumbfound dummy dump dumpier dumpiest dumpling dumpster
dunce dune dung dungeon dunk dunno duo dupe duplex duplicate duplicity durability durable duration duress during dusk
duskier duskiest dust dustbin dustier dustiest dustmen dustpan dutiful duty duvet dwarf dwell dwelt dwindle dye dyke
dynamic dynamical dynamism dynamite dynamo dynasty dysentery dysfunction dysfunctional dyslexia dyslexic each eager eagle
ear earache eardrum earl earlier earliest earlobe earmark earmuff earn earnestly earnestness earnests earphone earplug
earshot earsplitting earth earthier earthiest earthiness earthlier earthliest earthquake earthshaking earthworm earwax
ease easel east eastbound easterly eastern eastward easy easygoing eat eaten eatery eave eavesdrop ebb ebony ebullience
ebullient eccentric eccentricities ecclesiastical echo eclectic eclipse ecological ecologist ecology economic economical
economise economist economy ecosystem ecstasy ecstatic ecumenical eczema eddy edge edgewise edgy edible edict edifice
edify edit editor editorial editorship educate educational educator eel eerie eeriest eerily effect effective effectual
effeminate effervescence effervescent efficiency efficient effigy effort effortlessly effusive egalitarian egalitarianism
egg egghead eggplant eggshell ego egocentric egoism egotism egotist egotistical egregious eh eigenvalue eight eighteen
eighteenth eighth eighties eightieth either ejaculate eject eke elaborate elapse elastic elate elbow elbowroom elder
eldest elect elective elector electoral electorate electric electrical electrician electrify electrocute electrode
electrolysis electromagnetic electron electronic electronically electrostatic elegance elegant elegy element elemental
elementary elephant elevate elevator eleven eleventh elf elfin elicit eligibility eligible eliminate elite elitism elitist
elk ellipse ellipsis elliptic elliptical elm elongate elope elopements eloquence eloquent else elsewhere elucidate elude
elusive elves em emaciate email emanate emancipate embalm embankment embargo embark embarrass embarrassingly
embarrassments embassy embattled embed embellish embellishments ember embezzle embitter emblazon emblem embodiment embody
emboss embrace embroider embroideries embroil embryo embryonic emcee emerald emerge emergence emergency emergent emeritus
emigrant emigrate eminence eminent emir emirate emissary emission emit emotion emotional emotive empathise empathy emperor
emphases emphasis emphasise emphatic emphatically emphysema empire empirical employ employee employments emporium empower
empress emptiness empty emulate emulator emulsion enable enact enactments enamel enamour encapsulate encase enchant
enchantments enchilada encircle enclave enclose enclosure encode encompass encore encounter encourage encouragements
encroach encrypted encryption encumber encumbrance encyclopaedia encyclopedia end endanger endear endearments endeavour
endemic endive endlessly endorse endorsements endow endowments endurance endure endways enema enemy energetic
energetically energise energy enforce enfranchise engage engagements engender engine engineered engineering engrave
engross engulf enhance enhancements enigma enigmatic enjoy enjoyments enlarge enlargements enlighten enlist enlistments
enliven enmity enormity enormous enough enquire enquiry enrage enrich enrol enrolments ensconce ensemble enshrine ensign
enslave ensue ensure entail entangle entanglements enter enterprise entertain entertainments enthral enthuse enthusiasm
enthusiast enthusiastic enthusiastically entice enticements entire entirety entitle entitlements entity entomologist
entomology entourage entrails entrance entrant entrap entreat entreaties entrench entrepreneur entrepreneurial entropy
entrust entry entryway entwine enumerate enunciate envelop envelope enviable envious environment environmental
environmentalist environs envisage envision envoy envy enzyme epaulette ephemeral epic epicentre epidemic epidermis
epigram epilepsy epileptic epilogue episode episodic epistle epitaph epithet epitome epitomise epoch epsilon equal
equalise equanimity equate equator equatorial equestrian equilateral equilibrium equine equinox equip equitable equity
equivalence equivalent equivocal era eradicate erase erasure erect ergo ergonomic erode erosion erotic erotically
eroticism err errand errant erratic erratically erroneous error erstwhile erudite erupt es escalate escalator escapade
escape escapism escapist eschew escort esoteric especial espionage espouse espresso essay essence essential establish
establishments estate esteem estimable estimate estrange estrangements estuary etch eternal eternity ether ethereal ethic
ethical ethnic ethos etiquette etymological etymology eulogise eulogy eunuch euphemism euphemistic euphemistically
euphoria euphoric eureka euthanasia evacuate evacuee evade evaluate evangelical evangelism evangelist evangelistic
evaporate evasion evasive eve even evenhanded event eventual eventualities evergreen everlasting evermore every everybody
everyday everyone everyplace everything everywhere evict evidence evident evil evocative evoke evolution evolutionary
evolve ewe ex exacerbate exact exaggerate exalt exaltation exam examine example exasperate excavate exceed exceedingly
excel excellence excellent except exceptional excerpt excess excessive exchange excise excite excitedly excitements
exclaim exclamation exclude exclusion exclusive excommunicate excrement excrete excruciating excursion excuse exec execute
executioner executive executor exemplary exemplify exempt exercise exert exes exhale exhaust exhaustive exhibit
exhibitionism exhibitionist exhibitor exhilarate exhort exhortation exhume exile exist existence existent existential exit
exodus exonerate exorbitant exorcism exorcist exotic expand expanse expansionist expansive expatriate expect expectancy
expectant expectation expediency expedient expedite expel expend expendables expenditure expense expensive experience
experiment experimental experimentation expert expertise expire expiry explain explanation explanatory expletive
explicable explicit explode exploit exploitation exploratory explore explosion explosive expo exponent exponential export
exportation expose exposition exposure expound express expressive expressway expropriate expulsion exquisite extant
extemporaneous extend extension extensive extent exterior exterminate exterminator external extinct extinguish extol
extort extortionate extra extract extracurricular extradite extraneous extraordinary extrapolate extraterrestrial
extravagance extravagant extreme extremest extremism extremist extremities extricate extrovert exuberance exuberant exude
exult exultant exultation eye eyeball eyebrow eyeglass eyelash eyelid eyeliner eyesight eyesore eyewitness fable fabric
fabricate fabulous facade face facet facetious facial facile facilitate facilities facsimile fact factor factorial
factories factorisation factual faculty fad fade faecal faeces fag faggot fail failure faint fair fairground fairies faith
faithfully faithfulness faithfuls fake falcon fall fallacious fallacy fallen fallible fallout false falsehood falsest
falsetto falsification falsify falsities falter fame familiar familiarise family famine famish famous fan fanatic
fanatical fanaticism fanciful fancy fanfare fang fannies fantasise fantastic fantastically fantasy far faraway farce
farcical fare farewell farm farmhouse farmland farmyard farsighted fart farther farthest fascinate fascism fascist fashion
fashionably fast fasten fastidious fat fatal fatalism fatalistic fatalities fate father fatherhood fatherland fathom
fatigue fatten fattier fatties fattiest fatuous faucet fault faultier faultiest fauna favour favourably favourite
favouritism fawn fax faze fear fearfully fearlessly fearlessness fearsome feasibility feasible feast feat feather
featherier featheriest feature fed federal federalism federalist federate fee feeble feeblest feedback feedbag feeder
feeding feeds feel feet feign feint feisty feline fell fellow fellowship felon felonies felt female feminine feminism
feminist fen fence fend fer fermentation fermented fermenting ferments fern ferocious ferocity ferret ferried ferries
ferrying fertile fertilise fervent fervour fest festered festering festival festive festivities festoon fetal fetch feted
fetid feting fetish fetter fetus feud feudal feudalism fever feverish few fez fiasco fiat fib fibre fibreglass fibrous
fiche fickle ficklest fiction fictional fictitious fiddle fiddly fidelity fidget field fieldwork fiend fiendish fierce
fiercest fiery fiesta fifteen fifteenth fifth fiftieth fifty fig fight figments figurative figure figurehead filament
filch file filet filibuster filigree fill fillet fillies film filmier filmiest filmmaker filter filth filthier filthiest
fin finagle final finale finalise finalist finance financial financier finch find fine finesse finger fingernail
fingerprint fingertip finicky finish finite fir fire firearm firebrand firecracker firefighter firefly fireman firemen
fireplace fireproof fireside firewall firewood firework firm firmware first firsthand fiscal fish fishbowl fisherman
fishermen fishery fishier fishiest fishnet fishtail fission fissure fist fit five fix fixation fixture fizz fizzier
fizziest fizzle fjord flab flabbergast flabbier flabbiest flaccid flag flagpole flagrant flagship flagstone flail flair
flak flake flakier flakiest flamboyance flamboyant flame flamenco flamingo flammable flank flannel flap flapjack flare
flash flashback flashier flashiest flashlight flask flat flatten flattered flatterer flattering flattery flatulence flaunt
flautist flavour flaw flawlessly flea fleck fled fledged fledgling flee fleece fleecy fleet flesh fleshier fleshiest flew
flex flexibility flexible flexibly flextime flick flickered flickering flight flightier flightiest flimsiness flimsy
flinch fling flint flip flippant flirt flirtation flirtatious flit float flock flog flood floodgate floodlight floodlit
floor floozy flop flophouse floppier floppies floppiest flora floral florid florist floss flotilla flounce flounder flour
flourish flout flow flowerbed flowered flowering flowerpot flowery flown flu flub fluctuate flue fluency fluent fluff
fluffier fluffiest fluid fluke flung flunk flunkies fluorescent fluoride flurry flush fluster flute flutter flux fly
flyover flyswatter foal foam foamier foamiest focal focus fodder foe fog fogbound fogey foggier foggiest foghorn foible
foil foist fold foliage folk folklore folksy follicle follow folly foment fond fondle font food foodstuff fool foolhardy
foolish foolproof foot footage football footbridge foothill foothold footlights footlocker footloose footnote footpath
footprint footsie footstep footstool footwear footwork for forage foray forbade forbear forbearance forbid forbidden
forbore forborne force forcefully forceps forcible forcibly ford fore forearm forebode forecast foreclose foreclosure
forefather forefinger forefront forego foregone foreground forehand forehead foreign foreleg foreman foremen foremost
forensic foreplay forerunner foresaw foresee foreseen foreshadow foresight foreskin forestall forested foresting forestry
forests foretaste foretell forethought foretold forever forewarn forewent foreword forfeit forgave forge forgery forget
forgetfulness forgive forgiven forgo forgone forgot forgotten fork forklift forlorn form formal formaldehyde formalise
formalities format formative formerly formidable formidably formula formulae formulate fornicate forsake forsaken forsook
forswear forswore forsworn fort forte forth forthcoming forthright forthwith forties fortieth fortification fortify
fortitude fortnight fortress fortuitous fortunate fortune forum forward forwent fossil fossilise foster fought foul found
foundation foundered foundering foundling foundry fount fountain four fourteen fourteenth fourth fowl fox foxhole foxier
foxiest foxtrot foyer fracas fractal fraction fractional fractious fracture fragile fragment fragmentary fragmentation
fragrance fragrant frail frailty frame framework franc franchise frank frankfurter frantic frantically frat fraternal
fraternise fraternity fraud fraudulent fraught fray freak freckle free freebie freedom freehand freelance freeload freest
freethinker freethinking freeway freewheel freeze freight french frenetic frenzy frequency frequent fresh freshen freshman
freshmen freshwater fret fretfully friar friction fridge friend friendlier friendlies friendliest friendliness friendship
frieze frigate fright frighten frighteningly frightfully frigid frill frillier frilliest fringe frisk friskier friskiest
fritter frivolity frivolous frizz frizzier frizziest fro frock frog frolic frolicked frolicking from frond front frontage
frontal frontier frost frostbit frostbite frostbitten frostier frostiest froth frothier frothiest frown froze frozen
frugal fruit fruitcake fruitier fruitiest fruitlessly frumpy frustrate fry fuck fudge fuel fugitive fulcrum fulfil full
fumble fume fumigate fun function functional fund fundamental fundamentalism fundamentalist funeral fungal fungi fungicide
fungus funk funkier funkiest funnel funnier funnies funniest funnily fur furies furious furl furlong furlough furnace
furnish furniture furore furrier furriest furrow further furthermore furthest furtive fuse fuselage fuss fussier fussiest
futile future futuristic fuzz fuzzier fuzziest gab gabbier gabbiest gable gadget gaffe gag gaggle gaiety gain gait gal
gala galactic galaxy gale gall gallant gallantry gallbladder gallery galley gallivant gallon gallop gallows galore galosh
galvanise gambit gamble game gamest gamma gamut gander gang gangland gangling gangplank gangrene gangster gangway gap gape
garage garb garbage garble garden gardenia gargantuan gargle gargoyle garish garland garlic garment garnet garnish garret
garrison garrulous garter gas gaseous gash gasket gasoline gasp gassier gassiest gastric gastronomic gasworks gate
gatecrasher gateway gather gauche gauchest gaudy gauge gaunt gauntlet gauze gave gavel gawk gawkier gawkiest gay gaze
gazebo gazelle gazette gear gearshift gee geek geekier geekiest geese geezer geisha gel gelatin geld gem gender gene
genealogical genealogist genealogy genera general generalise generate generator generic generically generosity generous
geneses genesis genetic genetically geneticist genial genie genii genital genitalia genius genocide genre gent genteel
gentile gentle gentleman gentlemen gentlest gentrification gentry genuflect genuine genus geographer geographic
geographical geography geologic geological geologist geology geometric geometrically geometry geranium gerbil geriatric
germ germicide germinate gerrymander gerund gestation gesticulate gesture get getaway getup geyser ghastly ghetto ghost
ghostlier ghostliest ghostwriter ghoul ghoulish giant gibber gibberish giblet giddiness giddy gift gig gigabyte gigantic
giggle gild gill gilt gimme gimmick gin ginger gingerbread gingham giraffe girder girdle girl girlfriend girlhood girlish
girth gist give giveaway given gizmo gizzard glacial glacier glad gladden glade gladiator glamorise glamorous glamour
glance gland glandular glare glass glassier glassiest glassware glaze gleam glean glee gleefully glen glib glide glimmer
glimpse glint glisten glitch glitter glitz glitzier glitziest gloat glob global globe globetrotter globular globule gloom
gloomier gloomiest gloomily gloominess glorification glorify glorious glory gloss glossary glossier glossies glossiest
glove glow glowered glowering glowingly glowworm glucose glue glum glut glutton glycerine gnarl gnarlier gnarliest gnash
gnat gnaw gnome gnu go goad goal goalie goalkeeper goalpost goat goatee gob gobble gobbledegook goblet goblin god godchild
godchildren goddamn goddess godfather godforsaken godlier godliest godlike godmother godparent godsend goes gofer goggle
going gold golden goldfish goldsmith golf golly gondola gone gong gonna gonorrhoea goo good goodbye goodies goodnight
goodwill gooey goof goofier goofiest gooier gooiest goon goose gopher gore gorge gorgeous gorilla gory gosh gosling gospel
gossamer gossip got gotta gotten gouge goulash gourd gourmet gout govern governess governmental governments governor
governorship gown grab grace gracefully gracefulness gracious grad grade gradient gradual graduate graffiti graffito graft
grain grainier grainiest gram grammar grammatical gramophone grand grandchild grandchildren granddad granddaughter
grandeur grandfather grandiose grandma grandmother grandpa grandparent grandson grandstand granite granny granola grant
granular granulate granule grape grapefruit grapevine graph graphic graphical graphite grapple grasp grass grasshopper
grassier grassiest grassland grate gratefully gratification gratify gratis gratitude gratuitous gratuity grave gravel
graven gravest gravestone graveyard gravitate gravitational gravy graze grease greasy great greed greedier greediest
greedily greediness green greenback greenery greenhorn greenhouse greenish greet gregarious gremlin grenade grew grey
greyhound greyish grid griddle gridiron gridlock grief grievance grieve grievous grill grille grim grimace grime grimier
grimiest grin grind grindstone gringo grip gripe grisly gristle grit grittier grittiest grizzled grizzly groan grocer
groceries groggy groin groom groove groovy grope gross grotesque grotto grouch grouchier grouchiest ground groundhog
groundlessly groundswell groundwork group groupie grouse grove grovel grow growl grown growth groyne grub grubbier
grubbiest grudge gruel gruesome gruesomest gruff grumble grumpy grunge grungy grunt gs guacamole guarantee guarantor
guaranty guard guardedly guardian guardrail gubernatorial guerrilla guess guesstimate guesswork guest guff guffaw guidance
guide guidebook guideline guild guile guillotine guilt guiltier guiltiest guiltily guinea guise guitar guitarist gulch
gulf gull gullet gullibility gullible gullies gulp gum gumbo gumdrop gummier gummiest gumption gun gunboat gunfire gunk
gunman gunmen gunnysack gunpoint gunpowder gunrunner gunrunning gunshot guppy gurgle guru gush gushier gushiest gust
gustier gustiest gusto gut gutsy guttered guttering guttural guy guzzle gybe gym gymnasium gymnast gymnastics
gynaecological gynaecologist gynaecology gyp gypsy gyrate gyroscope ha haberdashery habit habitat habitual hack hackney
hacksaw had haddock haemoglobin haemophilia haemophiliac haemorrhage haemorrhoid hag haggard haggle hail hailstone hair
hairbrush haircut hairdo hairdresser hairier hairiest hairline hairnet hairpiece hairsplitting hairstyle hairstylist hale
halest half halfhearted halftime halfway halibut hall hallelujah hallmark hallow hallucinate hallucinogenic hallway halo
halon halt haltered haltering halve ham hamburger hamlet hammered hammering hammock hamper hamster hamstring hamstrung
hand handbag handbook handcuff handedness handfuls handgun handicap handicraft handier handiest handiwork handkerchief
handle handlebar handmade handout handpick handrail handshake handsome handsomest handstand handwriting handwritten
handyman handymen hang hangar hangout hangover hanker hanky haphazard hapless happen happiness happy harangue harass
harbour hard hardback hardball hardcover harden hardheaded hardhearted hardier hardiest hardliner hardship hardware
hardwood hare harebrained harelip harem hark harlot harm harmfully harmlessly harmonic harmonica harmonious harmonise
harmony harness harp harpist harpoon harpsichord harrow harry harsh hart harvest has hash hashish hassle haste hasten
hasty hat hatch hatchback hatchet hate hatefully hatred haughtiness haughty haul haunch haunt have haven havoc hawk hay
haystack haywire hazard hazardous haze hazel hazelnut hazy he head headache headband headfirst headgear headhunter headier
headiest headland headlight headline headlong headmaster headmistress headphone headquarter headrest headroom headstone
headstrong headway headwind heal health healthcare healthier healthiest healthily heap hear heard hearsay hearse heart
heartache heartbeat heartbreak heartbroken heartburn hearten heartfelt hearth heartier hearties heartiest heartily
heartland heartthrob heartwarming heat heatedly heath heathen heave heaven heavenlier heavenliest heaviness heavy
heavyweight heck heckle hectic hedge hedgehog hedonism hedonist hedonistic heed heel hefty heifer height heighten heinous
heir heiress heirloom heist held helicopter heliport helium hell hellish hello helm helmet help helpfully helpfulness
helplessly helplessness hem hemisphere hemline hemlock hemp hen hence henceforth henchman henchmen hepatitis her herald
herb herbal herbivore herbivorous herd here hereabouts hereafter hereby hereditary heredity herein heresy heretic
heretical herewith heritage hermaphrodite hermetic hermit hernia hero heroic heroically heroin heroine heroism heron
herpes herself hertz hes hesitancy hesitant hesitate heterogeneous heterosexual heuristic hew hexadecimal hexagon
hexagonal hey heyday hi hiatus hibernate hiccup hick hickey hickory hid hidden hide hideaway hideous hideout hierarchical
hierarchy hieroglyphic high highbrow highland highlight highway hijack hike hilarious hilarity hill hillbilly hillier
hilliest hillside hilltop hilt him himself hind hindered hindering hindquarter hindrance hindsight hinge hint hinterland
hip hippies hippo hippopotamus hire his histogram historian historic historical history histrionic hit hitch hitchhike
hither hitherto hive ho hoard hoarse hoarsest hoax hobbit hobble hobby hobbyhorse hobgoblin hobnob hobo hock hockey
hodgepodge hoe hog hoist hokey hokier hokiest hold holdover holdup hole holiday holiness holistic holler hollow holly
holocaust hologram holster holy homage home homecoming homeland homelessness homelier homeliest homemade homemaker
homeopathic homeopathy homeowner homered homering homeroom homesick homespun homestead hometown homeward homework homeys
homicidal homicide homier homiest homogeneity homogeneous homogenise homonym homophobic homosexual honcho hone honest
honeycomb honeyed honeying honeymoon honeys honeysuckle honk honorary honour honourably hood hoodlum hoodwink hoof hook
hooligan hoop hooray hoot hooves hop hope hopefully hopefulness hopefuls hopelessly hopelessness hopscotch horde horizon
horizontal hormone horn hornet hornier horniest horoscope horrendous horrible horribly horrid horrific horrify horror
horse horseback horseman horseplay horsepower horseradish horseshoe horticultural horticulture hose hosiery hospice
hospitable hospital hospitalise host hostage hostel hostess hostile hostilities hot hotbed hotcake hotel hothead hotshot
hound hour hourglass house houseboat housebound housebreak housebroke housebroken household househusband housekeeper
housekeeping housewares housewarming housewife housewives housework hove hovel hovered hovering how howdy however howl hub
hubbub hubcap huddle hue huff huffier huffiest hug huge huh hulk hull hullabaloo hum human humane humanise humanism
humanist humanitarian humanitarianism humanities humankind humble humblest humbly humbug humdrum humid humidify humiliate
humility hummingbird humorist humorous humour hump hunch hunchback hundred hundredth hung hungered hungering hungry hunk
hunkered hunkering hunt hurdle hurl hurrah hurricane hurriedly hurry hurt hurtle husband hush husk huskier huskies
huskiest huskily huskiness hustle hut hutch hyacinth hybrid hydrant hydraulic hydroelectric hydrogen hydroplane hyena
hygiene hygienic hygienically hymn hymnal hype hyperactive hyperbole hypersensitive hypertension hyperventilate hyphen
hyphenate hypnosis hypnotic hypnotise hypnotism hypnotist hypochondria hypochondriac hypocrisy hypocrite hypocritical
hypodermic hypotenuse hypothermia hypotheses hypothesis hypothesise hypothetical hysterectomy hysteria hysteric hysterical
ice iceberg icebox icebreaker icicle icky icon icy id idea ideal idealise idealism idealist idealistic identical
identifiable identification identifiers identify identity ideological ideology idiocy idiom idiomatic idiosyncrasy
idiosyncratic idiot idiotic idiotically idle idlest idly idol idolatrous idolatry idolise idyllic if iffy ifs igloo ignite
ignorance ignorant ignore iguana ilk ill illegal illegible illegibly illegitimacy illegitimate illicit illiteracy
illiterate illnesses illogical illuminate illusion illusory illustrate illustrative illustrator illustrious image imagery
imaginary imaginative imagine imbalance imbecile imbibe imbue imitate imitative imitator immaculate immaterial immature
immeasurable immeasurably immediacy immediate immense immensities immerse immigrant immigrate imminent immobile immobilise
immoral immoralities immortal immortalise immovable immune immunise immutable imp impact impair impairments impale impart
impartial impasse impassioned impassive impatience impatient impeach impeachments impeccable impeccably impedance impede
impediment impel impend impenetrable imperative imperceptible imperceptibly imperfect imperial imperialism imperialist
imperil impersonal impersonate impersonator impertinence impertinent impervious impetuous impetus impinge impish
implacable implant implausible implement implementation implicate implicit implied implies implode implore implying
impolite import importance important importation impose imposition impossibility impossible impossibly impostor impotence
impotent impound impoverish impractical imprecise impregnable impregnate impress impressionable impressionistic impressive
imprint imprison imprisonments improbability improbable improbably impromptu improper impropriety improve improvements
improvise impudence impudent impulse impulsive impunity impure impurest impurities in inabilities inaccuracies inaction
inactivity inadequacies inadequately inadvertent inadvisable inalienable inane inanest inasmuch inaugural inaugurate
inbreeding inbreeds incalculable incandescence incandescent incantation incapable incapacitate incarcerate incarnate
incendiary incense incentive inception incessant incest incestuous inch incidence incident incidental incinerate
incinerator incision incisive incisor incited incitement incites inciting incline include inclusion inclusive incognito
incoherently incomes incoming incomparable incompatibilities incompatibles incompatibly incompetently incompetents
incompletely inconceivable inconclusively incongruity incongruous inconsiderable inconsistencies inconsistently
inconsolable inconspicuously incontinence inconvenienced inconveniences inconveniencing inconveniently incorporated
incorporates incorporating incorporation incorrectly incorrigible increased increases increasing incredulity increment
incremental incriminate incubate incubator incumbent incur incurables incurably indebted indecencies indecently
indecisively indefinable indefinably indefinitely indelible indelibly indemnify indemnity indentation indented indenting
indents independently independents indescribable indescribably indestructible indeterminate index indicate indicative
indicator indices indict indictments indifferently indigenous indigent indignant indignation indignities indigo
indirection indirectly indirectness indiscretion indiscriminately indispensable indisputable indistinctly
indistinguishable individual individualism individualist individualistic indoctrinate indolence indolent indomitable
indoors induce inducements inducted inducting induction inducts indulge indulgence indulgent industrial industrialise
industrialist industrious industry inebriate ineffectiveness inefficiencies inefficiently ineligibles inept ineptitude
inequality inequities inert inertia inertial inescapable inessentials inevitability inevitable inevitably inexcusable
inexhaustible inexorable inexorably inexpensively inexperienced inexplicably inextricably infallibility infamy infant
infantile infantry infatuate infect infectious infelicity infer inference inferior inferno infertility infestation
infested infesting infests infidel infidelities infielder infields infiltrate infiltrator infinitely infinitesimal
infinitive infinity infirmary infirmity infix inflamed inflames inflaming inflammation inflammatory inflatables inflate
inflationary inflection inflexion inflict influence influential influenza influxes info infomercial informality informally
informant information informational informed informer informing informs infractions infrared infrastructure infrequently
infringed infringement infringes infringing infuriate infuriatingly infused infuses infusing infusion ingenious ingenuity
ingest ingrained ingraining ingrains ingratiate ingredient inhabitant inhabited inhabiting inhabits inhalation inhaled
inhaler inhales inhaling inherent inherit inheritance inhibit inhumanity initial initialise initiate initiative initiator
inject injunctions injure injuries injurious injustices ink inkier inkiest inkling inlay inlet inmates inn innards innate
innermost innkeeper innocence innocent innocuous innovate innovative innovator innuendo innumerable inoculate inordinate
inpatients input inquests inquire inquiry inquisition inquisitive inroads ins insanely insaner insanity insatiable
inscribed inscribes inscribing inscription inscrutable insecticide insects insecurity insemination insensitively
insensitivity inseparables insert insider insides insidious insights insignia insignificantly insincerely insincerity
insinuate insipid insist insistence insistent insofar insolence insolent insolvency insolvents insomnia insomniac inspect
inspector inspiration inspirational inspired inspires inspiring installation installed installing installs instalment
instanced instances instancing instant instantaneous instead insteps instigate instil instinct instinctive institute
institutional institutionalise instruct instructive instructor instrument instrumental insubordination insufferable
insufficiently insular insulate insulator insulin insult insurance insured insurer insures insurgency insurgent insuring
insurmountable insurrection intakes intangibles integer integral integrate integrity intellect intellectual intelligence
intelligent intelligible intelligibly intended intending intends intensely intenser intensifiers intensify intensity
intensive intention intentional intently intents inter interact interactively interceded intercedes interceding intercept
interchangeable interchangeably interchanged interchanges interchanging intercom interconnected interconnecting
interconnects interested interesting interests interfaced interfaces interfacing interfere interference interim interior
interject interlocked interlocking interlocks interloper interlude intermarriages intermarry intermediary intermediates
interments interminable interminably intermingled intermingles intermingling intermission intermittent intern internal
internationally internationals internet internist internship interpolation interposed interposes interposing interpret
interpretation interrelate interrogate interrogator interrupt intersected intersecting intersection intersects intersperse
interstates intertwined intertwines intertwining interval intervene intervention interviewed interviewer interviewing
interviews interweaves interweaving intestate intestinal intestine intimacy intimate intimidate into intonation intoxicate
intractable intramural intransitively intransitives intravenous intrepid intricacy intricate intrigue intrinsic
intrinsically introduce introduction introductory introspective introvert intrude intrusion intrusive intuitions intuitive
inundate invade invalidated invalidates invalidating invalided invaliding invalids invaluable invariables invariably
invasion invasive invective invented inventing invention inventive inventor inventoried inventories inventorying invents
inversely inverses inversion invert invertebrates invested investigate investigative investigator investing investment
investor invests inveterate invigorate invincible invite invocations invoiced invoices invoicing invoke involuntarily
involve involvements inwardly inwards iodine ion iota irascible irate ire iridescence iridescent iris irk iron ironic
ironically ironies irradiate irrational irreconcilable irrefutable irregular irregularities irrelevance irrelevant
irreparable irreparably irreplaceable irrepressible irreproachable irresistible irresistibly irrespective irresponsibility
irresponsible irresponsibly irretrievable irretrievably irreverence irreverent irreversible irrevocable irrevocably
irrigate irritability irritable irritably irritant irritate is island isle isolate issue isthmus it italic italicise itch
itchier itchiest itchiness item itemise iterate iterative itinerant itinerary its itself ivory ivy jab jabbered jabbering
jack jackal jackass jackdaw jacket jackhammer jackknife jackknives jackpot jade jagged jaguar jail jalopy jam jamb
jamboree jangle janitor jar jargon jaundice jaunt jauntier jauntiest jauntily javelin jaw jawbone jay jaywalk jazz jazzier
jazziest jealous jealousies jeans jeer jeez jell jellied jellies jellyfish jellying jeopardise jeopardy jerk jerkier
jerkiest jerkily jersey jest jet jetties jettison jewel jewellery jewelries jibe jiffy jig jiggered jiggering jiggle
jigsaw jilt jingle jinx jitters jittery jive job joblessness jock jockey jockstrap jocular jog john join joint joke jolly
jolt jostle jot journal journalism journalist journey jovial jowl joy joyfuller joyfullest joyfully joyfulness joyous
joyridden joyride joyrode joystick jubilant jubilation jubilee judge judgemental judgements judicial judiciary judicious
judo jug juggernaut juggle jugular juice juicy jukebox jumble jumbo jump jumpier jumpiest jumpsuit junction juncture
jungle junior juniper junk junket junkie junkyard junta jurisdiction juror jury just justice justifiable justifiably
justification justify jut jute juvenile juxtapose juxtaposition kaleidoscope kangaroo kaput karat karate karma kayak keel
keen keep keepsake keg kelp ken kennel kept kerb kerchief kernel kerosene ketchup kettle key keyboard keyhole keynote
keystone keystroke keyword khaki kick kickback kickoff kid kiddie kiddo kidnap kidney kill kiln kilo kilobyte kilogram
kilometre kilowatt kilt kimono kin kind kinda kindergarten kindhearted kindle kindlier kindliest kindnesses kindred
kinfolk king kingdom kingfisher kingpin kink kinkier kinkiest kinship kiosk kipper kiss kit kitchen kitchenette kite
kitten kitties kiwi kleptomaniac klutz klutzier klutziest knack knapsack knead knee kneecap kneel knelt knew knickers
knickknack knife knight knighthood knit knives knob knobbier knobbiest knock knockout knoll knot knottier knottiest know
knowingly knowledge knowledgeably known knuckle koala kosher kowtow ks kudos lab label laboratory laborious labour
labyrinth lace lacerate lack lacklustre lacquer lacrosse lacy lad laddered laddering lade laden ladies ladle ladybug
ladylike lag laggard lagoon laid lain lair lake lamb lambda lame lament lamentation lamest laminate lamp lampoon lampshade
lance land landfill landlady landlocked landlord landmark landowner landscape landslid landslide lane language languid
languish languor languorous lanky lantern lap lapel lapse laptop larceny lard large largest lark larva larvae larynges
laryngitis larynx lascivious laser lash lass lasso last latch late latent lateral latest latex lath lathe lathered
lathering latitude latrine latter lattice laud laugh laughingstock laughter launch launder laundry laureate laurel lava
lavatory lavender lavish law lawlessness lawmaker lawn lawsuit lawyer lax laxative lay layaway layered layering layman
laymen layoff layout layover laziness lazy leach lead leaden leadership leaf leafier leafiest leaflet league leak leakage
leakier leakiest lean leap leapfrog leapt learn learnt lease leash least leather leave lecherous lectern lecture led ledge
lee leech leek leered leering leery leeway left leftmost leftover leg legacy legal legalise legalistic legend legendary
leggier leggiest legibility legible legibly legislate legislative legislator legislature legit legitimacy legitimate
legume leisure lemme lemon lemonade lend length lengthen lengthier lengthiest lengthwise leniency lenient lens lent lentil
leopard leotard leper leprosy leprous lesbian lesbianism lesion less lessen lesson lest let letdown lethal lethargic
lethargy lettered letterhead lettering lettuce letup leukaemia levee level levelheaded lever leverage levitate levity levy
lewd lexical lexicon liability liaise liaison liar lib libel libellous liberal liberalise liberalism liberate libertarian
liberty libido librarian library libretto lice licence license lichen lick licorices lid lie lien lieu lieutenant life
lifeboat lifeforms lifeguard lifelike lifeline lifelong lifesaver lifespan lifestyle lifetime lift liftoff ligament
ligature light lighten lighthearted lighthouse lightning lightweight like likelier likeliest likelihood liken likenesses
likest likewise lilac lilt lily limb limbered limbering limbo lime limelight limerick limestone limit limitation limo
limousine limp linchpin line lineage linear linefeed linen lineup linger lingerie lingo linguist linguistic liniment link
linkage linoleum lint lion lioness lip lipstick liquefy liqueur liquid liquidate liquor liquorice lisp list listen
listlessly lit litany
`;

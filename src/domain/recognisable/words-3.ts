/**
 * English words of all days, as stems: from SCOWL (sizes 10 to 40), whose notice is: Copyright 2000-2016 by Kevin Atkinson.
 * Permission to use, copy, modify, distribute and sell these word lists, the associated scripts, the output created from the
 * scripts, and its documentation for any purpose is hereby granted without fee, provided that the above copyright notice
 * appears in all copies and that both that copyright notice and this permission notice appear in supporting documentation.
 * Kevin Atkinson makes no representations about the suitability of this array for any purpose. It is provided "as is"
 * without express or implied warranty.
 */
export const words3 = `
lite literacy literal literary literate literature lithe lithest lithium litigate litre litterbug littered littering
little littlest liturgical liturgy live livelier liveliest livelihood liveliness liven livest livestock livid lizard llama
load loaf loam loan loath loathe loathsome loaves lob lobbied lobbies lobbying lobbyist lobe lobotomy lobster local locale
localise localities locate lock locket locksmith locomotion locomotive locust lodge loft loftier loftiest loftiness log
logarithm logarithmic logbook logic logical logician logistical logistics logjam logo loin loincloth loiter loll lollipop
lone lonelier loneliest loneliness lonesome long longevity longhand longingly longish longitude longitudinal longshoreman
longshoremen longtime look lookalike lookout loom loon loonie looniest loop loophole loose loosen loosest loot lop lope
lopsided lord lore lorry lose loss lost lot lottery lotus loud loudmouth loudspeaker lounge louse lousy love lovelier
lovelies loveliest loveliness lovesick lovingly low lowbrow lowdown lowercase lowered lowering lowlier lowliest loyal
loyalty lozenge ls lubricant lubricate lucid luck luckier luckiest luckily lucrative ludicrous lug luggage lugubrious
lukewarm lull lullaby lumber lumberjack lumberyard luminary luminous lump lumpier lumpiest lunacy lunar lunatic lunch
lunchbox luncheon lunchtime lung lunge lupin lupine lurch lure lurid lurk luscious lush lust lustier lustiest lustre
lustrous lute luxuriant luxuriate luxurious luxury lye lymph lymphatic lynch lyre lyric lyrical lyricist ma macabre
macaroni mace machete machine machinery machinist macho mackerel macro macrocosm macroscopic mad madam madame madcap
madden maddeningly made madhouse madman madmen maelstrom magazine magenta maggot magic magical magician magistrate
magnanimity magnanimous magnate magnesium magnet magnetic magnetise magnetism magnification magnificence magnificent
magnify magnitude magnolia magnum magpie mahogany maid maiden mail mailbox mailman mailmen maim main mainframe mainland
mainline mainstay mainstream maintain maintainability maintenance maize majestic majestically majesty major majorities
make makeshift makeup maladjusted malady malaise malaria male malevolence malevolent malformed malfunction malice
malicious malign malignancy malignant mall mallard malleable mallet malnourished malnutrition malpractice malt maltreat
mama mamma mammal mammalian mammoth man manacle manage managerial mandarin mandate mandatory mandible mandolin mane mange
mangle mango mangrove mangy manhandle manhole manhood manhunt mania maniac maniacal manic manicure manicurist manifest
manifestation manifesto manifold manipulate manipulative mankind manlier manliest manliness mannequin mannerism mannish
manoeuvre manor manpower mansion manslaughter mantel mantelpiece mantle mantra manual manufacture manure manuscript map
maple mar marathon marble march mare margarine margin marginal maria marigold marijuana marina marinade marinate marine
marionette marital maritime mark markdown markedly market marketability marketplace marksman marksmen markup marmalade
maroon marquee marriage married marries marrow marrying marsh marshal marshier marshiest marshmallow marsupial mart
martial martin martyr martyrdom marvel marvellous mas mascara mascot masculine mash mask masochism masochist masochistic
mason masonry masquerade massacre massage masseur masseuse massive mast mastered masterful mastering masterly mastermind
masterpiece mastery masticate masturbate mat matador match matchbook matchbox matchmaker matchmaking matchstick mate
material materialise materialism materialist materialistic maternal maternity mathematical mathematician mathematics
matriarch matriarchal matriarchies matrices matriculate matrimonial matrimony matrix matron matt matte mattered mattering
mattress mature maturest maturities maudlin maul mausoleum mauve maverick mawkish maxed maxes maxim maxima maximal
maximise maximum maxing may maybe mayday mayhem mayo mayonnaise mayor maze me meadow meagre meal mealier mealiest mealtime
mean meander meaningful meaningless meant meantime meanwhile measles measly measure measurements meat meatball meatier
meatiest meatloaf meatloaves mecca mechanic mechanical mechanise mechanism medal medallist meddle meddlesome media median
mediate mediator medical medicate medicinal medicine medieval mediocre mediocrities meditate medium medley meek meet
meetinghouse meg megabyte megalomania megalomaniac megaphone megaton melancholy meld mellow melodic melodious melodrama
melodramatic melody melon melt meltdown member membership membrane memento memo memoir memorabilia memorable memorably
memorandum memorial memorise memory men menace menagerie mend menial meningitis menopause menorah menstrual menstruate
mental mentalities menthol mention mentor menu mercantile mercenary merchandise merchant merciful merciless mercury mercy
mere merest merge meridian meringue merit mermaid merriment merry mes mesdames mesh mesmerise message messenger messier
messiest met metabolic metabolism metal metallic metallurgist metallurgy metamorphose metamorphosis metaphor metaphorical
metaphysical metaphysics mete meteor meteoric meteorite meteorological meteorologist meteorology metered metering
methadone methane method methodical methodological methodology meticulous metre metric metro metropolis metropolitan
mettle mew mezzanine mi miaow mice microbe microbiology microchip microcode microcomputer microcosm microfiche microfilm
micrometer micrometre microorganism microphone microprocessor microscope microscopic microsecond microwave midair midday
middle middleman middlemen midget midnight midriff midst midstream midsummer midterm midway midweek midwife midwinter
midwives mien miff might mightier mightiest migraine migrant migrate migratory mike mild mildew mile mileage milestone
milieu militancy militant militarism military militate militia milk milkier milkiest milkman milkmen mill millennia
millennium milligram millilitre millimetre milliner millionaire millionth millisecond mime mimic mimicked mimicking
mimicry mince mincemeat mind mindbogglingly mindedness mindlessly mine minefield mineral mingle mini miniature minibus
minicomputer minimal minimalism minimalist minimise minimum miniseries miniskirt minister ministerial ministry minivan
mink minnow minor minorities minstrel mint mintier mintiest minuet minus minuscule minute minutest miracle miraculous
mirage mire mirror mirth misadventures misappropriated misappropriates misappropriating misappropriation misbehaved
misbehaves misbehaving miscalculated miscalculates miscalculating miscalculation miscarriages miscarry miscellaneous
miscellany mischievous misconception misconducted misconducting misconducts misconstrued misconstrues misconstruing
misdeeds misdemeanours misdirected misdirecting misdirection misdirects miser miserably miseries misfit misfortunes
misgiving misguided misguides misguiding mishap misinform misinterpretations misinterpreted misinterpreting misinterprets
misjudged misjudgement misjudges misjudging mislay misleading misleads misled mismanaged mismanagement mismanages
mismanaging mismatched mismatches mismatching misnomer misogynist misogyny misplaced misplaces misplacing misprinted
misprinting misprints mispronounced mispronounces mispronouncing mispronunciations misquoted misquotes misquoting
misreading misreads misrepresentation misrepresented misrepresenting misrepresents miss misshapen missile missionary
missive misspelled misspelling misspells misspending misspends missteps mist mistakenly mistakes mistaking mistier
mistiest mistletoe mistreated mistreating mistreatment mistreats mistress mistrials mistrusted mistrusting mistrusts
mistyping misunderstand misunderstood misuse mite mitigate mitt mitten mix mixture mnemonic moan moat mob mobile mobilise
moccasin mock mockery mockingbird mod modal mode model modem moderate moderator modern modernise modestly modesty modicum
modification modifiers modify modular modulate module mohair moist moisten moisture moisturiser molar molasses mole
molecular molecule molest molestation mollify mollusc molten moment momentary momentous momentum mommy monarch monarchies
monastery monastic monetarism monetary money mongoose mongrel monies moniker monitor monk monkey mono monochrome
monogamous monogamy monogram monolingual monolith monolithic monologue mononucleosis monopolise monopoly monorail
monosyllable monotone monotonically monotonous monotony monsoon monster monstrosity monstrous montage month monthlies
monument monumental moo mooch mood moodier moodiest moodily moodiness moon moonbeam moonlight moonlit moor moose moot mop
mope mopeds moral morale moralist moralistic moralities morass moratorium morbid more moreover morgue morn moron moronic
morose morphine morphology morsel mortal mortar mortarboard mortgage mortician mortification mortify mortuary mosaic
mosque mosquito moss mossier mossiest most motel moth mothball motherboard mothered motherfucker motherhood mothering
motherly motif motion motivate motive motley motlier motliest motor motorbike motorboat motorcade motorcycle motorcyclist
motorise motorist motormouth motorway mottle motto mould mouldier mouldiest moult mound mount mountain mountaineer
mountainous mountainside mourn mournfully mouse mousse moustache mousy mouth mouthfuls mouthpiece mouthwash movables move
movements movie mow ms mu much muck mucous mucus mud muddied muddier muddies muddiest muddle muddying mudslide mudslinging
muff muffin muffle mug muggier muggiest mugginess mulatto mulch mule mull multi multicultural multilateral multimedia
multimillionaire multinational multiple multiplex multiplication multiplicative multiplicity multiply multiprocessing
multitasking multitude mum mumble mummies mummify mumps munch munchies mundane municipal municipalities munition mural
murder murderous murky murmur muscle muscular muse museum mush mushier mushiest mushroom music musical musician musk
musket muss mussel must mustang mustard mustered mustering mustier mustiest mutability mutant mutate mute mutest mutilate
mutinous mutiny mutt muttered muttering mutton mutual muzzle my myopic myriad mys myself mysterious mystery mystic
mystical mysticism mystify mystique myth mythical mythological mythology nab nag nail nailbrush naive naivest naivety
naked name namesake nanny nap napalm nape napkin nappier nappies nappiest narc narcissism narcissist narcissistic narcotic
nark narrate narrative narrator narrow nasal nastiness nasty nation national nationalise nationalism nationalist
nationalistic nationalities nationwide native nativities natty natural naturalise naturalist nature naughtiness naughty
nausea nauseate nauseous nautical naval navel navigable navigate navigational navigator navy nay near nearby nearsighted
neat nebula nebulae nebulous necessary necessitate necessity neck neckerchief necklace neckline necktie necrophilia nectar
nectarine need needier neediest needle needlessly needlework negate negative neglect negligee negligence negligent
negligible negotiable negotiate negotiator neigh neighbour neighbourhood neighbourliness neither neon neophyte nephew
nepotism nerd nerdier nerdiest nerve nervous nest nestle net nether nettle network neural neurological neurologist
neurology neuron neuroses neurosis neurotic neuter neutral neutralise neutron never nevertheless new newbie newborn
newcomer newfangled newlywed newsagents newscast newsletter newspaper newsprint newsstand newsworthy newsy newt newton
next nibble nice nicest nicety niche nick nickel nickname nicotine niece nifty nigger niggle nigh night nightclub
nightfall nightgown nightie nightingale nightlife nightmare nightmarish nighttime nil nimble nimblest nimbly nincompoop
nine nineteen nineteenth ninetieth ninety ninny ninth nip nippier nippiest nipple nit nitrate nitrogen nitwit no nobility
noble nobleman noblemen noblest noblewoman noblewomen nobly nobody nocturnal nod node noes noise noiselessly noisiness
noisy nomad nomadic nomenclature nominal nominate nominative nominee non nonchalance nonchalant noncommittal
nonconformists nondenominational nondescript none nonentities nonetheless nonevents nonfat nonpartisans nonplussed
nonplussing nonprofits nonproliferation nonrenewable nonresidents nonsensical nonsmoker nonsmoking noodle nook noon noose
nope nor norm normal normalcy normalise north northbound northeast northeasterly northeastern northeastward northerly
northern northernmost northward northwest northwesterly northwestern northwestward nose nosebleed nosedive nostalgia
nostalgic nostalgically nostril nosy not notables notably notch note notebook noteworthy nothing notice noticeably
noticeboard notification notify notional notoriety notorious notwithstanding nougat nought noun nourish nova novel
novelist novelty novice now nowadays nowhere noxious nozzle nuance nuclear nuclei nucleus nude nudest nudge nudist nugget
nuisance nuke null nullify numb numbered numbering numeral numerate numerator numeric numerical numerous nun nuptial nurse
nursemaid nursery nurture nut nutcracker nutmeg nutrient nutriment nutrition nutritional nutritious nutshell nuttier
nuttiest nuzzle nylon nymph nymphomania nymphomaniac oaf oak oar oases oasis oat oath oatmeal obedience obedient obelisk
obese obey obfuscation obituary object objectionable objective objector obligate obligatory oblige obligingly oblique
obliterate oblivion oblivious oblong obnoxious oboe obscene obscenest obscenities obscure obscurest obscurities observance
observant observatory observe obsess obsessive obsolescence obsolescent obsolete obstacle obstetrician obstetrics
obstinacy obstinate obstruct obstructive obtain obtrusive obtuse obtusest obvious occasion occasional occult occupancy
occupant occupation occupational occupy occur occurrence ocean oceanic oceanography octagon octagonal octal octave octopus
ocular odd oddities ode odious odometer odour odyssey oesophagi oesophagus oestrogen of off offbeat offence offend
offensive offered offering offhand office official officiate officious offload offset offshoot offshore offspring offstage
often ogle ogre oh ohm ohs oil oilfield oilier oiliest oink ointment okay okra old olden oldie olfactory olive ombudsman
ombudsmen omega omelette omen ominous omission omit omnibus omnipotence omnipotent omnipresent omniscience omniscient on
once oncoming one onerous oneself onetime ongoing onlooker only onomatopoeia onrush onset onslaught onto onus onward
oodles oops ooze opal opaque opaquest open opera operable operand operate operatic operational operative operator
ophthalmologist ophthalmology opinion opinionated opium opossum opponent opportune opportunism opportunist opportunistic
opportunities oppose opposite oppress oppressive oppressor opt optic optical optician optima optimal optimise optimism
optimist optimistic optimistically optimum optional optioned optioning optometrist optometry opulence opulent opus or
oracle oral orange orangutan orator oratories orbit orbital orchard orchestra orchestral orchestrate orchid ordain ordeal
order orderlies ordinal ordinance ordinary ordination ore organ organic organically organisational organise organism
organist orgasm orgy orient oriental orientate orifice origin original originate originator oriole ornament ornamental
ornate ornithologist ornithology orphan orphanage orthodontics orthodontist orthodox orthodoxies orthogonal orthography
orthopaedics oscillate oscilloscope osmosis ostensible ostensibly ostentation ostentatious ostracise ostracism ostrich
other otherwise otter ouch ought ounce our ourselves oust out outage outbacks outbid outbreaks outbursts outcasts
outclassed outclasses outclassing outcomes outcropped outcropping outcrops outcry outdated outdid outdistanced
outdistances outdistancing outdo outdoors outermost outfielder outfields outfit outgrowing outgrows outgrowths outhouses
outlandish outlasted outlasting outlasts outlaw outlay outlet outlined outlines outlining outlived outlives outliving
outlooks outlying outmanoeuvred outmanoeuvres outmanoeuvring outmoded outnumber outpatients outperformed outperforming
outperforms outplacement outposts outpouring output outraged outrageous outrages outraging outran outreached outreaches
outreaching outrun outset outshines outshining outsider outsides outskirts outsmarted outsmarting outsmarts outsourced
outsources outsourcing outspokenness outstanding outstation outstretched outstretches outstretching outstripped
outstripping outstrips outwardly outwards outweighed outweighing outweighs outwit ova oval ovarian ovary ovation oven over
overall overate overbearing overbears overburdened overburdening overburdens overcasting overcasts overcharged overcharges
overcharging overcoats overcomes overcoming overcompensated overcompensates overcompensating overcompensation overcrowded
overcrowding overcrowds overdid overdo overdosed overdoses overdosing overdrawing overdraws overdue overeat overestimated
overestimates overestimating overextended overextending overextends overflowed overflowing overflows overgrowing overgrows
overhands overhanging overhangs overhauled overhauling overhauls overheads overhearing overhears overheated overheating
overheats overjoy overlap overlay overlie overloaded overloading overloads overlooked overlooking overlooks overlying
overnights overpass overpopulated overpopulates overpopulating overpopulation overpowered overpowering overpowers
overpriced overprices overpricing overprinted overprinting overprints overran overrated overrates overrating overreacted
overreacting overreacts overrides overriding overruled overrules overruling overrun oversampling oversaw overseas oversee
overshadowed overshadowing overshadows overshooting overshoots oversights oversimplifications oversimplified
oversimplifies oversimplifying oversized oversleeping oversleeps overstated overstates overstating overstepped
overstepping oversteps overt overtakes overtaking overthrowing overthrows overtimes overtones overture overturned
overturning overturns overuse overviews overwhelm overwhelmingly overworked overworking overworks overwrites overwriting
ovum ow owe owl own ownership ox oxen oxide oxidise oxygen oyster ozone pa pace pacemaker pacesetter pacific pacifiers
pacifism pacifist pacify pack package packet pact pad paddies paddle paddock padlock padre paediatrician paediatrics pagan
page pageant pageantry pagination pagoda paid pail pain painfuller painfullest painfully painkiller painlessly painstaking
paint paintbrush pair pal palace palaeontologist palaeontology palate palatial pale palette pall pallbearer pallid pallor
palm palomino palpable palpably paltry pamper pamphlet pan panacea panache pancake pancreas pancreatic panda pandemonium
pander pane panel panellist pang panhandle panic panicked panicking panicky panorama panoramic pansy pant pantheism
panther pantie pantomime pantry pantyhose pap papa papacy papal papaya paperback paperboy papered papergirl papering
paperweight paperwork paprika papyri papyrus par parables parachute parade paradigm paradise paradox paradoxical paraffin
paragon paragraph parakeet paralegal parallel paralyse paralysis paralytic paramedic parameter paramilitary paramount
paranoia paranoid paraphernalia paraphrase paraplegic parasite parasitic parasol paratrooper parcel parch parchments
pardon pare parent parentage parental parentheses parenthesis parenthetical parenthood parish parishioner park parka
parkway parliament parliamentary parlour parochial parody parole parquet parrot parse parsec parsley parsnip parson
parsonage part partake partaken partial participant participate participle particle particular partied parties partisan
partition partner partnership partook partridge partway partying pas passage passageway passbook passenger passerby
passersby passionate passive passport password past pasta paste pastel pasteurise pastiche pastier pasties pastiest
pastime pastor pastoral pastry pasture pat patch patchier patchiest patchwork pate patent paternal paternalism
paternalistic paternity path pathetic pathetically pathological pathologist pathology pathos pathway patience patient
patio patriarch patriarchal patriarchies patricide patrimony patriot patriotic patriotically patriotism patrol patrolman
patrolmen patrolwoman patrolwomen patron patronage patronise patronisingly pattered pattering pattern patties paucity
paunch paunchier paunchiest pauper pause pave pavements pavilion paw pawn pawnbroker pay paycheck payday payee payload
payments payoff payroll pea peace peaceably peacefully peacefulness peacekeeping peacemaker peacetime peach peacock peak
peal peanut pear pearl peasant peat pebble pecan peck peculiar peculiarities pedagogical pedagogy pedal pedant pedantic
pedantically pedantry peddle pedestal pedestrian pedigree pedlar pee peek peekaboo peel peep peephole peered peering
peerless peeve peevish peg pejorative pelican pellet pelt pelvic pelvis pen penal penalise penalty penance pence penchant
pencil pendant pended pending pends pendulum penetrate penguin penicillin peninsula penis penitence penitent penitentiary
penknife penknives penmanship pennant pennies penniless pension pensive pentagon pentagonal penthouse penultimate peon
peonies people pep peppered peppering peppermint pepperoni peppier peppiest per perceive percent percentage percentile
perceptible perceptibly perception perceptive perch perchance percolate percolator percussion peremptory perennial perfect
perfectionist perforate perform performance perfume perfunctory perhaps peril perilous perimeter period periodic
periodical peripheral periphery periscope perish perishables perjure perjury perk perkier perkiest perm permanence
permanent permeate permissible permission permissive permit permutation pernicious peroxide perpendicular perpetrate
perpetrator perpetual perpetuate perplex perplexities perquisite persecute persecutor perseverance persevere persist
persistence persistent person persona personae personal personalise personalities personification personify personnel
perspective perspire persuade persuasion persuasive pert pertain pertinent perturb perusal peruse pervade pervasive
perverse pervert pesky pessimism pessimist pessimistic pessimistically pest pestered pestering pesticide pestilence pet
petal petered petering petite petitioned petitioning petrify petrol petroleum petticoat pettier pettiest pettiness
petulant petunia pew pewter phalli phallic phallus phantom pharmaceutical pharmacist pharmacologist pharmacology pharmacy
phase pheasant phenomena phenomenal phenomenon philanthropic philanthropist philanthropy philistine philosopher
philosophical philosophise philosophy phlegm phlegmatic phobia phobic phoenix phone phonetic phonetically phoneys phonics
phonied phonier phoniest phonograph phonying phooey phosphate phosphor phosphorescence phosphorescent phosphorus photo
photocopiers photocopy photogenic photograph photographic photon photosynthesis phototypesetter phrase phraseology physic
physical physician physicist physiological physiology physiotherapy physique pi pianist piano piccolo pick pickax picket
pickier pickiest pickle pickpocket pickup picnic picnicked picnicking pictorial picture picturesque piddle pidgin pie
piece piecemeal piecework pierce piety pig pigeon pigeonhole piggier piggies piggiest piggish piggyback pigheaded piglet
pigmentation pigments pigpen pigsty pigtail pike pile pileup pilfer pilgrim pilgrimage pill pillage pillar pillow
pillowcase pilot pimp pimple pimplier pimpliest pin pincer pinch pincushion pine pineapple ping pinioned pinioning pink
pinkie pinnacle pinpoint pinprick pinstripe pint pinup pioneer pious pipe pipeline pipsqueak piquancy piquant pique piracy
piranha pirate pirouette pis pistachio pistol piston pit pitch pitchfork piteous pitfall pithy pitied pities pitiful
pitiless pittance pitying pivot pivotal pixel pixie pizza pizzazz placard placate place placebo placenta placid plagiarise
plagiarism plagiarist plague plaice plaid plain plainclothes plaintiff plaintive plan planar plane planet planetarium
planetary plank plankton plant plantain plantation plaque plasma plaster plastic plate plateau platefuls platform platinum
platitude platonic platoon platter plausibility plausible plausibly play playback playboy playfully playfulness playground
playhouse playmate playoff playpen playroom plaything playwright plaza plea plead pleasant pleasantry please pleasure
pleat pledge plenary plentiful plenty plethora pliable pliant pliers plight plod plop plot plough ploy pluck pluckier
pluckiest plug plum plumage plumb plume plummet plump plunder plunge plunk plural pluralities plus plush plutocracy
plutonium ply plywood pneumatic pneumonia poach pocket pocketbook pocketfuls pocketknife pocketknives pockmark pod
podiatrist podiatry podium poem poet poetic poetical poetry pogrom poignancy poignant poinsettia point pointedly pointier
pointiest pointlessly pointlessness poise poison poisonous poke poky polar polarise polarities pole polemic polemical
police policeman policemen policewoman policewomen policy polio polish polite politest political politician politicise
politics polka poll pollen pollinate pollster pollutant pollute polo polyester polygamist polygamous polygamy polygon
polygraph polymer polynomial polyp polytechnic pomegranate pomp pompom pomposity pompous poncho pond pondered pondering
ponderous pontiff pontifical pontoon pony ponytail pooch poodle pool poop poor pop popcorn pope poplar poppies populace
popular popularise populate populous porcelain porch porcupine pore pork porn pornographer pornographic pornography porous
porpoise porridge port portability portables portal portend portent portfolio porthole portico portioned portioning
portlier portliest portrait portray portrayal pose posh position positional positive positivism posse possess possessive
possessor possibility possible possibly possum post postage postal postbox postcard postcode postdate postdoc postdoctoral
posterior posterity postgraduate posthumous postman postmark postmaster postmen postmortem postpone postponements
postscript postulate posture postwar posy pot potassium potato potbelly potency potent potential pothole potluck potpourri
pottered pottering pottery pottier potties pottiest pouch poultry pounce pound pour pout poverty powder power powerboat
powerfully powerhouse powerlessness powwow practical practicalities practice practise practitioner pragmatic pragmatism
pragmatist prairie praise praiseworthy pram prance prank prankster prattle prawn pray preach preambled preambles
preambling precarious precautions preceded precedence precedent precedes preceding precept precinct precious precipice
precipitate precipitous precise precisest preclude precocious preconceived preconceives preconceiving preconception
preconditioned preconditioning preconditions precursors predated predates predating predator predecessor predefined
predestination predestined predestines predestining predetermined predetermines predetermining predicament predicate
predict predictably predictor predilection predispose predisposition predominantly predominated predominates predominating
preempt preemptive preen preexisted preexisting preexists prefab prefabricated prefabricates prefabricating prefaced
prefaces prefacing prefect prefer preferably preference preferential prefix pregnancy pregnant prejudged prejudges
prejudging prejudice preliminary prelude prematurely premeditated premeditates premeditating premeditation premier
premiere premise premium premonition prenatal preoccupations preoccupied preoccupies preoccupying prep preparation
preparatory prepared prepares preparing prepay preponderance prepositions preposterous preppier preppies preppiest
preregistered preregistering preregisters prerequisites prerogative presaged presages presaging preschooler preschools
prescribed prescribes prescribing prescription prescriptive presence presentable presentation presented presenter
presenting presently presents preservation preservative preserved preserves preserving presided presidency president
presidential presides presiding press pressure pressurise prestige prestigious presto presumably presume presumption
presupposed presupposes presupposing presuppositions pretence pretended pretender pretending pretends pretension
pretentious pretexts pretty pretzel prevail prevalence prevalent preventable prevented preventing prevention preventive
prevents previewed previewer previewing previews previous prewar prey price pricier priciest prick prickle pricklier
prickliest pride priestess priesthood priests prim primacy primal primary primate prime primeval primitive primordial
primp primrose prince princelier princeliest princess principal principalities principle print printout prior priorities
prioritise prise prism prison prissy pristine privacy private privatest privatise privilege privy prize pro probabilistic
probability probables probably probe problem problematic procedural procedure proceed process processional processioned
processioning processor proclaim proclamation procrastinate procreate procure prod prodigal prodigious prodigy produce
product productive prof profane profanities profess professional professionalism professor proffered proffering
proficiency proficient profile profit profitability profitably profiteer profound profundity profuse progeny prognoses
prognosis program programme progress progressive prohibit prohibitive project projectile projector proletarian proletariat
proliferate prolific prologue prolong prom promenade prominence prominent promiscuity promiscuous promise promo promontory
promote promotional prompt promulgate prone prong pronoun pronounce pronouncements pronto pronunciation proof proofread
prop propaganda propagandise propagate propel propensity properer properest properly property prophecy prophesy prophet
prophetic propitious proponent proportion proportional proportionate proposal propose proposition propositional
proprietary proprietor propriety propulsion prosaic proscribe proscription prose prosecute prosecutor proselytise prospect
prospective prospector prospectus prosper prosperous prostheses prosthesis prostitute prostrate protagonist protect
protective protector protein protest protestant protocol proton prototype protract protractor protrude protrusion proud
provably prove proven provenance proverb proverbial provide providence provident province provincial provision provisional
proviso provocation provocative provoke provost prow prowess prowl proximity proxy prude prudence prudent prudish prune
prurience prurient pry psalm pseudo pseudonym psych psyche psychedelic psychiatric psychiatrist psychiatry psychic psycho
psychoanalyse psychoanalysis psychoanalyst psychological psychologist psychology psychopath psychopathic psychoses
psychosis psychosomatic psychotherapist psychotherapy psychotic pub puberty pubescence pubic public publication publicise
publicist publish puck puckered puckering pudding puddle pudgy pueblo puerile puff puffier puffiest pugnacious puke pull
pulley pullout pullover pulmonary pulp pulpit pulsate pulse pulverise puma pumice pummel pump pumpernickel pumpkin pun
punch punchline punctual punctuate puncture pundit pungent punier puniest punish punishments punitive punk punt pup pupil
puppet puppeteer puppies purchase pure puree purest purgatory purge purification purify purist puritan puritanical purple
purplest purport purpose purr purse pursue pursuit purvey purveyor pus push pushier pushiest pushover pussier pussies
pussiest pussycat pussyfoot put putative putrid putt puttered puttering puttied putties puttying puzzle pygmy pyjamas
pylon pyramid pyre python qua quack quad quadrangle quadrant quadratic quadrilateral quadruped quadruple quadruplet
quagmire quail quaint quake qualification qualifiers qualify qualitative quality qualm quandary quantifiers quantify
quantitative quantity quantum quarantine quark quarrel quarrelsome quarry quart quarterback quartered quarterfinal
quartering quarterly quartet quartz quash quaver quays queasiness queasy queen queenlier queenliest queer quell quench
query quest questionable questioned questioning questionnaire queue quibble quiche quick quicken quickie quicksand quiet
quill quilt quinine quintessence quintessential quintet quintuplet quip quirk quirkier quirkiest quit quite quiver
quixotic quiz quizzical quorum quota quote quotient rabbi rabbit rabble rabid rabies raccoon race racetrack racial racism
racist rack racket racketeer racy radar radial radiance radiant radiate radiator radical radii radio radioactive
radiologist radiology radiotherapy radish radium radius radon raffle raft rag ragamuffin rage raggeder raggedest ragtag
ragtime raid rail railroad railway rain rainbow raincoat raindrop rainfall rainier rainiest rainstorm rainwater raise
raisin rake rally ram ramble rambunctious ramification ramp rampage rampant ramrod ramshackle ran ranch rancid rancorous
rancour random rang range rank rankle ransack ransom rant rap rape rapid rapist rapport rapprochement rapt rapture
rapturous rare rarest rarities rascal rash rasp raspberry raspier raspiest raster rat rate rather ratification ratify
ratio rational rationale rationalise rationed rationing rattle rattlesnake raucous raunchy ravage rave ravel raven
ravenous ravine ravish raw ray rayon raze razor razz re reach react reactionary reactors read readability readership
readied readier readies readiest readily readiness readjusted readjusting readjustment readjusts readying real realise
realism realist realistic realistically realities reallocated reallocates reallocating realm realty ream reap
reappearances reappeared reappearing reappears rear rearranged rearrangement rearranges rearranging reason reasonableness
reasonably reassurances reassured reassures reassuring rebated rebates rebating rebel rebellious rebinding rebinds
rebirths rebounded rebounding rebounds rebuffed rebuffing rebuffs rebuilding rebuilds rebuke rebut rebuttal recalcitrance
recalcitrant recalled recalling recalls recanted recanting recants recap recaptured recaptures recapturing receded recedes
receding receipt receive receivership recenter recentest recently receptacle reception receptionist receptive recess
rechargeable recharged recharges recharging recipe recipient reciprocal reciprocate recital recitation recited recites
reciting reckless reckon reclaimed reclaiming reclaims reclamation recline recluse recognisably recognise recognition
recoiled recoiling recoils recollected recollecting recollection recollects recommendations recommended recommending
recommends recompense recompiled recompiling reconcile reconciliation reconditioned reconditioning reconditions
reconfigured reconnaissance reconnected reconnecting reconnects reconsidered reconsidering reconsiders reconstituted
reconstitutes reconstituting reconstructed reconstructing reconstruction reconstructs recorded recorder recording records
recounted recounting recounts recouped recouping recoups recover recoveries recreated recreates recreating recreation
recreational recruit rectal rectangle rectangular rectify rector rectum recuperate recur recurrence recursion recursive
recyclable recycled recycles recycling red redden reddish redeemable redeemed redeeming redeems redefined redefines
redefining redefinition redemption redesigned redesigning redesigns redeveloped redeveloping redevelopment redevelops
redhead redid redirected redirecting redirection redirects rediscovered rediscovering rediscovers redistribute redneck
redo redoubled redoubles redoubling redressed redresses redressing redskin reduce reduction redundancy redundant redwood
reed reeducated reeducates reeducating reeducation reef reek reel reelected reelecting reelection reelects reenacted
reenacting reenactment reenacts reentries ref referee reference referendum referred referring refilled refilling refills
refinanced refinances refinancing refined refinement refinery refines refining refinished refinishes refinishing reflect
reflective reflector reflexes reflexive reformation reformatted reformatting reformed reformer reforming reforms refrain
refreshed refreshes refreshing refreshment refrigerate refrigerator refuelled refuelling refuels refuge refugee refundable
refunded refunding refunds refurbish refurbishments refusal refused refuses refusing refute regained regaining regains
regal regalia regard regatta regenerated regenerates regenerating regeneration regents reggae regime regimen regiment
regimental region regional register registrar registration registry regress regret regretfully regrettably regrouped
regrouping regroups regular regulate regurgitate rehab rehabilitate rehashed rehashes rehashing rehearsal rehearsed
rehearses rehearsing reign reimburse reimbursements rein reincarnated reincarnates reincarnating reincarnation reindeer
reinforce reinforcements reinstate reinvent reissued reissues reissuing reiterated reiterates reiterating reiteration
reject rejoice rejoinder rejoined rejoining rejoins rejuvenate rekindled rekindles rekindling relapsed relapses relapsing
related relates relating relation relational relationship relative relativistic relax relaxation relay releasable released
releases releasing relegate relented relenting relentless relents relevance relevant reliable reliably reliance reliant
relic relief relieve religion religious relinquish relish relived relives reliving reloaded reloading reloads relocatable
relocated relocates relocating relocation reluctance reluctant rely remainder remained remaining remains remakes remaking
remarkable remarkably remarked remarking remarks remarriages remarry remedial remedy remembered remembering remembers
remembrance reminded reminder reminding reminds reminisce reminiscence reminiscent remission remit remittance remnant
remodelled remodelling remodels remorse remote remotest removable removal removed remover removes removing remunerate
renaissance renamed renames renaming rend rendered rendering rendezvous rendition renegade renege renew renewal renounce
renovate renown rent rental renunciation reopened reopening reopens reorganisation reorganised reorganises reorganising
rep repaired repairing repairs reparation repatriate repay repealed repealing repeals repeatable repeated repeating
repeats repel repellent repent repentance repentant repercussions repertoire repetition repetitious repetitive rephrased
rephrases rephrasing replaceable replaced replacement replaces replacing replayed replaying replays replenish replete
replica replicate replied replies replying reported reporter reporting reports reposed reposes reposing repository
repossessed repossesses repossessing reprehensible represent representations representative repressed represses repressing
repression repressive reprieve reprimand reprinted reprinting reprints reprisal reprised reprises reprising reproach
reproduced reproduces reproducing reproduction reprogrammed reprogramming reprograms reproved reproves reproving reptile
reptilian republican republics repudiate repugnance repugnant repulsed repulses repulsing repulsion repulsive repute
reputedly requested requesting requests requiem require requirements requisite requisitioned requisitioning reran
rereading rereads rerouted reroutes rerouting rerun resales rescheduled reschedules rescheduling rescind rescue researched
researcher researches researching resemblances resemble resented resentful resenting resentment resents reservation
reserved reserves reserving reservoir reset reshuffled reshuffles reshuffling resided residence residency resident
residential resides residing residual residue resignation resigned resigning resigns resilience resilient resin resist
resistance resistant resistor resolute resolved resolver resolves resolving resonance resonant resonate resorted resorting
resorts resounded resounding resounds resourceful resources respect respectability respectably respectfully respective
respiration respirator respites resplendent respond response responsibility responsible responsibly responsive rest
restarted restarting restarts restated restatement restates restating restaurant restfuller restfullest restitution
restive restlessly restlessness restoration restored restores restoring restrained restraining restrains restraint
restricted restricting restriction restrictive restricts restructured restructures restructuring resubmits resubmitted
resubmitting result resultant resume resumption resurfaced resurfaces resurfacing resurgence resurgent resurrect
resuscitate retailed retailer retailing retails retain retakes retaking retaliate retard retardation retch retention
rethinking rethinks reticence reticent retina retinue retired retiree retirement retires retiring retorted retorting
retorts retraced retraces retracing retractable retracted retracting retraction retracts retreaded retreading retreads
retreated retreating retreats retrials retribution retrieval retrieve retroactive retrograde
`;

/** Words that end or stand for the name of a school, a club, an employer; in lower case. */
const split = (text: string): readonly string[] => text.split(/\s+/).filter((word) => word !== '');
const list = (text: string): readonly string[] =>
  text
    .split(/[,\n]/)
    .map((one) => one.trim())
    .filter((one) => one !== '');

export const schoolEnds: ReadonlySet<string> = new Set(
  split(
    'school schools college academy academies high primary secondary grammar juniors infants comp comprehensive uni university polytechnic nursery preschool sixth pru technical seminary madrasah madrassa madrasa yeshiva utc institute campus conservatoire kindergarten',
  ),
);
/** What stands before such a word and names none: `my old school`, `a good college`. */
export const noSchoolBefore: ReadonlySet<string> = new Set(
  split(
    `a an the my your our his her its their this that these those which what each every any some no all another other both in at to from of for after before during left leave leaving finish finished finishing started start
    starting going go goes went back old new last first next same whole local nearest good bad big small whole middle secondary primary high junior infant senior lower upper state private public summer saturday sunday evening night sunday
    attend attending skip skipping skipped miss missed missing bunk bunking hate hated love loved like liked about between since until by with without and or but is was be been through around outside inside old ex former previous
    when while because if as than then not sixth form college school university uni academy too very really so aim set score standards fly flying run running hit hitting driving business art law med medical dance music drama cooking ski training free
    special boarding faith grammar comprehensive do did doing get got getting having have had near on off into onto out up down only just where who how enough per via pretty quite dead extra record also now again still even though learn work
    working enjoy enjoyed enjoying their mainstream proper normal actual real apply applying applied visited visit visiting drop dropped drops dropping picks pick picked take takes took taking teach teaches me him them us you i he she it we they partner feeder several few many most two three four one`,
  ),
);

export const clubEnds: ReadonlySet<string> = new Set(
  split(
    'fc afc rfc cc united utd city rovers athletic wanderers albion hotspur rangers celtic harriers juniors lions tigers eagles panthers wolves warriors hawks sharks falcons bulls raiders vikings club clubs gym choir orchestra band scouts guides brownies cubs beavers cadets squadron troop regiment church chapel mosque masjid gurdwara temple synagogue shul mandir parish cathedral ministries fellowship tabernacle society league dojo boxing',
  ),
);
/** In lower case a name before these makes it one: `kingsmead choir`. */
export const clubEndsInLowerCase: ReadonlySet<string> = new Set(
  split(
    'fc afc rfc club gym choir orchestra scouts cadets squadron church chapel mosque masjid gurdwara temple synagogue mandir parish cathedral united rovers athletic wanderers harriers juniors dojo ministries',
  ),
);
export const noClubBefore: ReadonlySet<string> = new Set(
  split(
    'a an the my your our his her their this that which each every any some no same to at in of from and or for with by on is are was were be join joined joining united the old new local golf',
  ),
);

/** Groups that are clubs by themselves, whether named or not. */
export const clubs: readonly string[] = list(`
air cadets, sea cadets, army cadets, police cadets, fire cadets, cadet force, cadets, raf cadets, atc, scouts, scout group, scout troop, explorer scouts, cub scouts, cubs, beavers, brownies, rainbows, girl guides, girlguiding, guides, guide leader, scout leader, boys brigade, boys' brigade, girls brigade, girls' brigade, st john ambulance, st john's ambulance, duke of edinburgh, dofe, d of e, woodcraft folk, young farmers, salvation army, youth club, youth centre, youth group, youth theatre, youth choir, youth council, youth forum, youth orchestra, boxing club, boxing gym, football club, football team, football academy, football trials, plays football, play football, played football, rugby club, rugby team, plays rugby, play rugby, cricket club, cricket team, netball team, netball club, hockey club, hockey team, basketball team, basketball club, swimming club, swim team, swim squad, athletics club, running club, cycling club, judo club, karate club, karate, taekwondo, kickboxing, muay thai, jiu jitsu, bjj, gymnastics, gymnastics club, dance school, dance troupe, dance crew, dance group, drama group, drama club, theatre group, stage school, am dram, brass band, steel band, pipe band, samba band, marching band, big band, swing band, his band, her band, my band, our band, their band, in a band, gospel choir, church choir, choir, orchestra, drill crew, drill group, five a side, 5 a side, 5aside, sunday league, under 15s, under 16s, chess club, bell ringers, majorettes, ringette, roller derby, parkrun, park run, sunday school, bible class, mosque, masjid, church, chapel, gurdwara, mandir, synagogue, shul, temple, kingdom hall, cathedral, parish, vicar, priest, imam, rabbi, pastor, faith group, prayer group, mens shed, men's shed, working men's club, allotment society, bowls club, golf club, tennis club, rowing club, sailing club, skate park, skatepark, pony club, riding school, riding stables, stables, combat cadets, carnival troupe, mas band, sound system crew, gaming clan, esports team, minecraft server, allotment, trials for, county team, county squad, scholarship at, mixed martial arts, mma, supporters club, season ticket, fan club, ju jitsu, capoeira, parkour, archery, fencing club, darts team, darts league, pool league, pool team, pub quiz, quiz team, bmx, motocross, karting, go karting, bell ringing, morris dancing, morris dancer, ceilidh, irish dancing, highland dancing, bhangra, dhol, tabla, steelpan, drumline, open mic, theatre company, ensemble, quartet, wind band, jazz band, rnli, lifeboat, lifeboats, mountain rescue, street pastors, special constable, reserves, army reserves, territorial army, sparring, boxes at, panto, pantomime, amateur dramatics, warhammer, larp, cosplay, angling club, pigeon club, brass, bandmaster, squad, first team, second team, goalkeeper, goalie, striker, midfielder, winger, fly half, scrum half, wicketkeeper, womens institute, women's institute, rotary club, rotary, lions club, masons, freemasons, orange order, legion, british legion, pride group, carnival, playscheme
`);
export const teams: readonly string[] = list(`
arsenal, aston villa, villa, bournemouth fc, brentford fc, brighton fc, chelsea, crystal palace, palace, everton, fulham, leeds united, leicester tigers, liverpool fc, man city, man united, man utd, man u, millwall, newcastle united, nottingham forest, notts county, notts forest, sheff wed, sheff utd, spurs, tottenham hotspur, west ham, wolves, west brom, qpr, charlton, coventry city, derby county, hull city, preston north end, stoke city, swansea city, cardiff city, celtic, hibs, heart of midlothian, rangers, crewe alex, tranmere, rovers, wanderers, saracens, harlequins, wasps, wigan warriors, leeds rhinos, st helens rlfc
`);

export const employerEnds: ReadonlySet<string> = new Set(
  split(
    `ltd limited plc llp inc sons bros brothers group bakery bakers cafe café coffee kitchen grill diner pizza pizzeria chippy takeaway kebabs restaurant bistro brasserie bar arms inn tavern pub hotel garage motors autos tyres mot salon barbers barber hair beauty nails spa butchers florist florists flowers plumbing heating electrical
    electrics builders building construction roofing joinery carpentry scaffolding landscapes landscaping gardens nurseries solicitors accountants estates lettings properties homes pharmacy chemist opticians dental vets veterinary surgery nursery kennels stables farm farms foods stores supermarket cleaners cleaning logistics haulage couriers transport cars taxis cabs
    engineering fabrications steel manufacturing printers print press media studios studio productions records associates partners consulting consultancy solutions systems services security recruitment trust council housing foundation charity hospice healthcare care warehouse wholesale factory brewery`,
  ),
);
export const employerEndsInLowerCase: ReadonlySet<string> = new Set(
  split(
    'ltd plc bakery bakers cafe chippy takeaway garage motors autos tyres salon barbers butchers florist florists plumbing scaffolding solicitors pharmacy vets nursery kennels council brewery arms inn hotel housing',
  ),
);
export const noEmployerBefore: ReadonlySet<string> = new Set(
  split(
    'a an the my your our his her their this that which each every any some no same to at in of from and or for with by on is local new old own other day work works working worked town city county borough parish student job care good big small whole family council public up down social group children',
  ),
);
export const employers: readonly string[] = list(`
tesco, tescos, asda, sainsburys, sainsbury's, sainsbury, morrisons, aldi, lidl, waitrose, iceland foods, co op, coop, the co-op, farmfoods, costco, greggs, gregg's, costa, starbucks, pret, pret a manger, caffe nero, mcdonalds, mcdonald's, maccies, maccys, maccy d's, maccy ds, mcds, mcd's, kfc, burger king, nandos, nando's, subway, dominos, domino's, pizza hut, five guys, wagamama, wagamamas, toby carvery, harvester, wetherspoons, wetherspoon, spoons, primark, primani, next store, jd sports, sports direct, footlocker, foot locker, h&m, zara store, topshop, asos, boohoo, matalan, peacocks, new look, river island, tk maxx, poundland, b&m, home bargains, wilko, wilkinsons, boots store, superdrug, argos, currys, pc world, dunelm, ikea, halfords, kwik fit, b&q, homebase, screwfix, toolstation, wickes, travis perkins, jewson, howdens, amazon warehouse, amazon, deliveroo, uber, uber eats, just eat, evri, hermes, dpd, dhl, yodel, royal mail, post office, ups depot, fedex, network rail, tfl, first bus, stagecoach, arriva, go ahead, national express, southern rail, thameslink, british gas, eon, thames water, severn trent, openreach, ocado, bae systems, bae, rolls royce, jaguar land rover, jlr, nissan plant, toyota plant, bmw plant, airbus, siemens, balfour beatty, kier, carillion, skanska, laing o'rourke, taylor wimpey, barratt homes, persimmon, serco, g4s, capita, sodexo, compass group, iss facility, barclays, hsbc, lloyds bank, natwest, santander, halifax branch, nationwide, deloitte, kpmg, pwc, ey office, specsavers, vision express, john lewis, debenhams, house of fraser, selfridges, harrods, m&s, marks and spencer, marks & spencer, marks and spencers, whsmith, wh smith, waterstones, pets at home, timpson, timpsons, butlins, haven holidays, centre parcs, center parcs, alton towers, merlin, cineworld, odeon, vue cinema, puregym, pure gym, jd gym, david lloyd, virgin active, barnardo's, barnardos, oxfam, british heart foundation, age uk, princes trust, prince's trust, king's trust, kings trust, catch 22, catch22, st giles trust, st giles, nacro, groundwork, shelter charity, red cross, citizens advice, groundworks, the big issue, army, royal navy, navy, raf, marines, fire brigade, fire service, ambulance service, met police, city council, borough council, county council, town council
`);

/** Places by which somebody could be found, in lower case: towns and parts of towns of these islands, and countries. */

const towns = `
aberdeen, aberystwyth, accrington, acton, aldershot, alloa, altrincham, andover, antrim, arbroath, armagh, ashford, ashington, aylesbury, ayr, balham, bangor, barking, barnet, barnsley, barnstaple, barrow-in-furness, barry island, basildon, basingstoke, batley,
battersea, beckenham, bedford, belfast, bermondsey, berwick, bethnal green, beverley road, bexhill, bexley, bexleyheath, birkenhead, birmingham, bishop auckland, blackburn, blackpool, bletchley, blyth, bodmin, bognor, bognor regis, bolton, bootle, borehamwood,
bournemouth, bracknell, bradford, braintree, brent, brentford, brentwood, bridgend, bridgwater, brighton, bristol, brixham, brixton, bromley, bromsgrove, brum, burnley, burton upon trent, bury st edmunds, camberwell, camborne, cambridge, camden, camden town, canning town, cannock,
canterbury, cardiff, carmarthen, carrickfergus, castleford, catford, catterick, chadderton, chapeltown, charlton, chatham, cheetham hill, chelmsford, cheltenham, chester, chesterfield, chichester, chingford, chippenham, chorley, cirencester, clacton, clapham, clapham junction, clapton, cleethorpes,
clydebank, coatbridge, colchester, coleraine, corby, coventry, craigavon, cramlington, crawley, crewe, crosby, croydon, cumbernauld, cwmbran, dagenham, dalston, darlington, darwen, daventry, denton, deptford, derry, dewsbury, didcot, doncaster, donny, dorchester, dorking, dover, droitwich, droylsden,
dudley, dulwich, dumbarton, dumfries, dundee, dunfermline, dunstable, durham, ealing, easington, eastbourne, east ham, east kilbride, eastleigh, ebbw vale, eccles, edgbaston, edgware, edinburgh, edmonton, elephant and castle, elgin, ellesmere port, eltham, enfield, epping, epsom, erdington, erith, eston, evesham, exeter,
exmouth, failsworth, falkirk, fallowfield, falmouth, fareham, farnborough, farnham, felixstowe, feltham, finchley, finsbury park, fleetwood, folkestone, forest gate, frome, fulham, gainsborough, gateshead, gillingham, glasgow, glenrothes, glossop, gloucester, golders green, gorton, gosport, govan, grangemouth, grantham, gravesend, grays, greenock,
greenwich, grimsby, guildford, guisborough, hackney, halesowen, halifax, hammersmith, handsworth, harehills, haringey, harlesden, harlow, harpurhey, harringay, harrogate, hartlepool, harwich, hastings, hatfield, havant, haverhill, hayes, hemel, hemel hempstead, hendon, hereford, herne bay, herne hill, hertford, heywood, hexham, high wycombe,
hillingdon, hinckley, hitchin, holloway, holyhead, hounslow, hove, hoxton, hoylake, hucknall, huddersfield, huddy, hulme, huntingdon, huyton, hyde, ilford, ilkeston, inverness, ipswich, irvine, isle of wight, islington, jarrow, jesmond, keighley, kennington, kensington, kentish town, kettering, kidderminster, kilburn, kilmarnock, king's lynn, kings lynn, kingston upon thames, kirkby,
kirkcaldy, kirkintilloch, knowsley, ladywood, lambeth, larne, leamington, leatherhead, leeds, leicester, leigh-on-sea, leith, levenshulme, lewisham, leyton, leytonstone, lichfield, limavady, limehouse, lisburn, littlehampton, liverpool, livingston, llanelli, llandudno, londonderry, london, longsight, loughborough, lowestoft, lozells, luton, macclesfield, maidenhead, maidstone, manchester, manningham, mancs,
mansfield, margate, merthyr, merthyr tydfil, middlesbrough, boro, mile end, milton keynes, mitcham, moseley, moss side, motherwell, nantwich, neasden, neath, nelson and colne, new cross, newark, newbury, newcastle, newham, newmarket, newport, newquay, newry, newton abbot, newton aycliffe, newtownabbey, northallerton, northampton, northolt, norwich, notting hill, nottingham, notts, nuneaton, oldbury, oldham, omagh,
ormskirk, oswestry, oxford, paddington, paignton, paisley, palmers green, peckham, penrith, penryn, penzance, perivale, peterborough, peterlee, plaistow, plymouth, pontefract, pontypridd, pontypool, poplar high street, portadown, portsmouth, pompey, port talbot, port vale, potters bar, prestwich, pudsey, purley, putney, radcliffe, rainham, ramsgate, rawtenstall, redcar, redditch, redhill, redruth, reigate, rhondda, rhyl, rochdale, rochester, romford, rotherham, rotherhithe,
rugeley, ruislip, runcorn, rusholme, ryde, salford, salisbury, sandbach, scarborough, scunny, scunthorpe, selby, selly oak, sevenoaks, sheffield, shepherd's bush, shepherds bush, shoreditch, shrewsbury, sittingbourne, skegness, skelmersdale, slough, small heath, smethwick, solihull, southall, southampton, southend, southgate, southport, south shields, southwark, sparkbrook, sparkhill, spalding, st albans, st austell, st helens, st ives, st neots,
stafford, staines, stalybridge, stamford hill, stanmore, stevenage, stirling, stockport, stockton, stockwell, stoke, stoke newington, stoke-on-trent, stourbridge, stratford, streatham, stretford, stroud, sunderland, surbiton, sutton coldfield, swadlincote, swansea, swanscombe, swindon, sydenham, tamworth, taunton, telford, thamesmead, thetford, thornaby, thornton heath, thurrock, tilbury, tiverton, tonbridge, tonypandy, tooting, torquay, tottenham, tower hamlets, toxteth, trafford, trowbridge, truro,
tunbridge wells, twickenham, tynemouth, upminster, upton park, uxbridge, vauxhall, wakefield, wallasey, wallsend, walsall, waltham forest, waltham cross, walthamstow, walworth, wandsworth, wanstead, warrington, warwick, washington, watford, wednesbury, welling, wellingborough, welwyn, wembley, west brom, west bromwich, weston-super-mare, westminster, weymouth, whalley range, whitby, whitehaven, whitley bay, whitstable, widnes, wigan, wilmslow, willesden, wimbledon, winchester, windsor, winsford,
wirral, withington, woking, wokingham, wolverhampton, wolves, wood green, woolwich, worcester, workington, worksop, worthing, wrexham, wythenshawe, yeovil, york, ystrad, anfield, aston villa, bow road, chorlton, croxteth, didsbury, easterhouse, fishponds, gorbals, hartcliffe, headingley, hyson green, knowle west, meadowhall, norris green, partick, pollok, radford, seacroft, st pauls, st ann's, st anns, tallaght, dublin, cork, galway, limerick, walton, wavertree,
anglesey, bedfordshire, berkshire, buckinghamshire, cambridgeshire, cheshire, cornwall, cumbria, derbyshire, devon, dorset, east anglia, essex, fife, gwent, gwynedd, hampshire, herefordshire, hertfordshire, humberside, kent, lancashire, leicestershire, lincolnshire, merseyside, middlesex, norfolk, northamptonshire, northumberland, north wales, nottinghamshire, oxfordshire, pembrokeshire, powys, shropshire, somerset, south wales, staffordshire, suffolk, surrey, sussex, teesside,
tyneside, warwickshire, wiltshire, worcestershire, yorkshire, the valleys, the wirral, black country, scouse, scouser, geordie, brummie, mackem, cockney, scotland, wales, northern ireland, guernsey, isle of man
`;

const countries = `
afghanistan, albania, algeria, america, angola, antigua, argentina, armenia, australia, bahrain, bangladesh, barbados, belarus, belgium, benin, bolivia, bosnia, brazil, bulgaria, burundi, cameroon, canada, chad republic, chile, china, colombia, congo, drc, croatia, cuba, cyprus, czechia, dominica, ecuador, egypt, el salvador, eritrea, estonia, ethiopia, fiji,
france, gambia, the gambia, georgia, germany, ghana, greece, grenada, guatemala, guinea, guyana, haiti, honduras, hong kong, hungary, iceland, india, indonesia, iran, iraq, ireland, israel, italy, ivory coast, jamaica, japan, jordan, kashmir, kazakhstan, kenya, kerala, korea, kosovo, kurdistan, kuwait, latvia, lebanon, liberia, libya, lithuania, malawi, malaysia, mali, malta,
mauritius, mexico, mirpur, moldova, mongolia, montserrat, morocco, mozambique, myanmar, namibia, nepal, netherlands, nigeria, norway, oman, pakistan, palestine, gaza, panama, paraguay, peru, philippines, poland, portugal, punjab, qatar, romania, russia, rwanda, saudi, saudi arabia, senegal, serbia, sierra leone, singapore, slovakia, slovenia, somalia, somaliland,
south africa, south sudan, spain, sri lanka, st lucia, sudan, sweden, switzerland, sylhet, syria, taiwan, tanzania, thailand, tobago, trinidad, tunisia, turkmenistan, uganda, ukraine, uruguay, uzbekistan, venezuela, vietnam, yemen, zambia, zimbabwe, lagos, accra, nairobi, mogadishu, karachi, lahore, islamabad, dhaka, delhi, mumbai, kabul, kyiv, warsaw, krakow, lisbon, bucharest, istanbul, paris, berlin, rome, madrid, dubai, new york,
freetown, harare, kampala, kingston, addis ababa, asmara, khartoum, baghdad, damascus, tehran, beijing, shanghai, manila, kathmandu, colombo, amsterdam, brussels, krakow, gdansk, vilnius, kaunas, riga, tirana
`;

/** Words too: a place only with a capital in a sentence, or after `in`, `from`, `near`. */
const words = `
barrow, barry, bath, battle, beer, bow, brent, bury, buxton, chard, crook, deal, derby, diss, eye, hackney carriage, ham, hay, hove, hull, leek, looe, mold, nelson, ore, poole, poplar, preston, lincoln, carlisle, chelsea, kendal, hyde, perth, lancaster, luton, reading, redcar, rugby, rye, sale, sandwich, slough, stone, street, stratford,
sutton, tring, turkey, tooting, ware, wells, wick, wells, workington, yarm, stoke, stirling, stafford, hastings, hayes, newark, newport, bolton, chester, durham, windsor, wolves, peel, nelson, leigh, crawley, jersey, georgia, jordan, chad, cuba, china, togo, niger, mali, cork, greece, turkey, peckham, poplar, barking, grays, acton, holloway, hyde, radford, radcliffe, walton, warwick, washington, york, beverley
`;

const split = (list: string): readonly string[] =>
  list
    .split(/[,\n]/)
    .map((place) => place.trim())
    .filter((place) => place !== '');

export const placesAlsoWords: ReadonlySet<string> = new Set(split(words));
export const places: readonly string[] = [...split(towns), ...split(countries)].filter((p) => !placesAlsoWords.has(p));

/** What ends the name of a street, a building, a part of a town. */
export const placeEnds: ReadonlySet<string> = new Set(
  'road rd street st. avenue ave lane close crescent drive gardens terrace grove mews square estate park station common green hill bridge house tower towers court heights flats mansions market centre center hall library leisure beach pier docks wharf quay island village bay valley forest woods lake river canal way row place rise walk parade circus roundabout shopping arcade precinct cemetery stadium arena museum theatre cinema playground rec towpath high'.split(
    ' ',
  ),
);
/** Of these, what in lower case also ends the name of a place: `on mill lane`, `the aylesbury estate`. */
export const placeEndsInLowerCase: ReadonlySet<string> = new Set(
  'road rd street avenue ave lane crescent gardens terrace grove mews estate park station heights flats towers precinct roundabout'.split(
    ' ',
  ),
);
/** What stands before such a word and names no place. */
export const noPlaceBefore: ReadonlySet<string> = new Set(
  'a an the my your our his her their this that which each every any some no same next other main side wrong right first last nearest local busy quiet whole train bus tube railway coach police fire petrol service charging work polling weather space power car theme water skate bike business retail science memory fast slow middle passing cycle of up down off on to in at from by and or for with council housing real high down cross one dead open front back new old across is was down long nice big small little safe closed rough public two three different'.split(
    ' ',
  ),
);

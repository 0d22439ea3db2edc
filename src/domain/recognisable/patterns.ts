import type { HitKind } from './kinds.js';

/** What is found by its form: ages, addresses, routes. Over the text in lower case; every repetition in it has an end. */

const tens = '(?:twenty|thirty|forty|fifty|sixty|seventy|eighty)';
const ones = '(?:one|two|three|four|five|six|seven|eight|nine)';
const teens = '(?:ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)';
const years = `(?:[1-9]\\d|[4-9]|${tens}(?:[ -]?${ones})?|${teens}|five|six|seven|eight|nine)(?![\\p{L}\\p{N}])`;
/** What says that a number counts something else. */
const noAge =
  '(?!\\s{0,2}(?:%|:\\d|[.,]\\d|/|€|£|percent|per cent|st\\b|nd\\b|rd\\b|th\\b|am\\b|pm\\b|o.?clock|(?<!\\s)k\\b|km|miles?|quid|pounds?|out of|of the|of my|of them|more|minutes?\\b|mins?\\b|min\\b|hours?|hrs?|hour|secs?|seconds?|days?|weeks?|months?|pages?|people|points?|marks?|kids|steps?|times?|percent|units?|items?|tasks?|questions?|sessions?|goals?|words?|emails?|orders?|customers?|lines?|slides?|rows?|credits?|criteria))(?!\\s{0,2}-\\s{0,2}(?:minute|min|hour|page|point|week|day|step|month|second|mile|question|item))(?!\\s[\\p{L}]{4,20}s\\b(?<!always|perhaps|sometimes|as|afterwards|this|besides))';
const soon =
  '(?:(?:only|just|nearly|almost|now|about|still|like|literally|barely|around|gonna be|going to be|turning|not even|already|roughly)\\s){0,2}';
const b = '(?<![\\p{L}\\p{N}])';
const e = '(?![\\p{L}\\p{N}])';

const months =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
const date = `(?:\\d{1,2}(?:st|nd|rd|th)?\\s(?:of\\s)?${months}|${months}\\s(?:the\\s)?\\d{1,2}(?:st|nd|rd|th)?)`;
const teenYears = '(?:1[3-9]|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty[ -]one)';

const areas =
  'ab|al|ba|bb|bd|bh|bl|bn|br|bs|bt|ca|cb|cf|ch|cm|co|cr|ct|cv|cw|da|dd|de|dg|dh|dl|dn|dt|dy|ec|eh|en|ex|fk|fy|gl|gu|ha|hd|hg|hp|hr|hs|hu|hx|ig|ip|iv|ka|kt|kw|ky|la|ld|le|ll|ln|ls|lu|me|mk|ml|ne|ng|nn|np|nr|nw|ol|ox|pa|pe|ph|pl|po|pr|rg|rh|rm|sa|se|sg|sk|sl|sm|sn|so|sp|sr|ss|st|sw|sy|ta|td|tf|tn|tq|tr|ts|tw|ub|wa|wc|wd|wf|wn|wr|ws|wv|yo|ze';

const inLowerCase: readonly (readonly [HitKind, string])[] = [
  ['age', `${b}(?:aged?|turned|turning|turns|turn|age of|ages|hit|hits)\\s(?:just\\s)?${years}${noAge}`],
  [
    'age',
    `${b}(?:i'?m|i am|i was|he'?s|he is|he was|she'?s|she is|she was|they'?re|they are|they were|they was|who'?s|who is|who was|u r|ur|you'?re|you are|you were|we'?re|we were|we are|both|i'?ll be|be|being|am)\\s${soon}${years}${noAge}`,
  ],
  [
    'age',
    `${b}(?:when|since|till|until|before|after|by the time)\\s(?:i|he|she|they|you|we)\\s?(?:'s|'m|was|were|is|am|are|be|hit|reached|got to)?\\s${soon}${years}${noAge}`,
  ],
  ['age', `${b}at\\s${soon}${years}(?=[,.]?\\s(?:i|he|she|they|my|you|we|years|and|with|in)\\b|[.!?]?$)${noAge}`],
  [
    'age',
    `${b}(?:\\p{L}{2,12}'?s?\\sis|only|just|nearly|almost)\\s(?:1[0-9]|2[0-9]|${teens})${e}(?=\\s{0,2}(?:[.,!?;)]|$|and\\b|but\\b|so\\b|now\\b|next\\b|in\\b|like\\b|too\\b))${noAge}`,
  ],
  [
    'age',
    `${b}(?:\\d{1,2}|${tens}(?:[ -]?${ones})?|${teens}|${ones})\\s?-?\\s?(?:years?|yrs?|yr|y)\\s?-?\\s?(?:olds?|of age|o)${e}`,
  ],
  ['age', `${b}\\d{1,2}\\s?(?:y\\/o|yo|y\\.o)${e}`],
  ['age', `${b}\\d{1,2}\\s?(?:months?|weeks?|mths?)\\s?-?\\s?old${e}`],
  [
    'age',
    `${b}(?:year|yr|yrs|years)\\s?-?\\s?(?:group\\s)?(?:1[0-3]|[1-9]|seven|eight|nine|ten|eleven|twelve|thirteen)'?s?${e}(?!\\s(?:minute|months|weeks))`,
  ],
  ['age', `${b}y(?:1[0-3]|[2-9])'?s?${e}`],
  ['age', `${b}u-?\\s?(?:[5-9]|1\\d|2[0-3])'?s?${e}`],
  ['age', `${b}under[\\s-]?(?:[5-9]|1\\d|2[0-5]|${teens})(?:'?s)?${e}${noAge}`],
  ['age', `${b}over[\\s-]?(?:1[68]|[2-8]\\d)'?s${e}`],
  [
    'age',
    `${b}(?:\\d{1,2}(?:st|nd|rd|th)|eighteenth|sixteenth|twenty[ -]?first|thirtieth|fortieth|fiftieth)\\s(?:birthdays?|b'?days?|bday)${e}`,
  ],
  ['age', `${b}(?:birthdays?|b'?days?|d\\.?o\\.?b|date of birth)${e}`],
  [
    'age',
    `${b}born\\s(?:in|on|at|back in)?\\s?(?:the\\s)?(?:\\d{1,2}(?:st|nd|rd|th)?\\s?(?:of\\s)?)?(?:\\p{L}{3,9}\\s)?(?:\\d{2,4})?`,
  ],
  [
    'age',
    `${b}(?:in|into|hit)\\s(?:my|his|her|their|your|our)\\s(?:early\\s|mid\\s?-?|late\\s)?(?:teens|twenties|thirties|forties|fifties|sixties|seventies|[2-7]0'?s)${e}`,
  ],
  [
    'age',
    `${b}(?:teens|teenage|teenagers?|pensioner|oap|retired|sixth[ -]form(?:ers?)?|6th form(?:ers?)?|key stage \\w{1,5}|ks[1-5]|primary school|reception class|school leavers?|freshers?|middle aged|middle-aged|half my age|twice my age|same age|(?:my|his|her) age|class of (?:19|20)\\d\\d)${e}`,
  ],
  [
    'age',
    `${b}(?:birthdays?|b'?days?|bday|born|turns|turn|turned|turning|\\d\\d(?:st|nd|rd|th))[^.!?\\n]{0,30}?${b}${date}${e}`,
  ],
  ['age', `${b}${date}${e}(?=[^.!?\\n]{0,30}${b}(?:birthday|bday|b'day|born|turns|turn|turned))`],
  [
    'age',
    `${b}(?:${months}|summer|winter|spring|autumn|christmas|leap year|millennium|lockdown)\\s(?:baby|babies|birthday)${e}`,
  ],
  [
    'age',
    `${b}(?:my|his|her|their|our|ur|your|mum'?s|dad'?s|nan'?s)\\s(?:big\\s)?(?:1[0-9]th|21st|[2-9]0th|eighteenth|sixteenth|twenty[ -]first|thirtieth|fortieth|fiftieth)${e}(?!\\s(?:session|week|hour|attempt|try|time|floor|page|unit|day|shift|task|log))`,
  ],
  [
    'age',
    `${b}(?:at|of|from|since|by|till|until|before|aged|for a|for an|about|around|like)\\s${teenYears}${e}(?!\\s?[-–:]\\s?\\d)${noAge}`,
  ],
  [
    'age',
    `${b}(?:a|an|the|this|that|any|every|some|most|other|two|three|lot of|bunch of)\\s(?:only\\s)?(?:1[3-9]|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)(?:s|'s)?${e}(?=\\s{0,2}(?:[.,!?;)]|$|who|and|with|in|on|from))${noAge}`,
  ],
  ['age', `${b}(?:isn'?t|not|wasn'?t|aren'?t|ain'?t)\\s(?:even\\s|yet\\s|quite\\s){0,2}${teenYears}${e}${noAge}`],
  [
    'age',
    `${b}(?:upper sixth|lower sixth|under ?age|old enough to|school age|gap year|mature student|retirement|pension|(?:first|second|third|final|last) year (?:at|of|in) (?:uni|university|college|school|sixth form))${e}`,
  ],
  ['age', `${b}(?:19[4-9]\\d|20[01]\\d)(?=\\s(?:baby|babies|born))`],
  ['age', `${b}\\d{1,2}[/.-]\\d{1,2}[/.-](?:19[4-9]\\d|200\\d|201[0-5]|[089]\\d)${e}`],
  ['age', `${b}(?:generation|gen)\\s(?:x|z|alpha)${e}`],
  [
    'other',
    `${b}\\d{1,4}(?:[.,]\\d{1,3})?\\s?(?:k|m|million|thousand)?\\s(?:followers|subs|subscribers|views|likes)${e}`,
  ],
  ['other', `${b}\\d{1,4}(?:\\.\\d)?\\s?[km]\\s(?:on|followers|views|subs)\\s(?:\\p{L}{2,12})?`],
  [
    'other',
    `${b}(?:coach|bus|train|car|motorbike|motorcycle|bike|plane|van|lorry|minibus|road|gas|house|factory|warehouse|school|tower|pub|church|flat|shop|moped|helicopter|boat|tram|quad|forklift|mine|bridge|crane|roof|wall)\\s(?:crash|accident|explosion|fire|blaze|collapse|robbery|stabbing|flood|attack|derailment|pile[ -]?up|disaster|raid|burglary|sinking)${e}`,
  ],
  [
    'other',
    `${b}(?:news|telly|tv|tele|radio|papers?|headlines?|viral)\\s(?:when|after|for|because|cos|since|about|where|with|as)\\s[^.,!?;\\n]{2,80}`,
  ],
  [
    'other',
    `${b}(?:dad|brother|cousin|uncle|mum|bro|mate|son|partner|ex|stepdad|father|mother|sister|nephew|boyfriend|fella|bf)(?:'?s)?\\s(?:is\\s|was\\s|been\\s|went\\s|got\\s|back\\s|still\\s){0,2}inside${e}`,
  ],
  [
    'place',
    `${b}the\\s\\d{1,3}[a-z]?(?=\\s(?:from|to|into|towards|home|up to|down to|or the \\d|was late|is late|is always|never|dont|doesnt))${e}`,
  ],
  ['name', `${b}(?:lil|yung|big|young|wee|little)\\s\\p{L}${e}`],
  ['name', `${b}(?:wee|big|lil|little|old|young)\\s\\p{L}{2,10}(?=\\s(?:is|was|be|are)\\s(?:what|wot)\\s)`],
  [
    'name',
    `${b}\\p{L}{2,14}(?=\\s(?:is|was|are|were)\\s(?:what|wot|how)\\s(?:they|everyone|everybody|people|ppl|we|i|he|she|you|the lads|all)\\s(?:all\\s)?(?:call|calls|called|know|knows)${e})`,
  ],
  [
    'name',
    `(?<=(?:^|[.!?\\n,;]\\s?|${b}(?:and|but|cos|because|so|n|then)\\s))\\p{L}{2,14}(?=\\s(?:is|was|were|are|been|will be|turned into)\\s(?:my|his|her|our)\\s(?:best\\s|good\\s|main\\s|old\\s|new\\s)?(?:mate|bro|friend|bestie|cousin|pal|buddy|brother|sister|bruv|partner|manager|boss|mentor)${e})(?<!${b}(?:he|she|it|this|that|they|who|which|there|one|here|what|these|those|we|you|and|but|him|her))`,
  ],
  ['age', `,\\s(?:1[0-9]|2[0-9]|[3-7]\\d)(?=\\s?,)`],
  ['age', `\\((?:1[2-9]|2\\d)\\)`],
  [
    'family',
    `${b}(?:has|have|had|got|with|of|my|his|her|their)\\s(?:a|an|one|two|three|four|five|six|seven|\\d)\\s(?:(?:small|young|little|older|younger|big|twin|baby|other|step|half|lovely|grown up)\\s){0,2}(?:kids?|child|children|babies|baby|sons?|daughters?|boys|girls|lads|little ones)${e}`,
  ],
  [
    'family',
    `${b}(?:kids|children|babies|bairns|bairn|wean|weans)${e}(?!\\s(?:gloves|act|centre|club|menu|section|nursery))`,
  ],
  [
    'place',
    `${b}(?:the\\s|no\\.?\\s?|number\\s|num\\s){0,2}(?:[a-z]{1,2})?\\d{1,3}[a-z]?\\s(?:night\\s)?(?:bus|buses|tram|busses)${e}`,
  ],
  [
    'place',
    `${b}(?:bus|route|tram|bus route|bus number|buses)\\s(?:no\\.?\\s?|number\\s|route\\s)?[a-z]{0,2}\\d{1,3}[a-z]?${e}`,
  ],
  [
    'place',
    `${b}(?:get|got|getting|take|takes|took|taking|catch|catches|caught|on|miss|missed|off|jump on|wait for|waiting for)\\s(?:the|a)\\s(?:[a-z]{0,2}\\d{1,3}[a-z]?)${e}(?!st|nd|rd|th|am|pm)${noAge}`,
  ],
  [
    'place',
    `${b}(?:[a-z]{4,12}\\s)?(?:bakerloo|district|piccadilly|jubilee|metropolitan|hammersmith and city|victoria|northern|central|circle|elizabeth|overground|windrush|mildmay|suffragette|lioness|weaver|dlr|tram|met)\\sline${e}`,
  ],
  [
    'place',
    `${b}(?:overground|docklands light railway|dlr|metrolink|merseyrail|tyne and wear metro|crossrail|supertram)${e}`,
  ],
  ['place', `${b}(?:flat|apartment|unit number|house number)\\s\\d{1,4}[a-z]?${e}`],
  ['place', `${b}(?:m|a|b)\\d{1,4}${e}(?=\\s(?:road|motorway|junction|services|roundabout|flyover))`],
  ['place', `${b}(?:junction|j)\\s?\\d{1,2}${e}(?=\\s(?:of|on))`],
  ['place', `${b}(?:gir\\s?0aa|(?:${areas}|[beglmnsw])\\d[a-z\\d]?\\s?\\d[abd-hjlnp-uw-z]{2})${e}`],
  ['place', `${b}(?:${areas})(?:[1-9]\\d?[a-z]?)${e}`],
  ['place', `(?<=${b}(?:in|from|near|round|around|live|lives|of|to|postcode)\\s)(?:[begnswlm])(?:[1-9]\\d?)${e}`],
  [
    'place',
    `${b}\\d{1,4}[a-z]?\\s\\p{L}{3,20}\\s(?:road|rd|street|avenue|ave|lane|close|crescent|drive|gardens|terrace|grove|way|court|place)${e}`,
  ],
  ['other', `(?<![\\p{L}\\p{N}._%+-])[\\p{L}\\p{N}._%+-]{1,64}@[\\p{L}\\p{N}.-]{1,80}`],
  [
    'other',
    `${b}[\\p{L}\\p{N}._-]{1,40}\\s?(?:\\(at\\)|\\[at\\]|\\sat\\s)\\s?(?:gmail|hotmail|outlook|yahoo|icloud|live)\\b(?:\\s?(?:dot|\\.)\\s?(?:com|co|uk)){0,2}`,
  ],
  ['other', `(?<![\\p{L}\\p{N}])@[\\p{L}\\p{N}_][\\p{L}\\p{N}._-]{1,40}`],
  [
    'other',
    `(?<![\\p{L}\\p{N}_])(?=[\\p{L}\\p{N}]{0,30}_)[\\p{L}\\p{N}_]{0,30}\\p{L}[\\p{L}\\p{N}_]{0,30}(?![\\p{L}\\p{N}_])`,
  ],
  ['other', `${b}(?:https?:\\/\\/|www\\.)[^\\s]{1,300}`],
  [
    'other',
    `${b}[\\p{L}\\p{N}-]{2,40}\\.(?:co\\.uk|com|org|org\\.uk|net|sch\\.uk|ac\\.uk|gov\\.uk|uk|io)${e}(?:\\/[^\\s]{0,100})?`,
  ],
  ['other', `(?<![\\p{L}\\p{N}])\\+?\\d(?:[\\s().-]{0,2}\\d){8,18}(?![\\p{L}\\p{N}])`],
  [
    'other',
    `${b}(?!covid|office|windows|python|level|unit|year|week|day|page|room|step|mp|sql)[a-z]{4,20}\\d{2,6}${e}`,
  ],
  [
    'other',
    `${b}(?:snap|snapchat|insta|ig|tiktok|gamertag|username|user name|handle|discord|xbox|psn)\\s(?:is|name is|:|@)\\s?[^\\s]{2,40}`,
  ],
  ['other', `${b}[a-z]{2}\\d{2}\\s?[a-z]{3}${e}`],
  [
    'school',
    `${b}(?:st|st\\.|saint|ss)\\.?\\s(?!(?:and|in|on|to|at|is|was|the|near|by|for|or|with|then|is|near|but|where|opposite|off)\\b)\\p{L}{3,20}(?:'s|s')?(?:\\s(?:rc|c of e|ce|church of england|catholic|roman catholic|c\\.e\\.))?(?:\\s(?:primary|junior|infant|secondary|high|grammar|sixth form|catholic|community)){0,3}(?:\\s(?:school|college|academy|high))?${e}`,
  ],
];

export const patterns: readonly (readonly [HitKind, RegExp])[] = inLowerCase.map(([kind, source]) => [
  kind,
  new RegExp(source, 'gu'),
]);

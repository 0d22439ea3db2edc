/** What people are called for short, of given names that are common in the United Kingdom: each line one name's forms. */
const forms = `
alexander alex alec sandy xander lex al sasha
alexandra alex lexi sandra sasha alexa lexie
abigail abi abby abbie
adam ads addy
albert al bert bertie
alfred alf alfie fred freddie
amanda mandy
andrew andy drew
angela ange angie
ann anne annie nan
anthony ant tony
antonia toni
arthur art artie
barbara babs barb
benjamin ben benji benny
bernard bernie
bethany beth
bradley brad
caroline caz caro carrie
catherine cath cathy kate katie cat kitty
charles charlie chas chaz chuck
charlotte charlie lottie char lotte
christine chris chrissie tina
christopher chris kit topher
daniel dan danny
danielle dani danni
darren daz dazza
david dave davey davy
deborah deb debbie debs
dennis den
dominic dom
donald don donny
dorothy dot dottie
edward ed eddie ted teddy ned
eleanor ellie nell nellie nora
elizabeth liz lizzie beth betty eliza lizzy libby bess elsie lisa
emily em emmy millie
emma em ems
florence flo florrie flossie
frances fran frankie francie
francis frank frankie fran
frederick fred freddie freddy
gabriel gabe
gabrielle gabby gabi
gareth gaz
gary gaz gazza gal
geoffrey geoff jeff
georgina george georgie gina
gerald gerry
gillian gill jill
gregory greg
gwendolyn gwen
harold harry hal
harriet hattie harry
helen nell
henry harry hal hank
imogen immy
isaac zac ike
isabella bella izzy issy isa belle
jacob jake
jacqueline jackie jacqui
james jim jimmy jamie jem
jasmine jas jaz jazz
janet jan
jeffrey jeff
jennifer jen jenny jenni
jeremy jez jem jerry
jessica jess jessie
joanna jo joanne
john johnny jack jon
jonathan jon jonny jono
joseph joe joey
josephine jo josie
joshua josh
judith jude judy
julia jules julie
katherine kate kath kathy katie kat kitty
kathleen kath kathy
katrina kat trina
kenneth ken kenny
kimberley kim
kevin kev
laura lozza
lawrence larry laurie loz
leonard leo len lenny
leslie les
lewis lew
lillian lily lil
louis lou louie
louise lou lulu
lucy luce
madeleine maddy maddie
margaret maggie meg peg peggy marge madge greta rita
martin marty
martha marti
mary molly polly may
matthew matt matty
matilda tilly tilda
maximilian max
maxwell max
megan meg
melanie mel
melissa mel lissa
michael mike mick mikey micky mitch
michelle shell shelly
mohammed mo moh mohd muhammad mohamed mohammad muhammed mohammad
mohamed mo mohammed muhammad
muhammad mo mohammed muhammed mohamed
nathan nate nath
nathaniel nat nate nathan
natalie nat tally
natasha tash tasha nat
nicholas nick nicky nico
nicola nicky nikki nic
oliver ollie ol olly
olivia liv livvy livia ollie
pamela pam
patricia pat trish tricia patsy
patrick paddy pat rick
penelope penny nell
peter pete
philip phil pip
philippa pip pippa
phillip phil
rachel rach rae
raymond ray
rebecca becca becky bex
reginald reg reggie
richard rich rick richie dick ricky
robert rob bob robbie bobby bert
roderick rod roddy
roger rog
ronald ron ronnie
rosemary rose rosie
russell russ
samantha sam sammy
samuel sam sammy
sandra sandy
sarah sally sara saz
scott scotty
sebastian seb bas
sharon shaz shazza
simon si
sophie soph
stanley stan
stephanie steph steff
stephen steve stevie ste
steven steve stevie ste
stuart stu
susan sue susie suze
suzanne sue suzie
terence terry tel
teresa terry tess tessa
thomas tom tommy tomo
theodore theo ted teddy
theresa terry tess tessa
timothy tim timmy
toby tobes
tracey trace
trevor trev
valerie val
veronica ronnie vron
victor vic
victoria vicky vicki tori vic
vincent vince vinny vinnie
walter wally walt
warren waz
william will bill billy willy liam wills
winifred win winnie
yasmin yas yaz
zachary zac zach zack
abdullah abdul abdi
aleksandra ola ala
agnieszka aga
aneesa nees
chukwuemeka emeka
dominika nika
elzbieta ela
fatima fatty fati
gurpreet gurp
ibrahim ibby ibs
ismail ish
jakub kuba
katarzyna kasia
khadija khadi
krzysztof krzys
lukasz luki
malgorzata gosia
mateusz mati
magdalena magda
oluwaseun seun
oluwaseyi seyi
oluwatobi tobi
oluwatosin tosin
oluwadamilola dami damilola
stanislaw staszek
temitope temi tope
tomasz tomek
wojciech wojtek
zuzanna zuza zuzia
`;

let made: ReadonlyMap<string, readonly string[]> | undefined;

/**
 * What somebody of this name may also be called: Sandy of Alexander, and Alexander of Alex.
 * @param name in lower case, without diacritics
 */
export function alsoCalled(name: string): readonly string[] {
  if (made === undefined) {
    const all = new Map<string, Set<string>>();
    const put = (of: string, form: string): void => {
      if (of !== form) all.set(of, (all.get(of) ?? new Set()).add(form));
    };
    for (const line of forms.trim().split('\n')) {
      const [full = '', ...short] = line.split(' ');
      for (const one of short) {
        put(full, one);
        put(one, full);
      }
    }
    made = new Map([...all].map(([of, some]) => [of, [...some]]));
  }
  return made.get(name) ?? [];
}

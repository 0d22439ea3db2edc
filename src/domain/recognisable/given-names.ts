/**
 * Given names that are common in the United Kingdom and among those who live there, with their short forms; in lower case,
 * without diacritics. What is an everyday word too stands apart: it is a name only where what is around it says so.
 */

/** English, Welsh, Scottish, Irish. */
const british = `
aaron abbey abbie abby abigail adam ade adele adrian agnes aidan aiden aileen ailsa aimee aisling alan alana alanna alasdair alastair
albert albie alec alex alexa alexander alexandra alexis alf alfie alfred alice alicia alison alistair allan allie ally alma alyssa
amanda amelia amelie amy andre andrea andrew andy angela angelina angie angus anita ann anna annabel annabelle anne annette annie
anthea anthony antonia antony anya april archie aria ariana arlo arnie arnold arran art arthur arwen ashleigh ashley ashton astrid aubrey
audrey augusta austin ava avery bailey barbara barnaby barney barry bart bea beatrice beau becca beccy becky belinda bella ben benjamin
benji benny bernadette bernard bernice bernie bert bertha bertie beryl bess beth bethan bethany betsy betty bev beverley bex bianca
billie billy blair blake bobbie bobby bonnie boris brad bradley bram brandon branwen brenda brendan brent brett brian briana brianna bridget
bridie brodie brogan bronagh bronwen bruce bruno bryan bryn bryony byron caitlin caitlyn cal caleb callum calum calvin cameron camilla
candice cara caren carl carla carlos carly carmel carmen caroline carrie carter carys casey cassandra cassie catherine cathal cathy
catrin catriona cecil cecilia cecily celeste celia celine ceri chantal chantelle charlene charles charley charlie charlotte chaz
chelsea cherie cheryl chloe chris chrissie chrissy christian christina christine christopher ciara cian cillian cindy claire clara clare
clarissa claudia clem clementine cleo cliff clifford clive codie cody colette colin colleen collette connie connor conor constance cora coral
cordelia corey corinne cormac courtney craig curtis cyril daisy dale damian damien damon dan dana daniel daniella danielle
danny daph daphne darcey darcy daren darragh darrell darren darryl dave david davina dax dean deano deb debbie deborah debra declan dee deirdre
delia delilah demi denis denise dennis denzel derek dermot des desmond dewi dexter diana diane dianne dick dil dillon dilys
dina dinah dion dolly dom dominic dominique don donal donald donna donovan doreen doris dorothy dot doug dougal dougie douglas drew
duncan dustin dylan eamon eamonn ebony eddie eddy eden edgar edith edmund edna edward edwin effie eileen eilidh eira eirian elaine eleanor
eleri elena eli elias elijah elin eliot elis elise elisha eliza elizabeth ella elle ellen ellie elliot elliott ellis elodie eloise elsa
elsie elspeth elvira elwyn ember emilia emilie emily emlyn emma emmanuel emmeline emrys ena enid enya eoghan eoin eric erica erika erin ernest
ernie esme estelle esther ethan ethel eugene eunice eva evan evangeline eve evelyn evie ewan fabian faye felicity felix fergus fern fin finlay
finley finn finnian fiona fionn fleur flo flora florence floyd fran frances francesca francine francis frankie fraser fred freda freddie freddy
frederick freya gabby gabe gabriel gabriella gabrielle gail gareth garry gary gav gavin gavvy gaz gazza gemma gene geoff geoffrey george
georgia georgie georgina gerald geraldine gerard gerry gethin gideon gil gilbert giles gill gillian gina gladys glen glenda glenn glenys gloria
glyn glynis gordon grady graeme graham grainne greg gregor gregory greta gretel griff guinevere gus guto gwen gwenda gwendolyn gwilym gwyn
gwyneth haley hamish hannah harley harold harri harriet harris harrison harry hattie haydn hayden hayley heidi helen helena henrietta
henry herbert hermione hetty hilary hilda hollie horace howard howell huey hugh hugo humphrey huw iain ian ianto idris ieuan ifan imogen
ina indi ines ingrid inigo iola iolo iona ira irene iris irvin isaac isabel isabella isabelle isaiah isha isher isla islay isobel issy ivan ivor
izzy jace jack jackie jackson jaclyn jacob jacqueline jacqui jaden jago jaiden jaime jake jakey jamal james jamie jan jana jane janet janette
janice janine jared jarrod jarvis jasmin jasmine jason jasper javier jax jay jayce jayden jaydon jayne jayson jaz jazz jazzy jean jeanette
jeanne jeff jeffrey jem jemima jemma jen jenna jenni jennie jennifer jenny jeremiah jeremy jerome jerry jess jessica jessie jethro jez jill
jillian jim jimmy jo joan joanna joanne jocelyn jodie jody joe joel joey john johnathan johnny jolene jon jonah jonas jonathan joni jono
jonny jordan jordy joseph josephine josh joshua josiah josie joss joy joyce juan jude judith judy jules julia julian juliana julie juliet
juliette julius june juno justin kai kaiden kaitlin kaitlyn kallum kane kara karen karin karl kasey kat kate katelyn katharine katherine
kathleen kathryn kathy katie katrina katy katya kay kayden kayla kayleigh kayley keaton keeley keelan keiran keira keiron keith kellan
kelly kelsey kelvin ken kendal kenneth kenny kenzie kerry kev kevin kezia keziah kian kieran kiera kieron kim kimberley kimberly kimmy kirby
kirk kirsten kirstie kirsty kit kitty kody kris kristen kristin kristina kristy kurt kyla kyle kylie kyran lachlan lacey laila lana
lara larry laura lauren laurence lauri laurie laverne lawrence lawson layla layton lea leah leanne leda lee leena leia leigh leighton leila
len lena lennie lennon lennox lenny leo leon leonard leonie leonora leroy les lesley leslie leticia lettie levi lewis lex lexi lexie liam
libby lila lilian lilith lillian lillie lilly lincoln linda lindsay lindsey linton lionel lisa lise lisbeth liv livia livvy liz liza lizzie
lizzy llewellyn lloyd llyr logan lois lola loretta lorna lorraine lottie lou louie louis louisa louise luca lucas lucia lucian lucie
lucille lucinda lucy luis luke luna lydia lyla lyn lynda lyndon lynette lynn lynne lynsey lyra mabel mac macy maddie maddison maddy
madeleine madeline madge madison mae maeve magda maggie maia maisie maisy maisey malachi malachy malcolm malcom malik mandy manny marc
marcel marcella marcia marcus margaret margery margo margot marguerite maria mariah mariam marian marianne marie marilyn marina marion
marjorie markus marla marlene marley marlon marnie marsha marshall martha martin martina martyn marvin mary maryam mat matilda matt
mattie matthew maude maura maureen maurice mavis maxi maxim maxime maximus maxine maxwell maya maynard meera meg megan meghan mel melanie
melinda melissa melody mererid meredith merv mervyn mia micah michael michaela michelle mick mickey mickie mikaela mike mikey mildred millicent
millie milo mimi minnie mira miranda miriam moira mollie molly mona monica montague montgomery monty morag morgan moses muriel murphy
murray myfanwy myles myra myrtle nadia nadine nan nancy naomi natalia natalie natasha nate nath nathalie nathan nathaniel neal ned neil nell
nellie nelson nerys nessa neve neville nia niall nicholas nick nicky nico nicola nicole nicolette niamh nige nigel nikita nikki nina noa noah noel
noelle nola nona nora norah noreen norma norman odette odin ol oli olive oliver olivia ollie olly olwen oonagh oran orla orlagh oscar
osian ossie oswald otis otto owain owen oz ozzie ozzy pablo paddy paige pam pamela paris pascal patience patrice patricia patrick patsy patti
paul paula paulette pauline pedro peggy penelope penny percy perry pete peter petra phil philip philippa phillip phillipa phineas phoebe
phyllis pia pip pippa pixie polly portia preston priscilla prudence quentin quincy quinn rach rachael rachel rae rafe rafferty raina ralph
ramona randall randy raphael raven raquel raymond reagan rebecca rebekah reece reese reg regan reggie regina reginald reid remi remy rene renee reuben
rex rhea rhian rhiannon rhoda rhodri rhona rhonda rhydian rhys ria ricardo richard richie rick rickie ricky rico riley rita roan robbie
robert roberta roberto robyn rocco rochelle rod roddy roderick rodney roger roisin roland rolf roman romeo romy ron rona ronald ronan
ronnie rory ros rosa rosaleen rosalie rosalind rosalyn rosanna rosanne rosemary rosie rosina ross roxanne roxy roy ruairi ruben
rudi rudy rufus rupert russ russell ruth ryan ryder rylan sabrina sacha sadie saffron sally salma sam samantha sami sammie sammy
samson samuel sandra saoirse sara sarah sasha saskia saul savannah scarlet scarlett scot scott sean seb sebastian selena selina
selma senan seraphina serena seren seth shan shane shania shannon sharon shaun shauna shaunie shay shayla shayne shaz sheena sheila shelby sheldon shelley shelly
sheree sheridan sherri sherry sheryl shirley shona shonagh shu shug siân sian sid sidney sienna silas silvia simeon simon simone sinead siobhan
sioned sky skye skyla skylar sofia sol solomon sonia sonny sonya sophia sophie spencer spike stacey stacy stan stanley stef stefan stella steph
stephanie stephen steve steven stevie stew stewart struan stu stuart sue suki summer susan susannah susie suzanne suzie sybil sydney sylvester
sylvia tabitha tabby tamara tamsin tania tanya tara taryn tasha tate tatiana taylor teagan ted teddy tegan tegwen terence teresa teri
terrance terri terry tess tessa thea theo theodora theodore theresa therese thomas tia tiana tiegan tierney tiffany tilda tilly tim timothy
timmy tina tobias toby tod todd tommo tommy toni tonia tony tracey tracie tracy travis trev trevor tricia trina trisha tristan troy trudy tudor
ty tyler tyra tyrell tyrese tyrone ultan una ursula valentina valerie vanessa vera verity vernon veronica vic vicki vickie vicky victor
victoria vikki vince vincent vinnie viola violet virginia viv vivian vivien vivienne wallace wally walter wanda warren wayne wendy wes wesley whitney wilbur
wilf wilfred wilhelmina willa willem william winifred winnie winston woody xander xavier xena yasmin yasmine yola yolanda
yvette yvonne zac zach zachariah zachary zack zak zander zane zara zelda zena zion zoe zola zuri
kezza shazza bazza wazza dazza hazza mozza tez baz daz jaxon jayda jaydn kaydee kaylee kayden kenz kyra macauley mckenzie
mackenzie oakley romilly rowan teejay tj cj dj aj jj kj pj mj rj bj jd tyreese travon dwayne leroy tyrique deshawn jermaine tremaine lamar
`;

/** Of communities whose families came from South Asia, the Middle East, Africa, the Caribbean, Turkey. */
const southAndEast = `
aadam aaliyah aamir aamna aarav aarti aarya aasiya aayan aazim abbas abdi abdirahman abdul abdulla abdullah abdullahi abdur abid abida
abraham abu adeel adil adnan afsana afzal ahmad ahmed ahmet aisha aishah aishwarya ajay akash akbar akeem akhil akram akshay alaa
ali alia alisha aliyah aliza altaf aman amana amani amar amara amardeep ameen ameer ameera amelie amer ameya amin amina aminah amir amira
amit amita amna amrit amrita amun anam anand anas aneesa angad anil anila anisa anish anisha anita anjali anjum ankit anoop anouk ansa
anthea anu anuj anum anup anushka anwar aqib aqsa aqeel araf arham arif arjun arman armaan arooj arpan arpita arsalan arshad aruna arun
arvind arwa aryan asad asha ashok ashraf asif asim asiya asma asmaa atif atiya avani avi avleen aya ayaan ayah ayan ayat ayesha aysha ayisha
ayman ayub azad azeem azhar aziz aziza azra baljit balvinder balwinder baptiste bashir bassam batool beena bhavesh bhavika bhavna bilal
bilaal bilqis bina burak burhan bushra can chandni chirag daanish daljit danial danish danyal daoud darshan daud daya deepa deepak deepika
dev devi devika dhruv dhara dilan dilraj dilip dinesh dipa dipesh divya dua ebrahim ebru eesa ehsan ekrem elif emine emir emre enes erdem erkan
esra essa fadi fadumo fahad faheem fahim fahmida faisal faiz faiza faizaan faizan fajr falak falisha fareed fareeda farah farhan farhana farid farida
faris farooq faruk farzana fathima fatima fatimah fatma fatmata fatou fatuma fawad fawzia faysal fazal ferhat feroza filsan firdaus firoz fiza furqan ganesh
gauri gaurav geeta ghazala gita govind guled gulsen gurdeep gurinder gurjit gurleen gurmeet gurpal gurpreet guru habib habiba habibah
hadi hadia hafsa hafsah hafiz haider hajra hakan hakeem hakim halima halimah hamid hamida hamna hamza hamzah hana hanad hani hania hanif haniya
haris harish harjit harman harmeet harpreet harshil harun haroon haseeb hasan hashim hasina hassan hatice haya hibaq hiba hibo hina hira
hitesh hoda huda huma humaira humayun humza husain husna hussain hussein hodan ibrahim idil idrees ifrah iffat iftikhar ikra ikram
ilhan ilyas imaan iman imani imran inaaya inaya inayah inderjit indira iqbal iqra irfan irum isa isaac isha ishaan ishaq ishika ishmael
isma ismael ismail isra israr isrin jabir jabril jafar jagdeep jagdish jagjit jahangir jahid jahanara jai jamaal jamal jameel jameela jamil
jamila jannat jasdeep jaskaran jasleen jaspal jaspreet jassim jaswinder javaid javed javeria jawad jaya jayesh jaymini jeevan jibril jignesh
jinal jitesh jiya jumana junaid juned kabir kadeem kadir kadija kadra kajal kalim kalpana kalsoom kamal kamaljit kamila kamla kamran kanwal
kapil karam karan karanveer kareem kareena karim karima karishma kartik kasim kashif kaushal kaveh kavita kavya kemal kerem khadeeja
khadija khadijah khadra khaled khalid khalida khalil khansa khizer khurram kinza kiran kiranjit kirat kishan komal krish krisha krishan krishna kuldeep
kulsum kulwinder kunal laiba laila lakhvir lakshmi latif latifa lavanya layla leela leyla lubna lubaba luqman maaria maahi madeeha maha mahad
mahamed mahboob mahdi mahek maheen mahir mahmood mahmoud mahmud mahnoor maisa majid malaika maliha malika mandeep manish manisha manjit manjinder
manjot manmeet manoj manpreet mansoor manvir maria mariam mariya maryam masood mehak mehdi mehmet mehmood mehreen mehrin meena meera mehul melek
merve meryem mesut milan milad mina minal minesh minhaj miraj misbah mitesh mo moeen mohamad mohamed mohammad mohammed mohan mohd mohid mohit mohsin
moin moiz mona moosa mubarak mubeen mudassar muhammad muhammed muhsin mujahid mukesh mukhtar munir munira muna murad murat murtaza musa mushtaq muskaan muskan
mustafa mustapha muzamil naadia nabeel nabeela nabil nabila nada nadeem nadia nadim nadira nadiya nael naeem nafisa nafisah naheed nahid nahla naila
naima naimah najib najma najwa nalini namra nandini naomi nargis narinder naseem naseer nasir nasra nasreen nasrin nasser naveed naved naveen navdeep
navjot navneet navid nawal nawaz nazia nazim nazir nazma nazneen neel neelam neeraj neeta neha nida nidhi nihal nikhil nikita nikunj nilam
nilesh nilufar nimo nimrah nimra nirav nisha nishan nishant nishat nishi nita nitin niyah noman noor noora noreen nosheen noura nour numan nura nusaiba
nusayba nusrat nyla omair omar omer onur osama osman ozan ozgur padma palak palvinder parag param paramjit paras pardeep parisa parminder
parmjit parul parveen pavan pawan payal pooja poonam prabhjot prakash pranav pranay prashant pratik pravin preeti preetika prem priti pritpal priya priyanka
puja punit qais qamar qasim rabab rabia rabiya rachna radha raeesa rafael rafi rafia rafiq rahat raheel raheem raheema rahel rahim rahima
rahma rahman rahul raihan rahila raj raja rajan rajdeep rajesh rajinder rajiv rajkumar rajni rajpal rajveer rajvir raju rakesh rakhi ram rama ramadan raman
ramandeep rameen ramesh rami ramiz ramla rana rania raniya ranjit ranveer rashad rashed rasheed rashid rashida rashmi raveena ravi ravina ravinder raya rayan
rayaan rayhan rayyan raza reem reema reena rehaan rehan rehana rehman rekha reshma reyhan rhea riaz ridwan riha rihana rima rimsha rina rishabh rishi
ritesh ritika ritu riya riyad riyadh riyaz rizwan rizwana rohan rohit rohini roshan roshni roza rozina ruhi rukhsana rukhsar rumaisa rupa rupal rupinder
ruqaiyah ruqayyah rushda saad saadia saagar saalim saba sabah sabeen sabiha sabina sabir sabiya sabrin sachin sadaf sadia sadiq sadiya saeed saeeda safa safaa safah safia
safiya safiyah safwan sagar sahar sahib sahil sahra said saif saifullah saima saira sajad sajid sajida sakib sakina salah salahuddin saleem saleh saleha
salim salima salman salma sameena sameer sameera samia samina samir samira samiya samra sana sanaa sandeep sandip sangita sania sanjana sanjay
sanjeev sanya saqib sara sarabjit saran saranjit sarim satinder satnam satvinder savita sayed sayeed sefa seema selim selma semih serkan sevda shaan
shabana shabaz shabbir shabnam shad shadia shadi shafiq shagufta shah shahana shahbaz shahed shaheen shaheer shahid shahida shahin shahnaz shahzad shaima shakeel
shakeela shakil shakira shakti shakur shamim shamima shamsa shan shanaz shanice shani shankar shanti sharan sharif sharmake sharmila sharmin shashi shazia sheetal shehzad
shereen sherin shezad shilpa shiraz shirin shiv shivam shivani shoaib shobha shreya shruti shukri shuaib shweta sibel siddharth sidra simran simranjit sinan sinem
siraj sita smita sneha sobia soha sohail sohaib sohaila sohan sonal sonali sonam soraya subhan sudha suhana suhail suhayb sukaina sukh sukhdeep sukhjit sukhraj
sukhvir sukhpreet suleiman suleman sultan suman sumaiya sumaya sumayah sumayyah sumera sumit sunil sunita suraiya suraj suresh surinder surjit sushma swati
syed syeda tabassum taha taher tahir tahira tahiya tahmid tahmina taiba taimur tahseen talal talha talia talib tamanna tamer tamim tania tanvi tanveer tanvir tanzeela
tanzila taran taranjit tareq tarek tariq tarun taslima tasleem tasneem tasnim taufiq tauqeer tauseef tayyab tayyaba tayyib tejal thanh tuba tulsi turan
ubaid ubaidah uday ugur umair umaira umar umair umer umesh umma ummi umut urooj usama usha usman uthman uzair uzma vaishali vandana varsha varun
vasu veena vera vibha vicky vijay vikas vikash vikesh vikram vimal vinay vineet vinod vipul viraj vishal vivek wafa wahid wajid wajiha waleed waqar waqas waqqas
waris waseem wasim wahida yaaseen yagmur yahya yakub yamin yaqub yara yash yashvi yasin yasir yasmeen yasmin yassin yavuz yaqoob yonis younis younes yousaf
yousef yousif yousra yousuf yunus yuusuf yusra yusuf zaara zafar zahid zahida zahir zahra zahraa zaid zaina zainab zaira zak zakaria zakariya zaki zakia
zakir zakiya zaman zamir zamzam zara zarah zareen zarina zayaan zayd zayn zaynab zeeshan zehra zenab zeynep zia zidan zidane zikra zishan ziya zohaib zohra
zoya zubair zuhair zulaikha zulfi zulfiqar zunaira zuhal bav bals jas jaggi manni pav pavi sukhi hardeep harj harvir
abena abimbola abiodun abiola abosede ade adebayo adebola adedayo adegoke adekunle adeola adewale adesua adeyemi adjoa adwoa aduke afia afua aisosa ajani akin akintunde
akosua akua akwasi alhaji alieu ama amadou amaka amara aminata anan anike anuoluwa asamoah asante awa ayo ayodele ayomide ayomikun ayotunde azubuike babajide babatunde bamidele
bayo benedicta beniah bisi bola bolaji boluwatife bukola bunmi busayo chiamaka chibueze chichi chidera chidi chidinma chigozie chika chike chima chinedu chinelo chinonso chinwe chinyere
chioma chisom chizoba chuka chukwudi chukwuemeka damilola damola dapo dayo dele delroy demba dembe desta diarra dike ebele ebenezer ebere ebo ebun edem efe efua ego ejike ekene ekow
emeka emefa emmanuella enitan eniola eno enoch enyi esi esiaba esinam ese ewurama eyram ezinne fanta farai femi feyi fikayo fiifi fiyin folake folasade fola folarin foluke funke funmi gbemi gbenga
godfrey godwin habtamu hadiza haile ifeanyi ifeoma ifeoluwa ifunanya ike ikechukwu ikenna imade isioma itunu iyanu iyanuoluwa iyabo jabari jadesola jide jideofor jola jumoke kabiru kamara kamau
karamoko kayode kehinde kelechi kemi keziah khadijatou kobby kobina kofi kojo kokou kola kolade korede kpakpo kunle kwabena kwadwo kwaku kwame kwamena kwasi kwesi kweku kudzai lamin lanre leke lekan
lola makena mamadou mandla manu mariama mawuli mbali modou moyo mojisola munashe mustapha naana nana ndidi nduka nene ngozi nii nkechi nkem nkechinyere nneka nnamdi nnenna nomsa nonso nosa nyasha nyah
obi obinna obiageli odion ola oladapo olaitan olamide olanrewaju olayemi olivier olu olufemi olufunke olumide oluwadamilola oluwaseun oluwaseyi oluwatobi oluwatosin oluchi omari omolara omotola onome
onyeka onyinye opeyemi osaze osagie osas oyin ottah otobong panashe papa patience pelumi rasheedah rotimi rudo rufaro sade saidu sefako segun sekou sello sena seun seyi shola shade sipho simisola sizwe sola
tadiwa tafadzwa taiwo tamuka tanaka tariro tatenda tawanda tayo tayyibah temi temiloluwa temitope tendai thabo thandi thandiwe themba tinashe tito titi titilayo tiwa tobe tobenna tobi tobi toby tola tolani tolu tomi
tomiwa tope tosin toyin tunde tunji tumelo uche uchechi uchenna udo ugo ugochi ugonna uzo uzoma wale wanjiku yaa yaw yemi yemisi yetunde yewande yinka yoofi zainabu zandile zola zuberi
selam semhar yonas yohannes tesfaye tesfay tigist tewodros robel rahwa natnael mulu mehret mebrahtu meron mekonnen luwam kidane hiwot hermon helina haben habtom girma filmon feven eyob ermias dawit bereket biniam aster
araya almaz abeba abel abdisa aregash asmerom
deandre dejon kadeem kareem keisha kenroy kimani latisha latoya lashawn leshawn nevaeh nyah omari rashaan renaldo rohan romario shaniqua shanice shanelle shantel tanisha tyrell tyrique zahara winsome marva
`;

/** Of communities whose families came from Europe, China, Vietnam, the Philippines, South America. */
const elsewhere = `
agata agnieszka aleksander aleksandra aleksandar ana anastasia andrei andreea andreas anika aniela anja anka antek antoni antonio ania artur asia
bartek bartosz beata blazej bogdan bogna boguslaw bozena bohdan cezary cosmin cristian cristina cristiano czeslaw damir danuta darek dariusz daria dawid diego
dimitri dmitri dobromir dominik dorota dragan edyta ela elzbieta emil emilia enrique esteban eva ewa ewelina fabio federico filip florin francisco franciszek
franek gabriela gabi georgi georgiana gheorghe giorgio giovanni giulia goran gosia grzegorz halina hanna helga henryk igor ihor ilie ilinca ilona ilya inga ioan ioana ion ionut
irina iryna iulia iulian ivana iwona izabela jacek jadwiga jakub jakob jan janek janina janusz jarek jaroslaw jerzy joao joana joanna jorge jose josef jovana jozef julita
kacper kamil kamila karina karol karolina kasia kasper katarzyna katerina kateryna kazimierz kinga klara klaudia konrad kornelia kostas krystian krystyna krzys krzysztof kuba ksenia
larisa laszlo leszek lena leonardo lidia liliana ljubica luboš lucja ludmila luka lukas lukasz lyudmyla maciej maciek magda magdalena maja maks malgorzata malwina marcelina marcin marek
mariana mario mariola mariusz mariya marko marta martyna maryla marzena mateo mateusz matej matteo michal michalina mihaela mihai mikolaj mila milena milosz miguel mircea mirela miroslaw
monika natalka natasza nicoleta nikola nikolai nikolas nikos nadezhda ola oksana olaf oleg olek oleksandr olena olga oliwia oliwier ondrej orest oskar ovidiu patryk pawel pavel petr petya pietro piotr
przemek radek radoslaw radu rafal renata roksana robertas roza ruslan ryszard sandor sebastian sergei sergio sergiu serhiy silviu slava slawek slawomir sorin stanislaw stefania stefano stoyan svetlana
svitlana sylwia szymon szymek tadeusz taras tatyana teodora tomas tomasz tomek tomislav tymon tymoteusz urszula vadim valentin valeria vasile vasyl vesna viktor viktoria viktorija vlad vladimir volodymyr violeta
waldemar weronika wieslaw wiktor wiktoria wioletta witold wojciech wojtek yana yaroslav yuliya yuri yurii zbigniew zbyszek zdenek zofia zosia zuzanna zuzia zlatan zoran
adriana alejandro alejandra alvaro andres beatriz camila carolina catarina cesar consuelo diogo eduardo fernanda fernando gonzalo guilherme gustavo helder ignacio inês javier jesus joaquim juan juanita
julio leticia lorenzo luana lucio luisa luiza manuel manuela marcelo marcos mateus mauricio miguel nuno pablo paola paulo raul ricardo rodrigo rui santiago santos sofia teresa thiago tiago vitor xiomara ximena yesenia
anh binh chau cuong duc dung duy hai hang hien hieu hoa hoang huong huy khanh khoa kieu lan lien linh loan long mai minh my nga ngoc nhung phuong quang quoc quyen son tam tan thanh thao thi thu thuy
tien trang trinh trung tuan tuyen van viet vinh xuan yen
bao chen cheng chun fang feng guang hao hong hui jia jian jianyu jiayi jie jing jingyi jun junjie kai lei liang ling mei meiling ming peng qi qiang qing rong rui shan shu tao ting wei weijie wen xia xiang xiao
xiaoming xin xinyi xiu xue yan yang yi ying yifan yu yuan yuki yun yuxuan zhen zhi zihan zixuan akira haruka haruto hiroshi hana kenji mei sakura takumi yui yuto jihoon jisoo minji minjun seoyeon sora soojin
angelo analyn arlene arnel carlo cherry gerald jhun jomar joselito josefina joy kristel lani lito marites marivic maricel marlon rowena rodel ronaldo rosalinda
shlomo moishe mendel yossi yosef chaim chaya rivka rivky shmuel avraham avi ari ariel dovid eliezer esti faigy gitty leib levi malka menachem mordechai moshe nechama perla raizy shaindy shira shoshana tamar tzvi yaakov yael
yehuda yitzchak ziva zalman
`;

/** Names that are everyday words, or parts of them, in what people write of mentoring. */
const words = `
abbey amber an angel april art asia august austin autumn ave bailey barry bay bea beau bella bert beau bev bill billy blue bob bonnie bonny bravo brook bruce carol can cat celeste chance chan charity chase cherry chip clay cliff clem
colin connie cook coral curt dale dan daisy dawn day dean dee dev dick dil dim dot don drew dung duke earl ebony eden ego ember eve even faith fern fay finn fin flo floyd fox frank franks gabby gail gene ginger glen glory grace grant gray
green guy hai hang harmony harper hazel heather henna hill holly honey hope hui hunter iris ivory ivy jack jade jaw jasper jay jazz jean jersey jet jewel jo jim joy june justice kat kay ken king kit kitty lance lane lark lark laurel lee les lex li
lily lin long lou love luck mac mace magnolia major man manu manny mark mars mat matt max may mel melody mercy merry mia mick miles mike mile mini misty mo mona monty moss mum my myrtle nan nat ned neo nick nick noble noel noor norm nova ol ola
olive opal oz page paige pam pansy papa paris pat patience patsy pearl peg penny pepper pearl pete petal phil pip piper pol poppy praise presley price prince princess prudence queen rain ram randy ray raven red reed reef reese rex rich rick rider river rob robin rock rocky rod roger
roman rose ross rowan ruby rusty ryder saga sage said sally sam sandy scot shad shan sherry sol son sonny sky skip spike star sterling stew stone storm sue summer sunny tab tan tara tate taylor tam tao taps tat ted temple terry theme thu tim tad tito tod tom tony trace
trinity tulip ty usher van vale venus vera verity vic victor victory viola violet wade wale ward wen west wes will willow win winter wolf wood woody wren young yen yi yu zen
ali bay bin bash chi chip cos dad dim dong do esi fan fang gem gus ha he hung ian in ike is jan jas jess kip la lan lei leo lo ma me mi ming mina nana nene no nor on or pan pa qi ran rum ru sade sari sad sang sen shy sim so sue tai tia tin to uma us wan way we ye you
aria aster ari awa bex bliss dj bj edward amin elle era eva fajr ghana hassle hiba ion ira isle jive kitten lena link mama mira moses nell ones ops pal pooja rahman ramadan rosemary scarlet sena sora tally tola titi udo unity yen zoom chelsea lincoln kendal carlisle preston ashton
london sydney israel jordan georgia india asia china america kenya brooklyn dallas florence adele vienna virginia victoria albert trinity verona cheyenne cairo alma santa dixie
`;

const split = (list: string): readonly string[] => list.split(/\s+/).filter((word) => word !== '');

/** Names that may be taken for the word in lower case. */
export const namesAlsoWords: ReadonlySet<string> = new Set(split(words));

/** Names that are nothing else, in any case. */
export const givenNames: ReadonlySet<string> = new Set(
  [...split(british), ...split(southAndEast), ...split(elsewhere)].filter((name) => !namesAlsoWords.has(name)),
);
/** All that may be a name, wherever what stands around it says so. */
export const anyGivenName: ReadonlySet<string> = new Set([
  ...split(british),
  ...split(southAndEast),
  ...split(elsewhere),
  ...split(words),
]);

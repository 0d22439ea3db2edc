import { words1 } from './words-1.js';
import { words2 } from './words-2.js';
import { words3 } from './words-3.js';
import { words4 } from './words-4.js';

/** What is an English word, and so by itself no name: in lower case, without diacritics. */

/** How people write on a phone, and words younger or more of the trade than the list. */
const written = `
aint alot alright altho anymore app apps appt asap atm awks bc bcos bcoz becos bein bestie bf biz blog bruh bruv btec btw btwn cant cba checklist choc chuffed cmon comms congrats convo coz cos couldnt
cuz cv cyber dat def defo definately dem deffo deffos didnt diff dis doc docs doesnt doin dont dunno dm dms dw eachother email emails emoji emojis etc everytime ffs fam feelin feedback finna fr frfr fyi fab
gf gcse gcses gimme goin gona gonna goodbye gotta gov grr gtg gunna haha hahaha hadnt hasnt havent hed hes hey heya hiya hiring hmm hmmm hows hubby hv id idc idk ie ikr ill im imo info infront innit
insta intro isnt issit ive jk jus kinda kno kpi kpis lads laters lemme lesson lessons lil lmao lol lols lot lots lowkey ltr luv lvl mad maths meh mentee mentees mentor mentors mentoring mentorship mentorlog
mentored mentorships meself mhm min mins mm mmm mods mo msg msgs mustve nah naw nd neva nope nothin nowt nvm nxt obv obvs ofc ok okay okey omg online onto oops ops ot ov owt peng peeps pic pics pls plz ppl ppt prac
probs prob prolly proper qs quals ream rly rn safeguarding sec shes shouldnt sick sk smh smth sorta soz spreadsheet spreadsheets sth stuff summat supervisor sum tbf tbh teh temp tho thats thats theres theyll theyre theyve thingy
thing tho thru thx til tmrw tmr togetha tomo tonite totes tryin tryna txt tysm u ur urself vibe vibes vid vids vry wanna warehouse wasnt wat wat website website websites weren werent wev whats whos wiv
wid wk wks wnt wont workin workplace worksheet worksheets workbook workbooks workshop workshops wouldnt wont wud wuld xo xx xxx ya yeah yh yea yep yess yessir yo youd youll youre yous youve yr yrs
apprentice apprentices apprenticeship apprenticeships assessor assessors bitesize brainstorm brainstorming budgeting buddy catchup checklists chatbot chatbots clickable coach coachee coachees coaching coordinator coordinators coding copy
cover coworker coworkers csv dashboard dashboards dataset datasets deadline deadlines debrief debriefed debriefing debug debugging delegate demo demos download downloaded dropdown ebook email emailed emailing employability facilitator facilitate flashcards flowchart flowcharts formative
functional gdpr google googled googling handout handouts handover handovers headset headphones headteacher hotdesk hotdesking induction inbox internship internships interviewee invoicing jpeg json kanban laptop laptops lanyard laptop learner learners login logins logbook
logbooks lunchtime mindmap mindmaps mindset mindsets metacognition moodboard multitask multitasking neurodiversity notepad numeracy onboarded onboarding onscreen offline ofsted overthink overthinking pdf pdfs placement placements podcast podcasts portfolio portfolios postit
powerpoint prioritise prioritisation prioritising proactive proactively programme programmes prompts qualification qualifications recap recapped recaps retro rota rotas roleplay roleplays reflective reflectively safeguard scaffolding screenshot screenshots screen selfie selfies signposted signposting signpost
smartphone snapchat spellcheck spellchecker spellchecking sprint standup standups storyboard storyboards stakeholder stakeholders summative superb supervise tablet tablets teamwork template templates texting tickbox tickboxes tiktok timeboxed timebox timeline timelines timesheet timesheets
timetable timetabled toolbox touchscreen touchpoint trainee trainees trainer trainers tutorial unpaid upload uploaded upskill upskilling username videocall voicemail voicenote voicenotes webcam webinar webinars whatsapp whiteboard whiteboards wifi wellbeing widget workflow workflows workload workloads
workstation youtube zoom zoomed barista bike biscuit biscuits bro bros bruvs brekkie breaktime chav cheers chill chilled chilling clingfilm cuppa dodgy faff footie footy freelancer freelance gaffer gig gigs gobsmacked gutted homeschool hoodie hoover innings knackered
wana nite init shud stocktake stocktakes payslip payslips bakehouse pushbike cafe cafes cliche cliches resume naive facade allergen allergens bloke blokes cohort cohorts options forklift forklifts shud wud cud coulda shoulda woulda alota aswell infact incase abit everyday apparantly sed wiv dis dat dem deze thru tru cuppa sesh seshs sarnie sarnies bants banter peng leng wasteman calm bare peak wagwan wag1 bossman mandem gyal ting tings fone fones nuffin summin sumfin sumthin somethin everythin anythin anyfing everyfing woz cus coss cozz lecturer loo mardy mate mates matey mock mocks moped nackered naff nan newbie nosey nosy nutty quid rammed rubbish shite skint skive skived skiving snitch snuck sod sorted strop stroppy swear telly telly trackie trackies uni unis wicked yay yum
`;

const list = (text: string): readonly string[] => text.split(/\s+/).filter((word) => word !== '');
let stems: ReadonlySet<string> | undefined;
/** Made when they are first needed, for they are many. */
function known(): ReadonlySet<string> {
  stems ??= new Set([
    ...list(words1),
    ...list(words2),
    ...list(words3),
    ...list(words4),
    ...list(written),
    'i',
    'a',
    'o',
    'x',
  ]);
  return stems;
}

/** Endings that a stem takes, and what stood in their place. */
const endings: readonly (readonly [string, string])[] = [
  ['ies', 'y'],
  ['ied', 'y'],
  ['ier', 'y'],
  ['iest', 'y'],
  ['ily', 'y'],
  ['iness', 'y'],
  ['ings', ''],
  ['ings', 'e'],
  ['ing', ''],
  ['ing', 'e'],
  ['in', ''],
  ['ed', ''],
  ['ed', 'e'],
  ['ers', ''],
  ['ers', 'e'],
  ['er', ''],
  ['er', 'e'],
  ['est', ''],
  ['est', 'e'],
  ['es', ''],
  ['s', ''],
  ['ly', ''],
  ['ness', ''],
  ['y', ''],
  ['ment', ''],
  ['ments', ''],
  ['able', ''],
  ['able', 'e'],
  ['ful', ''],
  ['less', ''],
  ['ally', 'al'],
  ['ation', 'e'],
  ['ations', 'e'],
  ['ation', 'ate'],
  ['ion', ''],
  ['ions', ''],
  ['ion', 'e'],
  ['ions', 'e'],
  ['ity', 'e'],
  ['ity', ''],
];
const beginnings = ['un', 're', 'dis', 'over', 'out', 'under', 'mis', 'in', 'non', 'pre', 'inter', 'self'];

function stemmed(word: string, depth: number): boolean {
  const all = known();
  if (all.has(word)) return true;
  if (depth === 0) return false;
  for (const [end, instead] of endings) {
    if (!word.endsWith(end)) continue;
    const cut = word.slice(0, -end.length);
    if (cut.length + instead.length > 2 && stemmed(cut + instead, depth - 1)) return true;
    if (instead === '' && cut.length > 3 && cut.at(-1) === cut.at(-2) && all.has(cut.slice(0, -1))) return true;
  }
  return beginnings.some(
    (b) => word.startsWith(b) && word.length - b.length > 3 && stemmed(word.slice(b.length), depth - 1),
  );
}

/** @param word in lower case, without diacritics; an apostrophe in it is left out */
export const isWord = (word: string): boolean => word.length <= 30 && stemmed(word.replaceAll("'", ''), 2);

const vowels = 'aeiou';
/** Whether it is likely a word that was typed wrongly: one letter too many, too few, changed with its neighbour or another vowel. */
export function isNearWord(word: string): boolean {
  if (word.length < 5 || word.length > 20) return false;
  const is = (w: string): boolean => stemmed(w, 1);
  // Letters held down: soooo.
  const once = word.replace(/(.)\1{1,}/g, '$1');
  if (once !== word && is(once)) return true;
  for (let i = 0; i < word.length; i++) {
    const before = word.slice(0, i);
    const after = word.slice(i + 1);
    if (i > 0 && is(before + word.charAt(i) + word.charAt(i) + after)) return true;
    if (i + 1 < word.length && is(before + after.charAt(0) + word.charAt(i) + after.slice(1))) return true;
    if (i > 0 && vowels.includes(word.charAt(i))) for (const v of vowels) if (is(before + v + after)) return true;
    if (i > 0) for (const v of 'aeiouhlnrst') if (is(before + v + word.charAt(i) + after)) return true;
  }
  return false;
}

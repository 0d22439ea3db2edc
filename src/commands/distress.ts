import { grammar, parse } from './grammar.js';
import { distance } from './spelling.js';

/**
 * Whether what was typed to the bot sounds like somebody who is afraid, hurt, or worried about somebody. They are shown
 * whom to call and to tell, and that is all: it is kept nowhere, nobody is told, and the answer claims to have understood
 * nothing (docs/concern.md#what-is-typed). So it may be wrong in one direction: who is answered by mistake has read a
 * card in vain. Words that stand inside a command, as a session's title does, are left alone, but for what nobody says of
 * anything else.
 */

/** Longer than anybody writes in need, and cheap to read. */
const longestRead = 2_000;

/** Words that say so by themselves, whatever stands around them, and of which a slip says so too. */
const told = new Set(
  (
    'unsafe danger dangerous scared scary afraid frightened frightening fear terrified terrifying horrified petrified ' +
    'worried worry worries worrying concerned concern concerns anxious anxiety panic panicking desperate hopeless helpless ' +
    'depressed depression distressed crying hurt hurts hurting harm harmed harming harms injured bleeding ' +
    'suicide suicidal overdose overdosed die dying dead kill killing kms ' +
    'selfharm selfharming abuse abused abuses abuser abusing abusive neglect neglected bully bullied bullies bullying ' +
    'cyberbullied cyberbullying bullys assault assaulted attack attacked attacking rape raped raping molested molest sexual ' +
    'sexually groomed grooming exploited exploitation trafficked blackmail blackmailed blackmailing sextortion nudes ' +
    'threat threaten threatened threatens threatening stalked stalking stalker harass harassed harassing harassment ' +
    'violence violent knife knives weapon weapons gang gangs forced homeless runaway starving ' +
    'safeguarding safeguard disclosure disclose childline nspcc samaritans shout sos emergency police ambulance 999 112 911 ' +
    'beaten punched kicked slapped strangled choked fgm radicalised ' +
    // As they are written in a hurry.
    'scard scarred skared scaird afriad affraid frightend woried worred worryed unsave unsfae bulied bullyed abuze abbused ' +
    'sucide suiside sucidal suicidle dieing kiling abusd sefharm'
  ).split(' '),
);

/** The same, only as they stand: "sexting" is a slip of *setting*. The last of them as it is said in other homes. */
const alone = new Set([
  ...told,
  ...(
    'racist racism sexting sext porn gun guns stabbed bruise bruises bruised unalive unalived overdosing worthless trapped ' +
    'lonely overwhelmed killmyself wanttodie iwanttodie wannadie hilfe ayuda ajuda pomocy secours sterben mourir morir ' +
    'umrzec helpwch marw'
  ).split(' '),
]);

/** Of these a slip of one letter is still the word, and of the longest of two: no command is so near to one. */
const nearly = [...told].filter((w) => w.length >= 7);
/** Words of their own that are as near to one as its slips: whoever writes them makes none. */
const ordinary = new Set(
  (
    'attach attached attaches attaching attachment amusing billing filling willing milling skilling blending bleeping ' +
    'breeding charming farming warming hunting turning concert concerts concerted emergence exploration explorations ' +
    'expression expressions impression impressions regression compression progression insured lunched munched married ' +
    'runway snapped clapped slipped swapped lapped stacked stacking stalled stalling talker talking talkings walking ' +
    'starred starring starting staring carving tightened tightening frightens certified terrific harnessed violet ' +
    'overwhelming wrapped dropped shipping'
  ).split(' '),
);

/** Several words in a row, as they stand in `plainWords`. */
const phrases: readonly RegExp[] = [
  /\b(not|isnt|arent|dont|doesnt|never|no longer|cant|cannot) (be |feel |feeling |really |very |at all |so )*(safe|ok|okay|alright|all right|well|happy|cope|coping|breathe|sleep|eat|go on|do this|go home|take it|take this|tell anyone|talk|speak)\b/,
  /\b(want|wanna|going|gonna|wish|ready|plan|planning) (to |i was |i were |i could )*(die|dead|disappear|end it|end it all|run away|cut|not be here|be gone|sleep forever)\b/,
  /\b(dont|do not|didnt|no longer|not) (want to|wanna) (be here|live|be alive|wake up|go home|go back|exist)\b/,
  /\b(end|ending|ended|take|taking|took) (it all|my( own)? life|my self|myself)\b/,
  /\b(kill|killing|cut|cuts|cutting|hurt|hurting|burn|burning|starve|starving|hang|hanging) (my ?self|my wrists?|my arms?|my legs?|me|her ?self|him ?self|them ?selves|them ?self)\b/,
  /\bself ?harm/,
  /\b(better off|id be better) (dead|without me|gone)\b/,
  /\b(no (reason|point|way)( to| in| out)?|nothing left|nobody cares|no one cares|noone cares|hate myself|hate my life|cant go on|cant cope|cant take|had enough|give up)\b/,
  /\b(hit|hits|hitting|beat|beats|beating|punch|punches|punching|kick|kicks|kicking|slap|slaps|slapping|push|pushes|shout|shouts|shouting|scream|screams|touch|touches|touched|touching|grab|grabs|grabbed|follow|follows|followed|following|watch|watches|watching|scare|scares|force|forces|make|makes|made|lock|locks|locked|send|sends|sent|ask|asks|asked|leave|threw|kicked) (at |on |on to )?(me|us|him|her|them)\b/,
  /\b(help|hlep|hepl|halp|save|protect|hide|believe|listen to) (me|us|him|her|them|my)\b/,
  /\b(need|want|get|getting|give|send|please|pls|plz|some) (some |any |urgent |me |us )*(help|somebody|someone)\b/,
  /\bhelp (please|pls|plz|now|urgent|urgently|asap|quick|quickly|is needed|im|i am|i|he|she|they|my)\b/,
  /\b(someone|somebody|anyone|anybody|who)( else| there)? (to talk|to speak|to tell|to turn|i can talk|i can tell|can i tell|can i talk|do i tell|should i tell)\b/,
  /\b(talk|speak) to (someone|somebody|anyone|anybody|a person|a human)\b/,
  /\b(no one|noone|nobody|need) to (talk|speak|turn) to\b|\b(need|want) to talk$/,
  /\bchild protection\b/,
  /\b(kiss|kisses|kissed|kissing|touching|grabbing|hitting|beating|hurting|watching|following|raping|groping|groped) (me|my|us|him|her)\b|\bkiss me\b/,
  /\b(horrible|nasty|cruel|creepy|weird) (to|with|towards) (me|us|him|her)\b|\b(hate|hates|hated) (me|us)\b|\bnobody likes me\b/,
  /\b(make|makes|making|made) fun of\b|\bcall(s|ed|ing)? (me|him|her) (names|the n word)\b/,
  /\b(took|take|taken|taking) (too many |all (my|the) |some |lots of )?(pills|tablets|paracetamol)\b|\btoo many (pills|tablets)\b/,
  /\btired of (living|life|everything)\b|\bcant (do this |take it |go on )?any ?more\b|\bend (things|everything)\b/,
  /\b(make|want|wish)( it| this)?( all)? (to )?(stop|end)\b|\b(he|she|they|it) (wont|will not|doesnt|never) stops?\b/,
  /\b(im|i am|ive been|been|started|keep|still) cutting\b(?! (the|hair|down|back|it|class|paper|wood|out))/,
  /\b(come|comes|came|coming) (into|in|to) my (room|bed|bedroom)\b|\bfollowed home\b|\bmeet (me )?alone\b|\balone with (him|her|me)\b/,
  /\b(not eating|(hasnt|havent) eaten|throw(ing)? up on purpose|eating disorder|black eye|forced to marry|want me to marry)\b/,
  /\b(feel|feeling|am|im) (so |very |really )?(low|empty|numb|alone|sad|desperate|broken)\b/,
  /\b(run|ran|running) away\b/,
  /\b(kicked|thrown|throwing|locked) (me )?out\b/,
  /\b(no|any) (food|home|where to (go|sleep|stay)|place to (go|sleep|stay))\b|\bnowhere to (go|sleep|stay)\b/,
  /\b(in|am in|is in|are in) (trouble|pain)\b/,
  /\b(at|high) risk\b/,
  /\b(county lines|drug dealer|dealing drugs)\b/,
  /\bkeep(s|ing)? (me |it |this )?(a )?secret\b/,
  /\bsomething (bad|is wrong|happened|terrible)\b|\bhappened to me\b|\b(going|goes) wrong at home\b/,
];

/** Letters of other scripts that look like ours: a phone's keyboard, or whoever copied it, mixes them in. */
const alike: Readonly<Record<string, string>> = Object.fromEntries(
  [...'аaеeоoрpсcуyхxіiѕsјjһhԁdкkмmтtвbнhαaοoεeιiκkνvρpτtυu'].flatMap((letter, i, all) =>
    i % 2 === 0 ? [[letter, all[i + 1] ?? '']] : [],
  ),
);
const figures: Readonly<Record<string, string>> = { '0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's' };

/** In lower case, without accents, apostrophes and everything else that is no letter or figure; “heeelp” is “help”. */
function plainWords(text: string): string {
  return (
    text
      .slice(0, longestRead)
      .normalize('NFKD')
      .replace(/[\p{M}'’‘`´ʼ＇]/gu, '')
      .toLowerCase()
      .replace(/\uE000\d+\uE001/g, ' somebody ')
      .replace(/\u{1F198}/gu, ' sos ')
      .replace(/[а-яіѕјһԁα-ω]/gu, (letter) => alike[letter] ?? letter)
      .replace(/(?<=\p{L})@(?=\p{L})/gu, 'a')
      .replace(/(?<=\p{L})[01345](?=\p{L})/gu, (figure) => figures[figure] ?? figure)
      .replace(/[\u200b-\u200d\u2060\u00ad\ufeff]/g, '')
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      // "d i e": three letters in a row are a word.
      .replace(/(?<![^ ])\p{L}(?: \p{L}){2,}(?![^ ])/gu, (word) => word.replaceAll(' ', ''))
      .replace(/(\p{L})\1{2,}/gu, '$1')
      .trim()
  );
}

const soundsSo = (words: string): boolean =>
  words.split(' ').some((w) => alone.has(w) || isNearly(w)) || phrases.some((p) => p.test(words));

const isNearly = (word: string): boolean =>
  word.length >= 6 &&
  word.length <= 20 &&
  !ordinary.has(word) &&
  nearly.some((w) => Math.abs(w.length - word.length) <= 2 && distance(word, w) <= (w.length >= 10 ? 2 : 1));

/**
 * What nobody says of anything else, in the first person. Behind a command too it is no title: a session can be planned a
 * minute later. In double quotes it may be what a session is about.
 */
const outright: readonly RegExp[] = [
  /\bi (really |just |only )?(want|wanna|wish|need|am going|m going|plan)( to| i (was|were))? (die|dead|kill myself|end my life|hurt myself)\b|\b(im|i am) (going to|gonna|about to) (die|kill|end|hurt) (myself|it all|my life)\b/,
  /\b(kill|killing|cut|cutting|hurt|hurting|harm|harming) (my ?self)\b/,
  /\b(im|i am|i feel) (really |so |very )?(unsafe|in danger|suicidal)\b|\b(i dont feel|i do not feel|im not|i am not) (really |very )?safe\b/,
  /\bi (was|am being|got|have been) (raped|abused|groomed|molested|assaulted)\b/,
  /\b(he|she|they|dad|mum|mom|father|mother|stepdad|mentor|boyfriend|uncle) (is |was |has |keeps |always )?(hits|hit|hitting|hurts|hurt|hurting|beats|beating|rapes|raped|abuses|abused|touches|touched|touching) me\b/,
];
const saysOutright = (text: string): boolean => {
  const words = plainWords(text.slice(0, longestRead).replace(/["“”«][^"“”«»]*["“”»]/g, ' '));
  return outright.some((p) => p.test(words));
};

/** Of these words whatever follows is nothing that was asked for: they take nothing, so that what follows is said to somebody. */
const takesNothing = new Set(grammar.filter((w) => !('takes' in w)).map((w) => w.word));

/**
 * Whether what was typed after the bot's name, and is no command, sounds like need. A command with what belongs to it is
 * none (“plan @leo Friday 3pm worried about the exam”, “log”), unless it says outright what is no title (“plan @leo I want
 * to die”); one that takes nothing and is followed by words is looked at whole (“help me”, “hi, I’m scared”, “home isn’t
 * safe”).
 */
export function soundsLikeNeed(text: string): boolean {
  const parsed = parse(text.slice(0, longestRead), () => true);
  if (parsed.kind === 'nothing') return false;
  if (parsed.kind === 'unknown') return soundsSo(plainWords(text));
  if (parsed.word.word === 'concern') return true;
  if (parsed.rest === '') return false;
  return (takesNothing.has(parsed.word.word) && soundsSo(plainWords(text))) || saysOutright(parsed.rest);
}

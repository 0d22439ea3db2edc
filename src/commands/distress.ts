import { grammar, parse } from './grammar.js';
import { distance } from './spelling.js';

/**
 * Whether what was typed to the bot sounds like somebody who is afraid, hurt, or worried about somebody. They are shown
 * whom to call and to tell, and that is all: it is kept nowhere, nobody is told, and the answer claims to have understood
 * nothing (docs/concern.md#what-is-typed). So it may be wrong in one direction: who is answered by mistake has read a
 * card in vain. Words that stand inside a command, as a session's title does, are left alone.
 */

/** Longer than anybody writes in need, and cheap to read. */
const longestRead = 2_000;

/** Words that say so by themselves, whatever stands around them. */
const alone = new Set(
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

/** Of these a slip of one letter is still the word, and of the longest of two: no command is so near to one. */
const nearly = [...alone].filter((w) => w.length >= 7);

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
  /\b(help|hlep|halp|save|protect|hide|believe|listen to) (me|us|him|her|them|my)\b/,
  /\b(need|want|get|getting|give|send|please|pls|plz|some) (some |any |urgent |me |us )*(help|somebody|someone)\b/,
  /\bhelp (please|pls|plz|now|urgent|urgently|asap|quick|quickly|is needed|im|i am|i|he|she|they|my)\b/,
  /\b(someone|somebody|anyone|anybody|who)( else| there)? (to talk|to speak|to tell|to turn|i can talk|i can tell|can i tell|can i talk|do i tell|should i tell)\b/,
  /\b(talk|speak) to (someone|somebody|anyone|anybody|a person|a human)\b/,
  /\bchild protection\b/,
  /\b(run|ran|running) away\b/,
  /\b(kicked|thrown|throwing|locked) (me )?out\b/,
  /\b(no|any) (food|home|where to (go|sleep|stay)|place to (go|sleep|stay))\b|\bnowhere to (go|sleep|stay)\b/,
  /\b(in|am in|is in|are in) (trouble|pain)\b/,
  /\b(at|high) risk\b/,
  /\b(county lines|drug dealer|dealing drugs)\b/,
  /\bkeep(s|ing)? (me |it |this )?(a )?secret\b/,
  /\bsomething (bad|is wrong|happened|terrible)\b|\bhappened to me\b|\b(going|goes) wrong at home\b/,
];

/** In lower case, without accents, apostrophes and everything else that is no letter or figure; “heeelp” is “help”. */
function plainWords(text: string): string {
  return text
    .slice(0, longestRead)
    .normalize('NFKD')
    .replace(/[\p{M}'’‘`´ʼ＇]/gu, '')
    .toLowerCase()
    .replace(/\uE000\d+\uE001/g, ' somebody ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .replace(/(\p{L})\1{2,}/gu, '$1')
    .trim();
}

const soundsSo = (words: string): boolean =>
  words.split(' ').some((w) => alone.has(w) || isNearly(w)) || phrases.some((p) => p.test(words));

const isNearly = (word: string): boolean =>
  word.length >= 6 &&
  word.length <= 20 &&
  nearly.some((w) => Math.abs(w.length - word.length) <= 2 && distance(word, w) <= (w.length >= 10 ? 2 : 1));

/** Of these words whatever follows is nothing that was asked for: they take nothing, so that what follows is said to somebody. */
const takesNothing = new Set(grammar.filter((w) => !('takes' in w)).map((w) => w.word));

/**
 * Whether what was typed after the bot's name, and is no command, sounds like need. A command with what belongs to it is
 * none (“plan @leo Friday 3pm worried about the exam”, “log”); one that takes nothing and is followed by words is looked
 * at whole (“help me”, “hi, I’m scared”, “home isn’t safe”).
 */
export function soundsLikeNeed(text: string): boolean {
  const parsed = parse(text.slice(0, longestRead), () => true);
  if (parsed.kind === 'nothing') return false;
  if (parsed.kind === 'unknown') return soundsSo(plainWords(text));
  if (parsed.word.word === 'concern') return true;
  return parsed.rest !== '' && takesNothing.has(parsed.word.word) && soundsSo(plainWords(text));
}

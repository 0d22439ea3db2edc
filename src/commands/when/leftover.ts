import { inAnotherTongue } from './other-tongues.js';
import type { DatePiece } from './pieces.js';
import { bounded, counted, hurried, matchesOf, monthWord, ordinalWord, type Span, weekdayWord } from './words.js';

/**
 * What is left over once a day and a time were read. A word that could belong to them means that something was said
 * that we did not read: then nothing is filled in, for it may be another day.
 */

/** In `text` the words that were read, so that nothing is found in them again; what stands beside them is still seen. */
export const blanked = (text: string, { start, end }: Span): string =>
  text.slice(0, start) + '|'.repeat(end - start) + text.slice(end);

const linking =
  'at|on|in|of|or|and|to|for|from|by|with|the|an?|this|that|next|last|is|are|until|till?|before|after|please|pls|thanks';

/** Whether these words go on with one that a title would: "Unit 3 *review*", "end of term *review*". */
export const nounFollows = (after: string): boolean =>
  new RegExp(`^[\\s-]+(?!(?:${linking}|${weekdayWord})(?!\\p{L}))\\p{L}{2,}`, 'iu').test(after);
/** "Unit 3", "Room (12)": a word that a number belongs to, and that is none of a time's own. */
const notNouns = `${linking}|dated?|day|noon|midday|${weekdayWord}`;
const nounBefore = (before: string): boolean => {
  const word = /(?<![\p{L}\p{N}'’])(?<word>[\p{L}\p{N}'’&]*\p{L}[\p{L}\p{N}'’&]*)\.?\s*[(:]?\s*$/u.exec(before);
  return word !== null && !new RegExp(`^(?:${notNouns})$`, 'iu').test(word.groups?.word ?? '');
};

const season =
  'weeks?|months?|(?:half[\\s-])?term|half|year|fortnight|weekend|semester|spring|summer|autumn|winter|holidays?|hols|break|exams|mocks|christmas|xmas|easter|ramadan|eid|diwali';
const about =
  'in|from|until|till?|by|since|after|before|during|within|starting|beginning|early|mid|late|end\\s+of|start\\s+of';
const some = 'next|last|this|following|coming|every|each';

/** "in January", "after half term", "next term", "week 50": a stretch of the year. */
const stretches = [
  bounded(
    `(?:(?:${about})\\s+(?:(?:the|a|${some}|new|early|late|mid)\\s+)*|(?:${some})\\s+)(?:${season}|${monthWord})(?:\\s+20\\d\\d)?`,
  ),
  bounded('week\\s*(?:no\\.?\\s*)?\\d{1,2}(?:\\s+of\\s+(?:the\\s+)?term)?|week\\s+[a-d]|new\\s+year'),
];

/** A word before a day that makes another of it: "next next Monday", "2nd last Friday", "until Friday". */
const leads = new RegExp(
  hurried(
    "(?<!\\p{L})(?:next|last|other|alternate|every|each|second|third|fourth|\\d(?:st|nd|rd|th)|not|before|after|until|till?|un[’']?till?)\\s*\\|",
  ),
  'iu',
);
/**
 * "2pm Calls to 3pm", "2pm p.m.": an end, or a half of the day, that the time was not read with. "2:5pm": part of a time.
 * "until 18 Dec": the day that was read is not the one that is meant. "2pm your time": whose is that?
 */
const ends =
  /(?<!\p{L})(?:to|until|till?)\s+(?:1[0-2]|[1-9])(?:[:.][0-5]\d)?\s?[ap]\.?m(?!\p{L})|\|\s*(?:[ap]\.m\.?|pm)(?!\p{L})|\d:\||(?<!\p{L})(?:until|till|since)\s*\||\|\s*(?:your|their|his|her|local)\s+time(?!\p{L})/iu;
/** "Dec 13-14 3pm": another day behind the one that was read. "2027 Dec 8": a year before it. */
const beside =
  /\|\s?(?:-|–|\/|&|or|and)\s?(?:the\s+)?(?:[12]?\d|3[01])(?:st|nd|rd|th)?(?=\s*(?:\||,|$))|(?<!\p{L}|\d)20\d\d\s*\|/iu;

/** Numbers that no noun has. "24/7" and "1-1" are words. */
const numbers =
  /(?<![\p{L}\p{N}_£$€#./:-]|\p{L}['’])\d{1,4}(?:(?:(?:st|nd|rd|th)?\s?[./]\s?|\s?(?:-|–|\bto\b)\s?)\d{1,4})*(?<ordinal>st|nd|rd|th)?(?![\p{L}\p{N}%:_-]|\/\p{L})/giu;
const asWords = /^(?:24\/7|50\/50|1\s?-\s?1|1\s?-\s?2\s?-\s?1|1 to 1|121)$/;
/** A word that is a date as well. */
export const mayBeDate = /^24\/7$/;
const fraction = /^(?:1\/[2-4]|3\/4)$/;
const fractionOf = /^[\s-]*(?:days?|hours?|hrs?|terms?|way|price|off|an?)(?!\p{L})/iu;

/** Words that a day may have been called by, beside a time that would be today's: "payday 2pm", "tom 3pm". */
const daylike =
  /^[\s,]*(?:the\s+|on\s+)*(?:\p{L}{2,}day|\p{L}+\s+(?:day|eve)|tom|tomm|tmo|mo|tu|th|thr|fr|\p{L}*mor+ow|(?:half[\s-])?term|half)[\s,]*(?:at\s*|@\s*)?\||\|[\s,]*(?:on\s+|the\s+)*(?:\p{L}{2,}day|\p{L}+\s+(?:day|eve)|tom|tomm|tmo|(?:half[\s-])?term|half)\s*$/iu;

/**
 * Whether something of a time is left in `text`, where what was read is `blanked`. `open`: no day was read, or one that
 * a word more can make another; a date with its month, or "tomorrow", is the day whatever else a title says.
 */
export function leavesTime(
  text: string,
  { open, day, series }: { open: boolean; day: boolean; series: boolean },
): boolean {
  if (ends.test(text) || (day && beside.test(text))) return true;
  if (!open) return false;
  return (
    leads.test(text) ||
    (!day && daylike.test(text)) ||
    stretches.some((pattern) =>
      matchesOf(pattern, text).some((m) => !titled(m, text) && !(series && ofTheSeries.test(upTo(m, text)))),
    ) ||
    monthsIn(text) ||
    numbersIn(text, day) ||
    inAnotherTongue(text, day)
  );
}

const upTo = (m: RegExpExecArray, text: string): string => text.slice(0, m.index + m[0].length);
/** How often, and until when, has a sentence of its own where it is not read. */
const ofTheSeries = /(?<!\p{L})(?:every|each|until|till?)(?:\s+\p{L}+){1,4}$/iu;

const titled = (m: RegExpExecArray, text: string): boolean => nounFollows(text.slice(m.index + m[0].length));

/** "Friday 2pm January", but not "the May review", "Plan for March", "you may". */
function monthsIn(text: string): boolean {
  return matchesOf(months, text).some((m) => {
    const before = text.slice(0, m.index);
    if (titled(m, text) || /\p{L}\s+(?:for|of)\s+$/iu.test(before)) return false;
    // Written small they are words: "as we march on".
    return !/^(?:may|march|mar)$/.test(m[0]) || /(?:^|\||\d(?:st|nd|rd|th)?|\bof)\s*$/.test(before);
  });
}
const months = bounded(monthWord);

const ordinalInWords = bounded(`the\\s+(?:${ordinalWord})`);

function numbersIn(text: string, day: boolean): boolean {
  if (matchesOf(ordinalInWords, text).some((m) => !titled(m, text))) return true;
  return matchesOf(numbers, text).some((m) => {
    const after = text.slice(m.index + m[0].length);
    // "Friday 2pm 24/7 support" is one; "24/7 Phone calls 2pm" may be a day.
    if (mayBeDate.test(m[0])) return !day || !nounFollows(after);
    if (asWords.test(m[0]) || (fraction.test(m[0]) && fractionOf.test(after))) return false;
    if (m.groups?.ordinal !== undefined) return !new RegExp(`^\\s+${counted}(?!\\p{L}|\\s*\\d)`, 'iu').test(after);
    if (nounBefore(text.slice(0, m.index))) return false;
    if (!nounFollows(after)) return true;
    return /^\d{1,2}[./]\d{1,2}/.test(m[0]);
  });
}

/** A day that a title may have of its own: "Christmas party", "plan for Easter". */
export function ofATitle(d: DatePiece, text: string): boolean {
  if (d.trust !== 'beside') return false;
  const words = text.slice(d.start, d.end);
  const after = text.slice(d.end);
  // "4/12" is a date wherever it stands; "24/7" and "1/2 day" are not.
  if (/^\d{1,2}\/\d{1,2}$/.test(words)) return asWords.test(words) || (fraction.test(words) && fractionOf.test(after));
  return nounFollows(after) || /\p{L}\s+(?:for|of)\s+$/iu.test(text.slice(0, d.start));
}

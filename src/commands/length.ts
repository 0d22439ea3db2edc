import { longestSession, shortestSession } from '../domain/session.js';
import { minutesInWords } from '../kernel/words.js';
import {
  after,
  before,
  headOf,
  hourWord,
  matchesOf,
  numberOf,
  numberWord,
  type Span,
  tomorrowWord,
  weekdayWord,
  without,
} from './when/words.js';

/** A length found in typed text. `relative`: it says when, not how long ("in 45 minutes", "2 hours from now"). */
export interface Length extends Span {
  readonly minutes: number;
  readonly relative: boolean;
  readonly said: boolean;
}

// "1,5 hours" too, as on the Continent; "1 1/2" and "1/2" are fractions.
const figure = '(?:\\d{1,3}(?:,\\d{3})+|\\d{1,9}(?:\\.\\d{1,3}|,5(?=\\s?h))?|\\.\\d{1,3})';
const vulgar = '(?:[½¼¾]|[13]\\/[24])';
// Words stand apart from a unit that is a word too: "ah" is no hour.
const amount = `(?:\\d{1,9}\\s(?=\\d\\/)${vulgar}|${vulgar}|${figure}\\s?[½¼¾]?|(?:a\\s+)?couple\\s+of(?=\\s+(?:hour|hr))|(?:${numberWord}|an?)(?=[\\s-]+(?:hour|hr|min)))`;
const hours = '(?:hours?|hrs?|h)';
const mins = '(?:minutes?|mins?|m)';
const fraction = '(?:a\\s+half|half|a\\s+quarter|quarter|three[\\s-]+quarters)';
// Minutes that follow an hour without their unit end what is said of the length.
const over = `(?=\\s*(?:$|[,;)])|\\s+(?:on|at|from|next|today|tonight|${tomorrowWord}|${weekdayWord})(?!\\p{L}))`;
const gap = '[\\s-]*';

const one = [
  `(?<h1>\\d{1,4})h(?:rs?)?(?<m1>\\d{1,2})m?`,
  `(?<h2>${amount})${gap}${hours}[\\s,]*(?:and\\s+|&\\s*)?(?<m2>\\d{1,3}|${numberWord})${gap}${mins}`,
  `(?<h8>${amount}|(?=(?:hour|hr)\\s))${gap}${hours}\\s+(?:(?:and|&|\\+)\\s+(?<m8>[1-5]?[05]|${numberWord})|(?<m10>15|[2-5][05]|${numberWord}))${over}`,
  `(?<h3>${amount}|(?=(?:hour|hr)\\s+(?:and|&|\\+)))${gap}${hours}\\s+(?:and|&|\\+)\\s+(?<f3>${fraction})`,
  `(?<h4>${figure}|${numberWord})\\s+and\\s+(?<f4>${fraction})${gap}${hours}`,
  `(?<f5>half\\s+an|a\\s+half|half|(?:a\\s+)?quarter\\s+of\\s+an|three[\\s-]+quarters\\s+of\\s+an)${gap}(?:hour|hr)`,
  `(?<h6>${amount}|(?=(?:hour|hr)\\s+(?:from\\s+now|later|earlier)))${gap}${hours}`,
  // "2pm 90", "45'": a number behind a time that can be no day's, and the sign of minutes.
  `(?<=[ap]\\.?m\\.?\\s+|[:.]\\d\\d\\s+)(?<m11>[4-9]0|[3-9]5|1[0-8]0)(?=\\s*$)`,
  `(?<m12>\\d{1,3})'`,
  // "for 45", last: minutes, whatever else it could be is no number of them.
  `(?<=\\bfor\\s+)(?<m9>[1-9]0|[1-9]5|1[0-8]0)(?=\\s*$)`,
  `(?<m7>${figure}|${numberWord}(?=[\\s-]+min))${gap}${mins}`,
].join('|');

const lengthPattern = new RegExp(`${before}(?<!\\d:|(?:^|\\s)\\d{1,3},)(?<sign>[-−])?(?:${one})${after}`, 'giu');

// "20 minutes to 4" is a time of day.
const minutesTo = new RegExp(
  `^\\s+(?:to|past|until|till?|before)\\s+(?:\\d{1,2}(?:\\s?[ap]\\.?m)?|${hourWord})${after}`,
  'iu',
);

/** Every length in `text`, in order. Hours on the clock ("15h30", "1500 hrs") are none. */
export function lengthsIn(text: string): Length[] {
  const found: Length[] = [];
  for (const match of matchesOf(lengthPattern, text)) {
    const g = match.groups ?? {};
    const start = match.index;
    const end = start + match[0].length;
    const lead = text.slice(0, start);
    const forIt = /(?:^|[\s,(])(?:for|lasting|of)\s+(?:about\s+)?$/i.test(lead);
    if (!forIt && onTheClock(match[0], lead)) continue;
    const minutes = (g.sign === undefined ? 1 : -1) * minutesOf(g);
    const relative =
      minutesTo.test(text.slice(end)) ||
      /(?:^|[\s,])(?:in|within|every|after|by)\s+(?:about\s+)?$/i.test(lead) ||
      /(?:^\s*(?:to\s+)?|\b(?:push|put|move|bring)(?:ed)?\s+(?:it\s+)?)(?:back|forward|later|earlier)\s+(?:by\s+)?$|\b(?:later|earlier|back|forward)\s+by\s+$/i.test(
        lead,
      ) ||
      /^(?:\s+(?:from\s+now|time|later|ago|hence|earlier|sooner|back)\b|\s+(?:before|after)(?=\s*$|\s+(?:that|it|\d))|'s?\s+time\b)/i.test(
        text.slice(end),
      );
    found.push({ start, end, minutes: Math.round(minutes), relative, said: forIt });
  }
  return found;
}

/** "15h30", "14.00hrs", "at 17h" and "1500 hours" are times of day; "1h30" and "9h" are lengths. */
function onTheClock(text: string, lead: string): boolean {
  if (/^\d{1,2}h$/i.test(text)) return /(?:\b(?:at|from)|@)\s*$/i.test(lead);
  if (/^(?:0\d|9|1\d|2[0-3])[.:][0-5]\d\s?(?:h|hrs|hours)$/i.test(text)) return true;
  const compact = /^(\d{1,2})h([0-5]\d)$/i.exec(text);
  if (compact !== null) return Number(compact[1]) >= 9 && Number(compact[1]) <= 23;
  return /^(?:[01]\d|2[0-3])[0-5]\d\s?(?:h|hrs|hours)$/i.test(text);
}

function minutesOf(g: Record<string, string | undefined>): number {
  const h = g.h1 ?? g.h2 ?? g.h3 ?? g.h4 ?? g.h6 ?? g.h8;
  const m = g.m1 ?? g.m2 ?? g.m7 ?? g.m8 ?? g.m9 ?? g.m10 ?? g.m11 ?? g.m12;
  const f = g.f3 ?? g.f4 ?? g.f5;
  return (h === undefined ? 0 : hoursOf(h)) + (m === undefined ? 0 : amountOf(m)) + (f === undefined ? 0 : part(f));
}

/** "1.30 hours" is written as on a clock, "1.5" and "1.25" are parts of an hour. */
function hoursOf(text: string): number {
  const clock = /^(\d{1,2})\.(15|30|45)$/.exec(text.trim());
  return clock === null ? amountOf(text) * 60 : Number(clock[1]) * 60 + Number(clock[2]);
}

const part = (words: string): number => (/three/i.test(words) ? 45 : /quarter/i.test(words) ? 15 : 30);

function amountOf(text: string): number {
  if (/couple/i.test(text)) return 2;
  const found = /^(?<whole>.*?)\s*(?<part>[½¼¾]|[13]\/[24])$/.exec(text.trim());
  const vulgar =
    { '½': 0.5, '1/2': 0.5, '2/4': 0.5, '¼': 0.25, '1/4': 0.25, '¾': 0.75, '3/4': 0.75, '3/2': 1.5 }[
      found?.groups?.part ?? ''
    ] ?? 0;
  const whole = found?.groups?.whole ?? text.trim();
  // "hour and a half" is one and a half.
  return vulgar + (whole === '' ? (vulgar === 0 ? 1 : 0) : numberOf(whole.replace(/^\./, '0.').replace(/,5$/, '.5')));
}

/** A sentence for a length that no session can have; undefined for one it can. Limits: `domain/session.ts`. */
export function lengthProblem(minutes: number): string | undefined {
  if (minutes > longestSession)
    return `A session can last at most ${minutesInWords(longestSession)}, and I understood ${inWords(minutes)}: say a shorter length, like 45m.`;
  if (minutes < shortestSession)
    return `A session lasts at least ${minutesInWords(shortestSession)}, and I understood ${inWords(minutes)}: say a longer length, like 45m.`;
  return undefined;
}

const inWords = (minutes: number): string => (minutes < 0 ? `−${minutesInWords(-minutes)}` : minutesInWords(minutes));

/**
 * Takes a length out of typed text, before or after the time: "45m", "1h30", "1 h 30 min", "an hour and a half",
 * "for 45m", "half an hour". `minutes` is a length a session can have; otherwise `problem` says, with the number
 * understood, what to do. `rest` is the text without it (the text itself where there is none). Only the beginning is
 * read (`readAtMost`); never throws. Say "for" where several could be meant: that one wins, then the first.
 */
export function takeLength(text: string): { minutes?: number; rest: string; problem?: string } {
  const { head, readable, tail } = headOf(text);
  const found = lengthsIn(readable).filter((l) => !l.relative);
  const length = found.find((l) => l.said) ?? found[0];
  if (length === undefined) return { rest: text };
  const lead = /(?:^|(?<=[\s,(]))(?:(?:for|lasting|of)\s+(?:about\s+)?)?$/i.exec(readable.slice(0, length.start));
  let start = lead?.index ?? length.start;
  let end = length.end;
  if (readable[start - 1] === '(' && readable[end] === ')') {
    start -= 1;
    end += 1;
  }
  const rest = (without(head, { start, end }) + tail).trim();
  const problem = lengthProblem(length.minutes);
  return problem === undefined ? { minutes: length.minutes, rest } : { rest, problem };
}

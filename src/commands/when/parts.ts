import { bounded, inOrder, matchesOf, type Span, tomorrowWord, weekdayWord } from './words.js';

/** Parts of a day, as they are said instead of an hour or beside one. */
export type DayPart =
  | 'first'
  | 'morning'
  | 'before-lunch'
  | 'lunchtime'
  | 'after-lunch'
  | 'afternoon'
  | 'after-school'
  | 'last'
  | 'teatime'
  | 'evening';
export interface PartPiece extends Span {
  readonly kind: 'part';
  readonly part: DayPart;
  /** "this afternoon" is today's; it alone counts without a day beside it. */
  readonly trust: 'always' | 'beside';
}

const day = `(?:today|${tomorrowWord}|${weekdayWord}|\\d{1,2}(?:st|nd|rd|th))`;

/** How each part is said. Of two that begin at the same place the longer counts. */
const parts: readonly (readonly [DayPart, string])[] = [
  ['first', 'first\\s+thing(?:\\s+in\\s+the\\s+morning)?'],
  ['last', 'last\\s+thing'],
  ['morning', `morning|(?<=${day}\\s+)morn|(?<=${day}\\s+)(?:am(?!\\s+i\\b)|a\\.m\\.?)|^a\\.?m\\.?(?=\\s+${day})`],
  ['before-lunch', 'before\\s+lunch'],
  ['lunchtime', `lunch\\s?time|(?:at|over|during)\\s+lunch|^lunch|(?<=${day}\\s+)lunch(?=\\s*$|\\s+\\d|,)`],
  ['after-lunch', 'after\\s+lunch'],
  ['afternoon', `afternoon|arvo|aft|(?<=${day}\\s+)(?:pm|p\\.m\\.?)|^p\\.?m\\.?(?=\\s+${day})`],
  ['after-school', '(?:after|end\\s+of)\\s+school'],
  ['teatime', 'tea\\s?time'],
  ['evening', 'evening|eve(?=\\s*(?:$|\\d|,|at\\b))|night'],
];
const partPatterns = parts.map(
  ([part, words]) =>
    [
      part,
      bounded(
        `(?<lead>this\\s+|in\\s+the\\s+|at\\s+)?(?:(?:late|early|mid)\\s+(?=\\p{L}+(?:noon|ing)))?(?<word>${words})`,
      ),
    ] as const,
);

/** Parts of a day: they decide which of two times is meant, and alone they are asked about. */
export function partsIn(text: string): PartPiece[] {
  const found = partPatterns.flatMap(([part, pattern]) =>
    matchesOf(pattern, text).flatMap((match): PartPiece[] => {
      const lead = match.groups?.lead ?? '';
      if (/^night$/i.test(match.groups?.word ?? '') && /^this/i.test(lead)) return [];
      const trust = /this/i.test(lead) ? 'always' : 'beside';
      return [{ kind: 'part', start: match.index, end: match.index + match[0].length, part, trust }];
    }),
  );
  return inOrder(found);
}

/** The times offered for a part of a day that was said without an hour. */
export const partTimes: Readonly<Record<DayPart, readonly number[]>> = {
  first: [8 * 60, 8 * 60 + 30, 9 * 60],
  morning: [9 * 60, 10 * 60, 11 * 60],
  'before-lunch': [11 * 60, 11 * 60 + 30, 12 * 60],
  lunchtime: [12 * 60, 12 * 60 + 30, 13 * 60],
  'after-lunch': [13 * 60, 13 * 60 + 30, 14 * 60],
  afternoon: [14 * 60, 15 * 60, 16 * 60],
  'after-school': [15 * 60, 15 * 60 + 30, 16 * 60],
  last: [16 * 60, 16 * 60 + 30, 17 * 60],
  teatime: [16 * 60, 16 * 60 + 30, 17 * 60],
  evening: [18 * 60, 19 * 60, 20 * 60],
};

const bounds: Readonly<Record<DayPart, readonly [from: number, to: number]>> = {
  first: [0, 719],
  morning: [0, 719],
  'before-lunch': [540, 780],
  lunchtime: [690, 899],
  'after-lunch': [720, 1019],
  afternoon: [720, 1139],
  'after-school': [840, 1139],
  last: [900, 1260],
  teatime: [900, 1139],
  evening: [960, 1440],
};

/** Of two readings of an hour, those within the part of the day; both, if neither is. */
export function within(part: DayPart, times: readonly number[]): readonly number[] {
  const [from, to] = bounds[part];
  const kept = times.filter((t) => t >= from && t <= to);
  if (kept.length === 0 && part === 'evening') {
    if (times.includes(720)) return [1440];
    // "Tonight at 1" is after midnight; where that of the day itself is still to come, it may be meant too.
    const small = [...new Set(times.filter((t) => t < 360 || (t > 720 && t < 780)).map((t) => t % 720))];
    if (small.length > 0) return [...small.map((t) => t + 1440), ...small];
  }
  return kept.length > 0 ? kept : times;
}

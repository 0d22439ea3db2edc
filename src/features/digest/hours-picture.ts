import { createHash } from 'node:crypto';
import type { Block } from '../../chat/card.js';
import type { HoursChart, RatingTrend } from '../../chat/chart.js';
import type { DocumentId } from '../../kernel/ids.js';
import { minutesInWords } from '../../kernel/words.js';
import { dayAndMonth } from '../../kernel/zoned.js';
import type { WeekOfHours } from '../shared/read-hours.js';

/** Hours against their target, and week by week: what a card shows as a picture besides saying it. */
interface HoursSoFar {
  readonly deliveredMinutes: number;
  readonly targetMinutes: number;
  readonly weeks: readonly WeekOfHours[];
  /** Whose days they are. */
  readonly zone: string;
  readonly practice: boolean;
  /** How ratings have moved, for whoever may read that; none is no trend. */
  readonly ratings?: { readonly title: string; readonly trends: readonly RatingTrend[] };
}

/** What the picture of these hours shows. */
export function hoursChart(title: string, so: HoursSoFar): HoursChart {
  return {
    kind: 'hours',
    title,
    deliveredMinutes: so.deliveredMinutes,
    targetMinutes: so.targetMinutes,
    weeks:
      so.weeks.length < 2 ? [] : so.weeks.map(({ from, minutes }) => ({ began: dayAndMonth(from, so.zone), minutes })),
    ...(so.ratings === undefined || so.ratings.trends.length === 0 ? {} : { ratings: so.ratings }),
    practice: so.practice,
  };
}

/**
 * The block of a picture. It is named by what it shows: drawn again with the same figures it is the same picture, and
 * is not uploaded again.
 */
export function hoursPicture(title: string, so: HoursSoFar): Extract<Block, { kind: 'image' }> {
  const chart = hoursChart(title, so);
  const name = createHash('sha256').update(JSON.stringify(chart)).digest('hex').slice(0, 32);
  return { kind: 'image', document: `hours-${name}` as DocumentId, alt: altOf(chart), chart };
}

const withoutStop = (words: string): string => words.replace(/\.$/, '');

/** The picture in words, every figure of it. */
function altOf(chart: HoursChart): string {
  const done = minutesInWords(chart.deliveredMinutes);
  const of = chart.targetMinutes > 0 ? ` of ${minutesInWords(chart.targetMinutes)}` : '';
  const weeks = chart.weeks.map((w) => `${w.began} ${minutesInWords(w.minutes)}`).join('; ');
  return [
    `${chart.title}: ${done}${of} delivered.`,
    ...(weeks === '' ? [] : [`Each week from: ${weeks}.`]),
    ...(chart.ratings === undefined
      ? []
      : [
          `${chart.ratings.title}:`,
          ...chart.ratings.trends.map((t) => `${withoutStop(t.question)}: ${withoutStop(t.words)}.`),
        ]),
    ...(chart.practice ? ['Practice data.'] : []),
  ].join(' ');
}

/** "3 Nov 1 h; 10 Nov 45 min": a line is broken between two weeks and nowhere else. */
export const weeksInWords = (weeks: readonly WeekOfHours[], zone: string): string =>
  weeks.map((w) => `${dayAndMonth(w.from, zone)} ${minutesInWords(w.minutes)}`.replaceAll(' ', '\u00a0')).join('; ');

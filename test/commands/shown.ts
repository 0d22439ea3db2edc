import type { PlanWords, When } from '../../src/commands/when.js';
import type { Recurrence } from '../../src/domain/recurrence.js';

/**
 * What was understood, in one line that can be read and compared:
 * `2026-11-23T15:00Z 45m "Phone calls"`, `ask A | B`, `day A` or `day A or B`, `past A`, `none`, with the length, the
 * title, the series and `!length`, `!series` or `!zone` where a sentence says what is wrong.
 */
export function shown(words: PlanWords): string {
  return [
    whenShown(words.when),
    words.minutes === undefined ? '' : `${words.minutes}m`,
    words.lengthProblem === undefined ? '' : '!length',
    words.every === undefined ? '' : seriesShown(words.every),
    words.everyProblem === undefined ? '' : '!series',
    words.title === '' ? '' : `"${words.title}"`,
  ]
    .filter((part) => part !== '')
    .join(' ');
}

const instant = (at: number): string => new Date(at).toISOString().replace(':00.000Z', 'Z');

function whenShown(when: When): string {
  if (when.kind === 'at') return instant(when.at);
  if (when.kind === 'past') return `past ${instant(when.at)}`;
  if (when.kind === 'ask') return `ask ${when.options.map((o) => instant(o.at)).join(' | ')}`;
  if (when.kind === 'date-only') return `day ${[when.date, ...(when.also ?? [])].join(' or ')}`;
  return when.why?.includes('time zone') ? 'none !zone' : 'none';
}

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

function seriesShown(every: Recurrence): string {
  const day = every.weekday === undefined ? '' : ` ${weekdays[every.weekday - 1]}`;
  const nth = every.unit === 'month' && every.nth !== undefined ? ` ${every.nth}` : '';
  const end =
    every.end === undefined ? '' : 'times' in every.end ? ` x${every.end.times}` : ` until ${every.end.until}`;
  return `every ${every.unit === 'week' ? `${every.weeks}w` : 'month'}${nth}${day}${end}`;
}

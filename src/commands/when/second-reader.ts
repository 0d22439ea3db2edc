import { en } from 'chrono-node';
import { minute } from '../../kernel/clock.js';
import { asDate } from '../../kernel/zoned.js';
import type { WordsContext } from './calendar.js';
import { offsetAt } from './labels.js';
import type { DatePiece, MomentPiece } from './pieces.js';
import { civil, type Span } from './words.js';

/** What chrono is trusted with (docs/platforms.md#chrono-node): counting from now. Its "at 3" and "half 3" are not. */
const counted = /^(?:in|within)\s|\s(?:from\s+now|later|hence|ago)$/i;

const maybeCounted = /(?:^|\s)(?:in|within)\s|\s(?:from\s+now|later|hence|ago)(?!\p{L})/iu;

/**
 * A second reading, by chrono, of what the grammar here left over: "in a couple of days", "in a few hours". Nothing
 * that chrono only supposes is taken: the day must be certain, and the hour too before the result is a moment.
 */
export function countedIn(text: string, taken: readonly Span[], context: WordsContext): (DatePiece | MomentPiece)[] {
  if (!maybeCounted.test(text)) return []; // chrono is the slowest part of a reading
  let left = text;
  for (const { start, end } of taken) left = left.slice(0, start) + '·'.repeat(end - start) + left.slice(end);
  const offset = offsetAt(context.now, context.zone);
  const now = Math.floor(context.now / minute) * minute;
  const results = en.GB.parse(left, { instant: asDate(now), timezone: offset }, { forwardDate: true });
  return results.flatMap((result): (DatePiece | MomentPiece)[] => {
    if (!counted.test(result.text) || result.end) return [];
    const { start } = result;
    const until = result.index + result.text.length;
    const time = /^(?:'s?|s')\s+time\b/i.exec(text.slice(until))?.[0].length ?? 0;
    const span = { start: result.index, end: until + time };
    if (start.isCertain('hour') && start.isCertain('timezoneOffset'))
      return [{ kind: 'moment', ...span, at: start.date().getTime() }];
    if (!start.isCertain('day') || !start.isCertain('month')) return [];
    const day = civil(start.get('year') ?? 0, start.get('month') ?? 0, start.get('day') ?? 0);
    return day === undefined ? [] : [{ kind: 'date', ...span, days: [day], trust: 'always' }];
  });
}

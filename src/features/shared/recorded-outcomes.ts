import type { OutcomeResult, RecordedOutcome } from '../../domain/pack/pack.js';
import { asDate } from '../../kernel/zoned.js';

/** What was decided elsewhere of a criterion, in a line (docs/field.md#outcomes-elsewhere). */

export const resultWords: Readonly<Record<OutcomeResult, string>> = {
  achieved: 'Achieved',
  'not-yet': 'Not yet achieved',
  referred: 'Referred back',
};

/** “Recorded elsewhere: achieved on 3 December 2026 by Ada Cole.” */
export function outcomeLine({ result, on, by }: Pick<RecordedOutcome, 'result' | 'on' | 'by'>): string {
  const date = asDate(Date.parse(`${on}T12:00:00Z`)).toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
  return `Recorded elsewhere: ${resultWords[result].toLowerCase()} on ${date}${by === '' ? '' : ` by ${by}`}.`;
}

import { z } from 'zod';
import { keptValue, ofPerson } from '../../domain/kept.js';
import type { Person } from '../../domain/programme.js';
import { tomorrowAt } from '../../domain/prompt-schedule.js';
import { local, type WallTime } from '../../kernel/zoned.js';
import type { Work } from '../feature.js';

/**
 * Beside what a session brings (invitation, change, cancellation, beginning, length, its questions) and answers to their own
 * words a mentee is sent one message a day at most (docs/field.md#one-message-a-day): people leave what asks too much.
 */

/** The last day (theirs) on which somebody was sent such a message, and what it was. */
export const sentBeside = keptValue({
  name: 'sent-beside',
  per: [ofPerson],
  schema: z.object({ date: z.string(), face: z.string() }),
  erasure: { of: 'person', does: 'forget' },
});

/** At noon nobody is woken, and most days something else has come by then. */
const laterAt: WallTime = '12:00';

/**
 * Takes this person's one message of today for a face. Undefined where it is theirs to be sent now; else the moment (ms) to
 * try again, the next day: the caller sets its prompt for then.
 */
export async function takeToday(
  work: Pick<Work, 'rows' | 'now'>,
  person: Pick<Person, 'id' | 'zone'>,
  face: string,
): Promise<number | undefined> {
  const { date } = local(work.now, person.zone);
  if ((await work.rows.kept.get(sentBeside, person.id))?.date === date)
    return tomorrowAt(work.now, laterAt, person.zone);
  await work.rows.kept.put(sentBeside, person.id, { date, face });
  return undefined;
}

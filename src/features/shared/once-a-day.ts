import type { Person } from '../../domain/programme.js';
import { nextDaysAt, sentBeside } from '../../domain/sent-beside.js';
import { local } from '../../kernel/zoned.js';
import type { Work } from '../feature.js';

/**
 * Beside what a session brings (invitation, change, cancellation, beginning, length, its questions) and answers to their own
 * words a mentee is sent one message a day at most (docs/field.md#one-message-a-day): people leave what asks too much.
 * The outbox holds that for every face that `comes` beside; who asks here first can do something better than wait in line.
 */

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
  if ((await work.rows.kept.get(sentBeside, person.id))?.date === date) return nextDaysAt(work.now, person.zone);
  await work.rows.kept.put(sentBeside, person.id, { date, face });
  return undefined;
}

import type { MentorshipId, PersonId } from '../kernel/ids.js';
import { hasBegun, isOpen, type Session } from './session.js';
import { type SessionPart, untilItEnds } from './subjects.js';

/** What becomes of a mentorship's sessions, and of what the bot would have said about them, when it comes to its end. */

/**
 * How a mentorship comes to its end: by its button, whoever pressed it; as its mentee goes on with another mentor; or
 * because its mentor, or its mentee, is erased.
 */
export type Ending = 'ended' | 'handed-over' | 'mentor-erased' | 'mentee-erased';

/**
 * - `called-off`: the whole session is cancelled;
 * - `without-mentee`: it stays planned for the others of its group, without this mentee;
 * - `to-its-record`: it stays as it is, is ended at its end, and its mentor is asked for the record;
 * - `over`: it is over already, and nothing changes.
 */
export type SessionFate = 'called-off' | 'without-mentee' | 'to-its-record' | 'over';

type Among = Pick<Session, 'state' | 'startsAt'> & {
  readonly attendees: readonly { readonly mentorship: MentorshipId }[];
};

/**
 * What becomes of a session of the `ending` mentorship at `now` (ms).
 *
 * A session that has begun took place, whoever parts during it: its record is the mentor's to write
 * (docs/field.md#at-the-time). An erasure is the exception where it leaves no record to write: an erased mentor writes
 * none, and of an erased mentee no more is kept, for a record with one mentee stands under that mentee's key. A group's
 * record stands under its mentor's key and belongs to the others too.
 */
export function sessionFate(
  s: Among,
  ending: { readonly id: MentorshipId; readonly how: Ending },
  now: number,
): SessionFate {
  if (!isOpen(s)) return 'over';
  const group = s.attendees.some((a) => a.mentorship !== ending.id);
  if (ending.how === 'mentor-erased' || (ending.how === 'mentee-erased' && !group)) return 'called-off';
  if (hasBegun(s, now)) return 'to-its-record';
  return group ? 'without-mentee' : 'called-off';
}

/** Prompts that are not to come: those of these parts of the session's life; with `of`, that person's own alone. */
export interface StoppedPrompts {
  readonly parts: readonly SessionPart[];
  readonly of?: PersonId;
}

/**
 * What is not said any more of a session while its mentorship with `mentee` rests or is over. `othersGoOn`: another of
 * its mentees has a mentorship that is going on, so that only this mentee's own prompts stop. A session that has begun
 * keeps the prompt that ends it.
 */
export function promptsAtRest(
  s: Pick<Session, 'state' | 'startsAt'>,
  mentee: PersonId,
  othersGoOn: boolean,
  now: number,
): readonly StoppedPrompts[] {
  const theirs: StoppedPrompts = { parts: isOpen(s) ? ['ahead'] : ['ahead', 'after'], of: mentee };
  if (othersGoOn) return [theirs];
  if (!isOpen(s)) return [theirs, { parts: ['ahead', 'record'] }];
  return [theirs, { parts: hasBegun(s, now) ? ['ahead'] : untilItEnds }];
}

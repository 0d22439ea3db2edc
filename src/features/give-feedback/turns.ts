import { attendeeOf, heldAt, type Session } from '../../domain/session.js';
import type { Rows } from '../../ports/store.js';
import type { Asked } from './asked.js';

/**
 * A session's place among those of its mentorship that were held, from 1: which of the questions have their turn
 * (docs/field.md#questions-take-turns). Held is what has ended and where the mentee was, as far as that is known when the
 * form is asked for: what is recorded, corrected or settled later moves no form.
 */
export async function placeOfSession(rows: Rows, { session, attendee }: Asked): Promise<number> {
  const before = (await rows.sessions.ofMentorship(attendee.mentorship)).filter(
    (s) => s.id !== session.id && s.state === 'ended' && began(s, session) && !denied(s, attendee.mentee),
  );
  const figures = await rows.past.figures(before.map((s) => s.id));
  return 1 + before.filter((s) => figures.get(s.id)?.attended?.includes(attendee.mentee) !== false).length;
}

const began = (s: Session, than: Session): boolean =>
  heldAt(s) < heldAt(than) || (heldAt(s) === heldAt(than) && s.id < than.id);

/** They say that it did not happen, and nobody has settled that it did. */
function denied(s: Session, mentee: Asked['attendee']['mentee']): boolean {
  const seat = attendeeOf(s, mentee);
  return seat === undefined || (seat.confirmation === 'did-not-happen' && (seat.settledMinutes ?? 0) === 0);
}

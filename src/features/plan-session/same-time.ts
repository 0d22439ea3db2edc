import { mention, moment, say, type Text } from '../../chat/text.js';
import { clashOf, isExpected, plannedEnd, type Session } from '../../domain/session.js';
import { day } from '../../kernel/clock.js';
import type { PersonId } from '../../kernel/ids.js';
import type { Rows } from '../../ports/store.js';
import type { Work } from '../feature.js';

/**
 * A mentee of two mentors who is to be in two places at once. They are told of both, for both are theirs; each mentor
 * only that they are not free (docs/field.md#clashes).
 */

/** The mentee's other session at the time of this one, if it is still to come and they have not said no to either. */
export async function otherThen(s: Session, mentee: PersonId, rows: Rows): Promise<Session | undefined> {
  if (s.state !== 'planned' || !isExpected(s, mentee)) return undefined;
  const open = await rows.sessions.openOfMentee(mentee, s.startsAt - day, plannedEnd(s));
  return clashOf(
    s,
    open.filter((o) => isExpected(o, mentee)),
  );
}

/** Told to the mentee, beside the buttons that answer it. */
export const otherThenWords = (other: Session): Text =>
  say`You are meeting ${mention(other.mentor)} then too, at ${moment(other.startsAt, 'time')}. You can say no to one, or suggest another time.`;

/** What of their mentees' other sessions stands at these times is drawn anew: it says so, or says so no longer. */
export function redrawSameTime(
  attendees: Session['attendees'],
  spans: readonly Pick<Session, 'id' | 'startsAt' | 'minutes'>[],
  work: Pick<Work, 'redrawThen'>,
): void {
  for (const { mentee } of attendees)
    for (const span of spans) work.redrawThen({ mentee, but: span.id, from: span.startsAt, to: plannedEnd(span) });
}

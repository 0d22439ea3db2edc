import { mention, moment, say, type Text } from '../../chat/text.js';
import { type Endings, type PartVerdict, reasonOf } from '../../domain/hours.js';
import { heldAt, type Session } from '../../domain/session.js';
import type { SessionId } from '../../kernel/ids.js';
import { count, minutesInWords } from '../../kernel/words.js';
import type { NotCounted } from '../../ports/store/totals.js';
import { missedWords, notCounted } from '../shared/not-counted.js';

/** Sessions that give no time and are over, newest first, each with its reason. `mentees`: whether to name them. */
export function notCountedInWords(
  found: readonly NotCounted[],
  sessions: ReadonlyMap<SessionId, Session>,
  mentees: boolean,
): readonly Text[] {
  return found.flatMap(({ session, parts }) => {
    const s = sessions.get(session);
    return s === undefined ? [] : [say`${moment(heldAt(s))}, ${s.title}${withNames(s, mentees)}: ${why(parts, s)}.`];
  });
}

/** How sessions ended other than as planned, in one sentence; empty where all were as planned. */
export function endingsInWords(e: Endings): string {
  const parts = [
    [e.early, 'ended early'],
    [e.overrun, 'ran over'],
    [e.cancelledInTime, missedWords['in-time']],
    [e.cancelledLate, missedWords.late],
    [e.menteeDidNotCome, 'without the mentee'],
    [e.mentorCouldNot, 'without the mentor'],
    [e.calledOff, missedWords['called-off']],
    [e.movedLate, 'moved at the last minute'],
    [e.other, 'did not take place'],
  ] as const;
  const said = parts.filter(([n]) => n > 0).map(([n, words]) => `${n} ${words}`);
  return e.all === 0 ? '' : `${count(e.all, 'session')} other than planned: ${said.join('; ')}.`;
}

function withNames(s: Session, mentees: boolean): Text {
  if (!mentees) return say``;
  return s.attendees.reduce((all, a, i) => say`${all}${i === 0 ? ' with ' : ', '}${mention(a.mentee)}`, say``);
}

function why(parts: readonly PartVerdict[], s: Session): string {
  const disputed = parts.find((p) => p.why === 'disputed');
  const reason = reasonOf(parts);
  // A record that was written after all makes it another session than one that was missed.
  if ((reason === 'cancelled' || reason === 'not held') && s.missed !== undefined) return missedWords[s.missed];
  if (disputed !== undefined) return `waiting, as the lengths differ (${figures(disputed)})`;
  return reason === null || reason === 'still to come' || reason === 'disputed' ? '' : notCounted[reason];
}

/** Both figures of a dispute: "mentor 45 min, mentee 30 min". */
export function figures(p: PartVerdict): string {
  const theirs =
    (p.menteeMinutes ?? 0) === 0 ? 'mentee: it did not happen' : `mentee ${minutesInWords(p.menteeMinutes ?? 0)}`;
  return `mentor ${minutesInWords(p.mentorMinutes ?? 0)}, ${theirs}`;
}

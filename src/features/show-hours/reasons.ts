import { mention, moment, say, type Text } from '../../chat/text.js';
import type { Endings, Hours, PartVerdict, SessionVerdict, WhyNot } from '../../domain/hours.js';
import { heldAt, type Missed, type Session } from '../../domain/session.js';
import type { SessionId } from '../../kernel/ids.js';
import { count, minutesInWords } from '../../kernel/words.js';

/** Why a session gives no time, in words that say what could still be done. */
const reasons: Record<Exclude<WhyNot, 'still to come' | 'disputed'>, string> = {
  cancelled: 'cancelled',
  'not held': 'marked as not held',
  'no record': 'no record yet',
  'no-show': 'nobody came',
  'planned afterwards': 'planned after it began, so an assessor has to accept it first',
  'no plan before it began': 'no plan was made before it began',
  'no agreement': 'not agreed by both in time',
  'settled as no time': 'settled by the coordinator as no time',
};

/** The sessions that give no time and are over, newest first, each with its reason. `mentees`: whether to name them. */
export function notCounted(hours: Hours, sessions: ReadonlyMap<SessionId, Session>, mentees: boolean): readonly Text[] {
  return hours.sessions
    .filter((v) => !v.counts && v.why !== null && v.why !== 'still to come')
    .flatMap((v) => {
      const s = sessions.get(v.session);
      return s === undefined ? [] : [{ v, s }];
    })
    .sort((a, b) => b.s.startsAt - a.s.startsAt)
    .map(({ v, s }) => say`${moment(heldAt(s))}, ${s.title}${withNames(s, mentees)}: ${why(v, s)}.`);
}

const missedWords: Readonly<Record<Missed, string>> = {
  'in-time': 'cancelled in good time',
  late: 'cancelled less than a day before',
  mentee: 'the mentee did not come',
  mentor: 'the mentor could not make it',
  'called-off': 'called off at the last moment',
};

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

function why(v: SessionVerdict, s: Session): string {
  // A record that was written after all makes it another session than one that was missed.
  if ((v.why === 'cancelled' || v.why === 'not held') && s.missed !== undefined) return missedWords[s.missed];
  const disputed = v.parts.find((p) => p.why === 'disputed');
  if (disputed !== undefined) return `waiting, as the lengths differ (${figures(disputed)})`;
  return v.why === null || v.why === 'still to come' || v.why === 'disputed' ? '' : reasons[v.why];
}

/** Both figures of a dispute: "mentor 45 min, mentee 30 min". */
export function figures(p: PartVerdict): string {
  const theirs =
    (p.menteeMinutes ?? 0) === 0 ? 'mentee: it did not happen' : `mentee ${minutesInWords(p.menteeMinutes ?? 0)}`;
  return `mentor ${minutesInWords(p.mentorMinutes ?? 0)}, ${theirs}`;
}

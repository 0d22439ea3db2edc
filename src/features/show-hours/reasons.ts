import { mention, moment, say, type Text } from '../../chat/text.js';
import type { Hours, PartVerdict, SessionVerdict, WhyNot } from '../../domain/hours.js';
import type { Session } from '../../domain/session.js';
import type { SessionId } from '../../kernel/ids.js';
import { minutesInWords } from '../../kernel/words.js';

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
    .map(({ v, s }) => say`${moment(s.startsAt)}, ${s.title}${withNames(s, mentees)}: ${why(v)}.`);
}

function withNames(s: Session, mentees: boolean): Text {
  if (!mentees) return say``;
  return s.attendees.reduce((all, a, i) => say`${all}${i === 0 ? ' with ' : ', '}${mention(a.mentee)}`, say``);
}

function why(v: SessionVerdict): string {
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

import type { GoalId, MentorshipId, PersonId, SessionId } from '../kernel/ids.js';
import { type GoalLevel, ratedGoals, seriesOf } from './goal-level.js';
import type { Mentorship } from './mentorship.js';
import { type RecordVersion, sharedPart } from './record.js';
import type { Session } from './session.js';
import { actionSubject } from './subjects.js';

/** A mentee's own page at the end of a mentorship (docs/field.md#looking-back): what they keep of it, in their words. */
export interface LookBack {
  readonly mentorship: MentorshipId;
  readonly mentee: PersonId;
  /** What they take with them. */
  readonly words: string;
  /** A step each, in their words. */
  readonly steps: readonly LookBackStep[];
  readonly savedAt: number;
}

export interface LookBackStep {
  readonly key: string;
  readonly what: string;
}

/** A goal of theirs: where it began and where it is now, 1 to 5, as they see it. */
export interface LookBackGoal {
  readonly id: GoalId;
  readonly what: string;
  readonly began: number;
  /** Null where they said nothing of it since: the page then says where it began, and no more. */
  readonly now: number | null;
}

/**
 * The goals that both agreed and nobody let go, each as the mentee sees it. Where they never said where they began, what
 * both signed says it.
 */
export function goalsLookedBackOn(
  m: Pick<Mentorship, 'mentor' | 'mentee' | 'goals'>,
  levels: readonly GoalLevel[],
): readonly LookBackGoal[] {
  return ratedGoals(m).map((goal) => {
    const theirs = seriesOf(m, goal, levels).find((one) => one.person === m.mentee)?.levels ?? [];
    const began = goal.menteeBaseline ?? goal.baseline;
    const since = goal.menteeBaseline === null ? theirs : theirs.slice(1);
    return { id: goal.id, what: goal.what, began, now: since.at(-1) ?? null };
  });
}

/**
 * The steps that they took: what the records they share in say was theirs to do, where it is ticked off, the earliest
 * session first. What is not ticked off is nowhere on the page.
 * @param done `SESSION/ACTION`, as ticks are kept
 */
export function stepsTaken(
  m: Pick<Mentorship, 'mentee'>,
  sessions: readonly Session[],
  records: ReadonlyMap<SessionId, Pick<RecordVersion, 'body'>>,
  done: ReadonlySet<string>,
): readonly LookBackStep[] {
  return [...sessions]
    .sort((a, b) => a.startsAt - b.startsAt)
    .flatMap((s) => {
      const record = records.get(s.id);
      if (record === undefined || !record.body.attended.includes(m.mentee)) return [];
      const shared = sharedPart(record.body, { mentee: m.mentee, group: s.attendees.length > 1 });
      return shared.actions
        .filter((a) => a.owner === 'mentee' && a.what !== '')
        .map((a) => ({ key: actionSubject.write({ session: s.id, action: a.key }), what: a.what }))
        .filter((step) => done.has(step.key));
    });
}

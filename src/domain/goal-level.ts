import type { GoalId, LevelId, MentorshipId, PersonId, SessionId } from '../kernel/ids.js';
import type { Goal, Mentorship } from './mentorship.js';
import { highestLevel, lowestLevel } from './mentorship.js';
import type { Session } from './session.js';

/**
 * What both sides said of a goal, one after the other (docs/field.md#goal-levels). A line is never changed: who thinks
 * again about the same session says it anew, and that counts from then on.
 */
export interface GoalLevel {
  readonly id: LevelId;
  readonly mentorship: MentorshipId;
  readonly goal: GoalId;
  /** 1 to 5; null takes back what was said about the same session. */
  readonly level: number | null;
  readonly by: PersonId;
  readonly at: number;
  /** The session it was said about; null outside any. */
  readonly session: SessionId | null;
  /** In their words; empty where none were given. */
  readonly why: string;
}

/** Whether goals are looked at anew in such a session. */
export const ratesGoals = ({ kind }: Pick<Session, 'kind'>): boolean => kind === 'review' || kind === 'ending';

/** Goals that are asked about: what both agreed and nobody let go. */
export const ratedGoals = (m: Pick<Mentorship, 'goals'>): readonly Goal[] =>
  m.goals.filter((g) => g.state === 'agreed');

export const isLevel = (n: number): boolean => Number.isInteger(n) && n >= lowestLevel && n <= highestLevel;

/** Of lines about the same session and goal, by the same person, the last one; in the order in which each came first. */
export function standing(levels: readonly GoalLevel[]): readonly GoalLevel[] {
  const last = new Map<string, GoalLevel>();
  // A map keeps the place where a key was first put: thinking again moves nothing.
  for (const one of [...levels].sort((a, b) => a.at - b.at))
    last.set(one.session === null ? one.id : `${one.session}|${one.goal}|${one.by}`, one);
  return [...last.values()];
}

/** What this person said about a session, goal by goal; what was taken back is not among it. */
export const saidAbout = (
  levels: readonly GoalLevel[],
  session: SessionId,
  by: PersonId,
): ReadonlyMap<GoalId, GoalLevel & { readonly level: number }> =>
  new Map(
    standing(levels).flatMap((one) =>
      one.session === session && one.by === by && one.level !== null
        ? [[one.goal, { ...one, level: one.level }] as const]
        : [],
    ),
  );

/** One side's view of a goal: where they saw its start, then what they said since, each in its own order. */
export interface LevelsOf {
  readonly person: PersonId;
  readonly levels: readonly number[];
  /** The reason given for the last of them; empty where none was. */
  readonly why: string;
}

/**
 * Both sides' views of a goal, the mentee's first; a side that said nothing is not among them. What somebody skipped
 * leaves no gap: nobody is told that it was asked (docs/field.md#goal-levels).
 */
export function seriesOf(
  m: Pick<Mentorship, 'mentor' | 'mentee'>,
  goal: Pick<Goal, 'id' | 'baseline' | 'menteeBaseline' | 'proposedBy'>,
  levels: readonly GoalLevel[],
): readonly LevelsOf[] {
  const since = standing(levels).filter((one) => one.goal === goal.id && one.level !== null);
  const of = (person: PersonId, baseline: number | null): readonly LevelsOf[] => {
    const said = since.filter((one) => one.by === person);
    const all = [...(baseline === null ? [] : [baseline]), ...said.flatMap((one) => one.level ?? [])];
    return all.length === 0 ? [] : [{ person, levels: all, why: said.at(-1)?.why ?? '' }];
  };
  return [...of(m.mentee, goal.menteeBaseline), ...of(m.mentor, goal.proposedBy === m.mentee ? null : goal.baseline)];
}

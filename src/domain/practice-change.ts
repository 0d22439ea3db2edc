import type { Id, MentorshipId, PersonId, PortfolioId, ProgrammeId, SessionId } from '../kernel/ids.js';

/**
 * What a mentor changes in how they mentor, and what it answers (docs/field.md#changes-of-practice): “You said … so I will …”,
 * whether it was done, and what followed.
 */

export type ChangeId = Id<'practice-change'>;

export const changeWords = ['done', 'partly', 'not', 'not-what-i-meant'] as const;
export type ChangeWord = (typeof changeWords)[number];

/** What was said of a change since. */
export interface SaidOfChange {
  readonly id: Id<'said-of-change'>;
  readonly by: PersonId;
  /** The session whose record says so; null where it was said apart. */
  readonly session: SessionId | null;
  readonly word: ChangeWord;
  readonly note: string;
  readonly at: number;
}

export interface PracticeChange {
  readonly id: ChangeId;
  readonly programme: ProgrammeId;
  readonly portfolio: PortfolioId;
  readonly mentor: PersonId;
  /** Whose shared answer it cites: that mentee alone hears of it. Null where it cites no answer of one mentee's. */
  readonly mentorship: MentorshipId | null;
  /** What it answers, as the mentor puts it. */
  readonly said: string;
  /** “I will …” */
  readonly what: string;
  /** Citations (`domain/citation.ts`). */
  readonly cites: readonly string[];
  /** ms */
  readonly from: number;
  /** The session it begins with, where one was chosen. */
  readonly fromSession: SessionId | null;
  readonly madeAt: number;
  readonly withdrawnAt: number | null;
  /** Oldest first. */
  readonly since: readonly SaidOfChange[];
}

/** The newest word of whoever mentors of each session; what was said apart of none is the last. */
export const wordInSession = (
  c: Pick<PracticeChange, 'since' | 'mentor'>,
  session: SessionId,
): SaidOfChange | undefined => c.since.findLast((s) => s.by === c.mentor && s.session === session);

/** Its mentee's “that’s not what I meant”, if they said so last. */
export const notMeant = (c: Pick<PracticeChange, 'since'>): SaidOfChange | undefined =>
  c.since.findLast((s) => s.word === 'not-what-i-meant');

/** So many sessions have to have followed before there is anything to compare (docs/field.md#changes-of-practice). */
export const sessionsToFollow = 2;

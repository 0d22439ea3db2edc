import type { AccessLink } from '../../domain/access-link.js';
import type { Agreement, Mentorship } from '../../domain/mentorship.js';
import type { MentorshipId, PersonId, PortfolioId, SessionId } from '../../kernel/ids.js';

/** The first of many, and how many there are. */
export interface FirstSessions {
  readonly count: number;
  readonly ids: readonly SessionId[];
}

/** A mentorship without anybody's words. */
export type MentorshipOutline = Omit<Mentorship, 'programme' | 'goals' | 'agreement'> & {
  readonly agreement: Pick<Agreement, 'mentorSignedAt' | 'menteeSignedAt' | 'menteeWord'>;
};

/** How much of each is kept about somebody. */
export interface Held {
  readonly sessions: number;
  readonly records: number;
  /** Sessions after which they answered something. */
  readonly answers: number;
  readonly contacts: number;
  /** Links and calendar feeds. */
  readonly links: number;
}

/**
 * What a view of much asks: counts, first pages and outlines, each in one statement however much there is. Nothing that
 * is sealed is opened for it; whoever shows a page reads that page's rows.
 */
export interface OverviewRepository {
  /** Sessions of this mentor that have ended and have no record, by planned start. */
  unwritten(mentor: PersonId, limit: number): Promise<FirstSessions>;
  /**
   * Those of a portfolio that could have a record at `now` (ms), whatever became of them, and have none, by planned start,
   * the newest first; a thousand at most.
   */
  unrecorded(portfolio: PortfolioId, now: number): Promise<FirstSessions>;
  /** How many of those planned to start in the span (ms) each mentor has, whoever waits longest first. */
  unwrittenByMentor(from: number, to: number): Promise<ReadonlyMap<PersonId, number>>;
  /** Planned to start after `after` (ms), and this mentee has not answered. */
  unansweredPlans(mentee: PersonId, after: number, limit: number): Promise<FirstSessions>;
  /** Ended after `since` (ms), and this mentee has not answered how long it was; none whose mentorship is paused. */
  unansweredLengths(mentee: PersonId, since: number, limit: number): Promise<FirstSessions>;
  /** Those of a mentorship that have a record, by planned start, the newest first, without the first `skip`. */
  recorded(mentorship: MentorshipId, limit: number, skip: number): Promise<FirstSessions>;

  /** Every mentorship, oldest first. */
  outlines(): Promise<readonly MentorshipOutline[]>;
  /** Of each of these who mentors them in a mentorship that is not over, newest first. Of as many as a card names. */
  mentorsOf(mentees: readonly PersonId[]): Promise<ReadonlyMap<PersonId, readonly PersonId[]>>;
  /** When (ms) the last session that these two had began, by whom of `others` it was with. Of as many as a card names. */
  lastMet(person: PersonId, others: readonly PersonId[]): Promise<ReadonlyMap<PersonId, number>>;
  /** Everybody's newest link that is no calendar. */
  newestLinks(): Promise<readonly Pick<AccessLink, 'person' | 'subject' | 'madeBy' | 'expiresAt' | 'state'>[]>;
  /** Who was erased, and when (ms). */
  erased(): Promise<ReadonlyMap<PersonId, number>>;

  /**
   * Where these faces stand with the mentee they are about, who can still answer at `at` (ms), change or withdraw, or
   * talks a length over: they name who reads it.
   */
  namingReaders<Face extends string>(
    faces: readonly Face[],
    at: number,
  ): Promise<readonly { readonly face: Face; readonly session: SessionId; readonly mentee: PersonId }[]>;

  heldOf(person: PersonId): Promise<Held>;
  /** Whether they were ever to come to a session as a mentee. */
  attends(person: PersonId): Promise<boolean>;
  /** How many of these mentees' answers about sessions were given on a lent device. */
  lentAnswers(mentees: readonly PersonId[]): Promise<number>;
}

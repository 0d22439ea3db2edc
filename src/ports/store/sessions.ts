import type { PlanVersion, Session } from '../../domain/session.js';
import type { MentorshipId, PersonId, PortfolioId, SeriesId, SessionId } from '../../kernel/ids.js';
import type { Remembered } from './remembered.js';

/** Sessions and the versions of their plans. */
export interface SessionsRepository {
  get(id: SessionId): Promise<Session | undefined>;
  /** Saves over the revision it was read at. @throws Refused `stale-session` if it changed since. */
  save(session: Session): Promise<void>;
  /** Open sessions (planned, running) of this person as mentor that touch the span (ms), for clashes. */
  openOfMentor(mentor: PersonId, from: number, to: number): Promise<readonly Session[]>;
  openOfMentee(mentee: PersonId, from: number, to: number): Promise<readonly Session[]>;
  /** These, by planned start; those that are not of the programme are left out. */
  some(ids: readonly SessionId[]): Promise<readonly Session[]>;
  /** Sessions of a mentorship, by planned start. */
  ofMentorship(id: MentorshipId): Promise<readonly Session[]>;
  ofPortfolio(id: PortfolioId): Promise<readonly Session[]>;
  /** Sessions of a series, by planned start. */
  ofSeries(id: SeriesId): Promise<readonly Session[]>;
  /** All whose planned start lies in the span (ms), of the programme. */
  between(from: number, to: number): Promise<readonly Session[]>;
  /** The next open ones of a person, as mentor or mentee, by start. */
  nextOf(person: PersonId, from: number, limit: number): Promise<readonly Session[]>;
  /**
   * A person's, as mentor or mentee, planned to begin at `from` (ms) or later, but for those they said they can't make;
   * the newest of them, by planned start.
   */
  calendarOf(person: PersonId, from: number, limit: number): Promise<readonly Session[]>;
  /**
   * Sessions of this mentee's that have ended since (planned start, ms), whose length may have no answer: none was given,
   * or the record was written or changed after it. None whose mentorship rests or is over, none that was settled.
   */
  perhapsUnanswered(mentee: PersonId, since: number): Promise<readonly Session[]>;
  all(): Promise<readonly Session[]>;
  plan(id: SessionId, version?: number): Promise<PlanVersion | undefined>;
  plans(id: SessionId): Promise<readonly PlanVersion[]>;
  /** All versions of each of these sessions' plans, oldest first, in one reading. */
  plansOf(ids: readonly SessionId[]): Promise<ReadonlyMap<SessionId, readonly PlanVersion[]>>;
  addPlan(plan: PlanVersion): Promise<void>;
}

export const sessionsRemembered: Remembered<SessionsRepository> = {
  get: 'once',
  save: { forgets: 'all', as: 'get' },
  openOfMentor: 'once',
  openOfMentee: 'once',
  some: 'anew',
  ofMentorship: 'once',
  ofPortfolio: 'anew',
  ofSeries: 'anew',
  between: 'anew',
  nextOf: 'anew',
  calendarOf: 'anew',
  perhapsUnanswered: 'anew',
  all: 'anew',
  plan: 'once',
  plans: 'once',
  plansOf: 'anew',
  addPlan: { forgets: ['plan', 'plans'] },
};

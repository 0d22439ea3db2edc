import type { Mentorship, Portfolio } from '../../domain/mentorship.js';
import type { MentorshipId, PersonId, PortfolioId } from '../../kernel/ids.js';
import type { Remembered } from './remembered.js';

export interface PortfoliosRepository {
  get(id: PortfolioId): Promise<Portfolio | undefined>;
  ofMentor(mentor: PersonId): Promise<readonly Portfolio[]>;
  all(): Promise<readonly Portfolio[]>;
  save(portfolio: Portfolio): Promise<void>;
}

export interface MentorshipsRepository {
  get(id: MentorshipId): Promise<Mentorship | undefined>;
  /** Those this person is mentor or mentee of, newest first. */
  of(person: PersonId): Promise<readonly Mentorship[]>;
  all(): Promise<readonly Mentorship[]>;
  save(mentorship: Mentorship): Promise<void>;
  /** The agreement's earlier versions, oldest first, the current one last. */
  agreements(id: MentorshipId): Promise<readonly Mentorship['agreement'][]>;
  /** The same of each of these, in one reading. */
  agreementsOf(ids: readonly MentorshipId[]): Promise<ReadonlyMap<MentorshipId, readonly Mentorship['agreement'][]>>;
}

export const mentorshipsRemembered: Remembered<MentorshipsRepository> = {
  get: 'once',
  of: 'once',
  all: 'anew',
  save: { forgets: 'all' },
  agreements: 'anew',
  agreementsOf: 'anew',
};

export interface InformalContact {
  readonly id: string;
  readonly mentorship: MentorshipId;
  readonly at: number;
  readonly minutes: number;
  readonly note: string;
  readonly author: PersonId;
  readonly savedAt: number;
}

export interface ContactsRepository {
  /** Informal contacts: kept, and zero. */
  add(contact: InformalContact): Promise<void>;
  ofMentorship(id: MentorshipId): Promise<readonly InformalContact[]>;
}

export interface ActionsRepository {
  /** Actions ticked off since: `SESSION/KEY`. */
  done(mentorship: MentorshipId): Promise<ReadonlySet<string>>;
  /** The same of every mentorship of a portfolio; one with none is not among them. */
  doneIn(portfolio: PortfolioId): Promise<ReadonlyMap<MentorshipId, ReadonlySet<string>>>;
  setDone(mentorship: MentorshipId, action: string, done: boolean, at: number): Promise<void>;
}

export const actionsRemembered: Remembered<ActionsRepository> = {
  done: 'once',
  doneIn: 'anew',
  setDone: { forgets: 'all' },
};

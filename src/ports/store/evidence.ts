import type { Attestation, AttestationId } from '../../domain/attestation.js';
import type { Theme } from '../../domain/instrument.js';
import type { LookBack } from '../../domain/look-back.js';
import type { ChangeId, PracticeChange, SaidOfChange } from '../../domain/practice-change.js';
import type { Reflection, ReflectionPiece } from '../../domain/reflection.js';
import type { ThemeMark } from '../../domain/triangulation.js';
import type { MentorshipId, PersonId, PortfolioId } from '../../kernel/ids.js';
import type { Remembered } from './remembered.js';

/** What a portfolio has beside its sessions: what was attested, what was changed, how it is judged and reflected on. */

export interface AttestationsRepository {
  get(id: AttestationId): Promise<Attestation | undefined>;
  /** Oldest first. */
  ofPortfolio(id: PortfolioId): Promise<readonly Attestation[]>;
  ofMentorship(id: MentorshipId): Promise<readonly Attestation[]>;
  /** Whose words they are, or would be. */
  ofWriter(person: PersonId): Promise<readonly Attestation[]>;
  save(attestation: Attestation): Promise<void>;
}

export interface ChangesRepository {
  get(id: ChangeId): Promise<PracticeChange | undefined>;
  /** Those taken back too, oldest first, with all that was said of them. */
  ofPortfolio(id: PortfolioId): Promise<readonly PracticeChange[]>;
  /** Those that cite a shared answer of this mentorship’s. */
  ofMentorship(id: MentorshipId): Promise<readonly PracticeChange[]>;
  /** All of it but what was said since. */
  save(change: PracticeChange): Promise<void>;
  /** One more word; of one side and one session the newest holds. */
  say(id: ChangeId, said: SaidOfChange): Promise<void>;
}

export const changesRemembered: Remembered<ChangesRepository> = {
  ofPortfolio: 'once',
  ofMentorship: 'once',
  get: 'anew',
  save: { forgets: 'all' },
  say: { forgets: 'all' },
};

export interface MarksRepository {
  ofPortfolio(id: PortfolioId): Promise<readonly ThemeMark[]>;
  save(mark: ThemeMark): Promise<void>;
  remove(portfolio: PortfolioId, theme: Theme): Promise<void>;
}

export interface ReflectionsRepository {
  get(portfolio: PortfolioId): Promise<Reflection | undefined>;
  save(reflection: Reflection): Promise<void>;
  /** Every version of every answer, as they were saved. */
  pieces(portfolio: PortfolioId): Promise<readonly ReflectionPiece[]>;
  /** How many versions were saved, and when the first and the last (ms): all that leaves of a draft. */
  draftsOf(
    portfolio: PortfolioId,
  ): Promise<{ readonly versions: number; readonly first: number; readonly last: number }>;
  /** One more version of one answer; none is changed. */
  addPiece(piece: ReflectionPiece): Promise<void>;
}

export interface LookBacksRepository {
  get(id: MentorshipId): Promise<LookBack | undefined>;
  /** Of which of their mentorships this mentee keeps a page. */
  ofMentee(mentee: PersonId): Promise<ReadonlySet<MentorshipId>>;
  save(page: LookBack): Promise<void>;
  remove(id: MentorshipId): Promise<void>;
}

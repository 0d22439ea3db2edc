import type { Pack, PackChoice, PackId, RecordedOutcome } from '../../domain/pack/pack.js';
import type { Id, PersonId, PortfolioId, ProgrammeId } from '../../kernel/ids.js';

/** Packs that were asked for, what mentees said of them, and the made files for as long as they are kept. */
export interface PacksRepository {
  get(id: PackId): Promise<Pack | undefined>;
  /** Newest first; of a portfolio hardly ever more than a few. */
  ofPortfolio(id: PortfolioId): Promise<readonly Pack[]>;
  ofPortfolios(ids: readonly PortfolioId[]): Promise<readonly Pack[]>;
  /** Those that are under way or made, of portfolios in which this person is a mentee. */
  lookedAtBy(mentee: PersonId): Promise<readonly Pack[]>;
  add(pack: Pack): Promise<void>;
  /** All of it but its fence: what is in hand under a lease is settled by `settle`. */
  save(pack: Pack): Promise<void>;
  /**
   * Takes one that is due and that nobody else has in hand, until `leaseUntil` (ms); counts the try and raises the fence.
   * `now` is the domain's, `leaseNow` the lease clock's.
   */
  claim(id: PackId, now: number, leaseNow: number, leaseUntil: number): Promise<Pack | undefined>;
  /** Saves it and lets it go, if the fence is still the one it was claimed with; whether it was. `nextAt`: lease clock. */
  settle(pack: Pack, fence: number, nextAt: number): Promise<boolean>;
  /** Puts the made file in, over an older one. @param keptUntil ms */
  keepFile(id: PackId, file: Uint8Array, keptUntil: number): Promise<void>;
  /** Undefined where it is not kept any more, or somebody of it was erased. */
  file(id: PackId): Promise<Uint8Array | undefined>;
  dropFile(id: PackId): Promise<void>;
  choices(id: PackId): Promise<readonly PackChoice[]>;
  /** Over an earlier one of the same mentorship. */
  choose(choice: PackChoice): Promise<void>;
}

export interface AnyPacksRepository {
  /** Those with work to do at `now` (ms, the domain's clock) and `leaseNow`, the oldest first. */
  due(
    now: number,
    leaseNow: number,
    most: number,
  ): Promise<readonly { readonly id: PackId; readonly programme: ProgrammeId }[]>;
  /** When the next has (ms of each clock), where any waits. */
  nextAt(): Promise<{ readonly now: number | undefined; readonly lease: number | undefined }>;
  /** Throws away files that are kept no more; how many. */
  sweep(now: number): Promise<number>;
}

export interface OutcomesRepository {
  /** Oldest first, those taken back too. */
  ofPortfolio(id: PortfolioId): Promise<readonly RecordedOutcome[]>;
  get(id: Id<'outcome'>): Promise<RecordedOutcome | undefined>;
  save(outcome: RecordedOutcome): Promise<void>;
}

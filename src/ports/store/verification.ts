import type { KeptMisfit } from '../../domain/misfit.js';
import type { MentorshipId, PortfolioId, ProgrammeId, SessionId } from '../../kernel/ids.js';
import type { ChainVerdict } from './audit.js';

/** A chain that is to be compared with its rows. */
export interface ChainToCheck {
  readonly chain: MentorshipId;
  /** ms; null where it never was. */
  readonly checkedAt: number | null;
}

/** What a check came to. */
export interface Checked {
  readonly verdict: ChainVerdict;
  /** The end that a signed head has of this chain, where the chain is another one there. */
  readonly rewrittenAt?: number;
  /** Sessions that were counted as something else than their rows give. */
  readonly amiss: readonly SessionId[];
  /** ms */
  readonly at: number;
}

/** What became of it. */
export interface SettledCheck {
  /** Things that fitted before, and that do not any more; and the other way round. */
  readonly found: number;
  readonly gone: number;
  /** Sessions that are left out from now on, and that count again. */
  readonly leftOut: readonly SessionId[];
  readonly countAgain: readonly SessionId[];
  /** Sessions whose counted figures were put right, and nothing else is wrong with them. */
  readonly putRight: readonly SessionId[];
}

/** How a programme's chains stand, in counts. */
export interface ChecksInCounts {
  /** Mentorships' chains, and how many of them were compared yet. */
  readonly chains: number;
  readonly checked: number;
  /** When the one was compared that was compared longest ago (ms); null where none was. */
  readonly oldestAt: number | null;
  readonly newestAt: number | null;
  /** Chains with something that does not fit, and sessions that are left out. */
  readonly unfitChains: number;
  readonly leftOut: number;
  readonly heads: number;
  /** Whether the signed heads are what they were; null where that was never looked at. */
  readonly headsFit: boolean | null;
}

/** Rows compared with what their chains have committed to, and what was found (docs/record-format.md#what-does-not-fit). */
export interface VerificationRepository {
  /** Mentorships' chains, the one that was compared longest ago first; of one portfolio, or of all. */
  chains(portfolio?: PortfolioId): Promise<readonly ChainToCheck[]>;
  /** Sessions of this chain whose counted figures are not what their rows give. Reads only, and gives way in between. */
  amiss(chain: MentorshipId): Promise<readonly SessionId[]>;
  /**
   * Keeps what a check came to: puts right what is counted beside, leaves out what does not fit, has count again what does.
   * Undefined, and nothing is changed, where the chain has gone on since: it is to be looked at again.
   */
  settle(chain: MentorshipId, checked: Checked): Promise<SettledCheck | undefined>;
  /** The same of the programme's signed heads, which are kept under the programme's own chain. */
  settleHeads(checked: {
    readonly at: number;
    readonly seq: number;
    readonly brokenAt: number | null;
  }): Promise<boolean>;
  /** What was found after `after` (ms), and up to `upTo`; in the order of chain and path. */
  found(after: number, upTo?: number): Promise<readonly KeptMisfit[]>;
  /** What does not fit now. */
  open(): Promise<readonly KeptMisfit[]>;
  counts(): Promise<ChecksInCounts>;
}

/** The same over all programmes: no names. */
export interface AllChecksRepository {
  counts(): Promise<ChecksInCounts>;
  /** Programmes with a chain. */
  programmes(): Promise<readonly ProgrammeId[]>;
}

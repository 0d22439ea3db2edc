import type { ReadingSpan } from '../../domain/programme-reading.js';
import type { MentorshipId, PersonId, ProgrammeId } from '../../kernel/ids.js';
import type { ChainSeal, DisclosedChain } from '../packs.js';

export interface AuditEntry {
  readonly chain: MentorshipId | ProgrammeId;
  readonly at: number;
  /** Null: the bot itself. */
  readonly actor: PersonId | null;
  /** `session.planned`, `record.amended`, … */
  readonly what: string;
  readonly subject: string;
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
}

/** How often somebody read something, and when last (ms). */
export interface Reading {
  /** `hours.read`, … */
  readonly what: string;
  readonly actor: PersonId;
  readonly times: number;
  readonly last: number;
}

/** One leaf of a chain (docs/record-format.md#a-leaf), as far as its key is there. */
export interface ChainLeaf {
  /** The entry it is of, and which leaf of that, from 0. */
  readonly seq: number;
  readonly n: number;
  /** Null where the key that its secret stood under was destroyed. */
  readonly path: string | null;
  /** The same; null too of a leaf that was voided alone. */
  readonly secret: Uint8Array | null;
  /** Of an entry's own leaves. The values of all others stand in their rows. */
  readonly value?: string | number | boolean | null;
  readonly digest: string;
  /** Whether a later entry says that it was voided. */
  readonly voided: boolean;
}

/** An entry as a verifier takes it: of format 1 (before 0.5.0), or of format 2. */
export type ProvenEntry =
  | {
      readonly v: 1;
      readonly seq: number;
      readonly at: number;
      readonly actor: PersonId | null;
      readonly what: string;
      readonly subject: string;
      readonly commitments: string;
      readonly prev: string;
      readonly hash: string;
    }
  | {
      readonly v: 2;
      readonly seq: number;
      readonly at: number;
      readonly leaves: readonly string[];
      readonly voids: readonly string[];
      readonly prev: string;
      readonly hash: string;
    };

/** A whole chain, with all that can be shown of it. */
export interface Proof {
  readonly chain: MentorshipId | ProgrammeId;
  readonly head: { readonly seq: number; readonly hash: string };
  readonly entries: readonly ProvenEntry[];
  readonly leaves: readonly ChainLeaf[];
}

/** Which leaves are to be voided alone, and by whom. */
export interface Voiding {
  readonly chain: MentorshipId | ProgrammeId;
  readonly at: number;
  readonly actor: PersonId | null;
  readonly subject: string;
  /** Of words; each leaf of this name is meant, of every version that was committed under it. */
  readonly paths: readonly string[];
}

/** What does not fit between a chain and the rows that it commits to. */
export interface Misfit {
  /** The citation, as the row has it (docs/record-format.md#citations). */
  readonly path: string;
  /** The entry that has another value of it. Absent where no entry commits to it at all. */
  readonly seq?: number;
  /**
   * `changed`: the row says something else than what was committed to. `gone`: it was committed to, nothing voids it, and no
   * row says it any more. `uncommitted`: a row says it, and no entry does.
   */
  readonly why: 'changed' | 'gone' | 'uncommitted';
}

/** How a chain and its rows compare. */
export interface ChainVerdict {
  /** Where the chain ended when it was read. */
  readonly head: { readonly seq: number; readonly hash: string };
  /** The first entry that does not fit its chain; absent where all do. */
  readonly brokenAt?: number;
  /** It was written to all the while: nothing can be said of it now. */
  readonly moving?: true;
  readonly misfits: readonly Misfit[];
}

export interface AuditRepository {
  /**
   * Appends to the chain of the mentorship (or the programme's own where there is none). Actor, name, subject and each
   * fact are leaves of the entry, sealed under the programme's key; facts are plain scalars, never text that people wrote.
   * What was written to this mentorship's rows since the last entry is committed to by this one. Several are appended in
   * their order, in as many statements as one.
   */
  add(...entries: readonly AuditEntry[]): Promise<void>;
  of(
    chain: MentorshipId | ProgrammeId,
  ): Promise<readonly (AuditEntry & { readonly seq: number; readonly hash: string })[]>;
  /**
   * What the entries on these mentorships' chains say was read: by reader and thing, in no order. They are counted by
   * their tags; one entry of each chain, reader and thing is opened.
   */
  readingsOn(chains: readonly MentorshipId[]): Promise<readonly Reading[]>;
  /**
   * The same of the programme's own chain: entries that stand in one of these spans, each counted once.
   */
  readingsOfAll(spans: readonly ReadingSpan[]): Promise<readonly Reading[]>;
  /** Of the programme's own chain: readings of that name whose subject holds, from a colon on, one of these texts; in order. */
  mentioning(
    what: string,
    texts: readonly string[],
  ): Promise<readonly { readonly seq: number; readonly subject: string }[]>;
  /**
   * Recomputes the chain from its rows: the first entry that does not fit, or undefined. A leaf whose secret is gone and
   * which no erasure names does not fit. Whether rows are still what was committed to is not looked at.
   */
  broken(chain: MentorshipId | ProgrammeId): Promise<number | undefined>;
  /**
   * Recomputes a chain, and compares what its rows say now with what it has committed to. It reads only, and others have
   * their turn in between; what is changed meanwhile by the program is looked at as it is in the end.
   */
  check(chain: MentorshipId): Promise<ChainVerdict>;
  /**
   * The same of a chain alone, whatever its rows say: the first entry that does not fit, or undefined. Nothing is found on one
   * that others go on writing to meanwhile.
   */
  walk(chain: MentorshipId | ProgrammeId): Promise<number | undefined>;
  /** The leaves of a chain, in the order of its entries. */
  leaves(chain: MentorshipId | ProgrammeId): Promise<readonly ChainLeaf[]>;
  /**
   * Where the chain ends, and those of its leaves that can be shown: what rows say now, each by its newest leaf. Of one that is
   * no row's any more, that was voided, or whose key is gone, nothing; of entries nothing either.
   */
  disclosed(chain: MentorshipId): Promise<DisclosedChain>;
  /** Enters that a pack of these leaves is made. @param seal `sealOf` of their list */
  seal(
    chain: MentorshipId,
    about: { readonly at: number; readonly subject: string; readonly seal: string },
  ): Promise<Pick<ChainSeal, 'entry' | 'opened'>>;
  /**
   * Compares what portfolios say with what the programme's own chain has committed to, and counts those that it has nothing of:
   * they stood before 0.8.0, or were put in past the program. To be asked of what nobody writes to meanwhile, as a copy is.
   */
  portfolios(): Promise<{ readonly misfits: readonly Misfit[]; readonly uncommitted: number }>;
  /** Where a chain ends. */
  head(chain: MentorshipId | ProgrammeId): Promise<{ readonly seq: number; readonly hash: string }>;
  /** All that a verifier needs of a chain but the values of rows; it is handed out as it stands, whole or not. */
  proof(chain: MentorshipId | ProgrammeId): Promise<Proof>;
  /**
   * Destroys the secrets of single leaves of words, and enters which (`leaf.voided`); where there is none it enters
   * nothing. Figures stay: hours must add up.
   * @returns each as `SEQ.N`
   */
  void(voiding: Voiding): Promise<readonly string[]>;
}

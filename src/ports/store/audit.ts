import type { ReadingSpan } from '../../domain/programme-reading.js';
import type { MentorshipId, PersonId, ProgrammeId } from '../../kernel/ids.js';

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
  /** The leaves of a chain, in the order of its entries. */
  leaves(chain: MentorshipId | ProgrammeId): Promise<readonly ChainLeaf[]>;
  /** All that a verifier needs of a chain but the values of rows; it is handed out as it stands, whole or not. */
  proof(chain: MentorshipId | ProgrammeId): Promise<Proof>;
  /**
   * Destroys the secrets of single leaves of words, and enters which (`leaf.voided`); where there is none it enters
   * nothing. Figures stay: hours must add up.
   * @returns each as `SEQ.N`
   */
  void(voiding: Voiding): Promise<readonly string[]>;
}

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

export interface AuditRepository {
  /**
   * Appends to the chain of the mentorship (or the programme's own where there is none). `facts` are committed to
   * with a secret of the entry's own; they are plain scalars, never text that people wrote.
   */
  add(entry: AuditEntry): Promise<void>;
  of(
    chain: MentorshipId | ProgrammeId,
  ): Promise<readonly (AuditEntry & { readonly seq: number; readonly hash: string })[]>;
  /** What the entries on these mentorships' chains say was read: by reader and thing, in no order. No entry is opened. */
  readingsOn(chains: readonly MentorshipId[]): Promise<readonly Reading[]>;
  /** The same of the programme's own chain: entries that stand in one of these spans, each counted once. */
  readingsOfAll(spans: readonly ReadingSpan[]): Promise<readonly Reading[]>;
  /** Of the programme's own chain: entries of that name whose subject holds one of these texts, in their order. */
  mentioning(
    what: string,
    texts: readonly string[],
  ): Promise<readonly { readonly seq: number; readonly subject: string }[]>;
  /** Recomputes the chain from its rows: the first entry that does not fit, or undefined. */
  broken(chain: MentorshipId | ProgrammeId): Promise<number | undefined>;
}

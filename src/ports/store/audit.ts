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

export interface AuditRepository {
  /**
   * Appends to the chain of the mentorship (or the programme's own where there is none). `facts` are committed to
   * with a secret of the entry's own; they are plain scalars, never text that people wrote.
   */
  add(entry: AuditEntry): Promise<void>;
  of(
    chain: MentorshipId | ProgrammeId,
  ): Promise<readonly (AuditEntry & { readonly seq: number; readonly hash: string })[]>;
  /** Recomputes the chain from its rows: the first entry that does not fit, or undefined. */
  broken(chain: MentorshipId | ProgrammeId): Promise<number | undefined>;
}

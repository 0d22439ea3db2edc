import type { Account } from '../../chat/inbound.js';
import type { KeptValue } from '../../domain/kept.js';
import type { Person, Role } from '../../domain/programme.js';
import type { PersonId, ProgrammeId } from '../../kernel/ids.js';
import type { PromptRow } from './prompts.js';

/** A workspace that a programme is installed in, or was. */
export interface Place {
  readonly programme: ProgrammeId;
  readonly platform: Account['platform'];
  readonly tenant: string;
  /** ms; null while it is there. */
  readonly removedAt: number | null;
}

/** Somebody who is in a mentorship that is not over, or has a session. */
export interface TakesPart {
  readonly programme: ProgrammeId;
  readonly person: PersonId;
  readonly zone: string;
  /** A session of theirs lies in the span. */
  readonly meets: boolean;
  /** The one in use first. */
  readonly accounts: readonly Account[];
}

/**
 * What is asked of all programmes at once: one statement each, however many programmes there are. No name and no words
 * are opened, but where it says so.
 */
export interface EverywhereRepository {
  /** Of all programmes, or of these. */
  places(of?: readonly ProgrammeId[]): Promise<readonly Place[]>;
  /**
   * Accounts of whoever has a role besides a mentee's, or belongs to another programme than their workspace does, and
   * accounts that are links; of all programmes, or of these.
   */
  accounts(of?: readonly ProgrammeId[]): Promise<
    readonly {
      readonly account: Account;
      readonly person: PersonId;
      readonly programme: ProgrammeId;
      readonly roles: readonly Role[];
    }[]
  >;
  /** Whoever coordinates, with their names. */
  coordinators(): Promise<readonly Person[]>;
  /** The programmes that somebody coordinates who has an account in this workspace, in the order of their making. */
  coordinatedFrom(platform: Account['platform'], tenant: string): Promise<readonly ProgrammeId[]>;
  /** The programmes that keep this value, in the order of their making. */
  keeping<T>(value: KeptValue<T, readonly []>): Promise<readonly ProgrammeId[]>;
  /** Prompts that wait and are for nobody in particular: what recurs in each programme. */
  recurring(): Promise<readonly PromptRow[]>;
  /** Everybody in a mentorship that is not over, or in a session whose planned start lies in the span (ms). */
  takingPart(from: number, to: number): Promise<readonly TakesPart[]>;
}

import type { Address, MessageRef } from '../../chat/inbound.js';
import type { PersonId, ProgrammeId, SessionId } from '../../kernel/ids.js';

export type Recipient = { readonly person: PersonId } | { readonly channel: Address };
/** `p:PERSON` or `c:ADDRESS`, as rows and posted keys write it. */
export const recipientKey = (to: Recipient): string => ('person' in to ? `p:${to.person}` : `c:${to.channel}`);

export type OutboxState =
  | 'waiting'
  | 'sending'
  | 'delivered'
  | 'failed'
  | 'unknown'
  | 'expired'
  | 'not-reachable'
  | 'nothing-to-say';
/**
 * The code of a waiting row that, until its `nextAt`, holds up nothing behind it in its conversation: an update for which
 * a platform's limit has no room yet. What is new must not wait until all that stands already is redrawn.
 */
export const updateInLine = 'update-in-line';
/** The same of one that waits for its reader's hours: what somebody does meanwhile is told at once. */
export const waitsForHours = 'hours';
/** The same of one whose platform is away, with the workspace behind it: its reader may be on another platform as well. */
export const waitsForReturn = (workspace: string): string => `${returnCodes}${workspace}`;
/** How the codes of all those begin that wait until a platform is back. */
export const returnCodes = 'away|';

/** The code of a message that a restore left unsent: it may have been sent before. */
export const leftOutByRestore = 'restored';

/** Which hours of its reader's a message keeps to: those of the prompt that asked for it. In the order of their strictness. */
export type Hours = 'nothing' | 'quiet-hours' | 'working-days';

export interface OutboxRow {
  readonly id: string;
  readonly programme: ProgrammeId;
  readonly face: string;
  readonly subject: string;
  readonly to: Recipient;
  /** Unguessable; the same for each attempt. */
  readonly key: string;
  readonly state: OutboxState;
  readonly attempts: number;
  /** The lease clock (ms): not before then. */
  readonly nextAt: number;
  readonly askedAt: number;
  readonly expiresAt: number | null;
  /** At most once (feedback and what is sensitive), or at least once (reminders). */
  readonly sensitive: boolean;
  readonly waitsFor: Hours;
  /** A lease's token: a write with an older one is refused. */
  readonly fence: number;
  readonly leasedUntil: number | null;
  /** When the attempt before this one began, if its end is not known. */
  readonly attemptedAt: number | null;
  readonly address: Address | null;
  readonly code: string;
}

/** That the face of a subject be posted there, or redrawn. */
export interface ToBeSaid {
  readonly face: string;
  readonly subject: string;
  readonly to: Recipient;
  readonly sensitive: boolean;
  /** Never where it is not said. */
  readonly expiresAt?: number;
  /** None unless it is said. */
  readonly waitsFor?: Hours;
}

/** What of a mentee's other sessions takes the same time (ms). */
export interface SameTime {
  readonly mentee: PersonId;
  readonly but: SessionId;
  readonly from: number;
  readonly to: number;
}

export interface OutboxRepository {
  /** Asks for it, from `at` (the lease clock, ms) on; folds into one that still waits. */
  add(row: ToBeSaid & { readonly at: number }): Promise<void>;
  /**
   * The same of all that a unit of work asks for, in one go: of what is to be said, and of what stands somewhere already
   * and is to be drawn anew, with what hangs on it (`PostedRepository.placesOf`), until `expiresAt`. Answers whether
   * that was anything.
   */
  ask(about: {
    readonly at: number;
    readonly shown: readonly ToBeSaid[];
    readonly redrawn: {
      readonly subjects: readonly string[];
      readonly sameTime: readonly SameTime[];
      readonly expiresAt: number;
    };
  }): Promise<boolean>;
  /** Not delivered and why, newest first, without the first `skip`: for the coordinator. */
  undelivered(limit: number, skip?: number): Promise<readonly OutboxRow[]>;
  countUndelivered(): Promise<number>;
  /**
   * What became of the first message of this face and subject to them, for as long as its row is kept: lease clock (ms).
   */
  first(
    face: string,
    subject: string,
    to: Recipient,
  ): Promise<(Pick<OutboxRow, 'state' | 'code' | 'askedAt'> & { readonly settledAt: number | null }) | undefined>;
  /** Sends it again, as soon as may be; `expiresAt` (domain ms): until then. */
  again(id: string, expiresAt: number): Promise<void>;
}

/** Where a face of a subject stands in a conversation. */
export interface Posted {
  readonly face: string;
  readonly subject: string;
  readonly to: Recipient;
  readonly ref: MessageRef;
  readonly key: string;
  readonly drawn: number;
}

export interface PostedRepository {
  get(face: string, subject: string, to: Recipient): Promise<Posted | undefined>;
  /** The same of several, in no order: of those that stand somewhere. */
  among(places: readonly Pick<Posted, 'face' | 'subject' | 'to'>[]): Promise<readonly Posted[]>;
  find(ref: MessageRef): Promise<Posted | undefined>;
  /** A message of ours to them whose reference begins so, if any stands. */
  anyTo(to: Recipient, beginning: string): Promise<MessageRef | undefined>;
  /**
   * Every place where the subject, or what hangs on it (`SUBJECT:…`), stands with some face; and where a message of it
   * is on its way that was drawn before now, so that it stands there in a moment.
   */
  placesOf(subject: string): Promise<readonly Pick<Posted, 'face' | 'subject' | 'to'>[]>;
}

/** The other way: acts that a platform delivered to us, of every programme, each once however often it comes. */
export interface DeliveriesRepository {
  /** What the first delivery of this act was answered with, if there was one. */
  outcome(key: string): Promise<string | undefined>;
  /** @throws Refused `delivered-again` where there is one already, of another unit of work a moment ago perhaps */
  record(key: string, outcome: string, at: number): Promise<void>;
  /** The same, in place of what there is. */
  put(key: string, outcome: string, at: number): Promise<void>;
}

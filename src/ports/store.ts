import type { Answers } from '../chat/form.js';
import type { Account, Address, MessageRef } from '../chat/inbound.js';
import type { CatalogueKind, CatalogueRow } from '../domain/catalogue.js';
import type { Feedback } from '../domain/feedback.js';
import type { KeptValue } from '../domain/kept.js';
import type { Link } from '../domain/link.js';
import type { Mentorship, Portfolio } from '../domain/mentorship.js';
import type { Person, Programme } from '../domain/programme.js';
import type { RecordHead, RecordVersion } from '../domain/record.js';
import type { PlanVersion, Session } from '../domain/session.js';
import type { DraftId, MentorshipId, PersonId, PortfolioId, ProgrammeId, SeriesId, SessionId } from '../kernel/ids.js';
import type { AddressBook } from './address-book.js';
import type { LocalMessages } from './local-chat.js';

/** What one unit of work may read and change of one programme. Nothing in it reaches another programme's rows. */
export interface Rows {
  readonly programme: {
    get(): Promise<Programme>;
    save(programme: Programme): Promise<void>;
    /** Where it is installed, and where it was: `removedAt` (ms). */
    installations(): Promise<
      readonly { readonly platform: Account['platform']; readonly tenant: string; readonly removedAt: number | null }[]
    >;
  };
  readonly people: {
    get(id: PersonId): Promise<Person | undefined>;
    /** Everyone, without the erased; names resolved in memory, for a programme is at most some hundreds of people. */
    all(): Promise<readonly Person[]>;
    /** Makes or changes a person; roles and accounts become what is given. */
    save(person: Person): Promise<void>;
    /**
     * Overwrites what was written of them and what they wrote for themselves, takes their accounts, drafts, answers and
     * links, and destroys their key. Of a mentor what their mentees share in stays the mentees'. Minutes and the outline
     * of what happened stay, and the chains still hold.
     */
    erase(id: PersonId, at: number): Promise<void>;
  };
  readonly portfolios: {
    get(id: PortfolioId): Promise<Portfolio | undefined>;
    ofMentor(mentor: PersonId): Promise<readonly Portfolio[]>;
    all(): Promise<readonly Portfolio[]>;
    save(portfolio: Portfolio): Promise<void>;
  };
  readonly mentorships: {
    get(id: MentorshipId): Promise<Mentorship | undefined>;
    /** Those this person is mentor or mentee of, newest first. */
    of(person: PersonId): Promise<readonly Mentorship[]>;
    all(): Promise<readonly Mentorship[]>;
    save(mentorship: Mentorship): Promise<void>;
    /** The agreement's earlier versions, oldest first, the current one last. */
    agreements(id: MentorshipId): Promise<readonly Mentorship['agreement'][]>;
  };
  readonly sessions: {
    get(id: SessionId): Promise<Session | undefined>;
    /** Saves over the revision it was read at. @throws Refused `stale-session` if it changed since. */
    save(session: Session): Promise<void>;
    /** Open sessions (planned, running) of this person as mentor that touch the span (ms), for clashes. */
    openOfMentor(mentor: PersonId, from: number, to: number): Promise<readonly Session[]>;
    openOfMentee(mentee: PersonId, from: number, to: number): Promise<readonly Session[]>;
    /** Sessions of a mentorship, by planned start. */
    ofMentorship(id: MentorshipId): Promise<readonly Session[]>;
    ofPortfolio(id: PortfolioId): Promise<readonly Session[]>;
    /** Sessions of a series, by planned start. */
    ofSeries(id: SeriesId): Promise<readonly Session[]>;
    /** All whose planned start lies in the span (ms), of the programme. */
    between(from: number, to: number): Promise<readonly Session[]>;
    /** The next open ones of a person, as mentor or mentee, by start. */
    nextOf(person: PersonId, from: number, limit: number): Promise<readonly Session[]>;
    all(): Promise<readonly Session[]>;
    plan(id: SessionId, version?: number): Promise<PlanVersion | undefined>;
    plans(id: SessionId): Promise<readonly PlanVersion[]>;
    /** All versions of each of these sessions' plans, oldest first, in one reading. */
    plansOf(ids: readonly SessionId[]): Promise<ReadonlyMap<SessionId, readonly PlanVersion[]>>;
    addPlan(plan: PlanVersion): Promise<void>;
  };
  readonly records: {
    head(id: SessionId): Promise<RecordHead | undefined>;
    heads(ids: readonly SessionId[]): Promise<ReadonlyMap<SessionId, RecordHead>>;
    /** Newest version, or the one named. */
    get(id: SessionId, version?: number): Promise<RecordVersion | undefined>;
    versions(id: SessionId): Promise<readonly RecordVersion[]>;
    /** The newest version of each of these that has a record, in one reading. */
    newest(ids: readonly SessionId[]): Promise<ReadonlyMap<SessionId, RecordVersion>>;
    /** Appends a version and sets the head; versions are never changed. */
    add(head: RecordHead, version: RecordVersion): Promise<void>;
  };
  readonly feedback: {
    get(session: SessionId, mentee: PersonId): Promise<Feedback | undefined>;
    ofSessions(ids: readonly SessionId[]): Promise<readonly Feedback[]>;
    ofMentee(mentee: PersonId): Promise<readonly Feedback[]>;
    all(): Promise<readonly Feedback[]>;
    save(feedback: Feedback): Promise<void>;
  };
  readonly contacts: {
    /** Informal contacts: kept, and zero. */
    add(contact: InformalContact): Promise<void>;
    ofMentorship(id: MentorshipId): Promise<readonly InformalContact[]>;
  };
  readonly actions: {
    /** Actions ticked off since: `SESSION/KEY`. */
    done(mentorship: MentorshipId): Promise<ReadonlySet<string>>;
    setDone(mentorship: MentorshipId, action: string, done: boolean, at: number): Promise<void>;
  };
  readonly prompts: {
    /**
     * Sets each the one prompt with its occurrence: made, or moved while it has not fired. A fired one stays as it is. No
     * occurrence stands in it twice.
     */
    set(...prompts: readonly [PromptRow, ...PromptRow[]]): Promise<void>;
    cancel(occurrence: string): Promise<void>;
    /** Cancels every waiting prompt whose occurrence begins so. */
    cancelAll(prefix: string): Promise<void>;
    get(occurrence: string): Promise<PromptRow | undefined>;
    waitingFor(person: PersonId): Promise<readonly PromptRow[]>;
    settle(occurrence: string, state: 'fired' | 'expired' | 'dropped', at: number): Promise<void>;
  };
  readonly outbox: {
    /** Asks for the face of this subject to be posted there, or redrawn; folds into one that still waits. */
    add(row: {
      readonly face: string;
      readonly subject: string;
      readonly to: Recipient;
      readonly at: number;
      readonly sensitive: boolean;
      readonly expiresAt?: number;
    }): Promise<void>;
    /** Not delivered and why, newest first, without the first `skip`: for the coordinator. */
    undelivered(limit: number, skip?: number): Promise<readonly OutboxRow[]>;
    countUndelivered(): Promise<number>;
    /** Sends it again. */
    again(id: string, at: number): Promise<void>;
  };
  readonly posted: {
    get(face: string, subject: string, to: Recipient): Promise<Posted | undefined>;
    find(ref: MessageRef): Promise<Posted | undefined>;
    /**
     * Every place where the subject, or what hangs on it (`SUBJECT:…`), stands with some face; and where a message of it
     * is on its way that was drawn before now, so that it stands there in a moment.
     */
    placesOf(subject: string): Promise<readonly Pick<Posted, 'face' | 'subject' | 'to'>[]>;
  };
  readonly drafts: {
    get(id: DraftId): Promise<DraftRow | undefined>;
    /** The person's open draft of this form about this subject. */
    open(person: PersonId, form: string, subject: string): Promise<DraftRow | undefined>;
    openOf(person: PersonId): Promise<readonly DraftRow[]>;
    save(draft: DraftRow): Promise<void>;
  };
  readonly audit: {
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
  };
  readonly catalogue: {
    /** Those not retired, of one kind, newest version of each key, in key order of their making. */
    current(kind: CatalogueKind): Promise<readonly CatalogueRow[]>;
    /** Every version of every key, as they were put; those retired among them. */
    every(kind: CatalogueKind): Promise<readonly CatalogueRow[]>;
    get(kind: CatalogueKind, key: string, version: number): Promise<CatalogueRow | undefined>;
    add(row: CatalogueRow): Promise<void>;
  };
  /** What a programme keeps beside its rows, each value by its definition (`domain/kept.ts`) and the parts of its key. */
  readonly kept: {
    /**
     * Undefined where nothing is kept, or what is kept does not fit its schema: whoever reads it goes on as before it was
     * first written, for a handler that failed on it would fail each time. `StoreOptions.unreadable` is told.
     */
    get<T, Per extends readonly unknown[]>(value: KeptValue<T, Per>, ...per: Per): Promise<T | undefined>;
    put<T, Per extends readonly unknown[]>(
      value: KeptValue<T, Per>,
      ...perAndValue: [...Per, NoInfer<T>]
    ): Promise<void>;
    forget<T, Per extends readonly unknown[]>(value: KeptValue<T, Per>, ...per: Per): Promise<void>;
  };
  /** Single-use links and codes, by their token's hash. */
  readonly links: {
    get(id: string): Promise<Link | undefined>;
    /** All that let this person act, oldest first. */
    ofPerson(person: PersonId): Promise<readonly Link[]>;
    about(subject: string): Promise<readonly Link[]>;
    add(link: Link): Promise<void>;
    /** Ends an open one at `at` (ms); one that has ended stays as it is. */
    settle(id: string, state: 'used' | 'void', at: number): Promise<void>;
  };
}

/** One transaction. */
export interface Transaction {
  /** The rows of one programme. */
  in(programme: ProgrammeId): Rows;
  readonly programmes: {
    all(): Promise<readonly Programme[]>;
    /** Copies the default catalogue in with it. */
    add(programme: Programme): Promise<void>;
    /** Which programme an installation belongs to. */
    ofInstallation(platform: Account['platform'], tenant: string): Promise<ProgrammeId | undefined>;
    install(platform: Account['platform'], tenant: string, programme: ProgrammeId, at: number): Promise<void>;
    uninstall(platform: Account['platform'], tenant: string, at: number): Promise<void>;
    /** Marks every programme as practice, for good. */
    markPractice(): Promise<void>;
  };
  readonly accounts: {
    find(account: Account): Promise<{ readonly person: PersonId; readonly programme: ProgrammeId } | undefined>;
  };
  readonly deliveries: {
    /** What the first delivery of this act was answered with, if there was one. */
    outcome(key: string): Promise<string | undefined>;
    record(key: string, outcome: string, at: number): Promise<void>;
  };
  readonly links: {
    /** By its token's hash, in whatever programme it is. */
    find(id: string): Promise<Link | undefined>;
  };
}

export type Recipient = { readonly person: PersonId } | { readonly channel: Address };
/** `p:PERSON` or `c:ADDRESS`, as rows and posted keys write it. */
export const recipientKey = (to: Recipient): string => ('person' in to ? `p:${to.person}` : `c:${to.channel}`);

export interface InformalContact {
  readonly id: string;
  readonly mentorship: MentorshipId;
  readonly at: number;
  readonly minutes: number;
  readonly note: string;
  readonly author: PersonId;
  readonly savedAt: number;
}

export interface PromptRow {
  /** Unique for good: `record:SESSION:1`. */
  readonly occurrence: string;
  readonly programme: ProgrammeId;
  readonly kind: string;
  readonly subject: string;
  /** Null where it is for nobody in particular (a channel's digest). */
  readonly to: PersonId | null;
  /** ms */
  readonly dueAt: number;
  readonly expiresAt: number;
  readonly state: 'waiting' | 'fired' | 'expired' | 'dropped' | 'cancelled';
}

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
  /** A lease's token: a write with an older one is refused. */
  readonly fence: number;
  readonly leasedUntil: number | null;
  /** When the attempt before this one began, if its end is not known. */
  readonly attemptedAt: number | null;
  readonly address: Address | null;
  readonly code: string;
}

/** How far the messages of one conversation or workspace are ahead of what their platform allows; lease clock (ms). */
export interface Counter {
  /** When all that was counted is paid for. */
  readonly free: number;
  /** Until when places in the line are given out. */
  readonly line: number;
}

export interface Posted {
  readonly face: string;
  readonly subject: string;
  readonly to: Recipient;
  readonly ref: MessageRef;
  readonly key: string;
  readonly drawn: number;
}

export interface DraftRow {
  readonly id: DraftId;
  readonly person: PersonId;
  readonly form: string;
  readonly subject: string;
  readonly revision: number;
  readonly step: string;
  readonly answers: Answers;
  readonly openedAt: number;
  /** When something typed was last kept; null while only pre-filled. */
  readonly savedAt: number | null;
  readonly doneAt: number | null;
  /** What its submission led to, told again to a second one. */
  readonly outcome: string;
}

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

export type { CatalogueKind, CatalogueRow };

/** The database. One queue for writing (docs/architecture.md#the-gate), a connection of its own for reading. */
export interface Store {
  /** One transaction that may write; rolls back if `fn` throws. Never nest it. */
  write<T>(fn: (tx: Transaction) => Promise<T>): Promise<T>;
  /** Reads only, beside whatever is being written. */
  read<T>(fn: (tx: Transaction) => Promise<T>): Promise<T>;
  readonly queue: Queue;
  readonly book: AddressBook;
  readonly localMessages: LocalMessages;
  /** Program-wide facts: the clock's offset, one-time codes (hashed). */
  readonly meta: { get(key: string): Promise<string | undefined>; put(key: string, value: string): Promise<void> };
  /** A consistent copy while running. */
  backup(file: string): Promise<void>;
  close(): Promise<void>;
}

/**
 * What the engine claims and completes, in batches with few statements. `leaseNow` is the store's own clock, which
 * nobody moves; `now` the domain's.
 */
export interface Queue {
  /** Waiting prompts due by `now`, oldest first; leased until `leaseUntil` so that no other replica takes them. */
  claimPrompts(now: number, leaseNow: number, leaseUntil: number, limit: number): Promise<readonly PromptRow[]>;
  /**
   * Outbox rows that may go now, at most one per conversation and in each conversation's order, save that an update in
   * line is passed by; also those whose lease ran out (their `attemptedAt` is set: their last attempt may have been
   * delivered).
   */
  claimOutbox(leaseNow: number, leaseUntil: number, limit: number): Promise<readonly OutboxRow[]>;
  /**
   * Before the request leaves: counts the attempt. With an address a new message is about to leave for it, and from now
   * on a crash makes that ambiguous; null is an update, which may be made twice. False if the lease was lost.
   */
  attempting(id: string, fence: number, leaseNow: number, address: Address | null): Promise<boolean>;
  /** Ends the attempt. `posted` is kept as the place where the face stands. False if the lease was lost. */
  settle(
    id: string,
    fence: number,
    end: {
      readonly state: OutboxState;
      readonly nextAt?: number;
      readonly code?: string;
      readonly posted?: { readonly ref: MessageRef; readonly drawn: number };
      /** The attempt certainly did not arrive: `attemptedAt` is cleared. Otherwise a row that waits keeps it. */
      readonly notDelivered?: true;
      /** It is not counted among the row's tries. */
      readonly uncounted?: true;
      readonly at: number;
    },
  ): Promise<boolean>;
  /**
   * Once, at the start, before anything is claimed: where no other program runs on this database, whatever is leased was
   * leased by one that died, and its leases end now instead of running out. An attempt that was under way then is still
   * on its row and is looked up like any other. Answers how many leases it ended.
   */
  endLeasesOfTheDead(leaseNow: number): Promise<number>;
  /**
   * Changes counters in one go, so that nobody else counts between: `change` is given what is kept under these keys and
   * answers what is kept from now on, and what to answer.
   */
  count<T>(
    keys: readonly string[],
    change: (kept: ReadonlyMap<string, Counter>) => readonly [ReadonlyMap<string, Counter>, T],
  ): Promise<T>;
  /**
   * Takes away at most `limit` rows of each kind that nobody will ask for again: acts heard before `heardBefore` and
   * forms done before then (domain clock), messages delivered, or found to have nothing to say, before `sentBefore`
   * (lease clock), and files to import whose link opens nothing at `now` (domain clock). What was not delivered stays,
   * for the coordinator. Answers how many rows went.
   */
  sweep(
    old: { readonly heardBefore: number; readonly sentBefore: number; readonly now: number },
    limit: number,
  ): Promise<number>;
  /** When (domain ms) the next waiting prompt is due, if any. */
  nextPromptAt(): Promise<number | undefined>;
  /** Counts by state, for /metrics and for tests that wait until all is quiet. */
  counts(
    now: number,
  ): Promise<{ readonly promptsDue: number; readonly outboxOpen: number; readonly outboxFailed: number }>;
}

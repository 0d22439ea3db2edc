import type { ProgrammeId } from '../kernel/ids.js';
import type { AddressBook } from './address-book.js';
import type { LocalMessages } from './local-chat.js';
import type { AccessLinksRepository, AnyAccessLinkRepository } from './store/access-links.js';
import { type AllocationsRepository, allocationsRemembered } from './store/allocations.js';
import type { ArrivalsRepository } from './store/arrivals.js';
import type { AuditRepository } from './store/audit.js';
import { type CatalogueRepository, catalogueRemembered } from './store/catalogue.js';
import type { DeliveriesRepository, OutboxRepository, PostedRepository } from './store/delivery.js';
import type { DraftsRepository } from './store/drafts.js';
import type { EverywhereRepository } from './store/everywhere.js';
import {
  type AttestationsRepository,
  type ChangesRepository,
  changesRemembered,
  type LookBacksRepository,
  type MarksRepository,
  type ReflectionsRepository,
} from './store/evidence.js';
import type { FeedbackRepository } from './store/feedback.js';
import type { FirstCodesRepository } from './store/first-codes.js';
import { type GoalLevelsRepository, goalLevelsRemembered } from './store/goal-levels.js';
import type { KeptRepository } from './store/kept.js';
import type { LeadAlertsRepository } from './store/lead-alerts.js';
import type { AnyMailRepository, MailsRepository } from './store/mails.js';
import {
  type ActionsRepository,
  actionsRemembered,
  type ContactsRepository,
  type MentorshipsRepository,
  mentorshipsRemembered,
  type PortfoliosRepository,
} from './store/mentorships.js';
import type { OverviewRepository } from './store/overview.js';
import type { AnyPacksRepository, OutcomesRepository, PacksRepository } from './store/packs.js';
import type { PastRepository } from './store/past.js';
import { type AccountsRepository, type PeopleRepository, peopleRemembered } from './store/people.js';
import { type ProgrammeRepository, type ProgrammesRepository, programmeRemembered } from './store/programme.js';
import type { PromptsRepository } from './store/prompts.js';
import { type PutRightRepository, putRightRemembered } from './store/put-right.js';
import type { Queue } from './store/queue.js';
import { type RecordsRepository, recordsRemembered } from './store/records.js';
import type { ReleasesRepository } from './store/releases.js';
import type { Remembered } from './store/remembered.js';
import type { ReviewsRepository, StakeholderAsksRepository } from './store/reviews.js';
import type { RightsRepository } from './store/rights.js';
import { type SessionsRepository, sessionsRemembered } from './store/sessions.js';
import type { SignedHeadsRepository } from './store/signed-heads.js';
import type { TotalsRepository } from './store/totals.js';
import type { AllChecksRepository, VerificationRepository } from './store/verification.js';
import type { CheckInsRepository, WhenHardRepository } from './store/when-hard.js';

/** What one unit of work may read and change of one programme. Nothing in it reaches another programme's rows. */
export interface Rows {
  readonly programme: ProgrammeRepository;
  readonly people: PeopleRepository;
  readonly portfolios: PortfoliosRepository;
  readonly allocations: AllocationsRepository;
  readonly mentorships: MentorshipsRepository;
  readonly goalLevels: GoalLevelsRepository;
  readonly sessions: SessionsRepository;
  readonly records: RecordsRepository;
  readonly totals: TotalsRepository;
  readonly releases: ReleasesRepository;
  readonly feedback: FeedbackRepository;
  readonly reviews: ReviewsRepository;
  readonly stakeholderAsks: StakeholderAsksRepository;
  readonly attestations: AttestationsRepository;
  readonly changes: ChangesRepository;
  readonly marks: MarksRepository;
  readonly reflections: ReflectionsRepository;
  readonly lookBacks: LookBacksRepository;
  readonly packs: PacksRepository;
  readonly outcomes: OutcomesRepository;
  readonly leadAlerts: LeadAlertsRepository;
  readonly rights: RightsRepository;
  readonly contacts: ContactsRepository;
  readonly actions: ActionsRepository;
  readonly putRight: PutRightRepository;
  readonly whenHard: WhenHardRepository;
  readonly checkIns: CheckInsRepository;
  readonly prompts: PromptsRepository;
  readonly outbox: OutboxRepository;
  readonly posted: PostedRepository;
  readonly drafts: DraftsRepository;
  readonly audit: AuditRepository;
  readonly catalogue: CatalogueRepository;
  readonly kept: KeptRepository;
  readonly accessLinks: AccessLinksRepository;
  readonly mails: MailsRepository;
  readonly overview: OverviewRepository;
  readonly past: PastRepository;
  readonly verification: VerificationRepository;
  readonly signedHeads: SignedHeadsRepository;
}

/**
 * What a unit of work remembers of each repository, said beside its interface; `nothing` where each read is asked each
 * time. A repository that is not named here does not compile.
 */
export const remembered: { readonly [Name in keyof Rows]: Remembered<Rows[Name]> | 'nothing' } = {
  programme: programmeRemembered,
  people: peopleRemembered,
  portfolios: 'nothing',
  allocations: allocationsRemembered,
  mentorships: mentorshipsRemembered,
  goalLevels: goalLevelsRemembered,
  sessions: sessionsRemembered,
  records: recordsRemembered,
  totals: 'nothing',
  releases: 'nothing',
  feedback: 'nothing',
  reviews: 'nothing',
  stakeholderAsks: 'nothing',
  attestations: 'nothing',
  changes: changesRemembered,
  marks: 'nothing',
  reflections: 'nothing',
  lookBacks: 'nothing',
  packs: 'nothing',
  outcomes: 'nothing',
  leadAlerts: 'nothing',
  rights: 'nothing',
  contacts: 'nothing',
  actions: actionsRemembered,
  putRight: putRightRemembered,
  whenHard: 'nothing',
  checkIns: 'nothing',
  prompts: 'nothing',
  outbox: 'nothing',
  posted: 'nothing',
  drafts: 'nothing',
  audit: 'nothing',
  catalogue: catalogueRemembered,
  kept: 'nothing',
  accessLinks: 'nothing',
  mails: 'nothing',
  overview: 'nothing',
  past: 'nothing',
  verification: 'nothing',
  signedHeads: 'nothing',
};

/** One transaction. */
export interface Transaction {
  /** The rows of one programme. */
  in(programme: ProgrammeId): Rows;
  readonly programmes: ProgrammesRepository;
  readonly arrivals: ArrivalsRepository;
  readonly accounts: AccountsRepository;
  readonly deliveries: DeliveriesRepository;
  readonly accessLinks: AnyAccessLinkRepository;
  readonly mails: AnyMailRepository;
  readonly packs: AnyPacksRepository;
  readonly everywhere: EverywhereRepository;
  readonly firstCodes: FirstCodesRepository;
  readonly checks: AllChecksRepository;
}

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
  /**
   * The same of people’s keys, to be taken after it; kept for `keyBackupDays`, for it brings back whoever is erased from
   * now on. @throws as `backup`
   */
  backupKeys(file: string): Promise<void>;
  close(): Promise<void>;
}

export type { CatalogueKind, CatalogueRow } from '../domain/catalogue.js';
export type { AuditEntry, Reading } from './store/audit.js';
export {
  type Hours,
  leftOutByRestore,
  type OutboxRow,
  type OutboxState,
  type Posted,
  type Recipient,
  recipientKey,
  returnCodes,
  type SameTime,
  type ToBeSaid,
  updateInLine,
  waitsForHours,
  waitsForReturn,
} from './store/delivery.js';
export type { DraftRow } from './store/drafts.js';
export type { CountedForms, PlainForm, WordsOf } from './store/feedback.js';
export type { InformalContact } from './store/mentorships.js';
export type { FirstSessions, MentorshipOutline } from './store/overview.js';
export type { PromptChanges, PromptRow } from './store/prompts.js';
export { type Counter, type Queue, restoredKey } from './store/queue.js';

import type { Ending, PartVerdict, WhyNot } from '../../domain/hours.js';
import type { LagClass } from '../../domain/record.js';
import type { GoalId, MentorshipId, PersonId, PortfolioId, SessionId } from '../../kernel/ids.js';
import type { InformalContact } from './mentorships.js';

/** Whose past it is: all that a mentor has in one portfolio, or what two people have had together. */
export type PastOf = { readonly portfolio: PortfolioId } | { readonly mentorship: MentorshipId };

/** That a session is past, and when it was: as it began, or else as it was planned (ms). */
export interface PastSession {
  readonly session: SessionId;
  readonly at: number;
}

/** One informal contact's place in time. */
export interface PastContact {
  readonly id: string;
  readonly mentorship: MentorshipId;
  /** ms */
  readonly at: number;
  readonly minutes: number;
}

/** What stands of one session beside its words. */
export interface PastFigures {
  readonly session: SessionId;
  /** Whether there is a record of it. */
  readonly recorded: boolean;
  /** Null without a record, and where one from before 0.4.0 does not open. */
  readonly lag: LagClass | null;
  /** The mentor's figure; null without a record. */
  readonly mentorMinutes: number | null;
  /** Who came, by the record; null without one. */
  readonly attended: readonly PersonId[] | null;
  /** Minutes of it that count, an overlap with another session not taken off; and why none do. */
  readonly minutes: number;
  readonly why: WhyNot | null;
  readonly ending: Ending | null;
  /** It was moved within an hour of its time. */
  readonly movedLate: boolean;
  /** Each mentee's part, in the order in which they were asked. */
  readonly parts: readonly PartVerdict[];
}

/** One portfolio among many. */
export interface PastPortfolio {
  /** Sessions that were held. */
  readonly held: number;
  /** Those of them that have no record. */
  readonly unrecorded: number;
  /** When the last of them began (ms); null where there was none. */
  readonly lastAt: number | null;
  /** When a plan or a record was last saved (ms); null where none was. */
  readonly changedAt: number | null;
}

/**
 * What has been. A session is past once it is over, was called off, or its time has come; at `now` (ms). Each method is a
 * statement or two, however much there is, and opens no more than it says.
 */
export interface PastRepository {
  /** All of them, the newest first. Nothing is opened for it. */
  sessions(of: PastOf, now: number): Promise<readonly PastSession[]>;
  /** The same with their titles, each of which is opened. */
  titled(of: PastOf, now: number): Promise<readonly (PastSession & { readonly title: string })[]>;
  /** Those whose plan in force serves this goal (docs/field.md#the-plan-in-force). Nothing is opened for it. */
  serving(of: PastOf, goal: GoalId, now: number): Promise<ReadonlySet<SessionId>>;
  /** Of as many as a page shows. Nothing is opened for it. */
  figures(ids: readonly SessionId[]): Promise<ReadonlyMap<SessionId, PastFigures>>;
  /** Informal contacts, the newest first. Nothing is opened for it. */
  contacts(of: PastOf): Promise<readonly PastContact[]>;
  /** These, the newest first, with their notes. Of as many as a page shows. */
  contactsAmong(ids: readonly string[]): Promise<readonly InformalContact[]>;
  /** Of as many portfolios as a page shows; one without sessions is not among them. */
  portfolios(ids: readonly PortfolioId[]): Promise<ReadonlyMap<PortfolioId, PastPortfolio>>;
}

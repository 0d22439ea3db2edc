import type { SummedForms } from '../../domain/digest.js';
import type { EndedAlike, PartVerdict, Sums } from '../../domain/hours.js';
import type { WeekSpan } from '../../domain/weekly-hours.js';
import type { GoalId, MentorshipId, PersonId, PortfolioId, SessionId } from '../../kernel/ids.js';

/** What sessions add up to. Each figure is the one that `hoursOf` (src/domain/hours.ts) answers of the same rows. */
export interface Totals extends Sums {
  /** By the records alone, whatever mentees have answered since (minutes). */
  readonly recordedMinutes: number;
  /** Sessions that count; each of them has a record. */
  readonly sessions: number;
  /** Those of them whose record was made at the time (docs/field.md#at-the-time). */
  readonly recordsAtTheTime: number;
}

/** What adds up to nothing. */
export const noTotals: Totals = {
  plannedMinutes: 0,
  deliveredMinutes: 0,
  confirmedMinutes: 0,
  disputedMinutes: 0,
  unansweredMinutes: 0,
  overlapMinutes: 0,
  recordedMinutes: 0,
  sessions: 0,
  recordsAtTheTime: 0,
};

/** One mentee's word against the mentor's, which nobody has settled. */
export interface Disputed {
  readonly session: SessionId;
  readonly part: PartVerdict;
}

/** A session that is over and counts no time, with every part of it (or one mentee's alone). */
export interface NotCounted {
  readonly session: SessionId;
  readonly parts: readonly PartVerdict[];
}

/** One session that counts (for somebody), and what it names. */
export interface CountedUse {
  readonly session: SessionId;
  /** When it began, as it counts (ms). */
  readonly from: number;
  readonly minutes: number;
  /** Of the plan in force when it began (docs/field.md#the-plan-in-force). */
  readonly goals: readonly GoalId[];
  /** Keys of the catalogue's, each once, whatever their wording was then; none where an erasure took the words. */
  readonly skills: readonly string[];
}

/** The actions that one session's record names, and whose they were to see to. */
export interface NamedActions {
  readonly session: SessionId;
  readonly mentorships: readonly MentorshipId[];
  /** Their keys. */
  readonly actions: readonly string[];
}

/** One session that was held, and how much of it counts. */
export interface HeldSession {
  readonly session: SessionId;
  /** When it began: as recorded, as pressed, or else as planned (ms). */
  readonly from: number;
  readonly minutes: number;
  readonly recorded: boolean;
}

/** Some of many, with how many there are in all. */
export interface FirstOf<T> {
  readonly all: number;
  readonly first: readonly T[];
}

/**
 * What hours add up to, out of figures that stand beside the sealed words: no record is opened, and each method is a
 * statement or two, however many sessions there are.
 */
export interface TotalsRepository {
  /** A portfolio's, or one mentee's share of it; zeros where there is no such portfolio. */
  ofPortfolio(id: PortfolioId, mentee?: PersonId): Promise<Totals>;
  /** Of each portfolio of the programme; one without sessions is not among them. */
  byPortfolio(): Promise<ReadonlyMap<PortfolioId, Totals>>;
  /** One portfolio's by mentee: everybody who was ever invited to one of its sessions. */
  byMentee(id: PortfolioId): Promise<ReadonlyMap<PersonId, Totals>>;
  /** One mentee's share of each portfolio that they were ever invited to a session of. */
  ofMentee(mentee: PersonId): Promise<ReadonlyMap<PortfolioId, Totals>>;
  /** What began within the span (ms, `to` outside it), of the whole programme: portfolios share no minutes. */
  within(span: WeekSpan): Promise<Totals>;
  /** Minutes delivered in each of these spans, of one portfolio or (null) of the whole programme. */
  deliveredIn(spans: readonly WeekSpan[], portfolio: PortfolioId | null): Promise<readonly number[]>;
  /** Minutes of each session of a portfolio that counts, by planned start: the first `most` of them. */
  parts(id: PortfolioId, by: 'delivered' | 'recorded', most: number): Promise<readonly number[]>;
  /** How the portfolio's sessions ended: what `endingsOf` adds up. */
  endings(id: PortfolioId): Promise<readonly EndedAlike[]>;
  /**
   * Sessions that are over and count no time, or none for this mentee, the latest start first: so many of each portfolio;
   * one that has none is not among them.
   */
  notCounted(
    ids: readonly PortfolioId[],
    mentee: PersonId | undefined,
    most: number,
  ): Promise<ReadonlyMap<PortfolioId, FirstOf<NotCounted>>>;
  /**
   * What stands apart (minutes), by portfolio of the programme: of mentees who were erased, where no other mentee's part
   * of the session counts. One that has none is not among them.
   */
  apart(): Promise<ReadonlyMap<PortfolioId, number>>;
  /**
   * The programme's disputes: by portfolio in the order they began in, then by planned start.
   * @param of these portfolios alone; left out: of all
   */
  disputes(most: number, of?: readonly PortfolioId[]): Promise<FirstOf<Disputed>>;
  /**
   * The sessions of each portfolio that count (for this mentee), by planned start, with what each was of use for; one
   * that has none is not among them.
   */
  uses(ids: readonly PortfolioId[], mentee?: PersonId): Promise<ReadonlyMap<PortfolioId, readonly CountedUse[]>>;
  /** Actions that the records of a portfolio's sessions name, as many as have any. */
  actions(id: PortfolioId): Promise<readonly NamedActions[]>;
  /** Sessions of a portfolio that are over and have no record. */
  unrecorded(id: PortfolioId): Promise<number>;
  /** Informal contacts of a portfolio's mentorships. */
  contacts(id: PortfolioId): Promise<number>;
  /** Sessions of a portfolio that are over and were held, the one that began last first. */
  held(id: PortfolioId, most: number): Promise<FirstOf<HeldSession>>;
  /** By portfolio, the mentees who have signed there, newest first. */
  signed(ids: readonly PortfolioId[]): Promise<ReadonlyMap<PortfolioId, readonly PersonId[]>>;
  /** What these mentees' forms come to; one who was asked about no session that was held is not among them. */
  forms(mentees: readonly PersonId[]): Promise<ReadonlyMap<PersonId, SummedForms>>;
  /** Sessions of a portfolio that have a record, the one that was signed last first. */
  newestRecorded(id: PortfolioId, most: number): Promise<readonly SessionId[]>;
}

import type { MentorshipId, PersonId, PortfolioId, SessionId } from '../kernel/ids.js';
import type { AllocatedAs } from './allocation.js';
import type { Attestation } from './attestation.js';
import type { EvidenceKind } from './criteria.js';
import type { GoalLevel } from './goal-level.js';
import type { Ending, PartVerdict, WhyNot } from './hours.js';
import type { Instrument, Theme } from './instrument.js';
import type { Meant } from './meant.js';
import type { Agreement, Goal, MentorshipState } from './mentorship.js';
import type { PracticeChange } from './practice-change.js';
import type { LagClass, RecordHead, RecordVersion } from './record.js';
import type { Declaration, ReflectionPiece, Scaffold } from './reflection.js';
import type { ReviewMoment, ReviewWhy } from './review.js';
import type { Missed, PlanVersion, SessionKind, SessionState } from './session.js';
import type { ThemeMark } from './triangulation.js';
import type { UnitRules } from './unit-rules.js';

/**
 * All that one portfolio comes to, as one reader may see it: plain data of one reading (docs/field.md#portfolio-facts). Readiness,
 * the grid of themes, the ledger of changes, and what leaves as a file are pure functions of it.
 *
 * What somebody skipped, refused, withdrew or did not answer is not in it, and neither is that they were asked: such facts
 * are equal, to the last field, whichever of these it was. So a mentorship, and a goal, that its mentee never agreed to is
 * not in it either, with all that hangs on it; nor a citation of an answer that is not to be read any more.
 */

/**
 * `mentor`: whose portfolio it is. `mentee`: one of theirs, of what the two have together. `assessing`: whoever is allocated to
 * it, or coordinates. `outside`: by a personal link, without names.
 */
export type FactsReader = 'mentor' | 'mentee' | 'assessing' | 'outside';

export interface PortfolioFacts {
  readonly format: 2;
  readonly reader: FactsReader;
  /** When it was read (ms). */
  readonly at: number;
  readonly zone: string;
  readonly portfolio: {
    readonly id: PortfolioId;
    readonly mentor: PersonId;
    readonly startedAt: number;
    /** Null where it is for no unit. */
    readonly unit: { readonly title: string; readonly rules: UnitRules } | null;
  };
  /** The unit's criteria as the centre words them, by their codes. */
  readonly criteria: readonly {
    readonly key: string;
    readonly code: string;
    readonly text: string;
    readonly evidence: readonly EvidenceKind[];
  }[];
  readonly skills: readonly { readonly key: string; readonly text: string; readonly core: boolean }[];
  /** What everybody who is named by an id is called here: their name, or what stands for it. */
  readonly called: Readonly<Record<PersonId, string>>;
  readonly mentorships: readonly FactsMentorship[];
  /** By planned start. */
  readonly sessions: readonly FactsSession[];
  readonly contacts: readonly {
    readonly id: string;
    readonly mentorship: MentorshipId;
    readonly at: number;
    readonly minutes: number;
  }[];
  /** Oldest first. */
  readonly answers: readonly FactsAnswer[];
  /** Those that stand (`standing`), oldest first: of each session and side the last, and none that was taken back. */
  readonly levels: readonly (GoalLevel & { readonly level: number })[];
  /** Those that stand (`isAttested`), oldest first. */
  readonly attestations: readonly Attestation[];
  readonly changes: readonly PracticeChange[];
  readonly marks: readonly ThemeMark[];
  readonly reflection: FactsReflection | null;
  /** Who reads it as what, and since when. */
  readonly readers: readonly { readonly person: PersonId; readonly as: AllocatedAs; readonly from: number }[];
}

export interface FactsMentorship {
  readonly id: MentorshipId;
  readonly mentee: PersonId;
  readonly state: MentorshipState;
  readonly createdAt: number;
  readonly agreedAt: number;
  readonly endedAt: number | null;
  /** Null where what both signed is gone: nothing is taken to be meant in its place. */
  readonly meant: Meant | null;
  /**
   * Each version with when who signed, and never what else was said to it; its text is left out for whoever may not read
   * it.
   */
  readonly agreements: readonly FactsAgreement[];
  /** Those that both agreed; one that was let go since is among them where somebody had said where it was. */
  readonly goals: readonly Goal[];
  /** Those that were opened, oldest first: never who answered. */
  readonly reviews: readonly {
    readonly moment: ReviewMoment;
    readonly why: ReviewWhy;
    readonly openedAt: number;
    readonly closesAt: number;
  }[];
}

export interface FactsAgreement extends Omit<Agreement, 'body' | 'menteeWord' | 'changeWanted'> {
  readonly body: Agreement['body'] | null;
}

export interface FactsSession {
  readonly id: SessionId;
  readonly kind: SessionKind;
  /** Empty for whoever is outside. */
  readonly title: string;
  readonly startsAt: number;
  readonly plannedMinutes: number;
  readonly plannedAt: number;
  readonly plannedAfterwards: boolean;
  readonly state: SessionState;
  readonly missed: Missed | null;
  readonly ending: Ending | null;
  /** When it began: as recorded, as pressed, or else as planned (ms). */
  readonly beganAt: number;
  readonly endedAt: number | null;
  readonly mentees: readonly PersonId[];
  readonly mentorships: readonly MentorshipId[];
  /** Who came, by the record; null without one. */
  readonly attended: readonly PersonId[] | null;
  /** Minutes that count, an overlap with another session not taken off; and why none do. */
  readonly minutes: number;
  readonly why: WhyNot | null;
  readonly parts: readonly PartVerdict[];
  readonly lag: LagClass | null;
  /** Of the plan in force when it began, and how many versions there are. Null where there was none, or not for this reader. */
  readonly plan: PlanVersion | null;
  readonly plans: number;
  readonly head: RecordHead | null;
  readonly record: RecordVersion | null;
  /** For whoever is outside: the words that were let go, with no name in them. */
  readonly passages: readonly {
    readonly part: string;
    readonly citation: string;
    readonly label: string;
    readonly words: string;
  }[];
}

/** One answer that was given, and that this reader may read. */
export interface FactsAnswer {
  readonly source: 'mentee' | 'self' | 'stakeholder';
  readonly mentorship: MentorshipId;
  readonly by: PersonId;
  readonly citation: string;
  readonly instrument: Instrument;
  readonly theme: Theme;
  /** The question's key, and the words that it had then. */
  readonly question: string;
  readonly asked: string;
  readonly rating: number | null;
  readonly text: string;
  readonly at: number;
  /** Of an answer after a session: which, and when that began (ms). */
  readonly session: SessionId | null;
  readonly heldAt: number | null;
}

/** Of a draft its number and dates alone, to anybody but its mentor; once it is declared all that was. */
export interface FactsReflection {
  readonly scaffold: Scaffold;
  readonly versions: number;
  readonly first: number;
  readonly last: number;
  readonly declaration: Declaration | null;
  /** The newest of each question, to others as it was declared; null where it is a draft and not this reader's. */
  readonly pieces: readonly ReflectionPiece[] | null;
}

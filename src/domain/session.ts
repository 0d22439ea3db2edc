import { hour, minute } from '../kernel/clock.js';
import type { GoalId, MentorshipId, PersonId, PortfolioId, ProgrammeId, SeriesId, SessionId } from '../kernel/ids.js';

/** The kinds of formal session. `first` is the meeting where goals are agreed (docs/field.md#signed-first). */
export type SessionKind = 'first' | 'standard' | 'restorative' | 'review' | 'ending';

/**
 * `planned` → `running` (somebody pressed *start now*) → `ended`; or `cancelled` before, or `not-held` afterwards.
 * A planned session whose time has passed is ended by its prompt, not by looking at it.
 */
export type SessionState = 'planned' | 'running' | 'ended' | 'cancelled' | 'not-held';

/** Lengths that can be planned, in minutes: a form's step is five. */
export const shortestSession = 5;
export const longestSession = 480;
/** A session may overrun what can be planned (docs/field.md#overruns), up to this many minutes. */
export const longestRecorded = longestSession + 240;

/**
 * How a session that did not take place came to that: cancelled in good time or within a day of its start; or, once its
 * time had come, a mentee who did not come, a mentor who could not, or one called off at the last moment.
 */
export type Missed = 'in-time' | 'late' | 'mentee' | 'mentor' | 'called-off';

export type Confirmation = 'open' | 'confirmed' | 'different' | 'did-not-happen';

/** One mentee's part in a session: each accepts, confirms and answers alone (docs/field.md#groups). */
export interface Attendee {
  readonly mentorship: MentorshipId;
  readonly mentee: PersonId;
  readonly answer: 'asked' | 'accepted' | 'declined';
  /** The plan version the answer was given to. */
  readonly answeredVersion: number | null;
  readonly answeredAt: number | null;
  readonly confirmation: Confirmation;
  /** The mentee's figure where it is different. */
  readonly confirmedMinutes: number | null;
  readonly confirmedAt: number | null;
  /** How a dispute was settled by the coordinator: the minutes that count; both figures are kept. */
  readonly settledMinutes: number | null;
}

export interface Session {
  readonly id: SessionId;
  readonly programme: ProgrammeId;
  readonly portfolio: PortfolioId;
  readonly mentor: PersonId;
  readonly attendees: readonly Attendee[];
  /** *Shown*: at most 80 characters, may stand in a direct message, never in a channel. */
  readonly title: string;
  /** *Shown*. */
  readonly place: string;
  readonly kind: SessionKind;
  /** The plan in its current version (ms; minutes). */
  readonly startsAt: number;
  readonly minutes: number;
  readonly planVersion: number;
  readonly state: SessionState;
  /** Pressed, or recorded: when it really began and ended (ms). */
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly plannedAt: number;
  /** Planned after it began (an outage, paper): apart, labelled, counts only if the assessor accepts it. */
  readonly plannedAfterwards: boolean;
  /** Goes up by one at each change: optimistic locking, and iCalendar's SEQUENCE. */
  readonly revision: number;
  /** The series it belongs to, and its place in it from 1; a moved session keeps its place. */
  readonly series?: { readonly id: SeriesId; readonly position: number };
  /** Set with the states `cancelled` and `not-held`. */
  readonly missed?: Missed;
}

/** docs/field.md#the-plan. Private but for the title and place, which stand on the session. */
export interface PlanBody {
  readonly objectives: readonly Objective[];
  /** Minutes sum to the session's length. */
  readonly activities: readonly Activity[];
  readonly resources: string;
  /** Why they suit this mentee's role; may stay empty. */
  readonly resourcesWhy: string;
  /** Need → what I'll do, a row each (`domain/support.ts`). */
  readonly support: readonly Support[];
  /** The one text that plans of before 0.5.0 have in place of those rows; read as a row by `supportOf`. */
  readonly strategies: string;
  /** Keys from the programme's list. */
  readonly guidance: readonly string[];
  readonly goals: readonly GoalId[];
  /**
   * What stood as a template, or the plan that it began from, gives it, when it was saved. Templates are reworded, so it
   * cannot be found out later (`domain/plan-quality.ts`).
   */
  readonly asGiven: readonly PlanPart[];
}
export type PlanPart = 'objectives' | 'activities';
export interface Support {
  readonly key: string;
  /** In the mentee's words or the mentor's; either of the two may be empty. */
  readonly need: string;
  readonly strategy: string;
  /** In a group: whose need it is. Absent there, it is everybody's. */
  readonly mentee?: PersonId;
}
export interface Objective {
  readonly key: string;
  readonly what: string;
  /** How it will be measured. */
  readonly measure: string;
  /** Which of the session's goals it serves; absent where nobody said. */
  readonly goal?: GoalId;
}
export interface Activity {
  readonly key: string;
  readonly what: string;
  readonly minutes: number;
}

export interface PlanVersion {
  readonly session: SessionId;
  readonly version: number;
  readonly startsAt: number;
  readonly minutes: number;
  readonly title: string;
  readonly place: string;
  readonly kind: SessionKind;
  readonly body: PlanBody;
  readonly savedAt: number;
  readonly author: PersonId;
  /** `template:KEY`, or `session:ID` of the session whose plan it was: an earlier one, or the first of its series; null where
   * it was written anew. */
  readonly copiedFrom: string | null;
  /** Copied and not changed in anything that matters (docs/field.md#the-plan-in-force: shown on the record). */
  readonly unchanged: boolean;
}

/** When the planned session is over (ms). */
export const plannedEnd = (s: Pick<Session, 'startsAt' | 'minutes'>): number => s.startsAt + s.minutes * minute;

/** When it began and ended as far as is known: pressed or recorded, otherwise as planned (ms). */
export function actualSpan(s: Pick<Session, 'startsAt' | 'minutes' | 'startedAt' | 'endedAt'>): {
  from: number;
  to: number;
} {
  const from = s.startedAt ?? s.startsAt;
  return { from, to: Math.max(from, s.endedAt ?? from + s.minutes * minute) };
}

/**
 * When a session is said to be (ms): as it began, once it has, however it was planned; until then as planned.
 */
export const heldAt = (s: Pick<Session, 'startsAt' | 'startedAt'>): number => s.startedAt ?? s.startsAt;

/** What a session is called whose title went with somebody who was erased (docs/field.md#erasure). */
export const noTitle = 'Session';

/** A session within a sentence, by its title; “a session” where it has none any more. */
export const titleWithin = ({ title }: Pick<Session, 'title'>): string => (title === noTitle ? 'a session' : title);

/** The same where a sentence begins with it. */
export const titleFirst = ({ title }: Pick<Session, 'title'>): string => (title === noTitle ? 'A session' : title);

/** The same in quotation marks: there are none around what nobody wrote. */
export const titleQuoted = ({ title }: Pick<Session, 'title'>): string =>
  title === noTitle ? 'a session' : `“${title}”`;

/**
 * The version in force when the session began *is* its plan (docs/field.md#the-plan-in-force); undefined if none was
 * made by then.
 */
export function planInForce<P extends Pick<PlanVersion, 'version' | 'savedAt'>>(
  versions: readonly P[],
  startedAt: number,
): P | undefined {
  return versions.filter((v) => v.savedAt <= startedAt).sort((a, b) => b.version - a.version)[0];
}

/**
 * The mentor's other session that takes the same time, if any: only the mentor's own clash is refused
 * (docs/field.md#clashes).
 */
export function clashOf<S extends Pick<Session, 'id' | 'state' | 'startsAt' | 'minutes'>>(
  candidate: { readonly id?: SessionId; readonly startsAt: number; readonly minutes: number },
  others: readonly S[],
): S | undefined {
  const from = candidate.startsAt;
  const to = plannedEnd(candidate);
  return others.find(
    (s) =>
      s.id !== candidate.id &&
      (s.state === 'planned' || s.state === 'running') &&
      s.startsAt < to &&
      plannedEnd(s) > from,
  );
}

/** Planned, and its time has come: whoever met without pressing *start* is in it, so it is ended or did not happen. */
export const hasBegun = (s: Pick<Session, 'state' | 'startsAt'>, now: number): boolean =>
  s.state === 'running' || (s.state === 'planned' && s.startsAt <= now);

/** How long (ms) after a session's planned start somebody who waits may say that the other did not come. */
const waitedLongEnough = 10 * minute;

/** Whether a mentee may say of it that their mentor did not come: its time has come, and it was not called off. */
export const canSayAbsent = (s: Pick<Session, 'state' | 'startsAt'>, now: number): boolean =>
  s.state !== 'cancelled' && s.startsAt + waitedLongEnough <= now;

export const isOpen = (s: Pick<Session, 'state'>): boolean => s.state === 'planned' || s.state === 'running';

export const attendeeOf = (s: Session, person: PersonId): Attendee | undefined =>
  s.attendees.find((a) => a.mentee === person);

/** Whether this mentee is to come: they have not said that they can’t. */
export const isExpected = (s: Pick<Session, 'attendees'>, mentee: PersonId): boolean =>
  s.attendees.some((a) => a.mentee === mentee && a.answer !== 'declined');

export function withAttendee(s: Session, mentee: PersonId, change: Partial<Attendee>): Session {
  return { ...s, attendees: s.attendees.map((a) => (a.mentee === mentee ? { ...a, ...change } : a)) };
}

/** How close (ms) to a session's old or new time a move is at the last minute: the other side may not have seen it. */
export const lastMinute = hour;

/** Whether a session was ever moved at the last minute, by the versions of its plan (oldest first). */
export const wasMovedLate = (plans: readonly Pick<PlanVersion, 'startsAt' | 'savedAt'>[]): boolean =>
  plans.some((p, i) => {
    const before = plans[i - 1];
    return before !== undefined && isLastMinute(before.startsAt, p.startsAt, p.savedAt);
  });

/** Moving a session from one start to another at `now` (ms). */
export const isLastMinute = (from: number, to: number, now: number): boolean =>
  from !== to && Math.min(from, to) - now < lastMinute;

import { day, minute } from '../kernel/clock.js';
import type { MentorshipId, PersonId, SessionId } from '../kernel/ids.js';
import { type Span, span, unionOf } from './minutes-once.js';
import type { Due } from './prompt-schedule.js';
import { type Attendee, actualSpan, type Session } from './session.js';
import { askLengthPrompt } from './subjects.js';

/**
 * How many minutes of formal mentoring there are, and why others are none (docs/field.md#what-counts,
 * docs/field.md#the-mentee-confirms). Pure: figures in, figures out, so that every total can be recomputed from rows.
 */

export type CountedAttendee = Pick<
  Attendee,
  'mentee' | 'mentorship' | 'confirmation' | 'confirmedMinutes' | 'settledMinutes'
> & {
  /** They were erased: of their part there is neither plan nor record any more for an assessor to look at. */
  readonly isErased?: boolean;
};

/** What is known of one session when its time is counted. */
export interface CountedSession {
  readonly session: Pick<
    Session,
    'id' | 'kind' | 'state' | 'startsAt' | 'minutes' | 'startedAt' | 'endedAt' | 'plannedAfterwards'
  > & { readonly attendees: readonly CountedAttendee[] };
  /** It says something else than its chain has committed to: then it counts no time (docs/record-format.md#what-does-not-fit). */
  readonly isUnfit?: boolean;
  /** When the plan in force at its start was saved (ms); null where none was. */
  readonly planSavedAt: number | null;
  /** The newest version of its record, or null: what the mentor says. */
  readonly record: {
    readonly startedAt: number;
    readonly minutes: number;
    readonly attended: readonly PersonId[];
  } | null;
}

/** Why a session's minutes are not (yet) among those delivered. */
export type WhyNot =
  | 'still to come'
  | 'cancelled'
  | 'not held'
  | 'does not fit its chain'
  | 'no record'
  | 'no-show'
  | 'planned afterwards'
  | 'no plan before it began'
  | 'no agreement'
  | 'disputed'
  | 'settled as no time'
  | 'of somebody erased';

/** How one mentee's part stands. `settled`: the coordinator recorded an outcome. */
export type PartStanding = 'confirmed' | 'settled' | 'unanswered' | 'disputed' | 'nothing';

/** One mentee's part in one session. Both figures are kept side by side, never one over the other. */
export interface PartVerdict {
  readonly mentee: PersonId;
  readonly mentorship: MentorshipId;
  readonly standing: PartStanding;
  readonly why: WhyNot | null;
  /** The minutes that count by this part. */
  readonly minutes: number;
  /** The mentor's figure; null without a record. */
  readonly mentorMinutes: number | null;
  /** The mentee's figure: what they confirmed or said instead; 0 where they say it did not happen. */
  readonly menteeMinutes: number | null;
  /** They confirmed a figure that the mentor changed since: worth asking again. */
  readonly askAgain: boolean;
}

export interface SessionVerdict {
  readonly session: SessionId;
  readonly counts: boolean;
  /** Null where it counts. */
  readonly why: WhyNot | null;
  /** The session's own minutes that count; an overlap with another session is not taken off here. */
  readonly minutes: number;
  readonly parts: readonly PartVerdict[];
}

/** All in minutes. `deliveredMinutes` = `confirmedMinutes` + `unansweredMinutes`; disputed ones wait outside them. */
export interface Sums {
  /** What was planned beforehand and neither cancelled nor found not held, past and to come, with somebody who is here. */
  readonly plannedMinutes: number;
  readonly deliveredMinutes: number;
  readonly confirmedMinutes: number;
  readonly disputedMinutes: number;
  readonly unansweredMinutes: number;
  /** Taken off because two sessions share them. */
  readonly overlapMinutes: number;
}

export interface Hours extends Sums {
  readonly sessions: readonly SessionVerdict[];
}

/** Whether the agreement lets this session count (the first meeting's exception included). */
export type Agreed = (mentorship: MentorshipId, session: CountedSession['session']) => boolean;

/**
 * What one session, or one mentee's part of it, claims of each total: the figures that a store keeps beside it. Moments
 * in ms. A group's parts begin together, so what they claim between them is the longest of each.
 */
export interface Claim {
  /** 0 where it is not among what was planned. */
  readonly plannedMinutes: number;
  readonly plannedFrom: number;
  /** When it began: as recorded, as pressed, or else as planned. All that follows is from here on. */
  readonly from: number;
  readonly minutes: number;
  readonly confirmedMinutes: number;
  readonly disputedMinutes: number;
  /** What would count by the record alone, whatever mentees have answered. */
  readonly recordedMinutes: number;
}

/** One session counted, as a whole and by mentee. */
export interface SessionCount {
  readonly whole: Claim;
  /** In the order of `verdict.parts`. */
  readonly parts: readonly Claim[];
  readonly verdict: SessionVerdict;
}

/** Counts one session, or one mentee's part of it where `mentee` is given; undefined where they are not in it. */
export function countOf(counted: CountedSession, agreed: Agreed, mentee?: PersonId): SessionCount | undefined {
  const s = counted.session;
  const attendees = mentee === undefined ? s.attendees : s.attendees.filter((a) => a.mentee === mentee);
  if (attendees.length === 0) return undefined;
  const verdicts = attendees.map((a) => partOf(counted, a, agreed));
  const isPlanned =
    s.state !== 'cancelled' &&
    s.state !== 'not-held' &&
    !s.plannedAfterwards &&
    !isLeftOut(counted) &&
    // Of somebody erased no plan is left: what was planned with nobody else is planned no more. What was still to come was
    // called off as they were erased.
    !(s.state === 'ended' && s.attendees.every((a) => a.isErased === true));
  const times = {
    plannedMinutes: isPlanned ? s.minutes : 0,
    plannedFrom: s.startsAt,
    from: counted.record?.startedAt ?? actualSpan(s).from,
  };
  const parts = verdicts.map((p): Claim => {
    // A confirmation stays what it answered: the mentor's later figure does not stretch it.
    const confirmed = p.standing === 'confirmed' ? Math.min(p.minutes, p.menteeMinutes ?? p.minutes) : 0;
    return {
      ...times,
      minutes: p.minutes,
      confirmedMinutes: p.standing === 'settled' ? p.minutes : confirmed,
      disputedMinutes: p.standing === 'disputed' ? (p.mentorMinutes ?? 0) : 0,
      recordedMinutes: p.standing === 'nothing' ? 0 : (p.mentorMinutes ?? 0),
    };
  });
  const longest = (of: (claim: Claim) => number): number => Math.max(0, ...parts.map(of));
  const minutes = longest((c) => c.minutes);
  return {
    whole: {
      ...times,
      minutes,
      confirmedMinutes: longest((c) => c.confirmedMinutes),
      disputedMinutes: longest((c) => c.disputedMinutes),
      recordedMinutes: longest((c) => c.recordedMinutes),
    },
    parts,
    verdict: {
      session: s.id,
      counts: minutes > 0,
      why: minutes > 0 ? null : reasonOf(verdicts),
      minutes,
      parts: verdicts,
    },
  };
}

/**
 * Why a session gives no time, of its parts. A dispute among several reasons is the one that somebody can still do
 * something about; time that stands apart is time that was given.
 */
export function reasonOf(parts: readonly Pick<PartVerdict, 'why'>[]): WhyNot | null {
  const first = (why: WhyNot) => parts.find((p) => p.why === why);
  return (first('disputed') ?? first('of somebody erased') ?? parts[0])?.why ?? null;
}

/**
 * What claims of different sessions add up to. Minutes of which several claim a part count once; their order changes
 * no figure.
 */
export function sumsOf(claims: readonly Claim[]): Sums & { readonly recordedMinutes: number } {
  const spans = (of: (claim: Claim) => number): Span[] =>
    claims.flatMap((c) => (of(c) > 0 ? [span(c.from, of(c))] : []));
  const delivered = spans((c) => c.minutes);
  const deliveredMinutes = unionOf(delivered);
  const confirmedMinutes = unionOf(spans((c) => c.confirmedMinutes));
  return {
    plannedMinutes: unionOf(claims.map((c) => span(c.plannedFrom, c.plannedMinutes))),
    deliveredMinutes,
    confirmedMinutes,
    // What another mentee of the group (or another session) vouches for already is not waiting for an outcome.
    disputedMinutes: unionOf([...spans((c) => c.disputedMinutes), ...delivered]) - deliveredMinutes,
    unansweredMinutes: deliveredMinutes - confirmedMinutes,
    overlapMinutes: claims.reduce((n, c) => n + c.minutes, 0) - deliveredMinutes,
    recordedMinutes: unionOf(spans((c) => c.recordedMinutes)),
  };
}

/**
 * Counts the time of these sessions: a mentor's portfolio, or one mentee's share of it where `mentee` is given. Minutes
 * of which several sessions (or several mentees of one) claim a part count once. The order of `sessions` is kept in the
 * verdicts and changes no figure. What a store answers as totals must be what this answers of the same rows
 * (`src/ports/store/totals.ts`).
 */
export function hoursOf(sessions: readonly CountedSession[], agreed: Agreed, mentee?: PersonId): Hours {
  const counts = sessions.flatMap((counted) => countOf(counted, agreed, mentee) ?? []);
  const { recordedMinutes, ...sums } = sumsOf(counts.map((c) => c.whole));
  return { ...sums, sessions: counts.map((c) => c.verdict) };
}

/**
 * One mentee's part. What would count of somebody who was erased stands apart, for nothing is left that shows it: not
 * what counted for nothing anyhow, whose reason stays.
 */
function partOf(counted: CountedSession, a: CountedAttendee, agreed: Agreed): PartVerdict {
  const part = partAsSaid(counted, a, agreed);
  return a.isErased !== true || part.minutes === 0
    ? part
    : { ...part, standing: 'nothing', why: 'of somebody erased', minutes: 0, askAgain: false };
}

/** By the three conditions (docs/field.md#what-counts), the agreement, then what the mentee said of the length. */
function partAsSaid(counted: CountedSession, a: CountedAttendee, agreed: Agreed): PartVerdict {
  const { record } = counted;
  const menteeMinutes = a.confirmation === 'did-not-happen' ? 0 : a.confirmedMinutes;
  const common = {
    mentee: a.mentee,
    mentorship: a.mentorship,
    mentorMinutes: record?.minutes ?? null,
    menteeMinutes,
    askAgain: false,
  };
  const none = (why: WhyNot): PartVerdict => ({ ...common, standing: 'nothing', why, minutes: 0 });
  const why = whyNone(counted, a, agreed);
  if (why !== null || record === null) return none(why ?? 'no record');
  if (a.settledMinutes !== null)
    return a.settledMinutes > 0
      ? { ...common, standing: 'settled', why: null, minutes: a.settledMinutes }
      : { ...common, standing: 'settled', why: 'settled as no time', minutes: 0 };
  // A "different" that the mentor's record has since come to agree with is no dispute.
  const same = menteeMinutes === null || menteeMinutes === record.minutes;
  if (isDisputed(a, record.minutes)) return { ...common, standing: 'disputed', why: 'disputed', minutes: 0 };
  if (a.confirmation === 'open') return { ...common, standing: 'unanswered', why: null, minutes: record.minutes };
  return { ...common, standing: 'confirmed', why: null, minutes: record.minutes, askAgain: !same };
}

/** Whether the mentee's word stands against this figure of the mentor's (minutes) and nobody has settled it. */
export const isDisputed = (
  a: Pick<Attendee, 'confirmation' | 'confirmedMinutes' | 'settledMinutes'>,
  mentorMinutes: number,
): boolean =>
  a.settledMinutes === null &&
  (a.confirmation === 'did-not-happen' || (a.confirmation === 'different' && a.confirmedMinutes !== mentorMinutes));

/** Whether the mentee has not answered this figure of the mentor's (minutes): never asked, or it changed since. */
export const isUnanswered = (
  a: Pick<Attendee, 'confirmation' | 'confirmedMinutes' | 'settledMinutes'>,
  mentorMinutes: number,
): boolean =>
  a.settledMinutes === null &&
  (a.confirmation === 'open' ||
    (a.confirmation === 'confirmed' && a.confirmedMinutes !== null && a.confirmedMinutes !== mentorMinutes));

/** Of what is still to come nothing is delivered, whatever it says; it is looked at again once it is over. */
const isLeftOut = ({ session, isUnfit }: CountedSession): boolean => isUnfit === true && session.state === 'ended';

function whyNone(counted: CountedSession, a: CountedAttendee, agreed: Agreed): WhyNot | null {
  const { session: s, record, planSavedAt } = counted;
  if (s.state === 'cancelled') return 'cancelled';
  if (s.state === 'not-held') return 'not held';
  if (s.state !== 'ended') return 'still to come';
  if (isLeftOut(counted)) return 'does not fit its chain';
  if (record === null) return 'no record';
  if (!record.attended.includes(a.mentee) || record.minutes <= 0) return 'no-show';
  if (s.plannedAfterwards) return 'planned afterwards';
  // Of a pressed start and a recorded one the earlier decides: a record cannot move a start past its plan.
  const began = Math.min(record.startedAt, s.startedAt ?? record.startedAt);
  if (planSavedAt === null || planSavedAt > began) return 'no plan before it began';
  return agreed(a.mentorship, s) ? null : 'no agreement';
}

/**
 * The length that a mentee is asked about (minutes): the record's where there is one, without waiting for it; otherwise
 * what was pressed or planned, to the nearest five as the record's form counts, and at least five.
 */
export function lengthAskedAbout(
  s: Pick<Session, 'startsAt' | 'minutes' | 'startedAt' | 'endedAt'>,
  record: { readonly minutes: number } | null | undefined,
): number {
  if (record !== null && record !== undefined) return record.minutes;
  const { from, to } = actualSpan(s);
  return Math.max(5, Math.round((to - from) / minute / 5) * 5);
}

/** How sessions came to an end, counted: shown beside the totals, for none of it is hidden and none of it is blame. */
export interface Endings {
  /** Held, and by the record shorter or longer than planned. */
  readonly early: number;
  readonly overrun: number;
  readonly cancelledInTime: number;
  /** Less than a day before the start. */
  readonly cancelledLate: number;
  readonly menteeDidNotCome: number;
  readonly mentorCouldNot: number;
  readonly calledOff: number;
  /** Marked as not held, or cancelled, without saying how. */
  readonly other: number;
  /** Moved within an hour of its time, whatever became of it then. */
  readonly movedLate: number;
  /** Sessions that any of these is said of: one that was moved late may have run over too. */
  readonly all: number;
}

/** The one way in which a session came to an end other than as planned; each is a figure of `Endings`. */
export type Ending = Exclude<keyof Endings, 'all' | 'movedLate'>;

const missed = {
  'in-time': 'cancelledInTime',
  late: 'cancelledLate',
  mentee: 'menteeDidNotCome',
  mentor: 'mentorCouldNot',
  'called-off': 'calledOff',
} as const satisfies Record<NonNullable<Session['missed']>, Ending>;

/** Undefined where it went as planned, is still to come, or has no record yet. */
export function endingOf(
  s: Pick<Session, 'state' | 'minutes' | 'missed'> & { readonly attendees: readonly Pick<Attendee, 'mentee'>[] },
  record: { readonly minutes: number; readonly attended: readonly PersonId[] } | null,
): Ending | undefined {
  if (s.state === 'cancelled' || s.state === 'not-held') return s.missed === undefined ? 'other' : missed[s.missed];
  if (s.state !== 'ended' || record === null) return undefined;
  if (!s.attendees.some((a) => record.attended.includes(a.mentee))) return 'menteeDidNotCome';
  return record.minutes < s.minutes ? 'early' : record.minutes > s.minutes ? 'overrun' : undefined;
}

/** Sessions that ended alike, so many of them at once. */
export interface EndedAlike {
  readonly state: Session['state'];
  readonly ending: Ending | undefined;
  readonly movedLate: boolean;
  readonly sessions: number;
}

/** Adds up how sessions ended; what is still to come counts nowhere. */
export function endingsOf(all: readonly EndedAlike[]): Endings {
  const n = {
    early: 0,
    overrun: 0,
    cancelledInTime: 0,
    cancelledLate: 0,
    menteeDidNotCome: 0,
    mentorCouldNot: 0,
    calledOff: 0,
    other: 0,
    movedLate: 0,
    all: 0,
  };
  for (const { state, ending, movedLate, sessions } of all) {
    const moved = movedLate && state !== 'planned' && state !== 'running';
    if (ending !== undefined) n[ending] += sessions;
    if (moved) n.movedLate += sessions;
    if (moved || ending !== undefined) n.all += sessions;
  }
  return n;
}

/** docs/field.md#mid-point: it has passed once half of the portfolio's target is delivered. */
export const midpointPassed = (hours: Pick<Hours, 'deliveredMinutes'>, targetMinutes: number): boolean =>
  targetMinutes > 0 && hours.deliveredMinutes * 2 >= targetMinutes;

/**
 * The prompts that an amended record brings: each mentee who confirmed another length than it now has (minutes) is
 * asked about it again, once a version. `now` in ms.
 */
export function promptsAfterAmendment(
  s: Pick<Session, 'id' | 'attendees'>,
  minutes: number,
  version: number,
  now: number,
): readonly Due[] {
  return s.attendees
    .filter((a) => a.confirmation === 'confirmed' && isUnanswered(a, minutes))
    .map((a) => ({
      ...askLengthPrompt.prompt({ session: s.id, to: a.mentee, version }),
      subject: s.id,
      to: a.mentee,
      dueAt: now,
      expiresAt: now + 14 * day,
    }));
}

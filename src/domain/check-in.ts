import { day, hour, minute } from '../kernel/clock.js';
import type { PersonId, SessionId } from '../kernel/ids.js';
import type { Manners } from './programme.js';
import { plannedEnd, type Session } from './session.js';

/**
 * How a mentee says they arrive at a session, and how they leave it: a level and, if they like, a word
 * (docs/field.md#how-it-starts-and-ends). Off unless they switch it on.
 */

export const checkMoments = ['in', 'out'] as const;
export type CheckMoment = (typeof checkMoments)[number];

/** What each level is called, the lowest first: levels go from 1 to 5. */
export const checkWords = ['Really hard', 'Not great', 'OK', 'Good', 'Really good'] as const;
export type CheckLevel = 1 | 2 | 3 | 4 | 5;

export interface CheckIn {
  readonly session: SessionId;
  readonly mentee: PersonId;
  readonly moment: CheckMoment;
  readonly level: CheckLevel;
  /** Empty where nothing was added. */
  readonly word: string;
  /** Whether the mentee let their mentor read it as they gave it. */
  readonly shared: boolean;
  /** ms */
  readonly at: number;
}

/** Who reads it: they alone, or their mentor too. Undefined where it is off, and nothing is asked. */
export const checkReaders = ({ checkIn }: Pick<Manners, 'checkIn'>): 'me' | 'mentor' | undefined =>
  checkIn === 'me' || checkIn === 'mentor' ? checkIn : undefined;

export const levelOf = (text: string): CheckLevel | undefined =>
  /^[1-5]$/.test(text) ? (Number(text) as CheckLevel) : undefined;

/** Low enough that their own card and the numbers are shown to them; it tells nobody. */
export const isLowCheck = (level: CheckLevel): boolean => level <= 2;

/** It can be given from so long before the start (ms): with the later reminder, of whichever lead (`domain/leads.ts`). */
const before = 2 * hour + 30 * minute;
/** And until so long after the end (ms). */
const after = 3 * day;

/** Whether it can be said now (ms) how they arrive, or how they leave. */
export function canCheck(s: Session, moment: CheckMoment, now: number): boolean {
  if (moment === 'in')
    return (
      (s.state === 'planned' || s.state === 'running') &&
      now >= s.startsAt - before &&
      now < (s.endedAt ?? plannedEnd(s))
    );
  return s.state === 'ended' && s.endedAt !== null && now < s.endedAt + after;
}

/**
 * Whether the mentor reads it now: it was given so that they may, and still they may. Who switches it off, or keeps it to
 * themselves from now on, takes all of it back from them.
 */
export const mentorReadsCheck = (c: Pick<CheckIn, 'shared'>, manners: Pick<Manners, 'checkIn'>): boolean =>
  c.shared && manners.checkIn === 'mentor';

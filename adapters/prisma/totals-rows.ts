import { Prisma } from '../../prisma/generated/sqlite/client.js';
import type { PartStanding, PartVerdict, WhyNot } from '../../src/domain/hours.js';
import { actualSpan, type Confirmation, planInForce } from '../../src/domain/session.js';
import type { GoalId, MentorshipId, PersonId, SessionId } from '../../src/kernel/ids.js';
import type { CountedUse } from '../../src/ports/store/totals.js';

/** Parts and uses of sessions, as their rows have them. */

export interface PartRow {
  readonly session: string;
  readonly mentee: string;
  readonly mentorship: string;
  readonly confirmation: Confirmation;
  readonly confirmedMinutes: number | null;
  readonly standing: PartStanding;
  readonly why: WhyNot | null;
  readonly minutes: number;
  readonly mentorMinutes: number | null;
}
export const partColumns = Prisma.sql`
  a."sessionId" AS "session", a."menteeId" AS "mentee", a."mentorshipId" AS "mentorship",
  a."confirmation" AS "confirmation", a."confirmedMinutes" AS "confirmedMinutes", a."countedAs" AS "standing",
  a."countedWhy" AS "why", a."countedMinutes" AS "minutes", h."minutes" AS "mentorMinutes"`;

export function toPart(row: PartRow): PartVerdict {
  const menteeMinutes = row.confirmation === 'did-not-happen' ? 0 : row.confirmedMinutes;
  return {
    mentee: row.mentee as PersonId,
    mentorship: row.mentorship as MentorshipId,
    standing: row.standing,
    why: row.why,
    minutes: row.minutes,
    mentorMinutes: row.mentorMinutes,
    menteeMinutes,
    askAgain: row.standing === 'confirmed' && menteeMinutes !== null && menteeMinutes !== row.mentorMinutes,
  };
}

export interface UseRow {
  readonly id: string;
  readonly portfolio: string;
  readonly from: number;
  readonly minutes: number;
  readonly skills: string | null;
  readonly startsAt: number;
  readonly planned: number;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly version: number | null;
  readonly savedAt: number | null;
  readonly goals: string | null;
}

/** A list as a column holds it; one that nobody could open names nothing. */
export const listed = <T>(column: string | null | undefined): readonly T[] =>
  column === null || column === undefined ? [] : (JSON.parse(column) as T[]);

/** Reads one session's use, of its row with each version of its plan. Lists are few and alike: each is read once. */
export function usesRead(): (versions: readonly UseRow[]) => readonly CountedUse[] {
  const known = new Map<string, readonly string[]>();
  const once = <T extends string>(column: string | null | undefined): readonly T[] => {
    const found = known.get(column ?? '') ?? listed<T>(column);
    known.set(column ?? '', found);
    return found as readonly T[];
  };
  return (versions) => {
    const [row] = versions;
    if (row === undefined) return [];
    const plans = versions.flatMap(({ version, savedAt, goals }) =>
      version === null || savedAt === null ? [] : [{ version, savedAt, goals }],
    );
    const plan = planInForce(plans, actualSpan({ ...row, minutes: row.planned }).from);
    return [
      {
        session: row.id as SessionId,
        from: row.from,
        minutes: row.minutes,
        goals: once<GoalId>(plan?.goals),
        skills: once<string>(row.skills),
      },
    ];
  };
}

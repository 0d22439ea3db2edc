import type { Id, PersonId, PortfolioId, ProgrammeId } from '../kernel/ids.js';
import type { Portfolio } from './mentorship.js';

/**
 * Who reads a portfolio to supervise, assess or quality-assure it (docs/field.md#allocated-readers). It is said for each,
 * from when until when; a role alone opens nothing.
 */

export const allocatedAs = ['supervisor', 'assessor', 'iqa'] as const;
export type AllocatedAs = (typeof allocatedAs)[number];

export type AllocationId = Id<'allocation'>;

export interface Allocation {
  readonly id: AllocationId;
  readonly programme: ProgrammeId;
  /** Null: every portfolio of the programme that has none of its own for the same part. */
  readonly portfolio: PortfolioId | null;
  readonly person: PersonId;
  readonly as: AllocatedAs;
  /** ms; from then on. */
  readonly from: number;
  /** ms; not from then on. Null: no end is set. */
  readonly until: number | null;
  readonly madeBy: PersonId;
  readonly madeAt: number;
}

/** Whether it holds at `now` (ms). */
export const holds = (a: Pick<Allocation, 'from' | 'until'>, now: number): boolean =>
  a.from <= now && (a.until === null || now < a.until);

/** Who reads one portfolio, and as what. */
export type PortfolioReaders = Readonly<Record<AllocatedAs, readonly PersonId[]>>;
export const noReaders: PortfolioReaders = { supervisor: [], assessor: [], iqa: [] };

/**
 * Who reads this portfolio at `now` (ms): for each part those who were allocated to it itself, or else those of the
 * whole programme. Never its own mentor; and nobody assures the quality of what they assess: who does both assesses.
 * @param all of the programme
 */
export function readersOf(
  portfolio: Pick<Portfolio, 'id' | 'mentor'>,
  all: readonly Allocation[],
  now: number,
): PortfolioReaders {
  const named = (as: AllocatedAs): readonly PersonId[] => {
    const held = all.filter((a) => a.as === as && holds(a, now));
    const own = held.filter((a) => a.portfolio === portfolio.id);
    const these = own.length > 0 ? own : held.filter((a) => a.portfolio === null);
    return [...new Set(these.map((a) => a.person))].filter((person) => person !== portfolio.mentor);
  };
  const assessor = named('assessor');
  return {
    supervisor: named('supervisor'),
    assessor,
    iqa: named('iqa').filter((person) => !assessor.includes(person)),
  };
}

/** As what this person reads it; empty where they do not. */
export const readsAs = (readers: PortfolioReaders, person: PersonId): readonly AllocatedAs[] =>
  allocatedAs.filter((as) => readers[as].includes(person));

/**
 * Whether this person's reading, which began at `since` (ms), has ended by `now`: allocations that held after it follow
 * one another without a gap up to some moment, and that is past. Not where none has begun yet. What was given then (a
 * link, a browser's enrolment) does not come back with a later allocation.
 * @param all of the programme
 */
export function readingOver(all: readonly Allocation[], person: PersonId, since: number, now: number): boolean {
  const theirs = all
    .filter((a) => a.person === person && a.from <= now && (a.until === null || a.until >= since))
    .sort((a, b) => a.from - b.from);
  const [first] = theirs;
  if (first === undefined) return false;
  let reached = Math.max(since, first.from);
  for (const a of theirs) {
    if (a.from > reached) break;
    reached = Math.max(reached, a.until ?? Number.POSITIVE_INFINITY);
  }
  return reached <= now;
}

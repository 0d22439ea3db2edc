import type { Id, PersonId, PortfolioId, ProgrammeId } from '../kernel/ids.js';
import type { Portfolio } from './mentorship.js';
import type { Role } from './programme.js';

/**
 * Who reads a portfolio to supervise, assess or quality-assure it (docs/field.md#allocated-readers). It is said for each,
 * from when until when; a role alone opens nothing.
 */

export const allocatedAs = ['supervisor', 'assessor', 'iqa'] as const;
export type AllocatedAs = (typeof allocatedAs)[number];

/** Whether this word, of a role or a column, is a part that somebody is allocated. */
export const isAllocatedAs = (word: string): word is AllocatedAs => (allocatedAs as readonly string[]).includes(word);

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

/** The readers of a portfolio that this person reads as these. */
export const readingAs = (person: PersonId, as: readonly AllocatedAs[]): PortfolioReaders => ({
  supervisor: as.includes('supervisor') ? [person] : [],
  assessor: as.includes('assessor') ? [person] : [],
  iqa: as.includes('iqa') ? [person] : [],
});

/** The portfolios that this person reads at `now` (ms), and as what; of these, in their order. */
export const readBy = <P extends Pick<Portfolio, 'id' | 'mentor'>>(
  person: PersonId,
  portfolios: readonly P[],
  all: readonly Allocation[],
  now: number,
): readonly { readonly portfolio: P; readonly as: readonly AllocatedAs[] }[] =>
  portfolios.flatMap((portfolio) => {
    const as = readsAs(readersOf(portfolio, all, now), person);
    return as.length === 0 ? [] : [{ portfolio, as }];
  });

/**
 * Whether somebody had been named to the mentee as a reader in one of these parts by `at` (ms), and read then: only what
 * was answered under such a notice is read in that part, by whoever has it now (docs/field.md#readers-are-named-first).
 * @param all of the programme
 */
export function namedBy(
  portfolio: Pick<Portfolio, 'id' | 'mentor'>,
  all: readonly Allocation[],
  parts: readonly AllocatedAs[],
  at: number,
): boolean {
  const then = readersOf(
    portfolio,
    all.filter((a) => a.madeAt <= at),
    at,
  );
  return parts.some((as) => then[as].length > 0);
}

/** Why somebody cannot be allocated so. */
export type AllocationRefusal = 'own' | 'mentee' | 'takes-part' | 'twice' | 'assesses' | 'until';

/** What an allocation is to be, before it is made. */
export type Wanted = Pick<Allocation, 'portfolio' | 'person' | 'as' | 'from' | 'until'>;

const overlap = (a: Pick<Allocation, 'from' | 'until'>, b: Pick<Allocation, 'from' | 'until'>): boolean =>
  a.from < (b.until ?? Number.POSITIVE_INFINITY) && b.from < (a.until ?? Number.POSITIVE_INFINITY);

/**
 * Why this cannot be allocated; undefined where nothing is against it.
 * @param roles of whom it is to be
 * @param portfolio the one it is for, where it is for one
 * @param all of the programme
 */
export function allocationRefusal(
  wanted: Wanted,
  roles: readonly Role[],
  portfolio: Pick<Portfolio, 'mentor'> | undefined,
  all: readonly Allocation[],
): AllocationRefusal | undefined {
  if (wanted.until !== null && wanted.until <= wanted.from) return 'until';
  if (portfolio?.mentor === wanted.person) return 'own';
  if (roles.includes('mentee')) return 'mentee';
  if (wanted.as !== 'supervisor' && roles.includes('mentor')) return 'takes-part';
  const others = all.filter(
    (a) => a.portfolio === wanted.portfolio && a.person === wanted.person && overlap(a, wanted),
  );
  if (others.some((a) => a.as === wanted.as)) return 'twice';
  const other = wanted.as === 'iqa' ? 'assessor' : wanted.as === 'assessor' ? 'iqa' : undefined;
  return others.some((a) => a.as === other) ? 'assesses' : undefined;
}

/**
 * Whom a mentee is told of: who reads it now, and whoever is to from a later day, so that a card which was drawn before
 * that day named them (docs/field.md#readers-are-named-first).
 */
export function readersToName(
  portfolio: Pick<Portfolio, 'id' | 'mentor'>,
  all: readonly Allocation[],
  now: number,
): PortfolioReaders {
  const moments = [now, ...all.filter((a) => a.from > now).map((a) => a.from)];
  const read = moments.map((at) => readersOf(portfolio, all, at));
  const of = (as: AllocatedAs): readonly PersonId[] => [...new Set(read.flatMap((one) => one[as]))];
  return { supervisor: of('supervisor'), assessor: of('assessor'), iqa: of('iqa') };
}

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

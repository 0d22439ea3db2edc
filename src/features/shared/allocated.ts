import {
  type AllocatedAs,
  allocatedAs,
  noReaders,
  type PortfolioReaders,
  readBy,
  readersOf,
  readsAs,
} from '../../domain/allocation.js';
import type { Mentorship, Portfolio } from '../../domain/mentorship.js';
import type { Session } from '../../domain/session.js';
import type { PortfolioId } from '../../kernel/ids.js';
import type { ActorWork, Work } from '../feature.js';
import { aboutMentorship, aboutSession, type ReadOf } from './guards.js';
import { isForUnit } from './unit.js';

/**
 * Who is allocated to read what (docs/field.md#allocated-readers), asked of the rows as they are at this moment: a card
 * or page that stood open while an allocation ended opens nothing more. All allocations are read once a unit of work.
 */

type Whose = Pick<Portfolio, 'id' | 'mentor'>;

/** Who reads each portfolio at this moment. */
export async function readersNow(work: Pick<Work, 'rows' | 'now'>): Promise<(portfolio: Whose) => PortfolioReaders> {
  const all = await work.rows.allocations.all();
  return (portfolio) => readersOf(portfolio, all, work.now);
}

/** Of whoever takes part the rows are not asked: they read as that. */
const takesPart = ({ actor }: ActorWork, { mentor, mentees = [] }: Omit<ReadOf, 'readers'>): boolean =>
  actor.id === mentor || mentees.includes(actor.id);

async function withReaders(about: Omit<ReadOf, 'readers'>, portfolio: Whose, work: ActorWork): Promise<ReadOf> {
  if (takesPart(work, about)) return { ...about, readers: noReaders };
  const readers = (await readersNow(work))(portfolio);
  const none =
    readsAs(readers, work.actor.id).length === 0 ||
    (await mentoredIn(work)).has(portfolio.id) ||
    // Where there is no unit there is nothing to assess.
    !(await isForUnit(portfolio.id, work));
  return { ...about, readers: none ? noReaders : readers };
}

/** Portfolios in which the actor is mentored: whatever was allocated, they read nobody else's there. */
export const mentoredIn = async ({ actor, rows }: ActorWork): Promise<ReadonlySet<PortfolioId>> =>
  new Set((await rows.mentorships.of(actor.id)).filter((m) => m.mentee === actor.id).map((m) => m.portfolio));

/** To ask whether the actor may read what is of this mentorship. */
export const toReadMentorship = (
  m: Pick<Mentorship, 'mentor' | 'mentee' | 'portfolio'>,
  work: ActorWork,
): Promise<ReadOf> => withReaders(aboutMentorship(m), { id: m.portfolio, mentor: m.mentor }, work);

/** To ask whether the actor may read what is of this session. */
export const toReadSession = (s: Session, work: ActorWork): Promise<ReadOf> =>
  withReaders(aboutSession(s), { id: s.portfolio, mentor: s.mentor }, work);

/** To ask whether the actor may read what is of this portfolio. */
export const toReadPortfolio = (p: Whose, work: ActorWork): Promise<ReadOf> =>
  withReaders({ mentor: p.mentor }, p, work);

/** A portfolio that the actor reads, and as what. */
export interface AllocatedPortfolio {
  readonly portfolio: Portfolio;
  readonly as: readonly AllocatedAs[];
}

/**
 * The portfolios that the actor is allocated now, in the order in which they began: none of their own, and none in which
 * they are mentored themselves. Two statements, a third for whoever reads any.
 * @param parts as what
 */
export async function allocatedPortfolios(
  work: ActorWork,
  parts: readonly AllocatedAs[] = allocatedAs,
): Promise<readonly AllocatedPortfolio[]> {
  const all = await work.rows.allocations.all();
  if (!all.some((a) => a.person === work.actor.id)) return [];
  const mentored = await mentoredIn(work);
  return readBy(work.actor.id, await work.rows.portfolios.all(), all, work.now).filter(
    ({ portfolio, as }) =>
      as.some((a) => parts.includes(a)) && !mentored.has(portfolio.id) && portfolio.withoutUnit !== true,
  );
}

/** To whoever has such a part by their role, and nothing allocated. */
export const nothingAllocated = 'Nobody has been allocated to you yet: ask your coordinator.';

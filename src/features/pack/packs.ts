import type { Mentorship, Portfolio } from '../../domain/mentorship.js';
import {
  emptyCover,
  type Pack,
  type PackCover,
  type PackId,
  type PackState,
  undecided,
} from '../../domain/pack/pack.js';
import { Refused } from '../../kernel/errors.js';
import type { PortfolioId } from '../../kernel/ids.js';
import type { Rows } from '../../ports/store.js';
import type { ActorWork, Work } from '../feature.js';
import { demand } from '../shared/guards.js';
import { isForUnit } from '../shared/unit.js';

/** Packs as a handler finds and changes them. */

const underWayIn: readonly PackState[] = ['queued', 'building', 'looking', 'deciding'];
export const isUnderWay = ({ state }: Pick<Pack, 'state'>): boolean => underWayIn.includes(state);

/** Whether its mentees have time to look at it at `now` (ms): it is not made before that is over. */
export const isLookedAt = (pack: Pick<Pack, 'state' | 'withWords' | 'madeAt' | 'lookUntil'>, now: number): boolean =>
  pack.state === 'looking' ||
  ((pack.state === 'queued' || pack.state === 'building') &&
    pack.withWords &&
    pack.madeAt === null &&
    now < pack.lookUntil);

/** Whether its mentor has something to decide now. */
export const hasToDecide = (pack: Pick<Pack, 'state' | 'words'>): boolean =>
  isUnderWay(pack) && undecided(pack.words).length > 0;

/** @throws Refused where it is no more, or not the actor's to do that to */
export async function packOf(
  doing: 'pack.ask' | 'pack.read' | 'pack.decide',
  id: string,
  work: ActorWork,
): Promise<Pack> {
  const pack = await work.rows.packs.get(id as PackId);
  if (pack === undefined)
    throw new Refused('no-such-pack', 'That pack is no longer here. Type evidence to ask for another.');
  demand(doing, work, { mentor: pack.mentor });
  return pack;
}

/** @throws Refused where it is no more, or not the actor's to do that to */
export async function portfolioOf(
  doing: 'pack.ask' | 'pack.read' | 'outcome.record',
  id: string,
  work: ActorWork,
): Promise<Portfolio> {
  const portfolio = await work.rows.portfolios.get(id as PortfolioId);
  if (portfolio === undefined)
    throw new Refused('no-such-portfolio', 'That is no longer here. Type evidence to see what is.');
  demand(doing, work, { mentor: portfolio.mentor });
  return portfolio;
}

/** Those of a portfolio that their mentees agreed to, in the order in which they began. */
export async function agreedIn(
  portfolio: Pick<Portfolio, 'id' | 'mentor'>,
  rows: Pick<Rows, 'mentorships'>,
): Promise<readonly Mentorship[]> {
  return (await rows.mentorships.of(portfolio.mentor))
    .filter((m) => m.portfolio === portfolio.id && m.agreedAt !== null)
    .sort((a, b) => a.createdAt - b.createdAt);
}

/** Why there is nothing to hand in of a portfolio, in one sentence that says what to do; undefined where there is. */
export async function nothingToHandIn(portfolio: Portfolio, work: ActorWork): Promise<string | undefined> {
  if (!(await isForUnit(portfolio.id, work)))
    return 'This mentoring is for no unit, so nobody outside was to read it, and there is nothing to hand in. Type past to see what there is.';
  const held = (await work.rows.sessions.ofPortfolio(portfolio.id)).some((s) => s.state === 'ended');
  return held ? undefined : 'No session has been held yet, so a pack would be empty. Ask for one after the first.';
}

/** What was written on the cover of the last one. */
export const lastCover = (packs: readonly Pack[]): PackCover => packs[0]?.words.cover ?? emptyCover;

/**
 * Changes a pack as it stands in this transaction, whoever has it in hand: a try that was under way settles nothing any
 * more, and is begun anew.
 * @param how undefined leaves it as it is
 */
export async function changePack(
  id: PackId,
  work: Pick<Work, 'rows'>,
  how: (pack: Pack) => Pack | undefined,
): Promise<Pack | undefined> {
  const pack = await work.rows.packs.get(id);
  const after = pack === undefined ? undefined : how(pack);
  if (after === undefined) return undefined;
  const saved: Pack =
    after.state === 'building' ? { ...after, state: 'queued', attempts: Math.max(0, after.attempts - 1) } : after;
  await work.rows.packs.save(saved);
  return saved;
}

import type { Portfolio } from '../../domain/mentorship.js';
import type { PortfolioFacts } from '../../domain/portfolio-facts.js';
import {
  isChangedSince,
  newestPieces,
  type Reflection,
  type ReflectionPiece,
  savedAfter,
} from '../../domain/reflection.js';
import { type Laid, laidOut } from '../../domain/reflection-layout.js';
import { Refused } from '../../kernel/errors.js';
import type { PortfolioId } from '../../kernel/ids.js';
import type { ActorWork } from '../feature.js';
import { demand } from '../shared/guards.js';
import { portfolioFacts } from '../shared/portfolio-facts.js';
import { keepAsking } from './asked.js';

/** A mentor's own reflection, as they see and change it. */

export interface OwnReflection {
  readonly portfolio: Portfolio;
  readonly reflection: Reflection;
  readonly all: readonly ReflectionPiece[];
  readonly newest: readonly ReflectionPiece[];
  readonly laid: Laid;
}

/** @throws Refused unless it is the actor's own, on a device of their own */
export async function ownPortfolio(id: string, work: ActorWork): Promise<Portfolio> {
  const portfolio = await work.rows.portfolios.get(id as PortfolioId);
  demand('reflection.write', work, portfolio === undefined ? {} : { mentor: portfolio.mentor });
  return portfolio as Portfolio;
}

/** @throws Refused where it is not the actor's own, or not begun */
export async function ownReflection(id: string, work: ActorWork): Promise<OwnReflection> {
  const portfolio = await ownPortfolio(id, work);
  const reflection = await work.rows.reflections.get(portfolio.id);
  if (reflection === undefined)
    throw new Refused('not-begun', 'You have not begun to reflect here. Type reflect to begin. Nothing has changed.');
  const all = await work.rows.reflections.pieces(portfolio.id);
  const newest = newestPieces(all);
  return { portfolio, reflection, all, newest, laid: laidOut(reflection.scaffold, newest) };
}

export const ownFacts = (portfolio: Portfolio, work: ActorWork): Promise<PortfolioFacts> =>
  portfolioFacts(portfolio, { reader: 'mentor' }, work);

/** The newest version of one answer, emptied or not. */
export const newestOf = (all: readonly ReflectionPiece[], question: string): ReflectionPiece | undefined =>
  all.filter((p) => p.question === question).sort((a, b) => b.version - a.version)[0];

type Words = Pick<ReflectionPiece, 'text' | 'cites' | 'action'>;

/**
 * Keeps one more version of an answer; the earlier ones stay. What was declared holds for it no longer
 * (`declaredPieces`), and small questions come again where they had ended with the declaration.
 * @returns its number; undefined where nothing differs
 */
export async function keepPiece(
  own: Pick<OwnReflection, 'portfolio' | 'reflection' | 'all'>,
  question: string,
  words: Words,
  work: ActorWork,
): Promise<number | undefined> {
  const { portfolio, reflection, all } = own;
  const before = newestOf(all, question);
  const same = (w: Words): string => JSON.stringify([w.text, w.cites, w.action ?? null]);
  if (before === undefined ? words.text === '' : same(before) === same(words)) return undefined;
  const version = (before?.version ?? 0) + 1;
  const savedAt = savedAfter(work.now, reflection.declaration);
  await work.rows.reflections.addPiece({ portfolio: portfolio.id, question, version, ...words, savedAt });
  if (reflection.declaration !== null && !isChangedSince(all, reflection.declaration))
    await keepAsking(reflection, work);
  work.redraw(portfolio.id);
  return version;
}

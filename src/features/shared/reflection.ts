import { type Block, button, buttons, muted, text } from '../../chat/card.js';
import { moment, say } from '../../chat/text.js';
import type { Portfolio } from '../../domain/mentorship.js';
import { count } from '../../kernel/words.js';
import type { ActorWork } from '../feature.js';
import { toReadPortfolio } from './allocated.js';
import { mayActor } from './guards.js';

/**
 * What somebody who reads a portfolio sees of its reflection (docs/field.md#reflection): of a draft how many versions and
 * when; once it is declared the way to it. Nothing where there is none, or where it is not theirs to read.
 */
export async function reflectionBlocks(
  portfolio: Pick<Portfolio, 'id' | 'mentor'>,
  work: ActorWork,
): Promise<readonly Block[]> {
  if (portfolio.mentor === work.actor.id) return [];
  const reflection = await work.rows.reflections.get(portfolio.id);
  if (reflection === undefined || !mayActor('reflection.read', work, await toReadPortfolio(portfolio, work))) return [];
  const { versions, first, last } = await work.rows.reflections.draftsOf(portfolio.id);
  if (versions === 0) return [];
  const saved = say`${count(versions, 'version')} of its answers, the first saved on ${moment(first, 'date')}, the last on ${moment(last, 'date')}`;
  return reflection.declaration === null
    ? [muted(say`A reflection is being written: ${saved}. A draft is its mentor’s own.`)]
    : [
        text(say`A reflection, declared on ${moment(reflection.declaration.at, 'date')}: ${saved}.`),
        buttons(button('Read the reflection', 'reflect.read', portfolio.id)),
      ];
}

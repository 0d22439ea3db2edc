import type { Person } from '../../domain/programme.js';
import { tomorrowAt } from '../../domain/prompt-schedule.js';
import { reflectOfferPrompt } from '../../domain/subjects.js';
import { day } from '../../kernel/clock.js';
import type { PortfolioId } from '../../kernel/ids.js';
import type { Work } from '../feature.js';
import { midpointsPassed } from './midpoints.js';

/** Where it is still worth saying; after that nobody is told of it. */
const goodFor = 60 * day;

/**
 * Sets the one message that says a mentor may reflect (docs/field.md#reflection), for the day after half of the hours are
 * delivered. Its occurrence is unique for good, so it comes once whatever else is recorded.
 */
export async function offerReflection(id: PortfolioId, mentor: Pick<Person, 'id' | 'zone'>, work: Work): Promise<void> {
  const { rows } = work;
  const once = reflectOfferPrompt.prompt({ portfolio: id });
  if ((await rows.prompts.get(once.occurrence)) !== undefined) return;
  const portfolio = await rows.portfolios.get(id);
  if (portfolio === undefined || portfolio.withoutUnit === true) return;
  if (!(await midpointsPassed(rows, [portfolio])).has(id)) return;
  if ((await rows.reflections.get(id)) !== undefined) return;
  const dueAt = tomorrowAt(work.now, '10:00', mentor.zone);
  work.schedule({ ...once, subject: id, to: mentor.id, dueAt, expiresAt: dueAt + goodFor });
}

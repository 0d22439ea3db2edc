import { button, buttons, muted, text } from '../../chat/card.js';
import { literal } from '../../chat/text.js';
import { reflectOfferPrompt } from '../../domain/subjects.js';
import type { PortfolioId } from '../../kernel/ids.js';
import type { Face, Prompt } from '../feature.js';
import { midpointsPassed } from '../shared/midpoints.js';

/** That they may reflect a mentor is told once, at half of the hours; never again, and not where they have begun. */

export const offerOnce: Prompt<'reflect-offer'> = {
  waitsFor: 'working-days',
  folds: true,
  session: null,
  asks: 'mentor',
  occurrence: reflectOfferPrompt,
  async fire(prompt, work) {
    const portfolio = await work.rows.portfolios.get(prompt.subject as PortfolioId);
    if (portfolio === undefined || portfolio.withoutUnit === true) return;
    const mentor = await work.rows.people.get(portfolio.mentor);
    if (mentor === undefined || mentor.erasedAt !== null || !mentor.roles.includes('mentor')) return;
    if ((await work.rows.reflections.get(portfolio.id)) !== undefined) return;
    if (!(await midpointsPassed(work.rows, [portfolio])).has(portfolio.id)) return;
    work.show('reflect-offer', portfolio.id, { person: mentor.id });
  },
};

export const offerCard: Face = {
  called: 'that somebody may reflect',
  comes: 'to-others',
  why: 'says-itself',
  withoutAccount: 'nothing',
  folded: 'You are half-way: looking back at your mentoring',
  async draw(d) {
    const portfolio = await d.rows.portfolios.get(d.subject as PortfolioId);
    if (portfolio === undefined || portfolio.mentor !== d.reader?.id) return null;
    const line = literal('Half of your hours are done: a good moment to look back, in pieces of two minutes.');
    const begun = (await d.rows.reflections.get(portfolio.id)) !== undefined;
    return {
      title: 'Looking back',
      summary: line,
      blocks: [
        text(line),
        ...(begun
          ? [muted(literal('You have begun. Type reflect to go on.'))]
          : [
              buttons(button('Have a look', 'reflect.open', portfolio.id, { style: 'main' })),
              muted(literal('This comes once, and nothing waits for it. Type reflect whenever you like.')),
            ]),
      ],
    };
  },
};

import type { Before, TestBot } from './bot.js';
import type { Someone } from './someone.js';

/** Steps of the loop that many tests begin with, each taken as a person would. */

/** Goes to the form's last step and submits; throws with the problems where it is refused. */
export async function toTheEnd(who: Someone): Promise<void> {
  for (let i = 0; i < 10 && who.last?.kind === 'form'; i += 1) {
    const view = who.form();
    const before = view.step;
    await (view.form.steps.at(-1)?.id === view.step ? who.submits() : who.next());
    if (who.last?.kind === 'form' && who.form().problems.length > 0)
      throw new Error(`refused at ${before}: ${JSON.stringify(who.form().problems)}`);
  }
}

/** An agreement with one goal, signed by the mentor, who waits for the mentee. */
export async function proposed(bot: TestBot, mentor: string, mentee: string): Promise<void> {
  const a = bot.as(mentor);
  await a.types(`start @${mentee}`);
  a.fills({
    'goals.0.what': 'Make phone calls alone',
    'goals.0.how': 'Three calls in a call log',
    'goals.0.baseline': '2',
    'goals.0.target': '4',
  });
  for (let i = 0; i < 3; i += 1) await a.next();
  a.fills({
    'goals.0.what': 'Make phone calls alone',
    'goals.0.how': 'Three calls in a call log',
    'goals.0.baseline': '2',
    'goals.0.target': '4',
  });
  await toTheEnd(a);
}

/** An agreement with one goal, signed by both. */
export async function agreed(bot: TestBot, mentor: string, mentee: string): Promise<void> {
  await proposed(bot, mentor, mentee);
  await signs(bot.as(mentee));
}

/** Signs an agreement that waits for them. */
export async function signs(b: Someone): Promise<void> {
  await b.presses('agreement.answer');
  for (let i = 0; i < 6 && b.last?.kind === 'form'; i += 1) {
    const step = b.form().form.steps.find((s) => s.id === b.form().step);
    const word = step?.items.find((item) => item.kind === 'choice' && item.of.some((o) => o.value === 'signed'));
    if (word !== undefined) b.fills({ [word.id]: 'signed' });
    await (b.form().form.steps.at(-1)?.id === b.form().step ? b.submits() : b.next());
    if (b.last?.kind === 'form' && b.form().problems.length > 0)
      throw new Error(`refused: ${JSON.stringify(b.form().problems)}`);
  }
}

/** A plan made by command, with one objective. */
export async function planned(bot: TestBot, mentor: string, command: string): Promise<void> {
  const a = bot.as(mentor);
  await a.types(command);
  for (let step = 0; a.form().step !== 'objectives'; step += 1) {
    await a.next();
    if (step > 3) throw new Error(`no objectives: ${a.form().step}, ${JSON.stringify(a.form().problems)}`);
  }
  const objectives = a.form().form.steps.find((s) => s.id === a.form().step);
  const goals = objectives?.items.find((i) => i.id === 'goals');
  a.fills({
    'objectives.0.what': 'Make two calls to the college',
    'objectives.0.measure': 'Two calls stand in the call log',
    ...(goals?.kind === 'choice' ? { goals: goals.of.map((o) => o.value) } : {}),
  });
  await toTheEnd(a);
}

/** Where many tests begin: what these pairs have agreed, signed by both. */
export const mayaAndLeoAgreed: Before = (bot) => agreed(bot, 'maya', 'leo');
export const mayaAgreedWithTwo: Before = async (bot) => {
  for (const mentee of ['leo', 'aisha']) await agreed(bot, 'maya', mentee);
};

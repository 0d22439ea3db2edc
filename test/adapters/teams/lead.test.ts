import { afterAll, beforeAll, expect, test } from 'vitest';
import { activity, execute } from './bot.js';
import { ann, ben, type FakeCloud, startCloud } from './cloud.js';
import { type Company, company, wordsOf } from './company.js';
import { actionCalled } from './reading.js';

/** *I’ve told the lead* in Teams (docs/concern.md#the-lead-is-told): pressed, told, and *I have it*. */

let cloud: FakeCloud;
let c: Company;
beforeAll(async () => {
  cloud = await startCloud();
  c = await company(cloud);
  await c.change(async (rows) => {
    const person = await rows.people.get(c.person(ben));
    if (person === undefined) throw new Error('nobody there');
    await rows.people.save({ ...person, name: 'Ben Bright', roles: ['safeguarding-lead'] });
    const programme = await rows.programme.get();
    const { settings } = programme;
    const lead = { name: 'Ben Bright', reach: '020 7946 0018', person: c.person(ben) };
    await rows.programme.save({
      ...programme,
      settings: { ...settings, safeguarding: { ...settings.safeguarding, lead } },
    });
  });
  await c.t.bot.refresh();
});
afterAll(async () => {
  await c?.stop();
  await cloud?.stop();
});

const cardsTo = (who: typeof ann): readonly unknown[] =>
  cloud.posted
    .filter((p) => p.conversation === `a:direct-${who.id}`)
    .map((p) => (p.activity.attachments as { content: unknown }[] | undefined)?.[0]?.content)
    .filter((card) => card !== undefined);
const seen = (who: typeof ann): string =>
  cloud.posted
    .filter((p) => p.conversation === `a:direct-${who.id}`)
    .map((p) => wordsOf(p.activity))
    .join('\n---\n');
/** Presses a button of the newest card of theirs that has it. */
const presses = (who: typeof ann, label: string): Promise<unknown> => {
  const card = [...cardsTo(who)].reverse().find((shown) => JSON.stringify(shown).includes(`"title":"${label}"`));
  if (card === undefined) throw new Error(`no ${label} in ${seen(who)}`);
  return c.post(execute(cloud.url, actionCalled(card, label).data, { from: who }));
};

test('the lead is told in their own chat, answers there, and whoever pressed sees it', async () => {
  await c.post(activity(cloud.url, { text: 'concern' }, ann));
  await c.t.bot.run();
  await presses(ann, 'I’ve told the lead');
  await c.t.bot.run();
  expect(seen(ben)).toContain('they have told you about a concern. Have you heard from them?');
  await c.t.bot.run();
  expect(seen(ann)).toContain('Delivered to the chat of');
  await presses(ben, 'I have it');
  await c.t.bot.run();
  expect(seen(ann)).toContain('says they have it');
}, 40_000);

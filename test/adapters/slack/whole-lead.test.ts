import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PersonId } from '../../../src/kernel/ids.js';
import { personIn, type View } from './person.js';
import { type Whole, wholeBot } from './whole.js';
import { team } from './workspace.js';

/** *I’ve told the lead* in an emulated workspace (docs/concern.md#the-lead-is-told): pressed, told, and *I have it*. */

let t: Whole;
beforeAll(async () => {
  t = await wholeBot();
  await t.store.write(async (tx) => {
    const [programme] = await tx.programmes.all();
    if (programme === undefined) throw new Error('no programme');
    const rows = tx.in(programme.id);
    const [somebody] = await rows.people.all();
    if (somebody === undefined) throw new Error('nobody there');
    const person = 'dana' as PersonId;
    const account = { platform: 'slack', tenant: team, user: t.w.slack.users.coordinator } as const;
    await rows.people.save({
      ...somebody,
      id: person,
      name: 'Dana Whitlock',
      roles: ['safeguarding-lead'],
      accounts: [account],
    });
    const { settings } = programme;
    const lead = { name: 'Dana Whitlock', reach: '020 7946 0018', person };
    await rows.programme.save({
      ...programme,
      settings: { ...settings, safeguarding: { ...settings.safeguarding, lead } },
    });
  });
  await t.bot.refresh();
});
afterAll(() => t.stop());

test('the lead is told in their own chat, answers there, and whoever pressed sees it', async () => {
  const { front } = t.w.slack;
  const posted = (words: string) =>
    front.calls.findLast(
      (c) =>
        /^chat\.(postMessage|update)$/.test(c.method) &&
        c.answer?.ok === true &&
        JSON.stringify(c.args).includes(words),
    );
  const { json } = await t.mentor.types('concern');
  await t.mentor.pressesWord(json.blocks as View['blocks'], 'I’ve told the lead');
  const sent = () => posted('they have told you about a concern');
  await expect.poll(async () => (await t.bot.run(), sent()), { timeout: 10_000 }).toBeDefined();
  await expect
    .poll(async () => (await t.bot.run(), posted('Delivered to the chat of')), { timeout: 10_000 })
    .toBeDefined();
  const message = sent();
  const blocks = message?.args.blocks;
  const dana = personIn(t.w, t.w.slack.users.coordinator);
  await dana.pressesIn(
    {
      channel: String(message?.args.channel),
      ts: String(message?.answer?.ts),
      blocks: (typeof blocks === 'string' ? JSON.parse(blocks) : blocks) as View['blocks'],
    },
    'I have it',
  );
  await expect.poll(async () => (await t.bot.run(), posted('says they have it')), { timeout: 10_000 }).toBeDefined();
  expect(posted('says they have it')?.args.channel).not.toBe(message?.args.channel);
  expect(JSON.stringify(posted('I have it.')?.args)).not.toContain('"concern.have-it"');
}, 40_000);

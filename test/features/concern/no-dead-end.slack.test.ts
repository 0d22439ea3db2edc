import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FrontFault } from '../../adapters/slack/slack-front.js';
import { databaseAway, holdsAll, lead, type SlackInNeed, slackInNeed } from '../../support/need-world.js';

/**
 * docs/concern.md#the-matrix, Slack's part of it: every place where somebody can ask whom to tell, and everything that
 * may be away just then. Each cell names the way that the answer takes.
 */

let t: SlackInNeed;
beforeEach(async () => {
  t = await slackInNeed();
});
afterEach(() => t.stop());

const away: Readonly<Record<string, FrontFault>> = {
  'the API at 500': { kind: 'status', status: 500 },
  'the API hanging': { kind: 'hang' },
  'the token revoked': { kind: 'code', code: 'token_revoked' },
};
const label = 'Worried about someone?';
const calls = (): number => t.w.slack.front.calls.length;
const button = [
  {
    type: 'actions',
    block_id: 'x',
    elements: [
      {
        type: 'button',
        action_id: 'concern.open',
        text: { type: 'plain_text', text: label },
        value: JSON.stringify({ v: 'concern.open', s: '-', a: 'mentee', d: 1 }),
      },
    ],
  },
];
const allShown = (since: number, who = t.mentee): readonly string[] =>
  t
    .shown(since, who)
    .filter((s) => holdsAll(s.what))
    .map((s) => s.by);

/** What was asked for in a place that holds nothing in its own response: it comes once what was away is back. */
async function arrivesOnceBack(since: number, who = t.mentee): Promise<void> {
  expect(allShown(since, who)).toEqual([]);
  t.break(undefined);
  await expect
    .poll(
      async () => {
        await t.pass(60_000);
        return allShown(since, who);
      },
      { timeout: 20_000 },
    )
    .toEqual(['a message']);
}

describe.each(Object.entries(away))('%s', (_, fault) => {
  test('a command: in the response itself', async () => {
    t.break(fault);
    const { json, status } = await t.mentee.types('concern', { trigger_id: '1.1' });
    expect([status, json.response_type, holdsAll(json)]).toEqual([200, 'ephemeral', true]);
  });

  test('a command in one’s own chat: in the response itself', async () => {
    t.break(fault);
    const { json } = await t.mentee.types('I am worried', { trigger_id: '1.1', channel_id: t.direct });
    expect(holdsAll(json)).toBe(true);
  });

  test('words in one’s own chat: said again until they arrive', async () => {
    const since = calls();
    t.break(fault);
    await t.says('I feel unsafe', 'own chat');
    await expect.poll(() => calls() - since, { timeout: 10_000 }).toBeGreaterThan(0);
    await arrivesOnceBack(since);
  });

  test('a mention: said again until it arrives, in one’s own chat', async () => {
    const since = calls();
    t.break(fault);
    await t.says('worried', 'channel');
    await expect.poll(() => calls() - since, { timeout: 10_000 }).toBeGreaterThan(0);
    await arrivesOnceBack(since);
  });

  test('a button in a message: by the press’s own address, which needs no token', async () => {
    const since = calls();
    t.break(fault);
    await t.mentee.pressesIn({ channel: t.direct, ts: '1.1', blocks: button }, label);
    await expect.poll(() => allShown(since), { timeout: 10_000 }).toEqual(['the press’s own address']);
  });

  test('the App Home: the numbers stand there already, and the answer comes once it can', async () => {
    const home = await t.home();
    expect(JSON.stringify(home.blocks)).toContain(lead.reach);
    expect(JSON.stringify(home.blocks)).toContain('<tel:999|999>');
    const since = calls();
    t.break(fault);
    await t.mentee.pressesOn({ ...home, type: 'home', callback_id: '' }, label);
    await expect.poll(() => calls() - since, { timeout: 10_000 }).toBeGreaterThan(0);
    await arrivesOnceBack(since);
  });

  test('a modal: the numbers stand there already, and the answer comes once it can', async () => {
    const form = await t.form();
    expect(JSON.stringify(form.blocks)).toContain(lead.reach);
    expect(JSON.stringify(form.blocks)).toContain('<tel:999|999>');
    const since = calls();
    t.break(fault);
    await t.mentor.pressesOn(form, label);
    await expect.poll(() => calls() - since, { timeout: 10_000 }).toBeGreaterThan(0);
    await arrivesOnceBack(since, t.mentor);
  });
});

describe('the database away', () => {
  let back: () => void = () => undefined;
  afterEach(() => back());

  test('a command: in the response itself', async () => {
    back = databaseAway(t.store);
    expect(holdsAll((await t.mentee.types('worried')).json)).toBe(true);
  });
  test.each(['own chat', 'channel'] as const)('words in the %s: a private word at once', async (where) => {
    back = databaseAway(t.store);
    const since = calls();
    await t.says('i’m scared', where);
    await expect.poll(() => allShown(since)).toEqual(['a private word']);
  });
  test('a button in a message: by the press’s own address', async () => {
    back = databaseAway(t.store);
    const since = calls();
    await t.mentee.pressesIn({ channel: t.direct, ts: '1.1', blocks: button }, label);
    await expect.poll(() => allShown(since)).toEqual(['the press’s own address']);
  });
  test('the App Home: a view, as ever', async () => {
    const home = await t.home();
    back = databaseAway(t.store);
    const since = calls();
    await t.mentee.pressesOn({ ...home, type: 'home', callback_id: '' }, label);
    await expect.poll(() => allShown(since)).toEqual(['a view']);
  });
  test('a modal: a view on top of it, as ever', async () => {
    const form = await t.form();
    back = databaseAway(t.store);
    const since = calls();
    await t.mentor.pressesOn(form, label);
    await expect.poll(() => allShown(since, t.mentor)).toEqual(['a view']);
  });
  test('a form that is sent then: the sentence on top of it has the numbers, in the response itself', async () => {
    const form = await t.form();
    back = databaseAway(t.store);
    const { json } = await t.mentor.submits(form);
    expect(json.response_action).toBe('push');
    expect(JSON.stringify(json)).toContain('<tel:999|999>');
    expect(JSON.stringify(json)).toContain(lead.reach);
  });

  test('and the API at 500 as well: it comes straight from memory, and once', async () => {
    back = databaseAway(t.store);
    const since = calls();
    t.break(away['the API at 500']);
    await t.says('help me', 'own chat');
    await expect.poll(() => calls() - since, { timeout: 10_000 }).toBeGreaterThan(0);
    await arrivesOnceBack(since);
    back();
    await t.pass(600_000);
    expect(allShown(since)).toEqual(['a message']);
  });
});

test('a press’s own address that fails too: a private word in its place', async () => {
  const since = calls();
  t.w.slack.front.break({ kind: 'status', status: 500 }, 'response_url');
  await t.mentee.pressesIn({ channel: t.direct, ts: '1.1', blocks: button }, label);
  await expect.poll(() => allShown(since), { timeout: 10_000 }).toEqual(['a private word']);
});

test('blocks that Slack would not take: all of it in plain words', async () => {
  const since = calls();
  t.w.slack.front.amend('chat.postEphemeral', (answer, args) =>
    args.blocks === undefined ? answer : { ok: false, error: 'invalid_blocks' },
  );
  await t.says('worried', 'own chat');
  const said = () => t.shown(since, t.mentee).map((s) => s.what);
  await expect.poll(said).toHaveLength(1);
  for (const words of ['999', lead.reach, '0800 1111', '85258']) expect(said()[0]).toContain(words);
});

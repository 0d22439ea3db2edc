import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { dataOf } from '../../../adapters/teams/data.js';
import { activity, execute, task } from '../../adapters/teams/bot.js';
import {
  ann,
  ben,
  bot as botAccount,
  type FakeCloud,
  type Misbehaviour,
  startCloud,
} from '../../adapters/teams/cloud.js';
import { type Company, company, type Place, places } from '../../adapters/teams/company.js';
import { texts, walk } from '../../adapters/teams/reading.js';
import { databaseAway, lead } from '../../support/need-world.js';

/**
 * docs/concern.md#the-matrix, Teams' part of it: every place where somebody can ask whom to tell, and everything that may
 * be away just then. Each cell names the way that the answer takes.
 */

let cloud: FakeCloud;
let c: Company;
beforeAll(async () => {
  cloud = await startCloud();
  c = await company(cloud);
  await c.change(async (rows) => {
    const programme = await rows.programme.get();
    const { settings } = programme;
    await rows.programme.save({
      ...programme,
      settings: { ...settings, safeguarding: { ...settings.safeguarding, lead } },
    });
  });
  await c.t.bot.refresh();
});
beforeEach(() => cloud.reset());
afterAll(async () => {
  await c?.stop();
  await cloud?.stop();
});

const own = `a:direct-${ben.id}`;
const mention = { type: 'mention', text: `<at>${botAccount.name}</at>`, mentioned: botAccount };
const typed = (text: string): object => activity(cloud.url, { text }, ben);
const inPlace = (place: Place, text: string): object =>
  activity(cloud.url, { text: `${mention.text} ${text}`, entities: [mention], conversation: places[place] }, ben);
const press = { verb: 'concern.open', subject: '-', arg: 'mentee' } as const;
const onCard = (more: object = {}): object =>
  execute(cloud.url, dataOf({ kind: 'press', press, key: 'k', drawn: 1, here: false }), { from: ben, ...more });
const inDialog = (): object =>
  task(cloud.url, 'task/submit', dataOf({ kind: 'press', press, key: 'k', drawn: 1, here: false }), {
    from: ben,
    conversation: { id: own, conversationType: 'personal', tenantId: '22222222-2222-2222-2222-222222222222' },
  });

/** The card somewhere in an answer, wherever Teams wants it. */
function cardIn(body: unknown): unknown {
  const value = (body as { task?: { value?: { card?: { content?: unknown } } }; value?: unknown } | undefined) ?? {};
  return value.task?.value?.card?.content ?? value.value;
}
/** Whether a card says it in full: the lead, and each number as a link that calls it. */
function isAll(card: unknown): boolean {
  const seen = texts(card);
  const links = seen.flatMap((t) => t.links);
  const words = seen.map((t) => t.words).join('\n');
  return (
    ['tel:999', 'tel:02079460018', 'tel:08001111'].every((l) => links.includes(l)) &&
    [lead.name, '85258'].every((w) => words.includes(w))
  );
}
const cardsIn = (conversation: string): readonly unknown[] =>
  cloud.posted
    .filter((p) => p.conversation === conversation)
    .map((p) => (p.activity.attachments as { content: unknown }[] | undefined)?.[0]?.content)
    .filter((card) => card !== undefined);
const allIn = (conversation: string): number => cardsIn(conversation).filter(isAll).length;

async function arrivesOnceBack(): Promise<void> {
  expect(allIn(own)).toBe(0);
  cloud.misbehave(undefined);
  await expect
    .poll(
      async () => {
        await c.t.pass(60_000);
        return allIn(own);
      },
      { timeout: 20_000 },
    )
    .toBe(1);
}

const away: Readonly<Record<string, Misbehaviour>> = {
  'the API at 500': { status: 500 },
  'the API hanging': { drop: 'hang' },
  'the token revoked': { status: 401 },
};
describe.each(Object.entries(away))('%s', (_, how) => {
  test.each([
    ['one’s own chat', () => typed('I am worried about Leo')],
    ['a group', () => inPlace('a group chat', 'concern')],
    ['a channel', () => inPlace('a channel', 'concern')],
  ] as const)(
    '%s: said again until it arrives, in one’s own chat',
    async (_where, about) => {
      cloud.misbehave(how);
      await c.post(about());
      await arrivesOnceBack();
    },
    40_000,
  );

  test.each([
    ['a card', () => onCard()],
    ['a card in a group', () => onCard({ conversation: places['a group chat'] })],
    ['a card in a channel', () => onCard({ conversation: places['a channel'] })],
    ['a dialog', () => inDialog()],
  ] as const)('%s: in the response itself', async (_where, about) => {
    cloud.misbehave(how);
    expect(isAll(cardIn(await c.post(about())))).toBe(true);
    expect(cloud.posted).toEqual([]);
  });
});

test('whoever is named beside it is not looked up first', async () => {
  const kim = { type: 'mention', text: '<at>Kim</at>', mentioned: { id: '29:kim-unknown', name: 'Kim' } };
  await c.post(activity(cloud.url, { text: `I am worried about ${kim.text}`, entities: [kim] }, ben));
  expect(allIn(own)).toBe(1);
  expect(cloud.requests.filter((r) => r.includes('/members/'))).toEqual([]);
  await c.post(activity(cloud.url, { text: `log ${kim.text}`, entities: [kim] }, ben));
  expect(cloud.requests.filter((r) => r.includes('/members/'))).not.toEqual([]);
});

describe('the database away', () => {
  let back: () => void = () => undefined;
  beforeEach(() => {
    back = databaseAway(c.t.store);
  });
  afterEach(() => {
    back();
    c.t.faults.splice(0);
  });

  test('one’s own chat: at once, and no second step', async () => {
    await c.post(typed('I’m worried'));
    expect(cloud.posted.map((p) => p.conversation)).toEqual([own]);
    expect(allIn(own)).toBe(1);
  });
  test('a group: in private, and nothing of it there', async () => {
    await c.post(inPlace('a group chat', 'worried'));
    expect(allIn(own)).toBe(1);
    expect(c.in(places['a group chat'].id)).toEqual(['Sent to you in our chat.']);
  });
  test('a channel: numbers for everybody that name nobody, and all of it in private', async () => {
    await c.post(inPlace('a channel', 'worried'));
    expect(allIn(own)).toBe(1);
    const [there] = c.in(places['a channel'].id);
    expect(there).toContain('0800 1111');
    for (const name of [lead.name, lead.reach, ben.name]) expect(there).not.toContain(name);
  });
  test.each([
    ['a card', () => onCard()],
    ['a dialog', () => inDialog()],
  ] as const)('%s: in the response itself', async (_where, about) => {
    expect(isAll(cardIn(await c.post(about())))).toBe(true);
  });
  test('and the API at 500 as well: it comes straight from memory, and once', async () => {
    cloud.misbehave({ status: 500 });
    await c.post(typed('help me'));
    await arrivesOnceBack();
    back();
    await c.t.pass(600_000);
    expect(allIn(own)).toBe(1);
  });
});

describe('what stands there already', () => {
  const links = (card: unknown): readonly string[] => texts(card).flatMap((t) => t.links);
  test('in the welcome', async () => {
    const cid = { id: '29:cid', aadObjectId: '00000000-0000-0000-0000-0000000000cc', name: 'Cid Stone' };
    cloud.members.set(cid.id, cid);
    await c.post(activity(cloud.url, { text: 'hours' }, cid));
    await c.t.pass(2_000);
    const welcome = cardsIn(`a:direct-${cid.id}`).find((card) => JSON.stringify(card).includes('Welcome to Mentorlog'));
    expect(links(welcome)).toEqual(expect.arrayContaining(['tel:999', 'tel:02079460018']));
  });
  test('at the foot of every dialog: a form, and a panel', async () => {
    for (const [verb, subject, from] of [
      ['plan.new', 'mentorship-1', ann],
      ['settings.open', '-', ben],
    ] as const) {
      const data = dataOf({ kind: 'press', press: { verb, subject }, key: 'k', drawn: 1, here: false });
      const card = cardIn(await c.post(task(cloud.url, 'task/fetch', data, { from })));
      expect(walk(card).length, verb).toBeGreaterThan(3);
      expect(links(card), verb).toEqual(expect.arrayContaining(['tel:999', 'tel:02079460018']));
    }
  });
  test('and in a dialog that cannot be read any more', async () => {
    const body = await c.post(task(cloud.url, 'task/fetch', { nothing: 'of ours' }, { from: ben }));
    expect(JSON.stringify(body)).toContain('Call 999');
  });
});

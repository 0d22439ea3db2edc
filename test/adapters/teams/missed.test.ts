import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { dataOf } from '../../../adapters/teams/data.js';
import { activity, execute } from './bot.js';
import { ann, ben, bot as botAccount, type FakeCloud, type Misbehaviour, startCloud, tenant } from './cloud.js';
import { type Company, company, places, wordsOf } from './company.js';

/** Answers that Teams did not take, or of which nobody can tell: none is lost, and none stands there twice. */

let cloud: FakeCloud;
let c: Company;
beforeAll(async () => {
  cloud = await startCloud();
  c = await company(cloud);
});
beforeEach(() => cloud.reset());
afterAll(async () => {
  await c?.stop();
  await cloud?.stop();
});

const direct = (who: typeof ann): string => `a:direct-${who.id}`;
const mention = {
  type: 'mention',
  text: `<at>${botAccount.name}</at>`,
  mentioned: { id: botAccount.id, name: botAccount.name },
};
const typed = (text: string, who = ann): object => activity(cloud.url, { text }, who);
const inChannel = (text: string, who = ann): object =>
  activity(cloud.url, { text: `${mention.text} ${text}`, entities: [mention], conversation: places['a channel'] }, who);
/** Does it while Teams misbehaves; then what waits goes. */
async function during(how: Misbehaviour, about: object): Promise<void> {
  cloud.misbehave(how);
  await c.post(about);
  cloud.misbehave(undefined);
  await c.t.pass(2_000);
}
const later = { status: 429, headers: { 'retry-after': '60' } };

describe.each([
  ['asks to wait', later],
  ['fails', { status: 502 }],
] as const)('where Teams %s', (_, how) => {
  test.each([
    ['hours', 'My answer to “hours” may not have reached you. If it did not, type hours again.'],
    ['help', 'My answer to “help” may not have reached you. If it did not, type help again.'],
    ['concern', 'If someone is in danger now, call 999.'],
    ['setup', 'Your form is ready. Nothing you typed is lost.'],
  ])('the answer to “%s” is said to be missed, in private', async (word, words) => {
    await during(how, typed(word));
    expect(c.in(direct(ann))).toEqual([expect.stringContaining(words)]);
    cloud.reset();
    await during(how, inChannel(word));
    expect(cloud.posted.map((p) => p.conversation)).toEqual([direct(ann)]);
    expect(c.in(direct(ann))).toEqual([expect.stringContaining(words)]);
  });
});

test('where Teams hangs too', async () => {
  await during({ drop: 'hang' }, typed('hours'));
  expect(c.in(direct(ann))).toEqual([expect.stringContaining('My answer to “hours” may not have reached you.')]);
}, 20_000);

test('what was refused is tried once more while they wait', async () => {
  cloud.misbehave({ status: 429, headers: { 'retry-after': '0.3' } });
  setTimeout(() => cloud.misbehave(undefined), 100);
  await c.post(inChannel('help'));
  expect(c.in(places['a channel'].id)[0]).toContain('What you can type');
  await c.t.pass(2_000);
  expect(cloud.posted).toHaveLength(1);
});

test('each miss is a message of its own, and a repeat of one is not', async () => {
  const one = typed('hours');
  const other = typed('hours');
  for (const about of [one, one, other]) await during({ status: 502 }, about);
  expect(c.in(direct(ann))).toHaveLength(2);
});

test('each form that did not open has a *Continue* of its own', async () => {
  for (const _ of [1, 2]) await during(later, typed('setup'));
  expect(c.in(direct(ann))).toHaveLength(2);
});

test.each(['help', 'hours', 'setup', 'concern', 'digest now', 'link', 'nonsense'])(
  '“%s” delivered again, at once and later, is answered once',
  async (word) => {
    for (const about of [typed(word), inChannel(word)]) {
      cloud.reset();
      await Promise.all([c.post(about), c.post(about)]);
      await c.post(about);
      await c.t.pass(20_000);
      await c.post(about);
      await c.t.pass(2_000);
      const heads = cloud.posted.map((p) => `${p.conversation} ${wordsOf(p.activity)}`);
      expect(heads.length, heads.join('\n')).toBe(new Set(heads).size);
      expect(heads.length).toBeGreaterThan(0);
    }
  },
);

test('taken in, and the line cut on the way back: it stands there once, and is said to be uncertain', async () => {
  for (const [word, words] of [
    ['hours', 'My answer to “hours” may not have reached you.'],
    ['setup', 'Your form is ready. Nothing you typed is lost.'],
  ] as const) {
    cloud.reset();
    await during({ record: true, drop: 'reset' }, typed(word));
    expect(c.in(direct(ann)).slice(1)).toEqual([expect.stringContaining(words)]);
  }
});

test('the line cut before anything was taken in: said to be missed', async () => {
  await during({ drop: 'reset' }, typed('hours'));
  expect(c.in(direct(ann))).toEqual([expect.stringContaining('My answer to “hours” may not have reached you.')]);
});

test('a connection that Teams closed while it was idle loses no answer: each goes by a fresh one', async () => {
  cloud.misbehave({ drop: 'reset-reused' });
  for (let i = 0; i < 6; i += 1) await c.post(typed('help'));
  cloud.misbehave(undefined);
  await c.t.pass(2_000);
  expect(c.in(direct(ann)).map((w) => w.split('\n')[0])).toEqual(Array(6).fill('What you can type'));
});

test('a hang is given up before Teams would ask again', async () => {
  const press = dataOf({ kind: 'press', press: { verb: 'home.open', subject: '-' }, key: 'k', drawn: 1, here: true });
  cloud.misbehave({ drop: 'hang' });
  const began = performance.now();
  const body = await c.post(execute(cloud.url, press, { conversation: places['a channel'] }));
  expect(performance.now() - began).toBeLessThan(5_000);
  expect(JSON.stringify(body)).toContain('I could not write to you in private just now.');
  cloud.misbehave(undefined);
  await c.t.pass(2_000);
  expect(c.in(direct(ann))).toEqual([expect.stringContaining('My last answer may not have reached you.')]);
}, 20_000);

describe('a welcome that Teams did not take', () => {
  const cid = { id: '29:cid', aadObjectId: '00000000-0000-0000-0000-0000000000cc', name: 'Cid Stone' };
  const team = { ...places['a channel'], id: '19:new-team' };
  test.each([
    ['in a team', { conversation: team }, ann],
    [
      'in their own chat',
      { from: cid, conversation: { id: direct(cid), conversationType: 'personal', tenantId: tenant } },
      cid,
    ],
  ] as const)('%s comes to whoever added the bot, once', async (_, where, who) => {
    cloud.members.set(cid.id, cid);
    await during(later, activity(cloud.url, { type: 'installationUpdate', action: 'add', ...where }));
    await c.post(activity(cloud.url, { type: 'conversationUpdate', membersAdded: [botAccount], ...where }));
    await c.t.pass(2_000);
    expect(c.in(direct(who)).map((w) => w.split('\n')[0])).toEqual(['Welcome to Mentorlog']);
  });
});

describe('“concern” in a channel', () => {
  test('with the database away is answered in private', async () => {
    const { book, write, read } = c.t.store;
    const away = async (): Promise<never> => {
      throw new Error('away');
    };
    const { get, put } = book;
    Object.assign(book, { get: away, put: away });
    Object.assign(c.t.store, { write: away, read: away });
    try {
      await c.post(inChannel('concern', ben));
    } finally {
      Object.assign(book, { get, put });
      Object.assign(c.t.store, { write, read });
    }
    expect(c.in(direct(ben)).map((w) => w.split('\n')[0])).toEqual(['Worried about someone?']);
    expect(c.t.faults.splice(0).length).toBeGreaterThan(0);
  });
  test('by somebody who cannot be written to leaves them with the number', async () => {
    const eve = { id: '29:eve', aadObjectId: '00000000-0000-0000-0000-0000000000ee', name: 'Eve' };
    await c.post(inChannel('concern', eve));
    expect(c.in(places['a channel'].id)).toEqual([
      expect.stringMatching(/^Worried about someone\?\n[\s\S]*999[\s\S]*0800 1111[\s\S]*Add Mentorlog for yourself/),
    ]);
  });
});

test('whom to tell, missed, comes whole and not behind a button', async () => {
  await during(later, typed('concern'));
  const words = wordsOf(cloud.posted[0]?.activity ?? {});
  expect(words).toContain('Here it is again.');
  expect(words).toContain('0800 1111');
});

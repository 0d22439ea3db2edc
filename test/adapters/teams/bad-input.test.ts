import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { hereNow, sentToYou } from '../../../adapters/teams/answer.js';
import { dataOf } from '../../../adapters/teams/data.js';
import { bytesOf } from '../../../adapters/teams/limits.js';
import { grammar } from '../../../src/commands/grammar.js';
import { activity, execute, task } from './bot.js';
import { ann, ben, bot as botAccount, type FakeCloud, startCloud, tenant } from './cloud.js';
import { type Company, company, places, wordsOf } from './company.js';
import { faults } from './faults.js';
import { actionsOf, inputsOf, submission, texts } from './reading.js';

/** What goes wrong on the way to the real runtime, and what people read of it. */

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
const cardIn = (body: unknown): unknown =>
  (body as { task: { value: { card: { content: unknown } } } }).task.value.card.content;
const words = (card: unknown): string =>
  texts(card)
    .map((t) => t.words)
    .join('\n');
const pressOn = (verb: string, subject: string, here = false) =>
  dataOf({ kind: 'press', press: { verb, subject }, key: `k${verb}`, drawn: 1, here }, true);

const pressed = (who: typeof ann, data: unknown) =>
  c.post(
    execute(cloud.url, data, {
      from: who,
      conversation: { id: direct(who), conversationType: 'personal', tenantId: tenant },
    }),
  );

test('a dialog submitted after its session was cancelled says so, and its words are kept', async () => {
  const id = await c.plans('s-cancelled');
  const opened = await c.post(task(cloud.url, 'task/fetch', pressOn('plan.change', id)));
  expect(inputsOf(cardIn(opened)).find((i) => i.id === 'title')).toMatchObject({ value: 'Phone calls' });
  await c.change(async (rows) => {
    const s = await rows.sessions.get(id);
    if (s !== undefined) await rows.sessions.save({ ...s, state: 'cancelled', missed: 'late', revision: 2 });
  });
  const answered = await c.post(
    task(
      cloud.url,
      'task/submit',
      submission(cardIn(opened), 'Save the change', { title: 'Words that must not be lost' }),
    ),
  );
  // The dialog closes: what it was for is gone. Why, and where the words are, stands in the chat.
  expect(answered).toBeUndefined();
  expect(c.in(direct(ann))).toEqual([
    'Cancelled\nThis session was cancelled. Your words are kept; type plan to make a new one.',
  ]);
  await c.change(async (rows) => {
    const [draft] = await rows.drafts.openOf(c.person(ann));
    expect(draft?.answers.values.title).toBe('Words that must not be lost');
  });
});

describe('a message of 80 KB', () => {
  const long = 'words without an end '.repeat(4_000);
  test('is answered like any other, and nothing of it is sent back whole', async () => {
    expect(Buffer.byteLength(long)).toBeGreaterThan(80 * 1024);
    for (const text of [long, `plan <at>${ben.name}</at> tomorrow 3pm ${long}`, '🙂'.repeat(20_000)]) {
      cloud.reset();
      const entities = [{ type: 'mention', text: `<at>${ben.name}</at>`, mentioned: { id: ben.id, name: ben.name } }];
      await c.post(activity(cloud.url, { text, entities }));
      const answers = cloud.posted.filter((p) => p.conversation === direct(ann));
      expect(answers).toHaveLength(1);
      expect(Buffer.byteLength(JSON.stringify(answers[0]?.activity))).toBeLessThan(28 * 1024);
      expect(wordsOf(answers[0]?.activity ?? {})).toMatch(/I did not understand that|Your form is ready/);
    }
    expect(c.t.faults).toEqual([]);
  });
  test('in a field of a form is refused under its field, in a card that Teams takes', async () => {
    const opened = await c.post(task(cloud.url, 'task/fetch', pressOn('plan.new', 'mentorship-1')));
    const answered = await c.post(task(cloud.url, 'task/submit', submission(cardIn(opened), 'Next', { place: long })));
    expect(words(cardIn(answered))).toMatch(/to put right/);
    expect(Buffer.byteLength(JSON.stringify(answered))).toBeLessThan(28 * 1024);
  });
});

test('a card that Teams calls too big is given up and told to the coordinator, and what follows still goes', async () => {
  const code = { error: { code: 'MessageSizeTooBig' } };
  cloud.misbehave({ status: 413, body: code });
  const send = (subject: string) =>
    c.change(async (rows) => {
      const to = { person: c.person(ann) };
      await rows.outbox.add({ face: 'mentor-digest', subject, to, at: c.t.now(), sensitive: false });
    });
  await send('week-1');
  await c.t.pass(60_000);
  await c.t.pass(600_000);
  await c.change(async (rows) => {
    // What the coordinator is told is refused as well, for as long as everything is.
    const row = (await rows.outbox.undelivered(5)).find((r) => r.face === 'mentor-digest');
    expect(row).toMatchObject({ state: 'failed', code: 'http-413:MessageSizeTooBig', subject: 'week-1' });
  });
  cloud.misbehave(undefined);
  await send('week-2');
  await c.t.pass(60_000);
  expect(c.in(direct(ann)).filter((w) => w.startsWith('Your mentoring this week'))).toHaveLength(1);
});

describe('somebody who cannot be written to any more', () => {
  const personal = { conversation: { id: direct(ben), conversationType: 'personal', tenantId: tenant } };
  const tellBen = (subject: string) =>
    c.change((rows) =>
      rows.outbox.add({
        face: 'invitation',
        subject,
        to: { person: c.person(ben) },
        at: c.t.now(),
        sensitive: false,
      }),
    );
  const notDelivered = async (): Promise<string> => {
    await c.t.pass(60_000);
    const shown = await c.post(task(cloud.url, 'task/fetch', pressOn('delivery.list', '-')));
    return words(cardIn(shown));
  };
  const board = async (): Promise<string> =>
    words(cardIn(await c.post(task(cloud.url, 'task/fetch', pressOn('people.board', '-')))));
  test('who took the bot off is shown to the coordinator, and written to again once they are back', async () => {
    await tellBen(await c.plans('s-gone-1', 3));
    await c.post(activity(cloud.url, { type: 'installationUpdate', action: 'remove', ...personal }, ben));
    cloud.members.clear();
    // At once, not only when the first message has failed.
    expect(await board()).toMatch(/No longer there.*Ben.*has taken Mentorlog off their chat/s);
    expect(await notDelivered()).toContain(ben.name);
    expect(c.in(direct(ben))).toEqual([]);
    cloud.reset();
    await c.post(activity(cloud.url, { type: 'installationUpdate', action: 'add', ...personal }, ben));
    expect(await board()).not.toContain('No longer there');
    await tellBen(await c.plans('s-gone-2', 4));
    await c.t.pass(60_000);
    expect(c.in(direct(ben)).join('\n')).toContain('You are meeting Ann Archer.');
  });
  test('who blocked it (403) is shown to the coordinator', async () => {
    await tellBen(await c.plans('s-blocked', 5));
    cloud.misbehave({ status: 403, body: { error: { code: 'ForbiddenOperationException' } } });
    await c.t.pass(60_000);
    cloud.misbehave(undefined);
    await c.change(async (rows) => {
      const row = (await rows.outbox.undelivered(9)).find((r) => r.subject === 's-blocked');
      expect(row).toMatchObject({ state: 'not-reachable', face: 'invitation' });
    });
    expect(await notDelivered()).toContain(ben.name);
  });
});

describe('welcome', () => {
  const team = { conversation: { ...places['a channel'], id: '19:new-team' } };
  const group = { conversation: { ...places['a group chat'], id: '19:new-circle' } };
  const both = (more: object): object[] => [
    activity(cloud.url, { type: 'installationUpdate', action: 'add', ...more }),
    activity(cloud.url, { type: 'conversationUpdate', membersAdded: [botAccount], ...more }),
  ];
  test.each([
    ['a team', team],
    ['a group chat', group],
  ] as const)('in %s is said there once, and what is for one person comes to them', async (_, where) => {
    await Promise.all(both(where).map((a) => c.post(a)));
    await c.t.bot.run();
    expect(c.in(where.conversation.id)).toEqual([hereNow]);
    expect(c.in(direct(ann)).map((w) => w.split('\n')[0])).toEqual(['What you can type']);
    expect(c.in(where.conversation.id)).not.toContain(sentToYou);
    cloud.reset();
    for (const a of both(where)) await c.post(a);
    await c.t.bot.run();
    expect(cloud.posted).toEqual([]);
  });
  test('in a personal chat is said once, also to somebody new', async () => {
    const cid = { id: '29:cid', aadObjectId: '00000000-0000-0000-0000-0000000000cc', name: 'Cid Stone' };
    cloud.members.set(cid.id, cid);
    const where = { conversation: { id: direct(cid), conversationType: 'personal', tenantId: tenant }, from: cid };
    await Promise.all(both(where).map((a) => c.post(a)));
    await c.t.bot.run();
    expect(c.in(direct(cid))).toHaveLength(1);
    await c.post(activity(cloud.url, { text: 'hi' }, cid));
    await c.t.bot.run();
    expect(c.in(direct(cid)).map((w) => w.split('\n')[0])).toEqual(['What you can type', 'What you can type']);
  });
});

test('a message that was deleted is said anew, and nobody hears that its reader cannot be reached', async () => {
  const id = await c.plans('s-deleted', 3);
  const invite = () =>
    c.change((rows) =>
      rows.outbox.add({
        face: 'invitation',
        subject: id,
        to: { person: c.person(ben) },
        at: c.t.now(),
        sensitive: false,
      }),
    );
  await invite();
  await c.t.pass(2_000);
  expect(c.in(direct(ben))).toHaveLength(1);
  cloud.reset();
  await invite();
  await c.t.pass(2_000);
  expect(cloud.requests.map((r) => r.split(' ')[0])).toEqual(['PUT', 'POST']);
  expect(c.in(direct(ben))).toHaveLength(1);
  expect(c.in(direct(ann))).toEqual([]);
});

describe('with a hundred sessions, long names and emoji', () => {
  const name = `Anastasia-Wilhelmina ${'Featherstonehaugh-Cholmondeley '.repeat(3)}👩‍🏫🌈`.slice(0, 120);
  beforeAll(async () => {
    for (let i = 0; i < 100; i += 1)
      await c.plans(`s-many-${i}`, i, `${'👩‍🏫🌈 Zoë’s long & <b>calls</b> '.repeat(4)}`.slice(0, 80));
    await c.change(async (rows) => {
      for (const p of await rows.people.all()) await rows.people.save({ ...p, name });
    });
  }, 60_000);

  test.each(grammar.flatMap((w) => [ann, ben].map((who) => [w.word, who === ann ? 'mentor' : 'mentee', who] as const)))(
    '%s, for the %s, is a card that Teams takes',
    async (word, _, who) => {
      cloud.reset();
      await c.post(activity(cloud.url, { text: word }, who));
      await c.t.pass(2_000);
      const message = cloud.posted.find((p) => p.conversation === direct(who))?.activity ?? {};
      const cards = [(message.attachments as { content: unknown }[])[0]?.content];
      for (const way of ['Show here', 'Fill in here'])
        if (actionsOf(cards[0]).some((a) => a.title === way)) {
          const answered = (await pressed(who, submission(cards[0], way))) as { value: unknown };
          cards.push(answered.value);
        }
      for (const card of cards) {
        expect(faults(card)).toEqual([]);
        expect(bytesOf(card)).toBeLessThan(28 * 1024);
        expect(JSON.stringify(card)).not.toContain('\ufffd');
      }
      expect(c.t.faults.filter((f) => !f.includes('413'))).toEqual([]);
    },
  );
});

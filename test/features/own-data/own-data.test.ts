import { afterEach, expect, test } from 'vitest';
import type { MentorshipId } from '../../../src/kernel/ids.js';
import { said } from '../../support/agree-world.js';
import { addAllocation } from '../../support/allocate.js';
import { startAfter, startBot, type TestBot } from '../../support/bot.js';
import { oneSession, secret, theirs, words } from '../../support/one-session.js';
import { agreed, mayaAndLeoAgreed, planned } from '../../support/steps.js';

let t: TestBot | undefined;
afterEach(async () => {
  await t?.stop();
  t = undefined;
});

test('what is kept, who may read it, and who did', async () => {
  t = await startAfter(oneSession);
  const { m } = await theirs(t);
  const leo = t.as('leo');
  await leo.types('settings');
  await leo.presses('data.open');
  expect(words(leo.last)).toContain('Nobody but you and the one you work with');
  await t.as('priya').presses('agreement.read', { subject: m });
  await leo.presses('data.open', { subject: '-' });
  expect(words(leo.last)).toContain(' read ');
  expect(words(leo.last)).toContain(`"mention":"${t.people.get('priya')}"`);
});

test('what is held is counted whole, and leads to what one signed and to the shared record', async () => {
  t = await startAfter(oneSession);
  const bot = t;
  const { m } = await theirs(bot);
  const maya = bot.as('maya');
  await bot.store.write((tx) =>
    tx.in(bot.programme).contacts.add({
      id: 'c1',
      mentorship: m,
      at: 0,
      minutes: 5,
      note: 'A word at the door',
      author: maya.id,
      savedAt: 0,
    }),
  );
  const leo = bot.as('leo');
  // `people` is the coordinator's; whoever else types it is led to what is theirs.
  await leo.types('people');
  await leo.presses('data.open');
  expect(said(leo.last)).toContain('Informal contacts: 1');
  expect(said(leo.last)).toContain('Links and calendar feeds made for you: 0');
  await leo.presses('agreement.read');
  expect(said(leo.last)).toContain('Between NAME and NAME');
  await leo.presses('data.open', { subject: '-' });
  await leo.presses('data.records');
  expect(said(leo.last)).toContain('Phone calls');
  await leo.presses('record.read');
  expect(said(leo.last)).toContain(secret);
  await bot.as('tom').presses('data.records', { subject: m });
  expect(said(bot.as('tom').last)).toContain('Nothing has changed');
  await leo.types('people @maya');
  expect(said(leo.last)).toContain('coordinator only');
});

test.each([
  ['feedback', 'read feedback'],
  ['hours', 'read hours'],
])('who typed %s, and so read what is theirs, is told to them', async (word, read) => {
  t = await startAfter(oneSession);
  const leo = t.as('leo');
  // Looking at one's own is no reading, nor is the mentor's of what was shared with them.
  for (const user of ['leo', 'maya']) await t.as(user).types(word);
  await leo.presses('data.open', { subject: '-' });
  expect(said(leo.last)).toContain('Nobody but you and the one you work with');
  await t.as('priya').types(word);
  await leo.presses('data.open', { subject: '-' });
  expect(said(leo.last)).toContain(read);
  expect(said(leo.last)).not.toContain('times');
  await t.as('priya').types(word);
  await leo.presses('data.open', { subject: '-' });
  expect(said(leo.last)).toContain(`${read}, 2 times, last `);
  // Aisha has nothing to read yet, so nobody has read it.
  await t.as('aisha').presses('data.open', { subject: '-' });
  expect(said(t.as('aisha').last)).toContain('Nobody but you');
});

test('feedback that its reader may not read is not told as read', async () => {
  t = await startAfter(oneSession);
  const leo = t.as('leo');
  await leo.types('feedback');
  await leo.presses('ask.withdraw');
  await leo.presses('ask.withdraw', { arg: 'yes' });
  await t.as('priya').types('feedback');
  await leo.presses('data.open', { subject: '-' });
  expect(said(leo.last)).toContain('Nobody but you and the one you work with');
});

/** Who read what of theirs, as it is told to them. */
const toldTo = async (bot: TestBot, user: string): Promise<string> => {
  await bot.as(user).presses('data.open', { subject: '-' });
  return said(bot.as(user).last).split('Who read it')[1] ?? '';
};

test('one look at the hours of all is one entry of the programme’s, and is told to all who had agreed by then', async () => {
  t = await startAfter(oneSession);
  const bot = t;
  const chain = (id: string) => bot.store.read((tx) => tx.in(bot.programme).audit.of(id as MentorshipId));
  const before = [(await chain((await theirs(bot)).m)).length, (await chain(bot.programme)).length] as const;
  await bot.as('priya').types('hours');
  expect((await chain((await theirs(bot)).m)).length).toBe(before[0]);
  expect((await chain(bot.programme)).slice(before[1])).toMatchObject([
    { what: 'hours.read', subject: 'all', facts: { portfolios: 1 } },
  ]);
  await bot.clock.pass(60_000);
  await agreed(bot, 'tom', 'aisha');
  expect(await toldTo(bot, 'leo')).toContain('read hours');
  expect(await toldTo(bot, 'maya')).toContain('read hours');
  // They had not agreed yet when it was looked at.
  expect(await toldTo(bot, 'aisha')).toContain('Nobody but you');
  await bot.clock.pass(60_000);
  await bot.as('priya').types('hours');
  expect(await toldTo(bot, 'leo')).toContain('read hours, 2 times');
  expect(await toldTo(bot, 'aisha')).toContain('read hours');
  expect(await toldTo(bot, 'aisha')).not.toContain('times');
});

test('a look at all and one at a single mentorship are told in one line', async () => {
  t = await startAfter(oneSession);
  await t.as('priya').types('hours');
  await t.as('priya').presses('hours.read', { subject: (await theirs(t)).m });
  expect(await toldTo(t, 'leo')).toContain('read hours, 2 times');
});

test('a coordinator who mentors is not told to their own mentee as somebody else', async () => {
  t = await startAfter(oneSession);
  const bot = t;
  await bot.store.write(async (tx) => {
    const { people } = tx.in(bot.programme);
    const maya = await people.get(bot.as('maya').id);
    if (maya !== undefined) await people.save({ ...maya, roles: [...maya.roles, 'coordinator'] });
  });
  await agreed(bot, 'tom', 'aisha');
  await bot.as('maya').types('hours');
  await bot.as('maya').types('feedback');
  expect(await toldTo(bot, 'leo')).toContain('Nobody but you');
  expect(await toldTo(bot, 'aisha')).toContain('read hours');
  // Nor does what she saw of her own mentee keep a later look of somebody else's from being told.
  await bot.as('priya').types('feedback');
  expect(await toldTo(bot, 'leo')).toContain('read feedback');
});

test('answers taken back: who had read them stays told, who looks later is not', async () => {
  t = await startAfter(oneSession);
  const leo = t.as('leo');
  await t.as('priya').types('feedback');
  await leo.types('feedback');
  await leo.presses('ask.withdraw');
  await leo.presses('ask.withdraw', { arg: 'yes' });
  await t.as('priya').types('feedback');
  expect(await toldTo(t, 'leo')).toContain('read feedback, ');
  expect(await toldTo(t, 'leo')).not.toContain('times');
});

test('a look at all feedback says what has come into sight or gone since the last, and nothing else', async () => {
  t = await startAfter(oneSession);
  const bot = t;
  const { m } = await theirs(bot);
  const leo = bot.as('leo');
  for (let i = 0; i < 2; i += 1) await bot.as('priya').types('feedback');
  await leo.types('feedback');
  await leo.presses('ask.withdraw');
  await leo.presses('ask.withdraw', { arg: 'yes' });
  for (let i = 0; i < 2; i += 1) await bot.as('priya').types('feedback');
  const entries = await bot.store.read((tx) => tx.in(bot.programme).audit.of(bot.programme));
  expect(entries.map((e) => e.subject).filter((subject) => subject.startsWith('all/'))).toEqual([
    `all/coordinator:=,+${m},`,
    'all/coordinator',
    `all/coordinator:-${m},`,
    'all/coordinator',
  ]);
});

test('answers for the coordinator alone: who assesses has not read them', async () => {
  t = await startAfter(oneSession);
  const bot = t;
  await bot.store.write(async (tx) => {
    const rows = tx.in(bot.programme);
    const grace = await rows.people.get(bot.as('grace').id);
    if (grace !== undefined) await rows.people.save({ ...grace, roles: ['assessor'] });
    await addAllocation(rows, bot.programme, bot.as('grace').id, 'assessor');
    for (const f of await rows.feedback.all()) await rows.feedback.save({ ...f, share: 'coordinator' });
  });
  await bot.as('grace').types('feedback');
  expect(await toldTo(bot, 'leo')).toContain('Nobody but you');
  await bot.as('priya').types('feedback');
  expect(await toldTo(bot, 'leo')).toContain('read feedback');
  await bot.store.write(async (tx) => {
    const { feedback } = tx.in(bot.programme);
    for (const f of await feedback.all()) await feedback.save({ ...f, share: 'now' });
  });
  await bot.as('grace').types('feedback');
  await toldTo(bot, 'leo');
  expect(words(bot.as('leo').last)).toContain(`"mention":"${bot.people.get('grace')}"`);
});

test('what an earlier version put on the mentorship’s own chain is told still', async () => {
  t = await startAfter(oneSession);
  const bot = t;
  const { m } = await theirs(bot);
  await bot.store.write(async (tx) => {
    const { audit } = tx.in(bot.programme);
    for (const what of ['hours.read', 'feedback.read', 'essay.read'])
      await audit.add({ chain: m, at: 5, actor: bot.as('priya').id, what, subject: m, facts: {} });
  });
  const told = await toldTo(bot, 'leo');
  for (const read of ['read hours', 'read feedback', 'read something']) expect(told).toContain(read);
});

test('a name and pronouns are put right by whose they are', async () => {
  t = await startBot();
  const leo = t.as('leo');
  await leo.presses('data.correct', { subject: '-' });
  await leo.fills({ name: '  Leona \u202E Brandt ', pronouns: 'she/her' }).submits();
  const person = await t.store.read((tx) => tx.in(t?.programme as never).people.get(leo.id));
  expect(person).toMatchObject({ name: 'Leona Brandt', pronouns: 'she/her' });
  await t.as('leo').presses('data.open', { subject: '-' });
  expect(words(leo.last)).toContain('she/her');
});

test('leaving: not while working with somebody, not as the last coordinator', async () => {
  t = await startAfter(mayaAndLeoAgreed);
  const leo = t.as('leo');
  await leo.presses('data.leave', { subject: '-' });
  expect(words(leo.last)).toContain('End that first');
  await leo.presses('mentorship.open');
  await leo.presses('mentorship.end');
  await leo.presses('mentorship.end', { arg: 'yes' });
  await leo.presses('data.leave', { subject: '-' });
  await leo.presses('data.leave', { arg: 'yes' });
  expect(words(leo.last)).toContain('You have left');
  await t.as('priya').presses('data.leave', { subject: '-' });
  expect(words(t.as('priya').last)).toContain('last coordinator');
});

test('leaving: a session that goes on after its mentorship ended is ended first', async () => {
  t = await startAfter(mayaAndLeoAgreed);
  await planned(t, 'maya', 'plan @leo tomorrow 3pm 45m Phone calls');
  await t.clock.to('2026-11-24T15:00:00Z');
  const maya = t.as('maya');
  await maya.presses('session.start');
  const { m, s } = await theirs(t);
  await t.as('leo').presses('mentorship.end', { subject: m, arg: 'yes' });
  await maya.presses('data.leave', { subject: '-', arg: 'yes' });
  expect(words(maya.last)).toContain('still going on');
  await maya.presses('session.end', { subject: s });
  await maya.presses('data.leave', { subject: '-', arg: 'yes' });
  expect(words(maya.last)).toContain('You have left');
});

import { afterEach, expect, test } from 'vitest';
import type { Reply } from '../../../src/chat/inbound.js';
import { suggestPairs } from '../../../src/features/shared/suggested-pairs.js';
import { day } from '../../../src/kernel/clock.js';
import type { PersonId, ProgrammeId } from '../../../src/kernel/ids.js';
import { samplePeople } from '../../../src/local/sample-people.js';
import { startBot, type TestBot } from '../../support/bot.js';
import { buttonsOf } from '../../support/chat.js';
import { agreed, planned } from '../../support/steps.js';

let t: TestBot | undefined;
afterEach(async () => {
  await t?.stop();
  t = undefined;
});
const words = (reply: Reply | undefined): string => JSON.stringify(reply);

test('the board: what waits and for whom, and a nudge once a day', async () => {
  t = await startBot();
  const priya = t.as('priya');
  await priya.types('people');
  // Three sample mentees, whom nobody mentors yet.
  expect(words(priya.last)).toContain('No mentor yet: 3');
  await agreed(t, 'maya', 'leo');
  await planned(t, 'maya', 'plan @leo tomorrow 3pm 45m Phone calls');
  await t.clock.to('2026-11-24T15:00:00Z');
  await t.as('maya').presses('session.start');
  await t.clock.to('2026-11-24T15:46:00Z');
  await priya.types('people');
  expect(words(priya.last)).toContain('Records that wait: 1');
  // Names and counts: what they work on is none of the board's.
  expect(words(priya.last)).not.toContain('Phone calls');
  await priya.presses('people.nudge');
  expect(t.as('maya').sees().join('\n')).toContain('Records that wait: 1');
  await priya.types('people');
  await priya.presses('people.nudge');
  expect(words(priya.last)).toContain('One a day is enough');
  expect(
    t
      .as('maya')
      .sees()
      .filter((m) => m.includes('friendly reminder')),
  ).toHaveLength(1);
  await t.clock.pass(day);
  await priya.types('people');
  await priya.presses('people.nudge');
  expect(
    t
      .as('maya')
      .sees()
      .filter((m) => m.includes('friendly reminder')),
  ).toHaveLength(2);
});

test('an agreement that waits stands on the board until it is answered', async () => {
  t = await startBot();
  const maya = t.as('maya');
  await maya.types('start @leo');
  const goal = { 'goals.0.what': 'a', 'goals.0.how': 'b', 'goals.0.baseline': '2', 'goals.0.target': '4' };
  maya.fills(goal);
  for (let i = 0; i < 3; i += 1) await maya.next();
  await maya.fills(goal).submits();
  await t.as('priya').types('people');
  expect(words(t.as('priya').last)).toContain('No agreement yet: 1');
  await t.as('leo').presses('agreement.not-now');
  await t.as('priya').types('people');
  expect(words(t.as('priya').last)).toContain('No agreement yet: 1');
});

/** So many mentors, to each of whom the coordinator suggests a mentee of theirs. */
async function suggested(many = 12): Promise<TestBot> {
  const several = Array.from({ length: many }, (_, i) => i + 1);
  const bot = await startBot({
    people: [
      ...samplePeople.filter((p) => p.user === 'priya'),
      ...several.map((i) => ({ user: `mentor${i}`, name: `Mentor ${i}`, roles: ['mentor'] as const })),
      ...several.map((i) => ({ user: `mentee${i}`, name: `Mentee ${i}`, roles: ['mentee'] as const })),
    ],
  });
  const id = (user: string): PersonId => bot.people.get(user) as PersonId;
  await bot.store.write((tx) =>
    suggestPairs(
      tx.in(bot.programme),
      several.map((i) => ({ mentor: id(`mentor${i}`), mentee: id(`mentee${i}`) })),
    ),
  );
  return bot;
}
const subjectsOf = (reply: Reply | undefined, verb: string): readonly string[] =>
  reply !== undefined && 'card' in reply && reply.card !== undefined
    ? buttonsOf(reply.card).flatMap((b) => (b.press.verb === verb ? [b.press.subject] : []))
    : [];
/** The rows of buttons that lead to other pages and back, by their labels. */
const ways = (reply: Reply | undefined): readonly (readonly string[])[] =>
  reply !== undefined && 'card' in reply && reply.card !== undefined
    ? reply.card.blocks.flatMap((b) => {
        const led = b.kind === 'buttons' ? b.items.filter((i) => /^people\.(?:waiting|board)$/.test(i.press.verb)) : [];
        return led.length === 0 ? [] : [led.map((i) => i.label)];
      })
    : [];

test('twelve wait: the nudge reaches each of them', async () => {
  t = await suggested();
  const priya = t.as('priya');
  await priya.types('people');
  expect(words(priya.last)).toContain('12 things wait');
  expect(subjectsOf(priya.last, 'people.nudge')).toHaveLength(8);
  await priya.presses('people.waiting');
  const all = subjectsOf(priya.last, 'people.nudge');
  expect(all).toHaveLength(12);
  await priya.presses('people.nudge', { subject: all.at(-1) ?? '' });
  expect(words(priya.last)).toContain('gets a kind word');
});

test('a suggestion that is taken back on a page of them is answered with that page', async () => {
  t = await suggested();
  const priya = t.as('priya');
  await priya.types('people');
  await priya.presses('people.waiting', { subject: 'notBegun' });
  const mentor1 = t.as('mentor1').id;
  expect(ways(priya.last)).toEqual([['Back to people']]);
  await priya.presses('people.unpair', { subject: mentor1 });
  expect(words(priya.last)).toContain('Suggested, not begun: 11.');
  expect(words(priya.last)).not.toContain('No mentor yet');
});

test('pages are turned by buttons of their own, and the way back is never folded away beside them', async () => {
  t = await suggested(25);
  const priya = t.as('priya');
  await priya.types('people');
  await priya.presses('people.waiting', { subject: 'notBegun', arg: '0' });
  expect(ways(priya.last)).toEqual([['More'], ['Back to people']]);
  await priya.presses('people.waiting', { subject: 'notBegun', arg: '1' });
  expect(words(priya.last)).toContain('25. Page 2 of 2.');
  expect(ways(priya.last)).toEqual([['Earlier'], ['Back to people']]);
  await priya.presses('people.unpair', { subject: subjectsOf(priya.last, 'people.unpair').at(-1) ?? '' });
  expect(words(priya.last)).toContain('24. Page 2 of 2.');
});

test('a page of everybody says that its search is of that page', async () => {
  t = await suggested(101);
  const priya = t.as('priya');
  await priya.presses('people.list', { subject: '-', page: true });
  expect(words(priya.last)).toContain('203 people. No agreement yet: a mentor begins one with start. Page 1 of 2.');
  expect(words(priya.last)).toContain('"label":"People on this page"');
});

test('a suggestion is taken back, and goes with whoever is erased or takes part no more', async () => {
  t = await suggested();
  const bot = t;
  const priya = bot.as('priya');
  const waits = async (user: string): Promise<string> => words(await bot.as(user).types('home'));
  expect(await waits('mentor1')).toContain('suggests that you mentor');
  await priya.types('people');
  await priya.presses('people.unpair', { subject: bot.as('mentor1').id });
  expect(words(priya.last)).toContain('Suggested, not begun: 11');
  // Whoever has nobody now is not lost sight of.
  expect(words(priya.last)).toContain('No mentor yet: 1');
  expect(await waits('mentor1')).not.toContain('suggests that you mentor');
  await priya.presses('people.unpair', { subject: bot.as('mentor1').id, arg: bot.as('mentee1').id });
  expect(words(priya.last)).toContain('not suggested any more');

  await priya.erases({ subject: bot.as('mentee2').id, arg: 'yes' });
  expect(await waits('mentor2')).not.toContain('suggests that you mentor');
  await bot.as('mentee3').presses('data.leave', { subject: '-', arg: 'yes' });
  await bot.as('mentor4').presses('data.leave', { subject: '-', arg: 'yes' });
  expect(await waits('mentor3')).not.toContain('suggests that you mentor');
  await priya.types('people');
  expect(words(priya.last)).toContain('Suggested, not begun: 8');
  expect(words(priya.last)).toContain('No mentor yet: 2');
});

test('a mentee without a mentor stands on the board: declined, or theirs erased; not one who came to a good end', async () => {
  t = await startBot();
  const bot = t;
  const priya = bot.as('priya');
  await agreed(bot, 'maya', 'leo');
  await agreed(bot, 'tom', 'aisha');
  await agreed(bot, 'tom', 'sam');
  await priya.types('people');
  expect(words(priya.last)).toContain('Nothing waits');
  const [sams] = await bot.store.read((tx) => tx.in(bot.programme).mentorships.of(bot.as('sam').id));
  await bot.as('sam').presses('mentorship.end', { subject: sams?.id ?? '', arg: 'yes' });
  await priya.types('people');
  expect(words(priya.last)).toContain('Nothing waits');
  await priya.erases({ subject: bot.as('maya').id, arg: 'yes' });
  await priya.types('people');
  expect(words(priya.last)).toContain('No mentor yet: 1');
  expect(words(priya.last)).toContain('theirs was erased');
});

test('what was not delivered is counted and paged, however much it is', async () => {
  t = await startBot();
  const bot = t;
  await bot.store.write(async (tx) => {
    for (let i = 0; i < 45; i += 1)
      await tx.in(bot.programme).outbox.add({
        face: 'nudge',
        subject: `${bot.as('maya').id}:${i}`,
        to: { person: bot.as('maya').id },
        at: bot.clock.now(),
        sensitive: false,
        expiresAt: bot.clock.now() - 1,
      });
  });
  await bot.settled();
  await bot.settled();
  const priya = bot.as('priya');
  await priya.types('home');
  expect(words(priya.last)).toContain('45 messages could not be delivered');
  await priya.types('people');
  expect(words(priya.last)).toContain('Not delivered: 45');
  await priya.presses('delivery.list');
  expect(words(priya.last)).toContain('45 messages were not delivered. Page 1 of 3.');
  const seen = new Set(subjectsOf(priya.last, 'delivery.again'));
  for (const arg of ['1', '2']) {
    await priya.presses('delivery.list', { arg });
    for (const id of subjectsOf(priya.last, 'delivery.again')) seen.add(id);
  }
  expect(seen.size).toBe(45);
});

/** Somebody at another workspace, which nobody knows yet. */
async function elsewhere(bot: TestBot, user: string, text: string, tenant = 'T-other'): Promise<string> {
  const answer = await bot.bot.hear({
    deliveryId: `${tenant}:${user}:${text}:${Math.random()}`,
    who: { platform: 'web', tenant, user },
    surface: { scope: 'direct', form: true },
    kind: 'command',
    at: `web:${user}` as never,
    text,
    mentions: [],
  });
  return words(answer.reply);
}
const programmeOf = (bot: TestBot, tenant: string): Promise<ProgrammeId | undefined> =>
  bot.store.read((tx) => tx.programmes.ofInstallation('web', tenant));
async function code(bot: TestBot): Promise<string> {
  const priya = bot.as('priya');
  await priya.types('people code');
  return /setup ([0-9a-z]{16})/.exec(words(priya.last))?.[1] ?? '';
}

test('another workspace joins by the coordinator’s code, once, while nobody takes part in it', async () => {
  t = await startBot();
  const c = await code(t);
  expect(c).toHaveLength(16);
  await elsewhere(t, 'nina', 'hello');
  expect(await programmeOf(t, 'T-other')).not.toBe(t.programme);
  expect(await elsewhere(t, 'nina', 'setup aaaaaaaaaaaaaaaa')).toContain('not the code');
  expect(await elsewhere(t, 'nina', `setup ${c.toUpperCase()}`)).toContain('Riverside Mentoring now');
  expect(await programmeOf(t, 'T-other')).toBe(t.programme);
  // Whoever brought it has no role by that: the coordinator gives one.
  const all = await t.store.read((tx) => tx.in(t?.programme as ProgrammeId).people.all());
  expect(all.find((p) => p.accounts.some((a) => a.user === 'nina'))?.roles).toEqual([]);
  expect(await elsewhere(t, 'otto', `setup ${c}`, 'T-third')).toContain('not the code');
  expect(await programmeOf(t, 'T-third')).not.toBe(t.programme);
  await elsewhere(t, 'omar', 'hello');
  expect(
    (await t.store.read((tx) => tx.in(t?.programme as ProgrammeId).people.all())).some((p) => p.name === 'omar'),
  ).toBe(true);
});

test('where others run a programme of their own, only whoever sends the code comes; too old is no code', async () => {
  t = await startBot();
  await elsewhere(t, 'nina', 'hello');
  await elsewhere(t, 'omar', 'hello');
  const theirs = (await programmeOf(t, 'T-other')) as ProgrammeId;
  await t.store.write(async (tx) => {
    const rows = tx.in(theirs);
    const nina = (await rows.people.all()).find((p) => p.name === 'nina');
    if (nina !== undefined) await rows.people.save({ ...nina, roles: ['coordinator'] });
  });
  const c = await code(t);
  expect(await elsewhere(t, 'omar', `setup ${c}`)).toContain('You belong to');
  expect(await programmeOf(t, 'T-other')).not.toBe(t.programme);
  const late = await code(t);
  await t.clock.pass(8 * day);
  expect(await elsewhere(t, 'nina', `setup ${late}`)).toContain('not the code');
  // A new code takes an older one's place.
  const first = await code(t);
  await code(t);
  expect(await elsewhere(t, 'nina', `setup ${first}`)).toContain('not the code');
});

test('whoever takes part already stays: no mentorship is left behind by a code', async () => {
  t = await startBot();
  const c = await code(t);
  // The code's own programme: nothing to join.
  await t.as('maya').types(`setup ${c}`);
  expect(words(t.as('maya').last)).toContain('in that programme already');
});

test('without a safeguarding lead the coordinator is asked each Monday, until it is set, and what else is missing', async () => {
  t = await startBot();
  const bot = t;
  // Somebody's first word in a workspace that nobody knows makes a programme: what recurs in it is set at once.
  await elsewhere(bot, 'nina', 'hello');
  const made = (await programmeOf(bot, 'T-other')) as ProgrammeId;
  await bot.store.write(async (tx) => {
    const rows = tx.in(made);
    const [nina] = await rows.people.all();
    if (nina !== undefined) await rows.people.save({ ...nina, roles: ['coordinator'] });
  });
  const asked = (): number => bot.chat.drawn.filter((d) => d.message.card.title === 'Safeguarding lead').length;
  await bot.clock.to('2026-11-23T09:59:00Z');
  expect(asked()).toBe(0);
  await bot.clock.to('2026-11-23T10:01:00Z');
  expect(asked()).toBe(1);
  await bot.clock.to('2026-11-30T10:01:00Z');
  expect(asked()).toBe(2);
  await bot.store.write(async (tx) => {
    const rows = tx.in(made);
    const programme = await rows.programme.get();
    const safeguarding = { ...programme.settings.safeguarding, lead: { name: 'Dana', reach: '020' } };
    await rows.programme.save({ ...programme, settings: { ...programme.settings, safeguarding } });
  });
  const rest = (): string[] =>
    bot.chat.drawn.filter((d) => d.message.card.title === 'Safeguarding').map((d) => JSON.stringify(d.message.card));
  await bot.clock.to('2026-12-07T10:01:00Z');
  expect(asked()).toBe(2);
  expect(rest()).toHaveLength(1);
  expect(rest()[0]).toContain('a deputy, when they can be reached, what to do out of hours and the link to the policy');
  await bot.store.write(async (tx) => {
    const rows = tx.in(made);
    const programme = await rows.programme.get();
    const whole = await tx.in(bot.programme).programme.get();
    const { safeguarding } = whole.settings;
    await rows.programme.save({ ...programme, settings: { ...programme.settings, safeguarding } });
  });
  await bot.clock.to('2026-12-14T10:01:00Z');
  expect(rest()).toHaveLength(1);
});

test('the coordinator is asked for the lead each Monday after a long sleep too, and once for all that passed', async () => {
  t = await startBot();
  const bot = t;
  await elsewhere(bot, 'nina', 'hello');
  const made = (await programmeOf(bot, 'T-other')) as ProgrammeId;
  await bot.store.write(async (tx) => {
    const rows = tx.in(made);
    const [nina] = await rows.people.all();
    if (nina !== undefined) await rows.people.save({ ...nina, roles: ['coordinator'] });
  });
  const asked = (): number => bot.chat.drawn.filter((d) => d.message.card.title === 'Safeguarding lead').length;
  await bot.clock.to('2026-12-10T12:00:00Z');
  expect(asked()).toBe(1);
  await bot.clock.to('2026-12-14T10:01:00Z');
  expect(asked()).toBe(2);
});

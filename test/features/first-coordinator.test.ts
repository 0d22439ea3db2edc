import { afterEach, expect, test } from 'vitest';
import { hour } from '../../src/kernel/clock.js';
import { onlyOnce } from '../../src/runtime/first-code.js';
import { samplePeople } from '../../src/sample.js';
import { startBot, type TestBot } from '../fakes/bot.js';

/** `setup CODE`: the code from the first start makes one coordinator, and whoever guesses has to wait. */

const code = '5zkythxhjax3arya';
let t: TestBot | undefined;
afterEach(async () => {
  await t?.stop();
  t = undefined;
});
async function begun(people: typeof samplePeople = []): Promise<TestBot> {
  t = await startBot({ people, firstCode: onlyOnce(code) });
  return t;
}
const sent = async (bot: TestBot, who: string, words: string): Promise<string> =>
  JSON.stringify(await bot.as(who).types(words));
const coordinators = (bot: TestBot): Promise<readonly string[]> =>
  bot.store.read(async (tx) =>
    (await tx.in(bot.programme).people.all()).filter((p) => p.roles.includes('coordinator')).map((p) => p.name),
  );

test('the first code makes one coordinator; wrong, and then sent again by anybody, it makes none', async () => {
  const bot = await begun();
  expect(await sent(bot, 'eve', 'setup aaaaaaaaaaaaaaaa')).toContain('That is not the code');
  expect(await coordinators(bot)).toEqual([]);
  expect(await sent(bot, 'nora', `setup  ${code.toUpperCase()} `)).toContain('You are the coordinator');
  expect(await coordinators(bot)).toEqual(['nora']);
  // The board of a programme that has nobody yet says how it comes by somebody.
  expect(await sent(bot, 'nora', 'people')).toContain('Nobody takes part yet. Import people');
  for (const who of ['eve', 'nora']) expect(await sent(bot, who, `setup ${code}`)).toContain('it has been used');
  expect(await coordinators(bot)).toEqual(['nora']);
});

test('where there is a coordinator already, the first code makes no second one', async () => {
  const bot = await begun(samplePeople);
  expect(await sent(bot, 'eve', `setup ${code}`)).toContain('has a coordinator already');
  expect(await coordinators(bot)).toEqual(['Priya Nair']);
});

test('five wrong codes, and an account waits an hour, with the right one too; nobody else does', async () => {
  const bot = await begun();
  for (let i = 0; i < 5; i += 1) expect(await sent(bot, 'eve', `setup aaaaaaaaaaaaaaa${i}`)).toContain('not the code');
  expect(await sent(bot, 'eve', `setup ${code}`)).toContain('too many wrong codes');
  expect(await coordinators(bot)).toEqual([]);
  await bot.clock.pass(hour + 1);
  expect(await sent(bot, 'eve', 'setup aaaaaaaaaaaaaaaa')).toContain('not the code');
  expect(await sent(bot, 'nora', `setup ${code}`)).toContain('You are the coordinator');
});

test('guesses by many accounts at once end the first code: a new start prints another', () => {
  const first = onlyOnce(code);
  for (let i = 0; i < 100; i += 1) expect(first.matches(`guess ${i}`)).toBe(false);
  expect(first.matches(code)).toBe(false);
});

test('a coordinator who never wrote counts as none: the last who did stays, and the first code still works', async () => {
  const bot = await begun(samplePeople);
  const priya = bot.as('priya');
  await priya.types('people import');
  await priya.fills({ lines: 'name,role\nGhost One,coordinator' }).submits();
  await priya.presses('import.apply');
  for (const verb of ['data.leave', 'data.erase-ask'])
    expect(JSON.stringify(await priya.presses(verb, { subject: '-', arg: 'yes' }))).toContain('last coordinator');
  await priya.types('people @Priya Nair');
  await priya.fills({ roles: [] }).submits();
  expect(JSON.stringify(priya.form().problems)).toContain('last coordinator');
  expect(await coordinators(bot)).toEqual(['Priya Nair', 'Ghost One']);
  // As it may be where that was possible once.
  await bot.store.write(async (tx) => {
    const rows = tx.in(bot.programme).people;
    const me = await rows.get(priya.id);
    if (me !== undefined) await rows.save({ ...me, roles: [] });
  });
  expect(await sent(bot, 'nora', `setup ${code}`)).toContain('You are the coordinator');
});

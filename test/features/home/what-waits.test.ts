import { afterEach, describe, expect, test } from 'vitest';
import { addMonths } from '../../../src/kernel/zoned.js';
import { heard } from '../../support/aloud.js';
import { type Before, startAfter, type TestBot } from '../../support/bot.js';
import { agreed, planned, proposed } from '../../support/steps.js';

/** What waits has one source: home and `people` say the same of it, and so does whoever asked for something. */

let t: TestBot;
afterEach(() => t?.stop());
const types = async (user: string, words: string): Promise<string> => {
  await t.as(user).types(words);
  return heard(t, t.as(user));
};
const presses = async (user: string, verb: string, how: { subject?: string; arg?: string } = {}): Promise<string> => {
  await t.as(user).presses(verb, how);
  return heard(t, t.as(user));
};

const asksErasure = async (bot: TestBot): Promise<void> => {
  await bot.as('sam').presses('data.open', { subject: '-' });
  await bot.as('sam').presses('data.erase-ask');
  await bot.as('sam').presses('data.erase-ask', { arg: 'yes' });
};
const nothing: Before = async () => {};
const unsigned: Before = async (bot) => proposed(bot, 'maya', 'leo');
const erasure: Before = async (bot) => asksErasure(bot);
const everything: Before = async (bot) => {
  await agreed(bot, 'maya', 'leo');
  await proposed(bot, 'tom', 'aisha');
  await planned(bot, 'maya', 'plan @leo tomorrow 3pm 45m Phone calls');
  await bot.clock.to('2026-11-24T16:30:00Z');
  await bot.as('leo').presses('mentee.mentor-absent');
  await bot.as('leo').presses('mentee.mentor-absent', { arg: 'yes' });
  await asksErasure(bot);
};

describe('home and people say the same number', () => {
  test.each<[string, Before, number, readonly string[]]>([
    ['three mentees without a mentor', nothing, 3, ['No mentor yet: 3']],
    [
      'an agreement that is not answered',
      unsigned,
      3,
      ['No mentor yet: 2', 'has not answered Maya Okafor’s agreement'],
    ],
    ['somebody asks to be erased', erasure, 4, ['Sam Whitfield asked on Mon 23 Nov 2026 for what is kept about them']],
    [
      'one of each',
      everything,
      5,
      ['Sam Whitfield asked on Tue 24 Nov', 'Leo Brandt would like you to talk with them', '1 record not written'],
    ],
  ])('%s', async (_what, before, n, lines) => {
    t = await startAfter(before);
    const [home, people] = [await types('priya', 'home'), await types('priya', 'people')];
    expect(home).toContain(`In the programme ${n} things wait.`);
    expect(people).toContain(`${n} things wait.`);
    for (const line of lines) for (const words of [home, people]) expect(words).toContain(line);
  });

  test('where nothing waits neither says that something does', async () => {
    t = await startAfter(nothing);
    await t.store.write(async (tx) => {
      const { people } = tx.in(t.programme);
      for (const user of ['leo', 'aisha', 'sam']) {
        const person = await people.get(t.as(user).id);
        if (person !== undefined) await people.save({ ...person, roles: [] });
      }
    });
    expect(await types('priya', 'home')).toContain('Nothing waits for you.');
    expect(await types('priya', 'people')).toContain('Nothing waits.');
  });
});

describe('who asked to be erased', () => {
  const since = 'You asked on Mon 23 Nov 2026 for what is kept about you to be erased.';
  const by = 'by Wed 23 Dec 2026';

  test('sees that they have, and by when, on home and beside what is kept; asking again moves no day', async () => {
    t = await startAfter(erasure);
    await t.clock.to('2026-12-01T10:00:00Z');
    for (const words of [
      await types('sam', 'home'),
      await presses('sam', 'data.open', { subject: '-' }),
      await presses('sam', 'data.erase-ask', { subject: '-' }),
    ]) {
      expect(words).toContain(since);
      expect(words).toContain(by);
    }
    expect(await types('priya', 'people')).toContain(by);
    expect(t.as('priya').sees().at(-1)).toContain(by);
  });

  test('takes it back: it waits for nobody, and can be asked again', async () => {
    t = await startAfter(erasure);
    await types('sam', 'home');
    expect(await presses('sam', 'data.erase-back')).toContain('stays as it is');
    for (const words of [await types('priya', 'people'), await types('priya', 'home')])
      expect(words).not.toContain('to be erased');
    expect(t.as('priya').sees().at(-1)).toContain('Sam Whitfield has taken it back. There is nothing to do.');
    expect(await types('sam', 'home')).not.toContain('erased');
    expect(await presses('sam', 'data.erase-back', { subject: '-' })).toContain('Nothing has changed');
    expect(await presses('sam', 'data.erase-ask', { subject: '-' })).toContain('It cannot be undone');
  });

  test('once it is done it waits no more', async () => {
    t = await startAfter(erasure);
    await t.as('priya').erases({ subject: t.as('sam').id, arg: 'yes' });
    for (const words of [await types('priya', 'people'), await types('priya', 'home')])
      expect(words).not.toContain('to be erased');
    expect(t.as('priya').sees().at(-1)).toContain('had asked for it is erased, since');
  });
});

test.each([
  ['2026-11-30', '2026-12-30'],
  ['2027-01-31', '2027-02-28'],
  ['2028-01-31', '2028-02-29'],
  ['2026-12-01', '2027-01-01'],
])('a month from %s is %s', (from, to) => {
  expect(addMonths(from, 1)).toBe(to);
});

import { afterEach, describe, expect, test } from 'vitest';
import { day } from '../../../src/kernel/clock.js';
import type { PersonId } from '../../../src/kernel/ids.js';
import { samplePeople } from '../../../src/local/sample-people.js';
import { allocated } from '../../support/allocate.js';
import { heard } from '../../support/aloud.js';
import { startBot, type TestBot } from '../../support/bot.js';
import { agreed } from '../../support/steps.js';

/** Who assesses, as its coordinator sets it, and as mentors and mentees are told. */

let t: TestBot | undefined;
afterEach(async () => {
  await t?.stop();
  t = undefined;
});

const people = [
  ...samplePeople,
  { user: 'ada', name: 'Ada Cole', roles: ['assessor'] as const },
  { user: 'ian', name: 'Ian Marsh', roles: ['iqa'] as const },
  { user: 'sue', name: 'Sue Hart', roles: ['supervisor'] as const },
  { user: 'noor', name: 'Noor Aziz', roles: [] as const },
];
const begin = async (): Promise<TestBot> => {
  t = await startBot({ people });
  await agreed(t, 'maya', 'leo');
  return t;
};
const says = (bot: TestBot, user: string): Promise<string> => heard(bot, bot.as(user));
const allocations = (bot: TestBot) => bot.store.read((tx) => tx.in(bot.programme).allocations.all());
const id = (bot: TestBot, user: string): PersonId => bot.people.get(user) as PersonId;
const portfolioOf = async (bot: TestBot, user: string): Promise<string> =>
  bot.store.read(async (tx) => (await tx.in(bot.programme).portfolios.ofMentor(id(bot, user)))[0]?.id ?? '');

/** Priya opens the form and sends it. */
async function allocates(bot: TestBot, values: Readonly<Record<string, string>>): Promise<string> {
  await bot.as('priya').presses('allocations.add', { subject: '-' });
  await bot.as('priya').fills(values).submits();
  return says(bot, 'priya');
}

describe('the coordinator allocates', () => {
  test('for every mentor from today: it is on the list, and the reader reads', async () => {
    const bot = await begin();
    await bot.as('ada').types('hours');
    expect(await says(bot, 'ada')).toContain('Nobody has been allocated to you yet: ask your coordinator.');
    expect(await allocates(bot, { person: id(bot, 'ada'), as: 'assessor' })).toContain(
      'Ada Cole assesses every mentor',
    );
    await bot.as('priya').types('setup readers');
    expect(await says(bot, 'priya')).toContain('Ada Cole assesses every mentor');
    await bot.as('ada').types('hours');
    expect(await says(bot, 'ada')).toContain('Maya Okafor');
    const entries = await bot.store.read((tx) => tx.in(bot.programme).audit.of(bot.programme));
    expect(entries.some((e) => e.what === 'allocation.made')).toBe(true);
  });

  test('for one mentor somebody else: those of the programme read that mentor no longer', async () => {
    const bot = await begin();
    await agreed(bot, 'tom', 'aisha');
    await allocates(bot, { person: id(bot, 'ada'), as: 'assessor' });
    await allocates(bot, { person: id(bot, 'noor'), as: 'assessor', mentor: await portfolioOf(bot, 'maya') });
    await bot.as('ada').types('hours');
    expect(await says(bot, 'ada')).toContain('Tom Hughes');
    expect(await says(bot, 'ada')).not.toContain('Maya Okafor');
    // Who had no such role has it by being allocated.
    await bot.as('noor').types('hours');
    expect(await says(bot, 'noor')).toContain('Maya Okafor');
    const noor = await bot.store.read((tx) => tx.in(bot.programme).people.get(id(bot, 'noor')));
    expect(noor?.roles).toEqual(['assessor']);
  });

  test('until a day: on that day they read, and after it no more', async () => {
    const bot = await begin();
    await allocates(bot, { person: id(bot, 'ada'), as: 'assessor', until: '2026-11-25' });
    await bot.clock.to('2026-11-25T20:00:00Z');
    await bot.as('ada').types('hours');
    expect(await says(bot, 'ada')).toContain('Maya Okafor');
    await bot.clock.to('2026-11-26T00:01:00Z');
    await bot.as('ada').types('hours');
    expect(await says(bot, 'ada')).toContain('Nobody has been allocated to you yet');
  });

  test('and ends it: the next look is refused, kindly, and nothing more is listed', async () => {
    const bot = await begin();
    await allocates(bot, { person: id(bot, 'ada'), as: 'assessor' });
    const [a] = await allocations(bot);
    await bot.as('priya').presses('allocations.end', { subject: a?.id ?? '' });
    expect(await says(bot, 'priya')).toContain('Nobody is allocated yet');
    expect(await says(bot, 'priya')).toContain('1 earlier one has ended');
    const m = await bot.store.read(async (tx) => (await tx.in(bot.programme).mentorships.all())[0]?.id ?? '');
    await bot.as('ada').presses('agreement.read', { subject: m });
    expect(await says(bot, 'ada')).toContain('You can read what is allocated to you, and this is not, or no longer.');
  });

  test.each([
    ['a mentor for their own', 'maya', 'supervisor', true, 'Nobody supervises, assesses or quality-assures their own'],
    ['a mentor to assess others', 'tom', 'assessor', false, 'They are a mentor here'],
    ['who assesses, to assure the quality', 'ada', 'iqa', false, 'Nobody assures the quality of what they assess.'],
    ['the same twice', 'ada', 'assessor', false, 'They have exactly this already.'],
  ] as const)('not %s', async (_, user, as, own, why) => {
    const bot = await begin();
    await allocated(bot, 'ada', 'assessor');
    const mentor = own ? await portfolioOf(bot, 'maya') : 'all';
    expect(await allocates(bot, { person: id(bot, user), as, mentor })).toContain(why);
    expect(await allocations(bot)).toHaveLength(1);
  });

  test('nor with a last day before the first', async () => {
    const bot = await begin();
    const said = await allocates(bot, {
      person: id(bot, 'ada'),
      as: 'assessor',
      from: '2026-12-10',
      until: '2026-12-01',
    });
    expect(said).toContain('The last day is before the first.');
  });

  test('whoever has such a role and nobody allocated stands on the board, with the button', async () => {
    const bot = await begin();
    await bot.as('priya').types('people');
    for (const said of [
      'Ada Cole is assessor, and allocated to nobody yet.',
      'Ian Marsh is quality assurer, and allocated to nobody yet.',
      'Sue Hart is supervisor, and allocated to nobody yet.',
    ])
      expect(await says(bot, 'priya')).toContain(said);
    await bot.as('priya').presses('allocations.add', { subject: id(bot, 'ada'), arg: 'assessor' });
    await bot.as('priya').submits();
    await bot.as('priya').types('people');
    expect(await says(bot, 'priya')).not.toContain('Ada Cole is assessor, and allocated');
  });
});

describe('what somebody was allocated ends or moves with them', () => {
  const open = async (bot: TestBot): Promise<number> =>
    (await allocations(bot)).filter((a) => a.until === null || a.until > bot.clock.now()).length;

  test('their role is taken back', async () => {
    const bot = await begin();
    await allocated(bot, 'ada', 'assessor');
    await bot.as('priya').presses('people.roles', { subject: id(bot, 'ada') });
    await bot.as('priya').fills({ roles: [] }).submits();
    expect(await open(bot)).toBe(0);
  });

  test('they leave', async () => {
    const bot = await begin();
    await allocated(bot, 'ada', 'assessor');
    await bot.as('ada').presses('data.leave', { subject: '-', arg: 'yes' });
    expect(await open(bot)).toBe(0);
  });

  test('they are erased', async () => {
    const bot = await begin();
    await allocated(bot, 'ada', 'assessor');
    await bot.as('priya').erases({ subject: id(bot, 'ada'), arg: 'yes' });
    expect(await open(bot)).toBe(0);
  });
});

describe('mentors and mentees are told who reads, by name, and just those', () => {
  const told = async (bot: TestBot, user: string): Promise<string> => {
    await bot.as(user).presses('data.open', { subject: '-' });
    return says(bot, user);
  };

  test('nobody where nobody is allocated', async () => {
    const bot = await begin();
    // But that somebody outside may read it in what is handed in (docs/field.md#the-pack).
    const clause = /[^.\n]*(?:from outside|hands? in)[^.\n]*\.?/gi;
    for (const user of ['leo', 'maya'])
      expect((await told(bot, user)).replace(clause, '')).not.toMatch(/assess|quality|supervis/i);
  });

  test('one or two by name, and more by their part', async () => {
    const bot = await begin();
    await allocated(bot, 'ada', 'assessor');
    await allocated(bot, 'sue', 'supervisor');
    const leo = await told(bot, 'leo');
    expect(leo).toContain('To check your mentoring with Maya Okafor: Ada Cole (assessor).');
    expect(leo).toContain('To support your mentoring with Maya Okafor: Sue Hart (supervisor). Plans and hours.');
    expect(await told(bot, 'maya')).toContain('To check your mentoring: Ada Cole (assessor).');
    await allocated(bot, 'noor', 'assessor');
    await allocated(bot, 'ian', 'assessor');
    expect(await told(bot, 'leo')).toContain('To check your mentoring with Maya Okafor: the 3 assessors.');
  });

  test('whoever is to read from a later day is named already', async () => {
    const bot = await begin();
    await allocated(bot, 'ada', 'assessor', undefined, { from: bot.clock.now() + day });
    expect(await told(bot, 'leo')).toContain('Ada Cole (assessor)');
  });

  test('in the form of a goal, to each of the two', async () => {
    const bot = await begin();
    await allocated(bot, 'ada', 'assessor');
    const m = await bot.store.read(async (tx) => (await tx.in(bot.programme).mentorships.all())[0]?.id ?? '');
    await bot.as('leo').presses('goal.propose', { subject: m });
    expect(await says(bot, 'leo')).toContain(
      'You, Maya Okafor, the coordinator and Ada Cole (assessor) can read what you',
    );
    await bot.as('maya').presses('goal.propose', { subject: m });
    expect(await says(bot, 'maya')).toContain('Leo Brandt, you, the coordinator and Ada Cole (assessor) read this.');
  });

  test('every look is shown to both, with as what it was, and still after it has ended', async () => {
    const bot = await begin();
    const a = await allocated(bot, 'ada', 'assessor');
    const m = await bot.store.read(async (tx) => (await tx.in(bot.programme).mentorships.all())[0]?.id ?? '');
    const before = [bot.as('leo').sees().length, bot.as('maya').sees().length];
    await bot.as('ada').presses('agreement.read', { subject: m });
    await bot.as('ada').types('hours');
    await bot.store.write((tx) => tx.in(bot.programme).allocations.end(a.id, bot.clock.now()));
    for (const user of ['leo', 'maya']) {
      const said = await told(bot, user);
      expect(said).toContain('Ada Cole (assessor) read the agreement');
      expect(said).toContain('Ada Cole (assessor) read hours');
    }
    // On demand, never as a message.
    expect([bot.as('leo').sees().length, bot.as('maya').sees().length]).toEqual(before);
  });
});

import { afterEach, expect, test } from 'vitest';
import { hour } from '../../../src/kernel/clock.js';
import { type ProgrammeId, randomIds } from '../../../src/kernel/ids.js';
import { localTenant, samplePeople } from '../../../src/local/sample-people.js';
import { beginProgramme } from '../../../src/runtime/membership/begin-programme.js';
import {
  anywhere,
  codesUnder,
  type FirstCodes,
  firstCodes,
  uncoordinated,
} from '../../../src/runtime/membership/first-code.js';
import { startBot, type TestBot } from '../../support/bot.js';
import { openTestStore, testRootKey } from '../../support/store.js';

/** `setup CODE`: the code that a start prints makes one coordinator, and whoever guesses has to wait. */

let t: TestBot | undefined;
afterEach(async () => {
  await t?.stop();
  t = undefined;
});
/** What was printed: the codes, and where each is good. */
const printed: { code: string; where: string }[] = [];
const codes = () => {
  printed.length = 0;
  return firstCodes({
    code: codesUnder(testRootKey),
    print: (made, where) => void printed.push({ code: made, where }),
  });
};
/** As a start on an empty database says it. */
const code = codesUnder(testRootKey)(anywhere, 0);
async function begun(people: typeof samplePeople = []): Promise<TestBot> {
  t = await startBot({ people, firstCodes: codes() });
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

test('guesses by many accounts at once end the first code, for this run of the program', async () => {
  const bot = await begun();
  const found = (made: FirstCodes, given: string) =>
    bot.store.read(async (tx) => (await made.find(tx, given, bot.programme)) !== undefined);
  const made = codes();
  expect(await found(made, code)).toBe(true);
  for (let i = 0; i < 100; i += 1) expect(await found(made, `guess ${i}`)).toBe(false);
  expect(await found(made, code)).toBe(false);
  expect(await found(codes(), code)).toBe(true);
});

test('a program that starts alone says other codes, and those of before are worth nothing', async () => {
  const empty = await openTestStore();
  const starts = async (): Promise<FirstCodes> => {
    const made = codes();
    await empty.store.write((tx) => made.renew(tx));
    await empty.store.read((tx) => made.say(tx));
    return made;
  };
  await starts();
  const [before] = printed;
  const now = await starts();
  const [again] = printed;
  expect(again?.code).not.toBe(before?.code);
  const find = (given: string | undefined) =>
    empty.store.read(async (tx) => (await now.find(tx, given ?? '', 'p' as ProgrammeId)) !== undefined);
  expect([await find(before?.code), await find(again?.code)]).toEqual([false, true]);
  const about = { name: 'One', zone: 'Europe/London', nation: 'england', ids: randomIds(), now: 0 } as const;
  const one = await empty.store.write((tx) =>
    beginProgramme(tx, { ...about, account: { platform: 'web', tenant: 'one' } }),
  );
  const own: (string | undefined)[] = [];
  for (let i = 0; i < 2; i += 1) {
    await starts();
    own.push(printed[0]?.code);
    expect(printed).toMatchObject([{ where: 'web one' }]);
  }
  expect(new Set([...own, again?.code]).size).toBe(3);
  const good = (given: string | undefined) =>
    empty.store.read(async (tx) => (await codes().find(tx, given ?? '', one)) !== undefined);
  expect([await good(own[0]), await good(own[1]), await good(again?.code)]).toEqual([false, true, false]);
  await empty.close();
});

test('a code is the same at each program, another under another key, in another programme, and once it was used', async () => {
  const of = codesUnder(testRootKey);
  expect(of(anywhere, 0)).toMatch(/^[0-9a-z]{16}$/);
  const others = [of(anywhere, 1), of('p' as ProgrammeId, 0), codesUnder(new Uint8Array(32).fill(9))(anywhere, 0)];
  expect(new Set([of(anywhere, 0), codesUnder(testRootKey)(anywhere, 0), ...others]).size).toBe(4);
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

test('each workspace that nobody coordinates has a code of its own, good there alone', async () => {
  const made = codes();
  t = await startBot({ firstCodes: made });
  const bot = t;
  const says = async (user: string, words: string): Promise<string> =>
    JSON.stringify(await bot.as(user, 'other').types(words));
  expect(printed).toEqual([]);
  await says('nina', 'hello');
  expect(printed).toMatchObject([{ where: 'web other' }]);
  await says('otto', 'hello');
  expect(printed).toHaveLength(1);
  // Somebody of the first programme has no use for it.
  expect(await sent(bot, 'eve', `setup ${printed[0]?.code}`)).toContain('not the code');
  // A start after that finds the one that nobody coordinates, and leaves it to FIRST_COORDINATOR where that is theirs.
  const missing = (user?: string) =>
    bot.store.read((tx) =>
      uncoordinated(tx, user === undefined ? undefined : { platform: 'web', tenant: 'other', user }),
    );
  expect(await missing()).toMatchObject([{ where: 'web other' }]);
  expect(await missing('nina')).toEqual([]);
  expect(await says('nina', `setup ${printed[0]?.code}`)).toContain('You are the coordinator');
  expect(await missing()).toEqual([]);
});

test('the code of a start with nobody is good wherever it is sent first; whoever else waits gets one then', async () => {
  const empty = await openTestStore();
  const made = codes();
  await empty.store.read((tx) => made.say(tx));
  expect(printed).toEqual([{ code, where: '' }]);
  const ids = randomIds();
  const added: ProgrammeId[] = [];
  for (const tenant of ['one', 'two'])
    await empty.store.write(async (tx) => {
      const about = { name: tenant, zone: 'Europe/London', nation: 'england', ids, now: 0 } as const;
      added.push(await beginProgramme(tx, { ...about, account: { platform: 'web', tenant } }));
      await made.say(tx);
    });
  expect(printed).toHaveLength(1);
  const [one, two] = added as [ProgrammeId, ProgrammeId];
  const find = (given: string, programme: ProgrammeId) =>
    empty.store.read(async (tx) => (await made.find(tx, given, programme)) !== undefined);
  // Another program of the same database has said the same.
  await empty.store.write(async (tx) => (await codes().find(tx, code, two))?.use());
  printed.length = 0;
  expect(made.waits()).toBe(true);
  await empty.store.read((tx) => made.say(tx));
  expect([made.waits(), printed.map((p) => p.where)]).toEqual([true, ['web one', 'web two']]);
  expect(await find(code, one)).toBe(false);
  const [ofOne] = printed;
  expect([await find(ofOne?.code ?? '', two), await find(ofOne?.code ?? '', one)]).toEqual([false, true]);
  await empty.close();
});

test('FIRST_COORDINATOR, met before it was set, coordinates from any word on; not where somebody does', async () => {
  const nora = { user: 'nora', name: 'Nora Ash', roles: [] } as const;
  const firstCoordinator = { platform: 'web', tenant: localTenant, user: 'nora' } as const;
  t = await startBot({ people: [nora], firstCoordinator });
  await t.as('nora').types('home');
  expect(await coordinators(t)).toEqual(['Nora Ash']);
  await t.stop();
  t = await startBot({ people: [...samplePeople, nora], firstCoordinator });
  await t.as('nora').types('home');
  expect(await coordinators(t)).toEqual(['Priya Nair']);
});

test('a code of a programme elsewhere brings a whole workspace that nobody coordinates, and its newcomers', async () => {
  t = await startBot();
  const bot = t;
  const says = async (user: string, words: string): Promise<string> =>
    JSON.stringify(await bot.as(user, 'other').types(words));
  for (const user of ['nina', 'otto']) await says(user, 'hello');
  await bot.as('priya').types('people');
  await bot.as('priya').presses('people.code');
  const given = /setup ([0-9a-z]{16})/.exec(JSON.stringify(bot.as('priya').last))?.[1] ?? '';
  expect(await says('nina', `setup ${given}`)).toContain('Everybody who writes to me here joins it');
  await says('pia', 'hello');
  const there = await bot.store.read((tx) => tx.in(bot.programme).people.all());
  expect(there.filter((p) => p.accounts.some((a) => a.tenant === 'other'))).toMatchObject([
    { name: 'nina', roles: [] },
    { name: 'otto', roles: [] },
    { name: 'pia', roles: [] },
  ]);
});

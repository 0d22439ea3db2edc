import { afterEach, expect, test } from 'vitest';
import { defaultSettings } from '../../../src/domain/defaults/settings.js';
import type { Role } from '../../../src/domain/programme.js';
import { type PersonId, type ProgrammeId, randomIds } from '../../../src/kernel/ids.js';
import type { Store } from '../../../src/ports/store.js';
import { uncoordinated } from '../../../src/runtime/membership/first-code.js';
import { statementsOf } from '../../support/asked.js';
import { startBot, type TestBot } from '../../support/bot.js';

/** A start asks as much of a database with many programmes as of one with few. */

let t: TestBot | undefined;
afterEach(async () => {
  await t?.stop();
  t = undefined;
});
const ids = randomIds();

/** Makes more programmes, each with a workspace, a coordinator and a mentor. */
async function more(store: Store, count: number): Promise<readonly ProgrammeId[]> {
  const made: ProgrammeId[] = [];
  await store.write(async (tx) => {
    for (let i = 0; i < count; i += 1) {
      const id = ids.next<'programme'>('programme');
      made.push(id);
      await tx.programmes.add({
        id,
        name: `Programme ${i}`,
        nation: 'england',
        zone: 'Europe/London',
        createdAt: i,
        practice: false,
        settings: defaultSettings,
      });
      await tx.programmes.install('slack', `T-${id}`, id, 0);
      for (const role of ['coordinator', 'mentor'] satisfies Role[]) {
        const person = ids.next<'person'>('person') as PersonId;
        await tx.in(id).people.save({
          id: person,
          programme: id,
          name: 'Somebody',
          zone: 'Europe/London',
          locale: 'en-GB',
          manners: {},
          roles: [role],
          accounts: [{ platform: 'slack', tenant: `T-${id}`, user: person }],
          createdAt: 0,
          erasedAt: null,
        });
      }
    }
  });
  return made;
}

test('what a start reads, and what it writes, of three programmes and of thirty', async () => {
  t = await startBot();
  const bot = t;
  await more(bot.store, 2);
  await bot.bot.refresh();
  const start = () =>
    statementsOf(async () => {
      await bot.bot.refresh();
      await bot.store.read((tx) => uncoordinated(tx, undefined));
    });
  const keys = (s: string) => s.includes('"PersonKey"');
  const few = await start();
  await more(bot.store, 27);
  // The first start sets what recurs in each.
  await bot.bot.refresh();
  const many = await start();
  // Keys of coordinators who were not looked up before: one statement, however many they are.
  expect(many.filter(keys).length).toBeLessThanOrEqual(1);
  expect(many.filter((s) => !keys(s))).toEqual(few.filter((s) => !keys(s)));
  expect(few.filter((s) => !/^\s*(SELECT|WITH)/i.test(s))).toEqual([]);
});

test('who is without a coordinator is found among many', async () => {
  t = await startBot();
  const [first, second] = await more(t.store, 2);
  await t.store.write(async (tx) => {
    const { people } = tx.in(second as ProgrammeId);
    for (const p of await people.all()) if (p.roles.includes('coordinator')) await people.save({ ...p, roles: [] });
    // Named, and not heard from: nobody who can act.
    const named = tx.in(first as ProgrammeId).people;
    for (const p of await named.all())
      if (p.roles.includes('coordinator')) await named.save({ ...p, named: { by: p.id, told: false } });
  });
  const found = await t.store.read((tx) => uncoordinated(tx, undefined));
  expect(found).toEqual([
    { programme: first, where: `slack T-${first}` },
    { programme: second, where: `slack T-${second}` },
  ]);
  expect(
    await t.store.read((tx) => uncoordinated(tx, { platform: 'slack', tenant: `T-${first}`, user: 'U1' })),
  ).toEqual([{ programme: second, where: `slack T-${second}` }]);
});

test('what a day’s first look at people’s zones, a code and a newcomer ask, beside three programmes and beside thirty', async () => {
  t = await startBot();
  const bot = t;
  const day = 86_400_000;
  let newcomers = 0;
  const asked = async () => {
    newcomers += 1;
    const zones = await statementsOf(() => bot.clock.pass(day));
    const code = await statementsOf(() => bot.as('maya').types('link abcde-12345'));
    const newcomer = await statementsOf(() => bot.as(`new${newcomers}`).types('hello'));
    return { zones: zones.length, code: code.length, newcomer: newcomer.length };
  };
  await more(bot.store, 2);
  await bot.bot.refresh();
  await asked();
  const few = await asked();
  await more(bot.store, 27);
  await bot.bot.refresh();
  expect(await asked()).toEqual(few);
});

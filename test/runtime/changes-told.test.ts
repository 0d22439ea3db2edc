import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ProgrammeId, randomIds } from '../../src/kernel/ids.js';
import type { Store, Transaction } from '../../src/ports/store.js';
import { tellingChanges } from '../../src/runtime/changes-told.js';
import { startBot, type TestBot } from '../support/bot.js';

/** What is answered from memory is read anew whoever wrote the row: no list of writers has to be kept. */

let t: TestBot;
let store: Store;
const told: (readonly ProgrammeId[])[] = [];
beforeEach(async () => {
  t = await startBot();
  told.length = 0;
  store = tellingChanges(t.store, (of) => told.push(of));
});
afterEach(() => t.stop());

const leo = async (tx: Transaction) => {
  const person = await tx.in(t.programme).people.get(t.as('leo').id);
  if (person === undefined) throw new Error('nobody');
  return person;
};
const writes: readonly (readonly [what: string, (tx: Transaction) => Promise<unknown>])[] = [
  ['a person is saved', async (tx) => tx.in(t.programme).people.save(await leo(tx))],
  ['a person is erased', async (tx) => tx.in(t.programme).people.erase(t.as('leo').id, 1)],
  ['the programme is saved', async (tx) => tx.in(t.programme).programme.save(await tx.in(t.programme).programme.get())],
  ['a workspace joins it', (tx) => tx.programmes.install('slack', 'T1', t.programme, 1)],
  ['a new workspace is its own', (tx) => tx.programmes.installFirst('slack', 'T2', t.programme, 1)],
  [
    'a workspace goes',
    async (tx) => {
      tx.in(t.programme);
      await tx.programmes.uninstall('web', 'local', 1);
    },
  ],
];

describe('where a unit of work was committed', () => {
  test.each(writes)('in which %s, its programme is told', async (_, write) => {
    await store.write(write);
    expect(told).toEqual([[t.programme]]);
  });

  test('in which a programme was made, that one is told', async () => {
    const id = randomIds().next<'programme'>('programme');
    await store.write(async (tx) => {
      await tx.programmes.add({ ...(await t.store.read((r) => r.in(t.programme).programme.get())), id });
    });
    expect(told).toEqual([[id]]);
  });

  test('in which somebody moved, both programmes are told', async () => {
    const id = randomIds().next<'programme'>('programme');
    const ours = await t.store.read((tx) => tx.in(t.programme).programme.get());
    await t.store.write((tx) => tx.programmes.add({ ...ours, id }));
    await store.write(async (tx) => {
      const person = await leo(tx);
      await tx.in(t.programme).people.save({ ...person, accounts: [] });
      await tx.in(id).people.save({ ...person, id: randomIds().next<'person'>('person'), programme: id });
    });
    expect(told.map((of) => [...of].sort())).toEqual([[t.programme, id].sort()]);
  });

  test('that read, or wrote anything else, nothing is told', async () => {
    await store.write(async (tx) => {
      await leo(tx);
      await tx.in(t.programme).audit.add({
        chain: t.programme,
        at: 1,
        actor: null,
        what: 'people.exported',
        subject: t.programme,
        facts: {},
      });
    });
    await store.read(leo);
    expect(told).toEqual([]);
  });
});

test('what was undone is told to nobody', async () => {
  const undone = store.write(async (tx) => {
    await tx.in(t.programme).people.save(await leo(tx));
    throw new Error('refused');
  });
  await expect(undone).rejects.toThrow('refused');
  expect(told).toEqual([]);
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { backfilledLeaves } from '../../adapters/prisma/steps/backfilled-leaves.js';
import { dataSteps } from '../../adapters/prisma/steps/index.js';
import type { DataStep } from '../../adapters/prisma/steps/step.js';
import { misfits } from '../support/leaves.js';
import { openTestStore } from '../support/store.js';
import { beforeLeaves, fixtureNames, fixtureOf, layFixture } from './fixture.js';

/** What stood before there were leaves is committed to by the upgrade (docs/record-format.md#what-stood-before). */

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'mentorlog-backfilled-'));
  file = path.join(folder, 'mentorlog.db');
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true, force: true });
});

const step = dataSteps.find((one) => one.name === 'backfilled-leaves') as DataStep;

/** Opens the fixture's database with this step in place of its own, and tells what is on the chains then. */
async function upgraded(name: string, instead: DataStep): Promise<ReadonlyMap<string, readonly string[]>> {
  const fixture = fixtureOf(name);
  await layFixture(name, file);
  vi.spyOn(step, 'batch').mockImplementation((work, cursor) => instead.batch(work, cursor));
  const { store, close } = await openTestStore({ file, rootKey: new Uint8Array(Buffer.from(fixture.dataKey, 'hex')) });
  try {
    const found = new Map<string, readonly string[]>();
    for (const programme of [fixture.programme, fixture.otherProgramme]) {
      const chains = (await store.read((tx) => tx.in(programme).mentorships.all())).map((m) => m.id);
      for (const chain of chains) {
        expect(await store.read((tx) => misfits(tx, programme, chain))).toEqual([]);
        const [entries, leaves, broken] = await store.read(async (tx) => {
          const { audit } = tx.in(programme);
          return [await audit.of(chain), await audit.leaves(chain), await audit.broken(chain)] as const;
        });
        expect(broken).toBeUndefined();
        expect(entries.some((entry) => entry.what === 'rows.backfilled')).toBe(true);
        found.set(
          chain,
          leaves.flatMap((leaf) => (leaf.value === undefined && leaf.path !== null ? [leaf.path] : [])).sort(),
        );
      }
    }
    return found;
  } finally {
    await close();
  }
}

describe.each(beforeLeaves())('the database of %s', (name) => {
  test('has all its rows on their chains, each once, however many a batch does', async () => {
    const some = await upgraded(name, backfilledLeaves(7));
    const paths = [...some.values()].flat();
    expect(paths.length).toBeGreaterThan(200);
    for (const kind of ['agreement', 'goal', 'plan', 'record', 'session', 'answer', 'contact'])
      expect(paths.filter((one) => one.startsWith(`${kind}:`)).length, kind).toBeGreaterThan(0);
    for (const its of some.values()) expect(new Set(its).size).toBe(its.length);
    await rm(file);
    expect(await upgraded(name, backfilledLeaves(5_000))).toEqual(some);
  });
});

test('where it stops half way the next start goes on, and nothing is there twice', async () => {
  const [name = ''] = fixtureNames();
  const whole = await upgraded(name, backfilledLeaves());
  await rm(file);
  const small = backfilledLeaves(20);
  let batches = 0;
  const failing: DataStep = {
    ...small,
    async batch(work, cursor) {
      const after = await small.batch(work, cursor);
      batches += 1;
      if (batches === 4) throw new Error('stopped');
      return after;
    },
  };
  await expect(upgraded(name, failing)).rejects.toMatchObject({ code: 'data-step-failed' });
  vi.restoreAllMocks();
  const { store, close } = await openTestStore({
    file,
    rootKey: new Uint8Array(Buffer.from(fixtureOf(name).dataKey, 'hex')),
  });
  const { programme } = fixtureOf(name);
  for (const [chain, paths] of whole) {
    const leaves = await store.read((tx) => tx.in(programme).audit.leaves(chain as typeof programme));
    const found = leaves.flatMap((leaf) => (leaf.value === undefined && leaf.path !== null ? [leaf.path] : []));
    if (found.length > 0) expect(found.sort()).toEqual(paths);
  }
  await close();
});

import { expect, onTestFinished, test } from 'vitest';
import { append } from '../../../adapters/prisma/append.js';
import { randomIds } from '../../../src/kernel/ids.js';
import type { Rows } from '../../../src/ports/store.js';
import { fill, monday } from '../../contract/store-rows.js';
import { statementsOf } from '../../support/asked.js';
import { committing } from '../../support/leaves.js';
import { openTestStore } from '../../support/store.js';
import { sql } from './database.js';

/** What somebody with the file in hand does to leaves, and what the chain says of it. */

const ids = randomIds();

async function opened() {
  const { store, file, close } = await openTestStore();
  onTestFinished(close);
  const f = await store.write((tx) => fill(tx, ids));
  // Entries are counted from what was there once there was something in every table.
  const { head } = await store.read((tx) => tx.in(f.programme.id).audit.proof(f.mentorship.id));
  const first = head.seq + 1;
  await store.write(async (tx) => {
    const { rows, commit } = committing(tx, f.programme.id);
    const leaf = { chain: f.mentorship.id, value: 'x' };
    for (const version of [1, 2]) {
      commit({ ...leaf, path: `record:s@${version}/happened`, keyOf: f.mentee.id });
      commit({ ...leaf, path: `record:s@${version}/change`, keyOf: f.mentor.id, practice: true });
      const event = { chain: f.mentorship.id, at: monday, actor: f.mentor.id, what: 'record.signed' };
      await rows.audit.add({ ...event, subject: 's', facts: {} });
    }
  });
  const broken = () => store.read((tx) => tx.in(f.programme.id).audit.broken(f.mentorship.id));
  expect(await broken()).toBeUndefined();
  return { store, file, f, first, broken, closing: close };
}

test.each([
  ['words taken away', `"words" = x''`],
  ['practice taken away', `"practice" = NULL`],
  ['words of another entry', `"words" = (SELECT "words" FROM "AuditEntry" WHERE "chain" = 'CHAIN' AND "seq" = SECOND)`],
  ['words said to be of nobody', `"keyOf" = ''`],
  ['practice said to be somebody else’s', `"practiceOf" = "keyOf"`],
  ['an outline taken away', `"outline" = NULL`],
] as const)('a leaf whose secret is gone by no rule breaks its chain: %s', async (_, change) => {
  const { file, f, first, broken } = await opened();
  const set = change.replace('CHAIN', f.mentorship.id).replace('SECOND', String(first + 1));
  await sql(file, `UPDATE "AuditEntry" SET ${set} WHERE "seq" = ${first} AND "chain" = '${f.mentorship.id}'`);
  expect(await broken()).toBe(first);
});

test('a key that was destroyed past the program is an erasure: at the next start it is entered on each chain, which holds', async () => {
  const { store, file, f, first, closing } = await opened();
  await store.close();
  await sql(file, `UPDATE "PersonKey" SET "wrapped" = NULL, "destroyedAt" = 1 WHERE "person" = '${f.mentor.id}'`);
  const again = await openTestStore({ file });
  const audit = <T>(fn: (rows: Rows['audit']) => Promise<T>) =>
    again.store.read((tx) => fn(tx.in(f.programme.id).audit));
  expect(await audit((rows) => rows.broken(f.mentorship.id))).toBeUndefined();
  const [last] = await sql(
    file,
    `SELECT "voids" FROM "AuditEntry" WHERE "chain" = '${f.mentorship.id}' ORDER BY "seq" DESC`,
  );
  expect(JSON.parse(String(last?.[0]))).toEqual(expect.arrayContaining([expect.stringMatching(`^${first}\\.`)]));
  await again.close();
  await closing();
});

test('an erasure leaves nothing in the file that its key would open', async () => {
  const { store, file, f, broken } = await opened();
  await store.write((tx) => tx.in(f.programme.id).people.erase(f.mentee.id, monday));
  expect(await broken()).toBeUndefined();
  const left = await sql(
    file,
    `SELECT length("words") FROM "AuditEntry" WHERE "keyOf" = '${f.mentee.id}' AND "version" = 2`,
  );
  expect(left.length).toBeGreaterThan(1);
  expect(left.flat().filter((length) => length !== 0)).toEqual([]);
});

test.each([
  ['by what is no erasure', 'session.planned', () => ['1.0']],
  ['of an entry that is not there', 'leaf.voided', (next: number) => [`${next + 5}.0`]],
  ['of a leaf that is not there', 'leaf.voided', (next: number) => [`${next - 1}.9`]],
  ['of its own', 'leaf.voided', (next: number) => [`${next}.0`]],
  ['out of order', 'person.erased', (next: number) => [`${next - 1}.0`, `${next - 2}.0`]],
  ['twice', 'person.erased', () => ['1.0', '1.0']],
  ['in other words', 'person.erased', () => ['1']],
] as const)('a leaf is voided by the rules only: not %s', async (_, what, voids) => {
  const { store, f, first, broken } = await opened();
  const next = first + 2;
  await store.write(async (tx) => {
    const { scope } = committing(tx, f.programme.id);
    const entry = { chain: f.mentorship.id, at: monday, actor: null, what, subject: 's', facts: {} };
    await append(scope, [{ ...entry, voids: voids(next) }]);
  });
  expect(await broken()).toBe(next);
});

test('leaves cost no statement where an entry is written anyway, and three where none is', async () => {
  const { store, f } = await opened();
  const asked = (act: (at: ReturnType<typeof committing>) => Promise<unknown>) =>
    statementsOf(() => store.write((tx) => act(committing(tx, f.programme.id)).then(() => undefined)));
  const leaves = (n: number) =>
    Array.from({ length: n }, (_, i) => ({ chain: f.mentorship.id, path: `goal:g${i}/what`, value: i, keyOf: '' }));
  const event = { chain: f.mentorship.id, at: monday, actor: null, what: 'x', subject: 's', facts: {} };
  const of = (all: readonly string[]) => all.filter((s) => /AuditEntry|ChainHead/.test(s)).length;
  const without = await asked(({ rows }) => rows.audit.add(event));
  const withThem = await asked(({ rows, commit }) => {
    commit(...leaves(50));
    return rows.audit.add(event);
  });
  expect(of(withThem)).toBe(of(without));
  expect(of(without)).toBe(3);
  const alone = await asked(async ({ commit }) => {
    commit(...leaves(50), ...leaves(50).map((leaf) => ({ ...leaf, chain: f.second.id })));
  });
  expect(of(alone)).toBe(3);
});

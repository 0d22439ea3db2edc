import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { repositories, tablesBeside } from '../../../adapters/prisma/repositories.js';
import type { Fate } from '../../../adapters/prisma/repository.js';
import type { Address, MessageRef } from '../../../src/chat/inbound.js';
import { departedMembers } from '../../../src/domain/departed-members.js';
import { randomIds } from '../../../src/kernel/ids.js';
import { type Filled, fill, monday } from '../../contract/store-rows.js';
import { committing } from '../../support/leaves.js';
import { openTestStore, type TestStore } from '../../support/store.js';
import { sql } from './database.js';

/** What an erasure does to each table is said by the repository whose table it is, and is what an erasure does. */

const schema = readFileSync(path.resolve(import.meta.dirname, '../../../prisma/schema.prisma'), 'utf8');
const models = [...schema.matchAll(/^model (\w+) \{/gm)].map(([, name]) => name ?? '');

const said = [
  ...Object.entries(repositories).map(([name, { tables }]) => [`repository ${name}`, tables] as const),
  ...Object.entries(tablesBeside),
].flatMap(([owner, tables]) => Object.entries(tables).map(([table, fate]) => ({ owner, table, fate })));
const word = (fate: Fate): string => Object.keys(fate).join();

/** What is wrong with who owns these tables, each fault with what to do. */
const faultsIn = (tables: readonly string[]): readonly string[] =>
  tables.flatMap((table) => {
    const owners = said.filter((s) => s.table === table).map((s) => s.owner);
    if (owners.length === 1) return [];
    return owners.length === 0
      ? `${table}: say what an erasure does to its rows in \`tables\` of the repository that writes it, in adapters/prisma/ (repositories.ts names them all)`
      : `${table}: it is owned by ${owners.join(' and ')} in adapters/prisma/; one of them must let it go`;
  });

test('every table has one repository, which says what an erasure does to it and why', () => {
  expect(models.length).toBeGreaterThan(25);
  expect(faultsIn(models)).toEqual([]);
  expect(faultsIn(['Novelty'])).toEqual([expect.stringContaining('Novelty: say what an erasure does')]);
  expect(said.map((s) => s.table).filter((table) => !models.includes(table))).toEqual([]);
  for (const { table, fate } of said) expect(Object.values(fate).join(), table).toMatch(/^\S.{10,}\.$/);
});

test.each(Object.entries(repositories))('%s has a part in an erasure if it says so, and only then', (_, repository) => {
  const touched = Object.values(repository.tables).filter((fate) => !('stay' in fate));
  expect(repository.erase !== undefined).toBe(touched.length > 0);
});

const ids = randomIds();

/** A database with something in every table. */
async function filled(): Promise<TestStore & { readonly f: Filled }> {
  const opened = await openTestStore({ signingKey: new Uint8Array(32).fill(7) });
  onTestFinished(() => opened.close());
  const { store } = opened;
  const f = await store.write(async (tx) => {
    const begun = await fill(tx, ids);
    const { programme, mentor, mentee } = begun;
    const rows = tx.in(programme.id);
    await tx.programmes.install('slack', 'T1', programme.id, monday);
    await tx.deliveries.record('d1', 'message', monday);
    await tx.deliveries.record(`teams:said:${mentee.accounts[0]?.user}`, 'message', monday);
    await rows.drafts.save({ ...begun.draft, id: ids.next('draft'), person: mentee.id });
    await rows.allocations.add({
      id: ids.next('allocation'),
      programme: programme.id,
      portfolio: null,
      person: mentee.id,
      as: 'supervisor',
      from: monday,
      until: null,
      madeBy: mentor.id,
      madeAt: monday,
    });
    await rows.releases.save([
      {
        programme: programme.id,
        mentorship: begun.mentorship.id,
        mentee: mentee.id,
        session: begun.session.id,
        planVersion: 1,
        recordVersion: 1,
        offeredBy: mentor.id,
        offeredAt: monday,
        answeredAt: null,
        leftOut: [],
        releasedAt: null,
        heldBack: [],
      },
    ]);
    await rows.accessLinks.add({
      id: 'l1',
      programme: programme.id,
      person: mentee.id,
      purpose: 'session-answers',
      subject: begun.session.id,
      madeBy: mentor.id,
      witnessed: false,
      madeAt: monday,
      expiresAt: monday + 1,
      state: 'open',
      usedAt: null,
    });
    await rows.mails.add({
      id: 'm1',
      programme: programme.id,
      person: mentee.id,
      link: 'l1',
      words: { to: 'kai@example.org', url: 'https://mentorlog.example.org/e/x' },
      askedAt: monday,
    });
    await rows.kept.put(departedMembers, [{ person: mentee.id, standing: 'took-off', at: monday }]);
    await rows.outbox.add({ face: 'thanks', subject: 's', to: { person: mentor.id }, at: 0, sensitive: false });
    return begun;
  });
  await store.write(async (tx) => {
    const leaf = { chain: f.mentorship.id, path: 'goal:g/what', value: 'x' } as const;
    committing(tx, f.programme.id).commit({ ...leaf, keyOf: f.mentee.id }, { ...leaf, keyOf: f.mentor.id });
  });
  await store.write(async (tx) => {
    const { audit, verification, signedHeads } = tx.in(f.programme.id);
    const misfits = [{ path: `record:${f.session.id}@1/figures`, seq: 1, why: 'changed' }] as const;
    const verdict = { head: await audit.head(f.mentorship.id), misfits };
    await verification.settle(f.mentorship.id, { verdict, amiss: [], at: monday });
    await signedHeads.sign(monday);
  });
  const [row] = await store.queue.claimOutbox(1, 100, 1);
  if (row === undefined) throw new Error('nothing to send');
  await store.queue.attempting(row.id, row.fence, 1, 'slack:T1:D1' as Address);
  const posted = { ref: 'r1' as MessageRef, drawn: 1 };
  await store.queue.settle(row.id, row.fence, { state: 'delivered', posted, at: 2 });
  const counted = { free: 1, line: 1 };
  const keys = ['c1', 'slack:T1:D1|send|1/1000'];
  await store.queue.count(keys, () => [new Map(keys.map((key) => [key, counted])), undefined]);
  await store.meta.put('m1', 'x');
  await store.book.put('b1', 'x');
  await store.book.put(`teams/person/T1/${f.mentee.accounts[0]?.user}`, '{}');
  for (const address of ['a', 'slack:T1:D1'] as Address[])
    await store.localMessages.post({
      address,
      key: 'k',
      drawn: 1,
      card: { title: 'x', summary: { parts: [] }, blocks: [] },
      postedAt: 1,
    });
  return { ...opened, f };
}

/** Every row, as text, by table. */
async function everyRow(file: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const columns = await sql(file, 'SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c');
  const everyTable = models.map((table) => {
    // The number that a programme's people stand at goes up with each change to one of them.
    const read = columns.filter(([of, column]) => of === table && column !== 'peopleRevision');
    return `SELECT '${table}', ${read.map(([, column]) => `quote("${column}")`).join(` || ' ' || `)} FROM "${table}"`;
  });
  const rows = new Map<string, string[]>(models.map((table) => [table, []]));
  for (const [table, row] of await sql(file, `${everyTable.join(' UNION ALL ')} ORDER BY 1, 2`))
    rows.get(String(table))?.push(String(row));
  return rows;
}

test('an erasure does to each table what its repository says', async () => {
  const { store, file, f } = await filled();
  const erase = (who: 'mentee' | 'mentor'): Promise<void> =>
    store.write((tx) => tx.in(f.programme.id).people.erase(f[who].id, monday + 1));
  const before = await everyRow(file);
  await erase('mentee');
  await erase('mentor');
  const after = await everyRow(file);
  for (const { table, fate } of said) {
    const [was = [], is = []] = [before.get(table), after.get(table)];
    expect(was, table).not.toEqual([]);
    const did =
      is.join('\n') === was.join('\n')
        ? 'stay'
        : is.length === was.length
          ? 'overwritten'
          : is.length > was.length
            ? 'added'
            : is.every((row) => was.includes(row))
              ? 'deleted'
              : 'something else';
    expect([table, did]).toEqual([table, word(fate)]);
  }
});

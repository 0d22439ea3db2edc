import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sqliteKeyStore } from '../../../adapters/prisma/key-file.js';
import { keyBackupDays } from '../../../src/domain/kept-for.js';
import { day } from '../../../src/kernel/clock.js';
import { type PersonId, type ProgrammeId, randomIds } from '../../../src/kernel/ids.js';
import { aPerson, aProgramme, monday } from '../../contract/store-rows.js';
import { openTestStore, type TestStore } from '../../support/store.js';
import { fixtureOf, layFixture } from '../../upgrade/fixture.js';
import { sql } from './database.js';

/** People's keys apart from their rows: what a start makes of two files that were killed, lost, copied or put back. */

const ids = randomIds();
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'mentorlog-keys-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

let made = 0;
/** A database with two people, closed. */
async function withTwo() {
  made += 1;
  const file = path.join(folder, `${made}.db`);
  const { store, close } = await openTestStore({ file });
  const programme = aProgramme(ids);
  const [ada, ben] = [aPerson(ids, programme.id, 'mentor'), aPerson(ids, programme.id, 'mentee')];
  await store.write(async (tx) => {
    await tx.programmes.add(programme);
    for (const person of [ada, ben]) await tx.in(programme.id).people.save(person);
  });
  await close();
  return { file, programme: programme.id, ada, ben };
}

const keysIn = (file: string) => sql(file, 'SELECT "person" FROM "PersonKey" WHERE "wrapped" IS NOT NULL ORDER BY 1');
const nameOf = ({ store }: TestStore, of: ProgrammeId, id: PersonId) =>
  store.read(async (tx) => (await tx.in(of).people.get(id))?.name);
const erase = async (file: string, of: ProgrammeId, id: PersonId): Promise<void> => {
  const { store, close } = await openTestStore({ file });
  await store.write((tx) => tx.in(of).people.erase(id, monday));
  await close();
};

test('without its key store a database is refused in a sentence, and no empty one is made', async () => {
  const { file } = await withTwo();
  await rm(`${file}-keys`);
  for (let start = 1; start <= 2; start += 1)
    await expect(openTestStore({ file })).rejects.toMatchObject({
      code: 'keys-missing',
      say: expect.stringContaining(`${file}-keys`),
    });
});

test('beside keys that are older than it a database is refused, and opens with the newest again', async () => {
  const { file, programme, ada } = await withTwo();
  await copyFile(`${file}-keys`, `${file}-old`);
  const { store, close } = await openTestStore({ file });
  const late = aPerson(ids, programme, 'mentee', { accounts: [] });
  await store.write((tx) => tx.in(programme).people.save(late));
  await close();
  await copyFile(`${file}-keys`, `${file}-new`);
  await copyFile(`${file}-old`, `${file}-keys`);
  await expect(openTestStore({ file })).rejects.toMatchObject({ code: 'keys-older' });
  await copyFile(`${file}-new`, `${file}-keys`);
  const again = await openTestStore({ file });
  expect(await nameOf(again, programme, ada.id)).toBe(ada.name);
  await again.close();
});

test('older keys bring nobody back who is erased in the rows: a start destroys them, as it does after a kill', async () => {
  const { file, programme, ada, ben } = await withTwo();
  await copyFile(`${file}-keys`, `${file}-old`);
  await erase(file, programme, ben.id);
  await copyFile(`${file}-old`, `${file}-keys`);
  expect(await keysIn(file)).toHaveLength(2);
  const again = await openTestStore({ file });
  expect([await nameOf(again, programme, ada.id), await nameOf(again, programme, ben.id)]).toEqual([ada.name, '']);
  await again.close();
  expect(await keysIn(file)).toEqual([[ada.id]]);
});

test('older rows bring nobody back either, and those who came since can come again', async () => {
  const { file, programme, ben } = await withTwo();
  await copyFile(file, `${file}-before`);
  await erase(file, programme, ben.id);
  const { store, close } = await openTestStore({ file });
  const late = aPerson(ids, programme, 'mentee', { accounts: [] });
  await store.write((tx) => tx.in(programme).people.save(late));
  await close();
  await copyFile(file, `${file}-today`);

  await copyFile(`${file}-before`, file);
  const older = await openTestStore({ file });
  expect(await nameOf(older, programme, ben.id)).toBe('');
  expect(await older.store.read(async (tx) => (await tx.in(programme).people.get(ben.id))?.erasedAt)).toBe(monday);
  await older.close();
  // Looked at, and put away again: whoever is not in it has their key still.
  await copyFile(`${file}-today`, file);
  const today = await openTestStore({ file });
  expect(await nameOf(today, programme, late.id)).toBe(late.name);
  await today.close();
});

test('a key whose row was undone lies there for as long as a backup of the keys does, and then goes', async () => {
  const { file, programme } = await withTwo();
  const { store, close } = await openTestStore({ file });
  const undone = store.write(async (tx) => {
    await tx.in(programme).people.save(aPerson(ids, programme, 'mentee', { accounts: [] }));
    await tx.in(programme).people.save({ ...aPerson(ids, programme, 'mentee'), programme: 'another' as ProgrammeId });
  });
  await expect(undone).rejects.toThrow();
  await close();
  const keys = sqliteKeyStore(`file:${file}`);
  await keys.open(false);
  const wrapped = new Uint8Array(61);
  await keys.put([{ person: 'stray', programme, wrapped }]);
  await keys.strays(['stray'], monday);
  await keys.strays(['stray'], monday + keyBackupDays * day);
  expect(await keys.count()).toBe(3);
  await keys.strays(['stray'], monday + keyBackupDays * day + 1);
  expect(await keys.count()).toBe(2);

  // What is destroyed is nobody's any more, and what was read before it is not written over what stands.
  await keys.put([{ person: 'stray', programme, wrapped }]);
  const is = new Uint8Array(61).fill(2);
  expect(await keys.replace([{ person: 'stray', was: wrapped, is }])).toBe(1);
  expect(await keys.replace([{ person: 'stray', was: wrapped, is }])).toBe(0);
  await keys.destroy([{ person: 'stray', programme, at: 5 }]);
  await keys.destroy([{ person: 'stray', programme, at: 9 }]);
  expect(await keys.tombstones('', 9)).toEqual([{ person: 'stray', programme, destroyedAt: 5 }]);
  await expect(keys.put([{ person: 'stray', programme, wrapped }])).rejects.toMatchObject({ code: 'erased' });
  expect(await keys.these(['stray'])).toEqual([]);
  expect((await readFile(`${file}-keys`)).includes(Buffer.from(is))).toBe(false);
  await keys.close();
});

test('somebody erased stays so, though a database of 0.7.0 that holds their key is put back and upgraded again', async () => {
  const name = '2026-12-0.7.0';
  const fixture = fixtureOf(name);
  const rootKey = new Uint8Array(Buffer.from(fixture.dataKey, 'hex'));
  const [file, before] = [path.join(folder, 'old.db'), path.join(folder, 'old-before.db')];
  await layFixture(name, before);
  await copyFile(before, file);
  const hugo = fixture.people.hugo as PersonId;
  const first = await openTestStore({ file, rootKey });
  expect(await nameOf(first, fixture.programme, hugo)).not.toBe('');
  await first.store.write((tx) => tx.in(fixture.programme).people.erase(hugo, fixture.now));
  await first.close();
  expect(await sql(file, 'SELECT COUNT(*) FROM "Person" WHERE "dataKey" IS NOT NULL')).toEqual([[0]]);
  // Nor in a page that no row has any more: that of the erased is nowhere, the others' lie beside.
  const were = await sql(before, 'SELECT "dataKey" FROM "Person" WHERE "dataKey" IS NOT NULL');
  expect(were.length).toBeGreaterThan(3);
  for (const part of ['', '-wal']) {
    const bytes = await readFile(`${file}${part}`).catch(() => Buffer.alloc(0));
    expect(were.filter(([key]) => bytes.includes(Buffer.from(key as Uint8Array)))).toEqual([]);
  }

  for (const part of ['-wal', '-shm']) await rm(`${file}${part}`, { force: true });
  await copyFile(before, file);
  const again = await openTestStore({ file, rootKey });
  expect(await nameOf(again, fixture.programme, hugo)).toBe('');
  expect(await nameOf(again, fixture.programme, fixture.people.maya as PersonId)).not.toBe('');
  await again.close();
});

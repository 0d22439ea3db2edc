import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { inspect } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { SqliteClients } from '../../../adapters/prisma/connect.js';
import { Keys, openJson, sealJson } from '../../../adapters/prisma/keys.js';
import { Refused } from '../../../src/kernel/errors.js';
import { randomIds } from '../../../src/kernel/ids.js';
import type { Rows } from '../../../src/ports/store.js';
import { aLeadAlert, aRightsRequest } from '../../contract/fill-evidence.js';
import { aDraft, aPerson, aProgramme, begin, fill, marker, monday } from '../../contract/store-rows.js';
import { anything } from '../../support/kept.js';
import { openTestStore, type TestStore, testRootKey } from '../../support/store.js';
import { sql } from './database.js';

const ids = randomIds();

async function opened(): Promise<TestStore> {
  const it = await openTestStore();
  onTestFinished(() => it.close());
  return it;
}

test('both connections keep their pragmas, after an interactive transaction too', async () => {
  const { file } = await opened();
  const clients = new SqliteClients();
  await clients.open(`file:${file}`);
  const pragmas = async (client: typeof clients.writer) => {
    const [row] = await client.$queryRaw<Record<string, unknown>[]>`
      SELECT (SELECT * FROM pragma_journal_mode) AS "journal", (SELECT * FROM pragma_synchronous) AS "synchronous",
        (SELECT * FROM pragma_foreign_keys) AS "foreignKeys", (SELECT * FROM pragma_busy_timeout) AS "busyTimeout",
        (SELECT * FROM pragma_query_only) AS "queryOnly"`;
    return Object.fromEntries(Object.entries(row ?? {}).map(([k, v]) => [k, typeof v === 'bigint' ? Number(v) : v]));
  };
  // 2 is FULL.
  const safe = { journal: 'wal', synchronous: 2, foreignKeys: 1, busyTimeout: 5000 };
  try {
    for (const round of ['fresh', 'after a transaction', 'after one that rolled back']) {
      expect(await pragmas(clients.writer), round).toEqual({ ...safe, queryOnly: 0 });
      expect(await pragmas(clients.reader), round).toEqual({ ...safe, queryOnly: 1 });
      await clients.writer
        .$transaction(async (db) => {
          await db.meta.create({ data: { key: round, value: '' } });
          if (round !== 'fresh') throw new Refused('rolled-back', '');
        })
        .catch((error: unknown) => expect(error).toBeInstanceOf(Refused));
    }
  } finally {
    await clients.close();
  }
});

test('nothing that people wrote, and no name, stands readable in the file', async () => {
  const { store, file } = await opened();
  const f = await store.write((tx) => fill(tx, ids));
  await store.book.put('key', marker);
  await store.localMessages.post({
    address: 'a' as never,
    key: 'k',
    drawn: 1,
    card: { title: marker, summary: { parts: [] }, blocks: [] },
    postedAt: 1,
  });
  const readable = async (): Promise<string[]> => {
    const folder = path.dirname(file);
    const found = [];
    for (const name of await readdir(folder)) {
      const bytes = await readFile(path.join(folder, name));
      if (bytes.includes(marker) || bytes.includes('Zoë')) found.push(name);
    }
    return found;
  };
  expect(await readable()).toEqual([]);
  // The same search finds what is written unsealed.
  await store.meta.put('plain', marker);
  expect(await readable()).not.toEqual([]);
  expect((await store.read((tx) => tx.in(f.programme.id).people.get(f.mentor.id)))?.name).toContain(marker);
});

test('who passed a concern on, took themselves out or is on hold is in no row that is read without a key', async () => {
  const { store, file } = await opened();
  const f = await store.write((tx) => fill(tx, ids));
  const told = aLeadAlert(ids, f.mentor, { lead: f.other.id, deputy: f.mentee.id, acknowledgedBy: f.other.id });
  const out = aRightsRequest(ids, f.mentorship, { kind: 'withdrawal', state: 'done', askedBy: f.mentor.id });
  await store.write(async (tx) => {
    const rows = tx.in(f.programme.id);
    await rows.leadAlerts.save(told);
    await rows.rights.save(out);
    await rows.rights.save({ ...out, id: ids.next('rights'), kind: 'hold', state: 'open' });
    const words = { to: 'dana@school.example.org', url: '' };
    const link = `lead-alert:${told.id}:lead`;
    await rows.mails.add({
      id: ids.next('mail'),
      programme: f.programme.id,
      person: null,
      link,
      words,
      askedAt: monday,
    });
    expect(await rows.mails.claim((await tx.mails.due(monday, 9))[0]?.id ?? '', monday, monday + 1)).toMatchObject({
      person: null,
      words,
    });
  });
  const inClear = async (table: string): Promise<string> =>
    JSON.stringify(await sql(file, `SELECT * FROM "${table}"`), (_, v) =>
      v instanceof Uint8Array ? undefined : typeof v === 'bigint' ? Number(v) : v,
    );
  const [alerts, mails, asked] = [await inClear('LeadAlert'), await inClear('Mail'), await inClear('RightsRequest')];
  for (const { id } of [f.mentor, f.other, f.mentee])
    for (const rows of [alerts, mails]) expect(rows).not.toContain(id);
  for (const rows of [alerts, mails]) expect(rows).toContain(told.id);
  expect(asked).toContain(f.mentee.id);
  expect(asked).not.toMatch(new RegExp(`withdrawal|hold|access|${f.mentor.id}`));
});

test('an error quotes nothing that people wrote', async () => {
  const { store } = await opened();
  const f = await store.write((tx) => fill(tx, ids));
  const told: string[] = [];
  const faults: ((rows: Rows) => Promise<unknown>)[] = [
    (r) => r.drafts.save({ ...f.draft, form: marker, step: { marker } as never }),
    (r) => r.kept.put(anything, marker, 1).then(() => r.people.save({ ...f.mentor, zone: { marker } as never })),
    (r) => r.catalogue.add({ kind: 'skill', key: marker, version: {} as never, body: marker, retiredAt: null }),
    (r) => r.people.save({ ...f.other, accounts: [{ ...f.mentor.accounts[0]!, user: marker }] }),
    (r) => r.people.save({ ...f.mentee, accounts: [{ ...f.mentor.accounts[0]!, user: marker }] }),
  ];
  for (const fault of faults)
    await store
      .write((tx) => fault(tx.in(f.programme.id)))
      .catch((error: unknown) => told.push(inspect(error, { depth: 9 })));
  expect(told).toHaveLength(4);
  expect(told.join()).not.toContain(marker);
});

test('a sealed text opens in its own row only', async () => {
  const { store, file } = await opened();
  const f = await store.write((tx) => fill(tx, ids));
  const words = (id: string) => `(SELECT "words" FROM "Session" WHERE "id" = '${id}')`;
  await sql(file, `UPDATE "Session" SET "words" = ${words(f.group.id)} WHERE "id" = '${f.session.id}'`);
  await expect(store.read((tx) => tx.in(f.programme.id).sessions.get(f.session.id))).rejects.toThrow('seal-broken');
  expect((await store.read((tx) => tx.in(f.programme.id).sessions.get(f.group.id)))?.title).toContain(marker);
});

test('with a person’s key destroyed, they are erased at the next start: what was sealed under it is gone and the rest stands', async () => {
  const { store, file, close } = await openTestStore({ file: (await opened()).file });
  const f = await store.write((tx) => fill(tx, ids));
  const before = await store.read((tx) => tx.in(f.programme.id).records.get(f.session.id));
  await close();
  await sql(file, `UPDATE "PersonKey" SET "wrapped" = NULL, "destroyedAt" = 1 WHERE "person" = '${f.mentee.id}'`);
  const again = await openTestStore({ file });
  onTestFinished(() => again.close());
  await again.store.read(async (tx) => {
    const rows = tx.in(f.programme.id);
    expect((await rows.people.get(f.mentee.id))?.name).toBe('');
    const record = await rows.records.get(f.session.id);
    expect([record?.body.happened, record?.body.minutes]).toEqual(['', before?.body.minutes]);
    expect(JSON.stringify(await rows.mentorships.get(f.mentorship.id))).not.toContain(marker);
    expect((await rows.records.get(f.group.id))?.body.happened).toContain(marker);
    expect((await rows.sessions.get(f.session.id))?.title).not.toContain(marker);
    expect((await rows.sessions.get(f.group.id))?.title).toContain(marker);
  });
});

test('what was sealed for a person made again after a rollback opens after a restart', async () => {
  const first = await opened();
  const programme = aProgramme(ids);
  const ada = aPerson(ids, programme.id, 'mentor');
  await first.store.write((tx) => tx.programmes.add(programme));
  const make = (fail: boolean) =>
    first.store.write(async (tx) => {
      await tx.in(programme.id).people.save(ada);
      await tx.in(programme.id).drafts.save(aDraft(ids, ada.id));
      if (fail) throw new Error('no');
    });
  await expect(make(true)).rejects.toThrow('no');
  await make(false);
  const second = await openTestStore({ file: first.file });
  onTestFinished(() => second.close());
  expect(await second.store.read((tx) => tx.in(programme.id).drafts.openOf(ada.id))).toHaveLength(1);
});

test('what was sealed for a programme made again after a rollback opens after a restart', async () => {
  const first = await opened();
  const programme = aProgramme(ids);
  const make = (fail: boolean) =>
    first.store.write(async (tx) => {
      await tx.programmes.add(programme);
      await tx.in(programme.id).kept.put(anything, 'a', marker);
      expect(await tx.in(programme.id).kept.get(anything, 'a')).toBe(marker);
      expect(await tx.programmes.all()).toHaveLength(1);
      if (fail) throw new Error('no');
    });
  await expect(make(true)).rejects.toThrow('no');
  await make(false);
  expect(await first.store.read((tx) => tx.in(programme.id).kept.get(anything, 'a'))).toBe(marker);
  const second = await openTestStore({ file: first.file });
  onTestFinished(() => second.close());
  expect(await second.store.read((tx) => tx.in(programme.id).kept.get(anything, 'a'))).toBe(marker);
});

test('two programmes have two keys, neither of them to be had from the data key', async () => {
  const { store, file } = await opened();
  const made = [aProgramme(ids), aProgramme(ids)];
  await store.write(async (tx) => {
    for (const p of made) await tx.programmes.add(p);
  });
  const keys = new Keys(testRootKey, ids);
  const kept = await sql(file, 'SELECT "id", "dataKey" FROM "Programme"');
  const found = kept.map(([id, wrapped]) => keys.programmeOf(String(id), wrapped as Uint8Array));
  expect(found).toHaveLength(2);
  expect(found[0]).not.toEqual(found[1]);
  for (const [at, [id]] of kept.entries()) expect(found[at]).not.toEqual(keys.derivedProgramme(String(id)));
});

test('another data key is refused at the start, in a sentence', async () => {
  const { store, file } = await opened();
  await store.write((tx) => fill(tx, ids));
  const wrong = openTestStore({ file, rootKey: new Uint8Array(32).fill(8) });
  await expect(wrong).rejects.toMatchObject({ code: 'wrong-data-key', say: expect.stringMatching(/DATA_KEY.*\.$/) });
  await expect(openTestStore({ file, rootKey: new Uint8Array(16) })).rejects.toMatchObject({ code: 'wrong-data-key' });
  const right = await openTestStore({ file, rootKey: testRootKey });
  await right.close();
});

test.each([
  ['an entry changed', `UPDATE "AuditEntry" SET "what" = 'other' WHERE "chain" = 'CHAIN' AND "seq" = 2`, 2],
  ['an entry changed with its hash', `UPDATE "AuditEntry" SET "hash" = 'x' WHERE "chain" = 'CHAIN' AND "seq" = 2`, 2],
  ['an entry taken out', `DELETE FROM "AuditEntry" WHERE "chain" = 'CHAIN' AND "seq" = 2`, 2],
  ['the last entry cut off', `DELETE FROM "AuditEntry" WHERE "chain" = 'CHAIN' AND "seq" = 4`, 4],
  ['the head moved back', `UPDATE "ChainHead" SET "seq" = 3 WHERE "chain" = 'CHAIN'`, 3],
  [
    'the outline of another entry',
    `UPDATE "AuditEntry" SET "outline" = (SELECT "outline" FROM "AuditEntry" WHERE "chain" = 'CHAIN' AND "seq" = 1) WHERE "chain" = 'CHAIN' AND "seq" = 3`,
    3,
  ],
  [
    'words in a column of before',
    `UPDATE "AuditEntry" SET "commitments" = 'x' WHERE "chain" = 'CHAIN' AND "seq" = 3`,
    3,
  ],
  ['a leaf’s digest', `UPDATE "AuditEntry" SET "leaves" = '["x"]' WHERE "chain" = 'CHAIN' AND "seq" = 3`, 3],
  ['leaves that are no list', `UPDATE "AuditEntry" SET "leaves" = '{' WHERE "chain" = 'CHAIN' AND "seq" = 3`, 3],
  ['its time', `UPDATE "AuditEntry" SET "at" = 1 WHERE "chain" = 'CHAIN' AND "seq" = 2`, 2],
  ['said to void something', `UPDATE "AuditEntry" SET "voids" = '["1.0"]' WHERE "chain" = 'CHAIN' AND "seq" = 4`, 4],
  ['said to be of before', `UPDATE "AuditEntry" SET "version" = 1 WHERE "chain" = 'CHAIN' AND "seq" = 2`, 2],
  ['a reading made to count no more', `UPDATE "AuditEntry" SET "tag" = '' WHERE "chain" = 'CHAIN' AND "seq" = 3`, 3],
] as const)('the chain names the first entry that does not fit: %s', async (_, statement, broken) => {
  const { store, file } = await opened();
  const b = await store.write(async (tx) => {
    const begun = await begin(tx, ids);
    for (let n = 1; n <= 4; n++)
      await tx.in(begun.programme.id).audit.add({
        chain: begun.programme.id,
        at: monday,
        actor: begun.mentor.id,
        what: 'hours.read',
        subject: 's',
        facts: { n },
      });
    return begun;
  });
  const { audit } = await store.read(async (tx) => tx.in(b.programme.id));
  expect(await audit.broken(b.programme.id)).toBeUndefined();
  await sql(file, statement.replaceAll('CHAIN', b.programme.id));
  expect(await audit.broken(b.programme.id)).toBe(broken);
});

test('facts that are not those committed to are found, though sealed with the right key', async () => {
  const { store, file } = await opened();
  const { programme, mentor } = await store.write((tx) => begin(tx, ids));
  const entry = { chain: programme.id, at: monday, actor: mentor.id, what: 'x', subject: 's', facts: { rating: 2 } };
  await store.write((tx) => tx.in(programme.id).audit.add(entry));
  const { audit } = await store.read(async (tx) => tx.in(programme.id));
  const reseal = async (rating: number): Promise<void> => {
    const [kept] = await sql(file, `SELECT "dataKey" FROM "Programme" WHERE "id" = '${programme.id}'`);
    const key = new Keys(testRootKey, ids).programmeOf(programme.id, kept?.[0] as Uint8Array);
    const place = `audit/${programme.id}/1/outline`;
    const rows = await sql(file, `SELECT "outline" FROM "AuditEntry" WHERE "chain" = '${programme.id}'`);
    const outline = openJson<{ own: [string, unknown, string][] }>(key, rows[0]?.[0] as Uint8Array, place);
    const own = outline.own.map(([path, value, secret]) => [path, path === 'fact/rating' ? rating : value, secret]);
    const sealed = Buffer.from(sealJson(key, { ...outline, own }, place)).toString('hex');
    await sql(file, `UPDATE "AuditEntry" SET "outline" = x'${sealed}' WHERE "chain" = '${programme.id}'`);
  };
  await reseal(2);
  expect(await audit.broken(programme.id)).toBeUndefined();
  await reseal(5);
  expect(await audit.broken(programme.id)).toBe(1);
});

test('a backup taken while writing is whole, and opens; a file that is there is not overwritten', async () => {
  const { store, file } = await opened();
  const b = await store.write((tx) => begin(tx, ids));
  const copy = `${file}.backup`;
  const put = (n: number) =>
    store.write(async (tx) => {
      await tx.in(b.programme.id).kept.put(anything, 'a', n);
      await tx.in(b.programme.id).kept.put(anything, 'b', n);
    });
  const writing = Array.from({ length: 20 }, (_, n) => put(n));
  await writing[3];
  await store.backup(copy);
  await store.backupKeys(`${copy}-keys`);
  await Promise.all(writing);
  for (const part of ['', '-keys']) expect((await stat(`${copy}${part}`)).mode & 0o777).toBe(0o600);
  const restored = await openTestStore({ file: copy });
  onTestFinished(() => restored.close());
  const [a, c] = await restored.store.read(async (tx) => {
    const { kept } = tx.in(b.programme.id);
    return [await kept.get(anything, 'a'), await kept.get(anything, 'b')];
  });
  expect(a).toBe(c);
  expect(a).toBeGreaterThanOrEqual(3);

  await writeFile(`${file}.other`, 'mine');
  await expect(store.backup(`${file}.other`)).rejects.toMatchObject({ code: 'backup-exists' });
  expect(await readFile(`${file}.other`, 'utf8')).toBe('mine');
});

test('a thousand units of work leave descriptors and memory where they were', async (context) => {
  if (process.platform !== 'linux') context.skip('descriptors are counted in /proc/self/fd');
  const { store } = await opened();
  const b = await store.write((tx) => begin(tx, ids));
  const work = async (times: number) => {
    for (let n = 0; n < times; n++) {
      await store.write((tx) => tx.in(b.programme.id).kept.put(anything, 'n', n));
      if (n % 10 === 0) await store.read((tx) => tx.in(b.programme.id).kept.get(anything, 'n'));
    }
  };
  const descriptors = async () => (await readdir('/proc/self/fd')).length;
  await work(100);
  const [before, rss] = [await descriptors(), process.memoryUsage().rss];
  await work(1_000);
  expect((await descriptors()) - before).toBeLessThanOrEqual(2);
  expect((process.memoryUsage().rss - rss) / 2 ** 20).toBeLessThan(80);
});

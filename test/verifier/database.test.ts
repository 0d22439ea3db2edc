import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { backup } from '../../adapters/prisma/backup.js';
import { day } from '../../src/kernel/clock.js';
import type { SignedHead } from '../../src/kernel/signed-head.js';
import { verify } from '../../src/program/verify.js';
import { lived } from '../support/pack-files.js';
import { mentorshipOf, tuesday, type World, world } from '../support/record-world.js';
import { anotherSigner, signer } from '../support/signed-pack.js';
import { testRootKey } from '../support/store.js';
import { type File, inFile, rechained, signedAnew, signs } from '../support/tampering.js';
import { fixtureNames, fixtureOf, layFixture } from '../upgrade/fixture.js';

/** Whoever has the data, or a backup of it, finds out what was changed (docs/verifier/README.md). */

let folder: string;
let live: string;
let w: World;
const heads: SignedHead[] = [];
const leo = mentorshipOf('leo');

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'mentorlog-tampered-'));
  live = path.join(folder, 'mentorlog.db');
  w = await world(undefined, true, live);
  await lived(w);
  await w.to(tuesday + 10 * day);
  heads.push(inFile(live, (db) => signs(db, w.programme, w.now, signer)));
  // By the rules: it verifies for ever.
  await w.change((rows) => rows.people.erase(w.id('aisha'), w.now));
  await w.to(tuesday + 20 * day);
  heads.push(inFile(live, (db) => signs(db, w.programme, w.now, signer)));
}, 120_000);
afterAll(async () => {
  await w.close();
  await rm(folder, { recursive: true });
});

const DATA_KEY = Buffer.from(testRootKey).toString('hex');
interface Said {
  readonly code: number;
  readonly text: string;
}
async function run(database: string, args: readonly string[], env: NodeJS.ProcessEnv = { DATA_KEY }): Promise<Said> {
  const lines: string[] = [];
  const say = (line: string): void => void lines.push(line);
  const code = await verify(args, {
    env: { DATABASE_URL: `file:${database}`, ...env },
    out: say,
    err: say,
    now: () => 0,
  });
  return { code, text: lines.join('\n') };
}
const trusted = ['--key', signer.print];
let nth = 0;
const fresh = (): string => {
  nth += 1;
  return path.join(folder, `${nth}.db`);
};

/** A copy of the live file, with its people's keys, changed. */
async function changed(how: (db: File) => void): Promise<string> {
  const file = fresh();
  await w.backup(file);
  await copyFile(`${live}-keys`, `${file}-keys`).catch(() => undefined);
  inFile(file, how);
  return file;
}
const headsFile = async (all: readonly SignedHead[]): Promise<string> => {
  const file = `${fresh()}.jsonl`;
  await writeFile(file, all.map((head) => `${JSON.stringify(head)}\n`).join(''));
  return file;
};

test('what is compared with no entry is not found where it is changed, and each time it is said what that is', async () => {
  const file = await changed((db) => {
    db.run('UPDATE "Goal" SET "position" = "position" + 1');
    for (const table of ['Release', 'Allocation', 'PackFile']) db.run(`DELETE FROM "${table}"`);
    db.run(`UPDATE "Feedback" SET "share" = 'x'`);
  });
  const { code, text } = await run(live, [file, ...trusted]);
  expect([code, text]).toEqual([0, expect.stringContaining('COMPARED WITH NO ENTRY')]);
  const [, said = ''] = text.split('COMPARED WITH NO ENTRY');
  for (const name of ['Feedback', 'Release', 'Allocation', 'Goal', 'PackFile']) expect(said).toContain(`(${name})`);
  const paper = await readFile(path.resolve(import.meta.dirname, '../../docs/verifier/README.md'), 'utf8');
  for (const name of ['Feedback.share', 'Release', 'Allocation', 'Goal.position', 'PackFile'])
    expect(paper).toContain(`\`${name}\``);
});

describe('what nobody touched', () => {
  test('verifies beside the bot that writes to it, and as a backup', async () => {
    const left = ['--heads', await headsFile(heads)];
    const running = run(live, [...trusted, ...left, '--names']);
    await w.types('maya', 'hours');
    expect(await running).toMatchObject({ code: 0, text: expect.stringContaining('Everything is as it was entered') });
    const copy = fresh();
    await backup(`file:${live}`, copy);
    expect(await run(live, [copy, ...trusted, ...left])).toMatchObject({ code: 0 });
  });

  test('without a key says what it could not check', async () => {
    expect(await run(live, trusted, {})).toMatchObject({
      code: 2,
      text: expect.stringMatching(/DATA_KEY\) is not here[\s\S]*none was changed, taken out, put in or moved/),
    });
    expect(await run(live, [])).toMatchObject({ code: 2, text: expect.stringContaining('give it with --key') });
    expect(await run(live, trusted, { DATA_KEY: 'ab'.repeat(32) })).toMatchObject({
      code: 1,
      text: expect.stringContaining('another DATA_KEY'),
    });
  });
});

const entry = (db: File, at: 'middle' | 'last', chain: string = leo): number => {
  const [row] = db.rows<{ n: number }>('SELECT MAX("seq") AS "n" FROM "AuditEntry" WHERE "chain" = ?', chain);
  return at === 'last' ? row!.n : Math.ceil(row!.n / 2);
};
const cutAt = (db: File, seq: number): void => {
  db.run('DELETE FROM "AuditEntry" WHERE "chain" = ? AND "seq" > ?', leo, seq);
  db.run(
    'UPDATE "ChainHead" SET "seq" = ?, "hash" = (SELECT "hash" FROM "AuditEntry" WHERE "chain" = ? AND "seq" = ?) WHERE "chain" = ?',
    ...[seq, leo, seq, leo],
  );
};

/** Name, what is done, and what is said of it. */
type Case = readonly [string, (db: File) => void, RegExp];
const cases: readonly Case[] = [
  [
    'edit: minutes that were settled',
    (db) => db.run(`UPDATE "Attendee" SET "settledMinutes" = 360 WHERE "sessionId" = 'f0'`),
    /what counts of a session for its mentee \(session:f0.*was changed since entry/,
  ],
  [
    'edit: a record made earlier than it was',
    (db) => db.run(`UPDATE "RecordHead" SET "firstSavedAt" = "firstSavedAt" - 86400000 WHERE "sessionId" = 'late'`),
    /the record of a session \(record:late@1\/head\) was changed/,
  ],
  [
    'edit: minutes where they are added up',
    (db) => db.run(`UPDATE "Session" SET "countedMinutes" = 300 WHERE "id" = 'f0'`),
    /session f0 is counted otherwise than its rows come to/,
  ],
  [
    'edit: fewer minutes to reach',
    (db) => db.run('UPDATE "Portfolio" SET "targetMinutes" = 60'),
    /what a portfolio is to reach \(portfolio:[^/]+\/figures\) was changed since entry \d+/,
  ],
  [
    'edit: for the unit, or not',
    (db) => db.run('UPDATE "Portfolio" SET "withoutUnit" = NOT COALESCE("withoutUnit", 0)'),
    /what a portfolio is to reach \(portfolio:[^/]+\/figures\) was changed since entry \d+/,
  ],
  [
    'forged erasure: somebody stands there as erased whom nobody erased',
    (db) =>
      db.run(
        `UPDATE "Person" SET "erasedAt" = 1, "profile" = ? WHERE "id" = (SELECT MAX("mentorId") FROM "Portfolio")`,
        new Uint8Array(0),
      ),
    /person \S+ stands there as erased, and no entry says that they were/,
  ],
  [
    'edit: begun earlier',
    (db) => db.run('UPDATE "Portfolio" SET "startedAt" = "startedAt" - 86400000'),
    /what a portfolio is to reach \(portfolio:[^/]+\/figures\) was changed since entry \d+/,
  ],
  [
    'edit: an entry',
    (db) => db.run('UPDATE "AuditEntry" SET "at" = "at" - 1 WHERE "chain" = ? AND "seq" = ?', leo, entry(db, 'middle')),
    /entry \d+ of its chain was changed/,
  ],
  [
    'deletion: a record, with all of it',
    (db) => ['RecordVersion', 'RecordHead'].map((t) => db.run(`DELETE FROM "${t}" WHERE "sessionId" = 'f1'`)),
    /record:f1@1\/head\) was deleted: entry/,
  ],
  [
    'deletion: an entry',
    (db) => db.run('DELETE FROM "AuditEntry" WHERE "chain" = ? AND "seq" = ?', leo, entry(db, 'middle')),
    /entry \d+ of its chain is gone/,
  ],
  [
    'deletion: all entries and all ends',
    (db) => ['AuditEntry', 'ChainHead'].map((t) => db.run(`DELETE FROM "${t}"`)),
    /its chain had \d+ entries by signed head 1/,
  ],
  [
    'reordering: two entries',
    (db) => {
      const n = entry(db, 'middle');
      db.run('UPDATE "AuditEntry" SET "seq" = -1 WHERE "chain" = ? AND "seq" = ?', leo, n);
      db.run('UPDATE "AuditEntry" SET "seq" = ? WHERE "chain" = ? AND "seq" = ?', n, leo, n + 1);
      db.run('UPDATE "AuditEntry" SET "seq" = ? WHERE "chain" = ? AND "seq" = -1', n + 1, leo);
    },
    /entry \d+ of its chain was changed/,
  ],
  [
    'reordering: two records’ figures',
    (db) => {
      const [a, b] = ['f0', 'f1'];
      db.run(`UPDATE "RecordHead" SET "sessionId" = 'x' WHERE "sessionId" = ?`, a);
      db.run('UPDATE "RecordHead" SET "sessionId" = ? WHERE "sessionId" = ?', a, b);
      db.run(`UPDATE "RecordHead" SET "sessionId" = ? WHERE "sessionId" = 'x'`, b);
    },
    /record:f0@1\/(?:head|figures)\) was changed/,
  ],
  [
    'insertion: an informal contact',
    (db) =>
      db.run(
        `INSERT INTO "InformalContact" ("id", "mentorshipId", "programmeId", "at", "minutes", "keyOf", "note", "authorId", "savedAt") VALUES ('forged', ?, ?, 0, 60, '', X'', ?, 0)`,
        ...[leo, w.programme, w.id('maya')],
      ),
    /put in by another way than the program’s|cannot be opened/,
  ],
  [
    'insertion: an entry at the end',
    (db) =>
      db.run(
        `INSERT INTO "AuditEntry" SELECT "chain", "seq" + 1, "programmeId", "at", "actorId", "what", "subject", "commitments", "hash", "hash", "keyOf", "words", "version", "leaves", "voids", "outline", "practiceOf", "practice", "tag" FROM "AuditEntry" WHERE "chain" = ? AND "seq" = ?`,
        leo,
        entry(db, 'last'),
      ),
    /something was put in behind the end of its chain/,
  ],
  [
    'truncation: the last entries, and the end moved',
    (db) => cutAt(db, entry(db, 'last') - 3),
    /it was cut short, or an older copy was put back/,
  ],
  [
    're-chained, without any key',
    (db) => {
      db.run('UPDATE "AuditEntry" SET "at" = "at" - 86400000 WHERE "chain" = ? AND "seq" = 3', leo);
      rechained(db, leo);
    },
    /its chain was written anew: up to entry \d+ it is not the one that signed head 1/,
  ],
  [
    're-chained, and signed by a key of their own',
    (db) => {
      db.run('UPDATE "AuditEntry" SET "at" = "at" - 86400000 WHERE "chain" = ? AND "seq" = 3', leo);
      rechained(db, leo);
      signedAnew(db, w.programme, anotherSigner);
    },
    /signed by another key/,
  ],
  [
    'heads taken away',
    (db) => ['SignedHead', 'SigningKey'].map((t) => db.run(`DELETE FROM "${t}"`)),
    /no signed head is there, though there is a key/,
  ],
  ['one head taken away', (db) => db.run('DELETE FROM "SignedHead" WHERE "seq" = 1'), /signed head 1 is gone/],
  [
    'a head changed',
    (db) => db.run('UPDATE "SignedHead" SET "at" = "at" + 1 WHERE "seq" = 2'),
    /signed head 2 was changed/,
  ],
  [
    'forged erasure: secrets taken away',
    (db) =>
      db.run(
        `UPDATE "AuditEntry" SET "words" = X'' WHERE "chain" = ? AND "keyOf" = ? AND length("words") > 0`,
        leo,
        w.id('leo'),
      ),
    /taken away without an erasure/,
  ],
  [
    'forged erasure: figures voided, chain and heads made to fit',
    (db) => {
      const chain = mentorshipOf('aisha');
      const [row] = db.rows<{ seq: number; voids: string }>(
        `SELECT "seq", "voids" FROM "AuditEntry" WHERE "chain" = ? AND "voids" <> '[]'`,
        chain,
      );
      const voids = [...(JSON.parse(row!.voids) as string[]), '1.0'].sort(
        (a, b) =>
          Number(a.split('.')[0]) - Number(b.split('.')[0]) || Number(a.split('.')[1]) - Number(b.split('.')[1]),
      );
      db.run(
        'UPDATE "AuditEntry" SET "voids" = ? WHERE "chain" = ? AND "seq" = ?',
        JSON.stringify(voids),
        chain,
        row!.seq,
      );
      rechained(db, chain);
      signedAnew(db, w.programme, signer);
    },
    /is a forged erasure: it takes figures, which no erasure takes away/,
  ],
];

describe('each tampering is found in the database and in a backup of it', () => {
  // One of each kind: what is verified of a database is such a copy too.
  const asBackup = new Set<string>();
  test.each(cases)('%s', async (name, how, said) => {
    const file = await changed(how);
    const found = await run(file, trusted);
    expect(found).toMatchObject({ code: 1, text: expect.stringMatching(said) });
    const kind = name.split(':')[0] ?? '';
    if (asBackup.has(kind)) return;
    asBackup.add(kind);
    const copy = fresh();
    await backup(`file:${file}`, copy);
    expect((await run(live, [copy, ...trusted])).text.split('\n').slice(1)).toEqual(found.text.split('\n').slice(1));
  });

  test('a database in which nothing was signed yet is no fault under the key that is set here; under one that was given it is', async () => {
    const begun = await changed((db) => {
      for (const table of ['SignedHead', 'SigningKey']) db.run(`DELETE FROM "${table}"`);
    });
    const own = { DATA_KEY, SIGNING_KEY: '07'.repeat(32) };
    expect((await run(begun, [], own)).text).toMatch(/no head was signed yet/);
    expect((await run(begun, [], own)).text).not.toMatch(/NOT AS IT SHOULD BE/);
    expect((await run(begun, trusted)).text).toMatch(/NOT AS IT SHOULD BE/);
  });

  test('each line that had left is verified: made up, by another key, by one that is not here', async () => {
    const [first, second] = heads as [SignedHead, SignedHead];
    const other = anotherSigner;
    const { v, programme, seq, at, size, root, prev } = second;
    const body = { v, programme, seq, at, size, root, prev };
    const said = async (lines: readonly SignedHead[]) => run(live, [...trusted, '--heads', await headsFile(lines)]);
    expect(await said(heads)).toMatchObject({ code: 0, text: expect.stringContaining('each signature is right') });
    expect(await said([first, { ...second, signature: first.signature }])).toMatchObject({
      code: 1,
      text: expect.stringContaining('the signature under head 2 in the heads file is false'),
    });
    expect(await said([first, { ...second, at: second.at - 1 }])).toMatchObject({
      code: 1,
      text: expect.stringContaining('head 2 in the heads file was changed'),
    });
    const strange = await said([first, other.sign(body)]);
    expect(strange.code).toBe(2);
    expect(strange.text).toMatch(/1 line of the heads file is by a key that is not here .* could not be verified/);
    expect(strange.text).toMatch(/1 line of the heads file is by another key .* than the one that you trust/);
    const elsewhere = await said([...heads, signer.sign({ ...body, programme: 'elsewhere', seq: 1 })]);
    expect(elsewhere).toMatchObject({ code: 1, text: expect.stringContaining('it is not in the database') });
  });

  test('whoever has both keys is found by heads that had left: written anew, cut short, forked', async () => {
    const left = ['--heads', await headsFile(heads)];
    const anew = await changed((db) => {
      db.run('UPDATE "AuditEntry" SET "at" = "at" - 86400000 WHERE "chain" = ? AND "seq" = 3', leo);
      rechained(db, leo);
      signedAnew(db, w.programme, signer);
    });
    // By itself nothing shows, and it says so.
    expect(await run(anew, trusted)).toMatchObject({
      code: 0,
      text: expect.stringMatching(
        /No heads that had left[\s\S]*nobody sees whether somebody who has DATA_KEY and SIGNING_KEY/,
      ),
    });
    expect(await run(anew, [...trusted, ...left])).toMatchObject({
      code: 1,
      text: expect.stringContaining('head 1 had left the machine as another one than it is here'),
    });
    const older = await changed((db) => db.run('DELETE FROM "SignedHead" WHERE "seq" = 2'));
    expect(await run(older, [...trusted, ...left])).toMatchObject({
      code: 1,
      text: expect.stringContaining('the database ends with head 1: an older copy was put back'),
    });
    // One copy goes on, and another does too: each with a third head.
    const third = (by: number) => (db: File) => void signs(db, w.programme, w.now + by, signer);
    const [one, other] = [await changed(third(1)), await changed(third(2))];
    const ones = inFile(one, (db) => {
      const [row] = db.rows<{ at: number; root: string; prev: string; hash: string; signature: string }>(
        'SELECT * FROM "SignedHead" WHERE "seq" = 3',
      );
      return { ...heads[1]!, seq: 3, ...row!, key: signer.print };
    });
    const { v, programme, seq, at, size, root, prev, hash, key, signature } = ones;
    const all = await headsFile([...heads, { v, programme, seq, at, size, root, prev, hash, key, signature }]);
    expect((await run(one, [...trusted, '--heads', all])).code).toBe(0);
    expect(await run(other, [...trusted, '--heads', all])).toMatchObject({
      code: 1,
      text: expect.stringContaining(
        'head 3 had left the machine as another one than it is here: the record was written anew, or went on in two copies',
      ),
    });
  });
});

test('a database of each version, as it was left, has no fault; what no entry had then is told', {
  timeout: 120_000,
}, async () => {
  const told: string[] = [];
  for (const name of fixtureNames()) {
    const file = fresh();
    await layFixture(name, file);
    const { text } = await run(file, [], { DATA_KEY: fixtureOf(name).dataKey });
    expect([name, text]).toEqual([name, expect.not.stringContaining('NOT AS IT SHOULD BE')]);
    if (/portfolios? of programme \S+ no entry says whose it is/.test(text)) told.push(name);
  }
  expect(told).toEqual(fixtureNames());
});

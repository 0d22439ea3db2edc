import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { RunningOnFile } from '../../../adapters/prisma/alone.js';
import { SqliteClients } from '../../../adapters/prisma/connect.js';
import { runDataSteps } from '../../../adapters/prisma/data-steps.js';
import { Keys } from '../../../adapters/prisma/keys.js';
import { migrate } from '../../../adapters/prisma/migrate.js';
import { dataSteps } from '../../../adapters/prisma/steps/index.js';
import { programmeKeys } from '../../../adapters/prisma/steps/programme-keys.js';
import { sealedChains } from '../../../adapters/prisma/steps/sealed-chains.js';
import type { DataStep } from '../../../adapters/prisma/steps/step.js';
import { randomIds } from '../../../src/kernel/ids.js';
import { SealBroken } from '../../../src/kernel/seal.js';
import { migrated, openTestStore, testRootKey } from '../../support/store.js';
import { figuresOf } from '../../upgrade/figures.js';
import { figuresNow, fixtureOf, layFixture } from '../../upgrade/fixture.js';
import { sql } from './database.js';

/** What an upgrade does to stored rows with the data key: in batches, each whole and once, however often it is killed. */

const name = '2026-11-0.1.0';
const fixture = fixtureOf(name);
const rootKey = new Uint8Array(Buffer.from(fixture.dataKey, 'hex'));
const ids = randomIds();
let folder: string;
let before: string;
let made = 0;

/** The fixture with today's schema, and no step run. */
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'mentorlog-steps-'));
  before = path.join(folder, 'before.db');
  await layFixture(name, before);
  await migrate(`file:${before}`);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function copyOf(of: string): Promise<string> {
  made += 1;
  const file = path.join(folder, `${made}.db`);
  for (const part of ['', '-wal', '-keys'])
    if (existsSync(`${of}${part}`)) await copyFile(`${of}${part}`, `${file}${part}`);
  return file;
}

/** One start of the program, as far as its data steps go. */
async function start(
  file: string,
  steps: readonly DataStep[],
  key = rootKey,
  said: string[] = [],
  rewrite: (real: () => Promise<void>) => Promise<void> = (real) => real(),
): Promise<void> {
  const clients = new SqliteClients();
  const { dialect } = clients;
  Object.assign(clients, { dialect: { ...dialect, rewrite: (of: never) => rewrite(() => dialect.rewrite(of)) } });
  await clients.open(`file:${file}`);
  const say = (line: string): void => void said.push(line);
  const keyStore = dialect.keyStore(`file:${file}`);
  try {
    await keyStore.open(true);
    await runDataSteps({ url: `file:${file}`, clients, keys: new Keys(key, ids), keyStore, ids, say }, steps);
  } finally {
    await keyStore.close();
    await clients.close();
  }
}

/** All that is sealed: by table and column, of which row, under whose key. */
const sealedColumns = [
  ['Agreement', 'words', '"mentorshipId" || "version"', '"keyOf"'],
  ['Goal', 'words', '"id"', '"keyOf"'],
  ['InformalContact', 'note', '"id"', '"keyOf"'],
  ['Plan', 'words', '"sessionId" || "version"', '"keyOf"'],
  ['RecordVersion', 'words', '"sessionId" || "version"', '"keyOf"'],
  ['AuditEntry', 'words', '"chain" || "seq"', '"keyOf"'],
  ['Memory', 'value', '"programmeId" || "key"', `''`],
  ['Programme', 'settings', '"id"', `''`],
  ['Session', 'words', '"id"', '"mentorId"'],
  ['FeedbackAnswer', 'text', '"sessionId" || "menteeId" || "question"', '"menteeId"'],
  ['Draft', 'answers', '"id"', '"personId"'],
  ['Person', 'profile', '"id"', '"id"'],
  ['AddressBookEntry', 'value', '"key"', `'program'`],
  ['LocalMessage', 'card', '"ref"', `'program'`],
] as const;

async function sealedIn(file: string, whose: 'programmes' | 'others'): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const [table, column, row, keyOf] of sealedColumns)
    for (const [at, words] of await sql(
      file,
      `SELECT ${row}, hex("${column}") FROM "${table}" WHERE (${keyOf}) ${whose === 'programmes' ? '=' : '<>'} ''`,
    ))
      found.set(`${table} ${column} ${at}`, String(words));
  return found;
}

async function readsAsBefore(file: string): Promise<void> {
  const { store, close } = await openTestStore({ file, rootKey });
  try {
    expect(await figuresOf(store, fixture.programme)).toEqual(figuresNow(name));
    expect(await figuresOf(store, fixture.otherProgramme)).toEqual(fixture.otherFigures);
  } finally {
    await close();
  }
}

/** Every batch does its work, and dies of it before it is kept; the start after that does it, and dies in the next. */
function dying(step: DataStep): DataStep {
  let calls = 0;
  return {
    ...step,
    async batch(work, cursor) {
      const next = await step.batch(work, cursor);
      calls += 1;
      if (calls % 2 === 1) throw Object.assign(new Error('killed'), { code: 'killed' });
      return next;
    },
  };
}

test('the steps that there are: numbered from 1 without a gap, named once', () => {
  expect(dataSteps.map((step) => step.number)).toEqual(dataSteps.map((_, i) => i + 1));
  expect(new Set(dataSteps.map((step) => step.name)).size).toBe(dataSteps.length);
  for (const step of dataSteps) expect(step.name).toMatch(/^[a-z]+(-[a-z]+)*$/);
});

test('each programme’s rows are sealed anew under a key of its own, and nobody else’s are touched', async () => {
  const file = await copyOf(before);
  const [programmes, others] = [await sealedIn(before, 'programmes'), await sealedIn(before, 'others')];
  await start(file, dataSteps);
  const after = await sealedIn(file, 'programmes');
  // What chains were begun anew with stands there besides.
  const anew = [...after.keys()].filter((at) => !programmes.has(at));
  expect(anew.every((at) => at.startsWith('AuditEntry '))).toBe(true);
  expect([...programmes.keys()].filter((at) => !after.has(at))).toEqual([]);
  expect([...after].filter(([at, words]) => programmes.get(at) === words)).toEqual([]);
  // Of every kind there is one, what was left of the erased among them.
  for (const table of [
    'Agreement',
    'Goal',
    'InformalContact',
    'Plan',
    'RecordVersion',
    'AuditEntry',
    'Memory',
    'Programme',
  ])
    expect([...after.keys()].filter((at) => at.startsWith(`${table} `)).length, table).toBeGreaterThan(0);
  const theirs = await sealedIn(file, 'others');
  expect([...others].filter(([at, words]) => theirs.get(at) !== words)).toEqual([]);
  // What stood before is committed to since, in entries of their chains.
  expect([...theirs.keys()].filter((at) => !others.has(at) && !at.startsWith('AuditEntry '))).toEqual([]);
  const keys = new Keys(rootKey, ids);
  for (const [id, kept] of await sql(file, 'SELECT "id", "dataKey" FROM "Programme"'))
    expect(keys.programmeOf(String(id), kept as Uint8Array)).not.toEqual(keys.derivedProgramme(String(id)));
  await readsAsBefore(file);
});

test('killed in every batch it goes on where it was, and does nothing twice', async () => {
  const whole = await copyOf(before);
  const step = programmeKeys(9);
  await start(whole, [step]);
  const [[batches] = [0]] = await sql(whole, 'SELECT "batches" FROM "DataStep"');
  expect(Number(batches)).toBeGreaterThan(9);

  const file = await copyOf(before);
  const fails = dying(step);
  const said: string[] = [];
  let starts = 0;
  for (;;) {
    starts += 1;
    const died = await start(file, [fails], rootKey, said).then(
      () => undefined,
      (error: unknown) => error,
    );
    if (died === undefined) break;
    expect(died).toMatchObject({
      code: 'data-step-failed',
      say: expect.stringMatching(/step 1, programme-keys, killed\)/),
    });
    expect(starts).toBeLessThan(200);
  }
  expect(starts).toBe(Number(batches) + 1);
  expect(said[0]).toContain('programme-keys');
  // A batch that died left nothing, not even that it was tried.
  expect(await sql(file, 'SELECT "number", "name", "batches", "finishedAt" IS NOT NULL FROM "DataStep"')).toEqual([
    [1, 'programme-keys', batches, 1],
  ]);
  expect(await sealedIn(file, 'others')).toEqual(await sealedIn(before, 'others'));
  await readsAsBefore(file);
});

test('chains are sealed in batches that may die, and the file is written anew before it is done', async () => {
  const earlier = dataSteps.slice(0, 2);
  const step = sealedChains(40);
  const whole = await copyOf(before);
  await start(whole, [...earlier, step]);
  const [[batches] = [0]] = await sql(whole, 'SELECT "batches" FROM "DataStep" WHERE "number" = 3');
  expect(Number(batches)).toBeGreaterThan(5);

  const file = await copyOf(before);
  const fails = [...earlier, dying(step)];
  let starts = 0;
  let rewritten = 0;
  for (;;) {
    starts += 1;
    expect(starts).toBeLessThan(200);
    // Killed while it is written anew, the first time.
    const died = await start(file, fails, rootKey, [], async (real) => {
      rewritten += 1;
      if (rewritten === 1) throw Object.assign(new Error('killed'), { code: 'killed' });
      expect(await sql(file, 'SELECT "finishedAt" FROM "DataStep" WHERE "number" = 3')).toEqual([[null]]);
      await real();
    }).then(
      () => undefined,
      (error: unknown) => error,
    );
    if (died === undefined) break;
    expect(died).toMatchObject({ code: 'data-step-failed' });
  }
  expect(starts).toBeGreaterThan(Number(batches));
  expect(rewritten).toBe(2);
  for (const query of [
    'SELECT "chain", "seq", "version" FROM "AuditEntry" ORDER BY 1, 2',
    'SELECT "chain", "seq" FROM "ChainHead" ORDER BY 1',
  ])
    expect(await sql(file, query)).toEqual(await sql(whole, query));
  await readsAsBefore(file);
  // Where there is nothing to seal no file is written anew.
  const empty = await copyOf(await migrated());
  await sql(empty, 'DELETE FROM "DataStep"');
  await start(empty, [...earlier, step], testRootKey, [], () => Promise.reject(new Error('written anew')));
});

test('what stands on the disk when the process is killed at any moment opens at the next start', async () => {
  const file = await copyOf(before);
  const left: string[] = [];
  const step = programmeKeys(40);
  const watched: DataStep = {
    ...step,
    async batch(work, cursor) {
      // Between two batches, and in one that is all but done.
      left.push(await copyOf(file));
      const next = await step.batch(work, cursor);
      left.push(await copyOf(file));
      return next;
    },
  };
  await start(file, [watched]);
  expect(left.length).toBeGreaterThan(7);
  for (const image of left) await readsAsBefore(image);
});

test('a batch is done once, and others have their turn between two', async () => {
  const file = await copyOf(await migrated());
  const between: number[] = [];
  let n = 0;
  const counting: DataStep = {
    number: 1,
    name: 'counting',
    async batch({ db }, cursor) {
      n += 1;
      const [turn, at] = [n, Number(cursor ?? 0)];
      if (turn > 1 && turn % 3 !== 2) expect(between).toContain(turn - 1);
      setImmediate(() => between.push(turn));
      await db.sql.run`
        INSERT INTO "Meta" ("key", "value") VALUES (${`batch ${at}`}, '1')
        ON CONFLICT ("key") DO UPDATE SET "value" = "value" + 1`;
      if (turn % 3 === 1) throw new Error('SECRET');
      return at === 6 ? undefined : String(at + 1);
    },
  };
  await sql(file, 'DELETE FROM "DataStep"');
  const failures: unknown[] = [];
  while (failures.length < 9) {
    const died = await start(file, [counting], testRootKey).then(
      () => undefined,
      (error: unknown) => error,
    );
    if (died === undefined) break;
    failures.push(died);
  }
  expect(failures.length).toBe(4);
  for (const error of failures) {
    expect(error).toMatchObject({ code: 'data-step-failed', say: expect.stringMatching(/^[^:]*: .*\.$/) });
    expect((error as { say: string }).say).not.toContain('SECRET');
  }
  expect(await sql(file, `SELECT "key", "value" FROM "Meta" WHERE "key" GLOB 'batch *' ORDER BY "key"`)).toEqual(
    [0, 1, 2, 3, 4, 5, 6].map((at) => [`batch ${at}`, '1']),
  );
  // Done is done.
  await start(file, [counting], testRootKey);
  expect(await sql(file, 'SELECT "batches" FROM "DataStep"')).toEqual([[7]]);
});

test('one that is damaged is left as it is, and keeps nobody from their data; settings are not passed over', async () => {
  const file = await copyOf(before);
  await sql(file, `UPDATE "Memory" SET "value" = x'0102' WHERE "rowid" = (SELECT MIN("rowid") FROM "Memory")`);
  await start(file, dataSteps);
  expect(await sql(file, `SELECT COUNT(*) FROM "Memory" WHERE hex("value") = '0102'`)).toEqual([[1]]);
  await readsAsBefore(file);

  const worse = await copyOf(before);
  await sql(worse, `UPDATE "Programme" SET "settings" = x'0102' WHERE "id" = '${fixture.otherProgramme}'`);
  const died = start(worse, dataSteps);
  await expect(died).rejects.toMatchObject({ say: expect.stringContaining('seal-broken'), cause: new SealBroken() });
  expect(await sql(worse, 'SELECT COUNT(*) FROM "Programme" WHERE "dataKey" IS NOT NULL')).toEqual([[0]]);
});

test.each([
  ['one that this program does not know', `(99, 'later', 1, 1)`],
  ['one of another name', `(1, 'another', 1, 1)`],
])('a database in which a newer program ran a step, %s, is refused in a sentence', async (_, row) => {
  const file = await copyOf(await migrated());
  await sql(file, 'DELETE FROM "DataStep"');
  await sql(file, `INSERT INTO "DataStep" ("number", "name", "startedAt", "finishedAt") VALUES ${row}`);
  await expect(openTestStore({ file })).rejects.toMatchObject({
    code: 'database-newer',
    say: expect.stringMatching(/: .*\.$/),
  });
});

test('beside another program nothing is changed: one that has steps to run is refused, any other starts', async () => {
  const file = await copyOf(before);
  const other = new RunningOnFile(`file:${file}`);
  onTestFinished(() => other.close());
  const refused = () =>
    expect(openTestStore({ file, rootKey })).rejects.toMatchObject({
      code: 'not-alone',
      say: expect.stringMatching(/: .*\.$/),
    });
  // While the other runs steps of its own, and while it merely runs.
  await other.ifAlone(refused);
  await refused();
  expect(await sealedIn(file, 'programmes')).toEqual(await sealedIn(before, 'programmes'));
  await other.close();
  await readsAsBefore(file);
  const again = new RunningOnFile(`file:${file}`);
  onTestFinished(() => again.close());
  await again.ifAlone(async () => undefined);
  await readsAsBefore(file);
});

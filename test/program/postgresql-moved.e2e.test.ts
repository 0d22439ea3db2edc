import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { takeAlone } from '../../adapters/prisma/databases.js';
import { openStore } from '../../adapters/prisma/index.js';
import { everythingKept } from '../../src/kept.js';
import { randomIds } from '../../src/kernel/ids.js';
import { backup } from '../../src/program/backup.js';
import { readConfig } from '../../src/program/config.js';
import { heads } from '../../src/program/heads.js';
import { start } from '../../src/program/main.js';
import { move } from '../../src/program/move.js';
import { restore } from '../../src/program/restore.js';
import { rotateKey } from '../../src/program/rotate-key.js';
import { update } from '../../src/program/update.js';
import { verify } from '../../src/program/verify.js';
import { whyNotStarted } from '../../src/program/why-not.js';
import { sql } from '../adapters/prisma/database.js';
import { havePostgres, type Postgres, startPostgres } from '../support/postgres.js';
import { restoreTo } from '../upgrade/dump.js';
import { figuresOf } from '../upgrade/figures.js';
import { figuresNow, fixtureNames, fixtureOf, fixtures } from '../upgrade/fixture.js';

/** From a file to PostgreSQL and back: move, backup, restore, another key, and a role that may do little. */

/** The fullest there is: a season and everything else was lived in it. */
const name = fixtureNames().at(-1) ?? '';
const { dataKey, programme, otherProgramme, otherFigures } = fixtureOf(name);
const signingKey = '22'.repeat(32);

describe.skipIf(!havePostgres())('a database that goes from a file to PostgreSQL', { timeout: 240_000 }, () => {
  let server: Postgres & { stop(): void };
  let folder: string;
  let file: string;
  let said: string[];
  let made = 0;
  const bare = async (): Promise<string> => {
    made += 1;
    await server.make(`moved${made}`, 'template0');
    return server.url(`moved${made}`);
  };
  const at = (url: string, more: Readonly<Record<string, string>> = {}) => ({
    env: {
      DATABASE_URL: url,
      DATA_KEY: dataKey,
      SIGNING_KEY: signingKey,
      BACKUP_DIR: path.join(folder, 'backups'),
      LOG_LEVEL: 'error',
      PORT: '0',
      ...more,
    },
    out: (line: string) => void said.push(line),
    err: (line: string) => void said.push(line),
    now: () => Date.now(),
  });
  const figures = async (url: string, key = dataKey) => {
    const store = await openStore({ url, rootKey: Buffer.from(key, 'hex'), ids: randomIds(), kept: everythingKept });
    try {
      return [await figuresOf(store, programme), await figuresOf(store, otherProgramme)];
    } finally {
      await store.close();
    }
  };

  beforeAll(async () => {
    server = await startPostgres();
    folder = await mkdtemp(path.join(tmpdir(), 'mentorlog-moved-'));
    file = path.join(folder, 'mentorlog.db');
    await restoreTo(file, readFileSync(path.join(fixtures, `${name}.sql`), 'utf8'));
  }, 120_000);
  afterAll(async () => {
    server?.stop();
    await rm(folder, { recursive: true, force: true });
  });
  beforeEach(() => {
    said = [];
  });

  let whole = '';
  test('stopped again and again it goes on, and all of it is there', async () => {
    const url = await bare();
    expect(await move(['--from', `file:${file}`, '--to', url], at(url))).toBe(1);
    expect(said.join('\n')).toContain('of an older version: run npx mentorlog update');
    expect(await update([], at(`file:${file}`)), said.join('\n')).toBe(0);
    const bytes = await readFile(file);
    let [stops, lasted] = [0, 0];
    for (let code = 1; code !== 0; ) {
      const goesOnFor = 3 + stops * 4;
      lasted = 0;
      said = [];
      code = await move(['--from', `file:${file}`], {
        ...at(url),
        atOnce: 40,
        lasts: () => {
          lasted += 1;
          if (lasted > goesOnFor && stops < 6) throw new Error('killed');
        },
      });
      if (code === 0) break;
      stops += 1;
      expect(said.join('\n')).toMatch(/fault of Mentorlog’s own \(Error\)/);
      await expect(start(readConfig(at(url).env), () => undefined)).rejects.toMatchObject({ code: 'half-moved' });
    }
    expect(stops).toBe(6);
    const words = said.join('\n');
    expect(words).toMatch(/Copied \d+ rows of \d+ tables, beside \d+ that were there\. Each was read again/);
    expect(words).toMatch(/Verified there as in the file: .*every row says what was entered of it/);
    expect(words).toContain('set DATABASE_URL to the PostgreSQL address');
    expect(Buffer.compare(bytes, await readFile(file))).toBe(0);
    expect(await figures(url)).toEqual([figuresNow(name), otherFigures]);
    // Alarms are no part of a move: a start makes them.
    const alarms = () => server.ask('moved1', 'SELECT key FROM graphile_worker.jobs WHERE key IS NOT NULL');
    expect(await alarms()).toEqual([]);
    const running = await start(readConfig(at(url).env), () => undefined);
    await running.stop();
    expect((await alarms()).length).toBeGreaterThan(0);
    whole = url;
  });

  test('what is there already, or runs, is not written into', async () => {
    const again = () => move(['--from', `file:${file}`, '--to', whole], at(whole));
    expect(await again()).toBe(1);
    expect(said.join('\n')).toContain('something in that PostgreSQL database already');
    for (const one of [`file:${file}`, whole]) {
      said = [];
      const held = await takeAlone(one);
      expect(await again()).toBe(1);
      expect(said.join('\n')).toMatch(
        /^Mentorlog runs on (this database|postgresql:\/\/localhost\/moved\d+)\. Stop it first/,
      );
      await held?.release();
    }
    said = [];
    expect(await move(['--from', whole, '--to', whole], at(whole))).toBe(2);
    expect(await move(['--from', `file:${folder}/none.db`, '--to', whole], at(whole))).toBe(1);
    expect(said.at(-1)).toContain('There is no file');
  });

  test('a file that changed since a move was stopped is copied anew', async () => {
    const url = await bare();
    let lasted = 0;
    const lasts = () => {
      lasted += 1;
      if (lasted === 12) throw new Error('killed');
    };
    expect(await move(['--from', `file:${file}`, '--to', url], { ...at(url), atOnce: 40, lasts })).toBe(1);
    await sql(file, 'UPDATE "DataStep" SET "batches" = "batches" + 1 WHERE "number" = 1');
    said = [];
    expect(await move(['--from', `file:${file}`, '--to', url], at(url)), said.join('\n')).toBe(0);
    expect(said.join('\n')).toContain('was copied anew');
    expect(await figures(url)).toEqual([figuresNow(name), otherFigures]);
  });

  test('a backup of it is a file as any other: verified, restored there, into a new one, and into a file', async () => {
    expect(await backup([], at(whole)), said.join('\n')).toBe(0);
    const [newest = ''] = (await readdir(path.join(folder, 'backups')))
      .filter((one) => /^mentorlog-\d{4}-\d\d-\d\d(-\d)?\.db$/.test(one))
      .sort()
      .reverse();
    const copy = path.join(folder, 'backups', newest);
    const before = await figures(whole);
    await server.ask('moved1', 'DELETE FROM "Counter"');
    await server.ask('moved1', `INSERT INTO "Meta" ("key", "value") VALUES ('since', 'x')`);
    said = [];
    const cwd = process.cwd();
    process.chdir(folder);
    try {
      expect(await restore([copy, '--overdue', 'skip'], at(whole)), said.join('\n')).toBe(0);
      expect(said.join('\n')).toMatch(/What was there is kept as .*replaced-/);
      expect(await server.ask('moved1', `SELECT 1 FROM "Meta" WHERE "key" = 'since'`)).toEqual([]);
      expect(await figures(whole)).toEqual(before);
      const url = await bare();
      said = [];
      expect(await restore([copy, '--overdue', 'skip'], at(url))).toBe(1);
      expect(said.join('\n')).toContain('say --with-keys');
      expect(await restore([copy, '--overdue', 'skip', '--with-keys'], at(url)), said.join('\n')).toBe(0);
      expect(await figures(url)).toEqual(before);
      // One of before 0.8.0 has people's keys in its rows.
      const old = path.join(folder, 'old.db');
      await restoreTo(old, readFileSync(path.join(fixtures, `${name}.sql`), 'utf8'));
      const fromOld = await bare();
      said = [];
      expect(await restore([old, '--overdue', 'skip'], at(fromOld)), said.join('\n')).toBe(0);
      expect(await figures(fromOld)).toEqual(before);
      const back = `file:${folder}/back.db`;
      expect(await restore([copy, '--overdue', 'skip', '--with-keys'], at(back)), said.join('\n')).toBe(0);
      expect(await figures(back)).toEqual(before);
    } finally {
      process.chdir(cwd);
    }
    // Next to be given a number is one that nobody has.
    const [row] = await server.ask(
      'moved1',
      `SELECT nextval('"Outbox_seq_seq"') > COALESCE(MAX("seq"), 0) AS "free" FROM "Outbox"`,
    );
    expect(row?.free).toBe(true);
  });

  test('another data key, heads and verify do there what they do on a file', async () => {
    const other = '44'.repeat(32);
    expect(await rotateKey([], at(whole, { DATA_KEY_NEW: other }))).toBe(0);
    await expect(figures(whole)).rejects.toMatchObject({ code: 'wrong-data-key' });
    const rotated = at(whole, { DATA_KEY: other });
    expect(await figures(whole, other)).toEqual([figuresNow(name), otherFigures]);
    expect(await heads(['--to', path.join(folder, 'heads.jsonl')], rotated)).toBe(0);
    expect(await verify([], rotated), said.join('\n')).not.toBe(1);
  });

  test('a role that may make no table runs all of it, once its owner has made them', async () => {
    const script = readFileSync(path.resolve(import.meta.dirname, '../../manifests/install/postgresql.sql'), 'utf8');
    server.script(script);
    const as = (role: string) => server.url('mentorlog').replace('postgres@', `${role}@`);
    const refused = await start(readConfig(at(as('mentorlog')).env), () => undefined).catch(whyNotStarted);
    expect(refused).toContain('run npx mentorlog update with its owner’s address');
    const begin = () => start(readConfig(at(as('mentorlog'), { LOCAL_CHAT: '1' }).env), () => undefined);
    expect(await update([], at(as('mentorlog_owner'))), said.join('\n')).toBe(0);
    // A new one begins as it is: nothing is in it of which a copy would have to be taken first.
    const anew = await begin();
    expect(await (await fetch(new URL('/readyz', anew.address))).text()).toContain('ready');
    await anew.stop();
    expect(await update([], at(as('mentorlog_owner'))), said.join('\n')).toBe(0);
    await server.ask('postgres', 'DROP DATABASE mentorlog');
    server.script(script.slice(script.indexOf('CREATE DATABASE')));
    expect(await update([], at(as('mentorlog_owner'))), said.join('\n')).toBe(0);
    expect(await move(['--from', `file:${file}`], at(as('mentorlog_owner'))), said.join('\n')).toBe(0);
    const running = await begin();
    expect(await (await fetch(new URL('/readyz', running.address))).text()).toContain('ready');
    await running.stop();
    const owners = await server.ask(
      'mentorlog',
      `SELECT DISTINCT tableowner || ' ' || schemaname AS "who" FROM pg_tables WHERE schemaname !~ '^(pg_|information_schema)' ORDER BY 1`,
    );
    expect(owners.map((row) => row.who)).toEqual([
      'mentorlog graphile_worker',
      'mentorlog mentorlog_keys',
      'mentorlog_owner public',
    ]);
    // Each prompt that waits has its alarm since that start.
    const waits = `SELECT (SELECT COUNT(*) FROM "Prompt" WHERE "state" = 'waiting' AND "dueAt" > ${Date.now()})::int AS prompts,
      (SELECT COUNT(*) FROM graphile_worker.jobs WHERE run_at > now())::int AS alarms`;
    const [there] = await server.ask('mentorlog', waits);
    expect(there?.prompts).toBeGreaterThan(0);
    expect(there?.alarms).toBe(there?.prompts);
    // As 0.8.0 left it: there are none, and the bot may make no schema.
    await server.ask('mentorlog', 'DROP SCHEMA graphile_worker CASCADE');
    expect(await begin().catch(whyNotStarted)).toContain('run npx mentorlog update with its owner’s address');
    said = [];
    const cwd = process.cwd();
    process.chdir(folder);
    try {
      expect(await update([], at(as('mentorlog_owner'))), said.join('\n')).toBe(0);
    } finally {
      process.chdir(cwd);
    }
    expect(said.join('\n')).toMatch(/It was tried on a copy: .* Start Mentorlog\./s);
    await (await begin()).stop();
    expect(await server.ask('mentorlog', waits)).toEqual([there]);
    // Where it is another's, alarms would be set that nobody sees.
    await server.ask('mentorlog', 'ALTER TABLE graphile_worker._private_jobs OWNER TO postgres');
    expect(await begin().catch(whyNotStarted)).toContain('lacks a right in this database');
    await server.ask('mentorlog', 'ALTER TABLE graphile_worker._private_jobs OWNER TO mentorlog');
    expect(await backup([path.join(folder, 'small.db')], at(as('mentorlog'))), said.join('\n')).toBe(0);
    expect(await update([], at(as('mentorlog_owner'))), said.join('\n')).toBe(0);
    // An erasure destroys a key, and has to be able to write that table anew.
    await server.ask('mentorlog', 'ALTER TABLE mentorlog_keys."PersonKey" OWNER TO postgres');
    await server.ask('mentorlog', 'GRANT ALL ON mentorlog_keys."PersonKey" TO mentorlog');
    await expect(begin()).rejects.toMatchObject({ code: 'keys-not-owned' });
  });
});

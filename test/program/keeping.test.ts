import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openStore } from '../../adapters/prisma/index.js';
import { everythingKept } from '../../src/kept.js';
import { day } from '../../src/kernel/clock.js';
import { type PersonId, type ProgrammeId, randomIds } from '../../src/kernel/ids.js';
import { backup } from '../../src/program/backup.js';
import { type Backup, backupsAmong, freeName, tooMany } from '../../src/program/backups.js';
import { readConfig } from '../../src/program/config.js';
import { doctor } from '../../src/program/doctor.js';
import { type Running, start } from '../../src/program/main.js';
import { restore } from '../../src/program/restore.js';
import { rotateKey } from '../../src/program/rotate-key.js';
import { update } from '../../src/program/update.js';
import { verify } from '../../src/program/verify.js';
import { sql } from '../adapters/prisma/database.js';
import { startBot } from '../support/bot.js';
import { agreed } from '../support/steps.js';
import { testRootKey } from '../support/store.js';
import { fixtureOf, layFixture } from '../upgrade/fixture.js';

/** Backups, and putting one back, as whoever runs the program does both. */

let template: string;
let folder: string;
let database: string;
let out: string[];
let err: string[];
let running: Running | undefined;

beforeAll(async () => {
  template = await mkdtemp(path.join(tmpdir(), 'mentorlog-keeping-'));
  const t = await startBot({ file: `${template}/mentorlog.db` });
  await agreed(t, 'maya', 'leo');
  await t.stop();
}, 30_000);
afterAll(() => rm(template, { recursive: true }));
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'mentorlog-keeping-'));
  database = `${folder}/mentorlog.db`;
  for (const end of ['', '-keys']) await copyFile(`${template}/mentorlog.db${end}`, `${database}${end}`);
  out = [];
  err = [];
});
afterEach(async () => {
  await running?.stop();
  running = undefined;
  await rm(folder, { recursive: true });
});

const env = (more: Readonly<Record<string, string>> = {}) => ({
  DATABASE_URL: `file:${database}`,
  DATA_KEY: Buffer.from(testRootKey).toString('hex'),
  TIME_ZONE: 'Europe/London',
  PORT: '0',
  LOG_LEVEL: 'error',
  ...more,
});
const at = Date.parse('2026-12-01T12:00Z');
const here = (now = at, more: Readonly<Record<string, string>> = {}) => ({
  env: env(more),
  out: (line: string) => void out.push(line),
  err: (line: string) => void err.push(line),
  now: () => now,
});
const begin = async (more: Readonly<Record<string, string>> = {}): Promise<string[]> => {
  const said: string[] = [];
  running = await start(readConfig(env(more)), (line) => void said.push(line));
  return said;
};
const kept = async (): Promise<string[]> => (await readdir(`${folder}/backups`)).sort();
const databases = async (): Promise<string[]> => (await kept()).filter((name) => !name.endsWith('-keys'));

describe('a backup', () => {
  test('is taken beside a running bot, is opened and recomputed, and is named by its day', async () => {
    await begin();
    expect([await backup([], here()), err]).toEqual([0, []]);
    expect(await kept()).toEqual(['mentorlog-2026-12-01.db', 'mentorlog-2026-12-01.db-keys']);
    expect(out[0]).toMatch(
      /^Copied to .*mentorlog-2026-12-01\.db and verified: \d+ people, \d+ sessions, [2-9] chains hold\. /,
    );
    for (const name of await kept()) expect((await stat(`${folder}/backups/${name}`)).mode & 0o777).toBe(0o600);
    // Verified, it is still what was copied: nothing was begun beside it.
    await backup([], here());
    expect(await databases()).toEqual(['mentorlog-2026-12-01-2.db', 'mentorlog-2026-12-01.db']);
  });

  test('people’s keys go after seven days, whether or not a newer backup can be made; databases stay', async () => {
    for (const n of [0, 1, 7]) expect(await backup([], here(at + n * day))).toBe(0);
    expect(await kept()).toEqual([
      'mentorlog-2026-12-01.db',
      'mentorlog-2026-12-02.db',
      'mentorlog-2026-12-02.db-keys',
      'mentorlog-2026-12-08.db',
      'mentorlog-2026-12-08.db-keys',
    ]);
    await writeFile(database, (await readFile(database)).fill(0x5a, 4096 * 3, 4096 * 5));
    await writeFile(`${folder}/backups/.mentorlog-2026-12-03.db.part-keys`, 'killed');
    expect(await backup([], here(at + 15 * day))).toBe(1);
    expect(await kept()).toEqual(['mentorlog-2026-12-01.db', 'mentorlog-2026-12-02.db', 'mentorlog-2026-12-08.db']);
  });

  test('older ones go once there is a newer one that holds; one whose chains do not hold pushes out none', async () => {
    for (let n = 0; n < 4; n += 1) expect(await backup([], here(at + n * day, { BACKUP_KEEP: '2' }))).toBe(0);
    expect(await databases()).toEqual(['mentorlog-2026-12-03.db', 'mentorlog-2026-12-04.db']);
    await sql(database, `UPDATE "AuditEntry" SET "hash" = '0' WHERE "seq" = 2`);
    for (let n = 4; n < 8; n += 1) expect(await backup([], here(at + n * day, { BACKUP_KEEP: '2' }))).toBe(3);
    expect(await databases()).toEqual([
      'mentorlog-2026-12-03.db',
      'mentorlog-2026-12-04.db',
      'mentorlog-2026-12-07-doubtful.db',
      'mentorlog-2026-12-08-doubtful.db',
    ]);
    expect(err[0]).toMatch(/chains do not hold, so no older one was let go/);
  });

  test('that cannot be made leaves nothing, and nothing goes for it', async () => {
    await backup([], here());
    const page = await readFile(database);
    await writeFile(database, page.fill(0x5a, 4096 * 3, 4096 * 5));
    expect(await backup([], here(at + 20 * day, { BACKUP_KEEP: '1' }))).toBe(1);
    expect(err.join()).not.toMatch(/\n|at \w+ \(/);
    expect(await readdir(`${folder}/backups`)).toEqual(['mentorlog-2026-12-01.db']);
  });

  test('into a folder that is not there is refused in a sentence', async () => {
    expect(await backup([`${folder}/none/b.db`], here())).toBe(1);
    expect(err).toEqual([
      expect.stringMatching(/^The folder \/.*\/none is not there\. Make it, or name another one\.$/),
    ]);
  });

  test('can be switched off, and then there is nowhere to put one', async () => {
    expect(await backup([], here(at, { BACKUP_DIR: 'off' }))).toBe(1);
    expect(err.join()).toMatch(/BACKUP_DIR is off.*name a file/);
  });

  test('which are one too many: days beyond those kept, never the last good one; a wrong clock pushes out nothing', () => {
    const names = (all: readonly Backup[]) => all.map((one) => one.name);
    const all = backupsAmong(
      [
        'm-2026-12-01.db',
        'm-2026-12-01-before-0.8.0.db',
        'm-2026-12-02-doubtful.db',
        'm-2028-01-05.db',
        'other-2026-12-01.db',
        '.m-2026-12-03.db.part',
        'm.db',
      ],
      'm',
    );
    expect(names(all)).toEqual([
      'm-2028-01-05.db',
      'm-2026-12-02-doubtful.db',
      'm-2026-12-01.db',
      'm-2026-12-01-before-0.8.0.db',
    ]);
    const made = (day_: string, doubtful = false) => ({
      name: `m-${day_}${doubtful ? '-doubtful' : ''}.db`,
      day: day_,
      doubtful,
    });
    const third = made('2026-12-03');
    expect(names(tooMany([third, ...all], third, '2026-12-03', 2))).toEqual([
      'm-2028-01-05.db',
      'm-2026-12-01.db',
      'm-2026-12-01-before-0.8.0.db',
    ]);
    const doubtful = made('2026-12-03', true);
    expect(names(tooMany([doubtful, ...all], doubtful, '2026-12-03', 1))).toEqual(['m-2026-12-02-doubtful.db']);
    expect(freeName(all, 'm', '2026-12-02')).toBe('m-2026-12-02-2.db');
  });
});

describe('a second bot on one database', () => {
  test('refuses with a sentence, and what reads runs beside the first; once that is gone it starts', async () => {
    await begin();
    const first = running;
    await expect(begin()).rejects.toMatchObject({
      code: 'another-bot',
      say: expect.stringMatching(/^Another Mentorlog runs.*\.$/),
    });
    expect(await backup([], here())).toBe(0);
    // What is not enough to rely on ends with 2: no fingerprint was given.
    expect(await verify([], here())).toBeLessThanOrEqual(2);
    expect(out.join('\n')).toMatch(/its chain|chains/);
    await doctor([], here(), async () => Promise.reject(new Error('nobody there')));
    expect(out.join('\n')).toMatch(/^ok {2,}Database: /m);
    expect(err).toEqual([]);
    expect(await restore([`${folder}/backups/mentorlog-2026-12-01.db`, '--overdue', 'send'], here())).toBe(1);
    expect(err).toEqual(['Mentorlog runs on this database. Stop it first, then do this again.']);
    expect(await rotateKey([], here(at, { DATA_KEY_NEW: 'c'.repeat(64) }))).toBe(1);
    expect(err).toEqual([err[0], err[0]]);
    await first?.stop();
    await begin();
  });

  test('what fails to start lets go of the database', async () => {
    await expect(begin({ DATA_KEY: 'b'.repeat(64) })).rejects.toMatchObject({ code: 'wrong-data-key' });
    await begin();
  });
});

/** Numbers of codes for first coordinators, which a restore moves on. */
const codes = '%first-code:%';
/** Everything in a database file, table by table, but rows whose first column is like this. */
async function allBut(like: string, file: string): Promise<unknown> {
  const tables = await sql(file, `SELECT "name", "sql" FROM sqlite_master ORDER BY "name"`);
  const rows: unknown[] = [];
  for (const [name, made] of tables)
    if (String(made).startsWith('CREATE TABLE'))
      rows.push(
        name,
        made,
        await sql(
          file,
          `SELECT * FROM "${name}" AS t WHERE CAST(t."${await first(file, name)}" AS TEXT) NOT LIKE '${like}' ORDER BY 1`,
        ),
      );
  expect(rows.length).toBeGreaterThan(30);
  return rows;
}
const first = async (file: string, table: unknown): Promise<string> =>
  String((await sql(file, `SELECT "name" FROM pragma_table_info('${table}') ORDER BY "cid"`))[0]?.[0]);

describe('a backup put back', () => {
  const taken = async (): Promise<string> => {
    await backup([], here());
    out = [];
    return `${folder}/backups/mentorlog-2026-12-01.db`;
  };

  test('stands row for row where the database was, which is kept beside it', async () => {
    const file = await taken();
    await sql(database, `INSERT INTO "Meta" ("key", "value") VALUES ('later', '1')`);
    expect([await restore([file, '--overdue', 'send'], here()), err]).toEqual([0, []]);
    expect(await allBut(codes, database)).toEqual(await allBut(codes, file));
    const [beside] = (await readdir(folder)).filter((name) => name.includes('.replaced-'));
    expect(out[0]).toBe(`What was there is kept as ${folder}/${beside}.`);
    expect(await sql(`${folder}/${beside}`, `SELECT "value" FROM "Meta" WHERE "key" = 'later'`)).toEqual([['1']]);
    await begin();
  });

  test.each([
    ['a file that is not there', async () => `${folder}/none.db`, /There is no file/],
    ['the database itself', async () => database, /That is the database itself/],
    ['a text', async (file: string) => (await writeFile(file, 'x'.repeat(9_000)), file), /is no database/],
    [
      'another program’s',
      async (file: string) => (await sql(file, 'CREATE TABLE "Other" ("x" TEXT)'), file),
      /no database of Mentorlog/,
    ],
    [
      'a damaged one',
      async (file: string) => (
        await writeFile(file, (await readFile(database)).fill(0x5a, 4096 * 30, 4096 * 40)), file
      ),
      /is damaged: restore a backup that is whole/,
    ],
    [
      'one of a newer version',
      async (file: string) => {
        await copyFile(database, file);
        await sql(
          file,
          `UPDATE "_prisma_migrations" SET "migration_name" = '2099_new' WHERE "migration_name" LIKE '%trust'`,
        );
        return file;
      },
      /taken by a newer Mentorlog/,
    ],
    [
      'one whose chains do not hold',
      async (file: string) => {
        await copyFile(database, file);
        await sql(file, `UPDATE "AuditEntry" SET "hash" = '0' WHERE "seq" = 2`);
        return file;
      },
      /chains in that backup do not hold.*--even-so/,
    ],
  ])('%s is refused in a sentence, and nothing has changed', async (_what, make, why) => {
    const file = await make(`${folder}/given.db`);
    const before = await readFile(database);
    expect(await restore([file, '--overdue', 'send'], here())).toBe(1);
    expect([err.length, err[0]]).toEqual([1, expect.stringMatching(why)]);
    expect((await readFile(database)).equals(before)).toBe(true);
    expect((await readdir(folder)).filter((name) => /replaced|restoring/.test(name))).toEqual([]);
  });

  test('with another data key it is refused; a command line that is none says how to write it', async () => {
    const file = await taken();
    expect(await restore([file, '--overdue', 'send'], here(at, { DATA_KEY: 'b'.repeat(64) }))).toBe(1);
    expect(err[0]).toMatch(/another DATA_KEY/);
    for (const wrong of [[], [file, '--overdue', 'perhaps'], [file, file], ['--with']])
      expect(await restore(wrong, here())).toBe(2);
  });

  /** Leo is erased after the backup was taken. */
  const leoErased = async (): Promise<void> => {
    const store = await openStore({
      url: `file:${database}`,
      rootKey: testRootKey,
      ids: randomIds(),
      kept: everythingKept,
    });
    await store.write(async (tx) => {
      const [programme] = await tx.programmes.all();
      const people = tx.in(programme?.id as ProgrammeId).people;
      const leo = (await people.all()).find((one) => one.name.startsWith('Leo'));
      await people.erase(leo?.id as PersonId, at + day);
    });
    await store.close();
  };

  test('brings back nobody who was erased since: the start erases them again, and today’s keys stay', async () => {
    const file = await taken();
    await leoErased();
    const people = () =>
      sql(database, `SELECT "person", "programme", HEX("wrapped"), "destroyedAt" FROM "PersonKey" ORDER BY "person"`);
    const keys = await people();
    for (const beside of [true, false]) {
      if (!beside) await rm(`${file}-keys`);
      expect([await restore([file, '--overdue', 'send'], here(at + 2 * day)), err]).toEqual([0, []]);
      expect(await people()).toEqual(keys);
      expect((await begin()).join()).toContain('older than the erasure of one person');
      await running?.stop();
      expect(await sql(database, 'SELECT COUNT(*) FROM "Person" WHERE "erasedAt" IS NOT NULL')).toEqual([[1]]);
    }
    expect((await readdir(folder)).filter((name) => /trial|restoring/.test(name))).toEqual([]);
  });

  test('with the keys beside it: how many come back is said first, and asked; what was there is kept seven days', async () => {
    const file = await taken();
    await leoErased();
    const [keys, args] = [await readFile(`${database}-keys`), [file, '--overdue', 'send', '--with-keys']];
    const asked: string[] = [];
    const answer = (text: string) => async (question: string) => {
      asked.push(question);
      return text;
    };
    expect(await restore(args, { ...here(at + 2 * day), ask: answer('no') })).toBe(2);
    expect(asked[0]).toMatch(/1 person who was erased since is there again: erase them again/);
    expect((await readFile(`${database}-keys`)).equals(keys)).toBe(true);
    expect(await restore(args, { ...here(at + 2 * day), ask: answer('yes') })).toBe(0);
    expect((await readFile(`${database}-keys`)).equals(await readFile(`${file}-keys`))).toBe(true);
    const [kept] = (await readdir(folder)).filter((name) => /replaced-.*-keys$/.test(name));
    expect((await readFile(`${folder}/${kept}`)).equals(keys)).toBe(true);
    expect((await begin()).join()).not.toContain('erased again');
    await running?.stop();
    await backup([], here(at + 9 * day));
    expect((await readdir(folder)).filter((name) => /replaced-.*-keys$/.test(name))).toEqual([]);
  });

  test('where today’s keys are lost it says which to put back; where a backup has none beside it, that too', async () => {
    const file = await taken();
    await rm(`${database}-keys`);
    expect(await restore([file, '--overdue', 'send'], here())).toBe(1);
    expect(err.pop()).toMatch(
      /are not there, and without them nothing opens\. Those beside that backup.*--with-keys\.$/,
    );
    await backup([`${folder}/elsewhere.db`], here());
    await copyFile(file, `${folder}/older.db`);
    expect(await restore([`${folder}/older.db`, '--overdue', 'send'], here())).toBe(1);
    expect(err.pop()).toMatch(/Copy the newest that you have in their place, such as .*mentorlog-2026-12-01\.db-keys,/);
    expect(await restore([`${folder}/older.db`, '--overdue', 'send', '--with-keys'], here())).toBe(1);
    expect(err.pop()).toMatch(/no people’s keys beside that backup.*go after 7 days/);
    expect(await restore([file, '--overdue', 'send', '--with-keys'], here())).toBe(0);
    await begin();
  });

  test.each([
    ['damaged', (keys: Buffer) => keys.fill(0x5a, 100, 9_000), /are damaged, or are none\. Leave out --with-keys/],
    ['empty', () => Buffer.alloc(0), /are damaged, or are none\. Leave out --with-keys: today’s open it too\.$/],
    ['a text', () => Buffer.from('keys'), /are damaged, or are none\. Leave out --with-keys/],
  ] as const)('with keys beside it that are %s it names them, and not the database', async (_, how, sentence) => {
    const file = await taken();
    const keys = `${file}-keys`;
    await writeFile(keys, how(await readFile(keys)));
    expect(await restore([file, '--overdue', 'send', '--with-keys'], here())).toBe(1);
    expect(err).toEqual([expect.stringMatching(sentence)]);
    expect(err[0]).toContain(`People’s keys in ${keys} `);
    // And without them it goes.
    expect(await restore([file, '--overdue', 'send'], here())).toBe(0);
    await begin();
  });

  test('with another database’s keys beside it, or with keys of nobody, it is refused', async () => {
    const file = await taken();
    await sql(file, 'DELETE FROM "PersonKey" WHERE "person" = (SELECT MIN("person") FROM "PersonKey")');
    expect(await restore([file, '--overdue', 'send', '--with-keys'], here())).toBe(1);
    expect(err.pop()).toMatch(/are not its own: somebody’s key is not in them\. Leave out --with-keys/);
    await sql(file, `UPDATE "PersonKey" SET "wrapped" = X'00'`);
    expect(await restore([file, '--overdue', 'send', '--with-keys'], here())).toBe(1);
    expect(err.pop()).toMatch(/are under another data key\. Leave out --with-keys/);
  });

  test('takes the place of today’s keys where these are damaged', async () => {
    const file = await taken();
    await writeFile(`${database}-keys`, (await readFile(`${database}-keys`)).fill(0x5a, 100, 9_000));
    expect(await restore([file, '--overdue', 'send'], here())).toBe(1);
    expect(err.pop()).toMatch(
      /db-keys are damaged, or are none\. Put the newest copy of them in their place, or say --with-keys\.$/,
    );
    expect(await restore([file, '--overdue', 'send', '--with-keys'], here())).toBe(0);
    expect((await begin()).join()).not.toContain('erased again');
  });

  test('what fell due since is asked about, where it was not said', async () => {
    const file = await taken();
    const later = here(at + 30 * day);
    expect(await restore([file], later)).toBe(2);
    expect(err[0]).toMatch(/fell due since that backup was taken.*--overdue skip/);
    expect(existsSync(`${database}.restoring`)).toBe(false);
    expect(await restore([file], { ...later, ask: async () => 'skip' })).toBe(0);
    expect(await sql(database, `SELECT "value" FROM "Meta" WHERE "key" = 'restored'`)).toEqual([
      [String(at + 30 * day)],
    ]);
  });
});

describe('a database of 0.7.0', () => {
  const name = '2026-12-0.7.0';
  const fixture = fixtureOf(name);
  const older = { DATA_KEY: fixture.dataKey };
  const migrations = (): Promise<unknown> =>
    sql(database, 'SELECT "migration_name" FROM "_prisma_migrations" ORDER BY "migration_name"');

  test('is brought up to date, goes back to the row, and is brought up to date again', {
    timeout: 120_000,
  }, async () => {
    for (const end of ['', '-keys']) await rm(`${database}${end}`);
    await layFixture(name, database);
    const before = await migrations();
    for (let time = 1; time <= 2; time += 1) {
      expect([await update([], here(at, older)), err]).toEqual([0, []]);
      expect(await migrations()).not.toEqual(before);
      const back =
        out
          .find((line) => line.includes('npx mentorlog restore'))
          ?.trim()
          .split(' ')
          .slice(3) ?? [];
      expect(back[0]).toMatch(/mentorlog-2026-12-01-before-[\d.]+(-2)?-with-keys\.db$/);
      out = [];
      if (time === 1) {
        expect([await restore(back, here(at, older)), err]).toEqual([0, []]);
        expect(await allBut(codes, database)).toEqual(await allBut(codes, back[0] ?? ''));
        expect(await migrations()).toEqual(before);
        expect(out.join()).toContain('older version');
        out = [];
      }
    }
    expect([await update([], here(at, older)), out]).toEqual([0, [expect.stringMatching(/there is nothing to do/)]]);
    expect((await readdir(folder)).filter((one) => one.includes('.trial'))).toEqual([]);
  });

  test('is copied by a start before anything in it is changed; where it cannot be, nothing is', {
    timeout: 60_000,
  }, async () => {
    for (const end of ['', '-keys']) await rm(`${database}${end}`);
    await layFixture(name, database);
    const before = await migrations();
    await writeFile(`${folder}/taken`, '');
    await expect(begin({ ...older, BACKUP_DIR: `${folder}/taken` })).rejects.toMatchObject({
      code: 'no-backup-before-upgrade',
    });
    expect(await migrations()).toEqual(before);
    const said = await begin(older);
    expect(said[0]).toMatch(
      /What it was before is in .*-before-.*\.db: to go back, stop this, run npx mentorlog restore/,
    );
    expect((await kept()).filter((one) => one.includes('-before-'))).toHaveLength(1);
  });
});

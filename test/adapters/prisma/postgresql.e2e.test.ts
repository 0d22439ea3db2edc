import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { openStore } from '../../../adapters/prisma/index.js';
import { PostgresqlClients } from '../../../adapters/prisma/postgresql/clients.js';
import { migrate } from '../../../adapters/prisma/postgresql/migrate.js';
import { RunningBeside } from '../../../adapters/prisma/postgresql/running.js';
import { type PersonId, type ProgrammeId, randomIds } from '../../../src/kernel/ids.js';
import type { Store } from '../../../src/ports/store.js';
import { sqlContract } from '../../contract/sql.js';
import { storeContract } from '../../contract/store.js';
import { storeAloneContract } from '../../contract/store-alone.js';
import { aProgramme, aPrompt } from '../../contract/store-rows.js';
import { havePostgres, type Postgres, startPostgres } from '../../support/postgres.js';
import { databaseOf, openPostgresStore } from '../../support/postgres-store.js';
import { testRootKey } from '../../support/root-key.js';

/**
 * The store on PostgreSQL: what holds on SQLite holds there. Without a server it is left out, loudly. A database sorted
 * as English is, in a session with a zone of its own, is what all of it runs on (`test/support/postgres.ts`).
 */

describe.skipIf(!havePostgres())('on PostgreSQL', () => {
  let server: Postgres & { stop(): void };
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server?.stop());

  storeContract('PostgreSQL', () => openPostgresStore(server));
  storeAloneContract('PostgreSQL', (file) => openPostgresStore(server, { file }));

  const clients = new PostgresqlClients();
  sqlContract('PostgreSQL', async () => {
    await server.make('statements');
    await clients.open(server.url('statements'));
    return {
      clients,
      async close() {
        await clients.close();
        await server.drop('statements');
      },
    };
  });

  describe('its migrations', () => {
    let made = 0;
    /** A database with nothing in it. */
    const bare = async (): Promise<string> => {
      made += 1;
      await server.make(`bare${made}`, 'template0');
      return `bare${made}`;
    };
    const open = (url: string) =>
      openStore({ clients: new PostgresqlClients(), url, rootKey: testRootKey, ids: randomIds(), kept: [] });
    const columns = 'SELECT migration_name, checksum, finished_at, applied_steps_count FROM _prisma_migrations';

    test('a new database is migrated once, and by one of two programs that start at once', async () => {
      const database = await bare();
      const url = server.url(database);
      const [one, two] = await Promise.all([migrate(url), migrate(url)]);
      expect([...one, ...two].length).toBeGreaterThan(0);
      const rows = await server.ask(database, columns);
      expect(rows.map((row) => row.migration_name)).toEqual([...one, ...two]);
      expect(await migrate(url)).toEqual([]);
      expect(await server.ask(database, columns)).toEqual(rows);
    });

    test.each([
      [
        'database-newer',
        `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('x', 'x', '29990101000000_x', now())`,
      ],
      [
        'migration-failed',
        `INSERT INTO "Meta" ("key", "value") VALUES ('root-check', 'x'); UPDATE _prisma_migrations SET finished_at = NULL`,
      ],
      ['database-half-made', 'UPDATE _prisma_migrations SET finished_at = NULL'],
      ['migration-changed', `UPDATE _prisma_migrations SET checksum = 'x'`],
    ] as const)('%s is refused in a sentence, and nothing is touched', async (code, statement) => {
      const database = await bare();
      await migrate(server.url(database));
      await server.ask(database, statement);
      const rows = await server.ask(database, columns);
      const refused = { code, say: expect.stringMatching(/: .*\.$/) };
      await expect(open(server.url(database))).rejects.toMatchObject(refused);
      expect(await server.ask(database, columns)).toEqual(rows);
    });

    test('a database that is not there, or that lets nobody in, is refused in a sentence', async () => {
      for (const [url, code] of [
        [server.url('nowhere'), 'no-such-database'],
        ['postgresql://nobody@127.0.0.1:1/nowhere', 'database-unreachable'],
      ] as const)
        await expect(open(url)).rejects.toMatchObject({ code, say: expect.stringMatching(/\.$/) });
    });

    test('they say what the schema says, with every text compared by its bytes', async () => {
      const prisma = path.resolve(import.meta.dirname, '../../../prisma');
      const engine = await import(pathToFileURL(path.join(prisma, 'engine.mjs')).href);
      const migrations = path.join(prisma, 'migrations', 'postgresql');
      const missing = (folder: string): Promise<string> =>
        engine.missingSql(engine.postgresqlAt(server.url('postgres')), path.join(prisma, 'schema.prisma'), folder);
      expect(await missing(migrations)).toBe('');
      // That is seen where one lacks something.
      const copy = await mkdtemp(path.join(tmpdir(), 'mentorlog-migrations-'));
      onTestFinished(() => rm(copy, { recursive: true, force: true }));
      await cp(migrations, copy, { recursive: true });
      const [initial = ''] = (await readdir(copy)).filter((name) => name.endsWith('initial'));
      const file = path.join(copy, initial, 'migration.sql');
      await writeFile(file, (await readFile(file, 'utf8')).replace(/^ {4}"practice" BOOLEAN NOT NULL,\n/m, ''));
      expect(await missing(copy)).toContain('ALTER TABLE "Programme" ADD COLUMN     "practice"');
      const left = await server.ask('postgres', `SELECT datname FROM pg_database WHERE datname LIKE '%shadow%'`);
      expect(left).toEqual([]);
      const otherwise = await server.ask(
        'mentorlog_template',
        `SELECT table_name, column_name FROM information_schema.columns
         WHERE table_schema = 'public' AND table_name NOT LIKE '\\_%' AND data_type = 'text' AND collation_name IS DISTINCT FROM 'C'`,
      );
      expect(otherwise).toEqual([]);
    });
  });

  describe('what another program has just taken is left to it, though it stood there still as it was looked for', () => {
    const to = { person: 'somebody' as PersonId };
    const file = 'held';
    const database = databaseOf(file);
    /** Does what another program's statement, which has not committed, does not hold up. */
    async function besideHeld<T>(statement: string, act: () => Promise<T>): Promise<T> {
      const other = new pg.Client({ connectionString: server.url(database) });
      await other.connect();
      await other.query('BEGIN');
      await other.query(statement);
      return act().finally(async () => {
        await other.query('ROLLBACK');
        await other.end();
      });
    }
    /** Does what waits for another program's statement, which then commits. */
    async function whileHeld<T>(statement: string, act: () => Promise<T>): Promise<T> {
      const other = new pg.Client({ connectionString: server.url(database) });
      await other.connect();
      await other.query('BEGIN');
      await other.query(statement);
      const acts = act();
      const waiting = `SELECT pid FROM pg_stat_activity WHERE datname = '${database}' AND wait_event_type = 'Lock'`;
      while ((await server.ask('postgres', waiting)).length === 0);
      await other.query('COMMIT');
      await other.end();
      return acts;
    }
    const taken = `UPDATE "Outbox" SET "state" = 'sending', "leasedUntil" = 100, "fence" = "fence" + 1`;
    const ready = async () => {
      const { store, close } = await openPostgresStore(server, { file });
      onTestFinished(async () => {
        await close();
        await server.drop(database);
      });
      const programme = aProgramme(randomIds());
      await store.write((tx) => tx.programmes.add(programme));
      const shows = (sensitive: boolean) =>
        store.write((tx) => tx.in(programme.id).outbox.add({ face: 'plan', subject: 's', to, at: 0, sensitive }));
      await shows(false);
      await store.write((tx) => tx.in(programme.id).prompts.set(aPrompt(programme.id, { dueAt: 10 })));
      return { store, shows };
    };

    test('a message that it sends', async () => {
      const { store } = await ready();
      expect(await besideHeld(taken, () => store.queue.claimOutbox(5, 10, 9))).toEqual([]);
      expect(await store.queue.claimOutbox(5, 10, 9)).toHaveLength(1);
    });

    test('a prompt that it fires', async () => {
      const { store } = await ready();
      const leased = 'UPDATE "Prompt" SET "leasedUntil" = 100';
      expect(await besideHeld(leased, () => store.queue.claimPrompts(10, 5, 10, 9))).toEqual([]);
      expect(await store.queue.claimPrompts(10, 5, 10, 9)).toHaveLength(1);
    });

    test('a message that more was to be said with: that is said anew', async () => {
      const { shows } = await ready();
      await whileHeld(taken, () => shows(true));
      expect(await server.ask(database, 'SELECT "state", "sensitive" FROM "Outbox" ORDER BY "seq"')).toEqual([
        { state: 'sending', sensitive: false },
        { state: 'waiting', sensitive: true },
      ]);
    });
  });

  describe('two programs on one database', () => {
    const two = async () => {
      const file = `two${randomIds().next('draft')}`;
      const [one, other] = [await openPostgresStore(server, { file }), await openPostgresStore(server, { file })];
      onTestFinished(async () => {
        await one.close();
        await other.close();
        await server.drop(databaseOf(file));
      });
      const programme = aProgramme(randomIds());
      await one.store.write((tx) => tx.programmes.add(programme));
      return { one: one.store, other: other.store, programme: programme.id, database: databaseOf(file) };
    };
    const entry = (programme: ProgrammeId, at: number) => ({
      chain: programme,
      at,
      actor: null,
      what: 'programme.paused' as const,
      subject: programme,
      facts: {},
    });

    test('append to one chain at once, and it holds', async () => {
      const { one, other, programme, database } = await two();
      await one.write((tx) => tx.in(programme).audit.add(entry(programme, 1)));
      const acts = Array.from({ length: 20 }, (_, n) =>
        (n % 2 === 0 ? one : other).write((tx) => tx.in(programme).audit.add(entry(programme, 2 + n))),
      );
      await Promise.all(acts);
      expect(await one.read((tx) => tx.in(programme).audit.broken(programme))).toBeUndefined();
      const [head] = await server.ask(database, 'SELECT "seq" FROM "ChainHead"');
      expect(head?.seq).toBe(21);
    });

    test('count one conversation at once, and no turn is given twice', async () => {
      const { one, other } = await two();
      const next = (store: Store) =>
        store.queue.count(['a'], (before) => {
          const free = (before.get('a')?.free ?? 0) + 1;
          return [new Map([['a', { free, line: 0 }]]), free];
        });
      await next(one);
      const given = await Promise.all(Array.from({ length: 20 }, (_, n) => next(n % 2 === 0 ? one : other)));
      expect(given.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, n) => n + 2));
    });

    test('each in the way of the other: one of them is done again, and both are whole', async () => {
      const { one, other, programme, database } = await two();
      const second = aProgramme(randomIds());
      await one.write((tx) => tx.programmes.add(second));
      for (const id of [programme, second.id]) await one.write((tx) => tx.in(id).audit.add(entry(id, 1)));
      let tries = 0;
      let [met, both] = [0, (): void => {}];
      const meeting = new Promise<void>((resolve) => {
        both = resolve;
      });
      const crossing = (store: Store, first: ProgrammeId, then: ProgrammeId) =>
        store.write(async (tx) => {
          tries += 1;
          await tx.in(first).audit.add(entry(first, 2));
          met += 1;
          if (met === 2) both();
          await meeting;
          await tx.in(then).audit.add(entry(then, 3));
        });
      await Promise.all([crossing(one, programme, second.id), crossing(other, second.id, programme)]);
      expect(tries).toBeGreaterThan(2);
      const ends = await server.ask(database, 'SELECT "seq" FROM "ChainHead"');
      expect(ends.map((row) => row.seq)).toEqual([3, 3]);
      for (const id of [programme, second.id])
        expect(await one.read((tx) => tx.in(id).audit.broken(id))).toBeUndefined();
    });
  });

  test('a program whose connection is cut goes on, and is no longer taken to run', async () => {
    const { store, close } = await openPostgresStore(server, { file: 'cut' });
    onTestFinished(close);
    await store.queue.endLeasesOfTheDead(1);
    const other = new RunningBeside(server.url(databaseOf('cut')));
    onTestFinished(() => other.close());
    expect(await other.ifAlone(async () => 'alone')).toBeUndefined();
    await other.close();
    await server.ask(
      'postgres',
      `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '${databaseOf('cut')}'`,
    );
    // What finds its connection cut says so; the next has another.
    await store.meta.put('after', 'x').catch(() => undefined);
    await store.meta.put('after', 'y');
    expect(await store.meta.get('after')).toBe('y');
    expect(await other.ifAlone(async () => 'alone')).toBe('alone');
  });
});

import { readdirSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { alarmsStand, newestOfAlarms } from '../../../adapters/prisma/postgresql/alarm-schema.js';
import { migrate } from '../../../adapters/prisma/postgresql/migrate.js';
import type { Person } from '../../../src/domain/programme.js';
import { minute } from '../../../src/kernel/clock.js';
import { type ProgrammeId, randomIds } from '../../../src/kernel/ids.js';
import type { PromptRow, Rows, Store } from '../../../src/ports/store.js';
import { aPerson, aProgramme, aPrompt, monday } from '../../contract/store-rows.js';
import { statementsOf } from '../../support/asked.js';
import { havePostgres, type Postgres, startPostgres } from '../../support/postgres.js';
import { databaseOf, openPostgresStore } from '../../support/postgres-store.js';

/** Alarms that PostgreSQL keeps beside the prompts: one for each that waits, whatever becomes of it, and none else. */

describe.skipIf(!havePostgres())('alarms on PostgreSQL', { timeout: 60_000 }, () => {
  let server: Postgres & { stop(): void };
  beforeAll(async () => {
    server = await startPostgres();
  }, 60_000);
  afterAll(() => server?.stop());

  interface World {
    readonly store: Store;
    readonly database: string;
    readonly programme: ProgrammeId;
    change(act: (rows: Rows) => Promise<unknown>): Promise<void>;
    /** By key, without the programme: when they ring (ms). */
    alarms(): Promise<Readonly<Record<string, number>>>;
  }
  const ids = randomIds();
  async function world(): Promise<World> {
    const file = `alarms${ids.next('draft')}`;
    const { store, close } = await openPostgresStore(server, { file });
    const database = databaseOf(file);
    onTestFinished(async () => {
      await close();
      await server.drop(database);
    });
    const programme = aProgramme(ids);
    await store.write((tx) => tx.programmes.add(programme));
    return {
      store,
      database,
      programme: programme.id,
      change: (act) => store.write(async (tx) => void (await act(tx.in(programme.id)))),
      async alarms() {
        const rows = await server.ask(
          database,
          `SELECT key, task_identifier, attempts, (EXTRACT(EPOCH FROM run_at) * 1000)::float8 AS at
           FROM graphile_worker.jobs ORDER BY key`,
        );
        for (const row of rows) expect(row).toMatchObject({ task_identifier: 'mentorlog.due', attempts: 0 });
        const payloads = await server.ask(
          database,
          'SELECT DISTINCT payload::text AS p FROM graphile_worker._private_jobs',
        );
        expect(payloads.map((row) => row.p)).toEqual(rows.length === 0 ? [] : ['{}']);
        return Object.fromEntries(rows.map((row) => [String(row.key).replace(`${programme.id}/`, ''), Number(row.at)]));
      },
    };
  }
  const prompt = (w: World, occurrence: string, change: Partial<PromptRow> = {}): PromptRow =>
    aPrompt(w.programme, { occurrence, ...change });
  /** What waits in a programme, by its rows: when each is due. */
  const waiting = async (w: World): Promise<Readonly<Record<string, number>>> =>
    Object.fromEntries(
      (
        await server.ask(
          w.database,
          `SELECT "occurrence", "dueAt"::float8 AS at FROM "Prompt" WHERE "state" = 'waiting' ORDER BY 1`,
        )
      ).map((row) => [String(row.occurrence), Number(row.at)]),
    );

  const changes: readonly (readonly [what: string, act: (rows: Rows, w: World) => Promise<unknown>])[] = [
    ['set', (rows, w) => rows.prompts.set(prompt(w, 'new:s', { dueAt: monday + 7 }))],
    ['set, several at once', (rows, w) => rows.prompts.set(prompt(w, 'm:1'), prompt(w, 'm:2'), prompt(w, 'm:3'))],
    ['moved', (rows, w) => rows.prompts.set(prompt(w, 'a:s', { dueAt: monday + minute }))],
    [
      'set twice in one unit',
      async (rows, w) => {
        await rows.prompts.set(prompt(w, 'twice:s', { dueAt: monday + 1 }));
        await rows.prompts.set(prompt(w, 'twice:s', { dueAt: monday + 2 }));
      },
    ],
    [
      'set with a moment that no calendar has',
      (rows, w) => rows.prompts.set(prompt(w, 'far:s', { dueAt: Date.UTC(9999, 0) })),
    ],
    ['taken back', (rows) => rows.prompts.cancel('a:s')],
    ['taken back by its beginning', (rows) => rows.prompts.cancelAll('b:')],
    [
      'taken back and set in one go',
      (rows, w) =>
        rows.prompts.change({ cancel: ['a:s'], cancelAll: ['b:'], set: [prompt(w, 'b:2', { dueAt: monday + 9 })] }),
    ],
    ['taken back, which is not there', (rows) => rows.prompts.cancel('none:s')],
    ['set as one that fired', (rows, w) => rows.prompts.set(prompt(w, 'fired:s', { dueAt: monday + minute }))],
  ];
  test.each(changes)('a prompt that is %s: there is one alarm for each that waits, at its moment', async (_, act) => {
    const w = await world();
    await w.change(async (rows) => {
      await rows.prompts.set(prompt(w, 'a:s'), prompt(w, 'b:1'), prompt(w, 'b:2'), prompt(w, 'fired:s'));
      await rows.prompts.settle(['fired:s'], 'fired', monday);
    });
    // What has fired rings no more than once, as it did by now.
    await server.ask(w.database, `DELETE FROM graphile_worker._private_jobs WHERE key LIKE '%/fired:s'`);
    expect(await w.alarms()).toEqual(await waiting(w));
    await w.change((rows) => act(rows, w));
    expect(await w.alarms()).toEqual(await waiting(w));
  });

  test('what is undone set no alarm, and took none back', async () => {
    const w = await world();
    await w.change((rows) => rows.prompts.set(prompt(w, 'a:s')));
    const undone = w.change(async (rows) => {
      await rows.prompts.change({ cancel: ['a:s'], cancelAll: [], set: [prompt(w, 'b:s')] });
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect(await w.alarms()).toEqual({ 'a:s': monday });
  });

  test('a thousand are set, moved and taken back in one statement each', async () => {
    const w = await world();
    const all = (dueAt: number) =>
      Array.from({ length: 1_000 }, (_, n) => prompt(w, `many:${n}`, { dueAt })) as [PromptRow, ...PromptRow[]];
    const inOne = async (act: (rows: Rows) => Promise<unknown>): Promise<void> => {
      const asked = await statementsOf(() => w.change(act));
      expect(asked.filter((one) => !/^(BEGIN|COMMIT|SET )/.test(one))).toHaveLength(1);
    };
    await inOne((rows) => rows.prompts.set(...all(monday)));
    await inOne((rows) => rows.prompts.set(...all(monday + 5)));
    expect(new Set(Object.values(await w.alarms()))).toEqual(new Set([monday + 5]));
    await inOne((rows) => rows.prompts.cancelAll('many:'));
    expect(await w.alarms()).toEqual({});
  });

  test('however many alarms there are, those that a unit sets and takes back are found by their key', async () => {
    const file = `many${ids.next('draft')}`;
    const database = databaseOf(file);
    const programme = aProgramme(ids);
    /** What is counted of a connection is told as it ends. */
    const ended = async (act: (store: Store) => Promise<unknown>): Promise<number> => {
      const { store, close } = await openPostgresStore(server, { file });
      await act(store).finally(close);
      const read = `SELECT seq_tup_read::int AS n FROM pg_stat_user_tables WHERE relname = '_private_jobs'`;
      return Number((await server.ask(database, read))[0]?.n);
    };
    onTestFinished(() => server.drop(database));
    const before = await ended(async (store) => {
      await store.write((tx) => tx.programmes.add(programme));
      await server.ask(
        database,
        `INSERT INTO "Prompt" ("programmeId", "occurrence", "kind", "subject", "dueAt", "expiresAt", "state")
         SELECT '${programme.id}', 'many:' || n, 'end', 's', ${monday}, ${monday * 2}, 'waiting' FROM generate_series(1, 20000) n`,
      );
      await store.queue.setAlarms(0);
      await server.ask(database, 'ANALYZE');
    });
    const after = await ended((store) =>
      store.write(async (tx) => {
        const { prompts } = tx.in(programme.id);
        await prompts.set(aPrompt(programme.id, { occurrence: 'many:7', dueAt: monday + 1 }), aPrompt(programme.id));
        await prompts.cancelAll('many:1999');
        await prompts.change({
          cancel: ['many:8'],
          cancelAll: [],
          set: [aPrompt(programme.id, { dueAt: monday + 2 })],
        });
      }),
    );
    expect(after - before).toBeLessThan(20_000);
  });

  test('one whose name is longer than a key may be has no alarm, and is set all the same', async () => {
    const w = await world();
    const long = `long:${'x'.repeat(600)}`;
    await w.change((rows) => rows.prompts.set(prompt(w, long), prompt(w, 'a:s')));
    expect(await w.alarms()).toEqual({ 'a:s': monday });
    expect(await w.store.queue.claimPrompts(monday, 5, 10, 9)).toHaveLength(2);
  });

  test('an erasure leaves no alarm of theirs, nor one that names them, whoever it is of', async () => {
    const w = await world();
    const [leo, maya] = [aPerson(ids, w.programme, 'mentee'), aPerson(ids, w.programme, 'mentor')] as [Person, Person];
    await w.change(async (rows) => {
      for (const one of [leo, maya]) await rows.people.save(one);
      await rows.prompts.set(
        prompt(w, 'reflect:s', { to: leo.id }),
        prompt(w, `questions:s:${leo.id}`, { to: null }),
        prompt(w, 'record:s', { to: maya.id }),
      );
    });
    // One of them rings at this moment: a process has it in hand.
    await server.ask(
      w.database,
      `UPDATE graphile_worker._private_jobs SET locked_at = now(), locked_by = 'somebody' WHERE key LIKE '%${leo.id}'`,
    );
    await w.change((rows) => rows.people.erase(leo.id, monday));
    const keys = (await server.ask(w.database, 'SELECT key FROM graphile_worker._private_jobs')).map((row) => row.key);
    expect(keys.filter((key) => key !== null)).toEqual([`${w.programme}/record:s`]);
  });

  describe('at a start', () => {
    const lived = async (): Promise<World> => {
      const w = await world();
      await w.change(async (rows) => {
        await rows.prompts.set(prompt(w, 'a:s'), prompt(w, 'b:s', { dueAt: monday + 5 }), prompt(w, 'c:s'));
        await rows.prompts.cancel('c:s');
      });
      return w;
    };
    const before = { 'a:s': monday, 'b:s': monday + 5 };
    test.each([
      ['all of them are gone', 'DELETE FROM graphile_worker._private_jobs', 2],
      [
        'one rings at another moment',
        `UPDATE graphile_worker._private_jobs SET run_at = now() WHERE key LIKE '%/a:s'`,
        1,
      ],
      [
        'one was tried until it was given up',
        `UPDATE graphile_worker._private_jobs SET attempts = max_attempts WHERE key LIKE '%/a:s'`,
        1,
      ],
      ['one is nobody’s', `SELECT graphile_worker.add_job('mentorlog.due', job_key := 'P/other:s')`, 0],
      ['one has no key any more', `SELECT graphile_worker.add_job('mentorlog.due')`, 0],
      ['nothing is amiss', 'SELECT 1', 0],
    ] as const)('%s: as many are made as were lacking, and it is as it was', async (_, statement, made) => {
      const w = await lived();
      await server.ask(w.database, statement);
      expect(await w.store.queue.setAlarms(monday - 1)).toBe(made);
      expect(await w.alarms()).toEqual(before);
      expect(await w.store.queue.setAlarms(monday - 1)).toBe(0);
    });

    test('what is due by then needs none: it is found by the first look', async () => {
      const w = await lived();
      await server.ask(w.database, 'DELETE FROM graphile_worker._private_jobs');
      expect(await w.store.queue.setAlarms(monday)).toBe(1);
    });

    test('more than go into one statement are made in several', async () => {
      const w = await world();
      await server.ask(
        w.database,
        `INSERT INTO "Prompt" ("programmeId", "occurrence", "kind", "subject", "dueAt", "expiresAt", "state")
         SELECT '${w.programme}', 'many:' || n, 'end', 's', ${monday} + n, ${monday * 2}, 'waiting' FROM generate_series(1, 20001) n`,
      );
      expect(await w.store.queue.setAlarms(0)).toBe(20_001);
      expect(await w.alarms()).toEqual(await waiting(w));
    });
  });

  describe('their schema', () => {
    const bare = async (): Promise<string> => {
      const name = `schema${ids.next('draft').toLowerCase().replaceAll(/\W/g, '')}`;
      await server.make(name, 'template0');
      return name;
    };
    const stand = async (database: string) => {
      const client = new pg.Client({ connectionString: server.url(database) });
      await client.connect();
      return alarmsStand(client).finally(() => client.end());
    };

    test('the newest migration of the package is the one that is known here', () => {
      const folder = path.resolve(import.meta.dirname, '../../../node_modules/graphile-worker/sql');
      expect(
        readdirSync(folder)
          .map((name) => Number(name.slice(0, 6)))
          .sort((a, b) => b - a)[0],
      ).toBe(newestOfAlarms);
    });

    test('it is made once, and by one of two that start at once', async () => {
      const database = await bare();
      await Promise.all([migrate(server.url(database)), migrate(server.url(database))]);
      expect(await stand(database)).toBe('fit');
      const before = await server.ask(database, 'SELECT * FROM graphile_worker.migrations ORDER BY id');
      await migrate(server.url(database));
      expect(await server.ask(database, 'SELECT * FROM graphile_worker.migrations ORDER BY id')).toEqual(before);
    });

    test('an older one, as one that a start was stopped in, is brought up to date', async () => {
      const database = await bare();
      await migrate(server.url(database));
      await server.ask(database, `DELETE FROM graphile_worker.migrations WHERE id = ${newestOfAlarms}`);
      expect(await stand(database)).toBe('lacking');
      await migrate(server.url(database));
      expect(await stand(database)).toBe('fit');
    });

    test.each([
      [false, 'is left as it is: two versions run side by side during an upgrade'],
      [true, 'is refused in a sentence, and nothing is touched'],
    ])('a newer one (breaking: %s) %s', async (breaking) => {
      const database = await bare();
      await migrate(server.url(database));
      await server.ask(database, `INSERT INTO graphile_worker.migrations (id, breaking) VALUES (9999, ${breaking})`);
      const begun = migrate(server.url(database));
      if (!breaking) return expect(await begun).toEqual([]);
      await expect(begun).rejects.toMatchObject({
        code: 'database-newer',
        say: 'The alarms in this database (schema graphile_worker) were brought up to date by a newer Mentorlog: install that version again.',
      });
    });
  });
});

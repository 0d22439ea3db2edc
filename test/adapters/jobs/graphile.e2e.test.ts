import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { graphileJobs } from '../../../adapters/jobs/graphile.js';
import { day } from '../../../src/kernel/clock.js';
import { randomIds } from '../../../src/kernel/ids.js';
import type { Jobs } from '../../../src/ports/jobs.js';
import { startBot } from '../../support/bot.js';
import { everyTestOn } from '../../support/on-server.js';
import { havePostgres, startPostgres } from '../../support/postgres.js';

import { databaseOf } from '../../support/postgres-store.js';
import { agreed, planned } from '../../support/steps.js';

/** What wakes the engine on PostgreSQL, by a server of its own: what rings there, how often, and what becomes of it while that is away. */

describe.skipIf(!havePostgres())('the engine is woken on PostgreSQL', { timeout: 60_000 }, () => {
  let server: Awaited<ReturnType<typeof startPostgres>>;
  beforeAll(async () => {
    server = await startPostgres();
  }, 60_000);
  afterAll(() => server?.stop());
  const ids = randomIds();

  interface Woken {
    readonly jobs: Jobs;
    readonly database: string;
    /** How often the engine ran. */
    runs(): number;
    readonly logged: string[];
    ask(statement: string): Promise<readonly Record<string, unknown>[]>;
    /** Jobs that are left. */
    left(): Promise<number>;
  }
  async function woken(options: { readonly look?: number; readonly run?: () => Promise<void> } = {}): Promise<Woken> {
    const database = `woken${ids.next('draft').toLowerCase().replaceAll(/\W/g, '')}`;
    await server.make(database);
    const logged: string[] = [];
    let runs = 0;
    const jobs = graphileJobs({
      url: server.url(database),
      looks: 'never',
      look: options.look ?? 60_000,
      log: (code) => void logged.push(code),
    });
    jobs.start(async () => {
      runs += 1;
      await options.run?.();
    });
    onTestFinished(async () => {
      await jobs.stop();
      await server.drop(database);
    });
    const ask: Woken['ask'] = (statement) => server.ask(database, statement);
    // It listens from now on.
    await expect
      .poll(() => ask(`SELECT 1 FROM pg_stat_activity WHERE datname = '${database}' AND query LIKE 'LISTEN%'`), {
        timeout: 10_000,
      })
      .toHaveLength(1);
    return {
      jobs,
      database,
      runs: () => runs,
      logged,
      ask,
      left: async () => Number((await ask('SELECT COUNT(*) AS n FROM graphile_worker.jobs'))[0]?.n),
    };
  }
  const ring = `SELECT graphile_worker.add_job('mentorlog.due', job_key := 'P/a:s')`;

  test('by what somebody else sets, at once, and what rang is gone', async () => {
    const w = await woken();
    await expect.poll(w.runs).toBe(1);
    await w.ask(ring);
    await expect.poll(w.runs).toBe(2);
    await expect.poll(w.left).toBe(0);
    expect(w.logged).toEqual([]);
  });

  test('by what comes to be due, and not before; what is taken back does not ring', async () => {
    const w = await woken({ look: 50 });
    await expect.poll(w.runs).toBe(1);
    await w.ask(
      `SELECT graphile_worker.add_job('mentorlog.due', job_key := 'P/b:s', run_at := now() + interval '1 day')`,
    );
    await w.ask(
      `SELECT graphile_worker.add_job('mentorlog.due', job_key := 'P/c:s', run_at := now() + interval '300 milliseconds')`,
    );
    await w.ask(`SELECT graphile_worker.remove_job('P/b:s')`);
    expect(w.runs()).toBe(1);
    await expect.poll(w.runs, { timeout: 10_000 }).toBe(2);
    await expect.poll(w.left).toBe(0);
  });

  test('ten thousand that ring at once run it a few times, and are taken off in few statements', async () => {
    let go = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      go = resolve;
    });
    const w = await woken({ run: () => held });
    await w.ask(
      `SELECT COUNT(*) FROM graphile_worker.add_jobs((SELECT array_agg(
         ROW('mentorlog.due', '{}'::json, NULL, now(), NULL, 'P/' || n, NULL, NULL)::graphile_worker.job_spec)
         FROM generate_series(1, 10000) n))`,
    );
    await expect.poll(w.left, { timeout: 30_000 }).toBe(0);
    go();
    await expect.poll(w.runs).toBe(2);
    expect(w.logged).toEqual([]);
  });

  test('a run that fails, or lasts, holds up no alarm; they wake it once more', async () => {
    let n = 0;
    let go = (): void => undefined;
    const w = await woken({
      run: () => {
        n += 1;
        return n === 1 ? new Promise<void>((resolve) => (go = resolve)) : Promise.resolve();
      },
    });
    for (let i = 0; i < 3; i += 1) await w.ask(ring);
    await expect.poll(w.left).toBe(0);
    expect(w.runs()).toBe(1);
    go();
    await expect.poll(w.runs).toBe(2);
  });

  test('with two connections, and none once it has stopped, which takes a moment', async () => {
    const w = await woken({ look: 20 });
    const connections = () =>
      w.ask(`SELECT 1 FROM pg_stat_activity WHERE datname = '${w.database}' AND application_name = 'mentorlog alarms'`);
    for (let i = 0; i < 20; i += 1) await w.ask(ring);
    expect((await connections()).length).toBeLessThanOrEqual(2);
    const began = performance.now();
    await w.jobs.stop();
    expect(performance.now() - began).toBeLessThan(2_000);
    await expect.poll(connections).toHaveLength(0);
    // And it stays stopped.
    const before = w.runs();
    await w.ask(ring);
    w.jobs.wake();
    expect(w.runs()).toBe(before);
    expect(await w.left()).toBe(1);
    await w.jobs.stop();
  });

  test('a connection that is cut is taken up again', async () => {
    const w = await woken({ look: 60_000 });
    await expect.poll(w.runs).toBe(1);
    await server.ask(
      'postgres',
      `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '${w.database}'`,
    );
    await expect
      .poll(() => w.ask(`SELECT 1 FROM pg_stat_activity WHERE datname = '${w.database}' AND query LIKE 'LISTEN%'`), {
        timeout: 10_000,
      })
      .toHaveLength(1);
    await w.ask(ring);
    await expect.poll(w.runs, { timeout: 10_000 }).toBe(2);
    await expect.poll(w.left).toBe(0);
  });

  test('a database that goes and comes back is listened to again, and what rang meanwhile wakes it', async () => {
    const spoken = (['log', 'warn', 'error'] as const).map((how) =>
      vi.spyOn(console, how).mockImplementation(() => undefined),
    );
    onTestFinished(() => {
      for (const one of spoken) one.mockRestore();
    });
    const w = await woken({ look: 500 });
    await expect.poll(w.runs).toBe(1);
    await w.ask(
      `SELECT graphile_worker.add_job('mentorlog.due', job_key := 'P/soon:s', run_at := now() + interval '1 second')`,
    );
    await server.restart(async () => {
      await expect.poll(() => w.logged.length, { timeout: 10_000 }).toBeGreaterThan(0);
      // What was tried in vain is tried again.
      await expect.poll(() => w.runs()).toBe(1);
    });
    expect(new Set(w.logged)).toEqual(new Set(['jobs.failed']));
    await expect.poll(w.left, { timeout: 20_000 }).toBe(0);
    expect(w.runs()).toBeGreaterThan(1);
    for (const one of spoken) expect(one).not.toHaveBeenCalled();
  });

  test('a database that goes between an alarm and its end is waited for, and nothing is said past the log', async () => {
    const said = (['log', 'warn', 'error', 'trace'] as const).map((how) =>
      vi.spyOn(console, how).mockImplementation(() => undefined),
    );
    onTestFinished(() => {
      for (const one of said) one.mockRestore();
    });
    let goes = (): void => undefined;
    const w = await woken({ run: async () => goes() });
    await expect.poll(w.runs).toBe(1);
    let back: Promise<void> = Promise.resolve();
    const gone = new Promise<void>((resolve) => {
      goes = () => {
        goes = () => undefined;
        back = server.restart(async () => {
          await expect.poll(() => w.logged.length, { timeout: 10_000 }).toBeGreaterThan(1);
        });
        resolve();
      };
    });
    await w.ask(ring).catch(() => undefined);
    await gone;
    await back;
    await expect.poll(w.left, { timeout: 20_000 }).toBe(0);
    for (const one of said) expect(one).not.toHaveBeenCalled();
  });

  test('a stop while the database is away ends within seconds', async () => {
    const w = await woken({ look: 100 });
    await server.restart(async () => {
      const began = performance.now();
      await w.jobs.stop();
      expect(performance.now() - began).toBeLessThan(6_000);
    });
  });

  describe('whatever becomes of alarms, what is due fires, and fires once', () => {
    const fates: readonly (readonly [alarms: string, statement: string])[] = [
      ['as they were set', 'SELECT 1'],
      ['all gone', 'DELETE FROM graphile_worker._private_jobs'],
      [
        'there many times over',
        `SELECT COUNT(graphile_worker.add_job('mentorlog.due', run_at := j.run_at))
         FROM graphile_worker.jobs j CROSS JOIN generate_series(1, 20)`,
      ],
      ['a day late', `UPDATE graphile_worker._private_jobs SET run_at = now() + interval '1 day'`],
      ['too early', `UPDATE graphile_worker._private_jobs SET run_at = now() - interval '1 day'`],
      [
        'in the hands of a process that died',
        `UPDATE graphile_worker._private_jobs SET locked_at = now(), locked_by = 'x', attempts = 1`,
      ],
    ];
    everyTestOn(() => server);
    /** What was fired and what was said by two days after a session was planned, counted by kind. */
    async function lived(statement: string): Promise<object> {
      const file = `fates${ids.next('draft')}`;
      const database = databaseOf(file);
      const jobs = graphileJobs({ url: server.url(database), looks: 'second', look: 100 });
      let begin = (): void => undefined;
      const t = await startBot({
        file,
        jobs: {
          ...jobs,
          start(run) {
            begin = () => jobs.start(run);
          },
        },
      });
      onTestFinished(async () => {
        await t.stop();
        await server.drop(database);
      });
      await agreed(t, 'maya', 'leo');
      await planned(t, 'maya', 'plan @leo tomorrow 3pm 45m Calls');
      await t.as('leo').presses('plan.accept');
      begin();
      await server.ask(database, statement);
      t.clock.set(t.clock.now() + 2 * day);
      const due = `SELECT "kind" FROM "Prompt" WHERE "state" = 'waiting' AND "dueAt" <= ${t.clock.now()}`;
      const open = `SELECT "face" FROM "Outbox" WHERE "state" IN ('waiting', 'sending') AND "nextAt" <= ${t.clock.now()}`;
      await expect.poll(() => server.ask(database, `${due} UNION ALL ${open}`), { timeout: 10_000 }).toEqual([]);
      const counted = (of: string) =>
        server.ask(
          database,
          `SELECT ${of}, COUNT(*)::int AS n FROM ${of.includes('face') ? '"Outbox"' : '"Prompt"'} GROUP BY ${of} ORDER BY ${of}`,
        );
      return {
        prompts: await counted('"kind", "state"'),
        messages: await counted('"face", "state"'),
        sent: t.chat.messages.length,
      };
    }
    let usual: object | undefined;
    test.each(fates)('%s', async (_, statement) => {
      const came = await lived(statement);
      usual ??= came;
      expect(came).toEqual(usual);
      expect(JSON.stringify(came)).toContain('"kind":"end","state":"fired","n":1');
    });
  });
});

import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isReady } from '../support/listening.js';
import { havePostgres } from '../support/postgres.js';
import { chanceFrom } from './chance.js';
import type { One } from './one-of-several.js';
import { builtForSurvival, here, lastArrival, type Several, several } from './several.js';
import type { Odds } from './unkind.js';

/**
 * Three compiled programs on one PostgreSQL. One is stopped as it is about to commit what fires prompts, with its transaction
 * open and its locks held; another as it is about to write down where a message stands, which is one statement. The server
 * gives such a session up after 25 s (`givenUp` in adapters/prisma/postgresql/clients.ts), the third says all that is due, and
 * the two that are continued find that nothing of it happened: nothing is lost, and nothing said twice.
 */

const reminders = 40;
/** How long (ms) the server lets a session stand within a transaction in which nothing is done. */
const givenUpAfter = 25_000;
const odds: Odds = { limited: 0, resetBefore: 0, resetAfter: 0, failedAfter: 0, hangs: 0, late: 0, slow: 0.2 };

const chance = chanceFrom(Number(process.env.SURVIVAL_SEED ?? (randomBytes(4).readUInt32BE() || 1)));
const tell = (line: string): void => void process.stdout.write(`stopped within: ${line}\n`);
const isStopped = ({ pid }: One): boolean => / T /.test(readFileSync(`/proc/${pid}/stat`, 'utf8').slice(0, 60));

describe.skipIf(!havePostgres())('two replicas are stopped, one within a transaction', () => {
  let them: Several;
  beforeAll(async () => {
    tell(`SURVIVAL_SEED=${chance.seed}`);
    builtForSurvival();
    them = await several({ chance, odds, reminders: { slack: reminders, teams: reminders } });
  }, 300_000);
  afterAll(() => them?.gone());

  test('the others go on once it is given up, and those find that nothing of it happened', {
    timeout: 300_000,
  }, async () => {
    const { slack, teams, waiting, expected, postgres, database } = them;
    const [fires, records, whole] = [them.one(), them.one(), them.one()] as const;
    const until = async (what: string, holds: () => boolean | Promise<boolean>, ms = 150_000): Promise<void> => {
      for (const began = Date.now(); !(await holds()); await sleep(100))
        if (Date.now() - began > ms) throw new Error(`waited in vain: ${what}`);
    };
    const inTransaction = async (): Promise<number> => {
      const rows = await postgres.ask(
        'postgres',
        `SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = '${database}' AND state = 'idle in transaction'
         AND state_change < clock_timestamp() - interval '1 second'`,
      );
      return Number(rows[0]?.n);
    };
    await records.start({ STOPS_BEFORE: 'INSERT INTO "Posted"' }, [here('./stops-at.mjs')]);
    await them.begins(records);
    await waiting.fallsDue('one');
    await until('one is stopped with a message that nobody has a record of', () => isStopped(records), 60_000);
    const began = Date.now();
    expect(slack.messages.length).toBe(1);
    await fires.start({ STOPS_AT: `UPDATE "Prompt" SET "state"` }, [here('./stops-at.mjs')]);
    await waiting.fallsDue();
    await until('another is stopped with prompts that it fires', () => isStopped(fires), 60_000);
    await until('it stands within a transaction', async () => (await inTransaction()) === 1, 10_000);
    await whole.start();
    await until('it was given up', async () => (await inTransaction()) === 0, givenUpAfter + 15_000);
    const given = Date.now() - began;
    await until('all is said', async () => {
      const left = await waiting.left();
      return left.prompts === 0 && left.open === 0;
    });
    const all = Date.now() - began;
    expect([isStopped(fires), isStopped(records)]).toEqual([true, true]);
    tell(`given up after ${given} ms, all said after ${all} ms`);

    for (const one of [fires, records]) one.signal('SIGCONT');
    for (const one of [fires, records]) await until('it goes on', () => isReady(one.url), 30_000);
    await sleep(lastArrival);
    // What it would have written down is another's by now, which is nothing to tell.
    expect(records.said.join('')).not.toContain('"level":"error"');

    const standing = await waiting.standing();
    expect(expected.filter((what) => them.arrived(what) === 0)).toEqual([]);
    expect(them.doubled('slack')).toEqual({ byKey: 0, bySight: 0 });
    expect(them.tooOften(standing)).toEqual([]);
    tell(`${slack.messages.length} messages on Slack, ${teams.messages.length} in Teams`);
    expect(
      [fires, records, whole].flatMap((one) => one.said).filter((line) => /"level":"fatal"|unhandled/i.test(line)),
    ).toEqual([]);
  });
});

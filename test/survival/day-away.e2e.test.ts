import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { havePostgres } from '../support/postgres.js';
import { chanceFrom } from './chance.js';
import type { One } from './one-of-several.js';
import { builtForSurvival, lastArrival, type Several, several } from './several.js';
import type { Odds } from './unkind.js';

/**
 * Three compiled programs on one PostgreSQL, and Slack away for a day of the people's clock, from before anything is due:
 * nobody listens there. One of them dies meanwhile, and the clock is moved at another. In Teams all goes on. Once Slack is
 * back, whatever still means something arrives there once: questions do, a reminder of a session that began does not.
 *
 * AWAY_DUE sets how many reminders were due.
 */

const reminders = Number(process.env.AWAY_DUE ?? 40);
const hour = 3_600_000;
const odds: Odds = {
  limited: 0.01,
  resetBefore: 0,
  resetAfter: 0.02,
  failedAfter: 0.01,
  hangs: 0,
  late: 0.02,
  slow: 0.2,
};

const chance = chanceFrom(Number(process.env.SURVIVAL_SEED ?? (randomBytes(4).readUInt32BE() || 1)));
const tell = (line: string): void => void process.stdout.write(`a day away: ${line}\n`);

describe.skipIf(!havePostgres())('Slack is away for a day', () => {
  let them: Several;
  beforeAll(async () => {
    tell(`SURVIVAL_SEED=${chance.seed}`);
    builtForSurvival();
    them = await several({
      chance,
      odds,
      reminders: { slack: reminders, teams: reminders },
      settings: { DEV_CLOCK: '1' },
    });
  }, 300_000);
  afterAll(() => them?.gone());

  const longest = 420_000 + reminders * 3_000;
  test('what still means something arrives once when it is back, and nothing else does', {
    timeout: longest,
  }, async () => {
    const { slack, teams, waiting, expected } = them;
    const all = [them.one(), them.one(), them.one()] as const;
    for (const one of all) await one.start();
    const until = async (what: string, holds: () => boolean | Promise<boolean>): Promise<void> => {
      for (const began = Date.now(); !(await holds()); await sleep(250))
        if (Date.now() - began > longest / 2) throw new Error(`waited in vain: ${what}`);
    };
    const timeAt = async ({ url }: One): Promise<number> =>
      Date.parse(((await (await fetch(new URL('/dev/clock', url))).json()) as { now: string }).now);
    await them.begins(all[0]);
    await slack.away();
    const told = slack.messages.length;
    await waiting.fallsDue();

    const of = (platform: string, what: string) =>
      expected.filter((one) => one.platform === platform && one.what === what);
    let standing: Awaited<ReturnType<typeof waiting.standing>> = [];
    /** It arrived, or it is said of it that nobody knows. */
    const isThere = (what: (typeof expected)[number]): boolean =>
      them.arrived(what) > 0 || standing.some((row) => row.state === 'unknown' && row.subject.startsWith(what.session));
    await until('all is said in Teams', async () => {
      standing = await waiting.standing();
      return expected.filter((one) => one.platform === 'teams').every(isThere);
    });
    expect(slack.messages.length).toBe(told);

    const before = await timeAt(all[0]);
    for (const [i, one] of [all[1], all[2], all[0], all[1]].entries()) {
      await fetch(new URL('/dev/clock', one.url), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ advance: 'PT6H' }),
      });
      for (const other of all)
        await until('the others go by it', async () => (await timeAt(other)) - before >= (i + 1) * 6 * hour);
      if (i === 1) {
        await all[2].dies();
        await all[2].start();
      }
      await sleep(1_000);
    }
    const back = Date.now();
    await slack.back();
    await until('all of it ended', async () => {
      const left = await waiting.left();
      return left.prompts === 0 && left.open === 0;
    });
    const took = Date.now() - back;
    await sleep(lastArrival);

    standing = await waiting.standing();
    const ends = Object.entries((await waiting.left()).ends).join('; ');
    tell(`${took} ms after it was back; ${slack.messages.length} messages on Slack, ${teams.messages.length} in Teams`);
    tell(`ends: ${ends}; broken: ${JSON.stringify(Object.fromEntries(slack.broken))}`);
    expect(of('slack', 'questions').length).toBeGreaterThan(0);
    expect(of('slack', 'questions').filter((what) => them.arrived(what) !== 1)).toEqual([]);
    expect(of('slack', 'reminder').filter((what) => them.arrived(what) !== 0)).toEqual([]);
    expect(them.doubled('slack')).toEqual({ byKey: 0, bySight: 0 });
    expect(standing.filter((row) => row.platform === 'slack' && ['failed', 'unknown'].includes(row.state))).toEqual([]);
    expect(them.tooOften(standing)).toEqual([]);
    expect(all.flatMap((one) => one.said).filter((line) => /"level":"fatal"|unhandled/i.test(line))).toEqual([]);
  });
});

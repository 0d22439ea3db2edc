import { randomBytes } from 'node:crypto';
import { appendFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { havePostgres } from '../support/postgres.js';
import { chanceFrom } from './chance.js';
import type { One } from './one-of-several.js';
import { builtForSurvival, here, lastArrival, type Several, several } from './several.js';
import type { Odds } from './unkind.js';
import { withoutFence } from './without-fence.js';

/**
 * Three compiled programs on one PostgreSQL, with more due on Slack and in Teams than one sends in a moment. They are killed
 * at random, and at each statement between a claim and its record; one is stopped past its lease and goes on; the clock of
 * one is ten minutes wrong; the server is restarted in the middle, and connections are cut. Servers of our own count what
 * arrives: nothing may be lost, and nothing doubled where it can be asked what arrived. Teams cannot be asked
 * (docs/platforms.md#teams-cannot-look-up): there what is sensitive is said once or ends as *unknown*, and anything else is
 * said again only after a try that was written down and that nobody knows the end of.
 *
 * `npm run survive -- --replicas` sets REPLICAS_DUE, REPLICAS_KILLS and SURVIVAL_TABLE; with SURVIVAL_FENCE=out the
 * programs have no fence, and something has to be said twice.
 */

const reminders = Number(process.env.REPLICAS_DUE ?? 96);
const leastKills = Number(process.env.REPLICAS_KILLS ?? 12);
const fenced = process.env.SURVIVAL_FENCE !== 'out';
/** A claim is held so long (ms; src/runtime/outbound/outbox.ts). */
const lease = 60_000;
/** Statements between a claim and what it came to, at most. */
const statements = 14;

const odds: Odds = {
  limited: 0.01,
  resetBefore: 0.01,
  resetAfter: 0.02,
  failedAfter: 0.01,
  hangs: 0.005,
  late: 0.01,
  slow: 0.2,
};

const chance = chanceFrom(Number(process.env.SURVIVAL_SEED ?? (randomBytes(4).readUInt32BE() || 1)));
const tell = (line: string): void => void process.stdout.write(`replicas: ${line}\n`);

describe.skipIf(!havePostgres())('three replicas', () => {
  let them: Several;
  let unfenced: ReturnType<typeof withoutFence> | undefined;

  beforeAll(async () => {
    tell(`SURVIVAL_SEED=${chance.seed}`);
    builtForSurvival();
    if (!fenced) unfenced = withoutFence();
    them = await several({
      chance,
      odds,
      reminders: { slack: reminders, teams: Math.ceil(reminders / 2) },
      ...(unfenced === undefined ? {} : { file: unfenced.file }),
    });
  }, 300_000);
  afterAll(async () => {
    await them?.gone();
    unfenced?.gone();
  });

  const longest = 420_000 + reminders * 1_500 + leastKills * 15_000;
  test('killed, stopped and misled, they lose nothing and say nothing twice', { timeout: longest }, async () => {
    const { slack, teams, waiting, expected, postgres, database } = them;
    const all = [them.one(), them.one(), them.one([here('./ten-minutes-ahead.mjs')])] as const;
    // All of them are there before anything is due: each has its share.
    for (const one of all) await one.start();
    await them.begins(all[0]);
    await waiting.fallsDue();
    const began = Date.now();

    const killed = (): number => all.reduce((sum, one) => sum + one.kills, 0);
    const arrived = (): number => slack.taken.size + teams.taken.size;
    const [first, second, third] = all;
    let over = false;
    let byItself = 0;
    // One is stopped past its lease: what it had in hand is another's by then, and it goes on as if nothing were.
    const stopped = (async () => {
      while (!over && arrived() < 5) await sleep(20);
      first.signal('SIGSTOP');
      await sleep(lease + 5_000);
      first.signal('SIGCONT');
    })();
    const killer = (async () => {
      for (let n = 0; !over && killed() < leastKills; n += 1) {
        const one: One = n % 2 === 0 ? second : third;
        await sleep(chance.between(200, 2_500));
        if (over) break;
        await one.dies();
        if (n % 3 === 0) {
          // It dies by itself between a claim and its record, where there is something to claim.
          const at = 1 + (Math.floor(n / 3) % statements);
          await one.start({ DIES_AT: String(at) }, [here('./dies-at.mjs')]);
          await Promise.race([one.ended(), sleep(3_000)]);
          if (one.pid === undefined) {
            one.kills += 1;
            byItself += 1;
          } else await one.dies();
        }
        await one.start();
      }
    })();
    const cutter = (async () => {
      await sleep(4_000);
      await postgres.restart(undefined, 'immediate');
      while (!over) {
        await sleep(chance.between(2_000, 6_000));
        if (over) break;
        await postgres
          .ask(
            'postgres',
            `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${database}' AND random() < 0.2`,
          )
          .catch(() => undefined);
      }
    })();

    let left: Awaited<ReturnType<typeof waiting.left>> = { prompts: -1, open: -1, ends: {} };
    const counted = async (): Promise<boolean> => {
      left = await waiting.left();
      return left.prompts === 0 && left.open === 0 && killed() >= leastKills;
    };
    const patience = longest - 60_000;
    while (!(await counted().catch(() => false)) && Date.now() - began < patience) await sleep(500);
    over = true;
    await Promise.all([killer, cutter, stopped]);
    slack.beKind();
    teams.beKind();
    while (!(await counted().catch(() => false)) && Date.now() - began < longest - 30_000) await sleep(500);
    await sleep(lastArrival);

    const standing = await waiting.standing();
    const unknown = standing.filter((row) => row.state === 'unknown');
    const isUnknown = ({ platform, session }: (typeof expected)[number]): boolean =>
      platform === 'teams' && unknown.some((row) => row.subject.startsWith(session));
    const lost = expected.filter((what) => them.arrived(what) === 0 && !isUnknown(what)).length;
    const [onSlack, inTeams] = [them.doubled('slack'), them.doubled('teams')];
    const ambiguous = slack.ambiguous() + teams.ambiguous();
    const messages = slack.messages.length + teams.messages.length;
    const cells = [
      chance.seed,
      killed(),
      expected.length,
      messages,
      lost,
      onSlack.byKey,
      inTeams.byKey,
      unknown.length,
      ambiguous,
    ];
    tell('| seed | kills | due | messages | lost | doubled on Slack | doubled in Teams | unknown | ambiguous |');
    tell(`| ${cells.join(' | ')} |`);
    const broken = JSON.stringify([slack, teams].map((server) => Object.fromEntries(server.broken)));
    tell(
      `${Math.round((Date.now() - began) / 1_000)} s; broken: ${broken}; ends: ${JSON.stringify(left.ends)}; ${byItself} died by themselves`,
    );
    if (process.env.SURVIVAL_TABLE !== undefined) await appendFile(process.env.SURVIVAL_TABLE, `${cells.join(' ')}\n`);
    if (!fenced) {
      expect(onSlack.byKey, 'without its fence nothing was said twice: this test would not see it go').toBeGreaterThan(
        0,
      );
      return;
    }
    const { failed = 0, expired = 0, 'not-reachable': unreachable = 0 } = left.ends;
    expect({ ...left, ends: { failed, expired, unreachable } }).toEqual({
      prompts: 0,
      open: 0,
      ends: { failed: 0, expired: 0, unreachable: 0 },
    });
    expect(lost).toBe(0);
    expect([...slack.taken].filter(([, times]) => times > 1)).toEqual([]);
    expect(onSlack.bySight, 'the same said twice under two keys').toBe(0);

    // In Teams: each arrival is one of the tries that were written down, and of what is sensitive there is none but one.
    expect(them.tooOften(standing)).toEqual([]);
    expect(inTeams.bySight, 'the same said twice under two keys').toBe(inTeams.byKey);
    // What is not known is sensitive, in Teams, and was tried.
    expect(unknown.filter((row) => row.platform !== 'teams' || !row.sensitive || row.attempts === 0)).toEqual([]);
    expect(them.uncertain.map((what) => [what.what, isUnknown(what), them.arrived(what) > 1])).toEqual([
      ['questions', true, false],
      ['questions', true, false],
      ['reminder', false, true],
      ['reminder', false, true],
    ]);
    expect(killed()).toBeGreaterThanOrEqual(leastKills);
    expect(byItself, 'none died between a claim and its record').toBeGreaterThan(0);
    // The database being away is no fault of the program's; anything else that went wrong is looked at.
    const said = all.flatMap((one) => one.said).filter((line) => /"level":"fatal"|unhandled/i.test(line));
    expect(said).toEqual([]);
  });
});

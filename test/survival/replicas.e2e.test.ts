import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bin } from '../support/bin.js';
import { listening } from '../support/listening.js';
import { havePostgres, type Postgres, startPostgres } from '../support/postgres.js';
import { chanceFrom } from './chance.js';
import { type ChatServer, chatServer, type Odds } from './chat-server.js';
import { secret } from './people.js';
import { remindersDue } from './reminders-due.js';
import { withoutFence } from './without-fence.js';

/**
 * Three compiled programs on one PostgreSQL, with more due than one sends in a moment. They are killed at random, and at
 * each statement between a claim and its record; one is stopped past its lease and goes on; the clock of one is ten minutes
 * wrong; the server is restarted in the middle, and connections are cut. A server of our own counts what arrives: nothing
 * may be lost and nothing doubled.
 *
 * `npm run survive -- --replicas` sets REPLICAS_DUE, REPLICAS_KILLS and SURVIVAL_TABLE; with SURVIVAL_FENCE=out the
 * programs have no fence, and something has to be said twice.
 */

const reminders = Number(process.env.REPLICAS_DUE ?? 96);
const leastKills = Number(process.env.REPLICAS_KILLS ?? 12);
const fenced = process.env.SURVIVAL_FENCE !== 'out';
/** Seconds: how long one message may take, and how long one that was given up may still arrive. */
const [sendTimeout, acceptDelay] = [1, 1];
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
const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

/** One of the programs, which dies and is started again. */
class One {
  readonly said: string[] = [];
  kills = 0;
  #child: ChildProcess | undefined;
  readonly #env: Readonly<Record<string, string>>;
  readonly #file: string;
  readonly #loaded: readonly string[];
  constructor(env: Readonly<Record<string, string>>, file: string, loaded: readonly string[] = []) {
    this.#env = env;
    this.#file = file;
    this.#loaded = loaded;
  }

  get pid(): number | undefined {
    const p = this.#child;
    return p === undefined || p.exitCode !== null || p.signalCode !== null ? undefined : p.pid;
  }

  /** @param diesAt at which statement after its first claim; at none unless given. Answers once it is ready, or gone. */
  async start(diesAt?: number): Promise<void> {
    // The database may be away just then: it says so and ends, and whoever looks after it starts it again.
    for (let left = 20; !(await this.#starts(diesAt)) && diesAt === undefined; left -= 1) {
      if (left === 0) throw new Error(`it does not start: ${this.said.slice(-5).join('')}`);
      await sleep(300);
    }
  }

  async #starts(diesAt: number | undefined): Promise<boolean> {
    const loaded = [...this.#loaded, ...(diesAt === undefined ? [] : [here('./dies-at.mjs')])];
    const p = spawn(process.execPath, [...loaded.flatMap((file) => ['--import', file]), this.#file], {
      env: {
        PATH: process.env.PATH ?? '',
        TZ: 'UTC',
        HOST: '127.0.0.1',
        PORT: '0',
        ...(diesAt === undefined ? {} : { DIES_AT: String(diesAt) }),
        ...this.#env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    p.stderr?.on('data', (chunk: Buffer) => this.said.push(chunk.toString()));
    this.#child = p;
    return (await listening(p)) !== undefined;
  }

  signal(name: NodeJS.Signals): void {
    this.#child?.kill(name);
  }

  async ended(): Promise<void> {
    const p = this.#child;
    if (p === undefined || this.pid === undefined) return;
    await new Promise<void>((resolve) => p.once('exit', () => resolve()));
  }

  async dies(): Promise<void> {
    if (this.pid === undefined) return;
    this.signal('SIGKILL');
    await this.ended();
    this.kills += 1;
  }
}

describe.skipIf(!havePostgres())('three replicas', () => {
  let folder: string;
  let postgres: Postgres & { stop(): void; restart(away: undefined, how: 'immediate'): Promise<void> };
  let slack: ChatServer;
  let unfenced: ReturnType<typeof withoutFence> | undefined;
  const all: One[] = [];

  beforeAll(async () => {
    tell(`SURVIVAL_SEED=${chance.seed}`);
    if (process.env.SURVIVAL_BUILT === undefined)
      execFileSync('npm', ['run', 'build'], { cwd: here('../..'), stdio: 'pipe' });
    if (!fenced) unfenced = withoutFence();
    folder = await mkdtemp(path.join(tmpdir(), 'mentorlog-replicas-'));
    postgres = await startPostgres();
    slack = await chatServer(chance, (sendTimeout + acceptDelay) * 900, odds);
  }, 180_000);
  afterAll(async () => {
    for (const one of all) {
      one.signal('SIGCONT');
      await one.dies();
    }
    await slack?.stop();
    postgres?.stop();
    unfenced?.gone();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });

  const longest = 420_000 + reminders * 1_500 + leastKills * 15_000;
  test('killed, stopped and misled, they lose nothing and say nothing twice', { timeout: longest }, async () => {
    await postgres.make('replicas', 'template0');
    const url = postgres.url('replicas');
    const { settings, waiting, expected } = await remindersDue({ folder, url, reminders });
    const env = {
      ...settings,
      SLACK_BOT_TOKEN: 'xoxb-survival',
      SLACK_SIGNING_SECRET: secret,
      SLACK_API_URL: slack.url,
      SLACK_SEND_TIMEOUT: String(sendTimeout),
      SLACK_ACCEPT_DELAY: String(acceptDelay),
      TIME_ZONE: 'UTC',
      LOG_LEVEL: 'error',
    };
    const file = unfenced?.file ?? bin;
    all.push(new One(env, file), new One(env, file), new One(env, file, [here('./ten-minutes-ahead.mjs')]));
    // All of them are there before anything is due: each has its share.
    for (const one of all) await one.start();
    await waiting.fallsDue();
    const began = Date.now();

    const killed = (): number => all.reduce((sum, one) => sum + one.kills, 0);
    const arrived = (): number => slack.taken.size;
    const [first, second] = all as [One, One, One];
    let over = false;
    // One is stopped past its lease: what it had in hand is another's by then, and it goes on as if nothing were.
    const stopped = (async () => {
      while (!over && arrived() < 5) await sleep(20);
      first.signal('SIGSTOP');
      await sleep(lease + 5_000);
      first.signal('SIGCONT');
    })();
    const killer = (async () => {
      for (let n = 0; !over && killed() < leastKills; n += 1) {
        const one = n % 2 === 0 ? second : (all[2] as One);
        await sleep(chance.between(200, 2_500));
        if (over) break;
        await one.dies();
        if (n % 3 === 2) {
          // It dies by itself between a claim and its record, where there is something to claim.
          await one.start(1 + (Math.floor(n / 3) % statements));
          await Promise.race([one.ended(), sleep(3_000)]);
          if (one.pid === undefined) one.kills += 1;
          else await one.dies();
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
            `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'replicas' AND random() < 0.2`,
          )
          .catch(() => undefined);
      }
    })();

    let left = { prompts: -1, open: -1, failed: -1 };
    const counted = async (): Promise<boolean> => {
      left = await waiting.left();
      return left.prompts === 0 && left.open === 0 && killed() >= leastKills;
    };
    const patience = longest - 60_000;
    while (!(await counted().catch(() => false)) && Date.now() - began < patience) await sleep(500);
    over = true;
    await Promise.all([killer, cutter, stopped]);
    slack.beKind();
    while (!(await counted().catch(() => false)) && Date.now() - began < longest - 30_000) await sleep(500);
    // What was given up may still arrive.
    await sleep((sendTimeout + acceptDelay) * 1_000);

    const doubled = [...slack.taken.values()].reduce((sum, times) => sum + times - 1, 0);
    const reached = new Set(slack.messages.map((m) => `${m.channel} ${m.first}`));
    const lost = expected.filter(
      ({ user, session }) => !slack.messages.some((m) => m.channel === slack.direct(user) && m.first.includes(session)),
    ).length;
    const unsure = [
      'taken in, then reset',
      'taken in, then 500',
      'reset before',
      'hangs for good',
      'taken in late, nobody told',
    ];
    const ambiguous = unsure.reduce((sum, what) => sum + (slack.broken.get(what) ?? 0), 0);
    const cells = [chance.seed, killed(), expected.length, slack.messages.length, lost, doubled, ambiguous];
    tell('| seed | kills | due | messages | lost | doubled | ambiguous |');
    tell(`| ${cells.join(' | ')} |`);
    tell(
      `${Math.round((Date.now() - began) / 1_000)} s; broken: ${JSON.stringify(Object.fromEntries(slack.broken))}; arrived ${arrived()}`,
    );
    if (process.env.SURVIVAL_TABLE !== undefined) await appendFile(process.env.SURVIVAL_TABLE, `${cells.join(' ')}\n`);
    if (!fenced) {
      expect(doubled, 'without its fence nothing was said twice: this test would not see it go').toBeGreaterThan(0);
      return;
    }
    expect(left).toEqual({ prompts: 0, open: 0, failed: 0 });
    expect(lost).toBe(0);
    expect([...slack.taken].filter(([, times]) => times > 1)).toEqual([]);
    expect(slack.messages.length, 'the same said twice under two keys').toBe(reached.size);
    expect(killed()).toBeGreaterThanOrEqual(leastKills);
    // The database being away is no fault of the program's; anything else that went wrong is looked at.
    const said = all.flatMap((one) => one.said).filter((line) => /"level":"fatal"|unhandled/i.test(line));
    expect(said).toEqual([]);
  });
});

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hour } from '../../src/kernel/clock.js';
import { addDays, local, placeAnyway } from '../../src/kernel/zoned.js';
import { listening } from '../support/listening.js';
import { havePostgres, type Postgres, startPostgres } from '../support/postgres.js';
import { testRootKey } from '../support/root-key.js';
import { chanceFrom } from './chance.js';
import { afterLast, beforeFirst, slot } from './monday/assumed.js';
import { atSpeed } from './monday/at-speed.js';
import { type DayClock, dayClock } from './monday/clock.js';
import { type GrownDay, grownDay } from './monday/database.js';
import { cpuOf, cpuOfServer, statementsIn } from './monday/measured.js';
import { type Everybody, everybody } from './monday/people.js';
import { type Figures, figuresOf, type Quarter, told } from './monday/report.js';
import { type SlackOfTheDay, slackOfTheDay } from './monday/slack.js';
import { secret } from './people.js';

/**
 * A working day of a programme of any size, on PostgreSQL, with the compiled programs, in minutes: what falls due as it does,
 * mentors and mentees who do what they are asked, and a Slack that takes no more than Slack does. Nothing may be lost and
 * nothing doubled; what it takes is told as a table, and a time is a machine's and never a fault.
 *
 * `npm run long -- monday` sets MONDAY_MENTORSHIPS, MONDAY_REPLICAS (one to three) and MONDAY_MINUTES, in which the day goes
 * by. Without them it is the morning of a small one: whether all of this still runs.
 */

const small = process.env.MONDAY_MENTORSHIPS === undefined;
const mentorships = Number(process.env.MONDAY_MENTORSHIPS ?? 20);
const replicas = Number(process.env.MONDAY_REPLICAS ?? 1);
/** The day's length on the clock (ms), and how many times as fast as that it goes by. */
const dayLasts = (small ? 3 : 10) * hour;
const speed = dayLasts / (Number(process.env.MONDAY_MINUTES ?? (small ? 0.2 : 6)) * 60_000);
/** So long before the day begins (ms of its clock) its clock is moved while nothing is due. */
const early = (small ? 1_500 : 10_000) * speed;
const zone = 'Europe/London';
const channel = 'C0MENTORING';

const chance = chanceFrom(Number(process.env.MONDAY_SEED ?? 1));
const tell = (line: string): void => void process.stdout.write(`${line}\n`);
const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

/** Eight o'clock on the next Monday, where they live (ms). */
function nextMonday(): number {
  let date = addDays(local(Date.now(), zone).date, 1);
  while (local(placeAnyway(date, '12:00', zone), zone).weekday !== 1) date = addDays(date, 1);
  return placeAnyway(date, '08:00', zone);
}

describe.skipIf(!havePostgres())('a Monday', () => {
  const begins = nextMonday();
  const ends = begins + dayLasts;
  const slots: number[] = [];
  for (let at = begins + beforeFirst; at <= ends - afterLast; at += slot) slots.push(at);
  const all: { readonly child: ChildProcess; readonly counted: string; at: string }[] = [];
  const said: string[] = [];
  let folder: string;
  let postgres: Postgres & { stop(): void };
  let slack: SlackOfTheDay;
  let people: Everybody;
  let clock: DayClock;
  let day: GrownDay;
  let fast: ReturnType<typeof atSpeed>;
  const sessions = new Map<string, { readonly user: string; readonly startsAt: number }>();
  let made = 0;

  beforeAll(async () => {
    if (process.env.SURVIVAL_BUILT === undefined)
      execFileSync('npm', ['run', 'build'], { cwd: here('../..'), stdio: 'pipe' });
    folder = await mkdtemp(path.join(tmpdir(), 'mentorlog-monday-'));
    const began = performance.now();
    postgres = await startPostgres({ durable: !small });
    await postgres.make('monday', 'template0');
    const url = postgres.url('monday');
    day = await grownDay({ folder, url, mentorships, begins, slots, channel });
    made = performance.now() - began;
    await day.ask(`INSERT INTO "Meta" ("key", "value") VALUES ('clock-offset', $1)`, [
      String(begins - early - Date.now() - 2_000),
    ]);
    for (const row of await day.ask(
      `SELECT s."id", s."startsAt", a."user" FROM "Session" s JOIN "Attendee" t ON t."sessionId" = s."id"
       JOIN "Account" a ON a."personId" = t."menteeId" WHERE s."state" = 'planned'`,
    ))
      sessions.set(String(row.id), { user: String(row.user), startsAt: Number(row.startsAt) });
    fast = atSpeed(speed);
    slack = await slackOfTheDay(speed, (message) => people.see(message));
    clock = dayClock(speed, () => all[0]?.at ?? '');
    people = everybody({
      slack: () => slack,
      ports: () => all.map((one) => one.at),
      chance,
      speed,
      menteeOf: (id) => sessions.get(id),
    });
    for (let n = 0; n < replicas; n += 1) {
      const counted = path.join(folder, `counted-${n}`);
      const child = spawn(process.execPath, ['--import', here('./monday/counts-statements.mjs'), fast.file], {
        env: {
          PATH: process.env.PATH ?? '',
          TZ: 'UTC',
          HOST: '127.0.0.1',
          PORT: '0',
          COUNTED: counted,
          DATABASE_URL: url,
          DATA_KEY: Buffer.from(testRootKey).toString('hex'),
          SIGNING_KEY: '22'.repeat(32),
          BACKUP_DIR: 'off',
          DEV_CLOCK: '1',
          SLACK_BOT_TOKEN: 'xoxb-monday',
          SLACK_SIGNING_SECRET: secret,
          SLACK_API_URL: slack.url,
          TIME_ZONE: 'UTC',
          LOG_LEVEL: 'error',
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      child.stderr.on('data', (chunk: Buffer) => said.push(chunk.toString()));
      const one = { child, counted, at: '' };
      all.push(one);
      one.at = ((await listening(child)) ?? '').replace(/\/$/, '');
      if (one.at === '') throw new Error(`it does not start: ${said.slice(-5).join('')}`);
    }
  }, 900_000);
  afterAll(async () => {
    for (const { child } of all) child.kill('SIGKILL');
    await slack?.stop();
    await day?.close();
    postgres?.stop();
    fast?.gone();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });

  const cost = () => ({
    at: performance.now(),
    programs: all.map(({ child }) => cpuOf(child.pid ?? 0)),
    server: cpuOfServer(postgres.folder),
    driver: cpuOf(process.pid),
    statements: all.map(({ counted }) => statementsIn(counted).statements),
    calls: { ...slack.calls },
    answers: people.done.answers.length,
  });
  const waiting = async () => {
    const [row] = await day.ask(
      `SELECT (SELECT COUNT(*) FROM "Prompt" WHERE "state" = 'waiting' AND "dueAt" <= $1) AS prompts,
         (SELECT COUNT(*) FROM "Outbox" WHERE "state" IN ('waiting', 'sending')) AS open,
         (SELECT COUNT(*) FROM "Outbox" WHERE "state" IN ('failed', 'unknown', 'not-reachable')) AS failed,
         (SELECT COUNT(*) FROM "Outbox" WHERE "state" = 'expired') AS late`,
      [clock.now()],
    );
    return {
      prompts: Number(row?.prompts),
      open: Number(row?.open),
      failed: Number(row?.failed),
      late: Number(row?.late),
    };
  };

  test('goes by with nothing lost and nothing said twice', { timeout: 1_500_000 }, async () => {
    const load = loadavg();
    // What it costs while nothing falls due and only its clock is moved: that is the driver's doing and no day's.
    // What every start does is no day's.
    await sleep(small ? 500 : 5_000);
    const idleFrom = cost();
    await clock.goes(begins - early, begins);
    const idleTo = cost();

    const quarters: Quarter[] = [];
    const from = cost();
    let over = false;
    const watching = (async () => {
      let before = from;
      let shown = begins;
      while (!over) {
        await sleep(100);
        if (clock.now() - shown < hour / 4) continue;
        const now = cost();
        quarters.push({ from: shown, to: clock.now(), before, after: now, waiting: await waiting() });
        [before, shown] = [now, clock.now()];
      }
    })();
    await clock.goes(begins, ends);
    // Of a small one all is done that anybody has in hand; else whoever has not begun by now goes home.
    if (!small) people.goHome();
    // What waits at the end of the day is sent in the evening, as far as Slack takes it.
    const patience = performance.now() + (small ? 20_000 : 90_000);
    let left = await waiting();
    while ((left.open > 0 || left.prompts > 0 || people.busy() > 0) && performance.now() < patience) {
      await sleep(250);
      left = await waiting();
    }
    over = true;
    await watching;
    await sleep(600);
    const to = cost();

    const figures: Figures = await figuresOf({
      day,
      slack,
      people,
      clock,
      quarters,
      from,
      to,
      idleFrom,
      idleTo,
      left,
      load,
      made,
      mentorships,
      replicas,
      speed,
      begins,
      ends,
      cores: cpus().length,
    });
    for (const line of told(figures)) tell(line);
    if (process.env.MONDAY_JSON !== undefined)
      await writeFile(process.env.MONDAY_JSON, JSON.stringify(figures, null, 1));
    for (const fault of people.done.faults.slice(0, 5)) tell(`not taken: ${fault}`);
    for (const line of said.slice(0, 5)) tell(`said: ${line.trim()}`);

    expect(figures.doubled).toBe(0);
    expect(figures.lost).toEqual({ messages: 0, records: 0, plans: 0, confirmations: 0 });
    // What came too late to be worth saying is told in the table: of a day that goes by so fast that is the machine's doing.
    expect(left.failed).toBe(0);
    if (!small) return;
    expect(people.done.faults).toEqual([]);
    expect([...people.done.acts.keys()]).toEqual(
      expect.arrayContaining(['record.open', 'hours.confirm', 'ask.rate', 'plan', 'plan.accept']),
    );
  });
});

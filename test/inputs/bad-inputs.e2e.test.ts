import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { localTenant } from '../../src/local/sample-people.js';
import { startCloud } from '../adapters/teams/cloud.js';
import { chanceFrom } from '../survival/chance.js';
import { type ChatServer, chatServer, team } from '../survival/chat-server.js';
import { fillings } from '../survival/filling.js';
import { patient, secret } from '../survival/people.js';
import { type Program, portOfOurOwn, program } from '../survival/program.js';
import { canary, stranger } from './bad.js';
import { digests, everyId, programmeAt } from './digests.js';
import { pagesDoor, type Sent, slackDoor, teamsDoor } from './doors.js';

/**
 * Whatever is sent to the compiled program's doors (Slack's signed requests, Teams' activities, the local chat, pages of
 * links, imports, calendars): it answers, nothing of it is a fault, nothing of another programme changes, and no word
 * that was typed stands in its log, its counts, its error pages, or readable in its files.
 *
 * INPUTS_COUNT and INPUTS_SEED look further than `.ci/run` does (`npm run long -- inputs`).
 */

const count = Number(process.env.INPUTS_COUNT ?? 300);
const chance = chanceFrom(Number(process.env.INPUTS_SEED ?? (randomBytes(4).readUInt32BE() || 1)));
const atOnce = 6;
const tell = (line: string): void => void process.stdout.write(`inputs: ${line}\n`);

let folder: string;
let file: string;
let server: ChatServer;
let cloud: Awaited<ReturnType<typeof startCloud>>;
let bot: Program;
let base: string;

beforeAll(async () => {
  tell(`INPUTS_SEED=${chance.seed} INPUTS_COUNT=${count}`);
  execFileSync('node', ['prisma/build.mjs', '--if-needed'], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    stdio: 'pipe',
  });
  folder = await mkdtemp(path.join(tmpdir(), 'mentorlog-inputs-'));
  file = path.join(folder, 'mentorlog.db');
  const port = await portOfOurOwn();
  base = `http://127.0.0.1:${port}`;
  const settings = {
    DATABASE_URL: `file:${file}`,
    DATA_KEY: randomBytes(32).toString('hex'),
    BACKUP_DIR: 'off',
    TIME_ZONE: 'Europe/London',
    LOG_LEVEL: 'info',
    LOCAL_CHAT: '1',
  };
  // The sample people come to a new database of the local chat's alone.
  const first = program(port, settings);
  await first.start();
  await first.stop();
  server = await chatServer(chance, 0);
  server.beKind();
  cloud = await startCloud();
  bot = program(port, {
    ...settings,
    FIRST_COORDINATOR: `slack:${team}:U0PRIYA`,
    SLACK_BOT_TOKEN: 'xoxb-inputs',
    SLACK_SIGNING_SECRET: secret,
    SLACK_API_URL: server.url,
    TEAMS_ALLOW_UNAUTHENTICATED: '1',
  });
  await bot.start();
}, 300_000);
afterAll(async () => {
  await bot?.stop();
  await server?.stop();
  await cloud?.stop();
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
});

const memory = async (): Promise<number> =>
  Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${bot.pid}/status`, 'utf8').catch(() => ''))?.[1] ?? 0) / 1024;

interface Answers {
  readonly statuses: Map<string, number>;
  readonly wrong: string[];
}

/** The product says so itself: it cannot be asked twice at once, or its disk is full. */
async function send(sent: Sent, answers: Answers): Promise<void> {
  const what = (): string =>
    `${sent.method} ${sent.path.slice(0, 120)} ${JSON.stringify(sent.headers).slice(0, 300)} ${(sent.body ?? '').slice(0, 1_500)}`;
  const note = (key: string): void => void answers.statuses.set(key, (answers.statuses.get(key) ?? 0) + 1);
  try {
    const response = await fetch(`${base}${sent.path}`, {
      method: sent.method,
      headers: sent.headers,
      ...(sent.body === undefined ? {} : { body: sent.body }),
      redirect: 'manual',
      signal: AbortSignal.timeout(30_000),
    });
    note(`${sent.door} ${response.status}`);
    const type = response.headers.get('content-type') ?? '';
    if (type.startsWith('text/event-stream')) {
      await response.body?.cancel();
      return;
    }
    const text = await response.text();
    if (response.status >= 500 && !(response.status === 501 && sent.door === 'teams'))
      answers.wrong.push(`${response.status}: ${what()}\n  ${text.slice(0, 300)}`);
    if (response.status >= 400 && text.includes(canary) && !text.includes('<form'))
      answers.wrong.push(`an error page repeats what was typed: ${response.status} ${what()}`);
    sent.heard?.(text, response.headers.get('location'));
  } catch (error) {
    const cause = (error as { cause?: { code?: string } }).cause?.code ?? String(error);
    note(`${sent.door} ${cause}`);
    // A body that is refused before it was read ends its connection; a header that is too long as well.
    if (/ECONNREFUSED|Timeout/.test(cause)) answers.wrong.push(`${cause}: ${what()}`);
  }
}

/** So many requests of these doors, some at once. */
async function attack(doors: readonly (() => Sent)[], times: number, answers: Answers): Promise<void> {
  let left = times;
  const one = async (): Promise<void> => {
    while (left > 0 && answers.wrong.length < 20) {
      left -= 1;
      const door = doors[left % doors.length];
      if (door !== undefined) await send(door(), answers);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, one));
}

/** Nothing more is to be said. */
async function quiet(): Promise<void> {
  await expect
    .poll(async () => (await fetch(`${base}/metrics`)).text(), { timeout: 120_000, interval: 200 })
    .toMatch(/^mentorlog_outbox_open 0$/m);
}

/** A minute after it started the program looks at every chain, and writes on each programme's own which key it signs with. */
async function lookedOver(programmes: number): Promise<void> {
  const signed = async (): Promise<number> =>
    Number(/^mentorlog_signed_heads (\d+)$/m.exec(await (await fetch(`${base}/metrics`)).text())?.[1]);
  await expect.poll(signed, { timeout: 180_000, interval: 500 }).toBeGreaterThanOrEqual(programmes);
}

/** Two pairs at Slack, one of whom have agreed: people and rows to be left alone, and then to be attacked. */
async function peopleAtSlack(): Promise<void> {
  const anything = fillings();
  const person = (id: string) => patient(id, server, bot);
  const priya = person('U0PRIYA');
  await priya.types('help');
  for (const [mentor, mentee] of [
    ['U0MAYA', 'U0LEO'],
    ['U0TOM', 'U0AISHA'],
  ] as const) {
    await person(mentor).types('help');
    await person(mentee).types('help');
    await priya.fillsByTyping(`people <@${mentor}>`, anything({ roles: ['mentor'] }));
    await priya.fillsByTyping(`people <@${mentee}>`, anything({ roles: ['mentee'] }));
    await person(mentor).fillsByTyping(`start <@${mentee}>`, anything());
  }
}

test('whatever comes in at any door, it answers, keeps it apart, and repeats it nowhere', {
  timeout: 300_000 + count * 100,
}, async () => {
  await peopleAtSlack();
  await lookedOver(2);
  await quiet();
  const answers: Answers = { statuses: new Map(), wrong: [] };
  const began = Date.now();

  // The pages and Teams, while Slack's programme is left alone.
  const slack = await programmeAt(file, team);
  let before = await digests(file, slack);
  const around = { chance, known: await everyId(file) };
  const [pages, teams] = [pagesDoor(around), teamsDoor(around, cloud)];
  await attack([pages, pages, teams], Math.ceil(count * 0.3), answers);
  const middle = await memory();
  await attack([pages, pages, teams], Math.ceil(count * 0.35), answers);
  expect.soft(await digests(file, slack), 'of Slack’s programme').toEqual(before);

  // Slack, while the local chat's is left alone.
  await quiet();
  const local = await programmeAt(file, localTenant);
  before = await digests(file, local);
  await attack([slackDoor({ chance, known: await everyId(file) }, server)], Math.floor(count * 0.35), answers);
  expect.soft(await digests(file, local), 'of the local chat’s programme').toEqual(before);

  const end = await memory();
  const total = [...answers.statuses.values()].reduce((a, b) => a + b, 0);
  tell(
    `${total} inputs in ${Math.round((Date.now() - began) / 1000)} s; memory ${Math.round(middle)} MB at a third, ` +
      `${Math.round(end)} MB at the end; ${JSON.stringify(Object.fromEntries([...answers.statuses].sort()))}`,
  );
  expect(answers.wrong.join('\n\n')).toBe('');
  expect(bot.pid, 'it is alive').toBeDefined();
  expect((await fetch(`${base}/readyz`)).status).toBe(200);
  if (end > 0) expect(end).toBeLessThan(700);

  const log = bot.said.join('');
  const lines = log.split('\n').filter((line) => line !== '');
  const codes = new Map<string, number>();
  for (const line of lines) {
    const { level, code, fault } = JSON.parse(line) as { level: string; code: string; fault?: string };
    if (level !== 'error') continue;
    codes.set(`${code} ${fault}`, (codes.get(`${code} ${fault}`) ?? 0) + 1);
    tell(line);
  }
  tell(`faults in the log: ${JSON.stringify(Object.fromEntries(codes))}`);
  for (const word of [canary, stranger]) expect(log).not.toContain(word);
  expect(await (await fetch(`${base}/metrics`)).text()).not.toContain(canary);
  expect(Object.fromEntries(codes)).toEqual({});
  for (const name of await readdir(folder, { recursive: true })) {
    const bytes = await readFile(path.join(folder, name), 'latin1').catch(() => '');
    const at = bytes.indexOf(canary);
    expect(at < 0 ? '' : bytes.slice(at - 200, at + 60), `${name} holds what was typed`).toBe('');
  }
});

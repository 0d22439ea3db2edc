import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { openStore } from '../../adapters/prisma/index.js';
import { everythingKept } from '../../src/kept.js';
import { randomIds } from '../../src/kernel/ids.js';
import { programDatabase } from '../support/program-database.js';
import { chanceFrom } from '../survival/chance.js';
import { chatServer, team } from '../survival/chat-server.js';
import { fillings } from '../survival/filling.js';
import { patient, secret, until } from '../survival/people.js';
import { portOfOurOwn, program } from '../survival/program.js';

/** SIGTERM while people are being answered and a platform hangs: it ends by itself, in time, and nothing is lost or doubled. */

const root = path.resolve(import.meta.dirname, '../..');

type Arguments = Readonly<Record<string, string>>;
/** In front of a chat: what of its calls is answered late, and what is taken in there and never answered. */
interface Front {
  readonly url: string;
  hangs(method: string, args: Arguments): boolean;
  late(method: string, args: Arguments): number;
}

async function inFrontOf(url: string): Promise<Front> {
  async function pass(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const method = (req.url ?? '').replace(/^\/api\//, '');
    const args = Object.fromEntries(new URLSearchParams(body));
    await sleep(front.late(method, args));
    const answer = await fetch(new URL(method, url), { method: 'POST', body });
    if (front.hangs(method, args)) return;
    res.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
  }
  const server = createServer((req, res) => void pass(req, res).catch(() => res.destroy()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const front = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`,
    hangs: (_method: string, _args: Arguments): boolean => false,
    late: (_method: string, _args: Arguments): number => 0,
  };
  return front;
}

test('what can be answered is, what hangs is left to the next start, and there it is found, not said again', {
  timeout: 240_000,
}, async () => {
  if (process.env.SURVIVAL_BUILT === undefined) execFileSync('npm', ['run', 'build'], { cwd: root, stdio: 'pipe' });
  const folder = await mkdtemp(path.join(tmpdir(), 'mentorlog-stopping-'));
  const url = await programDatabase(folder);
  const chat = await chatServer(chanceFrom(1), 0);
  chat.beKind();
  const front = await inFrontOf(chat.url);
  const key = randomBytes(32);
  const port = await portOfOurOwn();
  const bot = program(port, {
    DATABASE_URL: url,
    DATA_KEY: key.toString('hex'),
    FIRST_COORDINATOR: `slack:${team}:U0PRIYA`,
    SLACK_BOT_TOKEN: 'xoxb-stopping',
    SLACK_SIGNING_SECRET: secret,
    SLACK_API_URL: front.url,
    // Longer than a stop may take, so that what hangs still does.
    SLACK_SEND_TIMEOUT: '15',
    SLACK_ACCEPT_DELAY: '1',
    DEV_CLOCK: '1',
    TIME_ZONE: 'UTC',
    BACKUP_DIR: 'off',
  });
  onTestFinished(async () => {
    await bot.stop();
    await chat.stop();
    await rm(folder, { recursive: true, force: true });
  });
  await bot.start();

  // ---- Monday at nine, a mentor and a mentee who have agreed
  const today = new Date();
  await bot.clockTo(
    Date.UTC(today.getUTCFullYear(), today.getUTCMonth(), today.getUTCDate() + 8 - (today.getUTCDay() || 7), 9),
  );
  const anything = fillings();
  const person = (id: string) => patient(id, chat, bot);
  const [priya, maya, leo] = [person('U0PRIYA'), person('U0MAYA'), person('U0LEO')];
  for (const who of [priya, maya, leo]) await who.types('help');
  await priya.fillsByTyping(`people <@${maya.id}>`, anything({ roles: ['mentor'] }));
  await priya.fillsByTyping(`people <@${leo.id}>`, anything({ roles: ['mentee'] }));
  await maya.fillsByTyping(`start <@${leo.id}>`, anything());
  await leo.fillsByPressing('agreement.answer', anything({ word: 'signed', change: '' }));

  // ---- everything at once: a message to Leo is taken in and never answered, a newcomer is let in slowly, another never
  const toLeo = () => chat.messages.filter((m) => m.channel === chat.direct(leo.id) && m.first.includes('plan.accept'));
  front.hangs = (method, args) =>
    (method === 'chat.postMessage' && args.channel === chat.direct(leo.id)) ||
    (method === 'users.info' && args.user === 'U0HANGS');
  front.late = (method, args) => (method === 'users.info' && args.user === 'U0SLOW' ? 1_000 : 0);
  await maya.fillsByTyping(`plan <@${leo.id}> tomorrow 3pm 45m Calls`, anything());
  await until('the invitation is under way', () => toLeo().length === 1);
  // Slack is told within its three seconds that the word was heard; who is not answered after that types it again.
  const hangs = person('U0HANGS');
  await hangs.types('help');
  let slowAt = Number.POSITIVE_INFINITY;
  const slow = person('U0SLOW')
    .types('help')
    .then(() => {
      slowAt = performance.now();
    });
  await sleep(300);
  expect(slowAt).toBe(Number.POSITIVE_INFINITY);

  const began = performance.now();
  const code = await bot.ended();
  const ended = performance.now();
  expect(code).toBe(0);
  expect(ended - began).toBeLessThan(10_000);
  await slow;
  expect(slowAt).toBeLessThan(ended);
  expect(bot.said.join('')).toContain('stopped-with-work-left');

  // ---- and again, with everybody there
  front.hangs = () => false;
  await bot.start();
  await hangs.types('help');
  const metrics = async () => (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  await expect
    .poll(metrics, { timeout: 60_000, interval: 500 })
    .toMatch(/^mentorlog_prompts_due 0$[\s\S]*^mentorlog_outbox_open 0$[\s\S]*^mentorlog_outbox_ambiguous 0$/m);
  expect(await bot.ended()).toBe(0);
  expect(toLeo()).toHaveLength(1);
  expect([...chat.taken].filter(([, times]) => times > 1)).toEqual([]);
  const faults = bot.said.join('').match(/"code":"(hear|engine|prompt|send|outbox|outbox-settle)"[^\n]*/g);
  expect(faults).toBeNull();

  const store = await openStore({ url, rootKey: key, ids: randomIds(), kept: everythingKept });
  try {
    await store.read(async (tx) => {
      const [programme] = await tx.programmes.all();
      const rows = tx.in(programme?.id as never);
      const users = (await rows.people.all()).flatMap((p) => p.accounts.map((a) => a.user));
      expect(users.sort()).toEqual(['U0HANGS', 'U0LEO', 'U0MAYA', 'U0PRIYA', 'U0SLOW']);
      expect(await rows.sessions.all()).toHaveLength(1);
      for (const m of chat.messages)
        expect((await rows.posted.find(`slack:${team}:${m.channel}:${m.ts}` as never))?.key, m.text).toBe(m.key);
      expect(await rows.outbox.undelivered(10)).toEqual([]);
    });
  } finally {
    await store.close();
  }
});

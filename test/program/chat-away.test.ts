import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { readConfig } from '../../src/program/config.js';
import { type Running, start } from '../../src/program/main.js';
import { whyNotStarted } from '../../src/program/why-not.js';
import { freePort } from '../adapters/slack/workspace.js';
import { startBot } from '../support/bot.js';
import { testRootKey } from '../support/store.js';

/** The program where Slack cannot be reached as it starts: all else is served, and Slack is tried again. */

let folder = '';
let running: Running | undefined;
let slack: Server | undefined;
afterEach(async () => {
  await running?.stop();
  running = undefined;
  await new Promise<void>((resolve) => (slack === undefined ? resolve() : void slack.close(() => resolve())));
  slack = undefined;
  await rm(folder, { recursive: true, force: true });
});

async function begin(port: number, said: string[] = [], level = 'error'): Promise<void> {
  folder = await mkdtemp(path.join(tmpdir(), 'mentorlog-away-'));
  const t = await startBot({ file: `${folder}/mentorlog.db` });
  await t.stop();
  const config = readConfig({
    HOST: '127.0.0.1',
    PORT: '0',
    DATABASE_URL: `file:${folder}/mentorlog.db`,
    DATA_KEY: Buffer.from(testRootKey).toString('hex'),
    LOG_LEVEL: level,
    LOCAL_CHAT: '1',
    SLACK_BOT_TOKEN: 'xoxb-1',
    SLACK_SIGNING_SECRET: 'a secret of Slack’s',
    SLACK_API_URL: `http://127.0.0.1:${port}/api/`,
  });
  running = await start(config, (line) => void said.push(line));
}
/** Slack's side, answering every call so. */
function slackAt(port: number, status: number, answer: object): Promise<void> {
  slack = createServer((_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', connection: 'close' });
    response.end(JSON.stringify(answer));
  });
  return new Promise((resolve) => slack?.listen(port, '127.0.0.1', () => resolve()));
}
const well = { ok: true, team_id: 'T1', user_id: 'U1', bot_id: 'B1', app_id: 'A1' };
const get = async (at: string): Promise<{ readonly status: number; readonly text: string }> => {
  const answer = await fetch(new URL(at, running?.address));
  return { status: answer.status, text: await answer.text() };
};
const notReached = /Slack could not be reached since/;

test('nobody answers for Slack: the others are served, it is said where one looks, and Slack is heard once it is back', async () => {
  const port = await freePort();
  const said: string[] = [];
  await begin(port, said);
  expect(said.join('\n')).toContain('Not reached: slack.');
  expect(await get('/readyz')).toEqual({
    status: 200,
    text: expect.stringMatching(/^ready\nslack is away since 2.*Z: it is tried again at least once a minute\n$/),
  });
  expect((await get('/metrics')).text).toContain('mentorlog_chats_away 1\n');
  // The coordinator's home says so; a mentor's does not.
  expect((await get('/chat/priya/home')).text).toMatch(notReached);
  expect((await get('/chat/maya/home')).text).not.toMatch(notReached);
  const events = new URL('/slack/events', running?.address);
  expect((await fetch(events, { method: 'POST' })).status).not.toBe(200);

  await slackAt(port, 200, well);
  await expect.poll(async () => (await get('/readyz')).text).toBe('ready\n');
  expect((await get('/chat/priya/home')).text).not.toMatch(notReached);
});

test.each([
  ['a failure of its own', 503, {}],
  ['too many requests', 429, {}],
  ['a code of its own failure', 200, { ok: false, error: 'internal_error' }],
])('%s is Slack being away, too', async (_, status, answer) => {
  const port = await freePort();
  await slackAt(port, status, answer);
  await begin(port);
  expect((await get('/readyz')).text).toContain('slack is away');
});

test.each([
  ['a token that is revoked', 'token_revoked', 'copy the bot token again'],
  ['a scope that is missing', 'missing_scope', 'install the app again'],
])('%s is for whoever starts it to mend: one sentence', async (_, error, sentence) => {
  const port = await freePort();
  await slackAt(port, 200, { ok: false, error });
  const why = await begin(port).then(() => undefined, whyNotStarted);
  expect(why).toContain(sentence);
});

test('what the chat says of its calls is one line a minute, however many they are', async () => {
  const port = await freePort();
  await slackAt(port, 200, well);
  const lines: string[] = [];
  const written = vi.spyOn(process.stderr, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
  onTestFinished(() => void written.mockRestore());
  await begin(port, [], 'info');
  const events = new URL('/slack/events', running?.address);
  for (let n = 0; n < 20; n += 1) await (await fetch(events, { method: 'POST', body: 'x' })).text();
  expect(lines.filter((l) => l.includes('"slack.door"'))).toHaveLength(1);
});

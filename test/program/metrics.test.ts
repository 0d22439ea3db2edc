import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { readConfig } from '../../src/program/config.js';
import { type Running, start } from '../../src/program/main.js';
import { testRootKey } from '../support/store.js';

/** The program itself: who may read its counts, and from where. */

let folder = '';
let running: Running | undefined;
afterEach(async () => {
  await running?.stop();
  running = undefined;
  await rm(folder, { recursive: true, force: true });
});

const token = 'c'.repeat(40);

async function begin(settings: Readonly<Record<string, string>> = {}): Promise<string> {
  folder = await mkdtemp(path.join(tmpdir(), 'mentorlog-metrics-'));
  const all = {
    PORT: '0',
    DATABASE_URL: `file:${folder}/mentorlog.db`,
    DATA_KEY: Buffer.from(testRootKey).toString('hex'),
    LOG_LEVEL: 'error',
    ...settings,
  };
  running = await start(readConfig(all), () => undefined);
  return running.address.replace('0.0.0.0', '127.0.0.1').replace(/\/$/, '');
}

/** The status, asked with these headers; `from` another address of this machine. 0 where nobody listens. */
const ask = (at: string, headers: Readonly<Record<string, string>> = {}, from?: string): Promise<number> =>
  new Promise((resolve) => {
    const asked = request(at, { headers, ...(from === undefined ? {} : { localAddress: from }) }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
    });
    asked.on('error', () => resolve(0));
    asked.end();
  });
const bearer = (given: string): Record<string, string> => ({ Authorization: `Bearer ${given}` });

/** A port that is free at the moment. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

test('with no setting only this machine itself reads them, and nobody through a proxy', async () => {
  const base = await begin();
  expect(await ask(`${base}/metrics`)).toBe(200);
  for (const header of ['X-Forwarded-For', 'Forwarded', 'Via', 'X-Real-IP', 'X-Forwarded-Host', 'X-Forwarded-Proto'])
    expect([header, await ask(`${base}/metrics`, { [header]: '127.0.0.1' })]).toEqual([header, 404]);
  // What stays open says nothing of anybody.
  for (const [at, says] of [
    ['/livez', 'ok\n'],
    ['/healthz', 'ok\n'],
    ['/readyz', 'ready\n'],
  ])
    expect(await (await fetch(`${base}${at}`, { headers: { 'X-Forwarded-For': '203.0.113.7' } })).text()).toBe(says);
});

test('with a token whoever shows it reads them, and this machine has to as well', async () => {
  const base = await begin({ METRICS_TOKEN: token });
  for (const [given, status] of [
    [bearer(token), 200],
    [{ ...bearer(token), 'X-Forwarded-For': '203.0.113.7' }, 200],
    [{ Authorization: `bearer ${token}` }, 200],
    [{}, 401],
    [bearer(''), 401],
    [bearer(`${token}c`), 401],
    [bearer(token.slice(1)), 401],
    [{ Authorization: `Basic ${Buffer.from(`a:${token}`).toString('base64')}` }, 401],
    [{ Authorization: token }, 401],
  ] as const)
    expect([given, await ask(`${base}/metrics`, given)]).toEqual([given, status]);
  expect(await ask(`${base}/metrics?token=${token}`)).toBe(401);
});

test('on a port of their own they are there alone, and nothing else is', async () => {
  const port = await freePort();
  const base = await begin({ METRICS_PORT: String(port) });
  const own = `http://127.0.0.1:${port}`;
  expect(await ask(`${own}/metrics`)).toBe(200);
  expect(await ask(`${own}/metrics`, { 'X-Forwarded-For': '203.0.113.7' })).toBe(404);
  expect(await ask(`${base}/metrics`)).toBe(404);
  for (const at of ['/', '/livez', '/healthz', '/readyz', '/concern', '/f/x'])
    expect([at, await ask(`${own}${at}`)]).toEqual([at, 404]);
  await running?.stop();
  running = undefined;
  expect(await ask(`${own}/metrics`)).toBe(0);
});

test.each([
  ['', 0],
  [token, 200],
])(
  'listening on every address, the port of their own is this machine’s unless there is a token',
  async (set, status) => {
    const port = await freePort();
    await begin({
      HOST: '0.0.0.0',
      METRICS_PORT: String(port),
      METRICS_TOKEN: set,
      SLACK_BOT_TOKEN: 'xoxb-1-1-a',
      SLACK_SIGNING_SECRET: 'a'.repeat(32),
      SLACK_API_URL: 'http://127.0.0.1:9/',
    });
    // 127.0.0.2 is this machine too, but not where a listener on 127.0.0.1 is.
    expect(await ask(`http://127.0.0.2:${port}/metrics`, bearer(token))).toBe(status);
    expect(await ask(`http://127.0.0.1:${port}/metrics`, bearer(token))).toBe(200);
  },
);

test.each([
  [{ METRICS_TOKEN: 'short' }, /METRICS_TOKEN: give at least 16 letters and digits/],
  [{ METRICS_TOKEN: 'with a blank in it, and long' }, /METRICS_TOKEN/],
  [{ METRICS_PORT: '99999' }, /METRICS_PORT: give a port number/],
  [{ METRICS_PORT: '3978' }, /METRICS_PORT: give another port than PORT/],
])('what cannot be is refused: %o', (settings, says) => {
  expect(() => readConfig(settings)).toThrow(expect.objectContaining({ say: expect.stringMatching(says) }));
});

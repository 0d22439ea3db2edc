import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { asking, fetchWithin, isTooLate } from '../../../adapters/slack/last-moment.js';

/** A program that stands still between asking for a request and writing it writes nothing when it goes on. */

let server: Server;
let url: string;
let [came, connections] = [0, 0];
beforeAll(async () => {
  server = createServer((req, res) => {
    came += 1;
    req.resume().on('end', () => res.end('taken'));
  }).on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterAll(() => new Promise((ended) => server.close(ended)));

/** All of the process, as SIGSTOP would have it. */
const standStill = (ms: number): void => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
const post = { method: 'POST', body: 'a message', headers: { connection: 'close' } };

test.each([
  ['it was soon enough', 10_000, undefined, 'taken', 1],
  ['it stood still for longer than a request may take', 50, 120, 'too late', 0],
])('%s', async (_what, within, still, wanted, reached) => {
  // The first request of a process finds out by whom requests go.
  await (await fetchWithin(10_000, url, post)).text();
  const before = came;
  const asked = fetchWithin(within, url, post).then(
    (answer) => answer.text(),
    (error: unknown) => (isTooLate(error) ? 'too late' : String(error)),
  );
  await nextTurn();
  if (still !== undefined) standStill(still);
  expect(await asked).toBe(wanted);
  expect(came - before).toBe(reached);
});

test('what may not begin any more asks nobody for a connection', async () => {
  const before = connections;
  const asked = asking(
    () => false,
    async () => (await fetchWithin(10_000, url, post)).text(),
  );
  await expect(asked).rejects.toSatisfy(isTooLate);
  expect(connections).toBe(before);
  expect(
    await asking(
      () => true,
      async () => (await fetchWithin(10_000, url, post)).text(),
    ),
  ).toBe('taken');
});

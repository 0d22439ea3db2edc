import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { callerOf } from '../../adapters/web/caller.js';
import { mostMisses, mostOfOneToken } from '../../adapters/web/pages/access-link-pages.js';
import { randomIds } from '../../src/kernel/ids.js';
import { newToken } from '../../src/kernel/token.js';
import { readConfig } from '../../src/program/config.js';
import { type Running, start } from '../../src/program/main.js';
import { addressIn, openLinks, proposed } from '../support/links-world.js';
import { testRootKey } from '../support/store.js';
import { hiddenOf } from '../support/visitor.js';

/** The program itself, with everybody coming from one address: a proxy's, or a school's router. */

let folder = '';
let running: Running | undefined;
let link = '';
afterEach(async () => {
  await running?.stop();
  running = undefined;
  await rm(folder, { recursive: true, force: true });
});

/** The program as these settings have it, on a database in which Kai has a link to an agreement. */
async function begin(settings: Readonly<Record<string, string>> = {}): Promise<void> {
  folder = await mkdtemp(path.join(tmpdir(), 'mentorlog-proxy-'));
  const file = `${folder}/mentorlog.db`;
  const world = await openLinks('public', file);
  await proposed(world.bot);
  await world.bot.as('maya').presses('link.make');
  link = new URL(addressIn(world.bot.as('maya').last)).pathname;
  await world.stop();
  running = await start(
    readConfig({
      HOST: '127.0.0.1',
      PORT: '0',
      DATABASE_URL: `file:${file}`,
      DATA_KEY: Buffer.from(testRootKey).toString('hex'),
      LOG_LEVEL: 'error',
      ...settings,
    }),
    () => undefined,
  );
}

const asks = (at: string, from?: string, how: RequestInit = {}): Promise<Response> =>
  fetch(new URL(at, running?.address), { ...how, headers: from === undefined ? {} : { 'X-Forwarded-For': from } });
async function statuses(times: number, at: () => string, from?: (i: number) => string): Promise<number[]> {
  const seen: number[] = [];
  for (let i = 0; i < times; i += 1) {
    const answer = await asks(at(), from?.(i));
    await answer.arrayBuffer();
    seen.push(answer.status);
  }
  return seen;
}
const count = (all: readonly number[], status: number): number => all.filter((s) => s === status).length;
const guess = (): string => `/f/${newToken(randomIds())}`;

test('a stranger’s 250 requests for nothing keep nobody from their own page, nor from whom to turn to', async () => {
  await begin();
  const nothing = await statuses(250, () => '/f/nothing');
  expect([count(nothing, 404), count(nothing, 429)]).toEqual([mostMisses, 250 - mostMisses]);
  expect(count(await statuses(30, guess), 429)).toBe(30);
  for (const at of ['/import/nothing', '/c/nothing.ics'])
    expect(count(await statuses(30, () => at), 429)).toBe(30 - mostMisses);
  // A page with whom to turn to never asks anybody to wait, not even one that there is not.
  for (let i = 0; i < 5; i += 1)
    expect((await asks(`${guess()}/concern`, undefined, { method: 'POST', body: '' })).status).toBe(404);
  const opened = await asks(link);
  expect(opened.status).toBe(200);
  const body = hiddenOf(await opened.text());
  const concern = await asks(`${link}/concern`, undefined, { method: 'POST', body });
  expect([concern.status, (await concern.text()).includes('999')]).toEqual([200, true]);
});

test('whom to turn to is shown however often, and by whoever, it is asked for', async () => {
  await begin();
  const body = hiddenOf(await (await asks(link)).text());
  expect(count(await statuses(mostOfOneToken + 10, () => link), 429)).toBeGreaterThan(0);
  for (let i = 0; i < 100; i += 1) {
    const shown = await asks(`${link}/concern`, undefined, { method: 'POST', body });
    expect(shown.status).toBe(200);
    if (i === 99) expect(await shown.text()).toContain('999');
  }
});

test('two hundred and fifty mentees behind one router are none of them held up', async () => {
  await begin();
  // One link stands for all: each has a limit of their own, so fifty requests of it and 250 of strangers are tried.
  await statuses(250, guess);
  expect(count(await statuses(50, () => link), 200)).toBe(50);
});

describe('with TRUST_PROXY', () => {
  const one = '198.51.100.7';
  test.each([
    ['off: what is claimed counts for nothing', {}, (i: number) => `198.51.100.${i}`, true],
    ['1: each caller is their own', { TRUST_PROXY: '1' }, (i: number) => `198.51.100.${i}`, false],
    [
      '1: what a caller claims before the proxy’s word counts for nothing',
      { TRUST_PROXY: '1' },
      (i: number) => `192.0.2.${i}, ${one}`,
      true,
    ],
    ['an address: that proxy is believed', { TRUST_PROXY: 'loopback' }, (i: number) => `198.51.100.${i}`, false],
    ['another address: this one is not', { TRUST_PROXY: '10.0.0.0/8' }, (i: number) => `198.51.100.${i}`, true],
    [
      '1: an IPv6 household is one, whatever addresses it makes',
      { TRUST_PROXY: '1' },
      (i: number) => `2001:db8:0:7::${i}`,
      true,
    ],
    ['1: other households are others', { TRUST_PROXY: '1' }, (i: number) => `2001:db8:0:${i}::7`, false],
  ] as const)('%s', async (_, settings, from, held) => {
    await begin(settings);
    expect(count(await statuses(mostMisses + 5, () => '/f/nothing', from), 429)).toBe(held ? 5 : 0);
  });
});

test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['2001:DB8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['2001:0db8::0001', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['64:ff9b::192.0.2.1', '64:ff9b:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  // As Azure's Application Gateway writes it.
  ['192.0.2.1:51234', '192.0.2.1'],
  ['[2001:db8:1:2::7]:51234', '2001:db8:1:2::/64'],
  ['[2001:db8:1:2::7]', '2001:db8:1:2::/64'],
  ['192.0.2.1:words', ''],
  ['words', ''],
  [undefined, ''],
])('%s counts as %s', (ip, key) => {
  expect(callerOf({ ip })).toBe(key);
});

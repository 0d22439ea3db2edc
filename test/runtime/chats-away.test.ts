import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import { prometheus } from '../../adapters/metrics/prometheus.js';
import type { Reply } from '../../src/chat/inbound.js';
import type { AwayChat } from '../../src/features/feature.js';
import { minute } from '../../src/kernel/clock.js';
import type { Sent } from '../../src/ports/chat.js';
import { addHealth, readinessOf } from '../../src/program/health.js';
import { addMetrics } from '../../src/program/metrics.js';
import { metricsGuard } from '../../src/program/metrics-guard.js';
import { chatsAway } from '../../src/runtime/chats-away.js';
import type { PlatformAway } from '../../src/runtime/outbound/platforms-away.js';
import { startBot, type TestBot } from '../support/bot.js';

/** That a platform is away is one thing, however it was found out, and all who say so say the same. */

let t: TestBot;
afterEach(() => t?.stop());

const chat = (platform: AwayChat['platform'], since: number, notLetIn = false): AwayChat => ({
  platform,
  since,
  notLetIn,
});
const place = (platform: AwayChat['platform'], tenant: string, since: number, notLetIn = false): PlatformAway => ({
  ...chat(platform, since, notLetIn),
  tenant,
});

test.each<readonly [string, readonly AwayChat[], readonly PlatformAway[], readonly AwayChat[]]>([
  ['nothing', [], [], []],
  ['not listened to', [chat('slack', 5)], [], [chat('slack', 5)]],
  ['not written to', [], [place('slack', 'T1', 7)], [chat('slack', 7)]],
  ['neither, since the earlier', [chat('slack', 5)], [place('slack', 'T1', 3)], [chat('slack', 3)]],
  ['two of its workspaces', [], [place('slack', 'T1', 7), place('slack', 'T2', 4)], [chat('slack', 4)]],
  [
    'let in by one workspace alone',
    [],
    [place('slack', 'T1', 7, true), place('slack', 'T2', 4)],
    [chat('slack', 4, true)],
  ],
  ['two, the first first', [chat('teams', 9)], [place('slack', 'T1', 7)], [chat('slack', 7), chat('teams', 9)]],
])('%s: each platform once', (_, unheard, unsent, together) => {
  expect(chatsAway(unheard, unsent)).toEqual(together);
});

test('another programme’s workspace is none of this one’s business', () => {
  const away = [place('slack', 'T1', 7), place('slack', 'T2', 4)];
  expect(chatsAway([], away, ({ tenant }) => tenant === 'T1')).toEqual([chat('slack', 7)]);
  expect(chatsAway([], away, () => false)).toEqual([]);
});

/** What `/readyz` and `/metrics` say of this bot. */
async function looked(): Promise<readonly [string, string]> {
  const app = express();
  const readiness = readinessOf(t.store, t.clock, t.bot.away);
  addHealth(app, readiness);
  const { page } = prometheus();
  const { store, clock, bot } = t;
  addMetrics(app, metricsGuard(undefined), {
    store,
    clock,
    page,
    away: bot.away,
    readiness,
    backupAge: async () => -1,
  });
  const server = app.listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const [ready, metrics] = await Promise.all(
    ['/readyz', '/metrics'].map(async (at) => (await fetch(`${base}${at}`)).text()),
  );
  return [ready ?? '', /^mentorlog_chats_away \d+/m.exec(metrics ?? '')?.[0] ?? ''];
}
const shown = (reply: Reply): string => JSON.stringify(reply);

test.each<readonly [string, Sent, RegExp, RegExp]>([
  [
    'nobody answers',
    { kind: 'refused', scope: 'workspace' },
    /^web is away since 2026-11-23T/m,
    /could not be reached since/,
  ],
  [
    'the token was taken back',
    { kind: 'gone', why: 'revoked' },
    /^web does not let this program in since 2026-11-23T/m,
    /does not let this bot in since .* a new token/,
  ],
])('%s while something waits: every place where one looks says so, until it is over', async (_, how, ready, home) => {
  t = await startBot();
  const { send } = t.chat;
  t.chat.send = async () => how;
  // Said to a mentee, whom nobody answers.
  await t.store.write((tx) =>
    tx.in(t.programme).outbox.add({
      face: 'welcome',
      subject: t.as('leo').id,
      to: { person: t.as('leo').id },
      at: t.clock.now(),
      sensitive: false,
    }),
  );
  await t.clock.pass(1_000);
  expect(await looked()).toEqual([expect.stringMatching(ready), 'mentorlog_chats_away 1']);
  expect(shown(await t.as('priya').types('home'))).toMatch(home);
  expect(shown(await t.as('maya').types('home'))).not.toMatch(home);
  t.chat.send = send;
  await t.clock.pass(2 * minute);
  expect(await looked()).toEqual(['ready\n', 'mentorlog_chats_away 0']);
  expect(shown(await t.as('priya').types('home'))).not.toMatch(home);
});

import { setTimeout as sleep } from 'node:timers/promises';
import express from 'express';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { embeddedJobs } from '../../adapters/jobs/embedded.js';
import { createSlackChat } from '../../adapters/slack/index.js';
import { type Bot, startBot } from '../../src/bot.js';
import { minute, systemClock } from '../../src/kernel/clock.js';
import { randomIds } from '../../src/kernel/ids.js';
import type { Store } from '../../src/ports/store.js';
import { silentLog } from '../../src/runtime/log.js';
import { type FakeSocketMode, fakeSocketMode } from '../adapters/slack/socket-mode.js';
import { openTestStore } from '../support/store.js';
import { chanceFrom } from '../survival/chance.js';
import { type ChatServer, chatServer, team } from '../survival/chat-server.js';
import { fillings, mark } from '../survival/filling.js';
import { type Patient, patient } from '../survival/people.js';

/** The core of the loop over Socket Mode: agreed, planned, held, recorded, confirmed. No address that Slack could reach. */

let server: ChatServer;
let socket: FakeSocketMode;
let bot: Bot;
let store: Store;
let closeStore: () => Promise<void>;
let now = Date.parse('2026-11-23T09:00:00Z');
const logged: string[] = [];

/** Delivers as an envelope, and answers with what its acknowledgement carried. */
async function deliver(body: string): Promise<Record<string, unknown>> {
  const fields = Object.fromEntries(new URLSearchParams(body));
  const id =
    fields.payload === undefined
      ? socket.deliver('slash_commands', fields)
      : socket.deliver('interactive', JSON.parse(fields.payload) as object);
  for (let waited = 0; waited < 1_000; waited += 1) {
    const ack = socket.acks.find((a) => a.envelope_id === id);
    if (ack !== undefined) return ack.payload ?? {};
    await sleep(10);
  }
  throw new Error('never acknowledged');
}
const person = (id: string): Patient => patient(id, server, { deliver });

beforeAll(async () => {
  server = await chatServer(chanceFrom(1), 0);
  server.beKind();
  socket = await fakeSocketMode(server.url);
  const ids = randomIds();
  const opened = await openTestStore({ ids });
  store = opened.store;
  closeStore = opened.close;
  const clock = { now: () => now };
  bot = await startBot({
    store,
    chats: [
      createSlackChat(
        // The clock stands still between a test's steps: what is to be seen after one goes at once.
        { botToken: 'xoxb-socket', appToken: 'xapp-1', apiUrl: socket.apiUrl, limits: [] },
        { app: express(), log: (code) => void logged.push(code) },
      ),
    ],
    jobs: embeddedJobs({ looks: 'never' }),
    clock,
    // Nobody moves this one: a lease that a jump ended would let a message under way be sent again.
    leaseClock: systemClock,
    ids,
    log: silentLog,
    fallback: { safeguarding: { hours: '', outOfHours: '' }, nation: 'england' },
    firstCoordinator: { platform: 'slack', tenant: team, user: 'U0PRIYA' },
    newProgramme: { name: 'Acme mentoring', zone: 'UTC', nation: 'england' },
  });
});
afterAll(async () => {
  await bot?.stop();
  await socket?.stop();
  await server?.stop();
  await closeStore?.();
});

test('agreed, planned, held, recorded and confirmed', { timeout: 60_000 }, async () => {
  const anything = fillings();
  const to = async (iso: string): Promise<void> => {
    now = Date.parse(iso);
    await bot.run();
  };
  const priya = person('U0PRIYA');
  const maya = person('U0MAYA');
  const leo = person('U0LEO');
  await priya.types('help');
  await maya.types('help');
  await leo.types('help');
  await priya.fillsByTyping('people <@U0MAYA>', anything({ roles: ['mentor'] }));
  await maya.fillsByTyping('start <@U0LEO>', anything());
  await leo.fillsByPressing('agreement.answer', anything({ word: 'signed' }));
  await maya.fillsByTyping('plan <@U0LEO> tomorrow 3pm 45m Phone calls', anything({ place: 'Room 4' }));
  await leo.presses('plan.accept', () => leo.finds('plan.accept') === undefined);
  await to('2026-11-24T15:00:00Z');
  await maya.presses('session.start', () => maya.finds('session.start') === undefined);
  await to('2026-11-24T15:45:00Z');
  await maya.fillsByPressing('record.open', anything({ minutes: '45' }));
  await to('2026-11-24T16:20:00Z');
  await leo.presses('hours.confirm', () => leo.finds('hours.confirm') === undefined);
  await bot.run();

  const [session] = await store.read(async (tx) => {
    const [programme] = await tx.programmes.all();
    return programme === undefined ? [] : tx.in(programme.id).sessions.all();
  });
  expect(session?.attendees[0]).toMatchObject({ confirmation: 'confirmed', confirmedMinutes: 45 });
  expect((session?.endedAt ?? 0) - (session?.startedAt ?? 0)).toBe(45 * minute);
  expect([...server.taken.values()].filter((times) => times !== 1)).toEqual([]);
  expect(server.messages.filter((m) => `${m.first}${m.text}`.includes(mark))).toEqual([]);
  expect(logged).toEqual([]);
});

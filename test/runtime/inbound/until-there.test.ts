import { expect, test } from 'vitest';
import type { Address, Answer, Inbound } from '../../../src/chat/inbound.js';
import { day } from '../../../src/kernel/clock.js';
import { untilThere } from '../../../src/runtime/inbound/until-there.js';
import { silentLog } from '../../../src/runtime/log.js';
import { strangerOn } from '../../../src/runtime/readers.js';
import { fakeChat } from '../../support/chat.js';
import { countingIds } from '../../support/ids.js';

test('whom to tell is said again within a minute, also after the clock was set back a day', async () => {
  let now = 10 * day;
  let tries = 0;
  const chat = {
    ...fakeChat(),
    openDirect: async () => 'web:leo' as Address,
    send: async () => {
      tries += 1;
      return { kind: 'refused', scope: 'workspace' } as const;
    },
  };
  const waiting = untilThere({
    chats: [chat],
    leaseClock: { now: () => now },
    ids: countingIds(),
    log: silentLog,
    alarm: { set: () => undefined },
    keep: async () => false,
  });
  const event: Inbound = {
    deliveryId: 'd',
    who: { platform: 'web', tenant: 't', user: 'leo' },
    surface: { scope: 'direct', form: true },
    kind: 'command',
    at: 'web:leo' as Address,
    text: 'concern',
    mentions: [],
  };
  const line = { parts: ['999'] };
  const answer: Answer = {
    reply: { kind: 'panel', card: { title: 'Worried?', summary: line, blocks: [] } },
    reader: strangerOn('web'),
  };
  await waiting.say(event, answer);
  await waiting.tryAgain();
  expect(tries).toBe(1);
  now -= day;
  await waiting.tryAgain();
  expect(tries).toBe(2);
  await waiting.tryAgain();
  expect(tries).toBe(2);
});

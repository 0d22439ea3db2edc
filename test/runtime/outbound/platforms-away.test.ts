import { expect, test } from 'vitest';
import { day, minute } from '../../../src/kernel/clock.js';
import { silentLog } from '../../../src/runtime/log.js';
import { platformsAway } from '../../../src/runtime/outbound/platforms-away.js';

test('a platform that is away is tried within a minute, also after the clock was set back a day', async () => {
  let now = 10 * day;
  const woken: number[] = [];
  const away = platformsAway({
    queue: {
      wake: async (_code, at, most) => {
        woken.push(at);
        return most === 1 ? 1 : 0;
      },
      waitingWith: async () => [],
    },
    clock: { now: () => now },
    leaseClock: { now: () => now },
    log: silentLog,
  });
  await away.look();
  away.missed('slack|T1', 'nobody-there');
  expect(away.pass('slack|T1')).toBe('wait');
  now -= day;
  await away.look();
  expect(woken).toEqual([now]);
  expect(away.pass('slack|T1')).toBe('probe');
  away.missed('slack|T1', 'nobody-there');
  expect(away.pass('slack|T1')).toBe('wait');
  now += minute;
  expect(away.pass('slack|T1')).toBe('probe');
});

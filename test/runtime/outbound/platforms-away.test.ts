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

test('what another program knew to be away is tried by whoever is left, and nothing known is forgotten by that', async () => {
  let waits: readonly string[] = [];
  let asked = 0;
  const woken: string[] = [];
  const away = platformsAway({
    queue: {
      wake: async (code) => woken.push(code),
      waitingWith: async () => {
        asked += 1;
        return waits;
      },
    },
    clock: { now: () => day },
    leaseClock: { now: () => day },
    log: silentLog,
  });
  await away.look();
  away.missed('slack|T1', 'not-let-in');
  waits = ['away|slack|T1', 'away|teams|T2'];
  await away.look();
  expect(away.now().map((one) => one.tenant)).toEqual(['T1']);
  away.lookAnew();
  await away.look();
  await away.look();
  expect(asked).toBe(2);
  expect(away.now()).toMatchObject([{ tenant: 'T1', notLetIn: true }, { tenant: 'T2' }]);
  expect(woken).toContain('away|teams|T2');
  expect(away.pass('teams|T2')).toBe('probe');
});

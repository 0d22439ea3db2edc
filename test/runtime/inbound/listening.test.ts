import { expect, test } from 'vitest';
import { minute, movableClock } from '../../../src/kernel/clock.js';
import { Away, Refused } from '../../../src/kernel/errors.js';
import type { ChatPort, Hears } from '../../../src/ports/chat.js';
import { listenTo } from '../../../src/runtime/inbound/listening.js';
import { silentLog } from '../../../src/runtime/log.js';

/** A chat that answers as the test says, and what became of it. */
function chat(platform: ChatPort['platform'], answers: (() => Promise<void>)[] = []) {
  const made = { tried: 0, heard: false };
  return Object.assign(made, {
    platform,
    async listen() {
      made.tried += 1;
      await answers.shift()?.();
      made.heard = true;
      return async () => {
        made.heard = false;
      };
    },
  });
}
const isAway = async (): Promise<void> => {
  throw new Away('away', 'Away.');
};
const refuses = async (): Promise<void> => {
  throw new Refused('no', 'Not with this token.');
};
const hears = {} as Hears;
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function listening(chats: readonly ReturnType<typeof chat>[]) {
  const clock = movableClock();
  let woken = 0;
  const wake = (): void => {
    woken += 1;
  };
  const alarms: (number | undefined)[] = [];
  const alarm = { set: (_who: string, ms?: number) => void alarms.push(ms) };
  const l = await listenTo(chats, hears, { clock, leaseClock: clock, log: silentLog, alarm, wake });
  return {
    ...l,
    /** In how many ms it wants to be woken. */
    alarm: () => alarms.at(-1),
    clock,
    woken: () => woken,
    async passes(ms: number): Promise<void> {
      clock.moveTo(clock.now() + ms);
      l.tryAgain();
      await settled();
    },
  };
}

test('one that is away is tried again while the other serves, and is heard once it is back', async () => {
  const slack = chat('slack', [isAway, isAway]);
  const teams = chat('teams');
  const l = await listening([slack, teams]);
  expect([slack.heard, teams.heard]).toEqual([false, true]);
  expect(l.away()).toEqual([{ platform: 'slack', since: expect.any(Number), notLetIn: false }]);
  // Nobody looks each second: it says when it is to be woken.
  expect(l.alarm()).toBeCloseTo(1_000, -2);
  await l.passes(1_000);
  expect([slack.tried, l.away().length]).toEqual([2, 1]);
  expect(l.alarm()).toBeCloseTo(2_000, -2);
  await l.passes(1_000);
  expect(slack.tried).toBe(2);
  await l.passes(1_000);
  expect([slack.tried, slack.heard, l.away(), l.woken()]).toEqual([3, true, [], 1]);
  expect(l.alarm()).toBeUndefined();
  await l.stop();
  expect([slack.heard, teams.heard]).toEqual([false, false]);
});

test('however long it is away, it is tried at least once a minute, and one at a time', async () => {
  const slack = chat(
    'slack',
    Array.from({ length: 200 }, () => isAway),
  );
  const l = await listening([slack]);
  const since = l.away();
  for (let second = 0; second < 600; second += 1) await l.passes(1_000);
  const before = slack.tried;
  expect(before).toBeGreaterThan(10);
  expect(before).toBeLessThan(20);
  await l.passes(minute);
  expect(slack.tried).toBe(before + 1);
  expect(l.away()).toEqual(since);
  await l.stop();
});

test('while a trial is under way no other begins, and a stop waits for it', async () => {
  let comes: () => void = () => undefined;
  const slack = chat('slack', [isAway, () => new Promise((resolve) => (comes = resolve))]);
  const l = await listening([slack]);
  await l.passes(1_000);
  await l.passes(minute);
  expect(slack.tried).toBe(2);
  const stopped = l.stop();
  comes();
  await stopped;
  expect(slack.heard).toBe(false);
  await l.passes(minute);
  expect(slack.tried).toBe(2);
});

test('what is for whoever starts the program to mend stops the start, and the others with it', async () => {
  const teams = chat('teams');
  await expect(listening([chat('slack', [refuses]), teams])).rejects.toMatchObject({ code: 'no' });
  expect(teams.heard).toBe(false);
});

test('what is found out only later is tried on: the others serve by then', async () => {
  const slack = chat('slack', [isAway, refuses]);
  const l = await listening([slack]);
  await l.passes(1_000);
  expect(l.away()).toMatchObject([{ notLetIn: true }]);
  await l.passes(minute);
  expect([slack.heard, l.away()]).toEqual([true, []]);
  await l.stop();
});

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { day, hour, minute } from '../../../src/kernel/clock.js';
import { alarmOf } from '../../../src/runtime/schedule/alarm.js';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

function world() {
  let now = 0;
  const rung: number[] = [];
  const alarm = alarmOf(
    () => void rung.push(now),
    () => now,
  );
  return {
    alarm,
    rung,
    /** The machine's clock is set, while timers go on. */
    set: (at: number) => {
      now = at;
    },
    passes(ms: number, step = ms): void {
      for (let gone = 0; gone < ms; gone += step) {
        now += step;
        vi.advanceTimersByTime(step);
      }
    },
  };
}

test('each who wants a turn gets it, at the moment they said last', () => {
  const { alarm, rung, passes } = world();
  alarm.set('rows', 10 * minute);
  alarm.set('listening', 2 * minute);
  alarm.set('rows', 3 * minute);
  alarm.set('zones', minute);
  alarm.set('zones');
  passes(hour, minute);
  expect(rung).toEqual([2 * minute, 3 * minute]);
});

test('sooner counts only where it is', () => {
  const { alarm, rung, passes } = world();
  alarm.sooner('line', 3_000);
  alarm.sooner('line', 5_000);
  alarm.sooner('line', 2_000);
  passes(10_000, 500);
  expect(rung).toEqual([2_000]);
});

test('what is due already rings at once, and never in a row without a pause', () => {
  const { alarm, rung, passes } = world();
  alarm.set('rows', -hour);
  passes(1);
  expect(rung).toEqual([1]);
  passes(minute);
  expect(rung).toEqual([1]);
});

test('a moment further off than a timer can wait is waited for in several, without ringing between', () => {
  const { alarm, rung, passes } = world();
  alarm.set('rows', 60 * day);
  passes(59 * day, hour);
  expect(rung).toEqual([]);
  passes(2 * day, hour);
  expect(rung).toEqual([60 * day]);
});

test.each([
  ['set back a day', -day],
  ['set forward an hour', hour],
])('a clock that was %s makes nobody wait longer than they said', (_, jump) => {
  const { alarm, rung, set, passes } = world();
  set(10 * day);
  alarm.set('rows', 5 * minute);
  set(10 * day + jump);
  passes(5 * minute, 1_000);
  expect(rung).toHaveLength(1);
  // Nor does it ring for them again when the clock comes to that moment.
  passes(2 * day, hour);
  expect(rung).toHaveLength(1);
});

test('once stopped it wakes nobody', () => {
  const { alarm, rung, passes } = world();
  alarm.set('rows', minute);
  alarm.stop();
  alarm.set('listening', minute);
  passes(hour, minute);
  expect(rung).toEqual([]);
});

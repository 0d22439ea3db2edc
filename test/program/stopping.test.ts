import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { endOnSignals, longestStop } from '../../src/program/stopping.js';

/** What a signal does, with the time in hand. */

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function ending() {
  const signals = new EventEmitter();
  const ends: number[] = [];
  const said: string[] = [];
  const made = endOnSignals(signals, (code) => void ends.push(code));
  const runs = (stop: () => Promise<void>): void => made.runs({ stop, log: { say: (code) => void said.push(code) } });
  return { signals, ends, said, runs };
}

test.each(['SIGTERM', 'SIGINT'])('%s drains, and ends well once that is done', async (signal) => {
  const { signals, ends, said, runs } = ending();
  let drained: () => void = () => undefined;
  runs(() => new Promise((resolve) => (drained = resolve)));
  signals.emit(signal);
  await vi.advanceTimersByTimeAsync(longestStop - 1);
  expect(ends).toEqual([]);
  drained();
  await vi.advanceTimersByTimeAsync(0);
  expect([ends, said]).toEqual([[0], []]);
});

test('what hangs is left, and it ends well before who supervises it would kill it', async () => {
  const { signals, ends, said, runs } = ending();
  runs(() => new Promise(() => undefined));
  signals.emit('SIGTERM');
  await vi.advanceTimersByTimeAsync(longestStop);
  expect([ends, said]).toEqual([[0], ['stopped-with-work-left']]);
  expect(longestStop).toBeLessThan(10_000);
});

test('while it starts it ends at once; what fails as it stops is told', async () => {
  const starting = ending();
  starting.signals.emit('SIGTERM');
  expect(starting.ends).toEqual([0]);
  const { signals, ends, runs } = ending();
  runs(() => Promise.reject(new Error('no')));
  signals.emit('SIGTERM');
  await vi.advanceTimersByTimeAsync(0);
  expect(ends).toEqual([1]);
});

import { expect, test } from 'vitest';
import { gathered } from '../../../adapters/prisma/gathered.js';
import { nextTurn } from '../../../src/kernel/turn-of-loop.js';

/** Asks for several at once, each of which is answered when the test says so. */
function asking(most: number) {
  const batches: { readonly asked: readonly string[]; done(error?: Error): void }[] = [];
  const ask = gathered<string, string>(
    most,
    (asked) =>
      new Promise((resolve, reject) => {
        batches.push({
          asked,
          done: (error) => (error === undefined ? resolve(asked.map((one) => one.toUpperCase())) : reject(error)),
        });
      }),
  );
  return { batches, ask, asked: () => batches.map((batch) => batch.asked) };
}

test('who asks in one turn is asked for together, and who comes meanwhile goes with the next', async () => {
  const { batches, ask, asked } = asking(3);
  const first = ask('a');
  await nextTurn();
  expect(asked()).toEqual([['a']]);
  const others = ['b', 'c', 'd', 'e'].map(ask);
  await nextTurn();
  expect(asked()).toEqual([['a']]);
  batches[0]?.done();
  expect(await first).toBe('A');
  await nextTurn();
  expect(asked()).toEqual([['a'], ['b', 'c', 'd']]);
  batches[1]?.done();
  await nextTurn();
  batches[2]?.done();
  expect(await Promise.all(others)).toEqual(['B', 'C', 'D', 'E']);
  expect(asked()).toEqual([['a'], ['b', 'c', 'd'], ['e']]);
});

test('what fails fails those that it was asked for, and nobody after them', async () => {
  const { batches, ask } = asking(2);
  const some = ['a', 'b', 'c'].map((one) => ask(one).catch((error: Error) => error.message));
  await nextTurn();
  batches[0]?.done(new Error('away'));
  await nextTurn();
  batches[1]?.done();
  expect(await Promise.all(some)).toEqual(['away', 'away', 'C']);
});

test('an answer that is only promised holds up neither those beside it nor the next', async () => {
  let answer = (_: string): void => undefined;
  const late = new Promise<string>((resolve) => {
    answer = resolve;
  });
  const ask = gathered<string, string>(9, async (all) => all.map((one) => (one === 'late' ? late : one)));
  const waits = ask('late');
  expect(await ask('a')).toBe('a');
  expect(await ask('b')).toBe('b');
  answer('at last');
  expect(await waits).toBe('at last');
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Log } from '../src/runtime/log.js';
import { type Act, acts, does, threeMentorships } from './support/allowed-acts.js';
import { startAfter } from './support/bot.js';
import { nothingFound } from './support/no-misfit.js';

/**
 * Whatever people do that they may, in whatever order: what the rows say is what was entered, and what is counted beside
 * them is what they come to. ACTS_SEED does one run again; ACTS_RUNS and ACTS_MS look further than `npm test` does.
 */

const seed = Number(process.env.ACTS_SEED ?? Date.now() % 2 ** 31);
const runs = Number(process.env.ACTS_RUNS ?? 6);
/** No further run is begun after so long (ms). */
const within = Number(process.env.ACTS_MS ?? 9_000);

const names = Object.keys(acts) as (keyof typeof acts)[];
const act: fc.Arbitrary<Act> = fc.record({
  // Planning, waiting and recording make what the others are done to.
  what: fc.constantFrom(...names, 'plan', 'plan', 'waitItOut', 'waitItOut', 'record', 'record', 'answer'),
  pair: fc.nat(3),
  a: fc.nat(99),
  b: fc.nat(99),
});

/** Does them on a bot of their own. Answers which were done. @throws where anything is found, or failed */
async function lived(all: readonly Act[]): Promise<readonly string[]> {
  const faults: string[] = [];
  const log: Log = { say: () => undefined, fault: (code, error) => void faults.push(`${code}: ${String(error)}`) };
  const t = await startAfter(threeMentorships, {}, { log });
  try {
    const done: string[] = [];
    for (const one of all) if (await does(t, one)) done.push(one.what);
    await nothingFound(t);
    expect(faults).toEqual([]);
    return done;
  } finally {
    await t.stop();
  }
}

/** One life in which each of them is really done. */
const one = (what: Act['what'], pair = 0, a = 0, b = 1): Act => ({ what, pair, a, b });
const wholeLife: readonly Act[] = [
  ...[one('wait'), one('feedback'), one('otherwise'), one('dispute'), one('settle'), one('takeBack'), one('amend')],
  ...[one('plan', 1, 0, 1), one('answer', 1), one('change', 1, 0, 1), one('start', 1), one('waitItOut', 1)],
  ...[
    one('record', 1),
    one('wait', 1),
    one('confirm', 1),
    one('contact', 1),
    one('plan', 3, 3, 1),
    one('answer', 3, 0, 0),
  ],
  ...[one('waitItOut', 3), one('record', 3, 9, 0), one('plan', 2, 1, 0), one('waitItOut', 2), one('record', 2)],
  ...[one('wait'), one('didNotHappen', 2, 0, 0), one('plan', 2, 1, 0), one('waitItOut', 2), one('notHeld', 2, 1)],
  ...[one('series', 2), one('cancel', 2), one('newer', 1), one('agreeAgain', 2)],
  ...[
    one('plan', 3, 4, 0),
    one('handOver', 1),
    one('rest', 2),
    one('wait'),
    one('bringIn'),
    one('takeOut', 0),
    one('erase', 0, 1, 0),
  ],
];

test('a life in which everything is done that may be leaves nothing that does not fit', {
  timeout: 60_000,
}, async () => {
  expect(new Set(wholeLife.map((a) => a.what))).toEqual(new Set(names));
  const done = await lived(wholeLife);
  expect(names.filter((name) => !done.includes(name))).toEqual([]);
});

test(`nor does any other order of them (ACTS_SEED=${seed})`, { timeout: within + 90_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(act, { minLength: 6, maxLength: 14, size: 'max' }),
      async (all) => void (await lived(all)),
    ),
    { seed, numRuns: runs, interruptAfterTimeLimit: within, markInterruptAsFailure: false, verbose: 1 },
  );
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Allocation, holds, readingOver } from '../../src/domain/allocation.js';
import type { PersonId } from '../../src/kernel/ids.js';

/** When somebody's reading has ended for good: a table, and what holds of any allocations. */

const ivy = 'ivy' as PersonId;
type Span = readonly [from: number, until: number | null];
const of = (...spans: readonly Span[]): Allocation[] =>
  spans.map(
    ([from, until], i) =>
      ({
        id: `a${i}`,
        programme: 'p',
        portfolio: null,
        person: ivy,
        as: 'assessor',
        from,
        until,
        madeBy: 'x',
        madeAt: 0,
      }) as unknown as Allocation,
  );

test.each<[string, readonly Span[], number, number, boolean]>([
  ['none at all: nothing has begun', [], 10, 20, false],
  ['one that goes on', [[0, null]], 10, 20, false],
  ['one that ended before the link: another is awaited', [[0, 5]], 10, 20, false],
  ['one that is to begin', [[30, null]], 10, 20, false],
  ['one that began after the link', [[15, null]], 10, 20, false],
  ['one that ended', [[0, 15]], 10, 20, true],
  ['at its very end', [[0, 20]], 10, 20, true],
  ['just before it', [[0, 21]], 10, 20, false],
  [
    'one after the other',
    [
      [0, 15],
      [15, null],
    ],
    10,
    20,
    false,
  ],
  [
    'one over the other',
    [
      [0, 15],
      [12, 40],
    ],
    10,
    20,
    false,
  ],
  [
    'a gap between',
    [
      [0, 15],
      [16, null],
    ],
    10,
    20,
    true,
  ],
  [
    'a short one within a long one',
    [
      [0, null],
      [12, 13],
    ],
    10,
    20,
    false,
  ],
])('%s', (_name, spans, since, now, over) => expect(readingOver(of(...spans), ivy, since, now)).toBe(over));

test('it never comes back, and is never over while it has held without a break', () => {
  const span = fc.tuple(fc.nat(40), fc.option(fc.nat(40), { nil: null }));
  fc.assert(
    fc.property(fc.array(span, { maxLength: 5 }), fc.nat(40), (spans, since) => {
      const all = of(...spans.map(([from, length]) => [from, length === null ? null : from + length + 1] as const));
      let [over, unbroken] = [false, all.some((a) => holds(a, since))];
      for (let now = since; now < 90; now += 1) {
        const is = readingOver(all, ivy, since, now);
        expect(over && !is).toBe(false);
        unbroken &&= all.some((a) => holds(a, now));
        expect(unbroken && is).toBe(false);
        over = is;
      }
    }),
  );
});

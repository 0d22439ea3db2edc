import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { withKeysOfItsOwn } from '../../src/domain/plan-keys.js';
import type { PlanBody } from '../../src/domain/session.js';

/** Every objective and activity can be pointed at: docs/record-format.md#citations. */

const nothing: PlanBody = {
  objectives: [],
  activities: [],
  resources: '',
  resourcesWhy: '',
  strategies: '',
  support: [],
  guidance: [],
  goals: [],
  asGiven: [],
};
const plan = (...objectives: readonly (readonly [key: string, what: string])[]): PlanBody => ({
  ...nothing,
  objectives: objectives.map(([key, what]) => ({ key, what, measure: '' })),
});
const counting = (): (() => string) => {
  let n = 0;
  return () => `new${++n}`;
};
const keys = (body: PlanBody): readonly string[] => body.objectives.map((o) => o.key);

describe('the keys of a plan', () => {
  test.each([
    ['a new plan’s are all new', plan(['blank0', 'Call']), undefined, ['new1']],
    ['a copied plan’s are new, though its source’s were good', plan(['o7', 'Call']), undefined, ['new1']],
    ['an objective keeps its own when its words change', plan(['o7', 'Call twice']), plan(['o7', 'Call']), ['o7']],
    ['one that is added gets one', plan(['o7', 'Call'], ['blank0', 'Write']), plan(['o7', 'Call']), ['o7', 'new1']],
    ['one that is moved keeps its own', plan(['b', 'B'], ['a', 'A']), plan(['a', 'A'], ['b', 'B']), ['b', 'a']],
    ['one that was let go leaves its own to nobody', plan(['blank1', 'C']), plan(['a', 'A']), ['new1']],
    ['of two with one key the first keeps it', plan(['a', 'A'], ['a', 'B']), plan(['a', 'A']), ['a', 'new1']],
    // A record may name it by that.
    ['one of before 0.5.0 keeps what it had', plan(['blank0', 'Call']), plan(['blank0', 'Call']), ['blank0']],
  ] as const)('%s', (_title, body, before, expected) => {
    expect(keys(withKeysOfItsOwn(body, before, counting()))).toEqual(expected);
  });

  test('are unlike one another, and no word of the plan changes, whatever its form had', () => {
    const rows = fc.array(fc.record({ key: fc.constantFrom('a', 'b', 'blank0'), what: fc.string() }), { maxLength: 6 });
    fc.assert(
      fc.property(rows, rows, (now, was) => {
        const body: PlanBody = {
          ...nothing,
          objectives: now.map((o) => ({ ...o, measure: 'm' })),
          activities: now.map((a) => ({ ...a, minutes: 5 })),
        };
        const before = { ...nothing, activities: was.map((a) => ({ ...a, minutes: 5 })) };
        const saved = withKeysOfItsOwn(body, before, counting());
        const unkeyed = (of: PlanBody): unknown =>
          [...of.objectives, ...of.activities].map(({ key: _, ...words }) => words);
        expect(unkeyed(saved)).toEqual(unkeyed(body));
        for (const list of [saved.objectives, saved.activities])
          expect(new Set(list.map((row) => row.key)).size).toBe(list.length);
        // Saved again as it is, it stays as it is.
        expect(withKeysOfItsOwn(saved, saved, counting())).toEqual(saved);
      }),
    );
  });
});

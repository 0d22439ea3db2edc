import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AfterErasure, afterErasureOf, holesIn, refusedOf } from './support/cards-after-erasure.js';

/**
 * Once a mentor was erased: every card that others had of them offers only what leads somewhere, and no sentence has a hole
 * where a title was (docs/field.md#erasure). Of an erased mentee: test/after-erasure.test.ts.
 */

let after: AfterErasure;
beforeAll(async () => {
  after = await afterErasureOf('maya');
}, 90_000);
afterAll(() => after?.w.t.stop());

describe('once a mentor was erased', () => {
  test('what is offered can be done', async () => {
    expect(after.standing.length).toBeGreaterThan(0);
    // Two accounts are asked about for a minute in that world, which is over.
    expect(await refusedOf(after, 'join-ask')).toEqual([]);
  });

  test('no sentence of a card has a hole where a title was', () => {
    expect(holesIn(after)).toEqual([]);
  });
});

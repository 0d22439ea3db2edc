import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cells, type Presses, pressesIn, verbs } from './press-steps.js';
import { lineOf } from './press-table.js';
import { type PressWorld, pressWorld } from './press-world.js';

/**
 * Every button again, by everybody, when its time is over; and by whoever might have pressed it, who is a guest now or
 * whose account is no longer active. Some minutes of presses; while it would still do something, they are in
 * who-may-press.test.ts.
 */

let w: PressWorld;
let p: Presses;
beforeAll(async () => {
  w = await pressWorld();
  p = pressesIn(w);
}, 60_000);
afterAll(() => w?.stop());

describe.each(['guest', 'deactivated'] as const)('who might, and is a %s now: nothing any more', (standing) => {
  test.each(cells)('%s by %s', async (verb, user) => {
    for (const later of [false, true]) {
      await w.back(lineOf(verb).at, { later });
      await w.lost(user, standing);
      const before = await w.digest();
      const answer = await p.turnedAway(verb, user, { stale: later });
      expect(await w.digest(), `after ${verb} by ${user}`).toBe(before);
      expect(answer).toContain(standing === 'guest' ? 'only a guest’s now' : 'no longer active');
    }
  });
});

describe('when its time is over', () => {
  test.each(verbs)('%s', async (verb) => {
    await w.back(lineOf(verb).at, { later: true });
    await p.othersTurnedAway(verb, true);
    for (const user of lineOf(verb).may) await p.pressedTwice(user, verb, true);
  });
});

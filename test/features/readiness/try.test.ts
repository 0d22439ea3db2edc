import { afterEach, beforeEach, expect, it } from 'vitest';
import { day } from '../../../src/kernel/clock.js';
import { held, portfolio, saying } from '../../support/past-world.js';
import { tuesday, type World, world } from '../../support/record-world.js';

let w: World;
beforeEach(async () => {
  w = await world(undefined, true);
});
afterEach(() => w.close());

it('tries', async () => {
  for (let i = 0; i < 7; i += 1) await held(w, `s${i}`, { at: tuesday + i * day, change: saying(w.id('leo'), 45) });
  await w.to(tuesday + 10 * day);
  console.log(w.said(await w.types('maya', 'evidence')));
  console.log(w.said(await w.press('maya', 'readiness.criterion', `${portfolio}:o1`)));
  console.log(w.said(await w.press('maya', 'readiness.criterion', `${portfolio}:o3`)));
  console.log(w.said(await w.press('maya', 'readiness.doubts', portfolio)));
  console.log(w.said(await w.types('ana', 'evidence')));
  console.log(w.said(await w.types('priya', 'evidence')));
  console.log(w.said(await w.types('leo', 'evidence')));
  expect(1).toBe(1);
});

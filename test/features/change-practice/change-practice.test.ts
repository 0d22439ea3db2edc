import { afterEach, beforeEach, describe, test } from 'vitest';
import { type ChangeWorld, changeWorld } from '../../support/change-world.js';

let w: ChangeWorld;
afterEach(() => w.stop());

describe('of one mentee', () => {
  beforeEach(async () => {
    w = await changeWorld();
    await w.answered(await w.held({ at: '2026-11-16T10:00:00Z' }), 2, { words: 'Slower please' });
  });

  test('from the form to the invitation, the plan, the record and the ledger', async () => {
    console.log(w.text(await w.changes()));
    const s = await w.plans('plan @leo tomorrow 3pm 45m Calls');
    console.log(w.as('leo').sees().at(-1));
    console.log(w.text(await w.as('leo').presses('change.told')));
    console.log(w.text(await w.as('leo').presses('plan.read', { subject: s.id })));
    console.log(w.text(await w.as('maya').presses('plan.read', { subject: s.id })));
    console.log(w.text(await w.as('maya').types('change')));
    console.log(w.text(await w.as('leo').types('change')));
  });
});

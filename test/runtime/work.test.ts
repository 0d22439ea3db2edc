import { expect, test } from 'vitest';
import { features } from '../../src/features/index.js';
import { randomIds } from '../../src/kernel/ids.js';
import { registryOf } from '../../src/runtime/registry.js';
import { workOn } from '../../src/runtime/work.js';

/** A unit of work of which nothing is written: what it asks for is kept until then. */
const work = () =>
  workOn({
    rows: {} as never,
    parts: registryOf(features),
    programme: { id: 'p' } as never,
    now: 0,
    leaseNow: 0,
    ids: randomIds(),
    actor: null,
  });
type Work = ReturnType<typeof work>;

test.each<readonly [string, (w: Work) => void, boolean]>([
  ['nothing', () => undefined, false],
  // Whoever only reads finds what was pressed as it stands there.
  ['that something was read', (w) => w.audit('record.read', 's1'), false],
  ['that something was done', (w) => w.audit('mentorship.paused', 'm1'), true],
  ['a card', (w) => w.show('welcome', 's1', { person: 'x' as never }), true],
  ['a card that stands to be drawn anew', (w) => w.redraw('s1'), true],
  ['a prompt to go', (w) => w.cancel('nudge:s1'), true],
  ['somebody to be erased', (w) => w.erase('x' as never), true],
])('%s: is it a change?', (_, act, changes) => {
  const w = work();
  act(w);
  expect(w.changes()).toBe(changes);
});

import { expect, it } from 'vitest';
import { features } from '../../../src/features/index.js';
import { day, hour, minute } from '../../../src/kernel/clock.js';
import { randomIds } from '../../../src/kernel/ids.js';
import { lineLog } from '../../../src/runtime/log.js';
import { registryOf } from '../../../src/runtime/registry.js';
import { checks, usualPace } from '../../../src/runtime/verification/checks.js';
import { sql } from '../../adapters/prisma/database.js';
import { type Before, startAfter } from '../../support/bot.js';
import { held, recorded } from '../../support/newer-steps.js';
import { agreed } from '../../support/steps.js';

/** When all chains are compared with their rows by themselves: nobody presses anything, and what was changed is found within a day. */

const one: Before = async (t) => {
  await agreed(t, 'maya', 'leo');
  await recorded(t, 'maya', await held(t, 'maya', 'leo', 'standard'));
};

it('a minute after the start, and then each day', { timeout: 60_000 }, async () => {
  const t = await startAfter(one);
  const alarms: number[] = [];
  const lines: string[] = [];
  /** How often heads that were signed might leave the machine (`HEADS_FILE`). */
  let left = 0;
  const looks = checks({
    ...{ store: t.store, clock: t.clock, leaseClock: t.clock, ids: randomIds() },
    registry: registryOf(features, { safeguarding: { hours: '', outOfHours: '' }, nation: 'england' }),
    log: lineLog((line) => void lines.push(line), t.clock.now, 'info'),
    alarm: { set: (_who, ms) => void alarms.push(ms ?? -1), sooner: () => undefined, stop: () => undefined },
    wake: () => undefined,
    pages: () => null,
    headsSigned: async () => {
      left += 1;
    },
    checks: { ...usualPace, rests: 0 },
  });
  const turn = async () => {
    looks.begin();
    await looks.idle();
    const { checked, unfitChains } = await t.store.read((tx) => tx.checks.counts());
    return { checked, unfitChains, left };
  };
  // What was due goes first.
  t.clock.set(t.clock.now() + minute - 1);
  expect([await turn(), alarms]).toEqual([{ checked: 0, unfitChains: 0, left: 0 }, [1]]);
  t.clock.set(t.clock.now() + 1);
  expect([await turn(), alarms.at(-1)]).toEqual([{ checked: 1, unfitChains: 0, left: 1 }, day]);

  await sql(t.file, 'UPDATE "Attendee" SET "settledMinutes" = 360');
  t.clock.set(t.clock.now() + 23 * hour);
  expect([await turn(), alarms.at(-1)]).toEqual([{ checked: 1, unfitChains: 0, left: 1 }, hour]);
  t.clock.set(t.clock.now() + hour);
  expect([await turn(), alarms.at(-1)]).toEqual([{ checked: 1, unfitChains: 1, left: 2 }, day]);
  expect(lines.filter((line) => line.includes('"error"'))).toEqual([]);
  await looks.stop();
  await t.stop();
});

import { expect, it } from 'vitest';
import { hour } from '../../../src/kernel/clock.js';
import { sql } from '../../adapters/prisma/database.js';
import { asks } from '../../support/asked-packs.js';
import { type Before, startAfter } from '../../support/bot.js';
import { held, recorded } from '../../support/newer-steps.js';
import { fakePackMaker } from '../../support/pack-maker.js';
import { agreed } from '../../support/steps.js';

/** A pack rests on no figure that was changed past the program, though the day's look at it is still to come. */

const one: Before = async (t) => {
  await agreed(t, 'maya', 'leo');
  await recorded(t, 'maya', await held(t, 'maya', 'leo', 'standard'));
  await t.clock.pass(hour);
  await t.as('leo').presses('hours.confirm');
};

it.each([
  ['nobody', [], { minutes: 45, why: [null] }],
  ['somebody', ['UPDATE "Attendee" SET "settledMinutes" = 360'], { minutes: 0, why: ['does not fit its chain'] }],
] as const)(
  '%s changed what counts: so much is in the pack',
  { timeout: 60_000 },
  async (_who, statements, expected) => {
    const maker = fakePackMaker();
    const t = await startAfter(one, {}, { packs: maker });
    for (const statement of statements) await sql(t.file, statement);
    await asks(t);
    await t.settled();
    await t.bot.packsMade();
    const sessions = maker.made[0]?.facts.sessions ?? [];
    expect({
      minutes: sessions.reduce((sum, s) => sum + s.minutes, 0),
      why: sessions.map((s) => s.why),
    }).toEqual(expected);
    await t.settled();
    for (const who of ['maya', 'priya'])
      expect(
        t
          .as(who)
          .sees()
          .filter((card) => card.includes('left out')),
        who,
      ).toHaveLength(statements.length);
    await t.stop();
  },
);

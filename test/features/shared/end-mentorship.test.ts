import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Mentorship } from '../../../src/domain/mentorship.js';
import type { Session } from '../../../src/domain/session.js';
import { day, hour, minute } from '../../../src/kernel/clock.js';
import { agreeWorld } from '../../support/agree-world.js';
import { startBot, type TestBot } from '../../support/bot.js';

/** What becomes of a mentorship's sessions however it comes to its end: by its button, a handover or an erasure. */

let bot: TestBot;
let world: ReturnType<typeof agreeWorld>;
let m: Mentorship;
beforeEach(async () => {
  bot = await startBot();
  world = agreeWorld(bot);
  m = await world.agreed();
});
afterEach(() => bot.stop());

const endsIt = (user: string) => async (): Promise<void> => {
  await bot.as(user).presses('mentorship.end', { subject: m.id, arg: 'yes' });
};
async function handsOver(): Promise<void> {
  await bot.as('maya').presses('handover.begin', { subject: m.id });
  await bot
    .as('maya')
    .fills({ to: bot.as('tom').id })
    .submits();
  await bot.as('leo').presses('handover.choose', { subject: m.id });
  await bot.as('leo').fills({ 'go-on': 'yes' }).submits();
}
const erases = (user: string) => async (): Promise<void> => {
  await bot.as('priya').erases({ subject: bot.as(user).id, arg: 'yes' });
};

/** Begun ten minutes ago and 45 minutes long: *start* was pressed, or only its time has come. */
const begun: readonly (readonly [string, () => Partial<Session>])[] = [
  [
    'started',
    () => ({ state: 'running', startedAt: bot.clock.now() - 10 * minute, endedAt: bot.clock.now() + 35 * minute }),
  ],
  ['whose time has come', () => ({ state: 'planned' })],
];
const sinceTen = (change: Partial<Session>, together: readonly Mentorship[] = [m]): Promise<Session> =>
  world.planned(bot.clock.now() - 10 * minute, together, change);
const asked = (user: string): number =>
  bot
    .as(user)
    .sees()
    .filter((c) => c.startsWith('# Write the record')).length;

const partings: readonly (readonly [string, () => Promise<void>])[] = [
  ['ended by the mentor', endsIt('maya')],
  ['ended by the mentee', endsIt('leo')],
  ['ended by the coordinator', endsIt('priya')],
  ['handed over', handsOver],
];

describe.each(partings)('%s', (_how, parts) => {
  test.each(begun)('a session %s goes on to its end, and its record is asked for', async (_which, change) => {
    const s = await sinceTen(change());
    await parts();
    expect((await world.mentorship()).state).toBe('ended');
    expect(await world.session(s)).toMatchObject({ state: s.state, attendees: [{ mentee: m.mentee }] });
    await bot.clock.pass(36 * minute);
    expect(await world.session(s)).toMatchObject({ state: 'ended' });
    expect(asked('maya')).toBe(1);
  });

  test('a session to come is cancelled, and nothing more is said of it', async () => {
    const s = await world.planned(bot.clock.now() + 3 * day, [m]);
    await parts();
    expect(await world.session(s)).toMatchObject({ state: 'cancelled', revision: 2 });
    for (const p of [`remind:${s.id}:day:${m.mentee}`, `now:${s.id}`, `end:${s.id}`])
      expect([p, await world.prompt(p)]).toEqual([p, 'cancelled']);
  });

  test('a group’s session to come goes on with the others', async () => {
    const sams = await world.agreed('sam');
    const s = await world.planned(bot.clock.now() + 3 * day, [m, sams]);
    await parts();
    expect(await world.session(s)).toMatchObject({ state: 'planned', attendees: [{ mentee: sams.mentee }] });
    for (const [p, state] of [
      [`remind:${s.id}:hour:${m.mentee}`, 'cancelled'],
      [`remind:${s.id}:hour:${sams.mentee}`, 'waiting'],
      [`remind:${s.id}:hour:${m.mentor}`, 'waiting'],
      [`end:${s.id}`, 'waiting'],
    ] as const)
      expect([p, await world.prompt(p)]).toEqual([p, state]);
  });

  test('a session whose time passed in a pause comes to its record too', async () => {
    const s = await world.planned(bot.clock.now() + hour, [m]);
    await bot.as('maya').presses('mentorship.pause', { subject: m.id });
    await bot.clock.pass(3 * hour);
    expect(await world.session(s)).toMatchObject({ state: 'planned' });
    await parts();
    await bot.clock.pass(minute);
    expect(await world.session(s)).toMatchObject({ state: 'ended' });
    expect(asked('maya')).toBe(1);
  });
});

describe('erasure', () => {
  test.each(begun)('of the mentor: a session %s is over, and nobody is asked about it', async (_which, change) => {
    const sams = await world.agreed('sam');
    const alone = await sinceTen(change());
    const group = await world.planned(bot.clock.now() - 5 * minute, [m, sams], change());
    await erases('maya')();
    for (const s of [alone, group]) expect(await world.session(s)).toMatchObject({ state: 'cancelled', revision: 2 });
    expect((await world.session(group))?.attendees).toHaveLength(2);
    const before = ['leo', 'sam', 'priya'].map((u) => bot.as(u).sees().length);
    await bot.clock.pass(3 * day);
    // The one offer to look back comes, and nothing about a session.
    expect(['leo', 'sam', 'priya'].map((u, i) => bot.as(u).sees().length - (before[i] ?? 0))).toEqual([1, 1, 0]);
    for (const u of ['leo', 'sam']) expect(bot.as(u).sees().at(-1)).toMatch(/Looking back/);
    await bot.as('priya').types('people');
    expect(JSON.stringify(bot.as('priya').last)).not.toContain('not written');
  });

  test('of the mentor: a group’s session to come is cancelled once, for everybody', async () => {
    const sams = await world.agreed('sam');
    const s = await world.planned(bot.clock.now() + 3 * day, [m, sams]);
    await erases('maya')();
    expect(await world.session(s)).toMatchObject({ state: 'cancelled', revision: 2 });
    expect((await world.session(s))?.attendees).toHaveLength(2);
    for (const p of [`remind:${s.id}:hour:${sams.mentee}`, `now:${s.id}`, `end:${s.id}`])
      expect([p, await world.prompt(p)]).toEqual([p, 'cancelled']);
    for (const of of [m, sams])
      expect((await world.rows((r) => r.audit.of(of.id))).map((e) => e.what)).toContain('session.cancelled');
  });

  test.each(begun)('of the only mentee: a session %s is over, and no record is asked for', async (_which, change) => {
    const s = await sinceTen(change());
    await erases('leo')();
    expect(await world.session(s)).toMatchObject({ state: 'cancelled' });
    expect(await world.prompt(`end:${s.id}`)).toBe('cancelled');
    await bot.clock.pass(3 * day);
    expect(asked('maya')).toBe(0);
    await bot.as('maya').types('home');
    expect(JSON.stringify(bot.as('maya').last)).not.toContain('Phone calls');
  });

  test.each(begun)('of one of a group: a session %s goes on to its record', async (_which, change) => {
    const sams = await world.agreed('sam');
    const s = await sinceTen(change(), [m, sams]);
    await erases('leo')();
    await bot.clock.pass(36 * minute);
    expect(await world.session(s)).toMatchObject({ state: 'ended', attendees: [{}, {}] });
    expect(asked('maya')).toBe(1);
    const maya = bot.as('maya');
    await maya.presses('record.open', { subject: s.id });
    await maya.fills({ happened: 'We talked.', skill: 'active-listening', 'skill-example': 'I waited.' }).submits();
    expect(JSON.stringify(maya.last)).toContain('is saved');
    await bot.clock.pass(hour);
    expect(bot.as('sam').card('hours.confirm')).toBeDefined();
  });

  test('of one of a group: a session to come goes on with the others', async () => {
    const sams = await world.agreed('sam');
    const s = await world.planned(bot.clock.now() + 3 * day, [m, sams]);
    await erases('leo')();
    expect(await world.session(s)).toMatchObject({ state: 'planned', attendees: [{ mentee: sams.mentee }] });
    expect(await world.prompt(`end:${s.id}`)).toBe('waiting');
  });

  test('a session that went on after its mentorship ended is over once its mentor is erased', async () => {
    const s = await sinceTen({ state: 'running', startedAt: bot.clock.now() - 10 * minute });
    await endsIt('leo')();
    await erases('maya')();
    expect(await world.session(s)).toMatchObject({ state: 'cancelled' });
  });
});

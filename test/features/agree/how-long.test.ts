import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultAgreement, durationUpTo05 } from '../../../src/domain/defaults/agreement.js';
import { day } from '../../../src/kernel/clock.js';
import { agreeWorld, goal, notes, problems, said, sends } from '../../support/agree-world.js';
import { startBot, type TestBot } from '../../support/bot.js';
import type { Someone } from '../../support/someone.js';

/** Until when a mentorship is meant to go, and for how much (docs/field.md#minutes-meant). The clock begins on Mon 23 Nov 2026. */

let bot: TestBot;
let world: ReturnType<typeof agreeWorld>;
let maya: Someone;
let leo: Someone;
beforeEach(async () => {
  bot = await startBot();
  world = agreeWorld(bot);
  maya = bot.as('maya');
  leo = bot.as('leo');
});
afterEach(() => bot.stop());

const panel = async (who: Someone): Promise<string> =>
  said(await who.presses('mentorship.open', { subject: (await world.mentorship()).id }));

describe('how long it is meant to go', () => {
  it('is there to be looked at, is signed by both in plain words, and shares the target with the next', async () => {
    await maya.types('start @leo');
    expect(maya.form().answers.values).toMatchObject({ until: '2027-02-23', hours: 6 });
    await sends(maya, goal);
    expect((await world.mentorship()).agreement.body).toMatchObject({ until: '2027-02-23', minutes: 360 });
    expect(await panel(maya)).toContain('Meant: until Tue 23 Feb 2027, 6 h in all, once both have signed.');
    expect(await panel(leo)).toContain('Your mentor suggests: until Tue 23 Feb 2027, 6 h in all.');

    await leo.presses('agreement.answer');
    expect(notes(leo)).toMatch(
      /How long\nWe plan to go on until Tue 23 Feb 2027\.\nWe plan 6 h of mentoring in all\.\nWe look at how it is going/,
    );
    await sends(leo, { word: 'signed' });
    expect(await panel(maya)).toContain('Meant: until Tue 23 Feb 2027, 6 h in all. Both have signed that.');
    expect(await panel(leo)).toContain('You both signed: until Tue 23 Feb 2027, 6 h in all.');
    expect(said(await leo.presses('agreement.read', { subject: (await world.mentorship()).id }))).toContain(
      'We plan 6 h of mentoring in all.',
    );

    await maya.types('start @grace');
    expect(maya.form().answers.values).toMatchObject({ until: '2027-02-23', hours: 3 });
  });

  it.each([
    [{ until: '2026-11-22' }, /^until: That day has passed/],
    [{ until: '2206-11-22' }, /^until: That is more than three years away/],
    [{ until: '2027-02-30' }, /^until: Give a date that exists/],
    [{ until: '' }, /^until: Give a date/],
    [{ hours: '0' }, /^hours: The least is 0.25 hours/],
    [{ hours: '10000' }, /^hours: The most is 100 hours/],
    [{ hours: 'six' }, /^hours: Give this as a number/],
    [{ hours: '' }, /^hours: Give a number/],
  ])('%j is said to be wrong where it stands, and sent nowhere', async (values, problem) => {
    await maya.types('start @leo');
    maya.fills(values);
    await maya.next();
    expect(problems(maya)).toEqual([expect.stringMatching(problem)]);
    expect(await world.rows((r) => r.mentorships.all())).toEqual([]);
  });

  it('of before 0.6.0 it is taken to be so and said to be; the next version asks, and until then nothing is signed', async () => {
    const m = await world.agreed();
    await world.rows((r) =>
      r.mentorships.save({
        ...m,
        agreement: { ...m.agreement, body: { ...defaultAgreement, duration: durationUpTo05 } },
      }),
    );
    expect(await panel(maya)).toMatch(
      /Taken to be meant: until Tue 23 Feb 2027, 6 h in all\. Nobody has signed that yet/,
    );
    expect(await panel(leo)).toContain('Your agreement does not say how long. We count on 6 h, until Tue 23 Feb 2027.');
    expect(said(await leo.presses('agreement.read', { subject: m.id }))).toContain('About six months');

    await maya.presses('agreement.open', { subject: m.id });
    expect(maya.form().answers.values).toMatchObject({
      until: '2027-02-23',
      hours: 6,
      duration: 'We look at how it is going half-way.',
    });
    await sends(maya, { until: '2027-06-30', hours: '8.5' });
    // What both signed holds until both have signed the next.
    expect(await panel(maya)).toContain('Taken to be meant: until Tue 23 Feb 2027, 6 h in all.');
    await world.answers({ word: 'signed' });
    expect(await panel(maya)).toContain('Meant: until Wed 30 Jun 2027, 8 h 30 min in all. Both have signed that.');
    expect((await world.mentorship()).agreement.body).toMatchObject({ until: '2027-06-30', minutes: 510 });
  });

  it('whose last day has passed is changed without a day that would be refused, and says what was signed', async () => {
    await world.proposes();
    await world.answers({ word: 'signed' });
    await bot.clock.pass(120 * day);
    expect(await panel(maya)).toContain('until Tue 23 Feb 2027');
    await maya.presses('agreement.open', { subject: (await world.mentorship()).id });
    expect(maya.form().answers.values).toMatchObject({ until: '2027-04-23', hours: 6 });
  });
});

import { afterEach, expect, test } from 'vitest';
import { hour, minute } from '../../src/kernel/clock.js';
import { startBot, type TestBot } from '../support/bot.js';
import { agreed, planned } from '../support/steps.js';

let t: TestBot | undefined;
afterEach(async () => {
  await t?.stop();
  t = undefined;
});

test('the loop: agree, plan, accept, remind, run, record, confirm, answer, count', async () => {
  t = await startBot();
  const maya = t.as('maya');
  const leo = t.as('leo');
  await agreed(t, 'maya', 'leo');
  expect(maya.sees().join('\n')).toContain('signed');

  await planned(t, 'maya', 'plan @leo tomorrow 3pm 45m Phone calls');
  const invited = leo.card('A session with your mentor');
  expect(invited).toBeDefined();
  expect(leo.sees().join('\n')).toContain('Tue 24 Nov 2026, 15:00');
  await leo.presses('plan.accept');
  expect(leo.card('You said yes')).toBeDefined();
  expect(maya.sees().join('\n')).toContain('Leo Brandt said yes');

  await t.clock.to('2026-11-24T14:05:00Z');
  expect(leo.sees().join('\n')).toContain('You are meeting Maya Okafor in about an hour.');
  await t.clock.to('2026-11-24T15:00:00Z');
  await maya.presses('session.start');
  await t.clock.pass(40 * minute);
  expect(maya.card('record.open')).toBeUndefined();
  await maya.presses('session.extend');
  await t.clock.to('2026-11-24T15:59:00Z');
  expect(maya.card('record.open')).toBeUndefined();
  await t.clock.to('2026-11-24T16:00:00Z');
  expect(maya.card('record.open')).toBeDefined();

  await maya.presses('record.open');
  const form = maya.form();
  expect(form.answers.values.minutes).toBe(60);
  const objective = form.form.steps[0]?.items.find((i) => i.id.startsWith('outcome'));
  maya.fills({
    [objective?.id ?? '']: 'met',
    skill: 'active-listening',
    'skill-example': 'I waited before I spoke.',
    happened: 'Leo made two calls.',
  });
  await maya.submits();
  expect(maya.last?.kind === 'form' ? maya.form().problems : []).toEqual([]);
  expect(maya.sees().join('\n')).toMatch(/[Rr]ecorded/);

  await t.clock.to('2026-11-24T16:31:00Z');
  await leo.presses('hours.confirm');
  expect(leo.sees().join('\n')).not.toContain('I waited before');
  await t.clock.pass(hour);
  await maya.types('hours');
  expect(JSON.stringify(maya.last)).toContain('1 h');
});

import { afterEach, expect, test } from 'vitest';
import { allocated } from '../support/allocate.js';
import { startBot, type TestBot } from '../support/bot.js';
import { agreed, toTheEnd } from '../support/steps.js';

/** Mentoring that is evidence for nothing (docs/field.md#without-a-unit). */

let t: TestBot | undefined;
afterEach(async () => {
  await t?.stop();
  t = undefined;
});
const words = (of: unknown): string => JSON.stringify(of);

async function leadingTo(leadsTo: string): Promise<TestBot> {
  t = await startBot({ start: '2026-11-23T09:00:00Z' });
  const priya = t.as('priya');
  await priya.types('setup');
  await priya.next();
  priya.fills({ 'leads-to': leadsTo });
  await toTheEnd(priya);
  return t;
}

/** Plans in one step, meets, and writes what happened. */
async function meets(bot: TestBot, mentee: string): Promise<string> {
  const maya = bot.as('maya');
  await maya.types(`plan @${mentee} tomorrow 3pm 45m A walk and a talk`);
  const { form, step } = maya.form();
  expect(form.steps).toHaveLength(1);
  expect(step).toBe('when');
  expect(words(form)).not.toMatch(/Objective|Activit|Resources|Guidance|template|assess/i);
  await maya.submits();
  expect(words(maya.last)).not.toContain('"kind":"form"');
  await bot.clock.to('2026-11-24T15:46:00Z');
  await maya.presses('record.open');
  const record = maya.form().form;
  expect(record.steps).toHaveLength(1);
  const asked = record.steps[0]?.items.filter(
    (i) => i.kind !== 'note' && record.steps[0]?.known?.items.includes(i.id) !== true,
  );
  expect(asked?.map((i) => i.id)).toEqual(['happened', 'next-focus']);
  maya.fills({ happened: 'We walked to the river.', 'next-focus': 'The bus.' });
  await maya.submits();
  return words(maya.last);
}

test('a plan is a goal and a time, a record two fields, and neither speaks of a unit', async () => {
  const bot = await leadingTo('nothing');
  // Somebody is allocated to everybody; of this nobody is told that they read it, and they do not.
  await allocated(bot, 'tom', 'assessor');
  await bot.as('maya').types('start @leo');
  expect(words(bot.as('maya').last)).not.toContain(bot.people.get('tom'));
  await agreed(bot, 'maya', 'leo');
  await bot.as('leo').presses('data.open', { subject: '-' });
  expect(words(bot.as('leo').last)).not.toContain(bot.people.get('tom'));
  await meets(bot, 'leo');
  const rows = await bot.store.read(async (tx) => {
    const r = tx.in(bot.programme);
    const [session] = await r.sessions.all();
    const plan = session === undefined ? undefined : await r.sessions.plan(session.id);
    return { session, plan, record: session && (await r.records.get(session.id)) };
  });
  expect(rows.plan?.body.goals).toHaveLength(1);
  expect(rows.plan?.body).toMatchObject({ objectives: [], activities: [], support: [] });
  expect(rows.record?.body).toMatchObject({ happened: 'We walked to the river.', nextFocus: 'The bus.', skills: [] });
  const maya = bot.as('maya');
  await maya.types('hours');
  expect(words(maya.last)).toContain('Met so far');
  expect(words(maya.last)).not.toMatch(/ of 6 h|Skills|assess/i);
  await maya.presses('record.read', { subject: rows.session?.id ?? '' });
  expect(words(maya.last)).toContain('We walked to the river.');
  expect(words(maya.last)).not.toMatch(/at the time|assess/);
  await maya.types('home');
  expect(words(maya.last)).not.toContain(' of 6 h');
  await bot.as('priya').types('hours');
  expect(words(bot.as('priya').last)).not.toContain(' of 6 h');
});

test('where it may be either, each mentor says so as they begin, and the same mentor may have both', async () => {
  const bot = await leadingTo('either');
  const maya = bot.as('maya');
  await maya.types('start @leo');
  expect(words(maya.last)).toContain('Is it for the unit');
  await agreed(bot, 'maya', 'sam');
  const begin = async (): Promise<void> => {
    await maya.types('start @aisha');
    maya.fills({
      'for-unit': 'no',
      'goals.0.what': 'Feel at home',
      'goals.0.how': 'We will know',
      'goals.0.baseline': '2',
      'goals.0.target': '4',
    });
    for (let i = 0; i < 3; i += 1) await maya.next();
    maya.fills({
      'goals.0.what': 'Feel at home',
      'goals.0.how': 'We will know',
      'goals.0.baseline': '2',
      'goals.0.target': '4',
    });
    await toTheEnd(maya);
  };
  await begin();
  const portfolios = await bot.store.read((tx) => tx.in(bot.programme).portfolios.ofMentor(maya.id));
  expect(portfolios.map((p) => [p.targetMinutes, p.withoutUnit ?? false])).toEqual([
    [360, false],
    [0, true],
  ]);
  await maya.types('plan @sam and @aisha tomorrow 3pm');
  expect(words(maya.last)).toContain('Some of these mentorships are for the unit');
  await maya.types('hours');
  expect(words(maya.last)).toContain('of 6 h');
  expect(words(maya.last)).toContain('Met so far');
});

test('a programme that was never anything but a unit asks nothing more', async () => {
  t = await startBot({ start: '2026-11-23T09:00:00Z' });
  const maya = t.as('maya');
  await maya.types('start @leo');
  expect(words(maya.last)).not.toContain('Is it for the unit');
  const { settings } = (await t.store.read((tx) => tx.in(t?.programme as never).programme.get())) ?? {};
  expect(settings?.unit.leadsTo).toBeUndefined();
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { minute } from '../../src/kernel/clock.js';
import { type Filling, type TeamsPerson, teamsPerson } from './teams-person.js';
import { type WholeBot, wholeBot } from './whole-bot.js';

/** The whole loop in Microsoft Teams: two people, each at an Agents Playground of their own, and the real runtime. */

const tenant = '22222222-2222-2222-2222-222222222222';
let t: WholeBot;
let bob: TeamsPerson;
let ann: TeamsPerson;

beforeAll(async () => {
  t = await wholeBot(undefined, {
    firstCoordinator: { platform: 'teams', tenant, user: '00000000-0000-0000-0000-0000000000b0' },
  });
  [bob, ann] = await Promise.all([teamsPerson(() => t.url, 'bob'), teamsPerson(() => t.url, 'ann')]);
});
afterAll(async () => {
  await Promise.all([bob?.stop(), ann?.stop()]);
  await t?.stop();
});

/** What was typed into forms: it stands in no message, in nobody's chat. */
const typed = {
  goal: 'Make phone calls *alone*',
  objective: 'Make two calls to the college',
  activity: 'Look back on the calls',
  happened: 'Two calls, the second without notes',
  words: 'I liked that we practised first',
};
const goal: Filling = [
  [/^goals\/.*\/what$/, typed.goal],
  [/^goals\/.*\/how$/, 'Three calls stand in a call log'],
  [/^goals\/.*\/baseline$/, '2'],
  [/^goals\/.*\/target$/, '4'],
];

test('a coordinator gives a role, and the agreement is signed by both', async () => {
  expect(await bob.types('hi')).toContain('What you can type');
  expect(await ann.types('hi')).toContain('I help you and your mentor');
  await bob.types('people @Bob');
  await bob.presses('Fill in here');
  expect(await bob.fillsIn([[/^roles$/, 'coordinator,mentor']])).toContain('Bob Brown is now: Coordinator, Mentor');

  await bob.types('start @Ann');
  await bob.presses('Fill in here');
  expect(await bob.fillsIn(goal)).toContain('You have signed. Ann Archer is asked');
  await t.bot.run();
  expect(await ann.presses('Read and answer')).toContain('Bob Brown wrote this and signed it.');
  expect(await ann.fillsIn([[/^word$/, 'signed']])).toContain('Thank you. You have signed.');
  await t.bot.run();
  expect(bob.sees()).toContain('Ann Archer and you have both signed');
});

test('a plan with rows, in the card of the form; the invitation and its answer', async () => {
  await bob.types('plan @Ann tomorrow 3pm 45m Phone calls');
  expect(await bob.presses('Fill in here')).toContain('15:00');
  await bob.presses('Next');
  const objective = bob.typedBy([
    [/\/what$/, typed.objective],
    [/\/measure$/, 'Two stand in the log'],
  ]);
  // The only goal is chosen already.
  expect(await bob.presses('Next', objective)).toContain('The activities fill the session');

  // A row more, with what it needs: what was typed in the others stays as it is.
  const before = bob.fields().length;
  expect(await bob.presses('Add an activity')).toContain('Activity 4');
  expect(bob.fields().length).toBe(before + 2);
  const places = (field: string): string[] => bob.fields().filter((f) => f.endsWith(field));
  const lasts = (...minutes: readonly string[]) =>
    Object.fromEntries(places('/minutes').map((place, i) => [place, minutes[i] ?? '']));
  const last = { [places('/what').at(-1) ?? '']: typed.activity };
  expect(await bob.presses('Next', { ...lasts('10', '10', '20', '25'), ...last })).toContain('20 min too much');
  expect(await bob.presses('Next', lasts('10', '10', '20', '5'))).toContain('Step 4 of 4');
  expect(await bob.fillsIn([])).toContain('Ann Archer will be told now.');
  await t.bot.run();

  expect(ann.sees()).toContain('Phone calls');
  expect(await ann.presses('Yes, I’ll be there')).toContain('You said yes');
  await t.bot.run();
  expect(bob.sees()).toContain('Ann Archer said yes to Phone calls.');
});

test('the session runs, is made longer, ends, and is recorded', async () => {
  await t.to('2026-11-24T14:05:00Z');
  expect(ann.sees()).toContain('in about an hour');
  await t.to('2026-11-24T15:00:00Z');
  expect(await bob.presses('Start now')).toContain('The session with Ann Archer is on.');
  await t.pass(40 * minute);
  await bob.presses('15 minutes more');
  await t.to('2026-11-24T15:59:00Z');
  expect(bob.sees()).not.toContain('Write the record now');
  await t.to('2026-11-24T16:00:00Z');
  expect(bob.sees()).toContain('Write the record now');
  expect(await bob.presses('Write it now')).toContain(`Measured by: Two stand in the log`);
  const recorded = await bob.fillsIn([
    [/^outcome/, 'met'],
    [/^skill$/, 'active-listening'],
    [/^skill-example$/, 'I waited before I spoke'],
    [/^happened$/, typed.happened],
  ]);
  expect(recorded).toContain('Recorded');
  expect(recorded).toContain('at the time');
});

test('the mentee confirms the hours and answers four questions', async () => {
  await t.to('2026-11-24T16:31:00Z');
  expect(ann.sees()).toContain('lasted 1 h. Is that right?');
  expect(await ann.presses('Yes')).toContain('Who may read them?');
  let reads = await ann.presses('My mentor, now');
  for (let question = 1; question <= 4; question += 1) {
    expect(reads, reads).toContain(`${question} of 4`);
    reads = await ann.answers();
  }
  expect(reads).toContain('In your own words');
  expect(await ann.fillsIn([[/^(?!_s$)/, typed.words]])).toContain('Thank you');
  await t.bot.run();
});

test('hours, feedback and a digest', async () => {
  // In one's own chat at once; but for the goals, which stand behind a button.
  expect(await bob.types('hours')).toContain('Delivered: 1 h of 6 h');
  expect(bob.reads()).not.toContain('Make phone calls');
  expect(await bob.presses('Show all of it here')).toContain('Make phone calls');
  expect(await bob.types('feedback')).toContain('Feedback');
  expect(await bob.presses('Show here')).toContain('1 of 1');
  expect(await bob.mentions('digest', '19:ann')).toContain('on its way');
  await t.bot.run();
  const digest = bob.sees('19:ann');
  expect(digest).toContain('Mentoring this week');
  expect(digest).toContain('Confirmed by mentees\n1 h');
  expect(digest).not.toMatch(/Ann|Bob|Phone calls/);
});

test.each(['19:grp', '19:ann'])('in %s everything personal is answered in private', async (place) => {
  const here = bob.messages(place).length;
  // Whoever typed it in a channel did so before all: there stand the numbers too, and nobody's name.
  const told = await bob.mentions('concern', place);
  expect(told).toMatch(/Sent to you in our chat\.$/);
  expect(told.startsWith('Worried about someone?')).toBe(place === '19:ann');
  expect(told).not.toMatch(/Ann|Bob|lead:/);
  expect(bob.sees().split('\n---\n').at(-1)).toMatch(/concern|worried/i);
  for (const word of [
    'home',
    'hours',
    'feedback',
    'sessions',
    'plan @Ann Friday 10:00',
    'people',
    'settings',
    'log',
    'link',
  ])
    expect(await bob.mentions(word, place), word).toBe('Sent to you in our chat.');
  expect(await bob.mentions('help', place)).toContain('What you can type');
  expect(bob.messages(place).length).toBe(here + 11);
});

test('nothing that was typed into a form stands in any message, and nothing went wrong unseen', () => {
  const sent = JSON.stringify([...bob.play.sent, ...ann.play.sent]);
  // As far as the first character that a card escapes.
  for (const words of Object.values(typed)) expect(sent).not.toContain(words.split('*')[0]);
  expect(t.faults).toEqual([]);
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { team, type Workspace, workspace } from '../adapters/slack/workspace.js';
import { type SlackReader, slackReader } from './slack-person.js';
import { type Filling, type TeamsPerson, teamsPerson } from './teams-person.js';
import { type WholeBot, wholeBot } from './whole-bot.js';

/**
 * One programme across two platforms: Max is in Slack alone (signed requests against the emulated Web API), Bob in
 * Microsoft Teams alone (an Agents Playground). Mia, the coordinator, is in both, and so brings the two together.
 */

let w: Workspace;
let t: WholeBot;
let max: SlackReader;
let mia: SlackReader;
let miaInTeams: TeamsPerson;
let bob: TeamsPerson;

beforeAll(async () => {
  w = await workspace({ sendTimeoutMs: 5000 }, async (chat, slack) => {
    slack.front.amend('users.info', (a) => ({
      ...a,
      user: { ...(a.user as object), tz: 'Europe/London', locale: 'en-GB' },
    }));
    t = await wholeBot(() => [chat], {
      firstCoordinator: { platform: 'slack', tenant: team, user: slack.users.mentee },
    });
    return () => t.stop();
  });
  [max, mia] = await Promise.all([slackReader(w, w.slack.users.mentor), slackReader(w, w.slack.users.mentee)]);
  [bob, miaInTeams] = await Promise.all([teamsPerson(() => t.url, 'bob'), teamsPerson(() => t.url, 'ann')]);
});
afterAll(async () => {
  await Promise.all([bob?.stop(), miaInTeams?.stop()]);
  await w?.stop();
});

const goal: Filling = [
  [/^goals\/.*\/what$/, 'Make phone calls'],
  [/^goals\/.*\/how$/, 'Three calls stand in a call log'],
  [/^goals\/.*\/baseline$/, '2'],
  [/^goals\/.*\/target$/, '4'],
];
const record: Filling = [
  [/^outcome/, 'met'],
  [/^skill$/, 'active-listening'],
  [/^skill-example$/, 'I waited before I spoke'],
  [/^happened$/, 'Two calls, the second without notes'],
];
const objective: Filling = [
  [/^objectives\/.*\/what$/, 'Make two calls to the college'],
  [/^objectives\/.*\/measure$/, 'Two stand in the log'],
];

/** Everything that was sent to Slack is something that Slack takes, and nothing went wrong unseen on either side. */
function nothingWrong(): void {
  const refused = w.slack.front.calls.filter((c) => c.answer?.ok === false).map((c) => [c.method, c.answer?.error]);
  expect(refused).toEqual([]);
  expect([w.logged, t.faults]).toEqual([[], []]);
}

test('a coordinator’s link joins the two platforms to one programme', async () => {
  await mia.types('hi');
  const code = /link ([0-9a-z]{5}-[0-9a-z]{5})/.exec(await mia.types('link'))?.[1];
  expect(await miaInTeams.types(`link ${code}`)).toContain('Your accounts are joined');
  await max.types('hi');
  await bob.types('hi');
  const programmes = await t.store.read((tx) => tx.programmes.all());
  expect(programmes).toHaveLength(1);
  await mia.types('people @Max');
  expect(await mia.fillsIn([[/roles/, 'mentor']])).toContain('Mentor');
  nothingWrong();
});

test('mentor in Slack, mentee in Teams: the whole loop', async () => {
  await max.types('start @Bob');
  expect(await max.fillsIn(goal)).toContain('Bob Brown is asked');
  await t.bot.run();
  expect(bob.sees()).toContain('Max Mentor would like to mentor you.');
  await bob.presses('Read and answer');
  expect(await bob.fillsIn([[/^word$/, 'signed']])).toContain('You have signed');
  await t.bot.run();
  expect(max.sees()).toContain('both signed');

  await max.types('plan @Bob tomorrow 3pm 45m Phone calls');
  expect(await max.fillsIn([...objective, [/^goals$/, 'first']])).toContain('Planned');
  await t.bot.run();
  expect(bob.sees()).toContain('Max Mentor would like to meet you.');
  await bob.presses('Yes, I’ll be there');
  await t.bot.run();
  expect(max.sees()).toContain('Bob Brown said yes');

  await t.to('2026-11-24T15:00:00Z');
  await max.presses('Start now');
  await t.to('2026-11-24T15:45:00Z');
  expect(max.sees()).toContain('Write the record now');
  await max.presses('Write it now', true);
  expect(await max.fillsIn(record)).toContain('Recorded');

  await t.to('2026-11-24T16:16:00Z');
  expect(await bob.presses('Yes')).toContain('Who may read them?');
  let reads = await bob.presses('My mentor, now');
  for (let question = 1; question <= 4; question += 1) {
    expect(reads).toContain(`${question} of 4`);
    reads = await bob.answers();
  }
  expect(await bob.fillsIn([[/^(?!_s$)/, 'I liked that we practised first']])).toContain('Thank you');
  await t.bot.run();

  expect(await max.types('hours')).toContain('45 min');
  expect(await max.types('feedback')).toContain('1 of 1');
  expect(await bob.mentions('help', '19:ann')).toContain('What you can type');
  // The coordinator's digest goes to a channel in Teams, although the mentor is in Slack.
  expect(await miaInTeams.mentions('digest', '19:ann')).toContain('on its way');
  await t.bot.run();
  expect(miaInTeams.sees('19:ann')).toContain('Confirmed by mentees\n45 min');
  nothingWrong();
});

test('neither platform is sent what is for the other', () => {
  const toTeams = JSON.stringify([...bob.play.sent, ...miaInTeams.play.sent]);
  expect(toTeams).not.toContain(w.slack.users.mentor);
  expect(toTeams).not.toContain('Write the record now');
  const toSlack = JSON.stringify(w.slack.front.calls.map((c) => c.args));
  expect(toSlack).not.toContain('29:bob');
  expect(toSlack).not.toContain('Who may read them?');
});

test('the other way round: mentor in Teams, mentee in Slack, the whole loop', async () => {
  await mia.types('people @Bob');
  // They are still somebody's mentee.
  expect(await mia.fillsIn([[/roles/, 'mentee,mentor']])).toContain('Mentor');
  await bob.types('start @Max');
  await bob.presses('Fill in here');
  expect(await bob.fillsIn(goal)).toContain('Max Mentor is asked');
  await t.bot.run();
  expect(max.sees()).toContain('Bob Brown would like to mentor you.');
  await max.presses('Read and answer', true);
  await max.fillsIn([[/^word$/, 'signed']]);
  await t.bot.run();

  await bob.types('plan @Max 2026-11-26 10:00 45m Interviews');
  await bob.presses('Fill in here');
  await bob.presses('Next');
  await bob.presses('Next', { ...bob.typedBy(objective), goals: bob.choices('goals')[0] ?? '' });
  expect(await bob.fillsIn([])).toContain('Max Mentor will be told now.');
  await t.bot.run();
  expect(max.sees()).toContain('Interviews');
  await max.presses('Yes, I’ll be there');
  await t.bot.run();
  expect(bob.sees()).toContain('Max Mentor said yes to Interviews.');

  await t.to('2026-11-26T10:00:00Z');
  await bob.presses('Start now');
  await t.to('2026-11-26T10:45:00Z');
  await bob.presses('Write it now');
  expect(await bob.fillsIn(record)).toContain('Recorded');
  await t.to('2026-11-26T11:20:00Z');
  expect(max.sees()).toContain('Is that right?');

  await max.presses('Yes');
  await t.bot.run();
  await max.presses('My mentor, now');
  await t.bot.run();
  for (let question = 1; question <= 3; question += 1) {
    expect(max.sees()).toContain(`${question} of 4`);
    await max.presses('5 Yes, fully');
    await t.bot.run();
  }
  expect(max.sees()).toContain('4 of 4');
  await max.presses('Write a few words', true);
  expect(await max.fillsIn([[/./, 'More of the same, please']])).toContain('Thank you');
  await t.bot.run();
  expect(await bob.types('hours')).toContain('45 min');
  await bob.types('feedback');
  expect(await bob.presses('Show here')).toContain('More of the same, please');
  expect(JSON.stringify(bob.play.sent)).not.toContain('More of the same');
  nothingWrong();
});

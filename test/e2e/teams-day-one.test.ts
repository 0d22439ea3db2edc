import { afterAll, beforeAll, expect, test } from 'vitest';
import { minute } from '../../src/kernel/clock.js';
import { firstCodes } from '../../src/runtime/membership/first-code.js';
import { ann, ben, bot, type FakeCloud, startCloud, tenant } from '../adapters/teams/cloud.js';
import { teamsCloudPerson } from './teams-cloud-person.js';
import type { Filling, TeamsPerson } from './teams-person.js';
import { type WholeBot, wholeBot } from './whole-bot.js';

/**
 * Day one in Microsoft Teams, from an empty database: everybody but the first coordinator comes in by a mention, and
 * nobody says hello first.
 */

const cora = { id: '29:cora', aadObjectId: '00000000-0000-0000-0000-0000000000cc', name: 'Cora Cole' };
const group = '19:circle';
const code = 'first-code';

let cloud: FakeCloud;
let t: WholeBot;
let coordinator: TeamsPerson;
let mentor: TeamsPerson;
let mentee: TeamsPerson;

beforeAll(async () => {
  cloud = await startCloud();
  for (const id of [cora.id, cora.aadObjectId]) cloud.members.set(id, cora);
  const codes = firstCodes({ code: () => code, print: () => undefined });
  t = await wholeBot(undefined, { firstCodes: codes });
  [coordinator, mentor, mentee] = [cora, ann, ben].map((who) => teamsCloudPerson(cloud, t.url, who)) as [
    TeamsPerson,
    TeamsPerson,
    TeamsPerson,
  ];
});
afterAll(async () => {
  await t?.stop();
  await cloud?.stop();
});

/** Mentions the bot in the group, and somebody after the words. */
const names = async (who: TeamsPerson, words: string, whom?: typeof ann, then = ''): Promise<string> => {
  const said = await who.types(
    `<at>${bot.name}</at> ${words}${whom === undefined ? '' : ` <at>${whom.name}</at>`} ${then}`,
    group,
    [bot, ...(whom === undefined ? [] : [whom])],
  );
  await t.pass(2_000);
  return said;
};
const goal: Filling = [
  [/^goals\/.*\/what$/, 'Make phone calls alone'],
  [/^goals\/.*\/how$/, 'Three calls stand in a call log'],
  [/^goals\/.*\/baseline$/, '2'],
  [/^goals\/.*\/target$/, '4'],
];

test('before anything is set up, help and setup say what is true then', async () => {
  expect(await coordinator.types('help')).toContain('Not set up yet');
  expect(await coordinator.types('setup')).toContain('Send me setup and the code');
  expect(await coordinator.types(`setup ${code}`)).toContain('You are the coordinator');
  expect(await coordinator.presses('Set up')).toContain('Safeguarding');
  expect(
    await coordinator.fillsIn([
      [/^lead$/, 'Nia Price'],
      [/^lead-reach$/, '020 7946 0000'],
    ]),
  ).toContain('The programme is set');
  expect(await coordinator.types('start')).toContain('you give the roles here');
});

test('a mentor is named by a mention, and written to once', async () => {
  expect(await names(coordinator, 'people', ann)).toBe('Sent to you in our chat.');
  await coordinator.presses('Fill in here');
  const said = await coordinator.fillsIn([[/^roles$/, 'mentor']]);
  expect(said).toContain('Ann Archer is now: Mentor.');
  expect(said).toContain('I write to Ann Archer now: who named them, as what, and what this is.');
  await t.bot.run();
  expect(mentor.messages()).toHaveLength(1);
  expect(mentor.sees()).toContain('Cora Cole named you as mentor in “Riverside Mentoring”.');
  expect(mentor.sees()).toContain('There is nothing you have to do.');
});

test.each([
  ['a guest', { userRole: 'guest' }, 'Kim Guest is a guest here'],
  [
    'somebody of another tenant',
    { tenantId: '33333333-3333-3333-3333-333333333333' },
    'belongs to another organisation',
  ],
  ['who is not in the roster', undefined, 'Teams does not tell me who that is from here.'],
] as const)('%s cannot be named: the roster says who they are, never the mention', async (_, roster, answer) => {
  const kim = { id: '29:kim', aadObjectId: '00000000-0000-0000-0000-0000000000dd', name: 'Kim Guest' };
  for (const id of [kim.id, kim.aadObjectId])
    if (roster === undefined) cloud.members.delete(id);
    else cloud.members.set(id, { ...kim, ...roster });
  await names(coordinator, 'people', kim);
  expect(coordinator.sees().split('\n---\n').at(-1)).toContain(answer);
  const known = await t.store.read(async (tx) =>
    tx.accounts.find({ platform: 'teams', tenant, user: kim.aadObjectId }),
  );
  expect(known).toBeUndefined();
});

test('the mentor begins with a mentee whom nobody has met', async () => {
  expect(await names(mentor, 'plan', ben, 'tomorrow 3pm')).toBe('Sent to you in our chat.');
  expect(mentor.sees()).toContain('You and Ben Bright have no open mentorship.');
  // Nobody is written to before there is something to say.
  expect(mentee.messages()).toHaveLength(0);
  await names(mentor, 'start', ben);
  await mentor.presses('Fill in here');
  expect(await mentor.fillsIn(goal)).toContain('You have signed. Ben Bright is asked');
  await t.bot.run();
  expect(mentee.messages()).toHaveLength(1);
  expect(mentee.sees()).toContain('Ann Archer would like to mentor you.');
  expect(mentee.sees()).toContain('This is Mentorlog.');
  expect(await mentee.presses('Read and answer')).toContain('Ann Archer wrote this and signed it.');
  expect(await mentee.fillsIn([[/^word$/, 'signed']])).toContain('Thank you. You have signed.');
  await t.bot.run();
  expect(mentor.sees()).toContain('Ben Bright and you have both signed');
  // Signed by who has written now: the card says no more what this is.
  expect(mentee.sees()).not.toContain('This is Mentorlog.');
});

test('the first session is planned by mention, met, recorded and asked about', async () => {
  await names(mentor, 'plan', ben, 'tomorrow 3pm 45m Phone calls');
  expect(await mentor.presses('Fill in here')).toContain('15:00');
  expect(
    await mentor.fillsIn([
      [/\/what$/, 'Make two calls'],
      [/\/measure$/, 'Two stand in the log'],
    ]),
  ).toContain('Ben Bright will be told now.');
  await t.bot.run();
  expect(await mentee.presses('Yes, I’ll be there')).toContain('You said yes');
  await t.to('2026-11-24T15:00:00Z');
  await mentor.presses('Start now');
  await t.to('2026-11-24T15:45:00Z');
  expect(await mentor.presses('Write it now')).toContain('Measured by: Two stand in the log');
  expect(
    await mentor.fillsIn([
      [/^outcome/, 'met'],
      [/^skill$/, 'active-listening'],
      [/^skill-example$/, 'I waited'],
      [/^happened$/, 'Two calls'],
    ]),
  ).toContain('at the time');
  await t.pass(31 * minute);
  await mentee.presses('Yes');
  await mentee.presses('My mentor, now');
  for (let question = 1; question <= 4; question += 1) await mentee.answers();
  expect(await mentee.fillsIn([[/^(?!_s$)/, 'I liked it']])).toContain('Thank you');
  await t.bot.run();
});

test('what it adds up to is there at once in one’s own chat, and the digest in the group', async () => {
  expect(await mentor.types('hours')).toContain('45 min of 6 h');
  expect(await mentor.types('home')).toContain('Working together');
  expect(await mentor.types('sessions')).toContain('Nothing is planned.');
  // Goals are private: they stand behind the button, and in no message.
  expect(JSON.stringify(cloud.posted)).not.toContain('Make phone calls alone');
  expect(await mentor.types('feedback')).toContain('Open it to read.');
  expect(await names(coordinator, 'digest now')).toContain('on its way');
  await t.bot.run();
  expect(coordinator.sees(group)).toContain('Mentoring this week');
  expect(t.faults).toEqual([]);
});

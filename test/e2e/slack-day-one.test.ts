import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Bot, startBot } from '../../src/bot.js';
import { grammar } from '../../src/commands/grammar.js';
import { minute } from '../../src/kernel/clock.js';
import { randomIds } from '../../src/kernel/ids.js';
import type { Store } from '../../src/ports/store.js';
import { silentLog } from '../../src/runtime/log.js';
import { firstCodes } from '../../src/runtime/membership/first-code.js';
import { type Workspace, workspace } from '../adapters/slack/workspace.js';
import { openTestStore } from '../support/store.js';
import { type SlackReader, slackReader } from './slack-person.js';
import type { Filling } from './teams-person.js';

/**
 * Day one in Slack, from an empty database: everybody but the first coordinator comes in by a mention, and nobody says
 * hello first.
 */

const code = 'first-code';
let w: Workspace;
let bot: Bot;
let store: Store;
let closeStore: () => Promise<void>;
let now = Date.parse('2026-11-23T09:00:00Z');
let cora: SlackReader;
let max: SlackReader;
let mia: SlackReader;

beforeAll(async () => {
  w = await workspace({ sendTimeoutMs: 5_000 }, async (chat, slack) => {
    slack.front.amend('users.info', (a) => ({
      ...a,
      user: { ...(a.user as object), tz: 'Europe/London', locale: 'en-GB' },
    }));
    const ids = randomIds();
    const opened = await openTestStore({ ids });
    store = opened.store;
    closeStore = opened.close;
    const clock = { now: () => now };
    const codes = firstCodes({ code: () => code, print: () => undefined });
    bot = await startBot({
      store,
      chats: [chat],
      jobs: { start() {}, wake() {}, async stop() {} },
      clock,
      leaseClock: clock,
      ids,
      log: silentLog,
      fallback: { safeguarding: { hours: '', outOfHours: '' }, nation: 'england' },
      firstCodes: codes,
      newProgramme: { name: 'Acme mentoring', zone: 'Europe/London', nation: 'england' },
    });
    return () => bot.stop();
  });
  const { users } = w.slack;
  [cora, max, mia] = await Promise.all([
    slackReader(w, users.coordinator),
    slackReader(w, users.mentor),
    slackReader(w, users.mentee),
  ]);
});
afterAll(async () => {
  await w.stop();
  await closeStore();
});

const settled = (): Promise<void> => bot.run();
const to = async (iso: string): Promise<void> => {
  now = Date.parse(iso);
  await settled();
};
const goal: Filling = [
  [/^goals\/.*\/what$/, 'Make phone calls alone'],
  [/^goals\/.*\/how$/, 'Three calls stand in a call log'],
  [/^goals\/.*\/baseline$/, '2'],
  [/^goals\/.*\/target$/, '4'],
];

test('before anything is set up, help and setup say what is true then', async () => {
  expect(await cora.types('help')).toContain('Nobody has set this up yet.');
  expect(await cora.types('setup')).toContain('Send me setup and the code');
  expect(await cora.types(`setup ${code}`)).toContain('You are the coordinator');
  expect(await cora.pressesTold('Set up')).toContain('“Worried about someone?” shows these to everybody');
  await cora.fillsIn([
    [/^lead$/, 'Nia Price'],
    [/^lead-reach$/, '020 7946 0000'],
  ]);
  expect(cora.told).toContain('The programme is set');
  expect(await cora.types('start')).toContain('you give the roles here');
});

test('a mentor is named by a mention, and written to once', async () => {
  expect(await cora.types(`people <@${w.slack.users.mentor}>`)).toContain('What they are in the programme');
  await cora.fillsIn([[/^roles$/, 'mentor']]);
  expect(cora.told).toMatch(/is now: Mentor ?\./);
  expect(cora.told).toContain('who named them, as what, and what this is.');
  await settled();
  expect(max.messages()).toHaveLength(1);
  expect(max.sees()).toMatch(new RegExp(`@${w.slack.users.coordinator} named you as mentor in “ ?Acme mentoring ?”`));
});

test('the mentor begins with a mentee whom nobody has met', async () => {
  expect(await max.types(`plan <@${w.slack.users.mentee}> tomorrow 3pm`)).toContain('have no open mentorship.');
  await settled();
  expect(mia.messages()).toHaveLength(0);
  expect(await max.pressesTold('Begin with Mia Mentee')).toContain('Step 1 of');
  expect(await max.fillsIn(goal)).toContain('You have signed.');
  await settled();
  expect(mia.messages()).toHaveLength(1);
  expect(mia.sees()).toContain(`@${w.slack.users.mentor} would like to mentor you.`);
  expect(mia.sees()).toContain('This is Mentorlog.');
  await mia.presses('Read and answer', true);
  expect(await mia.fillsIn([[/^word$/, 'signed']])).toContain('You have signed.');
  await settled();
  expect(mia.sees()).not.toContain('This is Mentorlog.');
  expect(max.sees()).toContain('have both signed');
});

test('the first session is planned by mention, met, recorded and asked about', async () => {
  await max.types(`plan <@${w.slack.users.mentee}> tomorrow 3pm 45m Phone calls`);
  expect(
    await max.fillsIn([
      [/\/what$/, 'Make two calls'],
      [/\/measure$/, 'Two stand in the log'],
    ]),
  ).toContain('will be told now.');
  await settled();
  await mia.presses('Yes, I’ll be there');
  await to('2026-11-24T15:00:00Z');
  await max.presses('Start now');
  await to('2026-11-24T15:45:00Z');
  await max.presses('Write it now', true);
  expect(
    await max.fillsIn([
      [/^outcome/, 'met'],
      [/^skill$/, 'active-listening'],
      [/^skill-example$/, 'I waited'],
      [/^happened$/, 'Two calls'],
    ]),
  ).toContain('at the time');
  now += 31 * minute;
  await settled();
  await mia.presses('Yes');
  await settled();
  await mia.presses('My mentor, now');
  await settled();
  for (let question = 1; question <= 3; question += 1) {
    await mia.presses(mia.offers('ask.rate'));
    await settled();
  }
  await mia.presses(mia.offers('ask.words'), true);
  await mia.fillsIn([[/./, 'I liked it']]);
  await settled();
  expect(mia.sees()).toContain('Thank you');
});

test('every word said in the bot’s own messages works there; a panel opens by its button', async () => {
  const opened: string[] = [];
  for (const { word } of grammar.filter((g) => g.word !== 'concern')) {
    for (const who of [max, mia]) {
      const said = await who.says(word, settled);
      expect(said, word).not.toBe('');
      expect(said, word).not.toMatch(/from a command|too long/);
      if (!/open it to read/.test(said)) continue;
      opened.push(word);
      expect(await who.pressesTold('Open'), word).not.toBe('');
      expect(who.viewTitle, word).toBe(said.split(':')[0]);
    }
  }
  expect(new Set(opened)).toEqual(
    new Set([
      ...['sessions', 'past', 'hours', 'feedback', 'digest', 'home', 'settings', 'people', 'rights'],
      ...['review', 'change', 'evidence', 'compare', 'reflect', 'testimony'],
    ]),
  );
});

test('what it adds up to, and the digest in the channel by a mention of the bot', async () => {
  expect(await max.types('hours')).toContain('45 min of 6 h');
  expect(await max.types('feedback')).toContain('I liked it');
  await cora.mentions('digest now', w.slack.general);
  await settled();
  const posted = w.slack.front.calls.filter(
    (c) => c.method === 'chat.postMessage' && c.args.channel === w.slack.general && c.answer?.ok === true,
  );
  expect(posted).toHaveLength(1);
  expect(posted[0]?.args.blocks).not.toMatch(/Phone calls|Mentee|<@U/);
  for (const c of w.slack.front.calls.filter((call) => call.method === 'chat.postMessage'))
    for (const words of ['Make phone calls alone', 'Two stand in the log', 'I liked it'])
      expect(JSON.stringify(c.args)).not.toContain(words);
  expect(w.logged).toEqual([]);
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeHere } from '../../adapters/documents/pack/make-here.js';
import { buttonsOf } from '../adapters/slack/person.js';
import { team, type Workspace, workspace } from '../adapters/slack/workspace.js';
import { type LinkSite, linkSite } from '../support/visitor.js';
import { type Cast, chapters, keptMails, type Someone, typed } from './evidence-story.js';
import { handedIn } from './pack-story.js';
import { type SlackReader, slackReader } from './slack-person.js';
import { type WholeBot, wholeBot } from './whole-bot.js';

/** Evidence in Slack: signed HTTP, the emulated Web API, a real database, a moved clock; who is asked from outside by link. */

let w: Workspace;
let t: WholeBot;
let site: LinkSite;
let cast: Cast;
const mails = keptMails();

const someone = (who: SlackReader, name: string, id: string): Someone => ({
  name,
  mention: `<@${id}>`,
  sees: () => who.sees(),
  reads: () => who.reads(),
  opens: (word) => who.types(word),
  taps: (label) => who.taps(label, () => t.bot.run()),
  offers: (label) => who.messages().some((m) => buttonsOf(m.blocks).some((b) => b.label === label)),
  goesOn: (label, filling) => who.goesOn(label, filling, () => t.bot.run()),
  fillsIn: (filling) => who.fillsIn(filling),
});

beforeAll(async () => {
  site = await linkSite(() => ({
    bot: t.bot,
    store: t.store,
    clock: { now: () => t.now() },
    settled: () => t.bot.run(),
  }));
  w = await workspace({ sendTimeoutMs: 5000 }, async (chat, slack) => {
    slack.front.amend('users.info', (a) => ({
      ...a,
      user: { ...(a.user as object), tz: 'Europe/London', locale: 'en-GB' },
    }));
    t = await wholeBot(() => [chat], {
      firstCoordinator: { platform: 'slack', tenant: team, user: slack.users.coordinator },
      pages: () => ({ base: site.base, loopback: false, mails: true }),
      mail: mails.mail,
      packs: makeHere,
    });
    return () => t.stop();
  });
  const { users } = w.slack;
  const [coordinator, mentor, mentee] = await Promise.all(
    (['coordinator', 'mentor', 'mentee'] as const).map((who) => slackReader(w, users[who])),
  );
  cast = {
    t,
    site,
    mails,
    coordinator: someone(coordinator as SlackReader, 'Cora Coordinator', users.coordinator),
    mentor: someone(mentor as SlackReader, 'Max Mentor', users.mentor),
    mentee: someone(mentee as SlackReader, 'Mia Mentee', users.mentee),
  };
});
afterAll(async () => {
  await w?.stop();
  await site?.stop();
});

test.each(chapters)('%s', { timeout: 60_000 }, async (_title, live) => live(cast));

test(
  'a pack is asked for, looked at, decided, and fetched by a link and a code that stand in no message',
  {
    timeout: 60_000,
  },
  () => handedIn(cast),
);

test('nothing that was typed stands in a message, Slack took all that was shown, and nothing went wrong unseen', () => {
  const calls = w.slack.front.calls.filter((c) => c.method.startsWith('chat.') && c.method !== 'chat.postEphemeral');
  for (const { args } of calls)
    for (const words of Object.values(typed)) expect(JSON.stringify(args)).not.toContain(words);
  // Slack stacks three views; the fourth takes the place of the one on top.
  const refused = w.slack.front.calls.filter((c) => c.answer?.ok === false && c.answer.error !== 'push_limit_reached');
  expect(refused.map((c) => [c.method, c.answer?.error])).toEqual([]);
  expect([w.logged, t.faults]).toEqual([[], []]);
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeHere } from '../../adapters/documents/pack/make-here.js';
import { type LinkSite, linkSite } from '../support/visitor.js';
import { type Cast, chapters, keptMails, type Someone, typed } from './evidence-story.js';
import { handedIn } from './pack-story.js';
import { type TeamsPerson, teamsPerson } from './teams-person.js';
import { type WholeBot, wholeBot } from './whole-bot.js';

/** Evidence in Microsoft Teams: three people, each at an Agents Playground of their own; who is asked from outside by link. */

const tenant = '22222222-2222-2222-2222-222222222222';
let t: WholeBot;
let site: LinkSite;
let people: readonly TeamsPerson[];
let cast: Cast;
const mails = keptMails();

/** How a panel or a form is opened in a dialog. */
const windows = ['Open the form', 'Open', 'Open all of it'];

function someone(who: TeamsPerson, name: string): Someone {
  const reads = (): string => `${who.reads()}\n${who.labels()}`;
  const opened = async (): Promise<string> => {
    const way = windows.find((label) => who.shows(label));
    if (way !== undefined) await who.presses(way);
    return reads();
  };
  return {
    name,
    mention: `@${name.split(' ')[0]}`,
    sees: () => who.sees(),
    reads,
    async opens(word) {
      await who.types(word);
      return opened();
    },
    async taps(label) {
      await who.presses(label);
      await t.bot.run();
      return opened();
    },
    offers: (label) => who.offers(label),
    async goesOn(label, filling) {
      await who.presses(label, who.typedBy(filling));
      return reads();
    },
    fillsIn: (filling) => who.fillsIn(filling),
  };
}

beforeAll(async () => {
  site = await linkSite(() => ({
    bot: t.bot,
    store: t.store,
    clock: { now: () => t.now() },
    settled: () => t.bot.run(),
  }));
  t = await wholeBot(undefined, {
    firstCoordinator: { platform: 'teams', tenant, user: '00000000-0000-0000-0000-00000000cccc' },
    pages: () => ({ base: site.base, loopback: false, mails: true }),
    mail: mails.mail,
    packs: makeHere,
    // What somebody else wrote in private is read in a dialog alone, never in a form that stands in a message.
    teams: { dialogs: true },
  });
  const [cid, bob, ann] = await Promise.all(
    (['cid', 'bob', 'ann'] as const).map((who) => teamsPerson(() => t.url, who)),
  );
  people = [cid, bob, ann] as readonly TeamsPerson[];
  // Each says hello once: nobody can be named before.
  for (const who of people) await who.types('hi');
  cast = {
    t,
    site,
    mails,
    coordinator: someone(cid as TeamsPerson, 'Cid Stone'),
    mentor: someone(bob as TeamsPerson, 'Bob Brown'),
    mentee: someone(ann as TeamsPerson, 'Ann Archer'),
  };
}, 120_000);
afterAll(async () => {
  await Promise.all((people ?? []).map((who) => who.stop()));
  await t?.stop();
  await site?.stop();
});

test.each(chapters)('%s', { timeout: 120_000 }, async (_title, live) => live(cast));

test(
  'a pack is asked for, looked at, decided, and fetched by a link and a code that stand in no message',
  {
    timeout: 120_000,
  },
  () => handedIn(cast),
);

test('nothing that was typed stands in a message, and nothing went wrong unseen', () => {
  const sent = JSON.stringify(people.flatMap((who) => who.play.sent));
  for (const words of Object.values(typed)) expect(sent).not.toContain(words);
  expect(t.faults).toEqual([]);
});

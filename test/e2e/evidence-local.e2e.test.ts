import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeHere } from '../../adapters/documents/pack/make-here.js';
import { createWebChat } from '../../adapters/web/local-chat/chat.js';
import { localPeople } from '../../src/local/local-people.js';
import { localTenant } from '../../src/local/sample-people.js';
import { type LinkSite, linkSite } from '../support/visitor.js';
import { browserIsHere, launch } from './browser.js';
import { type Cast, chapters, keptMails, type Someone, typed } from './evidence-story.js';
import { LocalPerson } from './local-person.js';
import { handedIn } from './pack-story.js';
import { type WholeBot, wholeBot } from './whole-bot.js';

/**
 * Evidence in the local chat: mentor, mentee and coordinator each on a phone with an account there; who is asked from
 * outside by link. The runtime and its pages are real, the clock is moved.
 */

const there = browserIsHere('evidence in the local chat in a browser');

describe.skipIf(!there)('evidence in the local chat, in a browser', () => {
  let browser: Browser;
  let t: WholeBot;
  let site: LinkSite;
  const people: LocalPerson[] = [];
  let cast: Cast;
  const mails = keptMails();

  async function someone(name: string): Promise<Someone> {
    const who = await LocalPerson.comesIn(browser, t.url, name);
    people.push(who);
    return {
      name,
      mention: `@${name.split(' ')[0]}`,
      sees: () => who.sees(),
      reads: () => who.reads(),
      offers: (label) => who.offers(label),
      opens: (word) => who.types(word),
      taps: (label) => who.taps(label, () => t.bot.run()),
      goesOn: (label, filling) => who.goesOn(label, filling),
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
    // No clock stands still for a person: what a form ends with is later than whatever was drawn before it.
    let looked = 0;
    t = await wholeBot(
      ({ app, clock, store, ids, fault }) => [
        createWebChat({
          app,
          messages: store.localMessages,
          people: localPeople(store, 'Europe/London', clock),
          clock: { now: () => clock.now() + ++looked },
          ids,
          book: store.book,
          practice: () => false,
          fault,
        }),
      ],
      {
        firstCoordinator: { platform: 'web', tenant: localTenant, user: 'cora-coordinator' },
        pages: () => ({ base: site.base, loopback: false, mails: true }),
        mail: mails.mail,
        packs: makeHere,
      },
    );
    browser = await launch();
    const coordinator = await someone('Cora Coordinator');
    const mentor = await someone('Max Mentor');
    const mentee = await someone('Mia Mentee');
    cast = { t, site, mails, coordinator, mentor, mentee };
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await t?.stop();
    await site?.stop();
  });

  test.each(chapters)('%s', { timeout: 300_000 }, async (_title, live) => live(cast));

  test(
    'a pack is asked for, looked at, decided, and fetched by a link and a code that stand in no message',
    {
      timeout: 300_000,
    },
    () => handedIn(cast),
  );

  test('nothing that was typed stands in a message', async () => {
    for (const who of people) {
      const sees = await who.sees();
      const told = Object.values(typed).filter((words) => sees.includes(words));
      expect([who.user, told]).toEqual([who.user, []]);
    }
  });

  test('every page fits the phone, and nothing went wrong unseen', () => {
    expect([people.flatMap((who) => who.faults), t.faults]).toEqual([[], []]);
  });
});

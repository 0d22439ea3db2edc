import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AllocatedAs } from '../../../src/domain/allocation.js';
import { minute } from '../../../src/kernel/clock.js';
import type { PersonId } from '../../../src/kernel/ids.js';
import type { MailPort } from '../../../src/ports/mail.js';
import { addsOutsider, allocate, Browser } from '../../support/holder.js';
import { answers, chooses, enters, heldSession, letsGo, offers } from '../../support/let-go.js';
import { proposed } from '../../support/links-world.js';
import { type OutsideWorld, outsideWorld } from '../../support/outside-world.js';
import { toTheEnd } from '../../support/steps.js';
import { withoutRandom } from '../../support/visitor.js';

/** The words of a session before a reader from outside: who let them go, who may read them, and that nobody is named. */

/** Kai Canary, another mentee of the same mentor, and a colleague of hers, however they are written. */
const said = {
  title: 'Calls with KAI and quillfeather',
  happened: 'Kaì Canary rang Zoe. K.C. was calm; Zoë’s turn next. ＫＡＩ and Siskins card. BARTHOLOMEW SISKIN sat in.',
  example: 'I let kai canary’s silence be, as Bartholomew does.',
};
const names = /kai|canary|zo[eë]|quillfeather|bartholomew|siskin|k\.c\./i;
const plainly = (html: string): string => html.normalize('NFKD').replace(/[\p{M}\p{Cf}]/gu, '');

let world: OutsideWorld;
let kai: Browser;
let mails: string[];
beforeEach(async () => {
  mails = [];
  const mail: MailPort = {
    async send(one) {
      mails.push(JSON.stringify(one));
      return { sent: true };
    },
    close: () => undefined,
  };
  world = await outsideWorld(undefined, mail, said);
  await proposed(world.bot, 'Zoë Quillfeather');
  await addsOutsider(world.bot, 'Bartholomew Siskin', 'supervisor');
  kai = await enters(world, world.kai, new Browser(world.site));
});
afterEach(() => world.stop());

const later = (minutes: number): Promise<void> =>
  world.bot.clock.to(new Date(world.bot.clock.now() + minutes * minute).toISOString());

async function reader(as: AllocatedAs = 'assessor'): Promise<Browser> {
  const ivy = await addsOutsider(world.bot, 'Ivy Reader', as, 'ivy@example.org');
  await allocate(world.bot, ivy, as);
  return enters(world, ivy, new Browser(world.site));
}

const sessionsOf = (b: Browser): readonly string[] =>
  [...b.page.html.matchAll(/href="([^"]*evidence\.session[^"]*)"/g)].map(([, href = '']) => href);

/** Opens the session that was held, and answers with what stands there. */
async function looks(b: Browser): Promise<string> {
  await b.opens(`/e/${/\/e\/([^/"]+)/.exec(b.page.html)?.[1] ?? ''}`);
  await b.presses('Open');
  await b.opens(sessionsOf(b).at(-1) ?? '');
  return b.words;
}

const nobodyIsNamed = (b: Browser): void => {
  for (const sent of b.sent) expect(plainly(withoutRandom(sent))).not.toMatch(names);
  for (const mail of mails.filter((one) => one.includes('ivy@'))) expect(plainly(mail)).not.toMatch(names);
};

/** Everybody says yes. */
async function isLetGo(): Promise<void> {
  await offers(world);
  await later(1);
  await kai.presses('See what is kept');
  await kai.presses('Back to my page');
  await chooses(kai, 'all');
  await later(1);
  await letsGo(world);
  await later(1);
}

test('allocated, entered by link and code, portfolio, session: the words that were let go, and nobody’s name', async () => {
  const ivy = await reader();
  await later(1);
  await answers(world, 'KAI felt heard, says zoe.', 'now');
  expect(await looks(ivy)).toContain('No words of this session are shown');
  await isLetGo();
  const words = await looks(ivy);
  expect(words).toContain('Title Calls with mentee 1 and mentee 2');
  expect(words).toContain('mentee 1 rang mentee 2. mentee 1 was calm; mentee 2’s turn next.');
  expect(words).toContain('Who mentee 1 Came yes');
  expect(words).toContain('I let mentee 1’s silence be, as a colleague does.');
  expect(words).toMatch(/From the mentee Answers afterwards .* Mostly\. mentee 1 felt heard, says mentee 2\./);
  await ivy.presses('Back to the portfolio');
  expect(ivy.words).toMatch(/Tue 24 Nov 2026.*at the time to read not confirmed/);
  expect(ivy.sent.length).toBeGreaterThan(5);
  nobodyIsNamed(ivy);
});

test('each look at words is on record, and told to mentee and mentor', async () => {
  const ivy = await reader();
  await isLetGo();
  await looks(ivy);
  await kai.presses('Back to my page');
  await kai.presses('See what is kept');
  for (const what of ['a plan', 'a record', 'sessions and their figures'])
    expect(kai.words).toContain(`Ivy Reader (assessor) read ${what}`);
  expect(kai.words).not.toContain('read feedback');
  expect(kai.words).not.toMatch(/type feedback|Slack|Teams/);
  await world.bot.as('maya').presses('data.open', { subject: '-' });
  expect(JSON.stringify(world.bot.as('maya').last)).toContain('" read ","a record"');
});

describe('what was answered afterwards', () => {
  test.each([
    ['is for the coordinator alone', 'coordinator', 'done'],
    ['was taken back', 'now', 'withdrawn'],
    ['waits for the mid-point', 'midpoint', 'done'],
  ] as const)('is not there where it %s, and nothing says that it was hidden', async (_, share, state) => {
    const ivy = await reader();
    await later(1);
    await answers(world, 'Wagtail.', share, state);
    await isLetGo();
    const words = await looks(ivy);
    expect(words).toContain('mentee 1 rang');
    expect(words).not.toMatch(/Wagtail|From the mentee|Answers afterwards|hidden/);
  });

  test('is not there where it was given before such a reader was named', async () => {
    await answers(world, 'Wagtail.', 'now');
    await later(5);
    const ivy = await reader();
    await isLetGo();
    expect(await looks(ivy)).not.toMatch(/Wagtail|From the mentee/);
  });

  test('is not there where it was given or changed after both had looked', async () => {
    const ivy = await reader();
    await later(1);
    await answers(world, 'Nuthatch.', 'now');
    await isLetGo();
    expect(await looks(ivy)).toContain('Nuthatch');
    await answers(world, 'Wagtail.', 'now');
    expect(await looks(ivy)).not.toMatch(/Nuthatch|Wagtail|From the mentee/);
  });

  test('is not there once it was shared only after the mentor had looked', async () => {
    const ivy = await reader();
    await later(1);
    await answers(world, 'Wagtail.', 'coordinator');
    await isLetGo();
    const { s } = await heldSession(world);
    await world.bot.store.write(async (tx) => {
      const { feedback } = tx.in(world.bot.programme);
      const form = await feedback.get(s, world.kai);
      if (form !== undefined) await feedback.save({ ...form, share: 'now' });
    });
    expect(await looks(ivy)).not.toMatch(/Wagtail|From the mentee/);
  });
});

test('a supervisor reads the plan alone, as inside', async () => {
  const ivy = await reader('supervisor');
  await later(1);
  await answers(world, 'Wagtail.', 'now');
  await isLetGo();
  const words = await looks(ivy);
  expect(words).toContain('Title Calls with mentee 1');
  expect(words).not.toMatch(/rang|silence|Wagtail/);
});

test('what the mentee takes back on their own page is gone at the next look', async () => {
  const ivy = await reader();
  await isLetGo();
  expect(await looks(ivy)).toContain('rang mentee 2');
  await kai.presses('Back to my page');
  await chooses(kai, 'nothing', 'Change what I chose');
  expect(await looks(ivy)).toContain('No words of this session are shown');
  nobodyIsNamed(ivy);
});

test('once the mentee is erased, no word is there and no name', async () => {
  const ivy = await reader();
  await isLetGo();
  await world.bot.store.write((tx) => tx.in(world.bot.programme).people.erase(world.kai, world.bot.clock.now()));
  await ivy.opens(`/e/${/\/e\/([^/"]+)/.exec(ivy.page.html)?.[1] ?? ''}`);
  await ivy.presses('Open');
  for (const href of sessionsOf(ivy)) {
    await ivy.opens(href);
    expect(ivy.words).not.toMatch(/rang|silence/);
  }
  nobodyIsNamed(ivy);
});

test('somebody else is erased, whose name nothing replaces any more: the mentor looks again first', async () => {
  const ivy = await reader();
  await isLetGo();
  const zoe = await world.bot.store.read(async (tx) =>
    (await tx.in(world.bot.programme).people.all()).find((p) => p.name.startsWith('Zoë')),
  );
  await later(1);
  await world.bot.store.write((tx) =>
    tx.in(world.bot.programme).people.erase(zoe?.id as PersonId, world.bot.clock.now()),
  );
  expect(await looks(ivy)).toContain('No words of this session are shown');
  nobodyIsNamed(ivy);
  await world.bot.as('maya').presses('release.open', { subject: (await heldSession(world)).m });
  expect(JSON.stringify(world.bot.as('maya').last)).toContain('Look through and let go');
});

test('what the mentee lets in anew waits for the mentor’s look', async () => {
  const ivy = await reader();
  await isLetGo();
  await kai.presses('Back to my page');
  await chooses(kai, 'nothing', 'Change what I chose');
  await kai.presses('Back to my page');
  await chooses(kai, 'all', 'Change what I chose');
  expect(await looks(ivy)).toContain('No words of this session are shown');
  await letsGo(world);
  expect(await looks(ivy)).toContain('rang mentee 2');
});

test('a portfolio without a unit is not there: not in the list, and not by its address', async () => {
  const ivy = await reader();
  await ivy.presses('Open');
  const [address = ''] = sessionsOf(ivy);
  const priya = world.bot.as('priya');
  await priya.types('setup');
  await priya.next();
  priya.fills({ 'leads-to': 'either' });
  await toTheEnd(priya);
  await world.bot.store.write(async (tx) => {
    const { portfolios } = tx.in(world.bot.programme);
    for (const p of await portfolios.all()) await portfolios.save({ ...p, withoutUnit: true });
  });
  await ivy.opens(address);
  expect(ivy.words).not.toContain('Who was there');
  await ivy.opens(`/e/${/\/e\/([^/"]+)/.exec(ivy.page.html)?.[1] ?? ''}`);
  expect(ivy.words).toContain('No portfolio is yours to read');
});

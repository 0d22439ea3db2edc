import { afterEach, expect, test } from 'vitest';
import { said } from '../../support/agree-world.js';
import type { TestBot } from '../../support/bot.js';
import { Browser, codeIn } from '../../support/holder.js';
import { addressIn, type LinksWorld, openLinks } from '../../support/links-world.js';
import { agreed, planned } from '../../support/steps.js';

/** A copy of what is kept about somebody: their own words at once, others' once a coordinator has looked at them. */

let world: LinksWorld;
afterEach(() => world.stop());

const secret = 'Leo rang the college, and was nervous.';
const unshared = 'I waited a long time for him.';
const own = 'It was good to be heard.';

/** A session on record between Maya and Leo, with a word of feedback. */
async function lived(bot: TestBot): Promise<void> {
  await agreed(bot, 'maya', 'leo');
  await planned(bot, 'maya', 'plan @leo tomorrow 3pm 45m Phone calls');
  await bot.clock.to('2026-11-24T15:00:00Z');
  const maya = bot.as('maya');
  await maya.presses('session.start');
  await bot.clock.to('2026-11-24T15:46:00Z');
  await maya.presses('record.open');
  const objective = maya.form().form.steps[0]?.items.find((i) => i.id.startsWith('outcome'));
  maya.fills({
    [objective?.id ?? '']: 'met',
    skill: 'active-listening',
    'skill-example': unshared,
    happened: secret,
  });
  await maya.submits();
  await bot.clock.to('2026-11-24T16:31:00Z');
  const leo = bot.as('leo');
  await leo.presses('hours.confirm');
  await leo.presses('ask.share', { arg: 'now' });
  await leo.presses('ask.rate');
  await bot.store.write((tx) =>
    tx.in(bot.programme).whenHard.save({ person: leo.id, notice: own, helps: '', goTo: '', shared: [], savedAt: 1 }),
  );
}

async function opened(user: string): Promise<Browser> {
  const reply = await world.bot.as(user).presses('copy.fetch', { subject: '-' });
  const [address, code] = [addressIn(reply), codeIn(reply)];
  const b = new Browser(world.site);
  await b.opens(address);
  expect(b.words).not.toContain('Leo');
  await b.enters(address, code);
  return b;
}
const entries = async () => {
  const { store, programme } = world.bot;
  return (await store.read((tx) => tx.in(programme).audit.of(programme))).map((e) => e.what);
};
const requests = () => world.bot.store.read((tx) => tx.in(world.bot.programme).rights.openOutlines());

test('somebody’s own words are there at once, and others’ once each was looked at', async () => {
  world = await openLinks();
  const { bot } = world;
  await lived(bot);
  const [leo, maya, priya] = [bot.as('leo'), bot.as('maya'), bot.as('priya')];
  await leo.types('rights');
  await leo.presses('copy.ask', { subject: '-' });
  expect(said(leo.last)).toContain('What you wrote yourself is there at once.');
  // Asking again moves no day, and asks nobody twice.
  await leo.presses('copy.ask', { subject: '-' });
  const [request] = await requests();
  expect(await requests()).toHaveLength(1);
  expect(new Date(request?.dueAt ?? 0).toISOString()).toBe('2026-12-24T12:00:00.000Z');
  await bot.settled();
  // Its mentor learns nothing of it; whoever coordinates is asked.
  expect(maya.sees().join()).not.toContain('copy');
  expect(priya.sees().at(-1)).toContain('asks for a copy of what is kept about them');
  expect(leo.sees().join()).not.toContain(secret);

  const b = await opened('leo');
  expect(b.words).toContain('but not yet all that others wrote.');
  expect(b.words).toContain(own);
  expect(b.words).not.toContain(secret);
  expect(b.words).toContain('It is here by Thu 24 Dec');

  await priya.presses('copy.review', { subject: request?.id ?? '' });
  expect(said(priya.last)).toContain('What others wrote about NAME');
  // Nothing is done while something waits.
  await priya.presses('copy.done', { subject: request?.id ?? '' });
  expect(said(priya.last)).toContain('wait to be decided');
  // Page by page; what the mentor would change is left out.
  let leftOut = 0;
  let pages = 1;
  for (let page = 0; page < pages; page += 1) {
    await priya.presses('copy.review', { subject: request?.id ?? '', arg: String(page) });
    const before = JSON.stringify(priya.last);
    pages = Number(/Page \d+ of (\d+)/.exec(before)?.[1] ?? 1);
    await priya.presses('copy.decide', { subject: request?.id ?? '', arg: `show:all:${page}` });
    if (!before.includes(unshared) || leftOut > 0) continue;
    leftOut += 1;
    const key = new RegExp(`${unshared}.*?leave:([0-9a-f]{16}):`).exec(before)?.[1];
    await priya.presses('copy.decide', { subject: request?.id ?? '', arg: `leave:${key}:${page}` });
  }
  expect(leftOut).toBe(1);
  await priya.presses('copy.done', { subject: request?.id ?? '' });
  expect(said(priya.last)).toContain('is told that their copy is ready');
  await bot.settled();
  expect(leo.sees().at(-1)).toContain('All of the copy that you asked for is there now.');

  const again = await opened('leo');
  expect(again.words).toContain(secret);
  expect(again.words).not.toContain(unshared);
  expect(again.words).toContain('1 part of it is left out');
  // What they read in the program anyway is no less theirs to read, and they are told so.
  expect(again.words).toContain('It is left out of this copy alone: what you share in you still read under Records.');
  expect(again.words).toContain('This is what is kept about you here, but not all that others wrote.');
  await again.presses('Save it as a file');
  expect(again.page.headers.get('content-type')).toContain('application/json');
  const file = JSON.parse(again.page.html);
  expect(file).toMatchObject({ format: 1, kind: 'mentorlog-copy', wordsOfOthers: { waiting: 0, leftOut: 1 } });
  expect(again.page.html).toContain(secret);
  expect(again.page.html).not.toContain(unshared);
  const passages = file.sections.flatMap((s: { passages: { from: string; words: string }[] }) => s.passages);
  expect(passages.find((p: { words: string }) => p.words === own).from).toBe('you');
  expect(passages.find((p: { words: string }) => p.words === secret).from).toBe('somebody-else');
  expect(await entries()).toEqual(
    expect.arrayContaining(['rights.asked', 'copy.looked-at', 'copy.decided', 'rights.done', 'copy.fetched']),
  );
  // No message anywhere held a word of it.
  for (const who of ['leo', 'maya', 'priya']) expect(bot.as(who).sees().join()).not.toMatch(/nervous|a long time/);
  // Her own chain tells Maya nothing of it.
  await maya.presses('data.open', { subject: '-' });
  expect(said(maya.last)).not.toContain('copy of what');
}, 120_000);

test('nobody else decides of a copy, reads it, or has it in a chat', async () => {
  world = await openLinks();
  const { bot } = world;
  await lived(bot);
  const leo = bot.as('leo');
  await leo.presses('copy.ask', { subject: '-' });
  const [request] = await requests();
  for (const who of ['leo', 'maya', 'tom'])
    for (const verb of ['copy.review', 'copy.decide', 'copy.done'] as const) {
      await bot.as(who).presses(verb, { subject: request?.id ?? '', arg: 'show:all:0' });
      expect(said(bot.as(who).last), `${who} ${verb}`).toContain('coordinator only');
    }
  await leo.presses('copy.page', { subject: '-' });
  expect(said(leo.last)).toContain('never comes in a chat');
  // A mentor's copy has what a mentee let them read, and nothing that they let others read.
  await bot.as('maya').presses('copy.ask', { subject: '-' });
  const b = await opened('maya');
  expect(b.words).toContain(unshared);
  expect(b.words).not.toContain(own);
}, 120_000);

import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SessionId } from '../../../src/kernel/ids.js';
import type { TestBot } from '../../support/bot.js';
import { Browser, linkOf } from '../../support/holder.js';
import { addressIn, answersAgreement, type LinksWorld, openLinks, proposed } from '../../support/links-world.js';
import { recorded } from '../../support/newer-steps.js';
import { formOf } from '../../support/review-world.js';
import { planned } from '../../support/steps.js';
import { hiddenOf, Visitor } from '../../support/visitor.js';

/** A review of a mentee without an account (docs/field.md#without-an-account): by link, on a lent device, on their page. */

let world: LinksWorld;
let bot: TestBot;
const maya = () => bot.as('maya');
beforeEach(async () => {
  world = await openLinks();
  bot = world.bot;
  await proposed(bot);
  await maya().presses('link.make');
  await answersAgreement(new Visitor(world.site, addressIn(maya().last)));
  await planned(bot, 'maya', 'plan @"Kai Lund" tomorrow 3pm 180m Long');
  await bot.clock.to('2026-11-24T18:01:00Z');
});
afterEach(() => world.stop());

const records = async (): Promise<void> => {
  const session = await bot.store.read(async (tx) => (await tx.in(bot.programme).sessions.all()).at(-1)?.id);
  await recorded(bot, 'maya', session as SessionId);
};

test('on a session’s day one link asks how long it was and for the review', async () => {
  await records();
  await bot.clock.to('2026-11-24T18:31:00Z');
  await maya().presses('link.make');
  const kai = new Visitor(world.site, addressIn(maya().last));
  await kai.begins();
  expect(kai.words).toContain('Is that how long it was?');
  await kai.sends({ length: 'yes' }, 'next');
  expect(kai.words).toMatch(/You are half-way with .*Only .* can read what you say/);
  await kai.sends({ 'all-mid-trust': '2', 'all-mid-change': 'BY LINK' }, 'submit');
  expect(kai.words).toContain('Your answers are saved');
  expect(await formOf(bot, 'mentee')).toMatchObject({ state: 'done', share: 'coordinator' });
  const told = maya()
    .sees()
    .filter((m) => m.includes('has no account here'));
  await bot.clock.to('2026-11-28T13:00:00Z');
  expect(
    maya()
      .sees()
      .filter((m) => m.includes('has no account here')),
  ).toHaveLength(told.length);
  expect(maya().sees().join('\n')).not.toContain('BY LINK');
});

test('alone it comes by a link of its own, once, or on a lent device, which then shows nothing of it', async () => {
  await bot.clock.to('2026-11-24T18:31:00Z');
  await records();
  await bot.clock.to('2026-11-25T12:01:00Z');
  expect(maya().card('For your mentee')?.blocks).toBeDefined();
  expect(maya().sees().at(-1)).toContain('a way to say how it is for them, all in all');
  await maya().presses('link.here');
  const kai = new Visitor(world.site, addressIn(maya().last));
  await kai.begins();
  await kai.sends({ 'all-mid-trust': '5', 'review-share': 'mentor' }, 'submit');
  expect(kai.words).toContain('Your answers are saved. Please hand the device back now.');
  expect(await formOf(bot, 'mentee')).toMatchObject({ state: 'done', share: 'mentor' });
  expect(maya().sees().at(-1)).toContain('nothing is waiting here any more');
  await maya().presses('link.back', { subject: '-' });
  await bot.as('priya').presses('review.read', { subject: (await formOf(bot, 'mentee')).review });
  expect(JSON.stringify(bot.as('priya').last)).toContain('Answered on a lent device, with the mentor beside it.');
});

test('on their own page they answer, let their mentor read it, and look at what their mentor noted', async () => {
  await records();
  const { person, mentorship } = await formOf(bot, 'mentee');
  await maya().presses('conversation.note', { subject: mentorship });
  await maya().fills({ on: '2026-11-24', words: 'Kai likes short meetings' }).submits();
  const { address, code } = await linkOf(bot, person);
  const kai = new Browser(world.site);
  await kai.opens(address);
  await kai.enters(address, code);
  expect(kai.words).toContain('You are half-way with your mentor.');
  await kai.presses('Say how it is');
  const fields = hiddenOf(kai.page.html);
  fields.set('v.all-mid-trust', '4');
  fields.set('move', 'submit');
  await kai.posts(/<form[^>]*action="([^"]*\/form)"/.exec(kai.page.html)?.[1] ?? '', fields);
  expect(kai.words).toContain('Your answers are saved');
  await kai.presses('Back to my page');
  await kai.presses('Half-way and at the end');
  await kai.presses('My answers');
  expect(kai.words).toContain('You said: 4, Mostly.');
  await kai.presses('Let my mentor read it');
  expect(await formOf(bot, 'mentee')).toMatchObject({ share: 'mentor' });
  await kai.presses('Back to my page');
  await kai.presses('Have a look');
  expect(kai.words).toContain('Kai likes short meetings');
  await kai.presses('Yes, it was so');
  const [note] = await bot.store.read((tx) => tx.in(bot.programme).attestations.ofWriter(person));
  expect(note).toMatchObject({ state: 'given', countersigned: { by: person } });
});

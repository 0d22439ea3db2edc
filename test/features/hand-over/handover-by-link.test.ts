import { afterEach, expect, test } from 'vitest';
import { linkLife } from '../../../src/domain/access-link.js';
import type { Mentorship } from '../../../src/domain/mentorship.js';
import type { TestBot } from '../../support/bot.js';
import { addressIn, answersAgreement, type LinksWorld, openLinks, proposed } from '../../support/links-world.js';
import { Visitor } from '../../support/visitor.js';

/** A handover of a mentee who has only links: they choose by one, or on a lent device, given by either. */

let world: LinksWorld | undefined;
afterEach(async () => {
  await world?.stop();
  world = undefined;
});

const titles = (bot: TestBot, user: string): readonly string[] =>
  bot
    .as(user)
    .sees()
    .map((c) => c.split('\n')[0] ?? '');

/** Maya's mentorship with Kai, whom Tom is to go on with. */
async function asked(): Promise<LinksWorld & { readonly m: Mentorship }> {
  world = await openLinks();
  const { bot, site } = world;
  const kai = await proposed(bot);
  const maya = bot.as('maya');
  await maya.presses('link.make');
  await answersAgreement(new Visitor(site, addressIn(maya.last)));
  const [m] = await bot.store.read((tx) => tx.in(bot.programme).mentorships.of(kai));
  await maya.presses('handover.begin', { subject: m?.id ?? '' });
  await maya.fills({ to: bot.as('tom').id }).submits();
  expect(JSON.stringify(maya.last)).toContain('get a way to ask them');
  return { ...world, m: m as Mentorship };
}

test.each([
  ['maya', 'link.make'],
  ['priya', 'link.make'],
  ['maya', 'link.here'],
  ['priya', 'link.here'],
])('%s gives it by %s, and the mentee chooses', async (user, verb) => {
  const { bot, site, m } = await asked();
  for (const who of ['maya', 'priya']) expect(bot.as(who).sees().at(-1)).toContain('a way to choose whether another');
  const subject = `${m.id}:handover:link:handover-ask:${m.mentee}`;
  for (const who of ['tom', 'grace', 'sam']) {
    await bot.as(who).presses(verb, { subject });
    expect(JSON.stringify(bot.as(who).last), who).toContain('Nothing has changed');
  }
  const giver = bot.as(user);
  await giver.presses(verb, { subject });
  const visitor = new Visitor(site, addressIn(giver.last));
  await visitor.begins();
  expect(visitor.words).toContain('Tom Hughes could be your mentor next');
  await visitor.sends({ 'go-on': 'yes', passes: 'goals' }, 'submit');
  expect(visitor.page.status).toBe(200);
  const [kept] = await bot.store.read((tx) => tx.in(bot.programme).mentorships.of(m.mentee));
  expect(kept?.state).toBe('ended');
  await bot.as('tom').presses('handover.read');
  expect(JSON.stringify(bot.as('tom').last)).toContain('Make phone calls alone');
  const told = bot.as('tom').sees().join('\n');
  expect(told.includes('Chosen on a lent device')).toBe(verb === 'link.here');
  // Both cards say that nothing waits any more.
  for (const who of ['maya', 'priya']) expect(titles(bot, who)).toContain('# Answered');
});

test('one that ran out is told to whoever gave it; another’s things stay out of reach', async () => {
  const { bot, m } = await asked();
  const priya = bot.as('priya');
  await priya.presses('link.make');
  await bot.clock.pass(linkLife + 1);
  await bot.clock.to('2026-12-08T10:00:00Z');
  expect(titles(bot, 'priya')).toContain('# Not reached');
  expect(titles(bot, 'maya')).not.toContain('# Not reached');
  // What a mentor alone gives stays the mentor's to give.
  await priya.presses('link.make', { subject: `${m.id}:1:link:agreement-ask:${m.mentee}` });
  expect(JSON.stringify(priya.last)).toContain('Nothing has changed');
});

test('a next mentor who is erased before the mentee chose is offered no more', async () => {
  const { bot, m } = await asked();
  const priya = bot.as('priya');
  await priya.presses('link.make', { subject: `${m.id}:handover:link:handover-ask:${m.mentee}` });
  const visitor = new Visitor(world?.site as LinksWorld['site'], addressIn(priya.last));
  await bot.store.write((tx) => tx.in(bot.programme).people.erase(bot.as('tom').id, bot.clock.now()));
  await visitor.begins();
  expect(visitor.words).not.toContain('could be your mentor next');
  expect(visitor.words).toContain('is not here any more');
  const [kept] = await bot.store.read((tx) => tx.in(bot.programme).mentorships.of(m.mentee));
  expect(kept?.state).not.toBe('ended');
});

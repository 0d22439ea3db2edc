import { afterEach, expect, test } from 'vitest';
import type { PortfolioId } from '../../../src/kernel/ids.js';
import { addressIn, answersAgreement, held, type LinksWorld, openLinks, proposed } from '../../support/links-world.js';
import { fakePackMaker } from '../../support/pack-maker.js';
import { Visitor } from '../../support/visitor.js';

/** A mentee without an account has their look by a link, and whoever gave it cannot tell that they did. */

let world: LinksWorld | undefined;
afterEach(async () => {
  await world?.stop();
  world = undefined;
});

test('they choose by a link, as often as they like; to whoever gave it nothing changes, and it shows nothing chosen', {
  timeout: 90_000,
}, async () => {
  const maker = fakePackMaker();
  world = await openLinks('public', undefined, undefined, maker);
  const { bot, site } = world;
  const maya = bot.as('maya');
  const kai = await proposed(bot);
  await maya.presses('link.make');
  await answersAgreement(new Visitor(site, addressIn(maya.last)));
  await held(bot, 'kai');
  const [portfolio] = await bot.store.read((tx) => tx.in(bot.programme).portfolios.ofMentor(maya.id));
  await maya.presses('pack.ask', { subject: portfolio?.id as PortfolioId });
  await maya.next();
  await maya.next();
  await maya.submits();

  const card = maya.sees().find((c) => c.includes('may stand in what you hand in')) ?? '';
  expect(card).toContain('Give them a link');
  // Beside them on the mentor's device they would not be alone with it.
  expect(card).not.toContain('on this device');
  const gives = maya.card('link.make')?.blocks.flatMap((b) => (b.kind === 'buttons' ? b.items : []));
  const subject = gives?.find((b) => b.press.subject.includes('pack-look'))?.press.subject ?? '';
  await maya.presses('link.here', { subject });
  expect(JSON.stringify(maya.last)).toContain('They choose this by themselves');
  await maya.presses('link.make', { subject });
  const address = addressIn(maya.last);
  expect(JSON.stringify(maya.last)).toContain('as often as they like');

  const before = maya.sees();
  const [drawn, audit] = [
    bot.chat.drawn.length,
    await bot.store.read((tx) => tx.in(bot.programme).audit.head(bot.programme)),
  ];
  const visitor = new Visitor(site, address);
  await visitor.begins();
  expect(visitor.words).toContain('An assessor and quality assurers read it');
  await visitor.sends({ how: 'all' }, 'submit');
  expect(visitor.words).toContain('Nobody is told what you chose');
  const choices = async () => {
    const [pack] = await bot.store.read((tx) => tx.in(bot.programme).packs.ofPortfolio(portfolio?.id as PortfolioId));
    return pack === undefined ? [] : bot.store.read((tx) => tx.in(bot.programme).packs.choices(pack.id));
  };
  expect((await choices()).map((c) => [c.mentee, Object.keys(c.stands).length > 3])).toEqual([[kai, true]]);
  expect(maya.sees()).toEqual(before);
  expect(bot.chat.drawn.length).toBe(drawn);
  const [m] = await bot.store.read((tx) => tx.in(bot.programme).mentorships.of(kai));
  const links = await bot.store.read((tx) => tx.in(bot.programme).accessLinks.ofPerson(kai));
  expect(links.filter((l) => l.purpose === 'pack-look').map((l) => [l.state, l.usedAt])).toEqual([['open', null]]);
  expect(m?.state).toBe('active');
  expect(await bot.store.read((tx) => tx.in(bot.programme).audit.head(bot.programme))).toEqual(audit);

  // Whoever has the address opens it as if nothing had been chosen.
  const again = new Visitor(site, address);
  await again.begins();
  expect(again.page.html).not.toMatch(/value="(?:all|nothing|choose)"[^>]*checked/);
  await again.sends({ how: 'nothing' }, 'submit');
  expect((await choices()).map((c) => Object.keys(c.stands))).toEqual([[]]);

  await bot.clock.to('2026-12-08T10:00:00Z');
  expect(maker.made).toHaveLength(1);
  expect(maya.sees().find((c) => c.includes('nothing is waiting here any more'))).toBeDefined();
  await again.opens();
  await again.begins();
  expect(again.words).toContain('The time is over');
});

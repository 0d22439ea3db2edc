import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AllocatedAs } from '../../../src/domain/allocation.js';
import { minute } from '../../../src/kernel/clock.js';
import type { PersonId } from '../../../src/kernel/ids.js';
import { addsOutsider, allocate, Browser, linkOf } from '../../support/holder.js';
import { canaries, type OutsideWorld, outsideWorld } from '../../support/outside-world.js';

/** What a reader from outside is shown: every figure and gap, of what is allocated to them, and no word. */

let world: OutsideWorld;
beforeEach(async () => {
  world = await outsideWorld();
});
afterEach(() => world.stop());

async function reads(
  name: string,
  role: AllocatedAs,
  before?: (person: PersonId) => Promise<unknown>,
): Promise<Browser> {
  const person = await addsOutsider(world.bot, name, role);
  await (before ?? ((p) => allocate(world.bot, p, role)))(person);
  const { address, code } = await linkOf(world.bot, person);
  const b = new Browser(world.site);
  await b.opens(address);
  await b.enters(address, code);
  return b;
}

test('the portfolio’s figures, its sessions’ and their gaps stand at once', async () => {
  const b = await reads('Ivy Assessor', 'assessor');
  expect(b.words).toMatch(/Maya Okafor assessor 45 min 0 min 6 h 1 45 min 0 min/);
  await b.presses('Open');
  expect(b.words).toContain('Recorded at the time 1 of 1');
  // The newest is first: one to come, then the one that was held.
  expect(b.words).toMatch(/Fri 27 Nov 2026.*Standard 45 min – – To come – – None/);
  expect(b.words).toMatch(/Tue 24 Nov 2026.*Standard 45 min 45 min not answered 45 min at the time – not confirmed/);
});

test('a session: plan in force, record, who was there, both figures, how soon, and what is missing', async () => {
  const b = await reads('Ivy Assessor', 'assessor');
  await b.presses('Open');
  const held = [...b.page.html.matchAll(/href="([^"]*evidence\.session[^"]*)"/g)].at(-1)?.[1] ?? '';
  await b.opens(held);
  for (const said of [
    'In force when it began version 1',
    'Mentor says 45 min',
    'at the time',
    'Who mentee 1 Came yes',
    'Mentee says not answered',
    'not confirmed',
  ])
    expect(b.words).toContain(said);
  expect(b.page.html).not.toMatch(canaries);
});

test('what the mentee says and what is settled stand beside the mentor’s figure', async () => {
  await world.bot.store.write(async (tx) => {
    const rows = tx.in(world.bot.programme);
    const held = (await rows.sessions.all()).find((s) => s.state === 'ended');
    if (held === undefined) throw new Error('no session was held');
    await rows.sessions.save({
      ...held,
      revision: held.revision + 1,
      attendees: held.attendees.map((a) => ({
        ...a,
        confirmation: 'different',
        confirmedMinutes: 30,
        confirmedAt: world.bot.clock.now(),
      })),
    });
  });
  const b = await reads('Ivy Assessor', 'assessor');
  await b.presses('Open');
  expect(b.words).toMatch(/45 min 45 min 30 min Not counted at the time – lengths differ/);
});

test('nothing is allocated: the page says so, and no portfolio opens by its address', async () => {
  const b = await reads('Ivy Assessor', 'assessor', async () => undefined);
  expect(b.words).toContain('No portfolio is yours to read at the moment');
  const [p] = await world.bot.store.read((tx) => tx.in(world.bot.programme).portfolios.all());
  await b.opens(`${/action="(\/e\/[^/"]+)/.exec(b.page.html)?.[1]}/see/evidence.portfolio/${p?.id}`);
  expect(b.words).toContain('Nothing has changed');
  expect(b.page.html).not.toContain('Maya Okafor');
});

test('of what is evidence for no unit there is nothing to assess, by its address either', async () => {
  const b = await reads('Ivy Assessor', 'assessor');
  const portfolio = /href="([^"]*evidence\.portfolio[^"]*)"/.exec(b.page.html)?.[1] ?? '';
  await b.opens(portfolio);
  expect(b.words).toContain('Recorded at the time');
  await world.bot.store.write(async (tx) => {
    const rows = tx.in(world.bot.programme);
    const programme = await rows.programme.get();
    await rows.programme.save({
      ...programme,
      settings: { ...programme.settings, unit: { ...programme.settings.unit, leadsTo: 'either' } },
    });
    for (const p of await rows.portfolios.all()) await rows.portfolios.save({ ...p, withoutUnit: true });
  });
  await b.opens(portfolio);
  expect(b.words).not.toContain('Recorded at the time');
  await b.opens(portfolio.replace(/\/see\/.*/, ''));
  expect(b.words).toContain('No portfolio is yours to read');
});

test('who assesses a portfolio does not assure its quality', async () => {
  const b = await reads('Ivy Assessor', 'assessor', async (p) => {
    await allocate(world.bot, p, 'assessor');
    await allocate(world.bot, p, 'iqa');
  });
  expect(b.words).toContain('Maya Okafor assessor 45 min');
});

test('one allocated portfolio opens no other mentor’s', async () => {
  const b = await reads('Ivy Assessor', 'assessor', async (p) => {
    const [portfolio] = await world.bot.store.read((tx) => tx.in(world.bot.programme).portfolios.all());
    await world.bot.store.write(async (tx) => {
      const rows = tx.in(world.bot.programme);
      if (portfolio === undefined) return;
      await rows.portfolios.save({
        ...portfolio,
        id: 'others' as never,
        mentor: world.bot.people.get('tom') as PersonId,
      });
      await rows.allocations.add({
        id: 'one' as never,
        programme: world.bot.programme,
        portfolio: 'others' as never,
        person: p,
        as: 'assessor',
        from: world.bot.clock.now() - minute,
        until: null,
        madeBy: p,
        madeAt: world.bot.clock.now(),
      });
    });
  });
  expect(b.words).toContain('1 portfolio for you to read');
  expect(b.words).toContain('Tom');
  expect(b.words).not.toContain('Maya');
});

test('the mentor sees in what is kept about her who looked, and how often', async () => {
  const b = await reads('Ivy Assessor', 'assessor');
  await b.presses('Open');
  await b.presses('Open');
  await world.bot.as('maya').presses('data.open', { subject: '-' });
  const seen = JSON.stringify(world.bot.as('maya').last);
  expect(seen).toContain('" read ","hours",", ","2"," times');
  expect(seen).toContain('" read ","sessions and their figures"');
});

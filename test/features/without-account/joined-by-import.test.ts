import { afterEach, expect, test } from 'vitest';
import {
  addressIn,
  answersAgreement,
  type LinksWorld,
  openLinks,
  personCalled,
  proposed,
} from '../../support/links-world.js';
import { Visitor } from '../../support/visitor.js';

/** Somebody who has answered by links, and whom an import awaits under an account. */

let world: LinksWorld | undefined;
afterEach(() => world?.stop());
async function open(): Promise<LinksWorld> {
  world = await openLinks();
  return world;
}

test('whoever signed by link and is awaited by an import becomes one with their account on both sides’ word', async () => {
  const { bot, site } = await open();
  const priya = bot.as('priya');
  const kai = await proposed(bot);
  await bot.as('maya').presses('link.make');
  await answersAgreement(new Visitor(site, addressIn(bot.as('maya').last)));
  const imports = async (lines: string): Promise<void> => {
    await priya.types('people import');
    await priya.presses('import.paste');
    await priya.fills({ lines }).submits();
    await priya.presses('import.apply');
  };
  await imports('name,role,account\nKai Lund,mentee,kai.l\nUna Fry,mentor,una');
  expect((await personCalled(bot, 'Kai Lund'))?.expected).toEqual({ user: 'kai.l' });
  await bot.as('kai.l').types('hello');
  expect((await personCalled(bot, 'Kai Lund'))?.accounts.map((a) => a.platform)).toEqual(['link']);
  expect(bot.as('kai.l').sees().join('\n')).toContain('list says that you are');
  await bot.as('kai.l').presses('join.yes');
  expect(await personCalled(bot, 'Kai Lund')).toMatchObject({ id: kai, roles: ['mentee'] });
  expect((await personCalled(bot, 'Kai Lund'))?.accounts.map((a) => a.user)).toEqual(['kai.l', kai]);
  // Whoever has nothing yet is joined at once, and told who they are here.
  await bot.as('una').types('hello');
  expect((await personCalled(bot, 'Una Fry'))?.accounts[0]?.user).toBe('una');
  expect(bot.as('una').sees().join('\n')).toContain('You are here as Una Fry: mentor.');
});

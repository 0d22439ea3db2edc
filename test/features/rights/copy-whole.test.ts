import { afterEach, expect, test } from 'vitest';
import { said } from '../../support/agree-world.js';
import { Browser, codeIn } from '../../support/holder.js';
import { addressIn, type LinksWorld, openLinks } from '../../support/links-world.js';
import { oneSession } from '../../support/one-session.js';

/** The copy says as much as “What is kept about me”, in the same words; where it cannot be saved it offers nothing to save. */

let world: LinksWorld;
afterEach(() => world.stop());

async function opened(user: string): Promise<Browser> {
  const one = world.bot.as(user);
  await one.presses('copy.ask', { subject: '-' });
  const reply = await one.presses('copy.fetch', { subject: '-' });
  const b = new Browser(world.site);
  await b.opens(addressIn(reply));
  await b.enters(addressIn(reply), codeIn(reply));
  return b;
}

const fetched = async (): Promise<number> => {
  const { store, programme } = world.bot;
  const all = await store.read((tx) => tx.in(programme).audit.of(programme));
  return all.filter((e) => e.what === 'copy.fetched').length;
};

test('who read it stands in the copy as under what is kept: of one mentorship, and of the whole programme', async () => {
  world = await openLinks();
  const { bot } = world;
  await oneSession(bot);
  await bot.as('priya').types('hours');
  await bot.as('priya').types('feedback');
  for (const user of ['leo', 'maya']) {
    await bot.as(user).presses('data.open', { subject: '-' });
    const kept = said(bot.as(user).last);
    const { words } = await opened(user);
    for (const what of ['read hours', 'read feedback']) {
      expect(kept, `${user} ${what}`).toContain(what);
      expect(words, `${user} ${what}`).toContain(`Priya Nair (coordinator) ${what}`);
    }
    expect(words).not.toContain('.read');
  }
});

test('until when and for how long, levels of goals, and what came of objectives stand in it', async () => {
  world = await openLinks();
  await oneSession(world.bot);
  const m = await world.bot.store.read(async (tx) => (await tx.in(world.bot.programme).mentorships.all())[0]);
  const { minutes, until } = m?.agreement.body ?? {};
  expect([minutes, until]).not.toContain(undefined);
  const { words } = await opened('leo');
  expect(until).toBe('2027-02-23');
  expect(words).toContain('Version 1: the last day meant Tue 23 Feb 2027');
  expect(words).toContain(`Version 1: minutes meant ${minutes}`);
  expect(words).toContain('Goal 1: where it starts, of 5 2');
  expect(words).toContain('Goal 1: where it is to get to, of 5 4');
  expect(words).toContain('Objective 1 Met');
  // What others wrote waits: nothing says that this is all.
  expect(words).toContain('This is what is kept about you here, but not yet all that others wrote.');
  expect(words).not.toContain('This is all');
});

test('where a file cannot be handed out no button says so, nothing is noted, and the way to it is offered', async () => {
  world = await openLinks();
  const leo = world.bot.as('leo');
  await leo.presses('copy.ask', { subject: '-' });
  // The local chat: a page, and no link of one’s own.
  await leo.presses('copy.page', { subject: '-', page: true });
  expect(said(leo.last)).toContain('Your copy');
  expect(JSON.stringify(leo.last)).not.toContain('copy.json');
  expect(JSON.stringify(leo.last)).toContain('"verb":"copy.fetch"');
  // One that was drawn before.
  const reply = await leo.presses('copy.json', { subject: '-', page: true });
  expect(reply.kind).toBe('panel');
  expect(JSON.stringify(reply)).toContain('"verb":"copy.fetch"');
  expect(await fetched()).toBe(0);
  const b = await opened('leo');
  await b.presses('Save it as a file');
  expect(b.page.headers.get('content-type')).toContain('application/json');
  expect(await fetched()).toBe(1);
});

test('18 or over is said alike in both, and of whom it decides nothing in neither', async () => {
  world = await openLinks();
  const { bot } = world;
  await bot.as('leo').presses('data.open', { subject: '-' });
  expect(JSON.stringify(bot.as('leo').last)).toContain('"18 or over","value":{"parts":["no, or not known"]}');
  expect((await opened('leo')).words).toContain('18 or over no, or not known');
  await bot.as('maya').presses('data.open', { subject: '-' });
  expect(said(bot.as('maya').last)).not.toContain('18 or over');
  expect((await opened('maya')).words).not.toContain('18 or over');
});

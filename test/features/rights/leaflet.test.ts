import { readFileSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import type { Nation } from '../../../src/domain/programme.js';
import { leafletParts } from '../../../src/features/rights/leaflet.js';
import { said } from '../../support/agree-world.js';
import { Browser, codeIn } from '../../support/holder.js';
import { addressIn, type LinksWorld, openLinks } from '../../support/links-world.js';

/** The page for parents (docs/field.md#a-parents-request), as a coordinator prints it. */

let world: LinksWorld | undefined;
afterEach(async () => {
  await world?.stop();
  world = undefined;
});

test('one wording, on paper and here', () => {
  const paper = readFileSync(new URL('../../../docs/privacy/leaflet-for-parents.md', import.meta.url), 'utf8')
    .replaceAll('**', '')
    .replace(/\s+/g, ' ');
  for (const { title, words } of leafletParts('england', '[name, telephone]'))
    expect(paper).toContain(`${title} ${words}`);
});

test.each([
  ['scotland', /Information Commissioner.*0303/, /about twelve/],
  ['ireland', /Data Protection Commission/, /decide for themselves\. So/],
  ['other', /authority of your country/, /decide for themselves\. So/],
] as const)('in %s it names whom to complain to there', (nation, whom, age) => {
  const words = leafletParts(nation as Nation, null)
    .map((p) => p.words)
    .join(' ');
  expect(words).toMatch(whom);
  expect(words).toMatch(age);
});

test('the coordinator says whom parents ask, opens the page with a code, and prints it', async () => {
  world = await openLinks();
  const { bot, site } = world;
  const priya = bot.as('priya');
  await priya.presses('rights.list', { subject: '-' });
  await priya.presses('rights.leaflet');
  expect(said(priya.last)).toContain('Telephone or e-mail: ____');
  await priya.presses('leaflet.contact');
  priya.fills({ name: 'Priya Shah', reach: '' });
  await priya.submits();
  expect(priya.form().problems.map((p) => p.at)).toContain('reach');
  priya.fills({ reach: '020 7946 0100, priya@school.example.org' });
  await priya.submits();
  await priya.presses('leaflet.fetch', { subject: '-' });
  const [address, code] = [addressIn(priya.last), codeIn(priya.last)];
  // In a chat there is no such page.
  await priya.presses('leaflet.page', { subject: '-' });
  expect(said(priya.last)).toContain('in a browser');

  const b = new Browser(site);
  await b.opens(address);
  expect(b.words).not.toContain('Priya');
  await b.enters(address, code);
  expect(b.words).toMatch(/Ask: Priya Shah ?, 020 7946 0100 ?, priya@school\.example\.org/);
  expect(b.words).toMatch(/If someone is in danger now, call 999/);
  expect(b.words).toContain('It fits on one A4 page');
  // Nobody who takes part stands on it.
  expect(b.words).not.toMatch(/Leo|Maya|Tom/);
  await b.presses('Whom parents ask');
  expect(b.page.html).toContain('020 7946 0100');
  expect(b.page.html).toContain('<form');

  // Somebody else opens nothing with the link: another browser is asked for a code, and that one is used.
  const other = new Browser(site);
  await other.opens(address);
  await other.enters(address, code);
  expect(other.words).not.toContain('Priya');

  // Everybody may read the words in the chat; nobody but a coordinator makes the page or changes it.
  for (const who of ['leo', 'maya']) {
    await bot.as(who).presses('rights.leaflet', { subject: '-' });
    expect(said(bot.as(who).last)).toContain('020 7946 0100');
    expect(said(bot.as(who).last)).not.toContain('leaflet.fetch');
    for (const verb of ['leaflet.fetch', 'leaflet.contact'] as const) {
      await bot.as(who).presses(verb, { subject: '-' });
      expect(said(bot.as(who).last)).toContain('coordinator only');
    }
  }
}, 120_000);

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { day } from '../../../src/kernel/clock.js';
import type { PersonId } from '../../../src/kernel/ids.js';
import { hashOfToken } from '../../../src/kernel/token.js';
import type { TestBot } from '../../support/bot.js';
import { addressIn, answersAgreement, held, type LinksWorld, openLinks, proposed } from '../../support/links-world.js';
import { type RowsOnFile, rowsOnFile } from '../../support/rows.js';
import { Visitor, withoutRandom } from '../../support/visitor.js';

/** A link where something is wrong with it, or with whoever opens it: a clear page, nothing kept, nothing told. */

let folder = '';
let world: LinksWorld;
let rows: RowsOnFile;
let bot: TestBot;
let kai: PersonId;
let address: string;
const secret = 'I would rather not say this to anybody.';

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'mentorlog-links-'));
  world = await openLinks('public', `${folder}/mentorlog.db`);
  bot = world.bot;
  kai = await proposed(bot);
  await bot.as('maya').presses('link.make');
  address = addressIn(bot.as('maya').last);
  rows = await rowsOnFile(`${folder}/mentorlog.db`, bot.programme);
});
afterEach(async () => {
  await rows.close();
  await world.stop();
  await rm(folder, { recursive: true });
});

const at = (): Visitor => new Visitor(world.site, address);
async function erased(person: PersonId): Promise<void> {
  const priya = bot.as('priya');
  await priya.presses('data.erase', { subject: person });
  await priya.erases({ arg: 'yes' });
  expect(JSON.stringify(priya.last)).toContain('Erased');
  await bot.settled();
}
const names = /Kai|Lund|Maya|Okafor|phone|Riverside/i;

test('a robot that shows previews, by GET and by HEAD: it is told no name, and nothing is written', async () => {
  const before = await rows.digest();
  for (const method of ['GET', 'HEAD', 'GET', 'HEAD']) {
    const seen = await world.site.get(new URL(address).pathname, {
      method,
      headers: { 'User-Agent': 'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)' },
    });
    expect(seen.status).toBe(200);
    expect(withoutRandom(seen.html)).not.toMatch(names);
    expect(seen.html).not.toMatch(/og:|twitter:/);
    expect(seen.html.length > 0).toBe(method === 'GET');
  }
  expect(await rows.digest()).toBe(before);
  await answersAgreement(at());
  expect((await at().opens()).status).toBe(410);
});

test.each(['HEAD', 'PUT', 'DELETE', 'OPTIONS'])('%s with the fields of a form changes nothing', async (method) => {
  const before = await rows.digest();
  await world.site.get(new URL(address).pathname, {
    method,
    ...(method === 'HEAD' ? {} : { body: new URLSearchParams({ do: 'begin', move: 'submit' }).toString() }),
  });
  expect(await rows.digest()).toBe(before);
});

test('after erasure: a link that was never opened says so, keeps nothing and names nobody', async () => {
  const open = at();
  await open.opens();
  await erased(kai);
  const before = await rows.digest();
  // The page that stood open is sent, and the link is opened anew.
  await open.sends({});
  expect(open.words).toContain('has been erased');
  expect(withoutRandom(open.page.html)).not.toMatch(names);
  expect(open.page.html).not.toContain('<textarea');
  const anew = at();
  expect((await anew.opens()).status).toBe(410);
  expect(anew.words).toContain('What was kept about you has been erased.');
  expect(withoutRandom(anew.page.html)).not.toMatch(names);
  expect(anew.page.html).not.toContain('<form');
  expect(await rows.digest()).toBe(before);
});

test('after erasure: a form half filled in is refused at every button, and none of it is kept', async () => {
  const open = at();
  await open.begins();
  await open.sends({ helps: secret }, 'next');
  const page = open.page;
  await erased(kai);
  const before = await rows.digest();
  for (const move of ['save', 'next', 'back', 'submit']) {
    open.page = page;
    await open.sends({ helps: secret, word: 'signed' }, move);
    expect(open.words, move).toContain('has been erased');
    expect(open.page.html, move).not.toContain(secret);
    expect(withoutRandom(open.page.html), move).not.toMatch(names);
  }
  expect(await rows.digest()).toBe(before);
  // Whom to turn to is answered all the same, and keeps nothing either.
  open.page = page;
  await open.sends({ helps: secret }, undefined, '/concern');
  expect(open.words).toContain('999');
  expect(open.page.html).not.toContain(secret);
  expect(await rows.digest()).toBe(before);
});

test('after erasure: what was sent before is not told to whoever sends it again', async () => {
  await answersAgreement(at());
  await held(bot, 'kai');
  const make = bot.chat
    .in('web:maya' as never)
    .flatMap((s) => s.message.card.blocks.flatMap((b) => (b.kind === 'buttons' ? b.items : [])))
    .filter((b) => b.press.verb === 'link.make')
    .at(-1);
  await bot.as('maya').presses('link.make', { subject: make?.press.subject ?? '' });
  address = addressIn(bot.as('maya').last);
  const open = at();
  await open.begins();
  await open.sends({ length: 'yes' }, 'next');
  const page = open.page;
  await open.sends({ share: 'now', 'q-listened': '4' }, 'submit');
  await erased(kai);
  const before = await rows.digest();
  open.page = page;
  await open.sends({ share: 'now', 'q-listened': '4' }, 'submit');
  expect(open.words).toContain('has been erased');
  expect(await rows.digest()).toBe(before);
  const given = await bot.store.read((tx) => tx.in(bot.programme).feedback.ofMentee(kai));
  expect(given.flatMap((f) => f.answers)).toEqual([]);
});

test('on a lent device after erasure: the form is gone, and its mentor reads nothing of it', async () => {
  await bot.as('maya').presses('link.here');
  address = addressIn(bot.as('maya').last);
  const open = at();
  await open.begins();
  await open.sends({ helps: secret }, 'next');
  await erased(kai);
  const before = await rows.digest();
  await open.sends({ word: 'signed' }, 'submit');
  expect(open.words).toContain('has been erased');
  await open.opens();
  expect(open.page.status).toBe(410);
  expect(withoutRandom(open.page.html)).not.toMatch(/Kai|Lund/);
  expect(await rows.digest()).toBe(before);
  await bot.as('maya').types('home');
  expect(JSON.stringify(bot.as('maya').last)).not.toContain(secret);
});

test('after the mentor was erased: their mentee is told that it has ended, and signs nothing', async () => {
  const open = at();
  await open.begins();
  await erased(bot.as('maya').id);
  await open.sends({ word: 'signed' }, 'submit');
  expect(withoutRandom(open.page.html)).not.toMatch(/Maya|Okafor/);
  const [m] = await bot.store.read((tx) => tx.in(bot.programme).mentorships.of(kai));
  expect(m?.state).toBe('ended');
  expect(m?.agreement.menteeSignedAt).toBeNull();
  const anew = at();
  await anew.begins();
  for (const page of [open, anew]) expect(page.words).toContain('This mentoring has ended.');
});

test('erased while it is being sent: one of the two, never half of both', async () => {
  const open = at();
  await open.begins();
  for (let i = 0; i < 3; i += 1) await open.sends({}, 'next');
  await bot.as('priya').presses('data.erase', { subject: kai });
  const state = async (): Promise<string | undefined> => {
    const [m] = await bot.store.read((tx) => tx.in(bot.programme).mentorships.of(kai));
    return m?.state;
  };
  await Promise.all([open.sends({ word: 'signed' }, 'submit'), bot.as('priya').erases({ arg: 'yes' })]);
  // Signed after the coordinator began and before she confirmed: she confirmed something else, and is asked to look again.
  if ((await state()) !== 'ended') {
    expect(await state()).toBe('active');
    expect(JSON.stringify(bot.as('priya').last)).toContain('Something has changed since you began');
    await bot.as('priya').erases({ subject: kai, arg: 'yes' });
  }
  const person = await bot.store.read((tx) => tx.in(bot.programme).people.get(kai));
  expect(person).toMatchObject({ name: '', accounts: [] });
  expect(await bot.store.read((tx) => tx.in(bot.programme).drafts.openOf(kai))).toEqual([]);
  expect(await state()).toBe('ended');
});

test('begun twice at once and sent twice at once: one form, one signature, and the second page says so', async () => {
  const one = at();
  const two = at();
  await Promise.all([one.opens(), two.opens()]);
  await Promise.all([one.sends({}), two.sends({})]);
  expect(await bot.store.read((tx) => tx.in(bot.programme).drafts.openOf(kai))).toHaveLength(1);
  for (let i = 0; i < 3; i += 1) await one.sends({}, 'next');
  two.page = one.page;
  await Promise.all([one.sends({ word: 'signed' }, 'submit'), two.sends({ word: 'signed' }, 'submit')]);
  const [m] = await bot.store.read((tx) => tx.in(bot.programme).mentorships.of(kai));
  const entries = await bot.store.read((tx) => tx.in(bot.programme).audit.of(m?.id as never));
  expect(entries.filter((e) => e.what === 'agreement.signed')).toHaveLength(1);
  expect([one.words, two.words].filter((w) => w.includes('You have signed'))).toHaveLength(1);
  for (const page of [one, two]) expect(page.words).toContain('Thank you');
});

test('another form by this link: of another session, of another person, of another kind, is none of its', async () => {
  const maya = bot.as('maya');
  await proposed(bot, 'Noor Ali');
  await maya.presses('link.make');
  const noors = new Visitor(world.site, addressIn(maya.last));
  await noors.begins();
  const draft = /name="draft" value="([^"]*)"/.exec(noors.page.html)?.[1] ?? '';
  const mine = at();
  await mine.begins();
  const own = /name="draft" value="([^"]*)"/.exec(mine.page.html)?.[1] ?? '';
  expect([draft, own]).not.toContain('');
  expect(draft).not.toBe(own);
  await maya.types('plan @leo');
  const before = await rows.digest();
  for (const wrong of [draft, 'none', '']) {
    const page = mine.page;
    mine.page = { ...page, html: page.html.replaceAll(own, wrong) };
    await mine.sends({ word: 'signed' }, 'submit');
    expect(mine.words).toMatch(/for one thing only/);
    expect(withoutRandom(mine.page.html)).not.toMatch(/Noor|Ali\b/);
    mine.page = page;
  }
  expect(await rows.digest()).toBe(before);
});

test('expired between opening and sending: nothing is kept, and who to ask is said', async () => {
  const open = at();
  await open.begins();
  await bot.clock.pass(14 * day);
  const before = await rows.digest();
  await open.sends({ helps: secret }, 'next');
  expect(open.words).toContain('This link is too old now. Nothing is lost. Ask your mentor for a new one.');
  expect(open.page.html).not.toContain(secret);
  expect(await rows.digest()).toBe(before);
  expect(
    (await bot.store.read((tx) => tx.in(bot.programme).accessLinks.get(hashOfToken(open.path.slice(3)))))?.state,
  ).toBe('open');
});

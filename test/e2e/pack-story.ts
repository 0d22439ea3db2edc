import { strFromU8, unzipSync } from 'fflate';
import { expect } from 'vitest';
import { packPassages } from '../../src/domain/pack/passages.js';
import { factsForPack } from '../../src/features/shared/pack-source.js';
import { digestOf } from '../../src/kernel/chain.js';
import { byId } from '../../src/runtime/people-by-id.js';
import { Browser } from '../support/holder.js';
import { namesIn } from '../support/names-nowhere.js';
import { type Cast, typed } from './evidence-story.js';

/** The end of the evidence: what is handed in of it, with the real maker. */

/** The field of the mentee's look in which the passage with these words is left out. */
async function fieldOf({ t }: Cast, words: string): Promise<RegExp> {
  return t.store.read(async (tx) => {
    const [programme] = await tx.programmes.all();
    if (programme === undefined) throw new Error('no programme');
    const rows = tx.in(programme.id);
    const [portfolio] = await rows.portfolios.all();
    if (portfolio === undefined) throw new Error('no portfolio');
    const people = async () => byId(await rows.people.all());
    const facts = await factsForPack(portfolio, { rows, programme, now: t.now(), people });
    const [one] = packPassages(facts).filter((p) => p.words.includes(words));
    if (one === undefined) throw new Error(`nothing says ${words}`);
    return new RegExp(`^p-${digestOf(one.citation).slice(0, 16)}$`);
  });
}

/** The link and the code of a panel, which stand in no message: whoever exports the chat has neither. */
async function handedOver(panel: string, { site, mentor, coordinator, mentee }: Cast) {
  const [address = ''] = /https?:\S+\/e\/[\w-]+/.exec(panel) ?? [];
  const [code = ''] = /\b[0-9A-Z]{4}-[0-9A-Z]{4}\b/.exec(panel) ?? [];
  expect([address.startsWith(site.base), code]).toEqual([true, expect.stringMatching(/./)]);
  for (const who of [mentor, coordinator, mentee]) {
    const sees = await who.sees();
    for (const one of [code, address]) expect([who.name, sees.includes(one)]).toEqual([who.name, false]);
  }
  return { address, code };
}

async function downloaded(browser: Browser, { site }: Cast): Promise<Uint8Array> {
  const href = /<a [^>]*href="([^"]*)"[^>]*>Download</.exec(browser.page.html)?.[1] ?? '/nothing';
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const answer = await fetch(new URL(href.replaceAll('&amp;', '&'), site.base), { headers: { Cookie: cookie } });
  expect(answer.status).toBe(200);
  return new Uint8Array(await answer.arrayBuffer());
}

/** An assessor of the centre, without an account: added by the coordinator, given a link and a code, told whose work to read. */
async function fromOutside(cast: Cast): Promise<Uint8Array> {
  const { t, coordinator, site } = cast;
  await coordinator.opens('people');
  await coordinator.taps('Without an account');
  await coordinator.taps('Add somebody from outside');
  expect(
    await coordinator.fillsIn([
      [/^name$/, 'Ivy Assessor'],
      [/^roles$/, 'assessor'],
    ]),
  ).toContain('is added');
  await coordinator.taps('A link of their own');
  const { address, code } = await handedOver(await coordinator.taps('Make a link'), cast);
  await coordinator.opens('people');
  await coordinator.taps('Who assesses');
  await coordinator.taps('Allocate somebody');
  expect(
    await coordinator.fillsIn([
      [/^person$/, 'first'],
      [/^as$/, 'assessor'],
      [/^mentor$/, 'all'],
    ]),
  ).toContain('every mentor');
  await t.bot.run();
  const browser = new Browser(site);
  await browser.opens(address);
  await browser.enters(address, code);
  await browser.presses('Open');
  return downloaded(browser, cast);
}

/** Asked for with words, looked at by the mentee in a form, decided by the mentor, made, fetched by a link and a code. */
export async function handedIn(cast: Cast): Promise<void> {
  const { t, coordinator, mentor, mentee } = cast;
  const made = async (): Promise<void> => {
    await t.bot.run();
    await t.bot.packsMade();
    await t.bot.run();
  };
  await mentor.opens('evidence');
  expect(await mentor.taps('The pack')).toContain('Every name of a mentee is replaced');
  expect(await mentor.taps('Ask for a pack')).toContain('You are not told who looked.');
  expect(await mentor.fillsIn([])).toContain('It is made on');
  await made();
  await t.to('2026-12-30T10:00:00Z');
  await t.to('2026-12-30T13:00:00Z');
  expect(await mentee.sees()).toContain('Nobody is told if you looked.');
  const before = [await mentor.sees(), await coordinator.sees()];
  expect(await mentee.taps('Have a look')).toContain('An assessor and quality assurers read it.');
  expect(
    await mentee.fillsIn([
      [/^how$/, 'choose'],
      [await fieldOf(cast, typed.said), 'out'],
    ]),
  ).toContain('What you left out is not in it.');
  await made();
  expect([await mentor.sees(), await coordinator.sees()]).toEqual(before);

  await t.to('2027-01-06T10:00:00Z');
  await made();
  if (await mentor.offers('Decide one by one')) {
    await mentor.taps('Decide one by one');
    expect(await mentor.fillsIn([[/^h-[0-9a-f]+$/, 'out']])).toContain('the pack is made now');
    await made();
  }
  expect(await mentor.sees()).toContain('A pack is ready');
  const panel = await mentor.taps('Fetch the pack');
  await made();
  const { address, code } = await handedOver(panel, cast);

  const browser = new Browser(cast.site);
  await browser.opens(address);
  await browser.enters(address, code);
  const zip = await downloaded(browser, cast);
  expect(Buffer.compare(await fromOutside(cast), zip)).toBe(0);
  const { 'evidence.pdf': _, ...files } = unzipSync(zip);
  const words = Object.values(files)
    .map((bytes) => strFromU8(bytes))
    .join('\n');
  // The mentor's own stand; the mentee's where they were let.
  for (const stays of [typed.piece, typed.self, typed.happened]) expect(words).toContain(stays);
  expect(words).not.toContain(typed.said);
  expect(namesIn({ 'pack.zip': zip }, [mentee.name, coordinator.name], [mentor.name, 'coordinator', 'mentee'])).toEqual(
    [],
  );
}

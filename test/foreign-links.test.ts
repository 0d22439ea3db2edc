import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeCalendar } from '../adapters/documents/calendar.js';
import { mountFeed } from '../adapters/web/pages/calendar-feed.js';
import { type AccessLink, linkLife } from '../src/domain/access-link.js';
import type { PackId } from '../src/domain/pack/pack.js';
import { minute } from '../src/kernel/clock.js';
import type { PersonId, PortfolioId, ProgrammeId, SessionId } from '../src/kernel/ids.js';
import { randomIds } from '../src/kernel/ids.js';
import { hashOfToken, newToken } from '../src/kernel/token.js';
import { calendarsOf } from '../src/runtime/access-links/calendars.js';
import { statementsOf } from './support/asked.js';
import { addsOutsider, Browser, codeIn } from './support/holder.js';
import { addressIn } from './support/links-world.js';
import { ours, type PermissionsWorld, permissionsWorld } from './support/permissions-world.js';
import { hiddenOf, type LinkSite, linkSite, withoutRandom } from './support/visitor.js';

/**
 * Every id and every token at the doors that are pages (links of one's own, packs, copies, imports, calendars): another
 * person's, another programme's, one that has ended, and nonsense. Each is told nothing, none is a fault, and whoever asks
 * cannot tell by the words, the status or what the store is asked which of them it was. By a press, a form or a command:
 * `test/foreign-ids.test.ts`.
 */

const junk = ['__proto__', '..%2F..%2Fetc', '%F0%9F%92%A9', "'%20OR%201=1--", 'a'.repeat(400), '%5B%5D'] as const;
/** So many statements more or less are the same to whoever measures from outside. */
const alike = 4;

const ids = randomIds();
let w: PermissionsWorld;
let site: LinkSite;
let feed: Server;
let elsewhere: ProgrammeId;
const found = new Map<string, string>();
const id = (name: string): string => found.get(name) ?? 'none';
const faults: string[] = [];

beforeAll(async () => {
  let at: PermissionsWorld | undefined;
  site = await linkSite(() => (at as PermissionsWorld).t);
  w = await permissionsWorld({
    pages: () => ({ base: site.base, loopback: false }),
    log: { say: () => undefined, fault: (code) => void faults.push(code) },
  });
  at = w;
  const { t } = w;
  const app = express();
  mountFeed({
    ...{ app, calendars: calendarsOf(t.store, t.clock), write: writeCalendar, clock: t.clock, leaseClock: t.clock },
    fault: (code) => void faults.push(code),
  });
  feed = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => feed.on('listening', resolve));
  await t.store.write(async (tx) => {
    const fred = await tx.accounts.find({ platform: 'web', tenant: 'elsewhere', user: 'fred' });
    elsewhere = fred?.programme as ProgrammeId;
    found.set('fred', fred?.person ?? '');
    const rows = tx.in(t.programme);
    const there = tx.in(elsewhere);
    const [pack, folio, session] = [
      await rows.packs.get(w.filled('$PK') as PackId),
      await rows.portfolios.get(w.filled('$F') as PortfolioId),
      await rows.sessions.get(w.filled('$E') as SessionId),
    ];
    if (pack === undefined || folio === undefined || session === undefined) throw new Error('nothing has begun');
    // The same of Fred's, in his own programme; and one of Maya's that was let go.
    const theirs = { programme: elsewhere, mentor: fred?.person as PersonId };
    const toms = { ...folio, id: ids.next<'portfolio'>('portfolio'), mentor: t.as('tom').id as PersonId };
    await rows.portfolios.save(toms);
    found.set('portfolio of tom', toms.id);
    const portfolio = { ...folio, ...theirs, id: ids.next<'portfolio'>('portfolio') };
    await there.portfolios.save(portfolio);
    const mine = { portfolio: portfolio.id, askedBy: theirs.mentor, words: { ...pack.words, hits: [] } };
    await there.packs.add({ ...pack, ...theirs, ...mine, id: 'pack-of-fred' as PackId });
    await rows.packs.add({ ...pack, id: 'pack-let-go' as PackId, state: 'dropped' });
    found.set('portfolio of fred', portfolio.id);
  });
}, 90_000);
afterAll(async () => {
  feed?.close();
  await site?.stop();
  await w?.t.stop();
});

/** A browser that this person has enrolled, by a link and its code. */
async function inside(address: string, code: string): Promise<Browser> {
  const browser = new Browser(site);
  await browser.opens(address);
  await browser.enters(address, code);
  expect(browser.page.status).toBe(200);
  return browser;
}

interface Heard {
  readonly status: number;
  readonly words: string;
  readonly asked: number;
}
/** What comes of it: its status, its words without what is different each time, and how many statements it took. */
async function heard(browser: Browser, act: () => Promise<unknown>, sent: string): Promise<Heard> {
  const asked = await statementsOf(act);
  const { page } = browser;
  expect(page.html, sent).not.toMatch(ours);
  expect(page.status, sent).toBeLessThan(500);
  return { status: page.status, words: withoutRandom(browser.words), asked: asked.length };
}

/**
 * All are refused alike.
 * @param known whether it has the form of one that there could be: what has not is known for nonsense to whoever wrote it
 */
function expectAlike(all: ReadonlyMap<string, Heard>, known: (name: string) => boolean = () => true): void {
  const [first] = all.values();
  for (const [name, one] of all) expect([name, one.status, one.words]).toEqual([name, first?.status, first?.words]);
  const asked = [...all].filter(([name]) => known(name)).map(([name, one]) => [name, one.asked] as const);
  const counts = asked.map(([, count]) => count);
  expect(Math.max(...counts) - Math.min(...counts), JSON.stringify(asked)).toBeLessThanOrEqual(alike);
}

const nobodys = (): string => ids.next('session');
/** Every class of id at one address of a page; what cannot be in an address is junk alone. */
async function everyClass(
  browser: Browser,
  classes: Readonly<Record<string, string>>,
  act: (subject: string) => Promise<unknown>,
): Promise<void> {
  const all = new Map<string, Heard>();
  for (const [name, subject] of Object.entries({ ...classes, 'nobody’s': nobodys() }))
    all.set(name, await heard(browser, () => act(subject), `${name}: ${subject}`));
  for (const subject of junk) all.set(subject, await heard(browser, () => act(subject), subject));
  expectAlike(all);
}

describe('in the browser of somebody who has a link of their own', () => {
  test('a pack: of another mentor, one that was let go, another programme’s, nobody’s and nonsense', async () => {
    const { t } = w;
    const ivy = await addsOutsider(t, 'Ivy Assessor', 'assessor');
    await t.store.write((tx) =>
      tx.in(t.programme).allocations.add({
        ...{
          id: 'a-ivy' as never,
          programme: t.programme,
          portfolio: id('portfolio of tom') as PortfolioId,
          person: ivy,
          as: 'assessor',
        },
        ...{ from: t.clock.now(), until: null, madeBy: t.as('priya').id as PersonId, madeAt: t.clock.now() },
      }),
    );
    const made = await t.as('priya').presses('door.make', { subject: ivy });
    const address = addressIn(made);
    const browser = await inside(address, codeIn(made));
    const packs = { 'another’s': w.filled('$PK'), 'one let go': 'pack-let-go', 'another programme’s': 'pack-of-fred' };
    await everyClass(browser, packs, (subject) => browser.opens(`${address}/pack/${subject}`));
    expect(browser.page.status).toBe(409);
    const folios = { 'another’s': w.filled('$F'), 'another programme’s': id('portfolio of fred') };
    await everyClass(browser, folios, (subject) => browser.opens(`${address}/see/evidence.portfolio/${subject}`));
    const sessions = { 'another’s': w.filled('$E'), 'one called off': w.filled('$C') };
    await everyClass(browser, sessions, (subject) => browser.opens(`${address}/see/evidence.session/${subject}`));
    await everyClass(browser, { 'another’s': w.filled('$RQ') }, (subject) =>
      browser.opens(`${address}/copy/${subject}`),
    );
    // A page is posted with the nonce of one of its own.
    await browser.opens(address);
    const fields = hiddenOf(browser.page.html);
    await everyClass(browser, { ...packs, ...folios }, (subject) => {
      const sent = new URLSearchParams(fields);
      sent.set('verb', 'evidence.portfolio');
      sent.set('subject', decodeURIComponent(subject));
      return browser.posts(`${address}/press`, sent);
    });
    const draft = await t.store.read(async (tx) => {
      const [first] = await tx.in(t.programme).drafts.openOf(t.as('maya').id as PersonId);
      return first?.id ?? '';
    });
    await everyClass(browser, { 'another’s': draft }, (subject) => {
      const sent = new URLSearchParams(fields);
      sent.set('draft', decodeURIComponent(subject));
      sent.set('move', 'submit');
      return browser.posts(`${address}/form`, sent);
    });
  }, 60_000);
});

describe('a token that is another door’s, has ended, or is none', () => {
  const tokens: { readonly name: string; readonly token: string }[] = [];
  beforeAll(async () => {
    const { t } = w;
    await t.store.write(async (tx) => {
      const add = async (name: string, change: Partial<AccessLink>): Promise<void> => {
        const token = newToken(ids);
        tokens.push({ name, token });
        const programme = change.programme ?? t.programme;
        const person = change.person ?? (t.as('priya').id as PersonId);
        await tx.in(programme).accessLinks.add({
          ...{ id: hashOfToken(token), programme, person, madeBy: person, witnessed: false, purpose: 'import' },
          ...{ subject: programme, madeAt: t.clock.now(), expiresAt: t.clock.now() + linkLife, state: 'open' },
          usedAt: null,
          ...change,
        });
      };
      const ended = { state: 'void', usedAt: t.clock.now() } as const;
      const past = { expiresAt: t.clock.now() - 1 };
      for (const purpose of ['import', 'calendar', 'evidence', 'pack', 'copy', 'agreement-answer'] as const) {
        const subject =
          purpose === 'import'
            ? t.programme
            : purpose === 'agreement-answer'
              ? w.filled('$M')
              : (t.as('leo').id as string);
        const person = purpose === 'import' ? (t.as('priya').id as PersonId) : (t.as('leo').id as PersonId);
        await add(`${purpose} that is open`, { purpose, subject, person });
        await add(`${purpose} that was switched off`, { purpose, subject, person, ...ended });
        await add(`${purpose} that has run out`, { purpose, subject, person, ...past });
        const fred = { programme: elsewhere, person: id('fred') as PersonId };
        await add(`${purpose} of another programme, switched off`, { purpose, subject: id('fred'), ...fred, ...ended });
      }
    });
    tokens.push({ name: 'nobody’s', token: newToken(ids) });
    for (const token of junk) tokens.push({ name: `junk ${token.slice(0, 12)}`, token });
  });

  const once = async (at: string): Promise<Heard & { readonly html: string }> => {
    // A caller who guesses has to wait: what is tried here is what one is told before.
    w.t.clock.set(w.t.clock.now() + 11 * minute);
    let seen = { status: 0, html: '' };
    const asked = await statementsOf(async () => {
      const answer = await fetch(at, { redirect: 'manual' });
      seen = { status: answer.status, html: await answer.text() };
    });
    return { ...seen, words: withoutRandom(seen.html), asked: asked.length };
  };
  /** The fewest of three: the bot may be at something of its own beside one of them. */
  const ask = async (at: string): Promise<Heard & { readonly html: string }> => {
    const tries = [await once(at), await once(at), await once(at)].sort((a, b) => a.asked - b.asked);
    return tries[0] as Heard & { readonly html: string };
  };

  test.each([
    [
      'a calendar',
      'calendar',
      (token: string) => `http://127.0.0.1:${(feed.address() as AddressInfo).port}/c/${token}.ics`,
    ],
    ['an import', 'import', (token: string) => `${site.base}/import/${token}`],
    ['a page of one’s own', 'evidence pack copy', (token: string) => `${site.base}/e/${token}`],
    ['an answer', 'agreement-answer', (token: string) => `${site.base}/f/${token}`],
  ])(
    '%s',
    async (_, opens, at) => {
      const [nowhere, over] = [new Map<string, Heard>(), new Map<string, Heard>()];
      for (const { name, token } of tokens) {
        const own = opens.split(' ').some((purpose) => name.startsWith(`${purpose} `));
        const one = await ask(at(token));
        expect(one.status, name).toBeLessThan(500);
        if (own && name.endsWith('that is open')) expect(one.status, name).toBe(200);
        else {
          expect(one.html, name).not.toMatch(ours);
          (own ? over : nowhere).set(name, one);
        }
      }
      expect(nowhere.size).toBeGreaterThan(12);
      for (const [name, one] of nowhere) expect([name, one.status]).toEqual([name, 404]);
      expectAlike(nowhere, (name) => !name.startsWith('junk'));
      for (const [name, one] of over) expect([name, one.status]).toEqual([name, 410]);
    },
    60_000,
  );
});

test('none of it was a fault of ours', () => {
  expect(faults).toEqual([]);
});

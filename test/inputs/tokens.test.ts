import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pageNonce } from '../../adapters/web/pages/access-link-views.js';
import type { LinkPurpose } from '../../src/domain/access-link.js';
import { day, minute } from '../../src/kernel/clock.js';
import { type PersonId, randomIds } from '../../src/kernel/ids.js';
import { hashOfToken, newToken } from '../../src/kernel/token.js';
import { type LinksWorld, openLinks } from '../support/links-world.js';
import { agreed, planned } from '../support/steps.js';
import type { Seen } from '../support/visitor.js';
import { digests } from './digests.js';

/**
 * A token of every purpose that was used, is too old, was closed, or belongs to another door, made on purpose and tried at every
 * door that takes tokens: each is answered by a page with words, nothing of anybody stands on it, and no row is changed.
 */

const purposes: Readonly<Record<LinkPurpose, 'f' | 'e' | 'import' | 'none'>> = {
  'agreement-answer': 'f',
  'session-answers': 'f',
  'review-answers': 'f',
  'handover-choice': 'f',
  'release-choice': 'f',
  'look-back': 'f',
  'second-code': 'f',
  'stakeholder-answers': 'f',
  attestation: 'f',
  'stakeholder-choice': 'f',
  'pack-look': 'f',
  import: 'import',
  // A code to type, and a feed: neither has a page.
  join: 'none',
  calendar: 'none',
  evidence: 'e',
  'own-page': 'e',
  pack: 'e',
  copy: 'e',
  leaflet: 'e',
};

const states = ['used', 'expired', 'void', 'another'] as const;
type State = (typeof states)[number];

const doors: readonly (readonly [
  family: 'f' | 'e' | 'import',
  method: 'GET' | 'POST',
  end: string,
  fields?: object,
])[] = [
  ['f', 'GET', ''],
  ['f', 'POST', '', { do: 'begin' }],
  ['f', 'POST', '', { draft: 'd', revision: '1', step: 's', move: 'submit', 'v.words': 'Zaunkönig' }],
  ['import', 'GET', ''],
  ['import', 'POST', '', { table: 'name;role\nZaunkönig;mentee' }],
  ['e', 'GET', ''],
  ['e', 'GET', '/qr'],
  ['e', 'GET', '/see/evidence.open/-'],
  ['e', 'GET', '/file/look-back.file/-'],
  ['e', 'GET', '/pack/x'],
  ['e', 'GET', '/copy/x'],
  ['e', 'POST', '', { code: 'ABCD-2345' }],
  ['e', 'POST', '/press', { verb: 'data.erase-ask', subject: '-', arg: 'yes' }],
  ['e', 'POST', '/form', { draft: 'd', revision: '1', step: 's', move: 'submit', 'v.words': 'Zaunkönig' }],
];

const ids = randomIds();
const tokens = new Map<string, string>();
const tried = new Map<string, number>();
let world: LinksWorld;

beforeAll(async () => {
  world = await openLinks();
  const { bot } = world;
  await agreed(bot, 'maya', 'leo');
  await planned(bot, 'maya', 'plan @leo tomorrow 3pm 45m Phone calls');
  await bot.settled();
  await bot.store.write(async (tx) => {
    const rows = tx.in(bot.programme);
    const [m] = await rows.mentorships.all();
    const [s] = await rows.sessions.all();
    for (const purpose of Object.keys(purposes) as LinkPurpose[])
      for (const state of states) {
        const token = newToken(ids);
        tokens.set(`${purpose} ${state}`, token);
        const person = bot.people.get(/import|leaflet/.test(purpose) ? 'priya' : 'leo') as PersonId;
        const now = bot.clock.now();
        await rows.accessLinks.add({
          ...{ id: hashOfToken(token), programme: bot.programme, person, purpose, madeBy: person, witnessed: false },
          subject: purpose === 'session-answers' ? (s?.id ?? '') : purpose === 'import' ? bot.programme : (m?.id ?? ''),
          madeAt: now - 2 * day,
          expiresAt: state === 'expired' ? now - 1 : now + 60 * day,
          state: state === 'used' || state === 'void' ? state : 'open',
          usedAt: state === 'used' ? now - day : null,
        });
      }
  });
}, 90_000);
afterAll(() => world?.stop());

/** What a browser would send, from a page of this very token. */
async function asks(door: (typeof doors)[number], token: string): Promise<Seen> {
  const [family, method, end, fields = {}] = door;
  const path = `/${family}/${token}${end}`;
  return method === 'GET'
    ? world.site.get(path)
    : world.site.post(path, { nonce: pageNonce(token, ids), ...(fields as Record<string, string>) });
}

/** Why nothing is opened, as the pages say it. */
const refusals =
  /no longer works|does not work|has been used|too old|link is done|time for this has passed|nothing is asked|code is over|out of date|more than 30 days|closed|page is done/i;
const wordsOf = (html: string): string =>
  html
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

describe.each(states)('%s', (state: State) => {
  test.each(Object.keys(purposes) as LinkPurpose[])('%s', { timeout: 60_000 }, async (purpose) => {
    const token = tokens.get(`${purpose} ${state}`) ?? '';
    const wrong: string[] = [];
    // So slowly that no pace stands in the way of the answer that is looked at.
    await world.bot.clock.pass(11 * minute);
    await world.bot.settled();
    const before = await digests(world.bot.file, world.bot.programme);
    for (const door of doors) {
      const [family, method, end] = door;
      // One that is open is right at its own door; that is tried where it belongs.
      if (state === 'another' && purposes[purpose] === family) continue;
      const { status, html } = await asks(door, token);
      const at = `${method} /${family}/…${end}: ${status}`;
      tried.set(`${state} ${family} ${method}`, (tried.get(`${state} ${family} ${method}`) ?? 0) + 1);
      // A page that was posted is answered with why, as any act is; what is looked at, with a status of its own.
      const why = refusals.test(wordsOf(html));
      if (!why || (status < 400 && (method === 'GET' || family !== 'f')) || status >= 500 || status === 429)
        wrong.push(`${at} is let in: ${wordsOf(html).slice(0, 160)}`);
      if (!/<h1[^>]*>[^<]{6,}/.test(html) || wordsOf(html).length < 60) wrong.push(`${at} says nothing`);
      if (/Leo|Maya|Phone calls|Riverside|Zaunk/.test(wordsOf(html))) wrong.push(`${at} tells something`);
    }
    expect(wrong).toEqual([]);
    await world.bot.settled();
    expect(await digests(world.bot.file, world.bot.programme), 'no row is changed').toEqual(before);
  });
});

test('every class was made at every door', () => {
  for (const state of states)
    for (const [family, method] of doors)
      expect(tried.get(`${state} ${family} ${method}`) ?? 0, `${state} at ${family}`).toBeGreaterThan(5);
});

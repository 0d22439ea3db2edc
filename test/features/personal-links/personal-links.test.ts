import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { enrolled } from '../../../src/domain/personal-link.js';
import type { Address } from '../../../src/kernel/account.js';
import { day, hour } from '../../../src/kernel/clock.js';
import type { PersonId } from '../../../src/kernel/ids.js';
import { hashOfToken } from '../../../src/kernel/token.js';
import { addsOutsider, allocate, Browser, codeIn, linkOf } from '../../support/holder.js';
import { canaries, mentee, type OutsideWorld, outsideWorld } from '../../support/outside-world.js';
import { type RowsOnFile, rowsOnFile } from '../../support/rows.js';
import { withoutRandom } from '../../support/visitor.js';

/** A link of somebody's own: what it opens in which browser, and what whoever else has it sees. */

let folder = '';
let world: OutsideWorld;
let rows: RowsOnFile;
let ivy: PersonId;
let link: { readonly address: string; readonly code: string };

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'mentorlog-door-'));
  world = await outsideWorld(`${folder}/mentorlog.db`);
  ivy = await addsOutsider(world.bot, 'Ivy Assessor', 'assessor');
  await allocate(world.bot, ivy, 'assessor');
  link = await linkOf(world.bot, ivy);
  rows = await rowsOnFile(`${folder}/mentorlog.db`, world.bot.programme);
});
afterEach(async () => {
  await rows.close();
  await world.stop();
  await rm(folder, { recursive: true });
});

const anybodys = /Ivy|Kai|Maya|Okafor|Riverside|Delivered/;
const browser = (): Browser => new Browser(world.site);
async function inside(code = link.code): Promise<Browser> {
  const b = browser();
  await b.opens(link.address);
  await b.enters(link.address, code);
  return b;
}
const entries = async (what: string): Promise<number> =>
  (await world.bot.store.read((tx) => tx.in(world.bot.programme).audit.of(world.bot.programme))).filter(
    (e) => e.what === what,
  ).length;

test('the code that was told opens the link in this browser, and the code page is not shown there again', async () => {
  const b = await inside();
  expect(b.page.status).toBe(200);
  expect(b.words).toContain('1 portfolio for you to read');
  expect(b.words).toContain('Maya Okafor');
  await b.opens(link.address);
  expect(b.words).toContain('Maya Okafor');
  expect(await entries('browser.enrolled')).toBe(1);
});

test('a robot that opens the link, by GET, HEAD and ahead of time, is told nothing and spends nothing', async () => {
  const before = await rows.digest();
  for (const [method, headers] of [
    ['GET', {}],
    ['HEAD', {}],
    ['GET', { 'Sec-Purpose': 'prefetch;prerender' }],
    ['GET', { 'User-Agent': 'Mozilla/5.0 (compatible; SafeLinks)' }],
  ] as const) {
    const seen = await world.site.get(new URL(link.address).pathname, { method, headers });
    expect([200, 503]).toContain(seen.status);
    expect(withoutRandom(seen.html)).not.toMatch(anybodys);
    expect(seen.headers.get('x-robots-tag')).toContain('noindex');
    expect(seen.headers.get('referrer-policy')).toBe('no-referrer');
    expect(seen.headers.get('cache-control')).toBe('no-store');
  }
  expect(await rows.digest()).toBe(before);
  expect((await inside()).words).toContain('Maya Okafor');
});

test('forwarded: a second browser is asked for a code, and the first one’s fits no more', async () => {
  await inside();
  const second = await inside();
  expect(second.page.status).toBe(422);
  expect(second.words).toContain('That code does not fit');
  expect(withoutRandom(second.page.html)).not.toMatch(anybodys);
  const more = codeIn(await world.bot.as('priya').presses('door.code', { subject: ivy }));
  await second.opens(link.address);
  await second.enters(link.address, more.toLowerCase().replace('-', ' '));
  expect(second.words).toContain('Maya Okafor');
});

test('guessed: five wrong codes, and then the right one has to wait an hour too', async () => {
  const b = browser();
  await b.opens(link.address);
  for (let i = 0; i < 5; i += 1) {
    await b.enters(link.address, `0000-000${i}`);
    expect(b.words).toContain('That code does not fit');
  }
  await b.enters(link.address, link.code);
  expect(b.words).toContain('Wait an hour');
  await world.bot.clock.pass(hour + 1);
  await b.opens(link.address);
  await b.enters(link.address, link.code);
  expect(b.words).toContain('Maya Okafor');
});

test('a browser that keeps no cookies is told so, and the code is not spent', async () => {
  const b = browser();
  await b.opens(link.address);
  b.cookies.clear();
  await b.enters(link.address, link.code);
  expect(b.words).toContain('keeps no cookies');
  expect((await inside()).words).toContain('Maya Okafor');
});

test('sent twice, as an impatient thumb does, the code enrols one browser once', async () => {
  const b = browser();
  await b.opens(link.address);
  const { page } = b;
  await b.enters(link.address, link.code);
  b.page = page;
  await b.enters(link.address, link.code);
  expect(b.words).toContain('Maya Okafor');
  expect(await entries('browser.enrolled')).toBe(1);
});

test('what a page of this link did not send is refused: another link’s page, and none at all', async () => {
  const b = await inside();
  const other = await linkOf(world.bot, await addsOutsider(world.bot, 'Zed Other', 'iqa'));
  const theirs = browser();
  await theirs.opens(other.address);
  b.page = theirs.page;
  await b.enters(`${new URL(link.address).pathname}/renew`, '');
  expect(b.page.status).toBe(422);
  await b.posts(
    `${new URL(link.address).pathname}/press`,
    new URLSearchParams({ verb: 'evidence.open', nonce: 'x'.repeat(20) }),
  );
  expect(b.page.status).toBe(422);
});

test('whoever goes past the page is asked for an enrolled browser all the same', async () => {
  await inside();
  const token = new URL(link.address).pathname.split('/').at(-1) ?? '';
  for (const more of [{}, { browser: 'f'.repeat(64) }]) {
    const { reply } = await world.bot.bot.hear({
      kind: 'press',
      deliveryId: `past ${JSON.stringify(more)}`,
      who: { platform: 'link', tenant: 'link', user: ivy },
      surface: { scope: 'direct', form: true, page: true },
      through: hashOfToken(token),
      at: `link:link:${ivy}` as Address,
      press: { verb: 'evidence.open', subject: '-' },
      ...more,
    });
    expect(JSON.stringify(reply)).toContain('This browser is not known here');
    expect(JSON.stringify(reply)).not.toContain('Delivered');
  }
});

test('a browser that fetches ahead leaves no look on record, and its person does', async () => {
  const b = await inside();
  const looks = async (): Promise<number> =>
    (
      await world.bot.store.read(async (tx) => {
        const rows = tx.in(world.bot.programme);
        const [m] = await rows.mentorships.all();
        return m === undefined ? [] : rows.audit.of(m.id);
      })
    ).filter((e) => e.what === 'hours.read').length;
  const before = await looks();
  await b.opens(link.address, { headers: { 'Sec-Purpose': 'prefetch' } });
  await b.opens(link.address, { method: 'HEAD' });
  expect(await looks()).toBe(before);
  await b.opens(link.address);
  expect(await looks()).toBe(before + 1);
});

describe('its time', () => {
  test('after 30 days it opens nothing elsewhere; its holder renews it by a button, and it goes on', async () => {
    const b = await inside();
    await world.bot.clock.pass(31 * day);
    const other = await browser().opens(link.address);
    expect([other.status, withoutRandom(other.html).match(anybodys)]).toEqual([410, null]);
    await b.opens(link.address);
    expect(b.words).toContain('Renew your link');
    await b.presses('Renew it for 30 days');
    expect(b.words).toContain('Maya Okafor');
    expect(await entries('personal-link.renewed')).toBe(1);
    await world.bot.clock.pass(29 * day);
    await b.opens(link.address);
    expect(b.words).toContain('Maya Okafor');
  });
  test('only a page’s own button renews it: not a look, and not whoever has the link alone', async () => {
    const b = await inside();
    await world.bot.clock.pass(20 * day);
    await b.opens(link.address);
    const stranger = browser();
    await stranger.opens(link.address);
    await stranger.enters(`${new URL(link.address).pathname}/renew`, '');
    await world.bot.clock.pass(11 * day);
    await b.opens(link.address);
    expect(b.words).toContain('Renew your link');
  });
  test('a code waits two weeks for its browser', async () => {
    await world.bot.clock.pass(15 * day);
    expect((await inside()).words).toContain('That code does not fit');
  });
});

describe('its end', () => {
  test('with the last allocation, while a page stands open', async () => {
    const b = await inside();
    await b.presses('Open');
    expect(b.words).toContain('Gaps');
    await world.bot.store.write(async (tx) => {
      const { allocations } = tx.in(world.bot.programme);
      for (const a of await allocations.all()) await allocations.end(a.id, world.bot.clock.now());
    });
    await b.presses('Open');
    expect(b.page.status).toBe(410);
    expect(b.words).toContain('Your part here has ended');
    expect(withoutRandom(b.page.html)).not.toMatch(anybodys);
    // What comes later is given anew: the old browser is not let in by it.
    await world.bot.clock.pass(day);
    await allocate(world.bot, ivy, 'assessor');
    expect((await b.opens(link.address)).status).toBe(410);
  });
  test('one allocation that follows another without a gap does not end it', async () => {
    const b = await inside();
    const now = world.bot.clock.now();
    await allocate(world.bot, ivy, 'iqa', null, now + 5 * day);
    await world.bot.store.write(async (tx) => {
      const { allocations } = tx.in(world.bot.programme);
      for (const a of await allocations.all()) if (a.as === 'assessor') await allocations.end(a.id, now + 5 * day);
    });
    await world.bot.clock.pass(6 * day);
    await b.opens(link.address);
    expect(b.words).toContain('quality assurer');
  });
  test.each([
    ['a newer link takes its place', async () => void (await linkOf(world.bot, ivy))],
    [
      'the coordinator closes it',
      async () => void (await world.bot.as('priya').presses('door.close', { subject: ivy })),
    ],
    [
      'its person is erased',
      async () => {
        await world.bot.as('priya').presses('data.erase', { subject: ivy });
        await world.bot.as('priya').erases({ arg: 'yes' });
        await world.bot.settled();
      },
    ],
  ])('when %s, in the browser that was enrolled too', async (_name, end) => {
    const b = await inside();
    await end();
    await b.opens(link.address);
    expect(b.page.status).toBe(410);
    expect(withoutRandom(b.page.html)).not.toMatch(anybodys);
  });
});

test('somebody who has an account is given none: they read there', async () => {
  const reply = await world.bot.as('priya').presses('door.make', { subject: world.bot.people.get('leo') as PersonId });
  expect(JSON.stringify(reply)).toContain('They have an account');
});

test('nobody but a coordinator makes one', async () => {
  for (const user of ['maya', 'leo'])
    expect(JSON.stringify(await world.bot.as(user).presses('door.make', { subject: ivy }))).toContain(
      'coordinator only',
    );
});

test('neither the token nor the code stands in the database, and what is kept of the code is sealed', async () => {
  const token = new URL(link.address).pathname.split('/').at(-1) ?? '';
  const { readFile } = await import('node:fs/promises');
  await inside();
  const all = Buffer.concat(
    await Promise.all(['', '-wal'].map((end) => readFile(`${folder}/mentorlog.db${end}`).catch(() => Buffer.alloc(0)))),
  ).toString('latin1');
  expect(all.includes(token)).toBe(false);
  expect(all.toLowerCase().includes(link.code.toLowerCase().replace('-', ''))).toBe(false);
  const kept = await world.bot.store.read((tx) => tx.in(world.bot.programme).kept.get(enrolled, ivy));
  expect(kept?.browsers).toHaveLength(1);
  expect(all.includes(kept?.browsers[0]?.hash ?? '-')).toBe(false);
});

test('the picture to scan says the link, and nothing else', async () => {
  const seen = await world.site.get(`${new URL(link.address).pathname}/qr`);
  expect(seen.status).toBe(200);
  expect(withoutRandom(seen.html)).not.toMatch(anybodys);
  expect(seen.html).toContain('<svg class="qr"');
  expect(seen.html).not.toContain(link.code);
});

test('an outsider is sent no canary: no page, no header, no refusal', async () => {
  const b = await inside();
  await b.presses('Open');
  expect(b.words).toContain('Recorded at the time');
  await b.presses('Open');
  expect(b.words).toContain('mentee 1');
  for (const at of ['evidence.portfolio/nothing', 'evidence.session/nothing', `data.open/${world.kai}`])
    await b.opens(`${link.address}/see/${at}`);
  const fields = new URLSearchParams({ nonce: /name="nonce" value="([^"]+)"/.exec(b.page.html)?.[1] ?? '' });
  for (const verb of ['data.open', 'record.read', 'feedback.read', 'own-page.open', 'people.list', 'nonsense']) {
    fields.set('verb', verb);
    fields.set('subject', world.kai);
    await b.posts(`${new URL(link.address).pathname}/press`, fields);
  }
  expect(b.sent.length).toBeGreaterThan(10);
  expect(b.sent.filter((seen) => canaries.test(seen))).toEqual([]);
  expect(mentee).toMatch(canaries);
});

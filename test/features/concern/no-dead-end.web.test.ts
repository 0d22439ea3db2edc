import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startBot, type TestBot } from '../../support/bot.js';
import { addressIn, localChatOf, proposed } from '../../support/links-world.js';
import { databaseAway } from '../../support/need-world.js';
import { type LinkSite, linkSite, Visitor } from '../../support/visitor.js';

/**
 * docs/concern.md#the-matrix, the web's part of it: there is no platform between somebody and their page, so what may be
 * away is the database, and what may stand in the way is a link that is done, or a limit.
 */

const inFull = ['Dana Whitlock', 'href="tel:02079460018"', 'href="tel:999"', 'href="tel:08001111"', 'href="sms:85258"'];
const isAll = (html: string): boolean => inFull.every((w) => html.includes(w));
const forAll = ['href="tel:999"', 'href="tel:08001111"', 'href="sms:85258"'];
/** What there is on a page that stands in the way of something else. */
const numbers = (html: string): boolean => ['href="tel:999"', 'href="tel:08001111"'].every((w) => html.includes(w));

let bot: TestBot;
afterEach(() => bot.stop());

describe('the local chat', () => {
  let server: Server;
  let base = '';
  let back: () => void = () => undefined;
  let n = 0;
  beforeEach(async () => {
    bot = await startBot();
    const { app } = await localChatOf(bot);
    server = await new Promise<Server>((resolve) => {
      const s = app.listen(0, '127.0.0.1', () => resolve(s));
    });
    server.keepAliveTimeout = 0;
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await (await fetch(`${base}/chat/leo`)).text();
  });
  afterEach(async () => {
    back();
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  });
  /** What they see then: the browser goes where it is sent. */
  const posts = async (at: string, fields: Record<string, string>): Promise<string> => {
    n += 1;
    const body = new URLSearchParams({ nonce: `nonce-${n}-0123456789abcdef`, from: 'direct', ...fields });
    // As a browser says it of a page of this very site.
    const headers = { 'sec-fetch-site': 'same-origin' };
    return (await fetch(`${base}${at}`, { method: 'POST', body, headers })).text();
  };

  test.each(['concern', 'I am worried', 'help me'])(
    '“%s”: in the answer, with the database there and away',
    async (text) => {
      expect(isAll(await posts('/chat/leo/say', { text }))).toBe(true);
      back = databaseAway(bot.store);
      expect(isAll(await posts('/chat/leo/say', { text }))).toBe(true);
    },
  );
  test('the button: in the answer, with the database away', async () => {
    back = databaseAway(bot.store);
    expect(isAll(await posts('/chat/leo/press', { verb: 'concern.open', subject: '-' }))).toBe(true);
  });
});

describe('a link’s page', () => {
  let site: LinkSite;
  let back: () => void = () => undefined;
  let visitor: Visitor;
  beforeEach(async () => {
    site = await linkSite(() => bot);
    bot = await startBot({ pages: () => ({ base: site.base, loopback: false }) });
    await proposed(bot);
    const maya = bot.as('maya');
    await maya.presses('link.make');
    visitor = new Visitor(site, addressIn(maya.last));
    await visitor.opens();
  });
  afterEach(async () => {
    back();
    await site.stop();
  });

  test('whom to tell of a mentor who did not come stands on the first page: there is no button for it', async () => {
    expect((await visitor.opens()).html).toContain('Tell whoever runs the mentoring where you work or learn.');
  });
  test('the button: in the answer itself', async () => {
    expect(isAll((await visitor.sends({}, undefined, '/concern')).html)).toBe(true);
  });
  test('with the database away: in the answer itself, of the programme that was last known', async () => {
    back = databaseAway(bot.store);
    const { status, html } = await visitor.sends({}, undefined, '/concern');
    expect([status, isAll(html)]).toEqual([200, true]);
  });
  test('every page that stands in the way has a link to whom to tell, which needs neither link nor database', async () => {
    const dead = await site.get(`/f/${'x'.repeat(43)}`);
    expect(dead.status).toBe(404);
    expect(dead.html).toContain('href="/concern"');
    expect(numbers(dead.html)).toBe(true);
    back = databaseAway(bot.store);
    const broken = await visitor.opens();
    expect(broken.status).toBe(500);
    expect(broken.html).toContain('href="/concern"');
    expect(numbers(broken.html)).toBe(true);
    const { status, html } = await site.get('/concern');
    expect([status, forAll.every((w) => html.includes(w))]).toEqual([200, true]);
    // Anybody may open it: nobody is named.
    expect(html).not.toMatch(/Dana|Omar/);
  });
  test.each<readonly [string, number, () => Promise<{ readonly status: number; readonly html: string }>]>([
    ['a link that nobody knows', 404, () => site.post(`/f/${'x'.repeat(43)}`, { do: 'begin' })],
    ['a page that is out of date', 422, () => site.post(visitor.path, { do: 'begin' })],
    ['a concern from a page that is out of date', 422, () => site.post(`${visitor.path}/concern`, { do: 'begin' })],
    ['what is too long', 413, () => site.post(visitor.path, { words: 'x'.repeat(300_000) })],
    [
      'too often',
      429,
      async () => {
        for (let i = 0; i < 100; i += 1) await site.get('/f/nothing');
        return site.get('/f/nothing');
      },
    ],
  ])('%s: numbers for everybody, nobody’s name', async (_, wanted, ask) => {
    const { status, html } = await ask();
    expect(status).toBe(wanted);
    expect([numbers(html), html.includes('href="/concern"')]).toEqual([true, true]);
    expect(html).not.toMatch(/Dana|Omar/);
    // The first of it: the rest is behind the link.
    expect(html).not.toContain('can’t speak');
  });
  test('asked for as often as anybody may, by as many as may stand behind one address: never limited', async () => {
    for (let i = 0; i < 300; i += 1) await site.get('/f/nothing');
    expect((await site.get('/f/nothing')).status).toBe(429);
    for (let i = 0; i < 300; i += 1) expect((await site.get('/concern')).status).toBe(200);
  });
});

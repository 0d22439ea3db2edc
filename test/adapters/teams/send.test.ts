import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addressOf, refOf } from '../../../adapters/teams/address.js';
import { retryAfter } from '../../../adapters/teams/send.js';
import { button, buttons } from '../../../src/chat/card.js';
import type { Outgoing } from '../../../src/chat/inbound.js';
import { day } from '../../../src/kernel/clock.js';
import { madeUp } from '../../support/verbs.js';
import { activity, cardSaying, reader, scripted, startBot } from './bot.js';
import { ann, ben, type FakeCloud, type Misbehaviour, startCloud, tenant } from './cloud.js';

let cloud: FakeCloud;
let bot: Awaited<ReturnType<typeof startBot>>;
let fail: (() => never) | undefined;
beforeAll(async () => {
  cloud = await startCloud();
  bot = await startBot(scripted().hears, cloud, {
    requestTimeout: 1_500,
    publicUrl: 'https://mentorlog.example/',
    token: async () => fail?.() ?? 'static-token',
  });
  await bot.say(activity(cloud.url, { text: 'hi' }));
});
beforeEach(async () => {
  fail = undefined;
  await cloud.open();
  cloud.reset();
});
afterAll(async () => {
  await bot.stop();
  await cloud.stop();
});

const to = addressOf({ tenant, conversation: `a:direct-${ann.id}` });
const message: Outgoing = { key: 'k', drawn: 1, card: cardSaying('Her words'), reader, files: new Map() };
const code = (c: string) => ({ error: { code: c, message: 'the service’s words, and hers' } });

const cases: readonly (readonly [string, Misbehaviour, object])[] = [
  ['400', { status: 400, body: code('BadSyntax') }, { kind: 'faulty', code: 'http-400:BadSyntax' }],
  ['400 with words for a code', { status: 400, body: code('her words') }, { kind: 'faulty', code: 'http-400' }],
  ['401', { status: 401 }, { kind: 'refused', scope: 'workspace' }],
  ['403, blocked', { status: 403, body: code('MessageWritesBlocked') }, { kind: 'gone', why: 'blocked' }],
  ['403, taken out', { status: 403, body: code('BotNotInConversationRoster') }, { kind: 'gone', why: 'left' }],
  ['404', { status: 404, body: code('ConversationNotFound') }, { kind: 'gone', why: 'left' }],
  ['408', { status: 408 }, { kind: 'ambiguous' }],
  ['412', { status: 412 }, { kind: 'refused', scope: 'conversation' }],
  ['413', { status: 413, body: code('MessageSizeTooBig') }, { kind: 'faulty', code: 'http-413:MessageSizeTooBig' }],
  [
    '429',
    { status: 429, headers: { 'retry-after': '7' } },
    { kind: 'refused', scope: 'conversation', retryAfterMs: 7000 },
  ],
  ['429 without a wait', { status: 429 }, { kind: 'refused', scope: 'conversation' }],
  ['500', { status: 500 }, { kind: 'ambiguous' }],
  ['502', { status: 502 }, { kind: 'ambiguous' }],
  ['503 with a wait', { status: 503, headers: { 'retry-after': '1' } }, { kind: 'ambiguous' }],
  ['504', { status: 504 }, { kind: 'ambiguous' }],
  ['a redirect', { status: 307, headers: { location: '/v3/elsewhere' } }, { kind: 'ambiguous' }],
  ['a hang', { drop: 'hang' }, { kind: 'ambiguous' }],
  ['a reset', { drop: 'reset' }, { kind: 'ambiguous' }],
];

describe('how one attempt ends', () => {
  test.each(cases)('%s, sending and updating: one request, and the right outcome', async (_, how, sent) => {
    cloud.misbehave(how);
    expect(await bot.chat.send(to, message)).toEqual(sent);
    expect(cloud.requests).toHaveLength(1);
    expect(await bot.chat.update(refOf({ tenant, conversation: `a:direct-${ann.id}` }, 'a1'), message)).toEqual(sent);
    expect(cloud.requests).toHaveLength(2);
    expect(bot.log.join()).not.toContain('words');
  });
  test('nobody listening: surely not delivered', async () => {
    await cloud.close();
    expect(await bot.chat.send(to, message)).toEqual({ kind: 'refused', scope: 'workspace' });
  });
  test('no token to be had: surely not delivered', async () => {
    fail = () => {
      throw new Error('login is away');
    };
    expect(await bot.chat.send(to, message)).toEqual({ kind: 'refused', scope: 'workspace' });
    expect(cloud.requests).toEqual([]);
  });
  test.each([
    ['404, no such message', { status: 404, body: code('ActivityNotFoundInConversation') }],
    ['403, deleted', { status: 403, body: code('ServiceError') }],
  ])('%s: the message is gone, and its reader is not', async (_, how) => {
    cloud.misbehave(how);
    const ref = refOf({ tenant, conversation: `a:direct-${ann.id}` }, 'a1');
    expect(await bot.chat.update(ref, message)).toEqual({ kind: 'faulty', code: 'message_not_found' });
  });
  test('addresses that are none of ours, and conversations that nobody knows', async () => {
    expect(await bot.chat.send('slack:T:C' as never, message)).toEqual({ kind: 'faulty', code: 'no-address' });
    expect(await bot.chat.update('nonsense' as never, message)).toEqual({ kind: 'faulty', code: 'no-message' });
    const unknown = addressOf({ tenant, conversation: 'a:unknown' });
    expect(await bot.chat.send(unknown, message)).toEqual({ kind: 'gone', why: 'left' });
  });
  test('a stored address of another host is never written to', async () => {
    const conversation = 'a:planted';
    const key = ['teams', 'conversation', tenant, conversation].map(encodeURIComponent).join('/');
    const planted = { serviceUrl: 'https://evil.example/', conversation, type: 'personal', bot: 'b' };
    await bot.book.put(key, JSON.stringify(planted));
    const sent = await bot.chat.send(addressOf({ tenant, conversation }), message);
    expect(sent).toEqual({ kind: 'faulty', code: 'teams-host' });
  });
});

test.each([
  ['7', 7000],
  ['0.5', 500],
  ['-3', 0],
  ['Sun, 22 Nov 2026 12:00:10 GMT', 10_000],
  ['soon', undefined],
  ['', undefined],
  [null, undefined],
])('Retry-After %j is %j ms', (header, ms) => {
  expect(retryAfter(header, Date.UTC(2026, 10, 22, 12, 0, 0))).toBe(ms);
});

test('a message in words alone: no card, and how to answer where there were buttons', async () => {
  const card = { ...cardSaying('Her *words*'), blocks: [buttons(button('Go', madeUp('a.go'), 's1'))] };
  const sent = await bot.chat.send(to, { ...message, card, plainly: true });
  const plain = { type: 'message', textFormat: 'plain' };
  expect(cloud.posted[0]?.activity).toMatchObject({
    ...plain,
    text: 'Her *words*\nTo answer, type home in your chat with Mentorlog.',
  });
  expect(cloud.posted[0]?.activity.attachments).toBeUndefined();
  if (sent.kind !== 'delivered') throw new Error('not delivered');
  await bot.chat.update(sent.ref, { ...message, plainly: true });
  expect(cloud.posted[0]?.activity).toMatchObject({ ...plain, text: 'Her words\nHer words' });
});

describe('somebody who never wrote to us', () => {
  const who = { platform: 'teams', tenant, user: ben.aadObjectId } as const;
  test('is written to in a new conversation, begun once', async () => {
    const address = await bot.chat.openDirect(who);
    expect(await bot.chat.openDirect(who)).toBe(address);
    expect(cloud.requests.filter((r) => r === 'POST /v3/conversations')).toHaveLength(1);
    expect((await bot.chat.send(address, message)).kind).toBe('delivered');
    expect(cloud.posted.at(-1)?.conversation).toBe(`a:direct-${ben.id}`);
  });
  test('where it cannot be written down which conversation was begun: to be tried again, and it is that one', async () => {
    const { put } = bot.book;
    const somebody = { ...who, user: ann.aadObjectId };
    const kept = [...bot.book.kept].filter(([key]) => key.startsWith('teams/person/'));
    for (const [key] of kept) bot.book.kept.delete(key);
    const began = (): number => cloud.requests.filter((r) => r === 'POST /v3/conversations').length;
    const before = began();
    bot.book.put = async () => {
      throw new Error('the connection was cut');
    };
    await expect(bot.chat.openDirect(somebody)).rejects.toMatchObject({
      name: 'NotNow',
      code: 'teams-unwritten',
      ended: { kind: 'refused', scope: 'conversation' },
    });
    bot.book.put = put;
    const address = await bot.chat.openDirect(somebody);
    expect(began() - before).toBe(2);
    expect((await bot.chat.send(address, message)).kind).toBe('delivered');
    for (const [key, value] of kept) bot.book.kept.set(key, value);
  });
  test('where the book cannot be asked as something is to go: it surely did not leave, of a change too', async () => {
    const { get } = bot.book;
    const before = cloud.requests.length;
    bot.book.get = async () => {
      throw new Error('the connection was cut');
    };
    const elsewhere = { tenant, conversation: 'a:never-told' };
    const notTried = { kind: 'refused', scope: 'conversation' };
    expect(await bot.chat.send(addressOf(elsewhere), message)).toEqual(notTried);
    expect(await bot.chat.update(refOf(elsewhere, 'a1'), message)).toEqual(notTried);
    bot.book.get = get;
    expect(cloud.requests.length).toBe(before);
  });
  test('where Teams is away for the moment: to be tried again, not given up', async () => {
    cloud.misbehave({ status: 503 });
    await expect(bot.chat.openDirect({ ...who, user: 'somebody' })).rejects.toMatchObject({ code: 'teams-away' });
  });
  test('of a tenant that nobody wrote from is not reachable', async () => {
    await expect(bot.chat.openDirect({ ...who, tenant: 'elsewhere' })).rejects.toMatchObject({ code: 'not-reachable' });
  });
});

describe('files', () => {
  const fetched = (url: string): Promise<Response> => fetch(url.replace('https://mentorlog.example', bot.url));
  const place = async (name: string, type: string, size = 4): Promise<string> => {
    const placed = await bot.chat.place(to, { name, type, bytes: new Uint8Array(size).fill(7) });
    if (placed.kind !== 'url') throw new Error('not a url');
    return placed.url;
  };
  test('a picture is shown from an unguessable address, for thirty days', async () => {
    const url = await place('hours.png', 'image/png');
    expect(url).toMatch(/^https:\/\/mentorlog\.example\/teams\/files\/[0-9a-z]{52}$/);
    const got = await fetched(url);
    expect(got.status).toBe(200);
    expect(got.headers.get('content-type')).toBe('image/png');
    expect(got.headers.get('x-content-type-options')).toBe('nosniff');
    // Whoever has the address may see it, so it is told to nobody: no cookie, no referrer, no search engine.
    expect(got.headers.get('set-cookie')).toBeNull();
    expect(got.headers.get('referrer-policy')).toBe('no-referrer');
    expect(got.headers.get('x-robots-tag')).toBe('noindex');
    expect(new Uint8Array(await got.arrayBuffer())).toEqual(new Uint8Array(4).fill(7));
    const head = await fetch(url.replace('https://mentorlog.example', bot.url), { method: 'HEAD' });
    expect([head.status, head.headers.get('content-type'), head.headers.get('content-length')]).toEqual([
      200,
      'image/png',
      '4',
    ]);
    expect(await head.text()).toBe('');
    bot.clock.moveTo(bot.clock.now() + 31 * day);
    expect((await fetched(url)).status).toBe(404);
    expect([...bot.book.kept.keys()].filter((k) => k.startsWith('teams/file/'))).toEqual([]);
  });
  test('says until when it stands, so that an older card is given a new one', async () => {
    const placed = await bot.chat.place(to, { name: 'hours.png', type: 'image/png', bytes: new Uint8Array(4) });
    expect(placed).toMatchObject({ kind: 'url', until: expect.any(Number) });
    if (placed.kind !== 'url' || placed.until === undefined) throw new Error('no end');
    bot.clock.moveTo(placed.until - day);
    expect((await fetched(placed.url)).status).toBe(200);
    bot.clock.moveTo(placed.until);
    expect((await fetched(placed.url)).status).toBe(404);
  });
  test('anything else is downloaded, never shown, and stays a day', async () => {
    const url = await place('a "page".html', 'text/html');
    const got = await fetched(url);
    expect(got.headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''a%20%22page%22.html");
    expect(got.headers.get('content-security-policy')).toContain('sandbox');
    bot.clock.moveTo(bot.clock.now() + 2 * day);
    expect((await fetched(url)).status).toBe(404);
  });
  test('a guessed address finds nothing', async () => {
    for (const token of ['x', '0'.repeat(52), '..%2F..%2Fteams'])
      expect((await fetch(`${bot.url}/teams/files/${token}`)).status).toBe(404);
  });
  test('a picture that Teams would not show is refused', async () => {
    await expect(place('big.png', 'image/png', 2 * 1024 * 1024)).rejects.toMatchObject({ code: 'too-large' });
  });
});

test('a look-up is not to be had', async () => {
  expect(bot.chat.can).toEqual({ files: 'url', lookUp: false });
  await expect(bot.chat.wasSent(to, 'k', 0)).rejects.toThrow();
});

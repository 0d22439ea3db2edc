import express from 'express';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createSlackChat } from '../../../adapters/slack/index.js';
import { profileOf } from '../../../adapters/slack/send.js';
import { button, buttons, type Card, text } from '../../../src/chat/card.js';
import type { Address, MessageRef, Outgoing } from '../../../src/chat/inbound.js';
import { literal } from '../../../src/chat/text.js';
import type { DocumentId } from '../../../src/kernel/ids.js';
import { cannotTell, type Sent } from '../../../src/ports/chat.js';
import { madeUp } from '../../support/verbs.js';
import type { FrontFault } from './slack-front.js';
import { freePort, readerFor, scriptedHears, team, type Workspace, workspace } from './workspace.js';

let w: Workspace;
let direct: Address;
beforeAll(async () => {
  w = await workspace();
  direct = await w.chat.openDirect({ platform: 'slack', tenant: team, user: w.slack.users.mentee });
});
afterAll(() => w.stop());
beforeEach(() => {
  w.slack.front.break(undefined);
  w.slack.front.calls.length = 0;
  w.logged.length = 0;
});

const card: Card = { title: 'T', summary: literal('private words'), blocks: [] };
const outgoing = (key = 'key-1', more: Partial<Outgoing> = {}): Outgoing => ({
  key,
  drawn: 1,
  card,
  reader: readerFor('U1'),
  files: new Map(),
  ...more,
});

test('what may not begin any more is not sent, and surely not delivered', async () => {
  expect(await w.chat.send(direct, outgoing(), () => false)).toEqual({
    kind: 'refused',
    scope: 'conversation',
    because: 'too-late',
  });
  expect(w.slack.front.calls).toEqual([]);
});

describe('how an attempt ended', () => {
  const code = (c: string, messages?: readonly string[]): FrontFault => ({
    kind: 'code',
    code: c,
    ...(messages === undefined ? {} : { messages }),
  });
  test.each<[string, FrontFault, Sent]>([
    [
      '429',
      { kind: 'status', status: 429, headers: { 'retry-after': '7' } },
      { kind: 'refused', retryAfterMs: 7000, scope: 'conversation' },
    ],
    [
      '429 without a wait',
      { kind: 'status', status: 429 },
      { kind: 'refused', retryAfterMs: 30_000, scope: 'conversation' },
    ],
    ['ratelimited', code('ratelimited'), { kind: 'refused', retryAfterMs: 30_000, scope: 'conversation' }],
    ['500', { kind: 'status', status: 500 }, { kind: 'ambiguous' }],
    ['503', { kind: 'status', status: 503 }, { kind: 'ambiguous' }],
    ['a proxy’s 403', { kind: 'status', status: 403 }, { kind: 'refused', retryAfterMs: 30_000, scope: 'workspace' }],
    [
      '200 that is not JSON',
      { kind: 'status', status: 200, body: '<html>private words</html>' },
      { kind: 'ambiguous' },
    ],
    ['a reset before anything was read', { kind: 'reset-before' }, { kind: 'ambiguous' }],
    ['a hang', { kind: 'hang' }, { kind: 'ambiguous' }],
    ['internal_error', code('internal_error'), { kind: 'ambiguous' }],
    ['fatal_error', code('fatal_error'), { kind: 'ambiguous' }],
    ['not_in_channel', code('not_in_channel'), { kind: 'gone', why: 'left' }],
    ['channel_not_found', code('channel_not_found'), { kind: 'gone', why: 'left' }],
    ['is_archived', code('is_archived'), { kind: 'gone', why: 'left' }],
    ['account_inactive', code('account_inactive'), { kind: 'gone', why: 'revoked' }],
    ['token_revoked', code('token_revoked'), { kind: 'gone', why: 'revoked' }],
    ['restricted_action', code('restricted_action'), { kind: 'gone', why: 'blocked' }],
    ['msg_too_long', code('msg_too_long'), { kind: 'faulty', code: 'msg_too_long' }],
    [
      'invalid_blocks',
      code('invalid_blocks', ['[ERROR] must be a string [json-pointer:/blocks/0]']),
      { kind: 'faulty', code: 'invalid_blocks' },
    ],
    [
      'a picture that is not ready',
      code('invalid_blocks', ['[ERROR] invalid slack file [json-pointer:/blocks/1/slack_file]']),
      { kind: 'refused', retryAfterMs: 3000, scope: 'conversation', because: 'file' },
    ],
    ['missing_scope', code('missing_scope'), { kind: 'faulty', code: 'missing_scope' }],
  ])('%s', async (_, fault, ended) => {
    w.slack.front.break(fault);
    expect(await w.chat.send(direct, outgoing())).toEqual(ended);
    // Tried once, and nothing of the message or of Slack's answer in the log.
    expect(w.slack.front.calls).toHaveLength(1);
    expect(w.logged.join()).not.toContain('private words');
    expect(w.logged).toHaveLength(1);
  });

  test('a limit on updates is the workspace’s; a message that is gone is said', async () => {
    const ref = `slack:${team}:${direct.split(':')[2]}:1.1` as MessageRef;
    w.slack.front.break({ kind: 'status', status: 429, headers: { 'retry-after': '1' } });
    expect(await w.chat.update(ref, outgoing())).toEqual({ kind: 'refused', retryAfterMs: 1000, scope: 'workspace' });
    w.slack.front.break(undefined);
    expect(await w.chat.update(ref, outgoing())).toEqual({ kind: 'faulty', code: 'message_not_found' });
  });

  test('nobody listening: the platform is away, whatever was to be done', async () => {
    await w.slack.front.close();
    const ref = `slack:${team}:${direct.split(':')[2]}:1.1` as MessageRef;
    const away = { kind: 'refused', scope: 'workspace' };
    try {
      // A connection that stood may be cut with the request in it: that one may have arrived.
      await w.chat.send(direct, outgoing());
      expect(await w.chat.send(direct, outgoing())).toEqual(away);
      expect(await w.chat.update(ref, outgoing())).toEqual(away);
      await expect(w.chat.wasSent(direct, 'k', 0)).rejects.toMatchObject({ name: 'NotNow', ended: away });
      const place = w.chat.place(direct, { name: 'a.png', type: 'image/png', bytes: new Uint8Array([1]) });
      await expect(place).rejects.toMatchObject({ name: 'NotNow', ended: away });
    } finally {
      await w.slack.front.open();
    }
  });

  test('addresses of another platform go nowhere', async () => {
    expect(await w.chat.send('teams:x' as Address, outgoing())).toEqual({ kind: 'faulty', code: 'bad-address' });
    expect(await w.chat.update('slack:T1:C1:x' as MessageRef, outgoing())).toEqual({
      kind: 'faulty',
      code: 'bad-reference',
    });
    expect(w.slack.front.calls).toEqual([]);
  });
});

test('what goes with a message: words for those who see no blocks, the key and nothing else as metadata', async () => {
  await w.chat.send(direct, outgoing('key-2'));
  const args = w.slack.front.calls[0]?.args;
  expect(args).toMatchObject({
    text: 'private words',
    link_names: 'false',
    unfurl_links: 'false',
    unfurl_media: 'false',
    parse: 'none',
  });
  expect(JSON.parse(args?.metadata ?? '')).toEqual({ event_type: 'mentorlog_key', event_payload: { key: 'key-2' } });
});

test('a message in words alone: no blocks, nothing read as formatting, and how to answer where there were buttons', async () => {
  const buttoned: Card = {
    title: 'A *record*',
    summary: literal('s'),
    blocks: [text(literal('Say <this> & _that_')), buttons(button('Go', madeUp('a.go'), 's1'))],
  };
  const words = 'A *record*\nSay &lt;this&gt; &amp; _that_\nTo answer, type /mentor home.';
  const sent = await w.chat.send(direct, outgoing('key-3', { card: buttoned, plainly: true }));
  expect(w.slack.front.calls[0]?.args).toMatchObject({ text: words, mrkdwn: 'false' });
  expect(w.slack.front.calls[0]?.args.blocks).toBeUndefined();
  expect(JSON.parse(w.slack.front.calls[0]?.args.metadata ?? '')).toMatchObject({ event_payload: { key: 'key-3' } });
  if (sent.kind !== 'delivered') throw new Error('not delivered');
  expect(w.chat.conversationOf?.(sent.ref)).toBe(direct);
  // A change leaves what it does not name: the blocks that stand there are taken away.
  await w.chat.update(sent.ref, outgoing('key-3', { plainly: true }));
  expect(w.slack.front.calls[1]?.args).toMatchObject({ text: 'T', blocks: '[]' });
});

test('what is not told otherwise keeps to Slack’s own limits', () => {
  const chat = createSlackChat({ signingSecret: 's', botToken: 'xoxb-test' }, { app: express() });
  expect(chat.limits).toEqual([
    { of: ['send'], per: 'conversation', most: 1, within: 1_000 },
    { of: ['send'], per: 'workspace', most: 300, within: 60_000 },
    { of: ['update'], per: 'workspace', most: 50, within: 60_000 },
    { of: ['open'], per: 'workspace', most: 50, within: 60_000 },
    { of: ['place'], per: 'workspace', most: 100, within: 60_000 },
  ]);
});

describe('opening somebody’s conversation', () => {
  const open = (user: string) => w.chat.openDirect({ platform: 'slack', tenant: team, user });
  test.each([
    ['user_not_found', 'not-reachable'],
    ['account_inactive', 'revoked'],
    ['token_revoked', 'revoked'],
    ['user_disabled', 'not-reachable'],
    ['missing_scope', 'not-reachable'],
    ['internal_error', 'slack-unavailable'],
  ])('%s is %s', async (said, code) => {
    w.slack.front.break({ kind: 'code', code: said }, 'conversations.open');
    await expect(open('U0NOTYET00')).rejects.toMatchObject({ code });
  });

  test.each<readonly [string, FrontFault, Sent]>([
    ['a hang', { kind: 'hang' }, { kind: 'ambiguous' }],
    ['503', { kind: 'status', status: 503 }, { kind: 'ambiguous' }],
    [
      '429',
      { kind: 'status', status: 429, headers: { 'retry-after': '0' } },
      { kind: 'refused', retryAfterMs: 0, scope: 'workspace' },
    ],
  ])('%s says that it may be opened later, and how the call ended', async (_, fault, ended) => {
    w.slack.front.break(fault, 'conversations.open');
    await expect(open('U0NOTYET02')).rejects.toMatchObject({ name: 'NotNow', ended });
  });

  test('one too many loses nobody: whoever has no conversation yet waits as long as Slack says, and no longer', async () => {
    let at = Date.now();
    const chat = createSlackChat(
      { signingSecret: 's', botToken: 'xoxb-test', apiUrl: w.slack.front.url },
      { app: express(), clock: { now: () => at } },
    );
    const opens = () => chat.openDirect({ platform: 'slack', tenant: team, user: w.slack.users.mentor });
    const asked = () => w.slack.front.calls.filter((c) => c.method === 'conversations.open').length;
    w.slack.front.break({ kind: 'status', status: 429, headers: { 'retry-after': '20' } }, 'conversations.open');
    await expect(opens()).rejects.toMatchObject({ code: 'slack-unavailable' });
    w.slack.front.break(undefined);
    at += 19_999;
    await expect(opens()).rejects.toMatchObject({ code: 'slack-unavailable' });
    expect(asked()).toBe(1);
    at += 1;
    expect(await opens()).toMatch(/^slack:/);
    expect(asked()).toBe(2);
    w.slack.front.break({ kind: 'code', code: 'ratelimited' }, 'conversations.open');
    await expect(open('U0NOTYET01')).rejects.toMatchObject({ code: 'slack-unavailable' });
  });
});

describe('looking up', () => {
  test('a key is found pages back, and a conversation too long to search says that it cannot tell', async () => {
    const first = await w.chat.send(direct, outgoing('key-far'));
    w.slack.front.amend('conversations.history', (a, { cursor }) =>
      cursor === 'p2' ? a : { ...a, messages: [], response_metadata: { next_cursor: cursor === 'p1' ? 'p2' : 'p1' } },
    );
    expect(await w.chat.wasSent(direct, 'key-far', Date.now() - 60_000)).toBe(
      first.kind === 'delivered' ? first.ref : '',
    );
    w.slack.front.amend('conversations.history', (a) => ({
      ...a,
      messages: [],
      response_metadata: { next_cursor: 'more' },
    }));
    await expect(w.chat.wasSent(direct, 'key-far', Date.now())).rejects.toMatchObject({
      code: 'slack-look-up:too-long',
    });
    w.slack.front.amend('conversations.history', (a) => a);
  });

  test('in a channel, whose history is not asked for, nobody can ever tell', async () => {
    const channel = `slack:${team}:${w.slack.general}` as Address;
    const sent = await w.chat.send(channel, outgoing('key-channel'));
    expect(sent.kind).toBe('delivered');
    await expect(w.chat.wasSent(channel, 'key-channel', Date.now() - 60_000)).rejects.toMatchObject({
      code: cannotTell,
    });
  });

  test('from a little before the attempt, for clocks differ', async () => {
    await w.chat.wasSent(direct, 'k', 1_000_000_000_000);
    expect(w.slack.front.calls[0]?.args).toMatchObject({
      oldest: '999999700',
      include_all_metadata: 'true',
      inclusive: 'true',
    });
  });
});

describe('files', () => {
  const document = 'd1' as DocumentId;
  test('a picture is uploaded unseen and stands in the card', async () => {
    const placed = await w.chat.place(direct, { name: 'a.png', type: 'image/png', bytes: new Uint8Array([1, 2, 3]) });
    expect(placed).toMatchObject({ kind: 'placed', ref: expect.stringMatching(/^F[A-Z0-9]+$/) });
    expect(w.slack.front.calls.map((c) => c.method)).toEqual([
      'files.getUploadURLExternal',
      'files.completeUploadExternal',
    ]);
    expect(w.slack.front.calls[1]?.args.channel_id).toBeUndefined();
  });

  test('anything else is shared there, and the card links to it', async () => {
    const placed = await w.chat.place(direct, { name: 'a.pdf', type: 'application/pdf', bytes: new Uint8Array([1]) });
    expect(w.slack.front.calls[1]?.args.channel_id).toBe(direct.split(':')[2]);
    if (placed.kind !== 'placed') throw new Error('not placed');
    expect(placed.ref).toMatch(/^F[A-Z0-9]+\|https?:\/\//);
    w.slack.front.calls.length = 0;
    await w.chat.send(
      direct,
      outgoing('k', {
        card: { ...card, blocks: [{ kind: 'file', document, name: 'a.pdf' }] },
        files: new Map([[document, placed]]),
      }),
    );
    expect(w.slack.front.calls[0]?.args.blocks).toContain(placed.ref.split('|')[1]);
  });

  test('an upload that fails is refused in a sentence', async () => {
    w.slack.front.break({ kind: 'status', status: 500 });
    await expect(
      w.chat.place(direct, { name: 'a.png', type: 'image/png', bytes: new Uint8Array([1]) }),
    ).rejects.toMatchObject({
      code: 'slack-upload:ambiguous',
    });
  });

  test.each([
    ['missing_scope', 'cannot-place'],
    ['account_inactive', 'revoked'],
    ['ratelimited', 'slack-upload:refused'],
    ['internal_error', 'slack-upload:ambiguous'],
  ])('an upload that ends with %s is %s', async (said, code) => {
    w.slack.front.break({ kind: 'code', code: said }, 'files.getUploadURLExternal');
    await expect(
      w.chat.place(direct, { name: 'a.png', type: 'image/png', bytes: new Uint8Array([1]) }),
    ).rejects.toMatchObject({ code });
  });
});

describe('who somebody is', () => {
  const user = {
    id: 'U1',
    team_id: team,
    real_name: '  Sam\nAdeyemi ',
    tz: 'Europe/London',
    locale: 'en-GB',
    name: 'sam',
  };
  test.each([
    [{}, 'member'],
    [{ deleted: true }, 'deactivated'],
    [{ is_bot: true }, 'bot'],
    [{ id: 'USLACKBOT' }, 'bot'],
    [{ is_restricted: true }, 'guest'],
    [{ is_ultra_restricted: true }, 'guest'],
    [{ is_stranger: true }, 'outsider'],
    [{ team_id: 'T0ELSEWHERE' }, 'outsider'],
    [{ team_id: 'T0ELSEWHERE', enterprise_user: { teams: [team] } }, 'member'],
    [{ is_restricted: true, deleted: true }, 'deactivated'],
  ] as const)('%j is a %s', (more, standing) => {
    const slackUser = { ...user, ...more } as Parameters<typeof profileOf>[0];
    expect(profileOf(slackUser, team)).toEqual({
      name: 'Sam Adeyemi',
      zone: 'Europe/London',
      locale: 'en-GB',
      standing,
    });
  });

  test.each([
    ['Zippy', 'sam', ['Zippy']],
    ['Zippy', 'quillfeather', ['Zippy', 'quillfeather']],
    ['Zippy', 'ZIPPY', ['Zippy']],
    ['Sam', 'sam.adeyemi', undefined],
    ['Sam Adeyemi', 'sam.okoro', ['sam.okoro']],
    [' ', '', undefined],
  ])(
    'whose display name is %j, and account %j, is called so too where it is no name yet',
    (display_name, name, called) => {
      const slackUser = { ...user, name, profile: { real_name: 'Sam Adeyemi', display_name } } as Parameters<
        typeof profileOf
      >[0];
      expect([profileOf(slackUser, team).name, profileOf(slackUser, team).alsoCalled]).toEqual(['Sam Adeyemi', called]);
    },
  );

  test('what Slack does not give has a value all the same', () => {
    expect(profileOf({ id: 'U1', team_id: team, tz: 'Nowhere', locale: 'x' }, team)).toEqual({
      name: 'Somebody',
      locale: 'en-GB',
      standing: 'member',
    });
  });

  test('nobody at all is refused', async () => {
    await expect(w.chat.profile({ platform: 'slack', tenant: team, user: 'U0NOBODY00' })).rejects.toMatchObject({
      code: 'not-reachable',
    });
    w.slack.front.break({ kind: 'status', status: 500 });
    await expect(w.chat.profile({ platform: 'slack', tenant: team, user: 'U0NOBODY00' })).rejects.toMatchObject({
      code: 'slack-unavailable',
    });
  });
});

describe('starting', () => {
  const start = (more: object) =>
    createSlackChat(
      { signingSecret: 's', botToken: 'xoxb-test', apiUrl: w.slack.front.url, sendTimeoutMs: 1_500, ...more },
      { app: express() },
    ).listen(scriptedHears().hears);
  test.each([
    ['a token that Slack does not know', { botToken: 'xoxb-wrong' }, 'slack-token'],
    ['another workspace', { teamId: 'T0ELSEWHERE' }, 'slack-team'],
  ])('%s: a sentence says what to do', async (_, more, why) => {
    await expect(start(more)).rejects.toMatchObject({ code: why, say: expect.stringMatching(/\.$/) });
  });

  test('nobody there: a sentence, too', async () => {
    const apiUrl = `http://127.0.0.1:${await freePort()}/api/`;
    await expect(start({ apiUrl })).rejects.toMatchObject({ code: 'slack-unreachable:refused' });
  });

  test('the app is learnt from the bot where the token does not say it', async () => {
    w.slack.front.amend('auth.test', ({ app_id: _, ...rest }) => rest);
    await expect(start({})).rejects.toMatchObject({ code: 'slack-app' });
    w.slack.front.amend('bots.info', (a) => ({ ...a, bot: { ...(a.bot as object), app_id: 'A0MENTOR01' } }));
    await (await start({}))();
    expect(w.slack.front.calls.map((c) => c.method)).toContain('bots.info');
  });

  test('without a secret there is no door', () => {
    expect(() => createSlackChat({ botToken: 'x' }, { app: express() })).toThrow(RangeError);
  });
});

import { generateKeyPairSync } from 'node:crypto';
import { AuthenticationConstants, GovernmentConstants } from 'botframework-connector';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { clouds } from '../../../adapters/teams/clouds.js';
import { Door } from '../../../adapters/teams/door.js';
import { Refused } from '../../../src/kernel/errors.js';
import { activity, scripted, startBot } from './bot.js';
import { ann, appId, type FakeCloud, startCloud, tenant } from './cloud.js';

// botframework-connector prints every refused token, with the public key it tried.
vi.spyOn(console, 'error').mockImplementation(() => undefined);

const other = () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
/** A header that nobody signed; `signature` stands in the place of one. */
function unsigned(serviceurl: string, more: object = {}, alg = 'none', signature = ''): string {
  const part = (o: object): string => Buffer.from(JSON.stringify(o)).toString('base64url');
  const claims = { serviceurl, iss: 'https://api.botframework.com', aud: appId, exp: 4_000_000_000, ...more };
  return `Bearer ${part({ alg, typ: 'JWT', kid: 'k1' })}.${part(claims)}.${signature}`;
}

describe('who may send us activities', () => {
  let cloud: FakeCloud;
  let bot: Awaited<ReturnType<typeof startBot>>;
  const script = scripted();
  beforeAll(async () => {
    cloud = await startCloud();
    bot = await startBot(script.hears, cloud);
  });
  afterAll(async () => {
    await bot.stop();
    await cloud.stop();
  });

  const said = { text: 'hi' };
  type Case = readonly [who: string, status: number, header: () => string, body?: () => object];
  const cases: readonly Case[] = [
    ['Teams itself', 200, () => cloud.token()],
    ['no token', 401, () => ''],
    ['another scheme', 401, () => 'Basic YTpi'],
    ['no signature (alg none)', 401, () => unsigned(cloud.url)],
    ['another app’s token (audience)', 401, () => cloud.token({}, { audience: 'someone-else' })],
    ['another issuer', 401, () => cloud.token({}, { issuer: 'https://evil.example/' })],
    ['an expired token', 401, () => cloud.token({}, { expiresIn: -4000 })],
    ['a token that is not valid yet', 401, () => cloud.token({}, { notBefore: 4000 })],
    ['a wrong key under a known name', 401, () => cloud.token({}, {}, other())],
    ['a key that nobody published', 401, () => cloud.token({}, { keyid: 'k2' }, other())],
    ['a shared secret instead of a key', 401, () => cloud.token({}, { algorithm: 'HS256' }, 'secret')],
    ['a token for another service URL', 401, () => cloud.token({ serviceurl: 'https://evil.example/' })],
    ['half a token', 401, () => cloud.token().slice(0, 60)],
    ['words', 401, () => 'Bearer not-a-token'],
    [
      'a host that is not Teams’, truly signed',
      403,
      () => cloud.token({ serviceurl: 'https://evil.example/' }),
      () => activity('https://evil.example/', said),
    ],
    [
      'a foreign tenant, truly signed',
      403,
      () => cloud.token(),
      () =>
        activity(cloud.url, {
          ...said,
          conversation: { id: 'a:1', conversationType: 'personal', tenantId: 'foreign' },
          channelData: { tenant: { id: 'foreign' } },
        }),
    ],
    [
      'two tenants at once',
      403,
      () => cloud.token(),
      () => activity(cloud.url, { ...said, channelData: { tenant: { id: 'foreign' } } }),
    ],
    [
      'no tenant at all',
      403,
      () => cloud.token(),
      () => activity(cloud.url, { ...said, conversation: { id: 'a:1' }, channelData: {} }),
    ],
    ['another channel', 400, () => cloud.token(), () => activity(cloud.url, { ...said, channelId: 'webchat' })],
    ['no sender', 400, () => cloud.token(), () => activity(cloud.url, { ...said, from: undefined })],
    ['an array', 400, () => cloud.token(), () => [1, 2]],
    ...(
      [
        ['members that are no list', { membersAdded: 'x' }],
        ['a member that is nobody', { membersRemoved: [null] }],
        ['a mention that is no text', { entities: [{ type: 'mention', text: 5 }] }],
        ['a mention of a number', { entities: [{ type: 'mention', mentioned: { id: 7 } }] }],
        ['a name that is no text', { from: { ...ann, name: {} } }],
        ['a team whose name is none', { channelData: { tenant: { id: tenant }, team: { name: 1 } } }],
        ['a zone that is none', { localTimezone: 5 }],
        ['an answer to no message', { replyToId: {} }],
      ] as const
    ).map(([what, more]) => [what, 400, () => cloud.token(), () => activity(cloud.url, { ...said, ...more })] as const),
    [
      'another entity, whatever it holds',
      200,
      () => cloud.token(),
      () => activity(cloud.url, { ...said, entities: [{ type: 'clientInfo', text: 5 }] }),
    ],
  ];
  test.each(cases.map((c) => [c[0], c[1], c] as const))('%s is answered %i', async (_, status, [, , header, body]) => {
    const before = script.heard.length;
    const answered = await bot.say((body ?? (() => activity(cloud.url, said)))(), header());
    expect(answered.status).toBe(status);
    expect(script.heard.length - before).toBe(status === 200 ? 1 : 0);
    expect(answered.body).toBeUndefined();
  });

  const raw = (body: string, header: string): Promise<Response> =>
    fetch(`${bot.url}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(header === '' ? {} : { authorization: header }) },
      body,
    });
  test('what is no JSON is answered 400, what is huge 413, and neither says why', async () => {
    expect((await raw('{"type":', cloud.token())).status).toBe(400);
    const huge = await raw(JSON.stringify(activity(cloud.url, { text: 'x'.repeat(600_000) })), cloud.token());
    expect(huge.status).toBe(413);
    expect(await huge.text()).toBe('');
  });
  test('without a token nothing is read', async () => {
    expect((await raw('{"type":', '')).status).toBe(401);
  });
  test('GET is not found', async () => {
    expect((await fetch(`${bot.url}/api/messages`)).status).toBe(404);
  });
  test('an invoke that nobody knows is not implemented', async () => {
    expect((await bot.say(activity(cloud.url, { type: 'invoke', name: 'composeExtension/query' }))).status).toBe(501);
  });
  test('once it stopped, it says so', async () => {
    const lone = await startBot(scripted().hears, cloud);
    await lone.stopListening();
    expect((await lone.say(activity(cloud.url, said))).status).toBe(503);
    await lone.stop();
  });
});

describe('while Teams’ keys cannot be fetched', () => {
  const cases: readonly (readonly [what: string, status: number, header: (cloud: FakeCloud) => string])[] = [
    ['what may be Teams is asked to come again', 503, (c) => c.token()],
    ['a wrong key is not known yet', 503, (c) => c.token({}, {}, other())],
    ['no signature (alg none)', 401, (c) => unsigned(c.url)],
    ['a shared secret instead of a key', 401, (c) => c.token({}, { algorithm: 'HS256' }, 'secret')],
    ['another app’s token (audience)', 401, (c) => c.token({}, { audience: 'someone-else' })],
    ['a token for several apps', 401, (c) => c.token({}, { audience: [appId, 'someone-else'] })],
    ['another issuer', 401, (c) => c.token({}, { issuer: 'https://evil.example/' })],
    ['another cloud’s issuer', 401, (c) => c.token({}, { issuer: 'https://api.botframework.us' })],
    ['an expired token', 401, (c) => c.token({}, { expiresIn: -400 })],
    ['one that expired within what clocks differ', 503, (c) => c.token({}, { expiresIn: -200 })],
    ['one that is not valid yet', 401, (c) => c.token({}, { notBefore: 400 })],
    ['one that never expires', 401, () => unsigned('https://evil.example/', { exp: undefined }, 'RS256', 'x')],
    ['half a token', 401, (c) => c.token().slice(0, 60)],
    ['words', 401, () => 'Bearer not-a-token'],
    ['another scheme', 401, () => 'Basic YTpi'],
    ['no token', 401, () => ''],
  ];
  test.each(cases)('%s: %i', async (_, status, header) => {
    const cloud = await startCloud();
    const bot = await startBot(scripted().hears, cloud, { cloud: { openIdMetadataUrl: `${cloud.url}away` } });
    expect((await bot.say(activity(cloud.url, { text: 'hi' }), header(cloud))).status).toBe(status);
    await bot.stop();
    await cloud.stop();
  });
});

describe('starting', () => {
  const refusal = (settings: ConstructorParameters<typeof Door>[0]): string => {
    try {
      new Door(settings);
    } catch (error) {
      if (error instanceof Refused) return error.say;
      throw error;
    }
    return '';
  };
  test.each([
    ['no credentials', { loopback: true }, 'TEAMS_APP_ID'],
    ['no password', { loopback: true, appId, tenantId: tenant }, 'TEAMS_APP_PASSWORD'],
    ['no tenant', { loopback: false, appId, appPassword: 'x' }, 'TEAMS_TENANT_ID'],
    ['open to others', { loopback: false, unauthenticated: true }, 'HOST to 127.0.0.1'],
  ])('%s is refused in a sentence that says what to do', (_, settings, word) => {
    expect(refusal(settings)).toContain(word);
  });
  test('open on loopback, when told so', () => {
    expect(refusal({ loopback: true, unauthenticated: true })).toBe('');
  });
  test('credentials win over being told to be open', () => {
    const door = new Door({ loopback: true, unauthenticated: true, appId, appPassword: 'x', tenantId: tenant });
    expect(door.open).toBe(false);
  });
});

describe('where our token may go', () => {
  const door = new Door({ loopback: false, appId, appPassword: 'x', tenantId: tenant });
  test.each([
    ['https://smba.trafficmanager.net/emea/', true],
    ['https://smba.trafficmanager.net/emea/2222/', true],
    ['https://smba.infra.gcc.teams.microsoft.com/gcc/', true],
    ['http://smba.trafficmanager.net/emea/', false],
    ['https://smba.trafficmanager.net.evil.example/', false],
    ['https://evil.example/smba.trafficmanager.net/', false],
    ['https://smba.trafficmanager.net@evil.example/', false],
    ['https://user:word@smba.trafficmanager.net/', false],
    ['http://127.0.0.1:3978/', false],
    ['file:///etc/passwd', false],
    ['words', false],
  ])('%s: %s', (url, may) => {
    expect(door.mayReach(url)).toBe(may);
  });
  const hosts = {
    public: ['smba.trafficmanager.net', 'smba.infra.gcc.teams.microsoft.com'],
    'gcc-high': ['smba.infra.gov.teams.microsoft.us'],
    dod: ['smba.infra.dod.teams.microsoft.us'],
    'no cloud of ours': ['smba.trafficmanager.cn', 'smba.partner.teams.microsoftonline.cn'],
  };
  test.each(['public', 'gcc-high', 'dod'] as const)('in the cloud %s to its own connector alone', (cloud) => {
    const there = new Door({ loopback: false, appId, appPassword: 'x', tenantId: tenant, cloud });
    for (const [of, names] of Object.entries(hosts))
      for (const name of names) expect(there.mayReach(`https://${name}/teams/`), name).toBe(of === cloud);
  });
  test('a stored address elsewhere is not written to', async () => {
    await expect(door.connector('https://evil.example/')).rejects.toMatchObject({ code: 'teams-host' });
  });
});

describe('what a cloud is', () => {
  test('the public one is botframework-connector’s own', () => {
    const { public: here } = clouds;
    expect(here.issuer).toBe(AuthenticationConstants.ToBotFromChannelTokenIssuer);
    expect(here.issuer).toBe(AuthenticationConstants.ToChannelFromBotOAuthScope);
    expect(here.login).toBe(AuthenticationConstants.ToChannelFromBotLoginUrlPrefix);
    expect(here.oauth).toBe(AuthenticationConstants.OAuthUrl);
    expect(here.openIdMetadataUrl).toBe(AuthenticationConstants.ToBotFromChannelOpenIdMetadataUrl);
  });
  test.each(['gcc-high', 'dod'] as const)('%s is its government’s', (cloud) => {
    const there = clouds[cloud];
    expect(there.issuer).toBe(GovernmentConstants.ToBotFromChannelTokenIssuer);
    expect(there.issuer).toBe(GovernmentConstants.ToChannelFromBotOAuthScope);
    expect(there.login).toBe(GovernmentConstants.ToChannelFromBotLoginUrlPrefix);
    expect(there.oauth).toBe(GovernmentConstants.OAuthUrl);
    expect(there.openIdMetadataUrl).toBe(GovernmentConstants.ToBotFromChannelOpenIdMetadataUrl);
  });
});

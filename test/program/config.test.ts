import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { Refused } from '../../src/kernel/errors.js';
import { readConfig, settingNames } from '../../src/program/config.js';

const guid = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
const hex = 'AB'.repeat(32);
const base64 = Buffer.from(Array.from({ length: 32 }, (_, i) => 255 - i)).toString('base64');

const faultsOf = (env: Record<string, string>): string => {
  try {
    readConfig(env);
    return '';
  } catch (error) {
    expect(error).toBeInstanceOf(Refused);
    return (error as Refused).say;
  }
};

test('no settings at all: the whole product on this machine', () => {
  expect(readConfig({})).toMatchObject({
    host: '127.0.0.1',
    port: 3978,
    localChat: true,
    devClock: true,
    databaseUrl: 'file:./data/mentorlog.db',
  });
});

test('an empty setting is one that is not set', () => {
  expect(readConfig({ PORT: '', SLACK_BOT_TOKEN: '  ' })).toMatchObject({
    port: 3978,
    slack: undefined,
    localChat: true,
  });
});

test('every fault is named at once, in words', () => {
  const say = faultsOf({ PORT: 'eighty', DATABASE_URL: 'mysql://x', LOG_LEVEL: 'loud', SAFEGUARDING_LEAD: 'Dana' });
  for (const name of ['PORT', 'DATABASE_URL', 'LOG_LEVEL', 'SAFEGUARDING_LEAD']) expect(say).toContain(`${name}: `);
});

test.each([
  [{ HOST: '0.0.0.0', LOCAL_CHAT: '1' }, 'LOCAL_CHAT: '],
  [{ HOST: '0.0.0.0', TEAMS_ALLOW_UNAUTHENTICATED: '1' }, 'TEAMS_ALLOW_UNAUTHENTICATED: '],
  [{ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 's', DEV_CLOCK: '1' }, 'DEV_CLOCK: not with Slack'],
  [
    { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 's', DEV_CLOCK: '1', SLACK_API_URL: 'https://slack.com/api/' },
    'DEV_CLOCK: not with Slack',
  ],
  [{ SLACK_SIGNING_SECRET: 's' }, 'SLACK_BOT_TOKEN: '],
  [{ SLACK_BOT_TOKEN: 'xoxb-1' }, 'SLACK_SIGNING_SECRET: '],
  [{ TEAMS_APP_ID: guid }, 'TEAMS_TENANT_ID: '],
  [{ TEAMS_APP_ID: guid, TEAMS_APP_PASSWORD: 'p', TEAMS_TENANT_ID: guid, DEV_CLOCK: '1' }, 'DEV_CLOCK: not with Teams'],
  [{ LOCAL_CHAT: 'false' }, 'LOCAL_CHAT: nothing is switched on'],
  [{ LOCAL_CHAT: 'maybe' }, 'LOCAL_CHAT: give 1'],
  [{ DATA_KEY: 'short' }, 'DATA_KEY: '],
  [{ FIRST_COORDINATOR: 'priya' }, 'FIRST_COORDINATOR: '],
  [{ HOST: '0.0.0.0', SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 's' }, 'DATA_KEY: '],
])('%o is refused, beside another fault too', (env, fault) => {
  const set = env as unknown as Record<string, string>;
  expect(faultsOf(set)).toContain(fault);
  const lines = (say: string): string[] => say.split('\n').slice(1).sort();
  const port = '  PORT: give a port number from 0 to 65535';
  expect(lines(faultsOf({ ...set, PORT: 'eighty' }))).toEqual([...lines(faultsOf(set)), port].sort());
});

test('what is right is taken as it is beside what is not', () => {
  const say = faultsOf({ TEAMS_ALLOW_UNAUTHENTICATED: '1', TEAMS_APP_ID: guid, LOG_LEVEL: 'loud' });
  expect(say.split('\n').slice(1)).toEqual(['  LOG_LEVEL: give error or info']);
});

test('a moved clock goes with Slack where its Web API is on this machine', () => {
  const env = {
    SLACK_BOT_TOKEN: 'xoxb-1',
    SLACK_SIGNING_SECRET: 's',
    SLACK_API_URL: 'http://127.0.0.1:4993/api/',
    DEV_CLOCK: '1',
  };
  expect(readConfig(env)).toMatchObject({ devClock: true, localChat: false });
});

test('"false" and "0" switch a setting off', () => {
  expect(readConfig({ DEV_CLOCK: 'false' }).devClock).toBe(false);
  expect(readConfig({ DEV_CLOCK: '0' }).devClock).toBe(false);
});

test('.env.example names every setting, and none that is not one', () => {
  const example = readFileSync(path.resolve(import.meta.dirname, '../../.env.example'), 'utf8');
  const named = [...example.matchAll(/^# ([A-Z][A-Z_]+)=/gm)].map((m) => m[1]);
  expect([...named].sort()).toEqual([...settingNames].sort());
});

/** What people paste, setting by setting: what it is taken for, or the words by which it is refused. */
const slack = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 's' };
const teams = { TEAMS_APP_ID: guid, TEAMS_APP_PASSWORD: 'p', TEAMS_TENANT_ID: guid };
const pasted: readonly (readonly [setting: string, pasted: string, taken: object | string])[] = [
  ['HOST', ' 127.0.0.1\n', { host: '127.0.0.1' }],
  ['HOST', 'LOCALHOST', { host: 'localhost', localChat: true }],
  ['HOST', '[::1]', { host: '::1' }],
  ['HOST', 'http://127.0.0.1:3978/', 'give the host alone'],
  ['HOST', '127.0.0.1:3978', 'the port goes into PORT'],
  ['HOST', '*', 'give 0.0.0.0'],
  ['HOST', 'my host', 'give the host alone'],
  ['PORT', '"8080"', { port: 8080 }],
  ['PORT', ':8080', 'give a port number'],
  ['PORT', '70000', 'give a port number'],
  // One without the other is a fault of its own, which is tried in test/adapters/mail.
  ['SMTP_URL', 'mail.example.org', 'give smtps://'],
  ['SMTP_URL', 'https://mail.example.org', 'give smtps://'],
  ['MAIL_FROM', 'Mentoring', 'give one address'],
  ['PUBLIC_URL', 'https://mentorlog.example.org/', { publicUrl: 'https://mentorlog.example.org' }],
  ['PUBLIC_URL', 'https://mentorlog.example.org//', { publicUrl: 'https://mentorlog.example.org' }],
  ['PUBLIC_URL', 'HTTPS://Mentorlog.Example.org', { publicUrl: 'https://mentorlog.example.org' }],
  ['PUBLIC_URL', 'https://mentorlog.example.org:443', { publicUrl: 'https://mentorlog.example.org' }],
  ['PUBLIC_URL', '“https://mentorlog.example.org”', { publicUrl: 'https://mentorlog.example.org' }],
  ['PUBLIC_URL', 'mentorlog.example.org', 'begins with https://'],
  ['PUBLIC_URL', 'https:mentorlog.example.org', 'begins with https://'],
  ['PUBLIC_URL', 'https://mentorlog.example.org/slack/events', 'leave out what follows the host: https://mentorlog'],
  ['PUBLIC_URL', 'https://mentorlog.example.org/api/messages', 'leave out what follows the host'],
  ['PUBLIC_URL', 'https://mentorlog.example.org/?x=1', 'leave out what follows the host'],
  ['PUBLIC_URL', 'https://me:word@mentorlog.example.org', 'leave out the name and password'],
  ['TRUST_PROXY', '1', { trustProxy: 1 }],
  ['TRUST_PROXY', '0', { trustProxy: 0 }],
  ['TRUST_PROXY', '10.0.0.0/8, loopback', { trustProxy: ['10.0.0.0/8', 'loopback'] }],
  ['TRUST_PROXY', '2001:DB8::/32 192.0.2.7', { trustProxy: ['2001:db8::/32', '192.0.2.7'] }],
  ['TRUST_PROXY', 'true', 'give how many proxies'],
  ['TRUST_PROXY', '0.0.0.0/0', 'give how many proxies'],
  ['TRUST_PROXY', '10.0.0.0/33', 'give how many proxies'],
  ['TRUST_PROXY', 'proxy.example.org', 'give how many proxies'],
  ['TRUST_PROXY', '99', 'at most 10'],
  ['TRUST_PROXY', '-1', 'give how many proxies'],
  ['DATABASE_URL', "'file:./data/x.db'", { databaseUrl: 'file:./data/x.db' }],
  ['DATABASE_URL', 'FILE:/var/lib/x.db', { databaseUrl: 'file:/var/lib/x.db' }],
  ['DATABASE_URL', 'file:///var/lib/x.db', { databaseUrl: 'file:/var/lib/x.db' }],
  ['DATABASE_URL', 'file://var/lib/x.db', 'without a host'],
  ['DATABASE_URL', 'file:', 'give file: and a path'],
  ['DATABASE_URL', './data/x.db', 'give file: and a path'],
  ['DATABASE_URL', 'file:./x.db?mode=ro', 'give file: and a path'],
  ['DATABASE_URL', 'postgresql://x', 'name the database behind the host'],
  ...['require', 'prefer', 'verify-ca', 'verify-full'].map(
    (mode) =>
      [
        'DATABASE_URL',
        `postgresql://x/y?sslmode=${mode}`,
        { databaseUrl: 'postgresql://x/y?sslmode=verify-full' },
      ] as const,
  ),
  ['DATABASE_URL', 'postgresql://x/y?sslmode=no-verify', { databaseUrl: 'postgresql://x/y?sslmode=no-verify' }],
  ['DATABASE_URL', 'postgresql://x/y?sslmode=sure', 'give sslmode=verify-full, no-verify or disable'],
  ['DATABASE_URL', 'postgresql://me:p#ss@x/y', 'give postgresql:// with a host and a database'],
  ['DATABASE_URL', 'postgresql://me:p ss@:x:/y', 'give postgresql:// with a host and a database'],
  ['DATABASE_URL', 'postgres://me@x/y', { databaseUrl: 'postgresql://me@x/y' }],
  [
    'DATABASE_URL',
    'postgresql://me:p%23ss@x:5433/y?sslmode=verify-full',
    { databaseUrl: 'postgresql://me:p%23ss@x:5433/y?sslmode=verify-full' },
  ],
  ['DATA_KEY', `0x${hex}`, { dataKey: hex }],
  ['DATA_KEY', base64, { dataKey: base64 }],
  ['DATA_KEY', base64.replace(/\+/g, '-').replace(/\//g, '_').replace('=', ''), { dataKey: base64 }],
  ['DATA_KEY', hex.slice(1), 'give 32 bytes'],
  ['DATA_KEY_NEW', `0x${hex}`, { newDataKey: hex }],
  ['DATA_KEY_NEW', hex.slice(1), 'give 32 bytes'],
  [
    'FIRST_COORDINATOR',
    'Slack: t0123 : u0456',
    { firstCoordinator: { platform: 'slack', tenant: 'T0123', user: 'U0456' } },
  ],
  ['FIRST_COORDINATOR', 'slack:T0123:@priya', '“Copy member ID”'],
  ['FIRST_COORDINATOR', 'slack:acme:U0456', '“Copy member ID”'],
  ['FIRST_COORDINATOR', 'slack:T0123:priya@example.org', '“Copy member ID”'],
  [
    'FIRST_COORDINATOR',
    `teams:${guid.toUpperCase()}:{${guid.toUpperCase()}}`,
    { firstCoordinator: { platform: 'teams', tenant: guid, user: guid } },
  ],
  ['FIRST_COORDINATOR', `teams:${guid}:29:1aB`, { firstCoordinator: { tenant: guid, user: '29:1aB' } }],
  ['FIRST_COORDINATOR', `teams:${guid}:priya@example.org`, '“Object ID”'],
  ['FIRST_COORDINATOR', 'web:local:priya', { firstCoordinator: { platform: 'web', tenant: 'local', user: 'priya' } }],
  [
    'SAFEGUARDING_LEAD',
    ' Dana Whitlock ,  020 7946 0018, ext. 4 ',
    { lead: { name: 'Dana Whitlock', reach: '020 7946 0018, ext. 4' } },
  ],
  ['SAFEGUARDING_LEAD', 'Dana Whitlock; 020 7946 0018', { lead: { name: 'Dana Whitlock', reach: '020 7946 0018' } }],
  ['SAFEGUARDING_LEAD', 'Dana Whitlock 020 7946 0018', 'give a name, a comma'],
  ['SAFEGUARDING_DEPUTY', ', 020 7946 0018', 'give a name, a comma'],
  ['SLACK_BOT_TOKEN', '\u200bxoxb-12-ab\u00a0', { slack: { botToken: 'xoxb-12-ab' } }],
  ['SLACK_BOT_TOKEN', 'xoxp-12-ab', 'begins with xoxb-'],
  ['SLACK_BOT_TOKEN', 'xoxb-…', 'begins with xoxb-'],
  ['SLACK_APP_TOKEN', 'xoxb-12-ab', 'begins with xapp-'],
  ['SLACK_SIGNING_SECRET', 'xoxb-12-ab', 'this is a token'],
  ['SLACK_SIGNING_SECRET', 'aB3dE5fG7hJ9kL1mN3pQ5rS7', 'verification token'],
  ['SLACK_SIGNING_SECRET', '1234567890.1234567890123', 'client id'],
  ['SLACK_API_URL', 'http://127.0.0.1:4993/api', { slack: { apiUrl: 'http://127.0.0.1:4993/api/' } }],
  ['SLACK_API_URL', '127.0.0.1:4993/api', 'give a whole address'],
  ['SLACK_SEND_TIMEOUT', '10s', { slack: { sendTimeoutMs: 10_000 } }],
  ['SLACK_SEND_TIMEOUT', '10000', 'from 1 to 20'],
  ['SLACK_ACCEPT_DELAY', '1.5', 'from 1 to 30'],
  ['TEAMS_APP_ID', guid.toUpperCase(), { teams: { appId: guid } }],
  ['TEAMS_APP_ID', `{${guid}}`, { teams: { appId: guid } }],
  ['TEAMS_APP_ID', 'Mentorlog', '“Application (client) ID”'],
  ['TEAMS_APP_PASSWORD', '"aB~c.d"', { teams: { appPassword: 'aB~c.d' } }],
  ['TEAMS_APP_PASSWORD', guid, 'give its “Value”'],
  ['TEAMS_TENANT_ID', guid.toUpperCase(), { teams: { tenantId: guid } }],
  ['TEAMS_TENANT_ID', `“${guid}”`, { teams: { tenantId: guid } }],
  ['TEAMS_TENANT_ID', 'contoso.onmicrosoft.com', 'not its domain name: in the Entra admin centre'],
  ['TEAMS_TENANT_ID', 'example.org', 'not its domain name'],
  ['TEAMS_TENANT_ID', 'common', 'the one organisation'],
  ['TEAMS_TENANT_ID', 'Contoso', '32 hex digits'],
  ['TEAMS_TENANT_ID', guid.slice(1), '32 hex digits'],
  ['TEAMS_CLOUD', 'GCC-High', { teams: { cloud: 'gcc-high' } }],
  ['TEAMS_CLOUD', 'china', 'give public (also for GCC), gcc-high or dod'],
  ['TEAMS_ALLOW_UNAUTHENTICATED', 'False', { teams: { unauthenticated: false } }],
  ['LOCAL_CHAT', 'YES', { localChat: true }],
  ['DEV_CLOCK', 'off', { devClock: false }],
  ['SAMPLE_PEOPLE', 'none', 'give 1 to switch it on'],
  ['LOG_LEVEL', 'INFO', { logLevel: 'info' }],
  ['LOG_LEVEL', 'debug', 'give error or info'],
  ['METRICS_TOKEN', '"c3b1a7e0c3b1a7e0"', { metrics: { token: 'c3b1a7e0c3b1a7e0', port: undefined } }],
  ['METRICS_TOKEN', 'secret', 'give at least 16 letters and digits'],
  ['METRICS_PORT', '9464', { metrics: { token: undefined, port: 9464 } }],
  ['METRICS_PORT', '3978', 'give another port than PORT'],
  ['TIME_ZONE', 'europe/london', { zone: 'Europe/London' }],
  ['TIME_ZONE', 'Europe/Isle of Man', { zone: 'Europe/Isle_of_Man' }],
  ['TIME_ZONE', 'America/new york', { zone: 'America/New_York' }],
  ['TIME_ZONE', 'BST', 'give an IANA time zone'],
  ['TIME_ZONE', 'London', 'give an IANA time zone'],
  ['SIGNING_KEY', `"${'ab'.repeat(32)}"`, { signingKey: 'ab'.repeat(32) }],
  ['SIGNING_KEY', 'abc', 'SIGNING_KEY'],
  ['HEADS_FILE', ' /srv/heads.jsonl ', { headsFile: '/srv/heads.jsonl' }],
  ['BACKUP_DIR', ' OFF ', { backups: undefined }],
  ['BACKUP_KEEP', '0', 'give a number of days from 1 to 999'],
  ['BACKUP_KEEP', 'a week', 'give a number of days'],
];

test.each(pasted)('%s: %j', (setting, value, taken) => {
  const around = setting.startsWith('SLACK') ? slack : setting.startsWith('TEAMS') ? teams : {};
  const env = { ...around, [setting]: value };
  if (typeof taken !== 'string') return expect(readConfig(env)).toMatchObject(taken);
  expect(faultsOf(env)).toContain(`${setting}: `);
  return expect(faultsOf(env)).toContain(taken);
});

test('the table speaks of every setting', () => {
  expect(new Set(pasted.map(([setting]) => setting))).toEqual(new Set(settingNames));
});

test('a setting of quotation marks and spaces alone is one that is not set', () => {
  expect(readConfig({ PUBLIC_URL: '""', TEAMS_APP_ID: "' '", TRUST_PROXY: '\u200b' })).toMatchObject({
    publicUrl: undefined,
    teams: undefined,
    trustProxy: undefined,
  });
});

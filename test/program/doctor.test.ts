import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { day, hour } from '../../src/kernel/clock.js';
import { backup } from '../../src/program/backup.js';
import { backupsAmong } from '../../src/program/backups.js';
import { readConfig } from '../../src/program/config.js';
import { doctor } from '../../src/program/doctor.js';
import { keepingSaid } from '../../src/program/keeping-said.js';
import { isDue, nightlyBackups } from '../../src/program/nightly.js';
import { sql } from '../adapters/prisma/database.js';
import { startBot } from '../support/bot.js';
import { agreed } from '../support/steps.js';
import { testRootKey } from '../support/store.js';

/** `mentorlog doctor`, and the backup of each night, beside a database that people use. */

let folder: string;
let out: string[];
const token = 'xoxb-1-very-secret';
const key = Buffer.from(testRootKey).toString('hex');
const now = Date.now();

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'mentorlog-doctor-'));
  const t = await startBot({ file: `${folder}/mentorlog.db` });
  await agreed(t, 'maya', 'leo');
  await t.stop();
}, 30_000);
afterAll(() => rm(folder, { recursive: true }));
beforeEach(() => {
  out = [];
});
const env = (more: Readonly<Record<string, string>> = {}) => ({
  DATABASE_URL: `file:${folder}/mentorlog.db`,
  DATA_KEY: key,
  TIME_ZONE: 'Europe/London',
  SLACK_BOT_TOKEN: token,
  SLACK_SIGNING_SECRET: 'b'.repeat(32),
  PUBLIC_URL: 'https://mentoring.example.org',
  ...more,
});
const here = (more: Readonly<Record<string, string>> = {}, at = now) => ({
  env: env(more),
  out: (line: string) => void out.push(line),
  err: (line: string) => void out.push(line),
  now: () => at,
});
type World = { readonly slack?: object; readonly health?: string; readonly off?: number };
const world =
  ({ slack = { ok: true }, health = 'ok\n', off = 0 }: World): typeof fetch =>
  async (input) => {
    const url = String(input);
    const headers = { date: new Date(now - off).toUTCString() };
    if (url.includes('slack.com')) return new Response(JSON.stringify(slack), { headers });
    if (url.endsWith('/healthz')) return new Response(health, { headers });
    throw new Error('nobody there');
  };
const line = (about: string): string => out.find((one) => one.includes(`  ${about}: `)) ?? '';

test('where all is well each line says ok, and nothing is to mend', async () => {
  expect(await backup([], here())).toBe(0);
  out = [];
  expect([await doctor([], here(), world({})), out.at(-1)]).toEqual([0, 'Nothing to mend.']);
  const seen = out.slice(0, -1).map((one) => one.replace(/^(ok|not seen|to mend) +(\w[\w ]*):.*/, '$1 $2'));
  expect(seen).toEqual(
    [
      'Version',
      'Node',
      'Settings',
      'Disk',
      'Database',
      'Data key',
      'Records',
      'Key apart',
      'Backups',
      'Slack',
      'Clock',
      'Links',
    ].map((one) => `ok ${one}`),
  );
});

test.each<[string, string, Readonly<Record<string, string>>, World, RegExp]>([
  [
    'the token is not taken',
    'Slack',
    {},
    { slack: { ok: false, error: 'invalid_auth' } },
    /^to mend .*invalid_auth.*install the app again/,
  ],
  ['the clock is wrong', 'Clock', {}, { off: 400 * day }, /^to mend .*ahead: set it/],
  [
    'links lead elsewhere',
    'Links',
    {},
    { health: '<html>Welcome to nginx' },
    /^to mend .*something else \(200\): see that its name/,
  ],
  ['links open without HTTPS', 'Links', { PUBLIC_URL: 'http://mentoring.example.org' }, {}, /^to mend .*not by HTTPS/],
  ['no backup is made', 'Backups', { BACKUP_DIR: 'off' }, {}, /^to mend .*set BACKUP_DIR/],
  ['the key is another', 'Data key', { DATA_KEY: 'b'.repeat(64) }, {}, /^to mend .*another DATA_KEY/],
  ['a setting is wrong', 'Settings', { PORT: 'x' }, {}, /^to mend .*PORT: /],
  [
    'nobody answers by mail',
    'Mail',
    { SMTP_URL: 'smtp://127.0.0.1:1', MAIL_FROM: 'm@example.org' },
    {},
    /^to mend .*127\.0\.0\.1:1 does not answer/,
  ],
])('%s: it says so, and what to do', async (_what, about, more, as, says) => {
  expect(await doctor([], here(more), world(as))).toBe(1);
  expect(line(about)).toMatch(says);
  for (const secret of [token, key, 'b'.repeat(32)]) expect(out.join('\n')).not.toContain(secret);
});

test('what could not be looked at is said, and is nothing to mend', async () => {
  expect(
    await doctor([], here({ PUBLIC_URL: '' }), async () => {
      throw new Error('nobody there');
    }),
  ).toBe(0);
  for (const about of ['Slack', 'Clock', 'Links']) expect(line(about)).toMatch(/^not seen/);
});

test('a backup that is two days old, and a chain that does not hold, are to mend', async () => {
  expect(await doctor([], here({}, now + 2 * day + hour), world({ off: -2 * day }))).toBe(1);
  expect(line('Backups')).toMatch(/^to mend .*2 days old: run npx mentorlog backup/);
  out = [];
  const file = `${folder}/mentorlog.db`;
  const [[hash]] = (await sql(file, `SELECT "hash" FROM "AuditEntry" WHERE "seq" = 2 LIMIT 1`)) as [[string]];
  await sql(file, `UPDATE "AuditEntry" SET "hash" = '0' WHERE "hash" = '${hash}'`);
  try {
    expect(await doctor([], here(), world({}))).toBe(1);
    expect(line('Records')).toMatch(/^to mend .*do not hold: run npx mentorlog verify/);
  } finally {
    await sql(file, `UPDATE "AuditEntry" SET "hash" = '${hash}' WHERE "hash" = '0'`);
  }
});

test('a key beside the data of real people is said at the start, with how to part them', () => {
  const { DATA_KEY: _, ...without } = env();
  expect(keepingSaid(readConfig(without)).join('\n')).toMatch(
    /key to the data lies beside it \(mentorlog\.db\.key\).*DATA_KEY/,
  );
  expect(keepingSaid(readConfig(env())).join('\n')).not.toContain('lies beside');
});

test('each night one is due, from three o’clock in the installation’s zone, once', () => {
  const at = (iso: string): number => Date.parse(iso);
  const of = (...days: string[]) =>
    backupsAmong(
      days.map((one) => `m-${one}.db`),
      'm',
    );
  // In summer London is an hour ahead.
  expect(isDue([], at('2026-07-01T01:59Z'), 'Europe/London')).toBe(false);
  expect(isDue([], at('2026-07-01T02:00Z'), 'Europe/London')).toBe(true);
  expect(isDue(of('2026-06-30'), at('2026-07-01T02:00Z'), 'Europe/London')).toBe(true);
  expect(isDue(of('2026-07-01'), at('2026-07-01T22:00Z'), 'Europe/London')).toBe(false);
});

test('what could not be made is said to coordinators once, stands in what is to be mended, and is tried again', async () => {
  const meta = new Map<string, string>();
  const told: string[] = [];
  const codes = [1, 1, 3, 0, 1];
  let runs = 0;
  const nightly = nightlyBackups(
    {
      config: readConfig(env({ BACKUP_DIR: `${folder}/none` })),
      store: { meta: { get: async (k) => meta.get(k), put: async (k, v) => void meta.set(k, v) } },
      clock: { now: () => now },
      log: { say: () => undefined, fault: () => undefined },
      zone: 'UTC',
    },
    { upkeep: async ({ what }) => void told.push(what) },
    {
      run: async () => {
        runs += 1;
        return codes[runs - 1] ?? 1;
      },
      stop: () => undefined,
    },
    () => Date.parse('2026-12-01T04:00Z') + runs * hour,
  );
  for (let n = 0; n < 2; n += 1) await nightly.look();
  expect([told, nightly.troubles()]).toEqual([
    ['backup-failed'],
    [expect.stringMatching(/could not be made: run npx mentorlog backup/)],
  ]);
  for (let n = 0; n < 2; n += 1) await nightly.look();
  expect([told, nightly.troubles()]).toEqual([['backup-failed', 'backup-doubtful'], []]);
  await nightly.look();
  expect(told).toEqual(['backup-failed', 'backup-doubtful', 'backup-failed']);
  await nightly.stop();
  await nightly.look();
  expect(runs).toBe(5);
});

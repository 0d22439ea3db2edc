import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lookAtFile } from '../../adapters/prisma/look-at-file.js';
import { randomIds } from '../../src/kernel/ids.js';
import { local } from '../../src/kernel/zoned.js';
import { readConfig } from '../../src/program/config.js';
import { backUpInChild, nightlyBackups } from '../../src/program/nightly.js';
import { bin } from '../support/bin.js';
import { startBot, type TestBot } from '../support/bot.js';
import { agreed } from '../support/steps.js';
import { testRootKey } from '../support/store.js';

/** The nightly backup as it is made: by the program itself, in a process of its own, while people press. */

let folder: string;
let t: TestBot;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'mentorlog-nightly-'));
  t = await startBot({ file: `${folder}/mentorlog.db` });
  await agreed(t, 'maya', 'leo');
}, 60_000);
afterAll(async () => {
  await t.stop();
  await rm(folder, { recursive: true });
});

// The child names it by the machine's clock: a zone in which the quiet hour is over.
const zone = new Date().getUTCHours() < 4 ? 'Asia/Tokyo' : 'UTC';

function nightly(
  more: Readonly<Record<string, string>>,
  heard: string[],
  among: Partial<Parameters<typeof nightlyBackups>[0]> = {},
) {
  const env = {
    PATH: process.env.PATH ?? '',
    DATABASE_URL: `file:${folder}/mentorlog.db`,
    DATA_KEY: Buffer.from(testRootKey).toString('hex'),
    TIME_ZONE: zone,
    ...more,
  };
  return nightlyBackups(
    {
      config: readConfig(env),
      store: { meta: { get: async () => undefined, put: async () => undefined } },
      clock: t.clock,
      log: { say: (code) => void heard.push(code), fault: (code) => void heard.push(code) },
      zone,
      ...among,
    },
    { upkeep: async ({ what }) => void heard.push(`told ${what}`) },
    backUpInChild(bin, env),
  );
}

test('is verified and named, with people’s keys beside it, once a day; people are answered meanwhile', {
  timeout: 120_000,
}, async () => {
  const heard: string[] = [];
  const backups = nightly({}, heard);
  let over = false;
  const made = backups.look().finally(() => {
    over = true;
  });
  let answered = 0;
  while (!over) {
    expect(JSON.stringify(await t.as('priya').types(`digest weekly Friday 1${answered % 8}:00`))).toContain('digest');
    answered += 1;
    // No faster than somebody who is let go on.
    await new Promise((resolve) => setTimeout(resolve, 2_000));
  }
  await made;
  const name = `mentorlog-${local(Date.now(), zone).date}.db`;
  expect([heard, backups.troubles()]).toEqual([['backup'], []]);
  expect((await readdir(`${folder}/backups`)).sort()).toEqual([name, `${name}-keys`]);
  const key = { rootKey: testRootKey, ids: randomIds() };
  expect((await lookAtFile(`${folder}/backups/${name}`, 'whole', key)).counts.people).toBeGreaterThan(3);
  expect(answered).toBeGreaterThan(0);
  await backups.look();
  expect(heard).toEqual(['backup']);
  await backups.stop();
});

test('that cannot be made is a trouble and told, and leaves nothing', { timeout: 120_000 }, async () => {
  const heard: string[] = [];
  const backups = nightly({ DATA_KEY: 'b'.repeat(64), BACKUP_DIR: `${folder}/others` }, heard);
  await backups.look();
  expect([heard, backups.troubles()]).toEqual([
    ['backup-failed', 'told backup-failed'],
    [expect.stringMatching(/could not be made: run npx mentorlog backup/)],
  ]);
  expect(await readdir(`${folder}/others`)).toEqual([]);
  await backups.stop();
});

test('of several programs on one database the first makes it, and another once that is gone', {
  timeout: 120_000,
}, async () => {
  const backups = `${folder}/of-several`;
  const heard: string[] = [];
  let first = false;
  const one = nightly({ BACKUP_DIR: backups }, heard, { replicas: { isFirst: () => first } });
  await one.look();
  expect([heard, await readdir(backups).catch(() => [])]).toEqual([[], []]);
  first = true;
  await one.look();
  expect(heard).toEqual(['backup']);
  await one.stop();
});

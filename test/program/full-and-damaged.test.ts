import { execFileSync } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, open, readFile, rename, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '../../src/program/config.js';
import { type Running, start } from '../../src/program/main.js';
import { whyNotStarted } from '../../src/program/why-not.js';
import { sql } from '../adapters/prisma/database.js';
import { startBot } from '../support/bot.js';
import { agreed } from '../support/steps.js';
import { testRootKey } from '../support/store.js';

/** A disk without room, and a file that is damaged: a sentence each, and nothing half written. */

let template: string;
let running: Running | undefined;
beforeAll(async () => {
  template = await mkdtemp(path.join(tmpdir(), 'mentorlog-rough-'));
  const t = await startBot({ file: `${template}/mentorlog.db` });
  await agreed(t, 'maya', 'leo');
  await t.stop();
  // Enough for an index of several pages, and one row that is longer than a page.
  await sql(
    `${template}/mentorlog.db`,
    `INSERT INTO "Meta" ("key", "value") WITH RECURSIVE "n" ("i") AS (SELECT 1 UNION ALL SELECT "i" + 1 FROM "n" WHERE "i" < 400)
      SELECT printf('filling %0100d', "i"), CASE "i" WHEN 1 THEN printf('%09000d', 1) ELSE '' END FROM "n"`,
  );
}, 30_000);
afterAll(() => rm(template, { recursive: true }));
afterEach(async () => {
  await running?.stop();
  running = undefined;
});
const begin = async (folder: string): Promise<void> => {
  running = await start(
    readConfig({
      DATABASE_URL: `file:${folder}/mentorlog.db`,
      DATA_KEY: Buffer.from(testRootKey).toString('hex'),
      PORT: '0',
      LOG_LEVEL: 'error',
    }),
    () => undefined,
  );
};
const ready = async (): Promise<string> => {
  const answer = await fetch(new URL('/readyz', running?.address));
  return `${answer.status} ${await answer.text()}`;
};

/** A disk of its own, six megabytes small, where this user may make one. */
async function smallDisk(): Promise<string | undefined> {
  const at = path.join(template, 'disk');
  await mkdir(at, { recursive: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=6m', 'tmpfs', at], { stdio: 'ignore' });
    return at;
  } catch {
    return undefined;
  }
}

test('a full disk: nothing is half written, people get one true sentence, and it goes on once there is room', {
  timeout: 60_000,
}, async (context) => {
  const disk = await smallDisk();
  if (disk === undefined) return context.skip('this user may not mount a small disk');
  try {
    const t = await startBot({
      file: `${disk}/used.db`,
      resume: { ...(await aboutTemplate()), file: `${template}/going-on.db` },
    });
    const { bavail, bsize } = await statfs(disk);
    await writeFile(`${disk}/filling`, Buffer.alloc(Math.max(0, bavail * bsize - 64 * 1024)));
    const rows = () =>
      sql(`${disk}/used.db`, 'SELECT (SELECT COUNT(*) FROM "Session"), (SELECT COUNT(*) FROM "AuditEntry")');
    const before = await rows();
    const answers: string[] = [];
    for (let n = 0; n < 8; n += 1)
      answers.push(JSON.stringify(await t.as('priya').types(`digest weekly Friday 1${n}:00`)));
    expect(answers.at(-1)).toContain('This was not saved: Mentorlog has no room left. What you saved before is safe.');
    const saved = answers.filter((one) => one.includes('The digest comes every')).length;
    await rm(`${disk}/filling`);
    expect(JSON.stringify(await t.as('priya').types('digest weekly Friday 16:00'))).toContain('The digest comes every');
    const after = await rows();
    // Each act that was answered is whole, each that was not left nothing.
    expect(Number(after[0]?.[1])).toBe(Number(before[0]?.[1]) + saved + 1);
    await t.stop();

    for (const end of ['', '-keys']) await rename(`${disk}/used.db${end}`, `${disk}/mentorlog.db${end}`);
    await begin(disk);
    expect(await ready()).toBe('200 ready\n');
    await fill(disk);
    expect(await ready()).toMatch(/^503 the disk is full, and nothing can be saved: make room/);
    await rm(`${disk}/filling`);
    expect(await ready()).toBe('200 ready\n');
    // And coordinators are told that it was so.
    await expect
      .poll(() =>
        sql(`${disk}/mentorlog.db`, `SELECT COUNT(*) > 0 FROM "Outbox" WHERE "subject" LIKE 'upkeep:disk-over:%'`),
      )
      .toEqual([[1]]);
  } finally {
    await running?.stop();
    running = undefined;
    execFileSync('umount', ['-l', disk]);
  }
});

/** Not a byte is left, whatever else writes meanwhile. */
async function fill(disk: string): Promise<void> {
  const filling = await open(`${disk}/filling`, 'w');
  try {
    for (;;) await filling.write(Buffer.alloc(16 * 1024));
  } catch (error) {
    expect(error).toMatchObject({ code: 'ENOSPC' });
  } finally {
    await filling.close();
  }
}

/** The template as a bot that goes on from it. */
async function aboutTemplate() {
  const file = `${template}/going-on.db`;
  const t = await startBot({ file });
  const about = { now: t.clock.now(), deliveries: 99, programme: t.programme, people: t.people, chat: t.chat };
  await t.stop();
  return about;
}

describe('a damaged file', () => {
  const damaged = async (how: (bytes: Buffer, page: number) => void): Promise<string> => {
    const folder = await mkdtemp(path.join(template, 'damaged-'));
    const bytes = await readFile(`${template}/mentorlog.db`);
    how(bytes, bytes.readUInt16BE(16));
    await writeFile(`${folder}/mentorlog.db`, bytes);
    await copyFile(`${template}/mentorlog.db-keys`, `${folder}/mentorlog.db-keys`);
    return folder;
  };
  /** Pages by what SQLite says of them: their first byte. */
  const pagesOf = (bytes: Buffer, page: number, kind: number): number[] =>
    Array.from({ length: bytes.length / page - 1 }, (_, n) => (n + 1) * page).filter((at) => bytes[at] === kind);
  /** Pages that hold what did not fit into a row's own, and are none of the free ones: both begin with a number. */
  const overflowOf = (bytes: Buffer, page: number): number[] => {
    const free = new Set<number>();
    for (let trunk = bytes.readUInt32BE(32); trunk !== 0; ) {
      const at = (trunk - 1) * page;
      free.add(at);
      for (let n = 0; n < bytes.readUInt32BE(at + 4); n += 1) free.add((bytes.readUInt32BE(at + 8 + 4 * n) - 1) * page);
      trunk = bytes.readUInt32BE(at);
    }
    return pagesOf(bytes, page, 0).filter((at) => !free.has(at));
  };
  const spoil = (bytes: Buffer, page: number, at: number | undefined): void => {
    if (at === undefined) throw new Error('the template has no such page');
    bytes.fill(0x5a, at, at + page);
  };
  const kinds: readonly (readonly [string, (bytes: Buffer, page: number) => void])[] = [
    ['its header', (bytes) => void bytes.fill(0x5a, 0, 100)],
    ['its schema', (bytes, page) => void bytes.fill(0x5a, 100, page)],
    ['a page of a table', (bytes, page) => spoil(bytes, page, pagesOf(bytes, page, 13)[3])],
    ['an inner page of a table', (bytes, page) => spoil(bytes, page, pagesOf(bytes, page, 5)[0])],
    ['a page of an index', (bytes, page) => spoil(bytes, page, pagesOf(bytes, page, 10)[3])],
    ['an inner page of an index', (bytes, page) => spoil(bytes, page, pagesOf(bytes, page, 2)[0])],
    ['a page that a long row goes on in', (bytes, page) => spoil(bytes, page, overflowOf(bytes, page)[0])],
    ['half of it', (bytes, page) => void bytes.fill(0x5a, Math.floor(bytes.length / page / 2) * page)],
  ];
  test.each(kinds)('in %s: the start says in one sentence to restore a backup', async (_where, how) => {
    const folder = await damaged(how);
    await mkdir(`${folder}/backups`);
    await copyFile(`${template}/mentorlog.db`, `${folder}/backups/mentorlog-2026-11-30.db`);
    const said = await begin(folder).then(() => 'started', whyNotStarted);
    expect(said).toBe(
      `The database is damaged, or is none of Mentorlog’s. Restore a backup: npx mentorlog restore ${folder}/backups/mentorlog-2026-11-30.db`,
    );
  });

  test('in its log: the start goes on with what was whole before', async () => {
    const folder = await damaged(() => undefined);
    await writeFile(`${folder}/mentorlog.db-wal`, Buffer.alloc(9_000, 0x5a));
    await begin(folder);
    expect(await ready()).toBe('200 ready\n');
  });

  test('met by a bot that runs: `/readyz` says so, and stays so', async () => {
    const folder = await damaged(() => undefined);
    await begin(folder);
    const file = `${folder}/mentorlog.db`;
    const bytes = await readFile(file);
    await writeFile(file, bytes.fill(0x5a, 4096));
    await rm(`${file}-wal`, { force: true });
    await fetch(new URL('/chat/priya/home', running?.address)).catch(() => undefined);
    await expect.poll(ready, { timeout: 10_000 }).toMatch(/^503 the database is damaged: stop Mentorlog, and restore/);
  });
});

import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { openStore } from '../../../adapters/prisma/index.js';
import { migrate } from '../../../adapters/prisma/migrate.js';
import { randomIds } from '../../../src/kernel/ids.js';
import { testRootKey } from '../../support/store.js';
import { sql } from './database.js';

async function newFile(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'mentorlog-migrate-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return path.join(folder, 'data', 'mentorlog.db');
}

const columns = 'SELECT migration_name, checksum, finished_at, applied_steps_count FROM _prisma_migrations';

test('a new database is made, migrated once, and readable by its owner only', async () => {
  const file = await newFile();
  const names = await migrate(`file:${file}`);
  expect(names.length).toBeGreaterThan(0);
  const rows = await sql(file, columns);
  expect(rows.map(([name]) => name)).toEqual(names);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  const bytes = await readFile(file);
  expect(await migrate(`file:${file}`)).toEqual([]);
  expect(await sql(file, columns)).toEqual(rows);
  expect((await readFile(file)).equals(bytes)).toBe(true);
});

test.each([
  [
    'database-newer',
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('x', 'x', '29990101000000_x', 1)`,
  ],
  ['migration-failed', 'UPDATE _prisma_migrations SET finished_at = NULL'],
  ['migration-changed', `UPDATE _prisma_migrations SET checksum = 'x'`],
] as const)('%s is refused in a sentence, and nothing is touched', async (code, statement) => {
  const file = await newFile();
  await migrate(`file:${file}`);
  await sql(file, statement);
  const rows = await sql(file, columns);
  const open = openStore({ url: `file:${file}`, rootKey: testRootKey, ids: randomIds(), kept: [] });
  await expect(open).rejects.toMatchObject({ code, say: expect.stringMatching(/: .*\.$/) });
  expect(await sql(file, columns)).toEqual(rows);
});

test('an address that is no database’s is refused in a sentence', async () => {
  for (const url of ['mysql://localhost/x', 'file::memory:', ''])
    await expect(openStore({ url, rootKey: testRootKey, ids: randomIds(), kept: [] })).rejects.toMatchObject({
      code: 'database-url',
    });
});

test('a file that is no database, and a place where none can be made, are refused in a sentence', async () => {
  const file = await newFile();
  await mkdir(path.dirname(file));
  await writeFile(file, 'something else altogether, long enough to be looked at'.repeat(100));
  for (const url of [`file:${file}`, `file:${file}/below.db`, `file:${path.dirname(file)}`])
    await expect(openStore({ url, rootKey: testRootKey, ids: randomIds(), kept: [] })).rejects.toMatchObject({
      code: 'database-unusable',
    });
  expect(await readFile(file, 'utf8')).toContain('something else');
});

test('the migrations say what the schema says', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['prisma/db.mjs', 'check']);
  expect(stdout).toContain('agree');
});

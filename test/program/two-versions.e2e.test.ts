import { type ChildProcess, spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { bin } from '../support/bin.js';
import { isReady, listening } from '../support/listening.js';
import { havePostgres, type Postgres, startPostgres } from '../support/postgres.js';

/**
 * Two versions on one PostgreSQL, as while one takes the other's place. The newer is this one with one migration more; what
 * that does decides whether they may run side by side.
 */

const root = path.resolve(import.meta.dirname, '../..');

describe.skipIf(!havePostgres())('two versions', { timeout: 120_000 }, () => {
  let server: Postgres & { stop(): void };
  let folder: string;
  const children: ChildProcess[] = [];
  beforeAll(async () => {
    server = await startPostgres();
    folder = await mkdtemp(path.join(tmpdir(), 'mentorlog-versions-'));
  });
  afterAll(async () => {
    server?.stop();
    await rm(folder, { recursive: true, force: true });
  });
  afterEach(async () => {
    for (const child of children.splice(0)) {
      child.kill('SIGKILL');
      await over(child);
    }
  });
  const over = (child: ChildProcess): Promise<void> =>
    new Promise((resolve) => {
      if (child.exitCode !== null || child.signalCode !== null) resolve();
      else child.once('exit', () => resolve());
    });

  /** This version, with one migration more. Answers its program's file. */
  async function newer(name: string, sql: string): Promise<string> {
    const at = path.join(folder, name);
    await mkdir(at, { recursive: true });
    for (const part of ['package.json', 'dist', 'prisma', 'adapters', 'docs', 'manifests'])
      await cp(path.join(root, part), path.join(at, part), { recursive: true });
    await symlink(path.join(root, 'node_modules'), path.join(at, 'node_modules'));
    const more = path.join(at, 'prisma/migrations/postgresql', `29990101000000_${name}`);
    await mkdir(more);
    await writeFile(path.join(more, 'migration.sql'), `-- As SQLite’s up to 29990101000000_${name}.\n\n${sql}\n`);
    return path.join(at, path.relative(root, bin));
  }

  interface Started {
    readonly child: ChildProcess;
    /** Where it answers; nothing where it ended. */
    readonly at: string | undefined;
    readonly said: () => string;
  }
  async function begin(file: string, url: string): Promise<Started> {
    const child = spawn(process.execPath, [file], {
      env: {
        PATH: process.env.PATH ?? '',
        HOST: '127.0.0.1',
        PORT: '0',
        DATABASE_URL: url,
        DATA_KEY: '07'.repeat(32),
        SIGNING_KEY: '22'.repeat(32),
        BACKUP_DIR: path.join(folder, 'backups'),
        LOG_LEVEL: 'error',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    children.push(child);
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    return { child, at: await listening(child), said: () => said };
  }
  let made = 0;
  const bare = async (): Promise<string> => {
    made += 1;
    await server.make(`versions${made}`, 'template0');
    return server.url(`versions${made}`);
  };

  test('one that only adds comes beside the older, which goes on, and may be started again', async () => {
    const url = await bare();
    const file = await newer(
      'adds',
      'ALTER TABLE "Outbox" ADD COLUMN "later" TEXT;\nCREATE TABLE "Later" ("id" TEXT PRIMARY KEY);',
    );
    const old = await begin(bin, url);
    const next = await begin(file, url);
    expect([next.at !== undefined, next.said()]).toEqual([true, '']);
    expect(await isReady(old.at ?? '')).toBe(true);
    // One of the older falls over while the newer is there, or the newer is taken back.
    old.child.kill('SIGKILL');
    await over(old.child);
    const again = await begin(bin, url);
    expect([again.at !== undefined, again.said()]).toEqual([true, '']);
  });

  test('one that changes what the older goes by waits until that has stopped, and then keeps it out', async () => {
    const url = await bare();
    const file = await newer('changes', 'ALTER TABLE "Outbox" DROP COLUMN "code";');
    const old = await begin(bin, url);
    const refused = await begin(file, url);
    expect(refused.at).toBeUndefined();
    expect(refused.said().trim()).toMatch(
      /^This version changes what the Mentorlog that runs on this database goes by: .*\.$/,
    );
    expect(await isReady(old.at ?? '')).toBe(true);
    old.child.kill('SIGTERM');
    await over(old.child);
    // What is taken away here this copy of the program needs too; that it is taken away is what is looked at.
    await begin(file, url);
    const late = await begin(bin, url);
    expect(late.at).toBeUndefined();
    expect(late.said()).toContain('This database was written by a newer Mentorlog: install that version again.');
  });

  test('one that was cut off while another changed the tables ends with a sentence as it is back', async () => {
    const url = await bare();
    const name = new URL(url).pathname.slice(1);
    const old = await begin(bin, url);
    expect([old.at !== undefined, old.said()]).toEqual([true, '']);
    const other = new pg.Client({ connectionString: url });
    await other.connect();
    await server.ask('postgres', `ALTER DATABASE ${name} WITH ALLOW_CONNECTIONS false`);
    await other.query(
      'SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid()',
      [name],
    );
    await other.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('n', 'n', '2999_later', now())`,
    );
    await server.ask('postgres', `ALTER DATABASE ${name} WITH ALLOW_CONNECTIONS true`);
    await over(old.child);
    await other.end();
    expect(old.child.exitCode).toBe(1);
    expect(old.said()).toContain('This database was written by a newer Mentorlog: install that version again.');
  });

  test('of two of the newer that start at the same moment one brings it up to date, and both run', async () => {
    const url = await bare();
    const file = await newer('rewrites', `UPDATE "Meta" SET "value" = "value";`);
    const old = await begin(bin, url);
    old.child.kill('SIGTERM');
    await over(old.child);
    const both = await Promise.all([begin(file, url), begin(file, url)]);
    expect(both.map((one) => [one.at !== undefined, one.said()])).toEqual([
      [true, ''],
      [true, ''],
    ]);
    const name = new URL(url).pathname.slice(1);
    const applied = await server.ask(
      name,
      `SELECT FROM _prisma_migrations WHERE migration_name LIKE '%_rewrites' AND finished_at IS NOT NULL`,
    );
    expect(applied).toHaveLength(1);
    // And a third that is newer still waits for them.
    const third = await begin(await newer('rewrites_more', `UPDATE "Meta" SET "value" = "value";`), url);
    expect(third.at).toBeUndefined();
  });

  test('each migration is one or the other by what it says', async () => {
    const { onlyAdds } = (await import(path.join(root, 'prisma/engine.mjs'))) as { onlyAdds(script: string): boolean };
    for (const [adds, script] of [
      [true, '-- a word; and another\nCREATE TABLE "A" ("id" TEXT NOT NULL);\nCREATE INDEX "x" ON "A"("id");'],
      [true, 'ALTER TABLE "A" ADD COLUMN     "b" INTEGER;'],
      [true, 'ALTER TABLE "A" ADD COLUMN "b" INTEGER NOT NULL DEFAULT 0,\nADD COLUMN "c" TEXT;'],
      [true, 'ALTER TABLE "A" ADD CONSTRAINT "A_b_fkey" FOREIGN KEY ("b") REFERENCES "B"("id") ON DELETE RESTRICT;'],
      [false, 'ALTER TABLE "A" ADD COLUMN "b" INTEGER NOT NULL;'],
      [false, 'ALTER TABLE "A" ADD COLUMN "c" TEXT, ADD COLUMN "b" INTEGER NOT NULL;'],
      [false, 'CREATE UNIQUE INDEX "x" ON "A"("id");'],
      [false, 'ALTER TABLE "A" DROP COLUMN "b";'],
      [false, 'CREATE TABLE "A" ("id" TEXT);\nUPDATE "B" SET "c" = 1;'],
      [false, 'DROP TABLE "A";'],
    ] as const)
      expect([script, onlyAdds(script)]).toEqual([script, adds]);
    const replicas = await readFile(
      path.join(root, 'prisma/migrations/postgresql/20261201110955_replicas/migration.sql'),
      'utf8',
    );
    expect(onlyAdds(replicas)).toBe(true);
  });
});

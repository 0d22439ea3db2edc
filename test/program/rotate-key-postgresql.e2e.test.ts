import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStore } from '../../adapters/prisma/index.js';
import { everythingKept } from '../../src/kept.js';
import { randomIds } from '../../src/kernel/ids.js';
import type { Store } from '../../src/ports/store.js';
import { move } from '../../src/program/move.js';
import { havePostgres, type Postgres, startPostgres } from '../support/postgres.js';
import { aKey, type Ended, hasAll, layDatabase, oldKey, refusedWith, rotateKey } from '../support/rotated-key.js';
import { chanceFrom } from '../survival/chance.js';

/**
 * `mentorlog rotate-key` on PostgreSQL, killed at moments by chance: everything opens afterwards, under exactly one key. Of a
 * file: `rotate-key.e2e.test.ts`. ROTATE_SEED has the same moments again.
 */

describe.skipIf(!havePostgres())('another key for a database on a server', () => {
  let server: Postgres & { stop(): void };
  let folder = '';
  let made = 0;
  const chance = chanceFrom(Number(process.env.ROTATE_SEED ?? (Date.now() % 2 ** 31) + 1));

  beforeAll(async () => {
    // biome-ignore lint/suspicious/noConsole: by this it is run again as it was
    console.info(`rotate: ROTATE_SEED=${chance.seed}`);
    server = await startPostgres();
    folder = await mkdtemp(path.join(tmpdir(), 'mentorlog-rotate-server-'));
    const file = path.join(folder, 'before.db');
    await layDatabase(file);
    await server.make('before', 'template0');
    const said: string[] = [];
    const code = await move(['--from', `file:${file}`], {
      env: { DATABASE_URL: server.url('before'), DATA_KEY: oldKey, SIGNING_KEY: '22'.repeat(32), BACKUP_DIR: 'off' },
      out: (line) => void said.push(line),
      err: (line) => void said.push(line),
      now: () => Date.now(),
    });
    expect([code, said.join('\n')]).toEqual([0, expect.stringContaining('Verified there')]);
  }, 240_000);
  afterAll(async () => {
    server?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** A database as that was, and a folder in which its commands are typed. */
  async function copy(): Promise<{ readonly url: string; readonly cwd: string }> {
    made += 1;
    await server.make(`rotated${made}`, 'before');
    const cwd = path.join(folder, String(made));
    await mkdir(path.join(cwd, 'data'), { recursive: true });
    return { url: server.url(`rotated${made}`), cwd };
  }
  type Copy = Awaited<ReturnType<typeof copy>>;

  const run = ({ url, cwd }: Copy, env: Readonly<Record<string, string>>, killAfter?: number): Promise<Ended> =>
    rotateKey(url, cwd, env, killAfter);
  /** The server may be at the last statement of one that was killed, and have the database for it until it is through. */
  async function goesOn(one: Copy, env: Readonly<Record<string, string>>, says: RegExp): Promise<string> {
    let ended: Ended | undefined;
    await expect
      .poll(
        async () => {
          ended = await run(one, env);
          return /Mentorlog runs on this database/.test(ended.out) ? 'held' : `${ended.code} ${ended.out}`;
        },
        { timeout: 60_000, interval: 200 },
      )
      .not.toBe('held');
    expect(ended).toMatchObject({ code: 0, out: expect.stringMatching(says) });
    return ended?.out ?? '';
  }

  const opened = ({ url }: Copy, key: string): Promise<Store> =>
    openStore({ url, rootKey: Buffer.from(key, 'hex'), ids: randomIds(), kept: everythingKept });
  async function readsUnder(one: Copy, key: string): Promise<void> {
    const store = await opened(one, key);
    try {
      await hasAll(store);
    } finally {
      await store.close();
    }
  }
  const codeUnder = (one: Copy, key: string): Promise<unknown> => refusedWith(opened(one, key));

  test('killed at moments by chance it goes on by the same command, and nothing is lost', {
    timeout: 300_000,
  }, async () => {
    const whole = await copy();
    const to = aKey();
    const untouched = await run(whole, { DATA_KEY: oldKey, DATA_KEY_NEW: to });
    expect(untouched).toMatchObject({ code: 0, out: expect.stringMatching(/under the new key\.\nSet DATA_KEY to it/) });
    await readsUnder(whole, to);

    const left: string[] = [];
    // How long it takes differs with what else the machine does: whoever was through before the kill says how long it is now.
    let { took } = untouched;
    for (let kills = 0, tries = 0; kills < 10; tries += 1) {
      const one = await copy();
      const env = { DATA_KEY: oldKey, DATA_KEY_NEW: to };
      const killed = await run(one, env, took * chance.next());
      if (killed.code !== null) {
        expect(tries, 'kills that came too late').toBeLessThan(40);
        took = Math.min(took, killed.took) * 0.9;
        continue;
      }
      kills += 1;
      left.push(String(await codeUnder(one, oldKey)));
      // Sometimes more than once.
      if (chance.next() < 0.4) await run(one, env, took * chance.next());
      await goesOn(one, env, /The data is under the new key/);
      await readsUnder(one, to);
      expect(await codeUnder(one, oldKey)).toBe('wrong-data-key');
      await server.drop(`rotated${made}`);
    }
    expect(left.filter((how) => how === 'rotation-unfinished').length).toBeGreaterThan(3);
  });

  test('the key in the working directory is replaced, killed or not, and the old one is kept for older backups', {
    timeout: 120_000,
  }, async () => {
    for (const killAfter of [undefined, 0, 30]) {
      const one = await copy();
      const data = path.join(one.cwd, 'data');
      await writeFile(path.join(data, 'mentorlog.key'), `${oldKey}\n`, { mode: 0o600 });
      if (killAfter !== undefined) await run(one, {}, killAfter);
      const out = await goesOn(one, {}, /under a new key, in \S+mentorlog\.key\./);
      const key = (await readFile(path.join(data, 'mentorlog.key'), 'utf8')).trim();
      expect(key).not.toBe(oldKey);
      expect(out).not.toContain(key);
      await readsUnder(one, key);
      const files = await readdir(data);
      expect(files.filter((file) => /\.new/.test(file))).toEqual([]);
      const [kept = ''] = files.filter((file) => /\.key\.before-\d{4}-\d{2}-\d{2}$/.test(file));
      expect((await readFile(path.join(data, kept), 'utf8')).trim()).toBe(oldKey);
    }
  });
});

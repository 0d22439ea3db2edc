import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStore } from '../../adapters/prisma/index.js';
import { everythingKept } from '../../src/kept.js';
import { randomIds } from '../../src/kernel/ids.js';
import { newKey } from '../../src/kernel/seal.js';
import { move } from '../../src/program/move.js';
import { bin } from '../support/bin.js';
import { havePostgres, type Postgres, startPostgres } from '../support/postgres.js';
import { openTestStore } from '../support/store.js';
import { chanceFrom } from '../survival/chance.js';
import { figuresOf } from '../upgrade/figures.js';
import { figuresNow, fixtureNames, fixtureOf, layFixture } from '../upgrade/fixture.js';

/**
 * `mentorlog rotate-key` on PostgreSQL, killed at moments by chance: everything opens afterwards, under exactly one key. Of a
 * file: `rotate-key.e2e.test.ts`. ROTATE_SEED has the same moments again.
 */

const name = fixtureNames().at(-1) ?? '';
const fixture = fixtureOf(name);
const old = fixture.dataKey;
const hex = (key: Uint8Array): string => Buffer.from(key).toString('hex');
const known = 500;

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
    await layFixture(name, file);
    const { store, close } = await openTestStore({ file, rootKey: Buffer.from(old, 'hex') });
    // Enough of it that a kill falls within.
    for (let n = 1; n <= known; n += 1) await store.book.put(`web:${n}`, `known ${n}`);
    await close();
    await server.make('before', 'template0');
    const said: string[] = [];
    const code = await move(['--from', `file:${file}`], {
      env: { DATABASE_URL: server.url('before'), DATA_KEY: old, SIGNING_KEY: '22'.repeat(32), BACKUP_DIR: 'off' },
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

  interface Ended {
    readonly code: number | null;
    readonly out: string;
    readonly took: number;
  }
  /** @param killAfter how long after it says that it has begun it is killed (ms) */
  function run({ url, cwd }: Copy, env: Readonly<Record<string, string>>, killAfter?: number): Promise<Ended> {
    const began = Date.now();
    const child = spawn(process.execPath, [bin, 'rotate-key'], {
      cwd,
      env: { PATH: process.env.PATH ?? '', DATABASE_URL: url, ...env },
    });
    let out = '';
    let from = began;
    child.stderr.on('data', (data) => (out += String(data)));
    child.stdout.on('data', (data) => {
      out += String(data);
      if (!/is being changed/.test(out) || from !== began) return;
      from = Date.now();
      if (killAfter !== undefined) setTimeout(() => child.kill('SIGKILL'), killAfter);
    });
    return new Promise((resolve) => child.on('exit', (code) => resolve({ code, out, took: Date.now() - from })));
  }
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

  async function readsUnder({ url }: Copy, key: string): Promise<void> {
    const store = await openStore({ url, rootKey: Buffer.from(key, 'hex'), ids: randomIds(), kept: everythingKept });
    try {
      expect(await figuresOf(store, fixture.programme)).toEqual(figuresNow(name));
      for (const n of [1, known / 2, known]) expect(await store.book.get(`web:${n}`)).toBe(`known ${n}`);
    } finally {
      await store.close();
    }
  }
  const codeUnder = ({ url }: Copy, key: string): Promise<unknown> =>
    openStore({ url, rootKey: Buffer.from(key, 'hex'), ids: randomIds(), kept: everythingKept }).then(
      async (store) => void (await store.close()),
      (error: { code?: unknown }) => error.code,
    );

  test('killed at moments by chance it goes on by the same command, and nothing is lost', {
    timeout: 300_000,
  }, async () => {
    const whole = await copy();
    const to = hex(newKey());
    const untouched = await run(whole, { DATA_KEY: old, DATA_KEY_NEW: to });
    expect(untouched).toMatchObject({ code: 0, out: expect.stringMatching(/under the new key\.\nSet DATA_KEY to it/) });
    await readsUnder(whole, to);

    const left: string[] = [];
    // How long it takes differs with what else the machine does: whoever was through before the kill says how long it is now.
    let { took } = untouched;
    for (let kills = 0, tries = 0; kills < 10; tries += 1) {
      const one = await copy();
      const env = { DATA_KEY: old, DATA_KEY_NEW: to };
      const killed = await run(one, env, took * chance.next());
      if (killed.code !== null) {
        expect(tries, 'kills that came too late').toBeLessThan(40);
        took = Math.min(took, killed.took) * 0.9;
        continue;
      }
      kills += 1;
      left.push(String(await codeUnder(one, old)));
      // Sometimes more than once.
      if (chance.next() < 0.4) await run(one, env, took * chance.next());
      await goesOn(one, env, /The data is under the new key/);
      await readsUnder(one, to);
      expect(await codeUnder(one, old)).toBe('wrong-data-key');
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
      await writeFile(path.join(data, 'mentorlog.key'), `${old}\n`, { mode: 0o600 });
      if (killAfter !== undefined) await run(one, {}, killAfter);
      const out = await goesOn(one, {}, /under a new key, in \S+mentorlog\.key\./);
      const key = (await readFile(path.join(data, 'mentorlog.key'), 'utf8')).trim();
      expect(key).not.toBe(old);
      expect(out).not.toContain(key);
      await readsUnder(one, key);
      const files = await readdir(data);
      expect(files.filter((file) => /\.new/.test(file))).toEqual([]);
      const [kept = ''] = files.filter((file) => /\.key\.before-\d{4}-\d{2}-\d{2}$/.test(file));
      expect((await readFile(path.join(data, kept), 'utf8')).trim()).toBe(old);
    }
  });
});

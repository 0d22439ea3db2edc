import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aKey, type Ended, hasAll, layDatabase, oldKey, refusedWith, rotateKey } from '../support/rotated-key.js';
import { openTestStore } from '../support/store.js';

/** `mentorlog rotate-key` itself, killed at ten moments: everything opens afterwards, under exactly one key. */

let folder = '';
let before = '';
let made = 0;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'mentorlog-rotate-key-'));
  before = path.join(folder, 'before.db');
  await layDatabase(before);
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

async function copy(): Promise<string> {
  made += 1;
  const file = path.join(folder, `${made}.db`);
  for (const part of ['', '-wal', '-keys'])
    if (existsSync(`${before}${part}`)) await copyFile(`${before}${part}`, `${file}${part}`);
  return file;
}

const run = (file: string, env: Readonly<Record<string, string>>, killAfter?: number): Promise<Ended> =>
  rotateKey(`file:${file}`, folder, env, killAfter);

async function readsUnder(file: string, key: string): Promise<void> {
  const { store, close } = await openTestStore({ file, rootKey: Buffer.from(key, 'hex') });
  try {
    await hasAll(store);
  } finally {
    await close();
  }
}
const codeUnder = (file: string, key: string): Promise<unknown> =>
  refusedWith(openTestStore({ file, rootKey: Buffer.from(key, 'hex') }));

test('killed at ten moments it goes on by the same command', { timeout: 300_000 }, async () => {
  const whole = await copy();
  const to = aKey();
  const untouched = await run(whole, { DATA_KEY: oldKey, DATA_KEY_NEW: to });
  expect(untouched).toMatchObject({ code: 0, out: expect.stringMatching(/under the new key\.\nSet DATA_KEY to it/) });
  await readsUnder(whole, to);

  const left: string[] = [];
  // How long it takes differs with what else the machine does: whoever was through before the kill says how long it is now.
  let { took } = untouched;
  for (let i = 0, tries = 0; i < 10; tries += 1) {
    const file = await copy();
    const killed = await run(file, { DATA_KEY: oldKey, DATA_KEY_NEW: to }, (took * i) / 10);
    if (killed.code !== null) {
      expect(tries, 'kills that came too late').toBeLessThan(40);
      took = Math.min(took, killed.took) * 0.9;
      continue;
    }
    left.push(String(await codeUnder(file, oldKey)));
    i += 1;
    const again = await run(file, { DATA_KEY: oldKey, DATA_KEY_NEW: to });
    expect(again).toMatchObject({ code: 0, out: expect.stringMatching(/The data is under the new key/) });
    await readsUnder(file, to);
    expect(await codeUnder(file, oldKey)).toBe('wrong-data-key');
  }
  expect(left.filter((how) => how === 'rotation-unfinished').length).toBeGreaterThan(3);
});

test('the key beside the database is replaced, killed or not, and the old one is kept for older backups', {
  timeout: 120_000,
}, async () => {
  for (const killAfter of [undefined, 0, 30]) {
    const file = await copy();
    await writeFile(`${file}.key`, `${oldKey}\n`);
    await chmod(`${file}.key`, 0o600);
    if (killAfter !== undefined) {
      await run(file, {}, killAfter);
      // What starts meanwhile is told, and makes no key of its own.
      const start = await run(file, { DATA_KEY_NEW: aKey() });
      expect(start).toMatchObject({ code: 1, out: expect.stringMatching(/begun with the one in .*\.key\.new/) });
    }
    const done = await run(file, {});
    expect(done).toMatchObject({ code: 0, out: expect.stringMatching(/under a new key, in \d+\.db\.key beside it/) });
    const key = (await readFile(`${file}.key`, 'utf8')).trim();
    expect(key).not.toBe(oldKey);
    await readsUnder(file, key);
    const beside = (await readdir(folder)).filter((one) => one.startsWith(`${path.basename(file)}.key`));
    expect(beside.filter((one) => /\.new/.test(one))).toEqual([]);
    const [kept = ''] = beside.filter((one) => /\.before-\d{4}-\d{2}-\d{2}$/.test(one));
    expect((await readFile(path.join(folder, kept), 'utf8')).trim()).toBe(oldKey);
    expect(done.out).not.toContain(key);
  }
});

test('a wrong, short, missing or same key is one sentence, and changes nothing', { timeout: 120_000 }, async () => {
  const file = await copy();
  const other = aKey();
  for (const [env, says] of [
    [{ DATA_KEY: other, DATA_KEY_NEW: aKey() }, /^This database was made with another DATA_KEY than both: .*\n$/],
    [{ DATA_KEY: oldKey }, /^Set DATA_KEY_NEW too, for example from: openssl rand -hex 32\n$/],
    [{ DATA_KEY: oldKey, DATA_KEY_NEW: oldKey }, /^DATA_KEY_NEW is the key that there is\. .*\n$/],
    [{ DATA_KEY: oldKey, DATA_KEY_NEW: oldKey.slice(2) }, /DATA_KEY_NEW: give 32 bytes/],
    [{ DATA_KEY_NEW: other }, /^There is a database but no key to it\. .*\n$/],
  ] as const) {
    const { code, out } = await run(file, env as Record<string, string>);
    expect([env, code, out]).toEqual([env, 1, expect.stringMatching(says)]);
  }
  await readsUnder(file, oldKey);
  expect(await run(`${file}.none`, { DATA_KEY: oldKey, DATA_KEY_NEW: other })).toMatchObject({
    code: 1,
    out: expect.stringMatching(/^There is no database yet/),
  });
});

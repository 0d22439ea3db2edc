import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Signer, shortPrint } from '../../src/kernel/signed-head.js';
import { dataKeyPrint, keysheet } from '../../src/program/keysheet.js';
import { migrated, openTestStore, testRootKey } from '../support/store.js';

/** The page that is printed at an installation: by it a copy of a key is known to be the right one, years later. */

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'mentorlog-keysheet-'));
  await copyFile(await migrated(), `${folder}/mentorlog.db`);
  await (await openTestStore({ file: `${folder}/mentorlog.db` })).close();
});
afterAll(() => rm(folder, { recursive: true }));

const hex = (key: Uint8Array): string => Buffer.from(key).toString('hex');
const signing = new Uint8Array(32).fill(7);
const keys = { DATA_KEY: hex(testRootKey), SIGNING_KEY: hex(signing) };
async function sheet(args: readonly string[], env: Readonly<Record<string, string>> = keys) {
  const lines: string[] = [];
  const say = (line: string): void => void lines.push(line);
  const code = await keysheet(args, {
    env: { DATABASE_URL: `file:${folder}/mentorlog.db`, ...env },
    ...{ out: say, err: say, now: () => Date.parse('2026-12-01T12:00Z') },
  });
  return { code, text: lines.join('\n') };
}
/** As it may be read off a sheet: with its spaces, or without. */
const has = (text: string, key: Uint8Array): boolean => text.replace(/\s/g, '').includes(hex(key));

test('it has the fingerprints, where each key is and room for who has a copy, and neither key', async () => {
  const { code, text } = await sheet([]);
  expect(code).toBe(0);
  for (const words of [
    'MENTORLOG: KEY SHEET',
    '2026-12-01',
    dataKeyPrint(testRootKey),
    shortPrint(new Signer(signing).print),
    'the setting DATA_KEY',
    'the setting SIGNING_KEY',
    'tried: it opens the database that is here',
  ])
    expect(text).toContain(words);
  expect(text.match(/A copy is kept {6}_+ {2}by _+/g)).toHaveLength(2);
  expect([has(text, testRootKey), has(text, signing)]).toEqual([false, false]);
  // For people to compare, and no part of the key.
  expect(hex(testRootKey)).not.toContain(dataKeyPrint(testRootKey).replaceAll('-', ''));
  for (const line of text.split('\n')) expect(line.length, line).toBeLessThanOrEqual(100);
});

test('where it is asked to show them it has both, and says to keep no file of it', async () => {
  const { text } = await sheet(['--show']);
  expect([has(text, testRootKey), has(text, signing)]).toEqual([true, true]);
  expect(text).toContain('Print it on paper, keep no file of it');
});

test('a key that does not open the data is on no sheet; one that lies beside it is said to', async () => {
  const wrong = await sheet([], { ...keys, DATA_KEY: 'ab'.repeat(32) });
  expect(wrong.code).toBe(1);
  expect(wrong.text).not.toContain('KEY SHEET');
  await writeFile(`${folder}/mentorlog.db.key`, `${hex(testRootKey)}\n`, { mode: 0o600 });
  const beside = await sheet([], { SIGNING_KEY: keys.SIGNING_KEY });
  expect(beside.text).toContain(`On this machine     ${folder}/mentorlog.db.key`);
  expect(beside.text).toContain(dataKeyPrint(testRootKey));
});

import { spawn } from 'node:child_process';
import { expect } from 'vitest';
import { newKey } from '../../src/kernel/seal.js';
import type { Store } from '../../src/ports/store.js';
import { figuresOf } from '../upgrade/figures.js';
import { figuresNow, fixtureNames, fixtureOf, layFixture } from '../upgrade/fixture.js';
import { bin } from './bin.js';
import { openTestStore } from './store.js';

/** `mentorlog rotate-key` as it is typed, on a database with enough in it that a kill falls within; and what holds after it. */

const name = fixtureNames().at(-1) ?? '';
const fixture = fixtureOf(name);
const known = 500;

/** The key under which `layDatabase` makes it; keys are in hex, as in DATA_KEY. */
export const oldKey = fixture.dataKey;
export const aKey = (): string => Buffer.from(newKey()).toString('hex');

export async function layDatabase(file: string): Promise<void> {
  await layFixture(name, file);
  const { store, close } = await openTestStore({ file, rootKey: Buffer.from(oldKey, 'hex') });
  for (let n = 1; n <= known; n += 1) await store.book.put(`web:${n}`, `known ${n}`);
  await close();
}

/** Nothing of it was lost. */
export async function hasAll(store: Store): Promise<void> {
  expect(await figuresOf(store, fixture.programme)).toEqual(figuresNow(name));
  for (const n of [1, known / 2, known]) expect(await store.book.get(`web:${n}`)).toBe(`known ${n}`);
}

export interface Ended {
  /** None where it was killed. */
  readonly code: number | null;
  readonly out: string;
  /** From when it says that it has begun, or else from its start (ms). */
  readonly took: number;
}

/** @param killAfter how long after it says that it has begun it is killed (ms) */
export function rotateKey(
  url: string,
  cwd: string,
  env: Readonly<Record<string, string>>,
  killAfter?: number,
): Promise<Ended> {
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

/** With what code it is refused to open; none where it opens. */
export const refusedWith = (opens: Promise<{ close(): Promise<void> }>): Promise<unknown> =>
  opens.then(
    async ({ close }) => void (await close()),
    (error: { code?: unknown }) => error.code,
  );

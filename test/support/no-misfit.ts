import { expect } from 'vitest';
import type { TestBot } from './bot.js';

/** All chains are compared with their rows, and what is counted beside with what it is counted from: nothing may be found. */
export async function nothingFound(t: Pick<TestBot, 'bot' | 'store' | 'programme'>): Promise<void> {
  await t.bot.check();
  expect(await t.store.read((tx) => tx.in(t.programme).verification.found(0))).toEqual([]);
  expect(await t.store.read((tx) => tx.checks.counts())).toMatchObject({ unfitChains: 0, leftOut: 0 });
}

import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { fixtureNames, fixtureOf } from './fixture.js';

/** The versions that the changelog tells of, newest first. */
async function told(): Promise<readonly string[]> {
  const changelog = await readFile('CHANGELOG.md', 'utf8');
  return [...changelog.matchAll(/^## (\d+\.\d+\.\d+) – \d{4}-\d{2}-\d{2}$/gm)].map((m) => m[1] ?? '');
}

test('the newest version that the changelog tells of is this one', async () => {
  const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
  const lock = JSON.parse(await readFile('package-lock.json', 'utf8')) as {
    version: string;
    packages: Readonly<Record<string, { version: string }>>;
  };
  expect((await told())[0]).toBe(version);
  expect([lock.version, lock.packages['']?.version]).toEqual([version, version]);
});

test('every version before the newest left a fixture (CHANGELOG.md says how)', async () => {
  const left = fixtureNames().map((name) => fixtureOf(name).version);
  const [, ...before] = await told();
  expect(before.length).toBeGreaterThan(0);
  expect(left).toEqual(expect.arrayContaining(before));
});

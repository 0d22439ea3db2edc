import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bin } from '../support/bin.js';

/** The command itself, where it cannot start: one sentence on the error output, and nothing else. */

const root = fileURLToPath(new URL('../..', import.meta.url));
let folder: string;
beforeAll(async () => {
  execFileSync('npm', ['run', 'build'], { cwd: root, stdio: 'pipe' });
  folder = await mkdtemp(path.join(tmpdir(), 'mentorlog-start-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Starts the program after `before` (CommonJS) has run in its process. */
async function started(before: string, args: readonly string[] = []) {
  const file = path.join(folder, 'before.cjs');
  await writeFile(file, before);
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--require', file, bin, ...args], {
    cwd: folder,
    encoding: 'utf8',
    timeout: 60_000,
    env: { PATH: process.env.PATH, PORT: '0' },
  });
  return { status, stdout, stderr };
}

const withoutSqlite = `
  const Module = require('node:module');
  const load = Module._load;
  Module._load = function (name, ...more) {
    if (name === 'node:sqlite' || name === 'sqlite-for-node-20')
      throw Object.assign(new Error('Cannot find module ' + name), { code: 'MODULE_NOT_FOUND' });
    return load.call(this, name, ...more);
  };`;

test('without any SQLite it says what to do', async () => {
  const { status, stdout, stderr } = await started(withoutSqlite);
  expect(stderr).toMatch(
    process.versions.node.startsWith('20.')
      ? /^SQLite for Node 20\.[\d.]+ is not installed: run npm ci again with this Node, .*\.\n$/
      : /^This Node [\d.]+ has no SQLite built in: run Mentorlog with one that has, .*\.\n$/,
  );
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
});

test('on a Node that it does not run on it says which to install', async () => {
  const { status, stdout, stderr } = await started(
    `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '22.15.1' } });`,
  );
  expect(stderr).toBe(
    'Mentorlog does not run on Node 22.15.1: install Node 20.19 or newer of 20, 22.16 or newer of 22, or 24 or newer.\n',
  );
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
});

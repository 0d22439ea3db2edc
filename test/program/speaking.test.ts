import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { endOf, speaksOn } from '../../src/program/speaking.js';
import { bin } from '../support/bin.js';

/** Where what the program says cannot be written, it loses that, and nothing else. */

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'mentorlog-speaking-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('a line that cannot be written is lost, how many were is said once one was, and none stands behind half of another', () => {
  const written: string[] = [];
  const again: number[] = [];
  let refuses: NodeJS.ErrnoException | undefined;
  const heard: string[] = [];
  const spoken = speaksOn({
    on(event: string) {
      heard.push(event);
      return this;
    },
    write(text: string, done: (error?: Error | null) => void) {
      if (refuses === undefined) written.push(text);
      done(refuses ?? null);
      return true;
    },
  } as never);
  spoken.whenAgain((lost) => void again.push(lost));
  expect(heard).toEqual(['error']);
  spoken.say('one');
  refuses = Object.assign(new Error('no room'), { code: 'ENOSPC' });
  spoken.say('two');
  spoken.say('three');
  expect(spoken.refused).toBe('ENOSPC');
  refuses = undefined;
  spoken.say('four');
  spoken.say('five');
  expect([written, again, spoken.refused]).toEqual([['one\n', '\nfour\n', 'five\n'], [2], undefined]);
});

test('a command whose reader has gone ends as other tools do; one that found no room says so', () => {
  expect(endOf(0, undefined)).toEqual({ code: 0 });
  expect(endOf(0, 'EPIPE')).toEqual({ code: 141 });
  expect(endOf(1, 'EPIPE')).toEqual({ code: 1 });
  expect(endOf(0, 'ENOSPC')).toEqual({
    code: 1,
    say: expect.stringMatching(/^What this command shows .* \(ENOSPC\)\./),
  });
});

interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly told: string;
}
/** A command as people type it; its output goes where `to` says, or to a reader who leaves at once. */
function typed(args: readonly string[], to: number | 'reader who leaves', program = bin): Promise<Ended> {
  const child = spawn(process.execPath, [program, ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '' },
    stdio: ['ignore', to === 'reader who leaves' ? 'pipe' : to, 'pipe'],
  });
  let told = '';
  child.stderr?.setEncoding('utf8').on('data', (part: string) => {
    told += part;
  });
  child.stdout?.destroy();
  return new Promise((resolve) => child.on('close', (code, signal) => resolve({ code, signal, told })));
}

test('what is piped into a reader who leaves ends quietly', { timeout: 60_000 }, async () => {
  for (const args of [['sbom'], ['help'], ['keysheet']])
    expect([args, await typed(args, 'reader who leaves')]).toEqual([args, { code: 141, signal: null, told: '' }]);
  // What is to mend is told by the exit code all the same.
  expect(await typed(['verify'], 'reader who leaves')).toMatchObject({
    code: 1,
    told: expect.stringMatching(/^There is no file/),
  });
});

test('the file that assessors have says by its exit code alone what it found, whoever reads the rest', {
  timeout: 60_000,
}, async () => {
  const file = path.resolve(import.meta.dirname, '../../docs/verifier/mentorlog-verify.mjs');
  const none = path.join(folder, 'none.zip');
  await writeFile(none, '');
  const full = openSync('/dev/full', 'w');
  const said = /^What was found could not be written \(ENOSPC\)\./;
  try {
    expect(await typed([none], 'reader who leaves', file)).toEqual({ code: 1, signal: null, told: '' });
    // 1 says that something was changed: what could not be said is not that.
    expect(await typed(['--help'], full, file)).toMatchObject({ code: 2, told: expect.stringMatching(said) });
    expect(await typed([none], full, file)).toMatchObject({ code: 1, told: expect.stringMatching(said) });
  } finally {
    closeSync(full);
  }
});

test('what is written to a disk that is full says so, and does not end well', { timeout: 60_000 }, async () => {
  const full = openSync('/dev/full', 'w');
  try {
    for (const args of [['sbom'], ['help'], ['keysheet']])
      expect([args, await typed(args, full)]).toEqual([
        args,
        {
          code: 1,
          signal: null,
          told: expect.stringMatching(/^What this command shows could not be written \(ENOSPC\)\. [^\n]*\.\n$/),
        },
      ]);
  } finally {
    closeSync(full);
  }
});

/** A port that nothing listens on. */
const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const at = server.address();
      server.close(() => resolve(typeof at === 'object' && at !== null ? at.port : 0));
    });
  });

test.each(['a disk that is full', 'a reader who has gone'])(
  'a bot whose log goes to %s is heard, and stops when it is told to',
  { timeout: 60_000 },
  async (where) => {
    const port = await freePort();
    const full = openSync('/dev/full', 'w');
    const to = where === 'a disk that is full' ? full : 'pipe';
    const child = spawn(process.execPath, [bin], {
      cwd: await mkdtemp(path.join(folder, 'bot-')),
      // A level at which something is told, and what tells of every act.
      env: { PATH: process.env.PATH ?? '', PORT: String(port), LOG_LEVEL: 'info', METRICS_PORT: '0' },
      stdio: ['ignore', to, to],
    });
    for (const stream of [child.stdout, child.stderr]) stream?.destroy();
    const ended = new Promise<number | null>((resolve) => child.on('exit', (code) => resolve(code)));
    try {
      const asked = () => fetch(`http://127.0.0.1:${port}/readyz`).then((answer) => answer.text());
      await expect.poll(() => asked().catch(() => ''), { timeout: 30_000 }).toBe('ready\n');
      for (let n = 0; n < 3; n += 1) await fetch(`http://127.0.0.1:${port}/chat/nobody`).catch(() => undefined);
      expect(await asked()).toBe('ready\n');
    } finally {
      closeSync(full);
      child.kill('SIGTERM');
    }
    expect(await ended).toBe(0);
  },
);

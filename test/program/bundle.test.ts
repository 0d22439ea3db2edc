import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { built } from '../e2e/browser.js';
import { bin } from '../support/bin.js';

/** The program as a few files (prisma/bundle.mjs), which is what people start. */

const root = path.resolve(import.meta.dirname, '../..');
const text = (file: string): string => readFileSync(path.join(root, file), 'utf8');
let folder: string;
let files: readonly string[];

beforeAll(() => {
  built();
  folder = mkdtempSync(path.join(tmpdir(), 'mentorlog-bundle-'));
  files = readdirSync(path.dirname(bin), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.js'))
    .map((name) => path.join(path.dirname(bin), name));
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Starts it with these settings alone, until it listens or ends; then ends it. Answers what it wrote. */
function started(settings: Readonly<Record<string, string>>): Promise<{ readonly out: string; readonly err: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [bin], {
      cwd: folder,
      env: { PATH: process.env.PATH, PORT: '0', ...settings },
    });
    const wrote = { out: '', err: '' };
    child.stderr.on('data', (bytes) => {
      wrote.err += bytes;
    });
    child.stdout.on('data', (bytes) => {
      wrote.out += bytes;
      if (wrote.out.includes('Data: ')) child.kill('SIGTERM');
    });
    child.once('close', () => resolve(wrote));
  });
}

describe('the program as a few files', () => {
  test('is what `npm start` and the command start', () => {
    expect(path.relative(root, bin)).toBe('dist/program/mentorlog.js');
    expect(JSON.parse(text('package.json')).scripts.start).toBe('node dist/program/mentorlog.js');
    // `npx mentorlog` runs the file itself, also where it was built anew since npm made it a command; where it was asked
    // for before an upgrade it still runs the former one.
    for (const file of [bin, path.join(root, 'dist/src/program/cli.js')])
      expect(statSync(file).mode & 0o111).toBe(0o111);
  });

  test('starts with every chat, and logs where something went wrong by its source', { timeout: 60_000 }, async () => {
    const { out, err } = await started({
      DATABASE_URL: 'file:./both.db',
      DATA_KEY: 'a'.repeat(64),
      LOCAL_CHAT: '1',
      TEAMS_ALLOW_UNAUTHENTICATED: '1',
      SLACK_BOT_TOKEN: 'xoxb-1',
      SLACK_SIGNING_SECRET: 'b'.repeat(32),
      // Nobody listens there.
      SLACK_API_URL: 'http://127.0.0.1:9/',
    });
    expect(out).toMatch(/Switched on: Slack .*, Microsoft Teams .*, the local chat\.\n/);
    // Nothing but the log: no warning of Node's about what a package uses.
    const said = err
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
    expect(said[0]).toMatchObject({ level: 'error', code: 'chat-away', platform: 'slack' });
    expect(said[0]?.where).toMatch(/^at identify \(adapters\/slack\/index\.ts, slack-[\w-]+\.js:\d+:\d+\)$/);
  });

  test('loads no package from outside', () => {
    const outside = files.flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/^(?:import|export)\b[^;\n]*?["']([^"'\n]+)["'];$/gm)]
        .map(([, name = '']) => name)
        .filter((name) => !name.startsWith('.') && !isBuiltin(name))
        .map((name) => `${path.basename(file)}: ${name}`),
    );
    expect(files.length).toBeGreaterThan(20);
    expect(outside).toEqual([]);
  });

  test('has nothing that reads settings for a package from the folders above it', () => {
    const packages = JSON.parse(readFileSync(path.join(path.dirname(bin), 'bundled.json'), 'utf8')) as string[];
    expect(packages).toContain('node_modules/graphile-worker');
    expect(packages.filter((name) => name.endsWith('/cosmiconfig'))).toEqual([]);
  });

  test('loads what only PostgreSQL needs where it is needed', () => {
    /** A file, and all that is loaded with it. */
    const loadedWith = (file: string, seen = new Set<string>()): ReadonlySet<string> => {
      if (seen.has(file)) return seen;
      seen.add(file);
      for (const [, to = ''] of readFileSync(file, 'utf8').matchAll(
        /^(?:import|export)\b[^;\n]*?["'](\.[^"'\n]+)["'];$/gm,
      ))
        loadedWith(path.resolve(path.dirname(file), to), seen);
      return seen;
    };
    const has = (part: string) => files.filter((file) => readFileSync(file, 'utf8').includes(part));
    const [main = ''] = has('// src/program/main.ts');
    const worker = has('// node_modules/graphile-worker/dist/localQueue.js');
    expect(worker).toHaveLength(1);
    expect(loadedWith(main).size).toBeGreaterThan(10);
    expect([...loadedWith(main)].filter((file) => worker.includes(file))).toEqual([]);
  });

  test('says of no folder where it was made', () => {
    const named = files.filter((file) => {
      const has = readFileSync(file, 'utf8');
      return [root, homedir(), tmpdir()].some((at) => has.includes(`${at}/`));
    });
    expect(named).toEqual([]);
  });
});

describe('whether it is made anew', () => {
  /** What the build says in a copy of the sources and of what was made of them, where nothing is there to build with. */
  const builds = (copy: string): string => {
    const { status, stderr } = spawnSync(process.execPath, ['prisma/build.mjs', '--if-needed'], {
      cwd: copy,
      encoding: 'utf8',
    });
    return status === 0 ? 'as it is' : stderr;
  };
  let copy: string;
  beforeAll(() => {
    copy = path.join(folder, 'copy');
    for (const part of ['src', 'adapters', 'prisma', 'dist/made-of.txt', 'package.json', 'package-lock.json'])
      cpSync(path.join(root, part), path.join(copy, part), { recursive: true });
    for (const part of ['tsconfig.json', 'tsconfig.build.json']) cpSync(path.join(root, part), path.join(copy, part));
  });

  test('it is not, of the same sources', () => {
    expect(builds(copy)).toBe('as it is');
  });

  test.each(['src/program/cli.ts', 'adapters/web/card.tsx', 'prisma/bundle.mjs', 'package-lock.json', 'tsconfig.json'])(
    'it is where %s is another',
    (file) => {
      const before = text(file);
      writeFileSync(path.join(copy, file), `${before}\n`);
      expect(builds(copy)).toContain('of other sources than these');
      writeFileSync(path.join(copy, file), before);
      expect(builds(copy)).toBe('as it is');
    },
  );
});

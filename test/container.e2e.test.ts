import { execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { containerfile, copied, parts, type Stage } from './support/containerfile.js';
import { portOfOurOwn } from './survival/program.js';

/**
 * The container file's steps in clean folders, on the Node that its images have: each stage is a folder that stands for its
 * root, and what it runs is run there. The last one is then started as its user, who may write nothing but /data.
 */

const root = path.resolve(import.meta.dirname, '..');
const isRoot = process.getuid?.() === 0;
let work: string;
let node: string;
const roots = new Map<string, string>();

/** What this machine's npm needs, without what tests set. */
const { NODE_ENV: _, ...bare } = process.env;

/** A path of an image, in the folder that stands for it. */
const within = (top: string, at: string, cwd = '/'): string => path.join(top, path.resolve(cwd, at));

function build(stage: Stage, top: string): { readonly env: Record<string, string>; readonly cwd: string } {
  const before = roots.get(stage.from);
  // Nobody needs the earlier one any more: it becomes this one.
  if (before === undefined) mkdirSync(top);
  else renameSync(before, top);
  const env: Record<string, string> = {};
  let cwd = before === undefined ? '/' : '/opt/mentorlog';
  for (const { does, what } of stage.steps)
    switch (does) {
      case 'WORKDIR':
        cwd = what;
        mkdirSync(within(top, cwd), { recursive: true });
        break;
      case 'COPY': {
        const { stage: of, from, to } = copied(what);
        const there = within(top, to, cwd);
        for (const one of from) {
          const source = of === undefined ? path.join(root, one) : within(roots.get(of) ?? '', one);
          // A folder's content goes into the folder that is named; a file goes under that name, or into a folder (`/`).
          const into =
            !statSync(source).isDirectory() && to.endsWith('/') ? path.join(there, path.basename(one)) : there;
          mkdirSync(path.dirname(into), { recursive: true });
          if (of !== undefined && statSync(source).isDirectory()) renameSync(source, into);
          else
            cpSync(source, into, {
              recursive: true,
              // As Containerfile.dockerignore has it.
              filter: (file) => !/\/(node_modules|generated|\.schemas)$/.test(file),
            });
        }
        break;
      }
      case 'RUN': {
        // Who is not root may give nothing away.
        const command = what.replace(/ (?=\/data$)/, ` ${top}`).replace(isRoot ? /^$/ : / -o 1000 -g 1000/, '');
        execFileSync('sh', ['-c', command], {
          cwd: within(top, cwd),
          env: {
            ...env,
            ...bare,
            PATH: `${node}:${process.env.PATH}`,
            // Nothing may be compiled.
            ...Object.fromEntries(['CC', 'CXX', 'MAKE', 'PYTHON'].map((name) => [name, '/bin/false'])),
          },
          stdio: ['ignore', 'pipe', 'pipe'],
        });
        break;
      }
      case 'ENV': {
        const [name = '', ...value] = what.split('=');
        env[name] = value.join('=').replace('/data', `${top}/data`);
        break;
      }
    }
  if (stage.name !== undefined) roots.set(stage.name, top);
  return { env, cwd: within(top, cwd) };
}

const last = containerfile().at(-1) as Stage;
let top: string;
let built: ReturnType<typeof build>;

beforeAll(() => {
  // Not where tests have their folders: that may be memory, which a gigabyte would fill, and closed to other users.
  work = mkdtempSync('/var/tmp/mentorlog-container-');
  chmodSync(work, 0o755);
  // As .ci/on-node has it: the binary as a package, and npm the machine's own.
  const line = /node:(\d+)-/.exec(last.from)?.[1] ?? '';
  const named = `node-${process.platform}-${process.arch}`;
  const installing = ['install', '--prefix', path.join(work, 'node'), '--no-save', '--no-package-lock', '--silent'];
  execFileSync('npm', [...installing, `${named}@${line}`], { cwd: work, stdio: 'pipe' });
  node = path.join(work, 'node/node_modules', named, 'bin');
  expect(execFileSync(path.join(node, 'node'), ['-p', 'process.versions.node'], { encoding: 'utf8' })).toMatch(
    new RegExp(`^${line}\\.`),
  );
  for (const [at, stage] of containerfile().entries()) {
    top = path.join(work, `stage-${at}`);
    built = build(stage, top);
  }
}, 900_000);
afterAll(() => rmSync(work, { recursive: true, force: true }));

/** As the image's user, where this one may become somebody else. */
const asUser = isRoot ? { uid: 1000, gid: 1000 } : {};
const env = (port: number, more: Readonly<Record<string, string>> = {}) => ({
  ...built.env,
  PATH: `${node}:/usr/bin:/bin`,
  PORT: String(port),
  ...more,
});

/** Every file below that this user could write to. */
const writable = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => {
    const { uid, mode } = statSync(path.join(folder, name));
    return uid === 1000 || (mode & 0o002) !== 0;
  });

test('what is left is what runs: no compiler, no sources, nothing that its user may write but /data', () => {
  const at = (...names: readonly string[]): string => path.join(top, 'opt/mentorlog', ...names);
  for (const gone of [
    'node_modules/typescript',
    'node_modules/prisma',
    'node_modules/rolldown',
    'src',
    'test',
    'dist/src',
  ])
    expect([gone, existsSync(at(gone))]).toEqual([gone, false]);
  expect(readdirSync(at()).sort()).toEqual([
    'adapters',
    'dist',
    'docs',
    'node_modules',
    'package-lock.json',
    'package.json',
    'prisma',
  ]);
  if (isRoot) expect(writable(path.join(top, 'opt'))).toEqual([]);
  const megabytes = Number(execFileSync('du', ['-sm', top], { encoding: 'utf8' }).split('\t')[0]);
  expect(megabytes).toBeLessThan(520);
});

test('it starts as its user, is healthy, works, and ends by SIGTERM', { timeout: 120_000 }, async () => {
  const port = await portOfOurOwn();
  const [program = '', ...args] = parts(last, 'ENTRYPOINT');
  // The local chat and its key are for loopback alone: in a container people are on Slack or Teams, and keys are settings.
  const settings = {
    DATA_KEY: 'a'.repeat(64),
    SIGNING_KEY: 'b'.repeat(64),
    TEAMS_APP_ID: '11111111-1111-1111-1111-111111111111',
    TEAMS_APP_PASSWORD: 'not-a-secret',
    TEAMS_TENANT_ID: '22222222-2222-2222-2222-222222222222',
  };
  const child = spawn(path.join(node, program), args, { cwd: built.cwd, env: env(port, settings), ...asUser });
  let said = '';
  const hears = (bytes: Buffer): void => {
    said += bytes.toString();
  };
  for (const stream of [child.stdout, child.stderr]) stream.on('data', hears);
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  try {
    const [check = '', ...how] = parts(last, 'HEALTHCHECK');
    const healthy = (): number | null =>
      spawnSync(path.join(node, check), how, { env: env(port), timeout: 20_000, ...asUser }).status;
    const began = Date.now();
    while (healthy() !== 0) {
      if (child.exitCode !== null || Date.now() - began > 60_000) throw new Error(`not healthy: ${said}`);
      await sleep(500);
    }
    expect(await (await fetch(`http://127.0.0.1:${port}/readyz`)).text()).toBe('ready\n');
    expect((await fetch(`http://127.0.0.1:${port}/about`)).status).toBe(200);
    for (const command of [['backup'], ['verify'], ['doctor'], ['sbom']]) {
      const { status, stderr } = spawnSync(path.join(node, program), [...args, ...command], {
        cwd: built.cwd,
        env: env(port, settings),
        timeout: 60_000,
        maxBuffer: 2 ** 26,
        ...asUser,
      });
      expect([command, status, String(stderr)]).toEqual([command, 0, '']);
    }
    expect(readdirSync(path.join(top, 'data')).sort()).toEqual(
      expect.arrayContaining(['backups', 'mentorlog.db', 'mentorlog.db-keys']),
    );
    child.kill('SIGTERM');
    expect([await ended, said]).toEqual([0, expect.stringContaining('Mentorlog is listening on http://0.0.0.0:')]);
    // Nobody is healthy who is gone.
    expect(healthy()).toBe(1);
  } finally {
    child.kill('SIGKILL');
  }
});

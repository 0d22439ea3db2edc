import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { expect, test } from 'vitest';
import { settingNames } from '../src/program/config.js';
import { containerfile, copied, parts, stagesOf } from './support/containerfile.js';

/**
 * What the container file and `compose.yaml` claim. No container engine runs where tests do: the steps themselves are run by
 * `test/container.e2e.test.ts`.
 */

const root = path.resolve(import.meta.dirname, '..');
const folder = path.join(root, 'manifests/container');
const stages = containerfile();
const last = stages.at(-1) as (typeof stages)[number];

test('the last stage brings nothing that builds, runs as nobody in particular, and names its one folder', () => {
  expect(stages.map(({ from, name }) => [from, name])).toEqual([
    ['docker.io/library/node:24-bookworm', 'built'],
    ['built', 'installed'],
    ['docker.io/library/node:24-bookworm-slim', undefined],
  ]);
  const of = (does: string): readonly string[] => last.steps.filter((s) => s.does === does).map((s) => s.what);
  expect(of('RUN')).toEqual(['install -d -o 1000 -g 1000 -m 700 /data']);
  expect(of('USER')).toEqual(['1000:1000']);
  expect(of('VOLUME')).toEqual(['/data']);
  // Nothing is copied once it is somebody else's, and nothing of it belongs to them.
  expect(last.steps.findIndex((s) => s.does === 'USER')).toBeGreaterThan(
    last.steps.findLastIndex((s) => s.does === 'COPY' || s.does === 'RUN'),
  );
  expect(of('COPY').some((what) => what.includes('--chown'))).toBe(false);
  // A form of its own, with no shell before it: SIGTERM comes to the program.
  expect(parts(last, 'ENTRYPOINT')).toEqual(['node', 'dist/program/mentorlog.js']);
  expect(of('HEALTHCHECK').join()).toContain('/livez');
  // The Node that it is on is one that the program runs on, and .ci/run tries.
  expect(readFileSync(path.join(root, '.ci/run'), 'utf8')).toContain('.ci/on-node 24');
});

test('what it copies is there, and what it sets are settings', () => {
  for (const stage of stages)
    for (const { does, what } of stage.steps) {
      if (does === 'COPY') {
        const { stage: of, from } = copied(what);
        if (of !== undefined) expect(stages.map((s) => s.name)).toContain(of);
        else for (const file of from) expect([file, existsSync(path.join(root, file))]).toEqual([file, true]);
      }
      if (does === 'ENV') {
        const [name = ''] = what.split('=');
        expect([...settingNames, 'NODE_ENV', 'TMPDIR']).toContain(name);
      }
    }
});

test('a step that is not known is refused, not passed by', () => {
  expect(() => stagesOf('FROM a\nADD https://example.org/x /x')).toThrow('not known here: ADD');
  expect(() => stagesOf('RUN npm ci')).toThrow('before any FROM');
  expect(stagesOf('# a\nFROM a AS b\nRUN one \\\n  two')).toEqual([
    { from: 'a', name: 'b', steps: [{ does: 'RUN', what: 'one two' }] },
  ]);
});

// ---- compose.yaml, read as knip reads YAML: for one test it is no package of our own

const load = createRequire(createRequire(import.meta.url).resolve('knip'));
const { parse } = load('yaml') as { parse(text: string): unknown };
const text = readFileSync(path.join(folder, 'compose.yaml'), 'utf8');
interface Service {
  readonly image?: string;
  readonly build?: { readonly context: string; readonly dockerfile: string };
  readonly environment?: Readonly<Record<string, string | number>>;
  readonly volumes?: readonly string[];
  readonly networks?: readonly string[];
  readonly secrets?: readonly string[];
  readonly ports?: readonly string[];
  readonly depends_on?: readonly string[] | Readonly<Record<string, unknown>>;
  readonly deploy?: { readonly replicas?: number };
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly stop_grace_period?: string;
}
const compose = parse(text) as {
  readonly services: Readonly<Record<string, Service>>;
  readonly networks: object;
  readonly volumes: object;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
};
const services = Object.entries(compose.services);
const { mentorlog } = compose.services;

test('two replicas that can write /data alone, and are given the time in which they stop', () => {
  expect(mentorlog?.deploy?.replicas).toBe(2);
  expect([mentorlog?.read_only, mentorlog?.cap_drop]).toEqual([true, ['ALL']]);
  expect(mentorlog?.volumes).toEqual(['data:/data']);
  expect(Number.parseInt(mentorlog?.stop_grace_period ?? '', 10)).toBeGreaterThan(10);
  // Nobody comes around the proxy that TRUST_PROXY counts.
  expect(mentorlog?.ports).toBeUndefined();
  expect(mentorlog?.environment?.TRUST_PROXY).toBe(1);
});

test('every variable that it names, and gives the program, is in .env.example', () => {
  const example = new Set(
    [...readFileSync(path.join(root, '.env.example'), 'utf8').matchAll(/^# ([A-Z_]+)=/gm)].map((m) => m[1]),
  );
  const named = [...text.matchAll(/\$\{(\w+)/g)].map((m) => m[1]);
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((name) => !example.has(name))).toEqual([]);
  expect(Object.keys(mentorlog?.environment ?? {}).filter((name) => !example.has(name))).toEqual([]);
  const caddy = readFileSync(path.join(folder, 'Caddyfile'), 'utf8');
  expect([...caddy.matchAll(/\{\$(\w+)/g)].map((m) => m[1])).toEqual(['PUBLIC_URL']);
  expect(caddy).toContain(' mentorlog 3978 ');
});

test('whatever it mounts, builds or points to is there', () => {
  const paper = readFileSync(path.join(root, 'docs/operations.md'), 'utf8');
  // Made by whoever sets it up, as the paper tells them, and never a part of this folder.
  const secrets = Object.values(compose.secrets).map(({ file }) => file);
  expect(secrets).toEqual(['./database-password']);
  expect(paper).toContain('openssl rand -hex 32 > database-password');
  expect(readFileSync(path.join(root, '.gitignore'), 'utf8')).toContain('manifests/container/database-password\n');
  for (const [name, service] of services) {
    expect(name in compose.services).toBe(true);
    for (const volume of service.volumes ?? []) {
      const [from = ''] = volume.split(':');
      if (from.startsWith('.')) expect([from, existsSync(path.join(folder, from))]).toEqual([from, true]);
      else expect(Object.keys(compose.volumes)).toContain(from);
    }
    for (const network of service.networks ?? []) expect(Object.keys(compose.networks)).toContain(network);
    for (const secret of service.secrets ?? []) expect(Object.keys(compose.secrets)).toContain(secret);
    const needs = service.depends_on ?? [];
    for (const other of Array.isArray(needs) ? needs : Object.keys(needs))
      expect(Object.keys(compose.services)).toContain(other);
    if (service.build !== undefined) {
      const context = path.join(folder, service.build.context);
      expect(path.resolve(context)).toBe(root);
      expect(existsSync(path.join(context, service.build.dockerfile))).toBe(true);
    } else expect(service.image).toMatch(/^docker\.io\/library\/[a-z]+:\d/);
  }
  // PostgreSQL 15 or newer (docs/operations.md#on-postgresql).
  expect(Number(/:(\d+)/.exec(compose.services.postgresql?.image ?? '')?.[1])).toBeGreaterThanOrEqual(15);
});

import { type ChildProcess, execFile, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { bill, type Lock } from '../../src/program/sbom.js';

/** What the program is made of, and what is known to be wrong with it. */

interface Bom {
  readonly specVersion: string;
  readonly serialNumber: string;
  readonly components: readonly {
    readonly 'bom-ref': string;
    readonly name: string;
    readonly group?: string;
    readonly version: string;
    readonly purl?: string;
    readonly scope: string;
    readonly hashes?: readonly { readonly alg: string; readonly content: string }[];
    readonly licenses?: readonly unknown[];
    readonly properties: readonly { readonly name: string; readonly value: string }[];
  }[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}
const billed = (...given: Parameters<typeof bill>): Bom => bill(...given) as Bom;

const root = path.resolve(import.meta.dirname, '../..');
const real = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')) as Lock;

const small: Lock = {
  name: 'it',
  version: '1.0.0',
  packages: {
    '': { dependencies: { a: '1', '@s/b': '1' } },
    'node_modules/a': { version: '1.2.3', license: 'MIT', integrity: 'sha512-AAEC', dependencies: { c: '2' } },
    'node_modules/a/node_modules/c': { version: '2.0.0', license: '(MIT OR ISC)' },
    'node_modules/c': { version: '3.0.0', optional: true },
    'node_modules/@s/b': { version: '1.0.0', license: 'ISC', dependencies: { c: '3' } },
    'node_modules/drawn': { version: '6.0.0', dev: true, dependencies: { c: '3' } },
    'node_modules/tool': { version: '9.0.0', dev: true },
    'adapters/own': { version: '0.0.1', resolved: 'file:adapters/own' },
    'node_modules/own': { resolved: 'adapters/own', link: true },
  },
};

test('it lists what is installed to run and what the build put into the program, and no tool', () => {
  const bom = billed(small, ['node_modules/drawn', 'node_modules/a'], (at) =>
    at === 'node_modules/c' ? 'MIT' : undefined,
  );
  const lines = bom.components.map((c) => [c.group ?? '', c.name, c.version, c.scope, c.purl ?? '-']);
  expect(lines).toEqual([
    ['', 'own', '0.0.1', 'required', '-'],
    ['@s', 'b', '1.0.0', 'required', 'pkg:npm/%40s/b@1.0.0'],
    ['', 'a', '1.2.3', 'required', 'pkg:npm/a@1.2.3'],
    ['', 'c', '2.0.0', 'required', 'pkg:npm/c@2.0.0'],
    ['', 'c', '3.0.0', 'optional', 'pkg:npm/c@3.0.0'],
    ['', 'drawn', '6.0.0', 'required', 'pkg:npm/drawn@6.0.0'],
  ]);
  const [, , a, nested, c, drawn] = bom.components;
  expect([a?.hashes, a?.licenses]).toEqual([[{ alg: 'SHA-512', content: '000102' }], [{ license: { id: 'MIT' } }]]);
  expect([nested?.licenses, c?.licenses]).toEqual([[{ expression: '(MIT OR ISC)' }], [{ license: { id: 'MIT' } }]]);
  expect(drawn?.properties).toContainEqual({ name: 'mentorlog:bundled', value: 'dist/program' });
  // Each asks for the one that Node would find.
  const asked = new Map(bom.dependencies.map((d) => [d.ref, d.dependsOn]));
  expect(asked.get(a?.['bom-ref'] ?? '')).toEqual([nested?.['bom-ref']]);
  expect(asked.get(drawn?.['bom-ref'] ?? '')).toEqual([c?.['bom-ref']]);
  expect(asked.get('it@1.0.0')).toContain(drawn?.['bom-ref']);
});

test('of a real installation it says the same each time, and everything that it names hangs on the program', () => {
  const chart = Object.keys(real.packages).filter((at) =>
    /^node_modules\/(echarts|zrender|date-holidays|astronomia)$/.test(at),
  );
  expect(chart).toHaveLength(4);
  const bom = billed(real, chart);
  expect(billed(real, [...chart])).toEqual(bom);
  expect(bom.serialNumber).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(billed({ ...real, version: '9.9.9' }, chart).serialNumber).not.toBe(bom.serialNumber);
  expect(bom.components.length).toBeGreaterThan(300);
  for (const name of ['echarts', 'express', 'pg', 'zod']) expect(bom.components.map((c) => c.name)).toContain(name);
  for (const name of ['vitest', 'typescript', 'rolldown', 'knip'])
    expect(bom.components.map((c) => c.name)).not.toContain(name);
  expect(bom.components.filter((c) => c.purl !== undefined && c.hashes === undefined)).toEqual([]);
  const asked = new Map(bom.dependencies.map((d) => [d.ref, d.dependsOn]));
  const reached = new Set<string>();
  const from = [`mentorlog@${real.version}`];
  for (let ref = from.pop(); ref !== undefined; ref = from.pop())
    if (!reached.has(ref)) {
      reached.add(ref);
      from.push(...(asked.get(ref) ?? []));
    }
  expect(bom.components.map((c) => c['bom-ref']).filter((ref) => !reached.has(ref))).toEqual([]);
});

test('a build with packages that the lock file does not name is refused in a sentence', () => {
  expect(() => bill(small, ['node_modules/gone'])).toThrow(expect.objectContaining({ code: 'other-lock' }));
});

/** `npm run audit` against a registry that answers its questions so. */
async function audited(status: number, answer: unknown): Promise<{ readonly code: number; readonly out: string }> {
  const server = createServer((request, response) => {
    request.resume();
    // What a package itself is, npm asks too, of whatever depends on one that is wrong.
    const name = decodeURIComponent((request.url ?? '').slice(1));
    const known = Object.entries(real.packages).flatMap(([at, one]) =>
      at.endsWith(`node_modules/${name}`) ? [[one.version, { name, ...one }]] : [],
    );
    const said = request.method === 'POST' ? answer : { name, versions: Object.fromEntries(known) };
    request.on('end', () =>
      response
        .writeHead(request.method === 'POST' ? status : 200, { 'Content-Type': 'application/json' })
        .end(JSON.stringify(said)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const registry = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  try {
    return await new Promise((resolve) => {
      const child: ChildProcess = execFile(
        process.execPath,
        ['prisma/audit.mjs'],
        { cwd: root, env: { ...process.env, npm_config_registry: registry, npm_config_fetch_retries: '0' } },
        (_, stdout) => resolve({ code: child.exitCode ?? -1, out: stdout }),
      );
    });
  } finally {
    server.close();
  }
}

const advisory = (range: string) => ({
  id: 1,
  url: 'https://github.com/advisories/GHSA-aaaa',
  title: 'It lets strangers in',
  severity: 'high',
  vulnerable_versions: range,
  cwe: [],
  cvss: { score: 0, vectorString: null },
});

test('the audit that cannot ask says why in a sentence, and ends with 2', () => {
  const audit = path.resolve(import.meta.dirname, '../../prisma/audit.mjs');
  const asked = (args: readonly string[], env: NodeJS.ProcessEnv, file = audit) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [file, ...args], { encoding: 'utf8', env });
    return [status, stdout, stderr];
  };
  expect(asked(['x'], process.env)).toEqual([2, '', 'Write it so: npm run audit. It takes nothing behind it.\n']);
  expect(asked([], { PATH: '/nowhere' })).toEqual([2, '', expect.stringMatching(/^There is no npm here.*\.\n$/)]);
  const alone = mkdtempSync(path.join(tmpdir(), 'mentorlog-audit-'));
  mkdirSync(path.join(alone, 'prisma'));
  copyFileSync(audit, path.join(alone, 'prisma/audit.mjs'));
  expect(asked([], process.env, path.join(alone, 'prisma/audit.mjs'))).toEqual([
    2,
    '',
    expect.stringMatching(/^package-lock\.json is not beside this.*\.\n$/),
  ]);
  rmSync(alone, { recursive: true });
});

test('the audit tells what the registry knows, says whether it runs, and never says that all is well unasked', {
  timeout: 120_000,
}, async () => {
  const well = await audited(200, {});
  expect(well).toEqual({
    code: 0,
    out: expect.stringMatching(/packages were asked about\. Known to be wrong: 0 of what runs, 0/),
  });
  const runs = await audited(200, { express: [advisory('<99')] });
  expect(runs.code).toBe(1);
  expect(runs.out).toMatch(/high {2}express[^\n]*\n {2}It lets strangers in https:\/\/github/);
  const tool = await audited(200, { knip: [advisory('<99')] });
  expect(tool.code).toBe(0);
  expect(tool.out).toContain('(a tool, not in what runs)');
  const silent = await audited(405, { error: 'no' });
  expect(silent.code).toBe(3);
  expect(silent.out).toMatch(/^Nobody could be asked: .*\nSo it is not known whether anything is wrong/);
  expect(silent.out).not.toMatch(/0 of what runs|no vulnerab/i);
});

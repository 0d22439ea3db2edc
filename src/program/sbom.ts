import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Refused } from '../kernel/errors.js';
import { type Command, fromHere, told, usageCode } from './command.js';

/**
 * `mentorlog sbom`: what runs, as a software bill of materials (CycloneDX 1.6, cyclonedx.org/docs/1.6/json): every package
 * that a production installation has, and every one that the build put into dist/program, wherever package.json lists it.
 * The same installation says the same, to the byte: there is no moment in it.
 */

/** What npm's lock file says of a package (docs.npmjs.com, package-lock.json). */
interface Locked {
  readonly name?: string;
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly link?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}
export interface Lock {
  readonly name: string;
  readonly version: string;
  readonly packages: Readonly<Record<string, Locked>>;
}

/** Where the build says which packages it put into the program: their paths, as the lock file names them. */
export const bundledFile = 'bundled.json';

const licence = (said: string | undefined): object =>
  said === undefined ? {} : { licenses: [/[\s()]/.test(said) ? { expression: said } : { license: { id: said } }] };

/** `sha512-…` in base64, as CycloneDX writes it. */
function hashes(integrity: string | undefined): object {
  const names: Readonly<Record<string, string>> = {
    sha512: 'SHA-512',
    sha384: 'SHA-384',
    sha256: 'SHA-256',
    sha1: 'SHA-1',
  };
  const read = (integrity ?? '').split(/\s+/).flatMap((one) => {
    const [, name = '', digest = ''] = /^(sha\d+)-(.+)$/.exec(one) ?? [];
    const alg = names[name];
    return alg === undefined ? [] : [{ alg, content: Buffer.from(digest, 'base64').toString('hex') }];
  });
  return read.length === 0 ? {} : { hashes: read };
}

const nameOf = (at: string, { name }: Locked): string =>
  name ?? at.replace(/^(?:.*\/)?node_modules\//, '').replace(/^adapters\//, '');

/** The address of a package in every tool that knows packages (github.com/package-url/purl-spec). */
const purlOf = (name: string, version: string): string =>
  `pkg:npm/${name.startsWith('@') ? `%40${name.slice(1)}` : name}@${version}`;

/** Where what `from` asks for by `name` stands: the nearest folder upwards, as Node looks for it. */
function foundFrom(from: string, name: string, packages: Lock['packages']): string | undefined {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    const there = at === '' ? `node_modules/${name}` : `${at}/node_modules/${name}`;
    if (packages[there] !== undefined) return there;
    if (at === '' || !at.includes('/node_modules/')) {
      const top = `node_modules/${name}`;
      return packages[top] === undefined ? undefined : top;
    }
  }
}

/**
 * The bill of what runs.
 * @param bundled paths of packages that are in the program itself
 * @param unsaid the licence of a package whose entry in the lock file has none
 */
export function bill(
  lock: Lock,
  bundled: readonly string[],
  unsaid: (at: string) => string | undefined = () => undefined,
): object {
  const inside = new Set(bundled);
  const runs = Object.entries(lock.packages)
    .filter(([at, one]) => at !== '' && one.link !== true && (one.dev !== true || inside.has(at)))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const strange = bundled.filter((at) => lock.packages[at] === undefined);
  if (strange.length > 0)
    throw new Refused(
      'other-lock',
      `dist/ was built with other packages than package-lock.json names (${strange[0]}): build it again with npm run build.`,
    );
  const root = `${lock.name}@${lock.version}`;
  const refs = new Map(runs.map(([at]) => [at, `${root}|${at}`]));
  const components = runs.map(([at, one]) => {
    const name = nameOf(at, one);
    const version = one.version ?? '';
    const [group, bare] = name.startsWith('@') ? name.split('/') : [undefined, name];
    return {
      type: 'library',
      'bom-ref': refs.get(at),
      ...(group === undefined ? {} : { group }),
      name: bare,
      version,
      scope: one.optional === true ? 'optional' : 'required',
      ...hashes(one.integrity),
      ...licence(one.license ?? unsaid(at)),
      // A package of our own is on no registry.
      ...(one.resolved?.startsWith('file:') === true ? {} : { purl: purlOf(name, version) }),
      properties: [
        { name: 'mentorlog:path', value: at },
        ...(inside.has(at) ? [{ name: 'mentorlog:bundled', value: 'dist/program' }] : []),
      ],
    };
  });
  const dependsOn = (at: string, one: Locked): readonly string[] => {
    const asked = { ...one.peerDependencies, ...one.optionalDependencies, ...one.dependencies };
    const found = Object.keys(asked).flatMap((name) => {
      const ref = refs.get(foundFrom(at, name, lock.packages) ?? '');
      return ref === undefined ? [] : [ref];
    });
    return [...new Set(found)].sort();
  };
  // What only the build asks for is the program's own where it is in it.
  const own = lock.packages[''] ?? {};
  const asRoot = [
    ...new Set([...dependsOn('', own), ...bundled.filter((at) => lock.packages[at]?.dev).map((at) => `${root}|${at}`)]),
  ].sort();
  const content = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      component: { type: 'application', 'bom-ref': root, name: lock.name, version: lock.version },
    },
    components,
    dependencies: [
      { ref: root, dependsOn: asRoot },
      ...runs.map(([at, one]) => ({ ref: refs.get(at), dependsOn: dependsOn(at, one) })),
    ],
  };
  return { $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json', ...content, serialNumber: serial(content) };
}

/** A number of its own for each content (RFC 9562, version 8: made of a hash). */
function serial(content: object): string {
  const hex = createHash('sha256').update(JSON.stringify(content)).digest('hex');
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ];
  return `urn:uuid:${parts.join('-')}`;
}

const top = fileURLToPath(new URL('../../', import.meta.url));

/** The command. Answers the exit code. */
export function sbom(args: readonly string[], command: Command = fromHere): Promise<number> {
  if (args.length > 0) {
    command.err('Write it so: mentorlog sbom. It takes nothing behind it.');
    return Promise.resolve(usageCode);
  }
  return told(command, async () => {
    const lockFile = path.join(top, 'package-lock.json');
    const list = path.join(top, 'dist', 'program', bundledFile);
    for (const file of [lockFile, list])
      if (!existsSync(file))
        throw new Refused(
          'no-list',
          `${path.relative(top, file)} is not beside the program: it belongs to an installation (docs/operations.md, Installing).`,
        );
    const lock = jsonIn(lockFile) as Lock;
    const bundled = jsonIn(list) as readonly string[];
    command.out(JSON.stringify(bill(lock, bundled, licenceIn), null, 2));
    return 0;
  });
}

function jsonIn(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new Refused('no-list', `${path.relative(top, file)} is not whole: install it again with npm ci.`, { cause });
  }
}

/** As a package says itself, also in the way of npm 1 (`licenses`). */
function licenceIn(at: string): string | undefined {
  const file = path.join(top, at, 'package.json');
  if (!existsSync(file)) return undefined;
  const { license, licenses } = JSON.parse(readFileSync(file, 'utf8')) as {
    readonly license?: unknown;
    readonly licenses?: readonly { readonly type?: unknown }[];
  };
  const said = license ?? licenses?.[0]?.type;
  return typeof said === 'string' ? said : undefined;
}

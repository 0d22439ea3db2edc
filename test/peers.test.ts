import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

/**
 * Packages that others expect beside themselves are there: npm neither brings them nor warns (`.npmrc` says why), so
 * whoever adds a package names its peers in package.json. Which version fits, `.ci/installed` asks npm.
 */

interface Locked {
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
}
type Lock = Readonly<Record<string, Locked>>;

/** Peers that nobody here loads, with the reason. */
const unneeded: Readonly<Record<string, string>> = {
  react: 'Only prisma’s studio is drawn with it, and nobody opens that.',
  'react-dom': 'As `react`.',
};

/** Peers that nothing in the lock file provides, as `PACKAGE wants PEER`. */
function missing(lock: Lock): readonly string[] {
  const found = (at: string, peer: string): boolean => {
    // Node looks beside the package, then beside each package that it stands in.
    for (let place = at; ; ) {
      const end = place.lastIndexOf('node_modules/');
      if (end < 0) return false;
      place = place.slice(0, end);
      if (`${place}node_modules/${peer}` in lock) return true;
    }
  };
  return Object.entries(lock).flatMap(([at, { peerDependencies = {}, peerDependenciesMeta = {} }]) =>
    Object.keys(peerDependencies)
      .filter((peer) => peerDependenciesMeta[peer]?.optional !== true && !found(at, peer))
      .map((peer) => `${at.slice(at.lastIndexOf('node_modules/') + 'node_modules/'.length)} wants ${peer}`),
  );
}

test('every peer that a package needs is installed', () => {
  const file = path.resolve(import.meta.dirname, '../package-lock.json');
  const { packages } = JSON.parse(readFileSync(file, 'utf8')) as { packages: Lock };
  const not = missing(packages);
  expect(not.filter((line) => !Object.keys(unneeded).some((peer) => line.endsWith(` wants ${peer}`)))).toEqual([]);
  for (const peer of Object.keys(unneeded)) expect(not.join(), `${peer} is excused for nothing`).toContain(peer);
});

test('a peer is looked for beside its package and above it, and one that is optional is not missed', () => {
  const lock: Lock = {
    'node_modules/a': {
      peerDependencies: { b: '1', gone: '1', may: '1' },
      peerDependenciesMeta: { may: { optional: true } },
    },
    'node_modules/a/node_modules/c': { peerDependencies: { d: '1', b: '1' } },
    'node_modules/a/node_modules/d': {},
    'node_modules/b': { peerDependencies: { d: '1' } },
  };
  expect(missing(lock)).toEqual(['a wants gone', 'b wants d']);
});

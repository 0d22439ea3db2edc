import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

/** Every script of package.json that people are told of runs somewhere in `.ci/run`, so that none breaks unnoticed. */

type Texts = Readonly<Record<string, string>>;

const root = path.resolve(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const { scripts } = JSON.parse(read('package.json')) as { scripts: Texts };
const ci: Texts = Object.fromEntries(readdirSync(path.join(root, '.ci')).map((name) => [name, read(`.ci/${name}`)]));

/** Those that `.ci/run` does not run, each with the reason why nothing of it goes untried. */
const excused: Texts = {
  'test:all': 'It is `npm test` and `npm run test:e2e` in one go, and both run.',
  long: 'It is for what takes longer than `.ci/run` may; its part `nodes` is `.ci/on-node`, which runs for Node 24, and of `monday` a small one is among the tests.',
};

/** Scripts that a text names as npm is told them: `npm test`, `npm start`, `npm run NAME`. */
const named = (text: string): readonly string[] =>
  [...text.matchAll(/\bnpm (?:(?:run|run-script) (?:-s |--silent )?([\w:]+)|(test|start)\b)/g)].map(
    ([, name, short]) => name ?? short ?? '',
  );

/** What runs once `.ci/run` does: the scripts it names, those that these name, and those of the other files in `.ci`. */
function runs(from: Texts, files: Texts): ReadonlySet<string> {
  const found = new Set<string>();
  const seen = new Set<string>();
  const follow = (text: string): void => {
    const said = text.replace(/^\s*#.*$/gm, '');
    // It runs the package's own `prepare`.
    if (/\bnpm ci\b/.test(said)) found.add('prepare');
    for (const name of named(said)) {
      if (found.has(name)) continue;
      found.add(name);
      follow(from[name] ?? '');
    }
    for (const [, name = ''] of said.matchAll(/(?:^|[\s"'/])\.ci\/([\w-]+)/g)) {
      if (seen.has(name)) continue;
      seen.add(name);
      follow(files[name] ?? '');
    }
  };
  follow('.ci/run');
  return found;
}

test('.ci/run runs every script, or a sentence says why not', () => {
  const run = runs(scripts, ci);
  expect(Object.keys(scripts).filter((name) => !run.has(name) && !(name in excused))).toEqual([]);
  expect(
    Object.keys(excused).filter((name) => run.has(name) || !(name in scripts)),
    'excused for nothing',
  ).toEqual([]);
});

test('whatever a paper or .ci tells people to run is there', () => {
  const papers = readdirSync(path.join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`);
  const told = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', '.env.example', ...papers].flatMap((file) =>
    named(read(file)).map((name) => [file, name] as const),
  );
  expect(told.length).toBeGreaterThan(10);
  const inCi = Object.entries(ci).flatMap(([file, text]) => named(text).map((name) => [file, name] as const));
  expect([...told, ...inCi].filter(([, name]) => !(name in scripts))).toEqual([]);
});

test('a script that is named in a comment only, or by nothing that runs, is seen', () => {
  const files = { run: '# npm run lint\nnpm run check\n.ci/installed', installed: 'npm start', long: 'npm run slow' };
  const some = { check: 'npm run types && npm test', lint: '', types: '', test: '', start: '', slow: '' };
  expect([...runs(some, files)].sort()).toEqual(['check', 'start', 'test', 'types']);
});

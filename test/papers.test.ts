import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

/**
 * The papers of the house stay true to it: every citation, link and path in them leads somewhere, and every rule that
 * they state is kept by code that says so. Whoever renames a file or a heading is told here what else names it.
 */

const root = path.resolve(import.meta.dirname, '..');
const self = 'test/papers.test.ts';

/** Texts by their path from the top, with `/` between its parts. */
type House = ReadonlyMap<string, string>;

/** What is made by a program, and so names nothing of its own accord: clients and copies of the schema; golden files. */
const skipped = /(^|\/)(node_modules|generated|\.schemas)(\/|$)/;
const unread = /^test\/golden\//;
const isText = /\.(ts|tsx|mjs|md|json|prisma|sql|css|yml)$|\.env\.example$|\.ci\/run$/;

function filesIn(folder: string): string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = path.posix.join(folder, entry.name);
    if (skipped.test(file)) return [];
    return entry.isDirectory() ? filesIn(file) : [file];
  });
}

const all: readonly string[] = [
  ...readdirSync(root, { withFileTypes: true }).flatMap((e) => (e.isFile() ? [e.name] : [])),
  ...['.ci', 'src', 'adapters', 'test', 'prisma', 'manifests', 'docs'].flatMap(filesIn),
];
const house: House = new Map(
  all.flatMap((file) =>
    isText.test(file) && !unread.test(file) && file !== 'package-lock.json' && file !== self
      ? [[file, readFileSync(path.join(root, file), 'utf8')] as const]
      : [],
  ),
);
/** Files and the folders that they stand in. */
const standing = (files: Iterable<string>): ReadonlySet<string> => {
  const there = new Set<string>();
  for (const file of files) for (let at = file; at !== '.'; at = path.posix.dirname(at)) there.add(at);
  return there;
};

/** The anchor that GitHub makes of a heading. */
const anchorOf = (heading: string): string =>
  heading
    .replace(/[`*]/g, '')
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}_\- ]/gu, '')
    .replaceAll(' ', '-');

const withoutFences = (text: string): string => text.replace(/^```[\s\S]*?^```/gm, '');

interface Section {
  readonly level: number;
  readonly anchor: string;
  readonly body: string;
}

function sectionsOf(text: string): Section[] {
  return withoutFences(text)
    .split(/^(?=#{1,6} )/m)
    .flatMap((part) => {
      const [, hashes = '', heading] = /^(#{1,6}) (.*)/.exec(part) ?? [];
      return heading === undefined ? [] : [{ level: hashes.length, anchor: anchorOf(heading), body: part }];
    });
}

/** Every `docs/FILE.md`, with its anchor or without, that is named anywhere in the house. */
function citationsIn(papers: House): { readonly from: string; readonly file: string; readonly anchor?: string }[] {
  return [...papers].flatMap(([from, text]) =>
    [...text.matchAll(/\bdocs\/([\w/-]+\.md)(?:#([\w-]+))?/g)].map(([, name = '', anchor]) => ({
      from,
      file: `docs/${name}`,
      ...(anchor === undefined ? {} : { anchor }),
    })),
  );
}

function leadsNowhere(papers: House, from: string, file: string, anchor: string | undefined): string[] {
  const text = papers.get(file);
  if (text === undefined) return [`${from} names ${file}: there is no such file`];
  if (anchor === undefined || sectionsOf(text).some((s) => s.anchor === anchor)) return [];
  return [`${from} names ${file}#${anchor}: there is no such heading`];
}

const brokenCitations = (papers: House): string[] =>
  citationsIn(papers).flatMap(({ from, file, anchor }) => leadsNowhere(papers, from, file, anchor));

const ruled = ['docs/field.md', 'docs/platforms.md'];

/** Rules that no code and no test cites, and that do not say why; and those that say so wrongly. */
function uncited(papers: House): string[] {
  const byCode = new Set(
    citationsIn(papers).flatMap(({ from, file, anchor }) => (from.endsWith('.md') ? [] : [`${file}#${anchor}`])),
  );
  return ruled.flatMap((file) =>
    sectionsOf(papers.get(file) ?? '')
      .filter((s) => s.level === 3)
      .flatMap(({ anchor, body }) => {
        const excused = body.includes('*Cited by nothing:*');
        const cited = byCode.has(`${file}#${anchor}`);
        if (cited && excused) return [`${file}#${anchor} is cited, and says that it is not`];
        if (!cited && !excused)
          return [`${file}#${anchor} is cited by no code: cite it, or say “*Cited by nothing:* why”`];
        return [];
      }),
  );
}

/** Links of a page to what stands beside it. */
function brokenLinks(papers: House, there: ReadonlySet<string>): string[] {
  return [...papers].flatMap(([from, text]) => {
    if (!from.endsWith('.md')) return [];
    return [...withoutFences(text).matchAll(/\]\(([^()\s]+)\)/g)].flatMap(([, to = '']) => {
      if (/^[a-z]+:/.test(to)) return [];
      const [target = '', anchor] = to.split('#');
      const file = target === '' ? from : path.posix.normalize(path.posix.join(path.posix.dirname(from), target));
      if (anchor !== undefined) return leadsNowhere(papers, from, file, anchor);
      return there.has(file.replace(/\/$/, '')) ? [] : [`${from} links to ${to}: there is no such file`];
    });
  });
}

/** Paths in backticks that lead nowhere. What a decision once said of a file that is gone stays as it was. */
function brokenPaths(papers: House, there: ReadonlySet<string>): string[] {
  return [...papers].flatMap(([from, text]) => {
    if (!from.endsWith('.md') || !/^(docs\/|[A-Z]+\.md$)/.test(from)) return [];
    const now = from.startsWith('docs/decisions/') ? (text.split(/^## History$/m)[0] ?? '') : text;
    return [...now.matchAll(/`((?:src|adapters|test|prisma|manifests)\/[\w./-]+)`/g)].flatMap(([, file = '']) =>
      there.has(file.replace(/\/$/, '')) ? [] : [`${from} names ${file}: there is no such file`],
    );
  });
}

/** Papers that are not in the repository; what they said is in `docs/`. */
const elsewhere = /(?<![.\w])(?:DESIGN|FIELD|PLATFORMS|EVIDENCE)(?: §|\.md\b| says\b|:)/;

test('every citation of a paper leads to it, and to its heading', () => {
  expect(citationsIn(house).filter((c) => !c.from.endsWith('.md')).length).toBeGreaterThan(90);
  expect(brokenCitations(house)).toEqual([]);
});

test('nothing cites a paper that is not in the repository', () => {
  expect([...house].flatMap(([file, text]) => (elsewhere.test(text) ? [file] : []))).toEqual([]);
});

test('every rule of the field and every contract of a platform is cited by the code that keeps it', () => {
  expect(uncited(house)).toEqual([]);
});

test('every rule of the field says where it is held', () => {
  const rules = sectionsOf(house.get('docs/field.md') ?? '').filter((s) => s.level === 3);
  expect(rules.filter((s) => !/\*Held in\* `/.test(s.body)).map((s) => s.anchor)).toEqual([]);
});

test('every heading of the cited papers has an anchor of its own', () => {
  for (const file of [...ruled, 'docs/architecture.md']) {
    const anchors = sectionsOf(house.get(file) ?? '').map((s) => s.anchor);
    expect(anchors.length, file).toBeGreaterThan(10);
    expect(new Set(anchors).size, file).toBe(anchors.length);
  }
});

test('every link from page to page resolves', () => {
  expect(brokenLinks(house, standing(all))).toEqual([]);
});

test('every path that a page names is there', () => {
  expect(brokenPaths(house, standing(all))).toEqual([]);
});

test('a break is seen and named', () => {
  const papers: House = new Map([
    [
      'docs/field.md',
      '# F\n\n### Six hours\n\n*Held in* `src/a.ts`, `src/gone.ts`.\n\n### Alone\n\n[there](none.md), [here](#x)\n',
    ],
    ['docs/platforms.md', '### Quiet\n\n*Cited by nothing:* no reason.\n'],
    ['src/a.ts', `// ${'docs/'}field.md#six-hours, ${'docs/'}field.md#seven-hours, ${'docs/'}gone.md`],
    ['src/b.ts', `// ${'docs/'}platforms.md#quiet`],
  ]);
  const there = standing(papers.keys());
  expect(brokenCitations(papers)).toEqual([
    'src/a.ts names docs/field.md#seven-hours: there is no such heading',
    'src/a.ts names docs/gone.md: there is no such file',
  ]);
  expect(uncited(papers).map((s) => s.split(/:| is /)[0])).toEqual(['docs/field.md#alone', 'docs/platforms.md#quiet']);
  expect(brokenLinks(papers, there)).toEqual([
    'docs/field.md links to none.md: there is no such file',
    'docs/field.md names docs/field.md#x: there is no such heading',
  ]);
  expect(brokenPaths(papers, there)).toEqual(['docs/field.md names src/gone.ts: there is no such file']);
  for (const said of [' §1', ' says', '.md']) expect(elsewhere.test(`(FIELD${said})`)).toBe(true);
  expect(elsewhere.test('`v.FIELD` a field')).toBe(false);
});

test('no paper has a heading twice: what two hands wrote at once is one text', () => {
  const papers = [...house].filter(([file]) => file.startsWith('docs/') && file.endsWith('.md'));
  expect(papers.length).toBeGreaterThan(10);
  const twice = papers.flatMap(([file, text]) => {
    const anchors = [...withoutFences(text).matchAll(/^#{2,4} (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));
    return anchors.filter((a, i) => anchors.indexOf(a) !== i).map((a) => `${file}#${a}`);
  });
  expect(twice).toEqual([]);
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { typeset } from '../../adapters/documents/pack/typeset.js';
import { packMaker } from '../../adapters/documents/packs.js';
import type { FactsAnswer, PortfolioFacts } from '../../src/domain/portfolio-facts.js';
import { day } from '../../src/kernel/clock.js';
import type { MadePack, PackSource } from '../../src/ports/packs.js';
import type { Store, Transaction } from '../../src/ports/store.js';
import { sealChains } from '../../src/runtime/documents/seal-chains.js';
import { recompute } from '../recompute/recompute.mjs';
import { bin } from '../support/bin.js';
import { lived } from '../support/pack-files.js';
import { packSeason } from '../support/pack-season.js';
import { emptySource, seasonSource } from '../support/pack-source.js';
import { sourceOf } from '../support/pack-source-world.js';
import { canReadPdf, type PlacedWord, placedWords, type ReadPdf, readPdf } from '../support/pdf-tools.js';
import { tuesday, world } from '../support/record-world.js';
import { built } from './browser.js';
import { documentOf, heardInOrder, modelOf, outlineOf, run } from './pack-read-aloud.js';

/**
 * What the process that makes packs hands over, read by programs that share nothing with what wrote it; and the same of
 * everything that nobody should write, and some will.
 */

const readable = canReadPdf('a pack’s PDF as other programs read it');
const packs = packMaker(join(bin, '../packer.js'));
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mentorlog-pack-'));
  if (readable) built();
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Read extends ReadPdf {
  readonly made: MadePack;
  readonly files: Readonly<Record<string, string>>;
  /** Each word's place, page by page. */
  readonly placed: readonly (readonly PlacedWord[])[];
}
/** As its mentor decides that all of it may stay: what is looked at here are words as they were written. */
async function pack(asked: PackSource): Promise<Read> {
  const hits = await packs.survey(asked);
  const source = { ...asked, decided: Object.fromEntries(hits.map(({ key }) => [key, null])) };
  const made = await packs.make(source);
  const { 'evidence.pdf': pdf = new Uint8Array(), ...others } = unzipSync(made.zip);
  return {
    ...readPdf(folder, pdf),
    made,
    placed: placedWords(folder, pdf),
    files: Object.fromEntries(Object.entries(others).map(([name, bytes]) => [name, strFromU8(bytes)])),
  };
}
/** Words that lie outside the margins, or on one another: in points, with what marks at an edge may hang over. */
function misplaced(placed: Read['placed']): readonly string[] {
  const [left, right, bottom, hangs] = [62.4, 595.3 - 62.4, 841.9 - 51, 6];
  return placed.flatMap((words, page) => {
    const out = words.filter((w) => w.left < left - hangs || w.right > right + hangs || w.bottom > bottom + hangs);
    const on = words.filter((a, i) =>
      words.some(
        (b, j) =>
          i < j &&
          Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 &&
          Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > Math.min(a.bottom - a.top, b.bottom - b.top) / 2,
      ),
    );
    return [...out, ...on].map((w) => `p. ${page + 1}: ${w.text}`);
  });
}

/** A season in which the first answer in words is this, and so are what happened and what is asked for in the first session. */
function writes(words: string): Partial<PortfolioFacts> {
  const { answers, sessions } = packSeason();
  const at = answers.findIndex((a) => a.text !== '');
  return {
    answers: answers.map((a, i): FactsAnswer => (i === at ? { ...a, text: words } : a)),
    sessions: sessions.map((s, i) =>
      i > 0 || s.record === null
        ? s
        : { ...s, record: { ...s.record, body: { ...s.record.body, happened: words, nextFocus: words } } },
    ),
  };
}

describe.runIf(readable)('a pack’s PDF, as other programs read it', { timeout: 240_000 }, () => {
  test('a season’s is clean, its fonts are all in it, and it is read aloud in order', async () => {
    const { made, structure, fonts, info, files, raw } = await pack(seasonSource());
    expect(made.rung).toBe('tagged');
    expect(fonts.length).toBeGreaterThan(0);
    expect(fonts.filter((f) => !f.embedded)).toEqual([]);
    expect(info).toMatch(/^Tagged: +yes$/m);
    expect(info).toMatch(new RegExp(`^Pages: +${made.pages}$`, 'm'));
    heardInOrder(structure, modelOf(seasonSource()));
    // Nothing of this machine, and of nobody but who hands it in.
    expect(info).not.toMatch(/Keywords|Subject/);
    expect(raw).not.toContain('Zebedee');
    expect(raw).not.toContain(process.cwd());
    expect(Object.keys(files).sort()).toEqual([
      'README.txt',
      'hours.csv',
      'manifest.json',
      'records.json',
      'records.schema.json',
    ]);
    // An e-portfolio takes it.
    expect(made.zip.length).toBeLessThan(2 ** 20);
  });

  test('the criteria index says of what it points at the page on which that begins', async () => {
    const { parts, labels } = modelOf(seasonSource());
    const { text } = await pack(seasonSource());
    const pages = text.split('\f');
    /** By label, the title that stands there. */
    const titles = new Map(
      parts.flatMap(({ number, title, label, blocks }) => [
        [label, `${number} ${title}`] as const,
        ...blocks.flatMap((b) => (b.kind === 'heading' && b.label !== undefined ? [[b.label, b.text] as const] : [])),
      ]),
    );
    const begins = (title: string): readonly number[] =>
      pages.flatMap((words, i) => (words.split('\n').some((line) => run(line) === run(title)) ? [i + 1] : []));
    const [part, next] = [12, 13].map((i) => begins(`${parts[i]?.number} ${parts[i]?.title}`)[0] ?? 0);
    const index = run(pages.slice((part ?? 0) - 1, next).join('\n'));
    const links = (parts[12]?.blocks ?? []).flatMap((b) =>
      b.kind === 'entries'
        ? b.of.flatMap(([, is]) =>
            typeof is === 'string' ? [] : is.flatMap((r) => (typeof r === 'string' ? [] : [r])),
          )
        : [],
    );
    let at = 0;
    const pointed = links.map(({ to, say }): number => {
      const found = new RegExp(`${run(say).replace(/[.*+?^${}()|[\]\\]/g, '\\$&')},p\\.(\\d+)`).exec(index.slice(at));
      at += (found?.index ?? 0) + (found?.[0].length ?? 0);
      expect([to, labels[to]]).toEqual([to, true]);
      expect([to, begins(titles.get(to) ?? '-')]).toEqual([to, expect.arrayContaining([Number(found?.[1])])]);
      return Number(found?.[1]);
    });
    expect(pointed.length).toBeGreaterThan(15);
    expect(new Set(pointed).size).toBeGreaterThan(6);
  });

  test.each<[string, PackSource]>([
    ['a season’s', seasonSource()],
    ['one with a word of 5,000 letters', seasonSource(10, writes('x'.repeat(5_000)))],
    ['one with nothing in it', emptySource()],
  ])(
    'on no page of %s does anything stand outside its margins or on something else, nor a title alone at the foot',
    async (_, source) => {
      const { placed, text, structure, raw } = await pack(source);
      expect(misplaced(placed)).toEqual([]);
      const titles = new Set([
        ...outlineOf(structure).map((one) => run(one.replace(/^H\d /, ''))),
        ...modelOf(source).parts.flatMap(({ number, title, blocks }) => [
          run(`${number}${title}`),
          ...blocks.flatMap((b) => (b.kind === 'heading' ? [run(b.text)] : b.kind === 'table' ? [run(b.says)] : [])),
        ]),
      ]);
      const last = text.split('\f').flatMap((page) => page.trimEnd().split('\n').at(-1)?.trim() ?? []);
      expect(last.filter((line) => line !== '' && titles.has(run(line)))).toEqual([]);
      // Its contents lead to each part.
      expect(raw.split('/Subtype /Link').length - 1).toBeGreaterThanOrEqual(15);
      expect(raw).not.toContain('/S /URI');
    },
  );

  test('one whose rows and chains were lived: its pages come to what records.json comes to', async () => {
    const w = await world();
    try {
      await lived(w);
      await w.to(tuesday + 20 * day);
      const read = await w.read((rows) => sourceOf(w, rows));
      const store: Pick<Store, 'write'> = {
        write: (fn) => w.change((rows) => fn({ in: () => rows } as unknown as Transaction)),
      };
      const source = await sealChains({ id: read.id, programme: w.programme }, read, store, w.now);
      const hits = await packs.survey(source);
      const made = await packs.make({ ...source, decided: Object.fromEntries(hits.map(({ key }) => [key, null])) });
      const files = new Map(Object.entries(unzipSync(made.zip)));
      const { text } = readPdf(folder, files.get('evidence.pdf') ?? new Uint8Array(), false);
      expect(recompute(files, text).faults).toEqual([]);
    } finally {
      await w.close();
    }
  });

  test('what can be set in no other way is untagged, and its first page says so', async () => {
    const { pdf, rung } = await typeset({ ...documentOf(seasonSource(2)), title: '' });
    const { info, text } = readPdf(folder, pdf, false);
    expect([rung, /^Tagged: +(\w+)$/m.exec(info)?.[1]]).toEqual(['untagged', 'no']);
    expect(text.split('\f')[0]?.replace(/\s+/g, ' ')).toContain('so this file has no structure for them');
  });

  test('as an archive’s PDF, too, and with nothing in it at all', async () => {
    const archive = await pack({ ...seasonSource(), standard: 'a-2a' });
    expect(archive.made.rung).toBe('tagged');
    expect(archive.raw).toContain('pdfaid:part');
    expect((await pack(emptySource())).made.rung).toBe('tagged');
  });

  test.each<[string, PackSource]>([
    ['one session', seasonSource(1)],
    ['a mentee who skipped everything', { ...seasonSource(10, { answers: [], levels: [] }), stand: [] }],
    [
      'a mentor who wrote nothing of their own',
      seasonSource(10, { reflection: null, changes: [], marks: [], attestations: [] }),
    ],
  ])('with %s it is a whole paper: tagged, every part in its place', async (_, source) => {
    const { made, text, structure } = await pack(source);
    expect(made.rung).toBe('tagged');
    const parts = [...text.matchAll(/^ *(\d{1,2}) +(\p{Lu}[^.\n]*?)(?: *\.[ .\u2060]*\d+)?$/gmu)].map(([, n]) =>
      Number(n),
    );
    for (let n = 1; n <= 15; n += 1) expect(parts.filter((one) => one === n).length).toBeGreaterThanOrEqual(2);
    expect(structure.split(/\bH1\b/).length - 1).toBeGreaterThanOrEqual(16);
    expect(text).not.toMatch(/undefined|NaN|null|\[object/);
  });

  test('every script stands in it and is found again', async () => {
    const words = 'مرحبا بالعالم – שלום – नमस्ते – 你好 – Привет – Καλημέρα – 😀';
    const { made, text, fonts } = await pack(seasonSource(10, writes(words)));
    expect(made.rung).toBe('tagged');
    for (const one of ['नमस्ते', '你好', 'Привет', 'Καλημέρα', '😀', 'שלום'])
      expect(text.normalize('NFKC').replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')).toContain(one);
    expect(fonts.map((f) => f.name).join()).toMatch(/Arabic.*|XiaoWei|Emoji/);
    expect(fonts.filter((f) => !f.embedded)).toEqual([]);
  });

  /** With what of it is read aloud: all of it but addresses and accounts, which are replaced. */
  const bad: readonly (readonly [string, string, MadePack['rung'], readonly string[]])[] = [
    ['a formula', '=HYPERLINK("http://x.example","y")', 'tagged', ['=HYPERLINK(']],
    [
      'markup',
      '#eval("1") *a* $x$ = b <script>alert(1)</script> @ref `raw` \\ // /* [ {',
      'tagged',
      ['#eval("1") *a* $x$ = b <script>alert(1)</script>', '`raw` \\ // /* [ {'],
    ],
    // Poppler has a structure's letters as they are drawn, from left to right; its text above has them as they are read.
    [
      'right-to-left among other words',
      'He said مرحبا (1) 2, then שלום!',
      'tagged',
      ['He said', [...'שלום'].reverse().join('')],
    ],
    ['a NUL and other control characters', 'zq\u0000zq\u0007zq', 'tagged', ['zqzqzq']],
    ['a lone surrogate', 'zq \ud800 zq', 'bracketed', ['zq [U+FFFD] zq']],
    ['signs that no font has', 'ก한\u{e000}', 'bracketed', ['[U+0E01][U+D55C][U+E000]']],
    ['10,000 words', 'word '.repeat(10_000), 'tagged', ['word '.repeat(10_000)]],
    // Of a word that fills line after line poppler's structure has the first line; the pages have all of it, three times.
    ['one word of 5,000 letters', 'x'.repeat(5_000), 'tagged', ['x'.repeat(49)]],
  ];
  test.each(bad)('%s', async (_, words, rung, stands) => {
    const { made, structure, text } = await pack(seasonSource(10, writes(words)));
    expect(made.rung).toBe(rung);
    const aloud = run(structure);
    for (const one of stands) expect(aloud.includes(run(one)), one.slice(0, 80)).toBe(true);
    if (words.startsWith('xxx')) expect(text.match(/x/g)?.length).toBeGreaterThanOrEqual(3 * words.length);
    const says = text.split('\f')[0]?.replace(/\s+/g, ' ') ?? '';
    expect(says.includes('Signs that no font has are written as their numbers')).toBe(rung === 'bracketed');
  });

  test('it is the same whatever fonts the machine has, each time', async () => {
    const source = seasonSource(10, writes('مرحبا ก 你好'));
    const hash = (await packs.make(source)).hash;
    const kept = { ...process.env };
    try {
      process.env.FONTCONFIG_FILE = '/dev/null';
      process.env.HOME = '/nonexistent';
      const { makeHere } = await import('../../adapters/documents/pack/make-here.js');
      expect((await makeHere.make(source)).hash).toBe(hash);
    } finally {
      process.env = kept;
    }
    expect((await packs.make({ ...source })).hash).toBe(hash);
  });
});

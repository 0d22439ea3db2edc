import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packMaker } from '../../adapters/documents/packs.js';
import type { FactsAnswer, PortfolioFacts } from '../../src/domain/portfolio-facts.js';
import type { MadePack, PackSource } from '../../src/ports/packs.js';
import { bin } from '../support/bin.js';
import { packSeason } from '../support/pack-season.js';
import { emptySource, seasonSource } from '../support/pack-source.js';
import { canReadPdf, type ReadPdf, readPdf } from '../support/pdf-tools.js';
import { built } from './browser.js';

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
    files: Object.fromEntries(Object.entries(others).map(([name, bytes]) => [name, strFromU8(bytes)])),
  };
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
    const headings = structure.split(/\bH1\b/).length - 1;
    expect(headings).toBeGreaterThanOrEqual(15);
    expect(structure).toMatch(/Figure/);
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

  const bad: readonly (readonly [string, string, MadePack['rung']])[] = [
    ['a formula', '=HYPERLINK("http://x.example","y")', 'tagged'],
    ['markup', '#eval("1") *a* $x$ = b <script>alert(1)</script> @ref `raw` \\ // /* [ {', 'tagged'],
    ['right-to-left among other words', 'He said مرحبا (1) 2, then שלום!', 'tagged'],
    ['a NUL and other control characters', 'a\u0000b\u0007c', 'tagged'],
    ['a lone surrogate', 'a \ud800 b', 'bracketed'],
    ['signs that no font has', 'ก한\u{e000}', 'bracketed'],
    ['10,000 words', 'word '.repeat(10_000), 'tagged'],
    ['one word of 5,000 letters', 'x'.repeat(5_000), 'tagged'],
  ];
  test.each(bad)('%s', async (_, words, rung) => {
    const { made, structure } = await pack(seasonSource(10, writes(words)));
    expect(made.rung).toBe(rung);
    if (rung === 'bracketed') expect(structure).toMatch(/\[U\+(FFFD|0E01)\]/);
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

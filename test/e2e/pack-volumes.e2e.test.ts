import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PackManifest } from '../../adapters/documents/pack/manifest.js';
import { packMaker } from '../../adapters/documents/packs.js';
import { bin } from '../support/bin.js';
import { seasonSource } from '../support/pack-source.js';
import { canReadPdf, type ReadPdf, readPdf } from '../support/pdf-tools.js';
import { built } from './browser.js';

/** A pack of very many sessions, which is in volumes, as programs read it that share nothing with what wrote it. */

const readable = canReadPdf('a pack’s volumes as other programs read them');
const sessions = 650;
const volumes = ['evidence.pdf', 'evidence-2.pdf', 'evidence-3.pdf', 'evidence-4.pdf', 'evidence-5.pdf'] as const;

describe.runIf(readable)('a pack of 650 sessions', () => {
  let folder: string;
  let files: Readonly<Record<string, Uint8Array>>;
  let read: readonly (ReadPdf & { readonly pages: readonly string[] })[];
  /** Of each volume beside the first, by session, the page on which it begins. */
  let stands: ReadonlyMap<number, { readonly volume: number; readonly page: number }>;
  const held = seasonSource(sessions).facts.sessions.flatMap((s, i) => (s.state === 'ended' ? [i + 1] : []));

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mentorlog-volumes-'));
    built();
    const made = await packMaker(join(bin, '../packer.js')).make(seasonSource(sessions));
    expect(made.rung).toBe('tagged');
    files = unzipSync(made.zip);
    read = volumes.map((name) => {
      const one = readPdf(folder, files[name] ?? new Uint8Array(), name === volumes.at(-1));
      return { ...one, pages: one.text.split('\f') };
    });
    const found = new Map<number, { volume: number; page: number }>();
    read.forEach(({ pages }, v) => {
      pages.forEach((words, p) => {
        for (const [, n] of words.matchAll(/^Session (\d+)$/gm)) {
          // None twice, in no two volumes.
          expect([n, found.has(Number(n))]).toEqual([n, false]);
          found.set(Number(n), { volume: v + 1, page: p + 1 });
        }
      });
    });
    stands = found;
  }, 400_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('each volume is a clean file, with its fonts in it, tagged, and says which it is', () => {
    read.forEach(({ fonts, info, raw, pages }, i) => {
      expect(fonts.length).toBeGreaterThan(0);
      expect(fonts.filter((f) => !f.embedded)).toEqual([]);
      expect(info).toMatch(/^Tagged: +yes$/m);
      expect(raw).toMatch(/<pdfuaid:part>1<|pdfuaid:part="1"/);
      expect(raw).toMatch(/\/S \/H1\b/);
      expect(pages[0]).toMatch(new RegExp(`^Volume +${i + 1} of ${volumes.length}$`, 'm'));
      // The running head has the number of its own last page.
      expect(pages[1]).toContain(`2 of ${pages.length - 1}`);
      expect(raw).not.toContain('Zebedee');
    });
  });

  test('every session that was held faces its record in one of them, in order, and none in the first', () => {
    expect([...stands.keys()]).toEqual(held);
    expect(new Set([...stands.values()].map(({ volume }) => volume))).toEqual(new Set([2, 3, 4, 5]));
    for (const [i, { raw, structure }] of read.entries()) {
      const its = [...stands].flatMap(([n, at]) => (at.volume === i + 1 ? [n] : []));
      // Each is a heading to whoever hears it; of the last it is read aloud.
      if (i > 0) expect([...raw.matchAll(/\/S \/H2\b/g)].length).toBe(its.length);
      if (structure !== '')
        expect([...structure.matchAll(/\bH2 "Session (\d+)"/g)].map(([, n]) => Number(n))).toEqual(its);
    }
  });

  test('the hours log, the criteria index and all else in the first point to the right volume and page', () => {
    const first = read[0]?.text ?? '';
    const log = [...first.matchAll(/^ *(\d+) +\d{1,2} [A-Z][a-z]{2} \d{4}.*\n *v(\d+), p\.\s(\d+)/gm)].map(
      ([, n, volume, page]) => [Number(n), { volume: Number(volume), page: Number(page) }] as const,
    );
    expect(log.map(([n]) => n).sort((a, b) => a - b)).toEqual(held);
    for (const [n, at] of log) expect([n, at]).toEqual([n, stands.get(n)]);
    const index = first.slice(first.indexOf('Criteria index', first.indexOf('\f', first.indexOf('Contents') + 1)));
    const pointed = [...first.matchAll(/Session\s+(\d+)\s+\(volume\s+(\d+),\s+p\.\s+(\d+)\)/g)];
    expect(pointed.length).toBeGreaterThan(5);
    expect([...index.matchAll(/Session\s+(\d+)\s+\(volume/g)].length).toBeGreaterThan(2);
    for (const [, n, volume, page] of pointed)
      expect([n, { volume: Number(volume), page: Number(page) }]).toEqual([n, stands.get(Number(n))]);
    const table = [...first.matchAll(/^ *(\d) +(\d+) to (\d+) +(\d+) +(evidence-\d\.pdf)$/gm)];
    expect(table.map(([, volume, , , , file]) => [volume, file])).toEqual(
      volumes.slice(1).map((file, i) => [String(i + 2), file]),
    );
    for (const [, volume, from, to, many] of table) {
      const its = [...stands].filter(([, at]) => at.volume === Number(volume)).map(([n]) => n);
      expect([its[0], its.at(-1), its.length]).toEqual([Number(from), Number(to), Number(many)]);
    }
  });

  test('each volume’s contents say the page, and take no more than two', () => {
    for (const [i, { pages }] of read.entries()) {
      if (i === 0) continue;
      const begins = pages.findIndex((words, p) => p > 1 && /^Session \d+$/m.test(words));
      expect(begins).toBeLessThanOrEqual(3);
      const listed = [
        ...pages
          .slice(1, begins)
          .join('\n')
          .matchAll(/Session (\d+)[ .\u2060]+?(\d+)(?=\s|$)/g),
      ];
      const its = [...stands].filter(([, at]) => at.volume === i + 1);
      expect(listed.map(([, n, page]) => [Number(n), Number(page)]).sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0))).toEqual(
        its.map(([n, { page }]) => [n, page]),
      );
    }
  });

  test('the manifest lists all of them as they are, and README.txt says what each is', () => {
    const manifest = JSON.parse(strFromU8(files['manifest.json'] ?? new Uint8Array())) as PackManifest;
    for (const name of volumes) {
      const bytes = files[name] ?? new Uint8Array();
      expect(manifest.files.find((f) => f.name === name)).toEqual({
        name,
        size: bytes.length,
        sha256: createHash('sha256').update(bytes).digest('hex'),
      });
      expect(strFromU8(files['README.txt'] ?? new Uint8Array())).toContain(`${name}: `);
      // An e-portfolio takes each by itself.
      expect(bytes.length).toBeLessThan(3 * 2 ** 20);
    }
    expect(Object.keys(files).filter((name) => name.endsWith('.pdf'))).toEqual([...volumes]);
  });
});

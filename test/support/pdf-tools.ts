import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Programs that read PDF and share nothing with what wrote it: poppler-utils and qpdf. */

const missing = ['pdfinfo', 'pdftotext', 'pdffonts', 'qpdf'].filter(
  (name) => spawnSync(name, ['--version']).error !== undefined,
);

/** Whether this machine has them; says loudly what is left out where not. @throws with REQUIRE_ALL=1 */
export function canReadPdf(what: string): boolean {
  if (missing.length === 0) return true;
  const absent = `there is no ${missing.join(', ')} (apt-get install poppler-utils qpdf)`;
  if (process.env.REQUIRE_ALL === '1') throw new Error(`REQUIRE_ALL=1, but ${absent}`);
  process.stderr.write(`\nLeft out: ${what}: ${absent}.\n`);
  return false;
}

/** What a program says of a PDF; its end other than well is a fault. */
function said(program: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${stderr}${stdout}`);
  return stdout;
}

export interface ReadPdf {
  /** As it is read aloud: the tree of tags with its words. */
  readonly structure: string;
  readonly text: string;
  readonly info: string;
  readonly fonts: readonly { readonly name: string; readonly embedded: boolean }[];
  /** Everything in it, unpacked. */
  readonly raw: string;
}

/**
 * @param aloud whether its structure is read: of a hundred pages that takes a minute
 * @throws where it is not a clean file
 */
export function readPdf(folder: string, pdf: Uint8Array, aloud = true): ReadPdf {
  const file = join(folder, 'read.pdf');
  writeFileSync(file, pdf);
  const checked = said('qpdf', ['--check', file]);
  if (!checked.includes('No syntax or stream encoding errors found')) throw new Error(checked);
  return {
    structure: aloud ? said('pdfinfo', ['-struct-text', file]) : '',
    text: said('pdftotext', ['-layout', file, '-']),
    info: said('pdfinfo', [file]),
    fonts: said('pdffonts', [file])
      .split('\n')
      .slice(2)
      .filter((line) => line !== '')
      .map((line) => ({
        name: line.split(/\s+/)[0] ?? '',
        embedded: /\s(yes|no)\s+(yes|no)\s+(yes|no)\s/.exec(line)?.[1] === 'yes',
      })),
    raw: said('qpdf', ['--qdf', '--object-streams=disable', file, '-']),
  };
}

/** A word of a page, in points from its left and its top. */
export interface PlacedWord {
  readonly text: string;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Every word, page by page, and where it stands. */
export function placedWords(folder: string, pdf: Uint8Array): readonly (readonly PlacedWord[])[] {
  const file = join(folder, 'placed.pdf');
  writeFileSync(file, pdf);
  const word = /<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">([^<]*)<\/word>/g;
  return said('pdftotext', ['-bbox', file, '-'])
    .split('<page ')
    .slice(1)
    .map((page) =>
      [...page.matchAll(word)].map(([, left, top, right, bottom, text = '']) => ({
        text,
        left: Number(left),
        top: Number(top),
        right: Number(right),
        bottom: Number(bottom),
      })),
    );
}

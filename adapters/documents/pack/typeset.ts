import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { PdfStandard } from '../../../src/domain/pack/pack.js';
import { Refused } from '../../../src/kernel/errors.js';
import type { MadePack } from '../../../src/ports/packs.js';
import { bracketed, cleaned, everyText, missingFrom, numberOf, pictureWords, svgWords } from './clean.js';
import { type PackFonts, packFonts } from './fonts.js';

/**
 * Sets a document as PDF, by a ladder (docs/decisions/pack.md): tagged, for those who hear it; with the signs that no font
 * has written as their numbers; untagged. A document always comes of it, and it says itself how it came out.
 */

type Typst = typeof import('@myriaddreamin/typst-ts-node-compiler');

export interface Document {
  readonly title: string;
  readonly author: string;
  /** As `en-GB`. */
  readonly lang: string;
  /** Plain data; the pages find it in `data.json`, with `rung`, `bracketed` (`U+0E01` …) and `untagged` beside what it has. */
  readonly data: Readonly<Record<string, unknown>>;
  /** SVG, by the names under which the pages find it in `pictures/`. */
  readonly pictures: Readonly<Record<string, string>>;
  readonly standard: PdfStandard;
  /** When it says that it was made (ms). */
  readonly at: number;
}

export interface Typeset {
  readonly pdf: Uint8Array;
  readonly rung: MadePack['rung'];
  /** The signs that are written as their numbers, as `U+0E01`. */
  readonly bracketed: readonly string[];
  readonly pages: number;
  /** On which page what label stands, where that was asked for. */
  readonly at: Readonly<Record<string, number>>;
}

/** The pages are files beside this one, `pack.typ` the first of them. */
const folder = fileURLToPath(new URL('.', import.meta.url));
const pages = (): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(folder)
      .filter((name) => name.endsWith('.typ'))
      .map((name) => [name, readFileSync(`${folder}${name}`, 'utf8')]),
  );

/** What is told to the typesetter before the pages: who and what the document is, and its fonts, none but those. */
const before = `#let about = json("about.json")
#set document(title: about.title, author: about.author, date: auto)
#set text(lang: about.lang, region: about.region, font: about.fonts, fallback: false)
#include "pack.typ"
`;

/** `pack.typ` writes it where the data has `paged`. */
const whereLabelsStand = { selector: '<pages>', field: 'value' };
type Labelled = readonly [label: string, page: number];

/** Tries with signs that turned out not to be there after all: a sign may be in a font, and its cluster in none. */
const tries = 3;
/** Where the files of a document are to be found, all of them in memory: nothing of this machine is read. */
const nowhere = '/pack';

/**
 * @param typ the pages, by file name; tests have pages of their own
 * @throws Refused `no-typesetter` where there is none for this machine, `not-typeset` where the pages have a fault
 */
export async function typeset(doc: Document, typ = pages()): Promise<Typeset> {
  const { NodeCompiler } = typesetter();
  const fonts = packFonts();
  const { title, author, data } = everyText(
    { title: doc.title, author: doc.author, data: doc.data },
    cleaned,
  ) as Document;
  const looked = missingFrom(fonts);
  const look = (text: string): string => {
    looked.look(text);
    return text;
  };
  everyText([title, author, data], look);
  for (const svg of Object.values(doc.pictures)) svgWords(svg, look);
  const missing = new Set(looked.missing);
  const [lang, region] = doc.lang.split('-');
  const about = { lang, region: region ?? null, fonts: fonts.families.map((f) => f.family) };

  const compiler = onlyTheseFonts(() =>
    NodeCompiler.create({ workspace: nowhere, fontArgs: [{ fontBlobs: [...fonts.blobs] }] }),
  );
  const put = (name: string, content: string): void => compiler.mapShadow(`${nowhere}/${name}`, Buffer.from(content));
  for (const [name, content] of Object.entries(typ)) put(name, content);

  const set = (rung: Typeset['rung'], inPictures: ReadonlySet<string>): Typeset => {
    const out = (text: string): string => bracketed(text, missing);
    const written = [...missing].map(numberOf);
    put('about.json', JSON.stringify({ ...about, title: out(title), author: author === '' ? [] : [out(author)] }));
    put(
      'data.json',
      JSON.stringify({ ...(everyText(data, out) as object), rung, untagged: rung === 'untagged', bracketed: written }),
    );
    const signs = new Set([...missing, ...inPictures]);
    for (const [name, svg] of Object.entries(doc.pictures))
      put(
        `pictures/${name}`,
        svgWords(svg, (text) => pictureWords(text, fonts, signs)),
      );
    const compiled = compiler.compile({ mainFileContent: before });
    if (compiled.result === null) {
      const [first] = (compiled.takeError()?.shortDiagnostics ?? []) as { message?: string }[];
      throw new Refused('not-typeset', 'The pages could not be set.', { cause: new Error(first?.message ?? '') });
    }
    const pdf = compiler.pdf(compiled.result, {
      creationTimestamp: Math.floor(doc.at / 1000),
      ...(rung === 'untagged' ? { pdfTags: false } : { pdfStandard: doc.standard }),
    });
    const at =
      doc.data.paged === true
        ? Object.fromEntries((compiler.query(compiled.result, whereLabelsStand) as readonly Labelled[][]).flat())
        : {};
    return { pdf, rung, bracketed: written, pages: compiled.result.numOfPages, at };
  };

  try {
    const inPictures = new Set<string>();
    for (let i = 0; i < tries; i += 1) {
      const known = missing.size + inPictures.size;
      try {
        return set(known === 0 ? 'tagged' : 'bracketed', inPictures);
      } catch (error) {
        if (error instanceof Refused) throw error;
        learn(error, fonts, missing, inPictures);
        if (missing.size + inPictures.size === known) break;
      }
    }
    return set('untagged', inPictures);
  } finally {
    // What it remembers of one document is of no use to the next.
    compiler.resetShadow();
    compiler.evictCache(0);
  }
}

/**
 * Which signs a refusal was about, by its words: `the text "…" could not be displayed with font "…"`, or `with a font` where
 * it stands in a picture; `contains the disallowed codepoint "…"`. Of a cluster of several those that no font has, or else
 * all that hang on the first.
 */
function learn(error: unknown, fonts: PackFonts, missing: Set<string>, inPictures: Set<string>): void {
  const said = error instanceof Error ? error.message : '';
  const pattern = /(?:the text|disallowed codepoint) `\\"(.*?)\\"`(?: could not be displayed with (a font|font))?/g;
  for (const [, quoted = '', by] of said.matchAll(pattern)) {
    const signs = [...unquoted(quoted)];
    const gone = signs.filter((sign) => !fonts.families.some((f) => f.has(sign.codePointAt(0) ?? 0)));
    const blamed = gone.length > 0 ? gone : signs.length > 1 ? signs.slice(1) : signs;
    for (const sign of blamed) (by === 'a font' ? inPictures : missing).add(sign);
  }
}

/** A text that Rust quoted twice: `\\u{e000}`, `\\\\`. */
const unquoted = (text: string): string => {
  const once = (t: string): string =>
    t.replace(/\\(?:u\{([0-9a-f]+)\}|(.))/g, (_, hex: string | undefined, char: string | undefined) =>
      hex === undefined
        ? ({ n: '\n', t: '\t', r: '\r', 0: '\0' }[char ?? ''] ?? char ?? '')
        : String.fromCodePoint(Number.parseInt(hex, 16)),
    );
  return once(once(text));
};

/**
 * A typesetter takes the machine's fonts too, whatever it is given, and draws with them whatever its own have not: the same
 * document would be another one on each machine. By this file it finds none (where fonts are found by fontconfig; others
 * are asked by no name).
 */
function onlyTheseFonts<T>(create: () => T): T {
  const kept = process.env.FONTCONFIG_FILE;
  process.env.FONTCONFIG_FILE = `${folder}no-fonts.conf`;
  try {
    return create();
  } finally {
    if (kept === undefined) delete process.env.FONTCONFIG_FILE;
    else process.env.FONTCONFIG_FILE = kept;
  }
}

function typesetter(): Typst {
  try {
    return createRequire(import.meta.url)('@myriaddreamin/typst-ts-node-compiler') as Typst;
  } catch (cause) {
    throw new Refused(
      'no-typesetter',
      'Packs cannot be made on this machine: there is no typesetter for its system. Run Mentorlog on Linux, macOS or Windows, on x64 or arm64, to make them.',
      { cause },
    );
  }
}

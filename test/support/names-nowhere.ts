import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateSync, unzipSync } from 'fflate';

/**
 * Whether somebody's name stands anywhere in what leaves (docs/field.md#nobody-is-named-outside): in bytes, in what a zip
 * holds, in a PDF's text, strings, metadata and streams, in text, in any case, without accents, the other way round, in
 * UTF-16, in hexadecimal, in numbers of characters.
 * It shares no code with what replaces names.
 */

/** What left, by what it is called. A zip, a PDF and whatever else is told by its first bytes. */
export type Outputs = Readonly<Record<string, string | Uint8Array>>;

export interface NamedSomewhere {
  readonly name: string;
  /** `pack.zip/records.json`, `pack.pdf (text)`. */
  readonly where: string;
  /** What stands around it. */
  readonly near: string;
}

/**
 * @param names everybody's whose name must not stand, as the programme has them: `Zoë van den Berg`
 * @param may names that may stand (candidate's, centre's, signatories'): what they share with others is let pass
 */
export function namesIn(
  outputs: Outputs,
  names: readonly string[],
  may: readonly string[] = [],
): readonly NamedSomewhere[] {
  const fine = new Set(may.flatMap(partsOf));
  const sought = [...new Set(names.flatMap(formsOf))].filter((form) => !form.split(' ').every((w) => fine.has(w)));
  const found: NamedSomewhere[] = [];
  for (const [where, what] of Object.entries(outputs))
    for (const [place, raw] of textsOf(where, what)) {
      const all = bare(raw);
      // Among a million bytes of a font stands every word of three letters: a short name is sought in what can be read.
      const read = isNoisy(raw) ? bare(readable(raw)) : all;
      for (const name of sought) {
        const text = name.length < 5 && !/\p{Script=Han}/u.test(name) ? read : all;
        const at = placeOf(text, name);
        if (at >= 0) found.push({ name, where: place, near: text.slice(Math.max(0, at - 30), at + name.length + 30) });
      }
    }
  return found;
}

/** In lower case, without accents; what is no letter or number is a space. */
const bare = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}|\p{Cf}/gu, '')
    .replace(/ł/g, 'l')
    .replace(/ø/g, 'o')
    .replace(/ß/g, 'ss')
    .replace(/[^\p{L}\p{N}]+/gu, ' ');

const small = new Set('al and bin da de del den der di du el la le mac mc o of st the van von'.split(' '));
const partsOf = (name: string): readonly string[] =>
  bare(name)
    .split(' ')
    .filter((word) => word !== '' && !small.has(word));

/** A name as it may stand: each part of three letters or more, all of it, the other way round, run together. */
function formsOf(name: string): readonly string[] {
  const parts = partsOf(name);
  const long = parts.filter((p) => [...p].length > (/\p{Script=Han}/u.test(p) ? 1 : 2));
  const joined = parts.length > 1 ? [parts.join(''), [...parts].reverse().join('')] : [];
  return [...long, parts.join(' '), [...parts].reverse().join(' '), ...joined].filter((one) => one !== '');
}

/** As words of their own, with an s behind it or without; what needs no spaces anywhere. */
function placeOf(text: string, name: string): number {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    if (/\p{Script=Han}/u.test(name)) return at;
    const before = text.slice(Math.max(0, at - 2), at);
    const after = text.slice(at + name.length, at + name.length + 3);
    if (!/\p{L}$/u.test(before) && /^(?:s?(?!\p{L})|s?$)/u.test(after)) return at;
  }
  return -1;
}

const isZip = (b: Uint8Array): boolean => b[0] === 0x50 && b[1] === 0x4b;
const isPdf = (b: Uint8Array): boolean => Buffer.from(b.slice(0, 5)).toString('latin1') === '%PDF-';

const noise = /[^\P{Cc}\t\n\v\f\r]|\ufffd/gu;
const isNoisy = (text: string): boolean => (text.match(noise)?.length ?? 0) > 20;
/** What of it is no mere bytes. */
function readable(text: string): string {
  let out = '';
  for (let at = 0; at < text.length; at += 64) {
    const piece = text.slice(at, at + 64);
    out += (piece.match(noise)?.length ?? 0) > 3 ? ' ' : piece;
  }
  return out;
}

function* textsOf(where: string, what: string | Uint8Array): Generator<readonly [string, string]> {
  yield [`${where} (its name)`, where];
  if (typeof what === 'string') {
    yield* readings(where, what);
    return;
  }
  if (isZip(what)) {
    for (const [name, member] of Object.entries(unzipSync(what))) yield* textsOf(`${where}/${name}`, member);
    // Comments, and whatever stands between the members.
    yield* readings(`${where} (around its members)`, Buffer.from(what).toString('latin1'));
    return;
  }
  yield* readings(where, Buffer.from(what).toString('utf8'));
  if (isPdf(what)) yield* pdf(where, what);
  yield [`${where} (UTF-16)`, Buffer.from(what).toString('utf16le')];
  yield [`${where} (UTF-16BE)`, swapped(what, 0)];
  yield [`${where} (UTF-16BE, odd)`, swapped(what, 1)];
}

const swapped = (bytes: Uint8Array, from: number): string => {
  const even = Buffer.from(bytes.slice(from, from + ((bytes.length - from) & ~1)));
  return even.swap16().toString('utf16le');
};

/** A text as it is, and with what escapes its letters taken back. */
function* readings(where: string, text: string): Generator<readonly [string, string]> {
  yield [where, text];
  const numbers = text
    .replace(/&#x([0-9a-f]{1,6});/gi, (_, n: string) => point(Number.parseInt(n, 16)))
    .replace(/&#(\d{1,7});/g, (_, n: string) => point(Number(n)))
    .replace(/\\u\{?([0-9a-f]{4,6})\}?/gi, (_, n: string) => point(Number.parseInt(n, 16)))
    .replace(/(?:%[0-9a-f]{2})+/gi, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'));
  if (numbers !== text) yield [`${where} (unescaped)`, numbers];
  const strings = [...text.matchAll(/\((?:[^()\\]|\\[\s\S]){2,4000}\)/g)].map((m) => unescaped(m[0].slice(1, -1)));
  if (strings.length > 0) yield [`${where} (strings)`, strings.join('\n')];
  const hex = [...text.matchAll(/(?:[0-9a-f]{2}\s?){4,4000}/gi)].map((m) =>
    Buffer.from(m[0].replace(/\s/g, ''), 'hex'),
  );
  if (hex.length > 0) {
    yield [`${where} (hexadecimal)`, hex.map((b) => b.toString('utf8')).join('\n')];
    yield [`${where} (hexadecimal, UTF-16BE)`, hex.flatMap((b) => [swapped(b, 0), swapped(b, 1)]).join('\n')];
  }
  const base64 = [...text.matchAll(/[A-Za-z0-9+/]{8,8000}={0,2}/g)].map((m) =>
    Buffer.from(m[0], 'base64').toString('utf8'),
  );
  if (base64.length > 0) yield [`${where} (base64)`, base64.join('\n')];
}

const point = (n: number): string => (n > 0 && n <= 0x10ffff ? String.fromCodePoint(n) : ' ');

/** A PDF's string: octal and other escapes, and UTF-16BE where it says so. */
function unescaped(raw: string): string {
  const out = raw.replace(/\\([0-7]{1,3}|\r\n|[\s\S])/g, (_, c: string) => {
    if (/^[0-7]/.test(c)) return String.fromCharCode(Number.parseInt(c, 8) & 255);
    return { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', '\r\n': '', '\n': '' }[c] ?? c;
  });
  const bytes = Buffer.from(out, 'latin1');
  return bytes[0] === 0xfe && bytes[1] === 0xff ? swapped(bytes, 2) : `${out}\n${bytes.toString('utf8')}`;
}

/** What is read of a PDF, what stands in its objects, and what its streams hold. */
function* pdf(where: string, bytes: Uint8Array): Generator<readonly [string, string]> {
  const folder = mkdtempSync(join(tmpdir(), 'names-'));
  try {
    const file = join(folder, 'in.pdf');
    writeFileSync(file, bytes);
    const run = (command: string, ...args: readonly string[]): Buffer | undefined => {
      try {
        return execFileSync(command, args, { maxBuffer: 512 * 1024 * 1024, stdio: ['ignore', 'pipe', 'ignore'] });
      } catch (error) {
        // qpdf answers 3 where it only warned.
        const { status, stdout } = error as { status?: number; stdout?: Buffer };
        if (status === 3 && stdout !== undefined) return stdout;
        throw error;
      }
    };
    for (const mode of ['-layout', '-raw'])
      yield [`${where} (text ${mode})`, run('pdftotext', mode, file, '-')?.toString('utf8') ?? ''];
    yield [`${where} (information)`, run('pdfinfo', file)?.toString('utf8') ?? ''];
    yield [`${where} (metadata)`, run('pdfinfo', '-meta', file)?.toString('utf8') ?? ''];
    yield [`${where} (structure)`, run('pdfinfo', '-struct-text', file)?.toString('utf8') ?? ''];
    const open = run('qpdf', '--qdf', '--object-streams=disable', file, '-');
    if (open !== undefined) yield* readings(`${where} (objects)`, open.toString('latin1'));
    // Streams that qpdf leaves as they are: of files within it.
    for (const m of Buffer.from(bytes)
      .toString('latin1')
      .matchAll(/stream\r?\n/g)) {
      const rest = bytes.slice(m.index + m[0].length);
      if (rest[0] !== 0x78) continue;
      try {
        yield* readings(`${where} (stream at ${m.index})`, Buffer.from(inflateSync(rest.slice(2))).toString('utf8'));
      } catch {
        // No stream that can be opened.
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

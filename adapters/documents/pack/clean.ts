import type { PackFont, PackFonts } from './fonts.js';

/** Text as it can be set: what no page can show is taken out, or written so that it can. */

/**
 * - a lone surrogate is no character: the sign that stands for one (U+FFFD) is put in its place;
 * - ends of lines of any kind are line feeds;
 * - control characters, noncharacters and the byte-order mark are refused by PDF/UA-1 and are nothing to read;
 * - an override of direction (U+202D, U+202E) shows words in another order than they have. Isolates and marks stay.
 */
export const cleaned = (text: string): string =>
  text
    .toWellFormed()
    .replace(/\r\n?|[\u0085\u2028\u2029]/gu, '\n')
    .replace(/(?![\t\n])[\p{Cc}\p{Noncharacter_Code_Point}\u202d\u202e\ufeff]/gu, '');

/** Every string in plain data, keys aside, as `by` has it. */
export function everyText(data: unknown, by: (text: string) => string): unknown {
  if (typeof data === 'string') return by(data);
  if (Array.isArray(data)) return data.map((one) => everyText(one, by));
  if (data === null || typeof data !== 'object') return data;
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, everyText(value, by)]));
}

/** `U+0E01` */
export const numberOf = (sign: string): string =>
  `U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

/** A text with each of these signs written as its number, in brackets. */
export function bracketed(text: string, signs: ReadonlySet<string>): string {
  if (signs.size === 0) return text;
  let out = '';
  for (const sign of text) out += signs.has(sign) ? `[${numberOf(sign)}]` : sign;
  return out;
}

/** Whatever is seen as nothing needs no font: joiners, variation selectors, marks of direction, spaces. */
const unseen = /[\p{Default_Ignorable_Code_Point}\p{White_Space}]/u;
/** What the first font has all of. */
const everyday = /^[\t\n\x20-\x7e]*$/;

/** Collects, of texts, the signs that no font has. */
export function missingFrom({ families }: PackFonts) {
  const known = new Map<string, boolean>();
  const missing = new Set<string>();
  return {
    missing: missing as ReadonlySet<string>,
    look(text: string): void {
      if (everyday.test(text)) return;
      for (const sign of text) {
        if (known.has(sign)) continue;
        const codePoint = sign.codePointAt(0) ?? 0;
        const has = unseen.test(sign) || families.some((font) => font.has(codePoint));
        known.set(sign, has);
        if (!has) missing.add(sign);
      }
    },
  };
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const ofEntity = (whole: string, name: string): string => {
  if (!name.startsWith('#')) return entities[name] ?? whole;
  const n = Number(name.startsWith('#x') ? `0x${name.slice(2)}` : name.slice(1));
  return n <= 0x10ffff ? cleaned(String.fromCodePoint(n)) : '';
};
const escaped = (text: string): string => text.replace(/[&<>]/g, (c) => ({ '&': '&amp;', '<': '&lt;' })[c] ?? '&gt;');
const named = /&(#x[0-9a-f]+|#\d+|\w+);/gi;

/** The words of a drawing in SVG, each as `by` has it: it gets text and gives SVG. */
export const svgWords = (svg: string, by: (text: string) => string): string =>
  cleaned(svg).replace(
    /(<(?:text|tspan)\b[^>]*>)([^<]+)(?=<)/g,
    (_, opening: string, inner: string) =>
      `${opening}${by(inner.replace(named, (whole, name: string) => ofEntity(whole, name)))}`,
  );

/**
 * The words of a picture with the font that has them named, run by run: whatever draws them asks no second one by itself.
 * Words whose letters join cannot be read aloud from a picture, and a whole document would be refused for one: what a
 * picture says stands beneath it, so they are left to that.
 */
export function pictureWords(text: string, { families }: PackFonts, signs: ReadonlySet<string>): string {
  const words = bracketed(text, signs);
  if (everyday.test(words)) return escaped(words);
  const [first] = families;
  const fontOf = (sign: string) =>
    unseen.test(sign) ? undefined : families.find((font) => font.has(sign.codePointAt(0) ?? 0));
  const runs: { font: PackFont | undefined; text: string }[] = [];
  for (const sign of words) {
    const last = runs.at(-1);
    const font = fontOf(sign) ?? last?.font;
    if (last !== undefined && last.font === font) last.text += sign;
    else runs.push({ font, text: sign });
  }
  const written = ({ font, text: run }: (typeof runs)[number]): string => {
    if (font === undefined || font === first) return escaped(run);
    if (font.joins) return '[in words below] ';
    return `<tspan font-family="${font.family}">${escaped(run)}</tspan>`;
  };
  return runs.map(written).join('').trimEnd();
}

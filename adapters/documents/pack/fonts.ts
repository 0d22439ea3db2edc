import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/**
 * The fonts of packs, which came with the program: a server often has none, and what it has differs from the next one's.
 * Whatever none of them has (docs/decisions/pack.md) is written as its number.
 */

export interface PackFont {
  /** As the typesetter and charts name it. */
  readonly family: string;
  has(codePoint: number): boolean;
  /** Its letters change with those beside them. */
  readonly joins: boolean;
}

export interface PackFonts {
  /** Each face's file. */
  readonly blobs: readonly Buffer[];
  /** In the order in which they are asked for a sign. */
  readonly families: readonly PackFont[];
}

const from = createRequire(import.meta.url);

/** By family its faces, the upright one of everyday weight first. No code point of Latin is asked of another than the first. */
const files = {
  'Source Sans 3': [
    'source-sans-3/400Regular/SourceSans3_400Regular',
    'source-sans-3/400Regular_Italic/SourceSans3_400Regular_Italic',
    'source-sans-3/600SemiBold/SourceSans3_600SemiBold',
    'source-sans-3/600SemiBold_Italic/SourceSans3_600SemiBold_Italic',
  ],
  'Noto Sans Arabic': [
    'noto-sans-arabic/400Regular/NotoSansArabic_400Regular',
    'noto-sans-arabic/600SemiBold/NotoSansArabic_600SemiBold',
  ],
  'Noto Sans Hebrew': [
    'noto-sans-hebrew/400Regular/NotoSansHebrew_400Regular',
    'noto-sans-hebrew/600SemiBold/NotoSansHebrew_600SemiBold',
  ],
  'Noto Sans Devanagari': [
    'noto-sans-devanagari/400Regular/NotoSansDevanagari_400Regular',
    'noto-sans-devanagari/600SemiBold/NotoSansDevanagari_600SemiBold',
  ],
  'ZCOOL XiaoWei': ['zcool-xiaowei/400Regular/ZCOOLXiaoWei_400Regular'],
  'Noto Emoji': ['noto-emoji/400Regular/NotoEmoji_400Regular'],
} as const;

const joining = new Set<string>(['Noto Sans Arabic', 'Noto Sans Devanagari'] satisfies (keyof typeof files)[]);

let read: PackFonts | undefined;

/** Read once in a process. @throws where one of them is not installed */
export function packFonts(): PackFonts {
  read ??= readAll();
  return read;
}

function readAll(): PackFonts {
  const blobs: Buffer[] = [];
  const families = Object.entries(files).map(([family, faces]) => {
    const [first, ...others] = faces.map((name) => readFileSync(from.resolve(`@expo-google-fonts/${name}.ttf`)));
    if (first === undefined) throw new Error(`no face of ${family}`);
    blobs.push(first, ...others);
    return { family, has: signsOf(first), joins: joining.has(family) };
  });
  return { blobs, families };
}

/**
 * Whether a TrueType font has a sign for a code point: by its table `cmap`, in the formats 4 (up to U+FFFF) and 12
 * (https://learn.microsoft.com/typography/opentype/spec/cmap).
 */
function signsOf(font: Buffer): (codePoint: number) => boolean {
  const tables = font.readUInt16BE(4);
  const records = Array.from({ length: tables }, (_, i) => 12 + i * 16);
  const at = records.find((r) => font.toString('latin1', r, r + 4) === 'cmap');
  if (at === undefined) return () => false;
  const cmap = font.subarray(font.readUInt32BE(at + 8));
  const ranges: { readonly from: number; readonly to: number; readonly glyph: (codePoint: number) => number }[] = [];
  for (let i = 0; i < cmap.readUInt16BE(2); i += 1) {
    const table = cmap.subarray(cmap.readUInt32BE(4 + i * 8 + 4));
    const format = table.readUInt16BE(0);
    if (format === 4) ranges.push(...ofFormat4(table));
    if (format === 12) ranges.push(...ofFormat12(table));
  }
  return (codePoint) => ranges.some((r) => r.from <= codePoint && codePoint <= r.to && r.glyph(codePoint) !== 0);
}

function ofFormat4(table: Buffer) {
  const twice = table.readUInt16BE(6);
  const [starts, deltas, offsets] = [16 + twice, 16 + 2 * twice, 16 + 3 * twice];
  return Array.from({ length: twice / 2 }, (_, i) => {
    const start = table.readUInt16BE(starts + 2 * i);
    const delta = table.readUInt16BE(deltas + 2 * i);
    const offset = table.readUInt16BE(offsets + 2 * i);
    const glyph = (codePoint: number): number => {
      if (offset === 0) return (codePoint + delta) & 0xffff;
      const one = table.readUInt16BE(offsets + 2 * i + offset + 2 * (codePoint - start));
      return one === 0 ? 0 : (one + delta) & 0xffff;
    };
    return { from: start, to: table.readUInt16BE(14 + 2 * i), glyph };
  });
}

const ofFormat12 = (table: Buffer) =>
  Array.from({ length: table.readUInt32BE(12) }, (_, i) => {
    const group = 16 + 12 * i;
    const start = table.readUInt32BE(group);
    const first = table.readUInt32BE(group + 8);
    return { from: start, to: table.readUInt32BE(group + 4), glyph: (codePoint: number) => first + codePoint - start };
  });

/** Bytes of a file that is imported. */
export const mostBytes = 1_000_000;

const asCsv = 'Save it as “CSV UTF-8” and send it again.';
const older =
  'The file is not in UTF-8, so it was read as older versions of Excel write it (Windows-1252). Look at names with accents before you apply it.';

/** What a file is that is no text, by its first bytes. */
const others: readonly (readonly [start: readonly number[], say: string])[] = [
  [[0x50, 0x4b, 3, 4], `This is a workbook, not a CSV file. ${asCsv}`],
  [[0xd0, 0xcf, 0x11, 0xe0], `This is an old Excel workbook, not a CSV file. ${asCsv}`],
  [[0x25, 0x50, 0x44, 0x46], 'This is a PDF, not a CSV file. Send the list that it was made of.'],
];

const decoded = (bytes: Uint8Array, encoding: string): string | undefined => {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
};

/** What Windows-1252 has from 0x80 to 0x9f, where Latin-1 has nothing; a blank is a byte that it has no sign for. */
const signs = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';

/** By hand: Node 20's own decoder takes it for Latin-1 (tried). Undefined where a byte has no sign. */
function windows1252(bytes: Uint8Array): string | undefined {
  const sign = (byte: string): string => signs[byte.charCodeAt(0) - 0x80]?.trim() || byte;
  const text = Buffer.from(bytes)
    .toString('latin1')
    .replace(/[\u0080-\u009f]/g, sign);
  return /[\u0080-\u009f]/.test(text) ? undefined : text;
}

/**
 * The text of a file: in UTF-8, in UTF-16 where it says so itself, else as Windows-1252, which Excel writes; `note` says
 * that. Or a sentence that says what is wrong with it.
 */
export function decodeTable(
  bytes: Uint8Array,
): { readonly text: string; readonly note?: string } | { readonly say: string } {
  if (bytes.length > mostBytes)
    return { say: 'The file is larger than 1 MB. Split it, and import one part after another.' };
  const other = others.find(([start]) => start.every((byte, i) => bytes[i] === byte));
  if (other !== undefined) return { say: other[1] };
  const [a, b] = bytes;
  const utf16 = a === 0xff && b === 0xfe ? 'utf-16le' : a === 0xfe && b === 0xff ? 'utf-16be' : undefined;
  if (utf16 !== undefined) {
    const text = decoded(bytes, utf16);
    return text === undefined ? { say: `The file is broken off. ${asCsv}` } : { text };
  }
  if (bytes.includes(0)) return { say: `The file is not text. ${asCsv}` };
  const text = decoded(bytes, 'utf-8');
  if (text !== undefined) return { text };
  const read = windows1252(bytes);
  return read === undefined
    ? { say: `Nobody can tell the letters of this file. ${asCsv}` }
    : { text: read, note: older };
}

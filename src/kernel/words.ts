/** First character of a mention's placeholder in typed text; people cannot type it (see `clean`). */
export const mentionMark = '\uE000';

/** The characters that `clean` removes, as ranges of code points. */
const removed = new RegExp(
  `[${[
    // Control characters but tab and newline.
    [0x00, 0x08],
    [0x0b, 0x0c],
    [0x0e, 0x1f],
    [0x7f, 0x9f],
    // Bidirectional overrides and isolates: they can make one name look like another.
    [0x202a, 0x202e],
    [0x2066, 0x2069],
    // The marks of mentions, and the byte order mark.
    [0xe000, 0xe001],
    [0xfeff, 0xfeff],
  ]
    .map(([from = 0, to = 0]) => `\\u{${from.toString(16)}}-\\u{${to.toString(16)}}`)
    .join('')}]`,
  'gu',
);

/**
 * What a person typed, made safe to keep: well-formed Unicode (lone surrogates replaced), NFC, without control
 * characters, mention marks and bidirectional overrides, outer white space removed.
 */
export function clean(typed: string): string {
  return typed.toWellFormed().normalize('NFC').replace(/\r\n?/g, '\n').replace(removed, '').trim();
}

/** Deeper than anything that a chat sends. */
const deepest = 100;

/**
 * What came from outside as JSON, with well-formed Unicode in all its texts and names: half of a character can be written
 * in JSON and kept in no database. What lies deeper than anything that is meant is left out.
 */
export function wellFormed<T>(value: T, depth = 0): T {
  if (typeof value === 'string') return value.toWellFormed() as T;
  if (typeof value !== 'object' || value === null) return value;
  if (depth === deepest) return null as T;
  if (Array.isArray(value)) return value.map((v: unknown) => wellFormed(v, depth + 1)) as T;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key.toWellFormed(), wellFormed(inner as unknown, depth + 1)]),
  ) as T;
}

/** `clean`, on one line. */
export function cleanLine(typed: string): string {
  return clean(typed).replace(/\s+/g, ' ');
}

/** At most `max` UTF-16 units, cut between grapheme clusters and marked with an ellipsis. */
export function shorten(text: string, max: number): string {
  if (text.length <= max) return text;
  let out = '';
  for (const { segment } of new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)) {
    if (out.length + segment.length > max - 1) break;
    out += segment;
  }
  return `${out.trimEnd()}…`;
}

/** "one thing", "2 things". */
export function count(n: number, one: string, many = `${one}s`): string {
  return n === 1 ? `1 ${one}` : `${n} ${many}`;
}

/** Minutes as people say them: "45 min", "1 h", "1 h 30 min". */
export function minutesInWords(minutes: number): string {
  const h = Math.floor(minutes / 60);
  const m = Math.round(minutes % 60);
  if (h === 0) return `${m} min`;
  return m === 0 ? `${h} h` : `${h} h ${m} min`;
}

/** "1 h is", "1 h 30 min are", "0 min are": the verb that goes with minutes as people say them. */
export const minutesWith = (minutes: number, one: string, many: string): string =>
  `${minutesInWords(minutes)} ${/^1 (?:h|min)$/.test(minutesInWords(minutes)) ? one : many}`;

/** Letters without their marks, whatever way they are written: "Zoë" as "Zoe", "ﬁ" as "fi". */
export const withoutMarks = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '');

/** "a", "a and b", "a, b and c". */
export function listInWords(items: readonly string[]): string {
  if (items.length < 2) return items[0] ?? '';
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

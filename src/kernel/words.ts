/** First character of a mention's placeholder in typed text; people cannot type it (see `clean`). */
export const mentionMark = '\uE000';

/**
 * What a person typed, made safe to keep: well-formed Unicode (lone surrogates replaced), NFC, no control characters
 * but newline and tab, no private-use mention marks, no bidirectional overrides (they can make one name look like
 * another), outer white space removed.
 */
export function clean(typed: string): string {
  return (
    typed
      .toWellFormed()
      .normalize('NFC')
      .replace(/\r\n?/g, '\n')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this removes
      .replace(
        /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069\uE000-\uE001\uFEFF]/g,
        '',
      )
      .trim()
  );
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

/** "a", "a and b", "a, b and c". */
export function listInWords(items: readonly string[]): string {
  if (items.length < 2) return items[0] ?? '';
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

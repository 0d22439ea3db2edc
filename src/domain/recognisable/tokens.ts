/** A text's words, with what the rules ask of each. */
export interface Token {
  /** UTF-16 units in the text. */
  readonly at: number;
  readonly end: number;
  readonly raw: string;
  /** In lower case, without diacritics, with a straight apostrophe. */
  readonly key: string;
  /** `key` without an `'s` at its end. */
  readonly bare: string;
  /** Begins with a capital, and the sentence is not in capitals throughout. */
  readonly capital: boolean;
  /** In capitals throughout, at least two of them, in a sentence that is not. */
  readonly shouted: boolean;
  /** Begins a sentence, a line, what is said. */
  readonly first: boolean;
  /** Between the word before and this one. */
  readonly gap: string;
}

const oneWord = /[\p{L}\p{M}\p{N}]+(?:['’ʼ][\p{L}\p{M}\p{N}]+)*/gu;
const opens = /[.!?…\n\r:;“"‘([•*~–—|<>/]|(?:^|\s)['-]\s*$/;
/** A longer word names nobody. */
const longest = 60;

const letterOf: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  ı: 'i',
  þ: 'th',
};
const plain = /^[a-z0-9']*$/;

export function keyOf(raw: string): string {
  const lower = raw.slice(0, longest).toLowerCase();
  if (plain.test(lower)) return lower;
  return lower
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\p{M}\p{Cf}]/gu, '')
    .replace(/[’ʼ]/g, "'")
    .replace(/[ßæœøđðłıþ]/g, (c) => letterOf[c] ?? c);
}

const bareOf = (key: string): string => key.replace(/'s?$|'(?:s|d|ll|re|ve|m)$/, '');

export function tokensOf(text: string): readonly Token[] {
  const found: { at: number; end: number; raw: string; first: boolean; gap: string }[] = [];
  let before = 0;
  for (const m of text.matchAll(oneWord)) {
    const gap = text.slice(before, m.index);
    before = m.index + m[0].length;
    found.push({ at: m.index, end: before, raw: m[0], gap, first: found.length === 0 || opens.test(gap.slice(-40)) });
  }
  const tokens: Token[] = [];
  for (let i = 0; i < found.length; ) {
    let end = i + 1;
    while (end < found.length && found[end]?.first === false) end++;
    const sentence = found.slice(i, end);
    const letters = sentence.filter(({ raw }) => /\p{L}{2}/u.test(raw));
    const loud = letters.length >= 3 && letters.filter(({ raw }) => isUpper(raw)).length > letters.length * 0.7;
    for (const one of sentence) {
      const key = keyOf(one.raw);
      const capital = !loud && /^\p{Lu}/u.test(one.raw);
      tokens.push({
        ...one,
        key,
        bare: bareOf(key),
        capital,
        shouted: capital && isUpper(one.raw.replace(/['’]s$/, '')),
      });
    }
    i = end;
  }
  return tokens;
}

const isUpper = (raw: string): boolean => /\p{Lu}.*\p{Lu}/u.test(raw) && !/\p{Ll}/u.test(raw);

/** Whether a word follows the one before at once: nothing but a space, a hyphen or an ampersand between. */
export const joins = (gap: string): boolean => gap.length <= 3 && /^[ \u00a0&/.+-]+$/.test(gap) && !/^\.\s/.test(gap);

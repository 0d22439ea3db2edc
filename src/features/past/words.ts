/** Words as they are looked for: whatever is written large or with a mark over it is found without. */

/** In small letters, marks over and under letters taken off, and what has no such form spelt plainly. */
const plainly = (s: string): string =>
  s
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/ß/g, 'ss')
    .replace(/ł/g, 'l')
    .replace(/ø/g, 'o')
    .replace(/đ|ð/g, 'd')
    .replace(/æ/g, 'ae')
    .replace(/œ/g, 'oe')
    .replace(/ı/g, 'i');

/** The words that are looked for, each once. */
export const wordsOf = (typed: string): readonly string[] => [
  ...new Set(
    plainly(typed)
      .split(/[^\p{L}\p{N}]+/u)
      .filter((w) => w !== ''),
  ),
];

/** Whether a title has every one of these words, each at least as a part of one of its own. */
export function hasAll(title: string, words: readonly string[]): boolean {
  const plain = plainly(title);
  return words.every((word) => plain.includes(word));
}

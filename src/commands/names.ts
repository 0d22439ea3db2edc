/**
 * How names are compared with what somebody typed: by what a plain keyboard has. *Michał* is found by "michal",
 * *O’Neill* by "o'neill" and "oneill", *Müller* by "muller" and "mueller".
 */

/**
 * Letters that Unicode does not take apart, and those that people write in two ways: each with what is typed for it, the
 * shortest first. Whatever else has an accent loses it. Sources: the ASCII column of CLDR's Latin-ASCII transform, and
 * what German, Danish, Norwegian, Swedish, Icelandic and Turkish keyboards' owners type abroad.
 */
const typedFor: Readonly<Record<string, readonly string[]>> = {
  ä: ['a', 'ae'],
  å: ['a', 'aa'],
  æ: ['ae', 'a'],
  ð: ['d', 'dh'],
  đ: ['d', 'dj'],
  ə: ['e', 'a'],
  ħ: ['h'],
  ı: ['i'],
  ĳ: ['ij', 'y'],
  ĸ: ['k', 'q'],
  ł: ['l'],
  ŋ: ['n', 'ng'],
  ö: ['o', 'oe'],
  ø: ['o', 'oe'],
  œ: ['oe', 'o'],
  ß: ['ss', 's'],
  ſ: ['s'],
  ŧ: ['t'],
  þ: ['th'],
  ü: ['u', 'ue'],
  ƒ: ['f'],
  ǥ: ['g'],
  ʒ: ['z'],
  ȝ: ['z', 'y'],
  ȥ: ['z'],
  // Of Hausa, Ewe and Akan.
  ɓ: ['b'],
  ɖ: ['d'],
  ɗ: ['d'],
  ɛ: ['e'],
  ǝ: ['e'],
  ɣ: ['g'],
  ƙ: ['k'],
  ɔ: ['o'],
  ʋ: ['v'],
  ƴ: ['y'],
};

/** Apostrophes and quotation marks of all sorts, and accents that stand alone: in a name all of them mean the same, or nothing. */
const marks = '·\'"‘’‚‛“”„‟‹›«»`´′″ʹʺʻʼʽʾʿˈˊˋ＇＂´';
const anyMark = new RegExp(`[${marks}]`, 'gu');
/** What words of a name are parted by: any white space, also one that does not break; any hyphen; full stops of initials. */
const between = /[\s\p{Z}\p{Pd}\u00ad\u200b-\u200d\u2060.]+/gu;

/** One small letter as it is typed: each way, the shortest first. */
function waysOf(letter: string): readonly string[] {
  const known = typedFor[letter];
  if (known !== undefined) return known;
  const bare = letter.normalize('NFKD').replace(/\p{M}/gu, '').replace(anyMark, '');
  const deeper = typedFor[bare];
  return deeper ?? [bare];
}

/** The words of a name in small letters, whole letters composed, without marks. */
const wordsOf = (name: string): readonly string[] =>
  name
    // A dotless i and a dotted one are one letter to whoever searches; JavaScript leaves a dot behind as a mark.
    .replace(/İ/g, 'i')
    .toLowerCase()
    .normalize('NFC')
    .replace(anyMark, '')
    .split(between)
    .filter((w) => w !== '');

/** A word, letter by letter: the ways in which each may be typed. */
type Letters = readonly (readonly string[])[];
const lettersOf = (word: string): Letters => [...word].map(waysOf);

/** A typed word in plain letters: all its accents as they are typed shortest, or longest. */
const waysTyped = (word: string): readonly string[] => {
  const letters = lettersOf(word);
  const long = letters.map((ways) => ways.reduce((a, b) => (b.length > a.length ? b : a), ''));
  return [...new Set([letters.map((ways) => ways[0] ?? '').join(''), long.join('')])].filter((w) => w !== '');
};

/** Whether plain letters are these letters, each in any of its ways; `begins`: or the first of them. */
function areLetters(typed: string, letters: Letters, begins: boolean, at = 0): boolean {
  if (typed === '') return begins || letters.slice(at).every((ways) => ways.includes(''));
  return (letters[at] ?? []).some(
    (way) => typed.startsWith(way) && areLetters(typed.slice(way.length), letters, begins, at + 1),
  );
}

/**
 * Where the name's words end that these typed words are, from the one at `from` on; undefined where they are not. One
 * typed word may be several of the name ("annemarie"), never the other way round: "ann a" is not Anna.
 * @param begins the last typed word may be a beginning
 */
function endOf(
  typed: readonly (readonly string[])[],
  name: readonly Letters[],
  from: number,
  begins: boolean,
): number | undefined {
  const [first, ...more] = typed;
  if (first === undefined) return from;
  for (let to = from + 1; to <= name.length; to += 1) {
    const letters = name.slice(from, to).flat();
    if (!first.some((way) => areLetters(way, letters, begins && more.length === 0))) continue;
    const end = endOf(more, name, to, begins);
    if (end !== undefined) return end;
  }
  return undefined;
}

/** How well what was typed names somebody; the best first. */
export const fits = ['whole', 'first', 'word', 'beginning'] as const;
export type Fit = (typeof fits)[number];

/**
 * No more characters than that can be this name, each letter typed as long as it may be, with marks and what stands between
 * words. What is typed may be 20,000 characters, and is compared with everybody's name.
 */
const longestTyped = (name: readonly Letters[]): number =>
  40 + 4 * name.flat().reduce((all, ways) => all + Math.max(0, ...ways.map((way) => way.length)), 0);

/**
 * How what was typed fits a name: all of it, its first words, any whole words of it, or the beginning of one of its
 * words; undefined where it does not. A hyphen is as good as a space, and as nothing.
 * @param typed one name, without an @
 */
export const fitOf = (typed: string, name: string): Fit | undefined => fitsOf(typed)(name);

/** The same for many names: what was typed is taken apart once, and a name that is asked for again not a second time. */
export function fitsOf(typed: string): (name: string) => Fit | undefined {
  let words: readonly (readonly string[])[] | undefined;
  return (name) => {
    const { letters, longest } = spelled(name);
    if (typed.length > longest) return undefined;
    words ??= wordsOf(typed).map(waysTyped);
    return words.length === 0 ? undefined : fitOfWords(words, letters);
  };
}

interface Spelled {
  readonly letters: readonly Letters[];
  readonly longest: number;
}
const known = new Map<string, Spelled>();
/** More than a large programme has people: with fewer, each search would take apart every name anew. */
const mostKnown = 10_000;
function spelled(name: string): Spelled {
  const found = known.get(name);
  if (found !== undefined) return found;
  const letters = wordsOf(name).map(lettersOf);
  const made = { letters, longest: longestTyped(letters) };
  if (known.size >= mostKnown) known.clear();
  known.set(name, made);
  return made;
}

function fitOfWords(words: readonly (readonly string[])[], letters: readonly Letters[]): Fit | undefined {
  let fit: Fit | undefined;
  for (let from = 0; from < letters.length; from += 1) {
    const end = endOf(words, letters, from, false);
    if (from === 0 && end === letters.length) return 'whole';
    if (from === 0 && end !== undefined) return 'first';
    if (end !== undefined) fit = 'word';
  }
  if (fit !== undefined) return fit;
  // One letter is nobody's beginning; of several words only the last is one, and the first is the name's first.
  if (words.some((ways) => ways.some((w) => w.length < 2)) && words.length === 1) return undefined;
  const starts = words.length > 1 ? [0] : letters.map((_, i) => i);
  return starts.some((from) => endOf(words, letters, from, true) !== undefined) ? 'beginning' : undefined;
}

/** Whether two spellings are of one name. */
export const sameName = (one: string, other: string): boolean => fitOf(one, other) === 'whole';

/** The two marks that a quotation stands between, in the languages and on the keyboards that people have. */
const quotes = '"“”„‟«»‹›‘’‚‛\'`´＂＇';
const quotation = new RegExp(
  `(?<![\\p{L}\\p{N}])[${quotes}]\\s*([^"“”„«»\\n]{1,120}?)\\s*[${quotes}](?![\\p{L}\\p{N}])`,
  'u',
);

/** The name in quotation marks of any sort, and what stands around it; undefined where none is. "O’Neill" is no quotation. */
export function quotedIn(words: string): { readonly name: string; readonly rest: string } | undefined {
  const found = quotation.exec(words);
  const name = found?.[1]?.trim() ?? '';
  if (found === null || name === '') return undefined;
  return {
    name,
    rest: `${words.slice(0, found.index).trim()} ${words.slice(found.index + found[0].length).trim()}`.trim(),
  };
}

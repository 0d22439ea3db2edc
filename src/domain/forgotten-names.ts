import { alsoWords, type Doubt, doesIt, type Pseudonyms } from './pseudonyms.js';

/**
 * Names that the program has forgotten (docs/field.md#nobody-is-named-outside). Whoever was erased may still be named in
 * somebody else's words, and no list has their name any more. A name that no dictionary knows is found all the same
 * (`recognisable.ts`); what is listed here is what only a list of names could have told from an everyday word: initials, and
 * names that are words too. A person decides each.
 */

/** The same, with what could be a forgotten name among the doubts. */
export const forgottenToo = (them: Pseudonyms): Pseudonyms => ({
  of(text) {
    const made = them.of(text);
    const overlaps = (k: Span, d: Span): boolean => k.at < d.at + d.length && d.at < k.at + k.length;
    const known = [...made.put, ...made.doubts.filter(({ why }) => why === 'also-a-word')];
    const more = couldBeNames(made.text).filter((d) => !known.some((k) => overlaps(k, d)));
    // All initials of one name are one thing to decide.
    const rest = made.doubts.filter((d) => d.why !== 'initial' || !more.some((m) => overlaps(m, d)));
    return { ...made, doubts: [...rest, ...more].sort((x, y) => x.at - y.at) };
  },
});

type Span = Pick<Doubt, 'at' | 'length'>;

/** In the order in which they stand; none overlaps another. */
export function couldBeNames(text: string): readonly Doubt[] {
  const found: Doubt[] = [];
  const add = (at: number, length: number, why: Doubt['why']): void => {
    if (!found.some((f) => f.at < at + length && at < f.at + f.length)) found.push({ at, length, why });
  };
  for (const m of text.matchAll(initials)) if (!isNoInitials(m[0])) add(m.index, m[0].length, 'initial');
  for (const m of text.matchAll(/(?<![\p{L}\p{N}'’])\p{L}{2,}(?![\p{L}\p{N}])/gu))
    if (alsoWords.has(m[0].toLowerCase()) && isNameHere(text, m.index, m[0])) add(m.index, m[0].length, 'also-a-word');
  return found.sort((a, b) => a.at - b.at);
}

/** `L.B.`, `L B`, `LB`, `L.` */
const initials =
  /(?<![\p{L}\p{N}'’])(?:\p{Lu}(?:\.\s?|\s)\p{Lu}(?:\.\s?\p{Lu})?\.?|\p{Lu}{2}|\p{Lu}\.?)(?:[’']s)?(?![\p{L}\p{N}'’])/gu;

/** Capitals that everybody writes and that are nobody's. */
const abbreviations = new Set(
  'ai am ba bbc bsl cv dj eu fe hr iq it no ok pa pc pe pm ps qa ra re tv uk un us vr'.split(' '),
);
const isNoInitials = (written: string): boolean => {
  const letters = written.replace(/[’']s$|[^\p{L}]/gu, '').toLowerCase();
  return letters === 'i' || letters === 'a' || (/^\p{Lu}{2}/u.test(written) && abbreviations.has(letters));
};

const before = (text: string, at: number): string => text.slice(Math.max(0, at - 24), at);
const toSomebody =
  /(?<!\p{L})(?:told|asked|met|rang|phoned|called|thanked|texted|emailed|messaged|helped|named|dear|hi|hello)\s+$/iu;
const aThing = /(?<!\p{L})(?:the|an?|this|that|my|our|your|his|her|their|its|each|every|one|no|some|any|of)\s+$/iu;
/** `in May`, `3 June`, `since last April` */
const aDate =
  /(?:(?<!\p{L})(?:in|of|until|since|by|from|to|for|last|next|this|early|late|mid|during|end)|\p{N}(?:st|nd|rd|th)?)[\s-]+$/iu;
const month = /^(?:april|may|june|august|january|march|july)$/i;
/** `Will you`, `May I`: no name asks. */
const asksOfSomebody =
  /^\s+(?:we|you|they|he|she|it|I|the|this|that|there|these|those|my|our|their|his|her|be|not|mentee)(?!\p{L})/iu;

/** Whether a word that is a name too may be the name where it stands. */
function isNameHere(text: string, at: number, written: string): boolean {
  const after = text.slice(at + written.length, at + written.length + 40);
  const earlier = before(text, at);
  if (/^\p{Lu}/u.test(written)) {
    if (month.test(written) && (aDate.test(earlier) || /^\s+\p{N}/u.test(after))) return false;
    if (/^an$/i.test(written)) return false;
    return !(/^(?:will|may|mark|grant)$/i.test(written) && asksOfSomebody.test(after));
  }
  return toSomebody.test(earlier) || (doesIt.test(after) && !aThing.test(earlier));
}

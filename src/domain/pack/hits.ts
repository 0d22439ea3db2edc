import { defaultAgreement, durationUpTo05 } from '../defaults/agreement.js';
import type { Doubt, Pseudonyms } from '../pseudonyms.js';
import { insteadOf } from '../recognisable/instead.js';
import type { HitKind } from '../recognisable/kinds.js';
import { recognisable } from '../recognisable.js';

/**
 * What in the words of a pack could still tell who somebody is (docs/field.md#the-pack): found by the program, decided by its
 * mentor, one by one, before it leaves.
 */

export interface PackHit {
  /**
   * What a decision is kept by: the words in lower case, for they are decided wherever they stand; of a name that is a word
   * too, and of an initial, each place by itself.
   */
  readonly key: string;
  readonly kind: HitKind;
  readonly words: string;
  /** What would stand in its place: `[a school]`. */
  readonly instead: string;
  readonly times: number;
  /** The first places, with what stands around it. */
  readonly places: readonly { readonly label: string; readonly before: string; readonly after: string }[];
}

/** One text of a pack. */
export interface HitText {
  readonly citation: string;
  readonly label: string;
  readonly text: string;
}

/** What was decided, by key: what stands in its place; null where it may stay. */
export type Decided = Readonly<Record<string, string | null>>;

const mostPlaces = 3;
/** So much (UTF-16 units) of what stands on either side is shown. */
const around = 40;

interface HitHere {
  readonly key: string;
  readonly kind: HitKind;
  readonly at: number;
  readonly length: number;
  readonly words: string;
}

/**
 * Everything that is to be decided, in the order in which it first stands.
 * @param replaced what replaces the names that the programme knows: they are no hits
 */
export function hitsOf(texts: readonly HitText[], replaced: Pseudonyms): readonly PackHit[] {
  const found = new Map<string, PackHit>();
  for (const { citation, label, text } of texts) {
    const here = looked(text, citation, replaced);
    for (const { key, kind, at, length, words } of here.hits) {
      const known = found.get(key);
      const place = { label, ...besides(here.text, at, length) };
      found.set(
        key,
        known === undefined
          ? { key, kind, words, instead: insteadOf[kind], times: 1, places: [place] }
          : {
              ...known,
              times: known.times + 1,
              places: known.places.length < mostPlaces ? [...known.places, place] : known.places,
            },
      );
    }
  }
  return [...found.values()];
}

/**
 * A text as it leaves: names replaced, then each hit as it was decided. What nobody decided is taken out: a word too many
 * reads oddly, a word too few cannot be called back. What it gave, given again, comes out as it went in.
 * A name that the mentor writes in its place is replaced too.
 * @param citation of the text, by which places are told apart
 */
export function decidedText(text: string, citation: string, decided: Decided, replaced: Pseudonyms): string {
  const ownOf = ownWords(decided, replaced);
  const here = looked(text, citation, replaced, [...ownOf.values()]);
  let out = '';
  let at = 0;
  for (const hit of here.hits) {
    const by = Object.hasOwn(decided, hit.key) ? decided[hit.key] : insteadOf[hit.kind];
    const put = by === undefined || by === null ? here.text.slice(hit.at, hit.at + hit.length) : (ownOf.get(by) ?? by);
    out += here.text.slice(at, hit.at) + put;
    at = hit.at + hit.length;
  }
  return out + here.text.slice(at);
}

const places: ReadonlySet<string> = new Set(Object.values(insteadOf));

const ownBefore = new WeakMap<Decided, { readonly replaced: Pseudonyms; readonly own: ReadonlyMap<string, string> }>();

/** By what is to stand in place of something, that with its names replaced. Worked out once of many texts. */
function ownWords(decided: Decided, replaced: Pseudonyms): ReadonlyMap<string, string> {
  const before = ownBefore.get(decided);
  if (before?.replaced === replaced) return before.own;
  const all = new Set(Object.values(decided).filter((one): one is string => one !== null && one !== ''));
  const own = new Map([...all].map((by) => [by, places.has(by) ? by : replaced.of(by).text]));
  ownBefore.set(decided, { replaced, own });
  return own;
}

/** What the program itself put there: in a name's place, in a hit's. */
const putThere =
  /\[(?:a name|a school|a place|a club|an employer|an age|family|health|left out|e-mail address|link|account|number|postcode)\]|(?<![\p{L}\p{N}])(?:mentee (?:[A-Z]\d{0,4}|\d{1,4})|the mentor|the coordinator|another learner|a colleague|somebody)(?:[’']s)?(?![\p{L}\p{N}])/gu;

/** The program's own sentences, which stand in every agreement that nobody changed: they tell of nobody. */
const standardSentences: readonly string[] = [
  ...new Set(
    [...Object.values(defaultAgreement), durationUpTo05]
      .filter((text): text is string => typeof text === 'string')
      .flatMap((text) => text.split(/\n|(?<=[.!?]”?) /))
      .filter((sentence) => sentence.length > 20),
  ),
];

interface Looked {
  readonly text: string;
  readonly hits: readonly HitHere[];
}
/** What was found in which words, and what of a mentor's own stood in them by then. */
interface LookedBefore {
  readonly text: string;
  readonly own: readonly string[];
  readonly found: Looked;
}
/** By who is replaced, and by a text's citation. */
const lookedBefore = new WeakMap<Pseudonyms, Map<string, LookedBefore>>();

/**
 * The text with its names replaced, and the hits in it, none overlapping another. A pack is looked through more than once, and
 * looking is half of what it takes to make one: what was found in the same words is known.
 * @param own what the mentor chose to stand in place of something
 */
function looked(text: string, citation: string, replaced: Pseudonyms, own: readonly string[] = []): Looked {
  const before = lookedBefore.get(replaced) ?? new Map<string, LookedBefore>();
  lookedBefore.set(replaced, before);
  const standing = ({ text: made }: Looked): readonly string[] => own.filter((words) => made.includes(words));
  const known = before.get(citation);
  if (known?.text === text) {
    const now = standing(known.found);
    if (now.length === known.own.length && now.every((words, i) => words === known.own[i])) return known.found;
  }
  const found = lookedAnew(text, citation, replaced, own);
  before.set(citation, { text, own: standing(found), found });
  return found;
}

function lookedAnew(text: string, citation: string, replaced: Pseudonyms, own: readonly string[]): Looked {
  const made = replaced.of(text);
  const known = [...made.put, ...[...made.text.matchAll(putThere)].map((m) => ({ at: m.index, length: m[0].length }))];
  for (const words of own)
    for (let at = made.text.indexOf(words); at >= 0; at = made.text.indexOf(words, at + words.length))
      known.push({ at, length: words.length });
  for (const sentence of standardSentences)
    for (let at = made.text.indexOf(sentence); at >= 0; at = made.text.indexOf(sentence, at + sentence.length))
      known.push({ at, length: sentence.length });
  const hits: HitHere[] = [];
  const isOpen = (d: Doubt): boolean =>
    d.why !== 'capital' && !overlaps(hits, d.at, d.length) && !overlaps(known, d.at, d.length);
  // What is taken out changes what stands around the rest: it is looked through until nothing more comes to light, in the end
  // without the doubts too, which may go as well.
  let doubtsToo = false;
  for (let times = 0; times < mostTimes; times++) {
    const gone: readonly Span[] = [...known, ...hits, ...(doubtsToo ? made.doubts.filter(isOpen) : [])];
    const more = recognisable(withBlanks(made.text, gone)).filter((h) => !overlaps(gone, h.at, h.length));
    // Where there is no doubt either, another look would be at the same.
    if (more.length === 0 && (doubtsToo || !made.doubts.some(isOpen))) break;
    doubtsToo = more.length === 0;
    for (const { at, length, kind } of more) {
      const words = made.text.slice(at, at + length);
      hits.push({ key: keyOf(words), kind, at, length, words });
    }
  }
  const names = [
    ...hits.filter((h) => insteadOf[h.kind] === insteadOf.name).map((h) => h.at),
    ...[...made.text.matchAll(aName)].map((m) => m.index),
  ];
  // A name that is a word too, and an initial: each place by itself, and by its number among all that is a name.
  const doubts = made.doubts.filter(isOpen);
  doubts.forEach(({ at, length, why }, i) => {
    const words = made.text.slice(at, at + length);
    const n = i + 1 + names.filter((one) => one < at).length;
    if (why !== 'capital') hits.push({ key: `${citation} ${n} ${keyOf(words)}`, kind: why, at, length, words });
  });
  return { text: made.text, hits: hits.sort((a, b) => a.at - b.at) };
}

/** Times that a text is looked through: what comes to light only after so many is nothing. */
const mostTimes = 6;
const aName = /\[a name\]/g;
const keyOf = (words: string): string => words.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ').trim();

type Span = Pick<HitHere, 'at' | 'length'>;
const overlaps = (spans: readonly Span[], at: number, length: number): boolean =>
  spans.some((s) => s.at < at + length && at < s.at + s.length);

/** Signs that are no letter and end no sentence, where something already stands in place of something. */
function withBlanks(text: string, spans: readonly Span[]): string {
  if (spans.length === 0) return text;
  const units = text.split('');
  for (const { at, length } of spans) units.fill('\u00b7', at, at + length);
  return units.join('');
}

/** What stands on either side of a place, no code point cut in two. */
function besides(text: string, at: number, length: number): { readonly before: string; readonly after: string } {
  const end = at + length;
  return {
    before: text.slice(Math.max(0, at - around), at).replace(/^[\uDC00-\uDFFF]/, ''),
    after: text.slice(end, end + around).replace(/[\uD800-\uDBFF]$/, ''),
  };
}

import type { HitKind } from './kinds.js';
import { clubs, employers, teams } from './organisations.js';
import { idioms, phrases } from './phrases.js';
import { places } from './places.js';
import { joins, keyOf, type Token } from './tokens.js';

/** Phrases by the word that they begin with, for one look at each word of a text. */

interface Phrase {
  readonly words: readonly string[];
  readonly kind: HitKind | 'idiom';
}
type Table = ReadonlyMap<string, readonly Phrase[]>;

/** Phrases that are an everyday word in lower case: only in capitals do they stand for what is meant. */
const inCapitals = new Set('send pip pots eds mash tb mp cse pda esa fits odd add acl ms me'.split(' '));

const wordsOf = (phrase: string): readonly string[] =>
  phrase.match(/[\p{L}\p{M}\p{N}]+(?:'[\p{L}\p{M}\p{N}]+)*/gu)?.map(keyOf) ?? [];

let made: Table | undefined;
function table(): Table {
  if (made !== undefined) return made;
  const all = new Map<string, Phrase[]>();
  const put = (list: readonly string[], kind: Phrase['kind']): void => {
    for (const phrase of list) {
      const words = wordsOf(phrase);
      const [first] = words;
      if (first !== undefined) all.set(first, [...(all.get(first) ?? []), { words, kind }]);
    }
  };
  put(idioms, 'idiom');
  put(phrases.family, 'family');
  put(phrases.health, 'health');
  put(phrases.other, 'other');
  put(clubs, 'club');
  put(teams, 'club');
  put(employers, 'employer');
  put(places, 'place');
  for (const some of all.values()) some.sort((a, b) => b.words.length - a.words.length);
  made = all;
  return all;
}

const variants = ({ key, bare }: Token): readonly string[] => {
  const found = [key];
  if (bare !== key) found.push(bare);
  if (key.endsWith('s') && key.length > 3) found.push(key.slice(0, -1));
  return found;
};

export interface Found {
  readonly from: number;
  readonly to: number;
  readonly kind: HitKind;
}

/** Every phrase in it; and the words of idioms, which say nothing. */
export function phrasesIn(tokens: readonly Token[]): {
  readonly found: readonly Found[];
  readonly idle: ReadonlySet<number>;
} {
  const all = table();
  const found: (Found & { readonly first: number; readonly last: number })[] = [];
  const idle = new Set<number>();
  tokens.forEach((token, i) => {
    let taken: Phrase['kind'] | undefined;
    for (const form of variants(token))
      for (const { words, kind } of all.get(form) ?? []) {
        if (taken !== undefined && kind !== 'idiom') continue;
        const fits = words.every((word, n) => {
          const there = tokens[i + n];
          return there !== undefined && (n === 0 || (joins(there.gap) && variants(there).includes(word)));
        });
        if (!fits) continue;
        if (words.length === 1 && inCapitals.has(words[0] ?? '') && !token.shouted) continue;
        if (kind === 'idiom') for (let n = 0; n < words.length; n++) idle.add(i + n);
        else {
          const last = i + words.length - 1;
          found.push({ from: token.at, to: tokens[last]?.end ?? token.end, kind, first: i, last });
          taken = kind;
        }
      }
  });
  // A phrase that is longer than the idiom within it stands.
  return { found: found.filter(({ first, last }) => !wholly(idle, first, last)), idle };
}

function wholly(idle: ReadonlySet<number>, first: number, last: number): boolean {
  for (let i = first; i <= last; i++) if (!idle.has(i)) return false;
  return true;
}

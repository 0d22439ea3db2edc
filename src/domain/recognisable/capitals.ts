import { allowedCapitals, tailsOfTrade } from './allowed.js';
import { anyGivenName, givenNames } from './given-names.js';
import { clubEnds, employerEnds, schoolEnds } from './organisations.js';
import { placeEnds, placesAlsoWords } from './places.js';
import type { Found } from './tables.js';
import { joins, type Token } from './tokens.js';
import { isNearWord, isWord } from './words.js';

/** What a capital says: within a sentence it names somebody or something; at its beginning only where it is no word. */

/** Small words within a name: `the School of Our Lady`. */
const within = new Set('of the and upon de la le du van den der von bin al el y under on in for st'.split(' '));
/** Verbs that say what somebody did: before them stands who. */
export const didIt: ReadonlySet<string> = new Set(
  'said says told tells asked asks reckons thinks showed shows taught teaches helped helps rang texted texts messaged came comes gave gives made makes drove drives picked goes went got gets was is wasnt isnt has had hasnt and who wants wanted knows knew did does didnt doesnt left works worked lives lived let lets kept keeps never always also just really phoned called reckoned thought explained suggested agreed laughed noticed offered took takes'.split(
    ' ',
  ),
);
const healthEnds = new Set('hospital clinic ward surgery hospice infirmary camhs'.split(' '));

const isAllowed = (t: Token): boolean => allowedCapitals.has(t.key) || allowedCapitals.has(t.bare);
const short = (t: Token): boolean => [...t.bare].length < 2;
const known = (t: Token): boolean => isWord(t.bare) || isWord(t.key);

/** More words than any name has: what is longer is a heading, and is taken in pieces. */
const longestRun = 12;

export function capitalsIn(tokens: readonly Token[], idle: ReadonlySet<number>): readonly Found[] {
  const found: Found[] = [];
  for (let i = 0; i < tokens.length; ) {
    if (!(tokens[i]?.capital ?? false)) {
      i++;
      continue;
    }
    let end = i + 1;
    while (end - i < longestRun) {
      const next = tokens[end];
      if (next === undefined || next.first || !joins(next.gap)) break;
      if (next.capital) end++;
      else if (within.has(next.key) && tokens[end + 1]?.capital === true && joins(tokens[end + 1]?.gap ?? '.'))
        end += 2;
      else break;
    }
    const hit = named(tokens, i, end, idle);
    if (hit !== undefined) found.push(hit);
    i = end;
  }
  return found;
}

function named(tokens: readonly Token[], begin: number, end: number, idle: ReadonlySet<number>): Found | undefined {
  let run = tokens.slice(begin, end);
  if (run.every((_, n) => idle.has(begin + n))) return undefined;
  // `Food Safety Act`: a heading of the trade.
  if (
    run.length > 1 &&
    run.every((t) => t.capital) &&
    tailsOfTrade.has(run.at(-1)?.bare ?? '') &&
    run.every((t) => (known(t) || isAllowed(t)) && !givenNames.has(t.bare))
  )
    return undefined;
  // What only begins the sentence is no part of a name: `Then Jayden`, `At Hillside`.
  while (run.length > 0 && (isAllowed(run[0] as Token) || (begins(run[0]) && known(run[0] as Token) && !tells(run))))
    run = run.slice(1);
  while (run.length > 0 && isAllowed(run.at(-1) as Token) && !isEnd(run.at(-1))) run = run.slice(0, -1);
  const [first] = run;
  const last = run.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const kind = kindOf(run);
  const at = { from: first.at, to: last.end };
  if (run.length === 1) {
    if (short(first) || isAllowed(first) || /^\p{N}/u.test(first.raw)) return undefined;
    const isName = givenNames.has(first.bare);
    if (isEnd(first)) return undefined;
    // Abbreviations, and words that are only loud.
    if (first.shouted && !isName && ([...first.bare].length <= 6 || known(first))) return undefined;
    if (first.first && !isName) {
      if (known(first)) return undefined;
      if (isNearWord(first.bare)) return undefined;
    }
    return { ...at, kind: placesAlsoWords.has(first.bare) ? 'place' : kind };
  }
  if (kind === 'name') {
    // `Growth Mindset`, `Learning Support`: a heading of the trade, and abbreviations.
    if (
      run.every((t) => (known(t) || isAllowed(t)) && !givenNames.has(t.bare)) &&
      (run.some(isAllowed) || tailsOfTrade.has(last.bare))
    )
      return undefined;
    if (run.every((t) => t.shouted && !givenNames.has(t.bare))) return undefined;
  }
  return { ...at, kind };
}

const begins = (t: Token | undefined): boolean => t?.first === true;
/** A word that is a name too, or begins one, at a sentence's beginning: `Rose Taylor`, `Hill School`. */
function tells(run: readonly Token[]): boolean {
  const [first, second] = run;
  if (first === undefined) return false;
  if (second !== undefined)
    return (
      isEnd(second) || (anyGivenName.has(first.bare) && !isAllowed(second)) || (isEnd(run.at(-1)) && !isGrammar(first))
    );
  return false;
}
const opening = new Set(
  'the a an at in on my our your his her their this that then when after before for from with and but so if as to because'.split(
    ' ',
  ),
);
const isGrammar = (t: Token): boolean => opening.has(t.key);

const isEnd = (t: Token | undefined): boolean =>
  t !== undefined &&
  (schoolEnds.has(t.bare) ||
    clubEnds.has(t.bare) ||
    placeEnds.has(t.bare) ||
    employerEnds.has(t.bare) ||
    healthEnds.has(t.bare));

function kindOf(run: readonly Token[]): Found['kind'] {
  const [first] = run;
  if (run.length > 1)
    for (const t of [...run].reverse()) {
      if (healthEnds.has(t.bare)) return 'health';
      if (schoolEnds.has(t.bare)) return 'school';
      if (clubEnds.has(t.bare)) return 'club';
      if (placeEnds.has(t.bare)) return 'place';
      if (employerEnds.has(t.bare)) return 'employer';
    }
  return first !== undefined && placesAlsoWords.has(first.bare) && run.length === 1 ? 'place' : 'name';
}

import { grammar } from './allowed.js';
import type { Found } from './tables.js';
import { joins, type Token } from './tokens.js';

/** Where somebody works, plays, lives, in words of all days without a capital: `a trial shift at the salty dog`. */

export type Put = (from: Token | undefined, to: Token | undefined, kind: Found['kind']) => void;

const set = (words: string): ReadonlySet<string> => new Set(words.split(' '));

const shopsAlsoWords = set(
  'boots next subway iceland gap shell three orange game smiths peacocks monsoon lush savers spar premier heron works wilko evans merlin target express vision clinton claires greene marstons hollister superdry schuh office domino compass mitie apple sage currys dixons hobbs joules oasis bench boss burton burtons',
);
const toShops = set('at for with in from down off by outside');
const atWork = set(
  'shift shifts job trial interview placement apprenticeship apprentice experience weekends saturdays sundays boss manager working work works worked supervisor contract hours start started kp waiter waitress chef barman cleaner temp',
);
const atPlay = set(
  'play plays played playing sing sings sang box boxes boxed swim swims dance dances danced fight fights signed captain captains coaches refs ref trials trialled goalie drums perform performs keeper row rows ride rides wrestle wrestles',
);
const atHome = set('live lives lived living stay stays staying born based raised');
const near = set('in on at near up down by off over opposite behind above');
/** What follows `at` and is no name. */
const noName = set(
  'end start weekend weekends moment time times beginning minute same mo back front top bottom till tills counter desk computer bench night day site work job school college home least first last best it all one pace speed height heights side gate door office reception team teams workshop yard shop floor kitchen peace fear hope church side water line ground',
);

/** The words behind `i` that may be a name, up to three: where the last of them stands, or -1. */
function nameFrom(tokens: readonly Token[], i: number): number {
  let end = i;
  for (let one = tokens[end]; one !== undefined && end < i + 3; one = tokens[end]) {
    if (!joins(one.gap) || one.first || grammar.has(one.key) || noName.has(one.key) || /^\p{N}/u.test(one.key)) break;
    end++;
  }
  return end - 1 < i ? -1 : end - 1;
}

export function whereaboutsIn(tokens: readonly Token[], idle: ReadonlySet<number>, put: Put): void {
  tokens.forEach((t, i) => {
    const next = tokens[i + 1];
    if (next === undefined || idle.has(i + 1) || !joins(next.gap)) return;
    const before = tokens[i - 1]?.key ?? '';
    const after = tokens[i + 2];
    if (
      toShops.has(t.key) &&
      shopsAlsoWords.has(next.bare) &&
      (after === undefined || !joins(after.gap) || grammar.has(after.key))
    ) {
      if (next.bare !== 'next' || t.key === 'at') put(next, next, 'employer');
      return;
    }
    const kind = whereabouts(t.key, before);
    if (kind === undefined) return;
    const last = nameFrom(tokens, next.key === 'the' ? i + 2 : i + 1);
    if (last >= 0) put(next, tokens[last], kind);
  });
}

function whereabouts(word: string, before: string): Found['kind'] | undefined {
  if (word === 'at' && atWork.has(before)) return 'employer';
  if ((word === 'for' || word === 'at' || word === 'with') && atPlay.has(before)) return 'club';
  return near.has(word) && atHome.has(before) ? 'place' : undefined;
}

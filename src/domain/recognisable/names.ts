import { allowedCapitals, grammar, virtues } from './allowed.js';
import { didIt } from './capitals.js';
import { anyGivenName, givenNames } from './given-names.js';
import {
  clubEndsInLowerCase,
  employerEndsInLowerCase,
  noClubBefore,
  noEmployerBefore,
  noSchoolBefore,
  schoolEnds,
} from './organisations.js';
import { noPlaceBefore, placeEndsInLowerCase, placesAlsoWords } from './places.js';
import type { Found } from './tables.js';
import { joins, type Token } from './tokens.js';
import { type Put, whereaboutsIn } from './whereabouts.js';
import { isNearWord, isWord } from './words.js';

/** Names as people write them on a phone, without a capital: by the name, by what is no word, by what stands around it. */

/** Somebody is meant, and what follows may be what they are called. */
const somebody = new Set(
  'mate bro bruv bruh bestie friend pal buddy cousin cuz brother sister bf gf boyfriend girlfriend uncle auntie aunty aunt manager boss supervisor tutor teacher mentor coach colleague foreman gaffer assessor workmate flatmate housemate neighbour partner wife husband son daughter mum mam dad nan gran grandad stepdad stepmum stepbrother stepsister twin niece nephew dog cat horse cuzzy homie geezer lad fella guy girl boy sis fam'.split(
    ' ',
  ),
);
const greets = new Set('hey hi hello hiya yo oi cheers thanks thank ta safe dear bless props shoutout'.split(' '));
const addressed = new Set(
  'mr mrs ms mx dr prof professor rev reverend pastor imam rabbi sheikh ustadh ustad cllr pc sgt fr'.split(' '),
);
const alsoTitles = new Set(
  'miss sir coach chef nurse officer father sister brother uncle auntie aunty aunt lady lord captain sergeant inspector sensei judge'.split(
    ' ',
  ),
);
const callsThem = new Set('called named nicknamed name names names nickname aka calls call known'.split(' '));
const whom = new Set('me him her them us it is as by was s'.split(' '));
const beside = new Set(
  'with and from to by ask asked tell told see saw met phone phoned rang text texted messaged for about at via'.split(
    ' ',
  ),
);
const before = new Set('and then when cos because but if after like so that coz bc since while where once'.split(' '));
const no = new Set(
  'back when if later after on at to in and a the for it up every about out over just off because that'.split(' '),
);
const and = new Set(['and', 'n', 'nd', 'an']);
const us = new Set(['me', 'i', 'us', 'myself', 'him', 'her', 'you']);
/** Two letters that are a name and no word. */
const pairs = new Set('mo jo al ed ty cj tj aj kj jd mj pj rj bj'.split(' '));
const places = new Set('in from near round at around via outside'.split(' '));

const isPlain = (t: Token): boolean => isWord(t.bare) || isWord(t.key);
const isName = (t: Token): boolean => givenNames.has(t.bare) || (givenNames.has(cut(t.bare)) && !isPlain(t));
/** `jaydens` where the apostrophe was left out. */
const cut = (word: string): string => (word.endsWith('s') ? word.slice(0, -1) : word);
const isMaybeName = (t: Token): boolean => anyGivenName.has(t.bare) || anyGivenName.has(cut(t.bare));
const hasDigit = (t: Token): boolean => /\p{N}/u.test(t.key);
const long = (t: Token): number => [...t.bare].length;
/** `jonesy`, `gazza`, `big deano`: how nicknames end. */
const nickish = (t: Token): boolean =>
  long(t) >= 4 && long(t) <= 9 && /(?:[^l]y|ie|o|z|za|zza|ster|ers)$/.test(t.bare) && !grammar.has(t.bare);

export function lowerCaseIn(tokens: readonly Token[], idle: ReadonlySet<number>): readonly Found[] {
  const found: Found[] = [];
  const put = (from: Token | undefined, to: Token | undefined, kind: Found['kind']): void => {
    if (from !== undefined && to !== undefined) found.push({ from: from.at, to: to.end, kind });
  };
  const likely = new Map<string, boolean>();
  const isUnknown = (t: Token): boolean => {
    const was = likely.get(t.bare);
    if (was !== undefined) return was;
    const is =
      !isPlain(t) &&
      !allowedCapitals.has(t.bare) &&
      !allowedCapitals.has(t.key) &&
      !(long(t) >= 4 && isNearWord(t.bare));
    likely.set(t.bare, is);
    return is;
  };
  tokens.forEach((t, i) => {
    if (idle.has(i) || hasDigit(t) || (t.capital && !t.shouted && !t.first)) return;
    if (title(tokens, i, put)) return;
    if (isName(t) && long(t) > 2) put(t, t, 'name');
    else if (pairs.has(t.bare) && !['a', 'one', 'this', 'sec'].includes(tokens[i - 1]?.key ?? '')) put(t, t, 'name');
    else if (t.capital && !t.first && !isMaybeName(t)) return;
    else if (!t.capital && long(t) >= 3 && isUnknown(t)) put(t, t, 'name');
    else if (calledSo(tokens, i, isUnknown)) put(t, t, 'name');
  });
  ends(tokens, idle, put);
  whereaboutsIn(tokens, idle, put);
  return found;
}

/** `mr okafor`, `Miss P`, `coach dan`. */
function title(tokens: readonly Token[], i: number, put: Put): boolean {
  const t = tokens[i];
  const next = tokens[i + 1];
  if (t === undefined || next === undefined || !/^\.?\s{1,2}$/.test(next.gap) || hasDigit(next)) return false;
  if (grammar.has(next.key)) return false;
  const sure = addressed.has(t.key);
  if (!sure && !alsoTitles.has(t.key)) return false;
  if (!sure && !(next.capital || isMaybeName(next) || !isPlain(next) || (long(next) === 1 && t.key === 'miss')))
    return false;
  const after = tokens[i + 2];
  put(t, next, 'name');
  if (after !== undefined && joins(after.gap) && (after.capital || isName(after))) put(t, after, 'name');
  return true;
}

/** What stands around it says that it is a name. */
function calledSo(tokens: readonly Token[], i: number, isUnknown: (t: Token) => boolean): boolean {
  const t = tokens[i];
  if (t === undefined || t.key.length < 2) return single(tokens, i);
  const p = tokens[i - 1];
  const pp = tokens[i - 2];
  const next = tokens[i + 1];
  const near = p !== undefined && /^[\s,:"'“‘]{1,3}$/.test(t.gap) && !t.gap.includes('\n');
  const unknown = isUnknown(t);
  const maybe = isMaybeName(t) && !virtues.has(t.bare);
  const said = next !== undefined && joins(next.gap) && didIt.has(next.key);
  const strict = [
    'said',
    'says',
    'told',
    'reckons',
    'asked',
    'showed',
    'taught',
    'texted',
    'rang',
    'helped',
    'thinks',
    'came',
  ];
  const modal = ['will', 'may', 'can'].includes(t.key);
  const joined = next !== undefined && joins(next.gap);
  if (modal)
    return (
      joined &&
      ((strict.includes(next.key) && (near || t.first)) ||
        (t.capital && ['is', 'was', 'has', 'had', 'and', 'who', 'did', 'gave', 'got'].includes(next.key)) ||
        (near && somebody.has(p.key) && ['and', 'who', 'from'].includes(next.key)))
    );
  if (grammar.has(t.key)) return false;
  // `Grace helped`, `Hope said`: a word of virtue with a capital, and what somebody did.
  if (
    t.capital &&
    t.first &&
    joined &&
    isMaybeName(t) &&
    (strict.includes(next.key) ||
      ['gave', 'took', 'went', 'drove', 'phoned', 'called', 'explained', 'suggested', 'who'].includes(next.key))
  )
    return true;
  if (near) {
    // `me n dre`, `dre and me`.
    if (and.has(p.key) && pp !== undefined && us.has(pp.key) && (unknown || maybe)) return true;
    if (callsThem.has(p.key) && !no.has(t.key) && (unknown || maybe || isMaybeName(t))) return true;
    if (
      whom.has(p.key) &&
      pp !== undefined &&
      ['call', 'calls', 'called', 'nickname', 'name', 'known', 'goes', 'go', 'names', 'tag'].includes(pp.bare) &&
      !no.has(t.key) &&
      (p.key !== 'it' || unknown)
    )
      return true;
    if (somebody.has(p.key)) {
      if (unknown || maybe) return true;
      if (
        ['mate', 'bro', 'bruv', 'bestie', 'pal', 'cousin', 'cuz', 'friend', 'homie', 'uncle'].includes(p.key) &&
        nickish(t)
      )
        return true;
    }
    if (greets.has(p.key) && (unknown || isMaybeName(t))) return true;
    if (beside.has(p.key) && ((unknown && long(t) >= 3) || (maybe && ends_(next)))) return true;
  }
  if (said && maybe && (t.first || (near && p !== undefined && before.has(p.key))) && next !== undefined)
    return !['is', 'was', 'and', 'made', 'makes', 'got', 'works', 'helps'].includes(next.key) || t.capital;
  // Who signs: `thanks\nkaz`, `- mo x`.
  const rest = tokens.slice(i + 1, i + 4);
  const signs = rest.every(({ key }) => /^x+$/.test(key)) && tokens.length - i <= 3;
  return (
    signs && (/\n|[-–—~]\s?$/.test(t.gap) || t.gap.includes(',')) && (unknown || isMaybeName(t)) && tokens.length > 1
  );
}

const ends_ = (next: Token | undefined): boolean =>
  next === undefined ||
  !/^[\s]{1,2}$/.test(next.gap) ||
  [
    'and',
    'from',
    'at',
    'about',
    'who',
    'on',
    'in',
    'was',
    'is',
    'cos',
    'because',
    'but',
    'so',
    'today',
    'yesterday',
    'again',
    'if',
    'when',
  ].includes(next.key);

/** A single letter for somebody: `my mate J`, `miss p`. */
function single(tokens: readonly Token[], i: number): boolean {
  const t = tokens[i];
  const p = tokens[i - 1];
  return (
    t?.capital === true &&
    t.key !== 'i' &&
    t.key !== 'a' &&
    p !== undefined &&
    (somebody.has(p.key) || greets.has(p.key)) &&
    joins(t.gap)
  );
}

/** `hillside school`, `mill lane`, `kingsmead choir`, `dales bakery`: a name without a capital, and what ends it. */
function ends(tokens: readonly Token[], idle: ReadonlySet<number>, put: Put): void {
  tokens.forEach((t, i) => {
    if (idle.has(i)) return;
    const kind = endsWith(t);
    if (kind === undefined) {
      if (
        placesAlsoWords.has(t.bare) &&
        !t.capital &&
        tokens[i - 1] !== undefined &&
        places.has(tokens[i - 1]?.key ?? '')
      ) {
        const next = tokens[i + 1];
        if (
          next === undefined ||
          !joins(next.gap) ||
          ![
            'the',
            'a',
            'my',
            'our',
            'this',
            'an',
            'it',
            'up',
            'out',
            'her',
            'his',
            'and',
            'of',
            'order',
            'with',
          ].includes(next.key) ||
          next.key === 'and'
        )
          if (tokens[i - 1]?.key !== 'at' || t.bare !== 'sale') put(t, t, 'place');
      }
      return;
    }
    const stop =
      kind === 'school'
        ? noSchoolBefore
        : kind === 'place'
          ? noPlaceBefore
          : kind === 'club'
            ? noClubBefore
            : noEmployerBefore;
    let from = i;
    for (let n = i - 1; n >= 0 && i - n <= 3; n--) {
      const one = tokens[n] as Token;
      const after = tokens[n + 1] as Token;
      if (!joins(after.gap) || after.first || stop.has(one.key) || grammar.has(one.key) || hasDigit(one)) break;
      // What is far from the end is part of it only where it is no everyday word.
      if (n < i - 1 && isPlain(one) && !one.capital) break;
      from = n;
    }
    if (from === i) return;
    const only = tokens[i - 1] as Token;
    if (kind === 'school' && !surely.has(t.bare) && isPlain(only) && !only.capital) return;
    put(tokens[from], t, kind);
  });
}
const surely = new Set(['school', 'college', 'academy', 'uni', 'university', 'comp', 'madrasah', 'nursery']);

function endsWith(t: Token): 'school' | 'place' | 'club' | 'employer' | undefined {
  if (schoolEnds.has(t.bare)) return 'school';
  if (clubEndsInLowerCase.has(t.bare)) return 'club';
  if (placeEndsInLowerCase.has(t.bare)) return 'place';
  return employerEndsInLowerCase.has(t.bare) ? 'employer' : undefined;
}

import { capitalsIn } from './recognisable/capitals.js';
import { insteadOf } from './recognisable/instead.js';
import type { HitKind } from './recognisable/kinds.js';
import { lowerCaseIn } from './recognisable/names.js';
import { patterns } from './recognisable/patterns.js';
import { type Found, phrasesIn } from './recognisable/tables.js';
import { tokensOf } from './recognisable/tokens.js';

/**
 * What in a text could still tell who somebody is although every known name was replaced (docs/field.md#the-pack): persons whom
 * the programme does not know, schools, places, clubs, employers, ages, family, health, and what else sets somebody apart. It
 * errs towards finding: a person decides each, and a hit too many costs them a press.
 */
export interface Recognised {
  /** UTF-16 units. */
  readonly at: number;
  readonly length: number;
  readonly kind: HitKind;
  /** What would stand in its place. */
  readonly instead: string;
}

/** Of two that overlap the one that says more gives the kind. */
const rank: readonly HitKind[] = ['school', 'health', 'club', 'employer', 'place', 'family', 'age', 'other', 'name'];

/** Letters of other writings: a name in one of them stands out in an English text. */
const otherWriting =
  /(?=[^\p{Script=Latin}])\p{L}[\p{L}\p{M}]{0,200}(?:[ ·・'’-]{1,2}(?=[^\p{Script=Latin}])\p{L}[\p{L}\p{M}]{0,200}){0,20}/gu;

/** The text in lower case with every unit where it was, apostrophes straight. */
function lowered(text: string): string {
  const lower = text.toLowerCase();
  const same =
    lower.length === text.length
      ? lower
      : Array.from(text, (c) => (c.toLowerCase().length === c.length ? c.toLowerCase() : c)).join('');
  return same.replace(/[’ʼ‘]/g, "'").replace(/\u00a0/g, ' ');
}

/** @returns in the order in which they stand; none overlaps another */
export function recognisable(text: string): readonly Recognised[] {
  const tokens = tokensOf(text);
  const { found: said, idle } = phrasesIn(tokens);
  const lower = lowered(text);
  const found: Found[] = [...said, ...capitalsIn(tokens, idle), ...lowerCaseIn(tokens, idle)];
  for (const [kind, find] of patterns) {
    // Not `matchAll`: it makes each of them anew for each text, which is a third of what all of this takes.
    find.lastIndex = 0;
    for (let m = find.exec(lower); m !== null; m = find.exec(lower)) {
      if (m[0] === '') find.lastIndex += 1;
      else if (m[0].trim() !== '') found.push({ from: m.index, to: m.index + m[0].trimEnd().length, kind });
    }
  }
  for (const m of text.matchAll(otherWriting))
    if (!/^[ªºµ]$/u.test(m[0])) found.push({ from: m.index, to: m.index + m[0].length, kind: 'name' });
  return joined(text, found);
}

/** What overlaps is one; so are names with a space between. */
function joined(text: string, found: readonly Found[]): readonly Recognised[] {
  const sorted = [...found].sort((a, b) => a.from - b.from || b.to - a.to);
  const out: Found[] = [];
  for (const one of sorted) {
    const last = out.at(-1);
    if (last !== undefined && (one.from < last.to || follows(text, last, one)))
      out[out.length - 1] = {
        from: last.from,
        to: Math.max(last.to, one.to),
        kind: rank.indexOf(one.kind) < rank.indexOf(last.kind) ? one.kind : last.kind,
      };
    else out.push(one);
  }
  return out.map(({ from, to, kind }) => ({ at: from, length: to - from, kind, instead: insteadOf[kind] }));
}

const follows = (text: string, a: Found, b: Found): boolean =>
  a.kind === 'name' && b.kind === 'name' && b.from - a.to === 1 && /[ \u00a0-]/.test(text.charAt(a.to));

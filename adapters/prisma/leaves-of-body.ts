import { canonicalJson } from '../../src/kernel/chain.js';
import type { LeafValue } from './leaves.js';

/**
 * A stored body as leaves (docs/record-format.md#which-leaves-there-are): one for each of its fields, whatever they are,
 * so that a field added later is committed to without anybody remembering it; and one for each row of a list, by its key.
 */

/** One leaf's part of its citation, and what it is of. */
export interface Part {
  readonly part: string;
  readonly value: LeafValue;
}

type Json = { readonly [key: string]: LeafValue };

/** Lists whose rows have no key that lasts: theirs is their place, from 0. */
const byPlace: ReadonlySet<string> = new Set(['skills']);

const isObject = (value: LeafValue | undefined): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What JSON makes of it: as it will be read again from its row. */
export const asStored = (value: unknown): LeafValue => JSON.parse(JSON.stringify(value ?? null)) as LeafValue;

/**
 * The parts of a body in the order of its fields. A list of rows has one leaf that says which rows and in which order,
 * and one for each row; a list of scalars, or an object, is one leaf. What stands sealed around a body (`{ body, … }`)
 * has its fields beside the body's own.
 * @throws Error where a field of the body and one beside it have one name
 */
export function partsOfBody(stored: unknown, but: readonly string[] = []): readonly Part[] {
  const whole = asStored(stored);
  if (!isObject(whole)) return [];
  const { body, ...beside } = whole;
  const fields = isObject(body) ? body : body === undefined ? {} : { body };
  const named = Object.keys(beside).find((name) => name in fields);
  if (named !== undefined) throw new Error(`a field and a body’s field are both called ${named}`);
  return Object.entries({ ...fields, ...beside }).flatMap(([name, value]) =>
    but.includes(name) ? [] : partsOfField(name, value),
  );
}

function partsOfField(name: string, value: LeafValue): readonly Part[] {
  if (!Array.isArray(value) || !value.some(isObject)) return [{ part: name, value }];
  const keys: string[] = [];
  for (const [place, row] of (value as readonly LeafValue[]).entries())
    keys.push(keyOfRow(name, row, place, new Set(keys)));
  return [
    { part: name, value: keys },
    ...keys.map(
      (key, place): Part => ({ part: `${name}/${key}`, value: (value as readonly LeafValue[])[place] ?? null }),
    ),
  ];
}

/** A row's own key, where it has one that can stand in a citation and no row before it has the same. */
function keyOfRow(list: string, row: LeafValue, place: number, taken: ReadonlySet<string>): string {
  const key = isObject(row) && !byPlace.has(list) ? (row.key ?? row.objective) : undefined;
  if (typeof key === 'string' && /^[^:@/]+$/.test(key) && !taken.has(key)) return key;
  // Rows are numbered from 0; no key that a row may have looks like that of another's place.
  let free = String(place);
  while (taken.has(free)) free = `${free}_`;
  return free;
}

/** Those of `after` that `before` does not have, or has otherwise; all of them where nothing stood before. */
export function changedParts(before: readonly Part[] | undefined, after: readonly Part[]): readonly Part[] {
  if (before === undefined) return after;
  const was = new Map(before.map(({ part, value }) => [part, canonicalJson(value)]));
  return after.filter(({ part, value }) => was.get(part) !== canonicalJson(value));
}

/** Parts that stood before and stand no longer. */
export const goneParts = (before: readonly Part[], after: readonly Part[]): readonly string[] => {
  const stays = new Set(after.map(({ part }) => part));
  return before.flatMap(({ part }) => (stays.has(part) ? [] : [part]));
};

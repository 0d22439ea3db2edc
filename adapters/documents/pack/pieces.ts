/**
 * Plain data in pieces, to be sent one by one: sent whole, a thousand sessions would hold up everybody while they are
 * written. The long lists are taken out, and come after the rest in pieces of so many.
 */

export interface Piece {
  /** Where its list stands. */
  readonly at: readonly (string | number)[];
  readonly items: readonly unknown[];
}

/** Of a list, and that a list is longer than which. */
const most = 40;
/** Lists lie so deep at most; what is deeper goes with what it is in. */
const deepest = 4;

/** @returns the data without its long lists, and those in pieces */
export function inPieces(data: unknown): { readonly rest: unknown; readonly pieces: readonly Piece[] } {
  const pieces: Piece[] = [];
  const without = (value: unknown, at: readonly (string | number)[]): unknown => {
    if (value === null || typeof value !== 'object' || at.length > deepest) return value;
    if (Array.isArray(value)) {
      if (value.length <= most) return value.map((one, i) => without(one, [...at, i]));
      for (let i = 0; i < value.length; i += most) pieces.push({ at, items: value.slice(i, i + most) });
      return [];
    }
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, without(one, [...at, key])]));
  };
  return { rest: without(data, []), pieces };
}

/** Puts a piece where it belongs, behind those that came before it. `rest` is this process's own, and changed. */
export function put(rest: unknown, { at, items }: Piece): void {
  let list = rest as Record<string | number, unknown>;
  for (const step of at) list = list[step] as typeof list;
  (list as unknown as unknown[]).push(...items);
}

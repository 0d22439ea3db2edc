import { count } from '../kernel/words.js';

/**
 * What may be said of few answers (docs/field.md#always-with-n): counts, the middle one, each in its order; where they
 * go only of eight or more of one person; no per cent below ten.
 */

/** Of fewer answers nobody can tell a way from chance. */
export const fewestForWay = 8;
/** From so many on the one in the middle speaks for them. */
export const fewestForMiddle = 3;
/** Below it a per cent says more than is known. */
const fewestForPercent = 10;

/** The middle one, or half-way between the two in the middle; null of none. */
export function medianOf(all: readonly number[]): number | null {
  const inOrder = [...all].sort((a, b) => a - b);
  const middle = inOrder.length / 2;
  const [low, high] = [inOrder[Math.ceil(middle) - 1], inOrder[Math.floor(middle)]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}

export type Way = 'up' | 'down' | 'steady';

/**
 * Where one person's answers go, the earliest first: the middle of the later half against that of the earlier; less
 * than a whole step is steady. Null of fewer than eight.
 */
export function wayOf(all: readonly number[]): Way | null {
  if (all.length < fewestForWay) return null;
  const half = Math.floor(all.length / 2);
  const change = (medianOf(all.slice(-half)) ?? 0) - (medianOf(all.slice(0, half)) ?? 0);
  return change >= 1 ? 'up' : change <= -1 ? 'down' : 'steady';
}

/** "3 of 4 forms"; "0 of 1 form"; "12 of 16 forms, 75 %". @param what in the singular */
export const shareInWords = (n: number, of: number, what: string): string =>
  `${n} of ${count(of, what)}${of < fewestForPercent ? '' : `, ${Math.round((n / of) * 100)} %`}`;

/** Of more than so many, the same one after another is said once, with its times. */
const mostOneByOne = 24;

/** Each in its order: "2, 2, 3"; of very many "2 (×14), 3, 2 (×6)". */
export function inTheirOrder(all: readonly number[]): string {
  if (all.length <= mostOneByOne) return all.join(', ');
  const runs: { readonly is: number; times: number }[] = [];
  for (const is of all) {
    const last = runs.at(-1);
    if (last?.is === is) last.times += 1;
    else runs.push({ is, times: 1 });
  }
  return runs.map(({ is, times }) => (times === 1 ? String(is) : `${is} (×${times})`)).join(', ');
}

/** "before 2, 2, 3; after 4, 4, 5": what was said before and after a change, as it is, of one person. */
export const beforeAndAfter = (before: readonly number[], after: readonly number[]): string => {
  const said = (all: readonly number[]): string => (all.length === 0 ? 'none' : inTheirOrder(all));
  return `before ${said(before)}; after ${said(after)}`;
};

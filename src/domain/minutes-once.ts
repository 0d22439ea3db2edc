import { minute } from '../kernel/clock.js';

/** Minutes of which several claim a part, counted once. */

/** Whole minutes since 1970, from (inclusive) and to (exclusive): lengths are whole minutes, so totals are too. */
export type Span = readonly [from: number, to: number];

export const span = (startMs: number, minutes: number): Span => {
  const from = Math.floor(startMs / minute);
  return [from, from + minutes];
};

/** How many minutes lie in at least one of the spans. */
export function unionOf(spans: readonly Span[]): number {
  let total = 0;
  let reached = Number.NEGATIVE_INFINITY;
  for (const [from, to] of [...spans].sort((a, b) => a[0] - b[0])) {
    if (to <= reached) continue;
    total += to - Math.max(from, reached);
    reached = to;
  }
  return total;
}

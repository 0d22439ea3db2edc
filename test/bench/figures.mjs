/** Figures: spread, ratios of two that were measured in turns, and the table that they are printed in. */

/** The value below which this share of a sorted list lies. */
export const quantile = (sorted, q) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))];
export const inOrder = (list) => [...list].sort((a, b) => a - b);

/** Of one figure a round: the least, the middle one and the most. */
export function spread(list) {
  const sorted = inOrder(list);
  return { min: sorted[0], median: quantile(sorted, 0.5), max: sorted.at(-1) };
}

/** One ratio a round: both were measured right after each other, so that a busy machine slows both. */
export const ratios = (of, to) => spread(of.map((n, i) => n / to[i]));

/**
 * A row of the table. `what` says the figure; `unit` is `×`, `ms`, `MB`, `%`, `/s` or nothing; `bar` and `aim` are as
 * the goal has them: `{ least: n }` or `{ most: n }`.
 */
export const row = (what, unit, got, { bar, aim, kept } = {}) => ({
  what,
  unit,
  ...got,
  ...(bar === undefined ? {} : { bar, kept: kept ?? keeps(bar, got) }),
  ...(aim === undefined ? {} : { aim }),
});
/** By the middle round; every one of them stands beside it. */
const keeps = (bar, { median }) => (bar.least === undefined || median >= bar.least) && (bar.most ?? Infinity) >= median;

const digits = (n, unit) => (unit === '×' || unit === '%' || Math.abs(n) < 10 ? 2 : Math.abs(n) < 100 ? 1 : 0);
export const said = (n, unit = '') => {
  if (n === undefined || n === null || Number.isNaN(n)) return '–';
  const number = unit !== '×' && Number.isInteger(n) ? String(n) : n.toFixed(digits(n, unit));
  return unit === '×' || unit === '/s' ? `${number}${unit}` : `${number} ${unit}`.trim();
};
const bound = (b, unit) =>
  b === undefined ? '' : b.least === undefined ? `≤ ${said(b.most, unit)}` : `≥ ${said(b.least, unit)}`;

/** @param before rows of an earlier run, which are put beside those of the same words */
export function table(rows, before) {
  const earlier = new Map((before ?? []).map((r) => [r.what, r]));
  const head = ['figure', ...(before === undefined ? [] : ['before']), 'middle', 'least', 'most', 'bar', 'aim', ''];
  const lines = rows.map((r) => [
    r.what,
    ...(before === undefined ? [] : [said(earlier.get(r.what)?.median, r.unit)]),
    said(r.median, r.unit),
    said(r.min, r.unit),
    said(r.max, r.unit),
    bound(r.bar, r.unit),
    bound(r.aim, r.unit),
    r.kept === undefined ? '' : r.kept ? 'kept' : 'missed',
  ]);
  return markdown([head, ...lines]);
}

/** Lists of cells as a table of Markdown, in columns that a terminal shows as such too. */
export function markdown([head, ...lines]) {
  const wide = head.map((_, i) => Math.max(3, ...[head, ...lines].map((line) => String(line[i]).length)));
  const drawn = (cells) => `| ${cells.map((c, i) => String(c).padEnd(wide[i])).join(' | ')} |`;
  return [drawn(head), `|${wide.map((n) => '-'.repeat(n + 2)).join('|')}|`, ...lines.map(drawn)];
}

/** Up to how many ms each bucket of the histogram of the loop's delay goes. */
const buckets = [2, 5, 10, 20, 50, 100, 200, 500, 1_000, 5_000, Number.POSITIVE_INFINITY];

/** How often the loop was held up for how long (ms), as lines. */
export function histogram(delays) {
  const counts = buckets.map((to, i) => delays.filter((d) => d <= to && d > (buckets[i - 1] ?? -1)).length);
  const most = Math.max(1, ...counts);
  const last = counts.findLastIndex((n) => n > 0);
  return counts.slice(0, last + 1).map((n, i) => {
    const to = buckets[i] === Number.POSITIVE_INFINITY ? 'more' : `≤ ${buckets[i]} ms`;
    return `${to.padStart(10)} ${String(n).padStart(6)} ${'█'.repeat(Math.ceil((n / most) * 40))}`.trimEnd();
  });
}

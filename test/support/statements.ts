/** What one list has more of than the other, each text with how often, the most first: what to look for where one grew. */
export function moreIn(larger: readonly string[], smaller: readonly string[]): readonly string[] {
  const times = new Map<string, number>();
  for (const sql of larger) times.set(shape(sql), (times.get(shape(sql)) ?? 0) + 1);
  for (const sql of smaller) times.set(shape(sql), (times.get(shape(sql)) ?? 0) - 1);
  return [...times]
    .filter(([, n]) => n > 0)
    .sort((a, b) => b[1] - a[1])
    .map(([sql, n]) => `+${n} ${sql}`);
}

/** A list of values is as long as it is: `IN (?,?,?)` is one shape. */
const shape = (sql: string): string =>
  sql
    .replace(/`main`\./g, '')
    .replace(/\s+/g, ' ')
    .replace(/\(\s*\?(?:\s*,\s*\?)*\s*\)/g, '(…)')
    .replace(/SELECT .*? FROM/, 'SELECT … FROM')
    .slice(0, 160);

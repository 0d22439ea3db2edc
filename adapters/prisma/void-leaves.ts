import { leafAt } from '../../src/kernel/chain.js';
import { type Committed, type EntryRow, ownersOf, placeOf, practiceIn, wordsIn } from './chain-rows.js';
import type { Scope } from './scope.js';

/**
 * Destroys the secrets of all leaves of these names that a chain has committed to; figures stay, for hours must add up.
 * Whoever does so enters which they were.
 * @returns each as `SEQ.N`, in the order of both numbers
 */
export async function destroySecrets(s: Scope, chain: string, names: ReadonlySet<string>): Promise<readonly string[]> {
  const rows = await s.db.sql.query<EntryRow>`
    SELECT * FROM "AuditEntry" WHERE "chain" = ${chain} AND "programmeId" = ${s.programme} ORDER BY "seq"`;
  const ring = await s.ring(ownersOf(rows));
  const voids: string[] = [];
  for (const row of rows) {
    if (row.version === 1) continue;
    const here: number[] = [];
    const without = (leaves: readonly Committed[]): readonly Committed[] =>
      leaves.map(([n, path, secret]) => {
        if (secret === null || !names.has(path)) return [n, path, secret];
        here.push(n);
        return [n, path, null];
      });
    const words = without(wordsIn(ring, row));
    const practice = without(practiceIn(ring, row));
    if (here.length === 0) continue;
    const sealed = (part: 'words' | 'practice', of: string | null, leaves: readonly Committed[]) =>
      leaves.length === 0 || of === null ? row[part] : ring.seal(of, leaves, placeOf(part, chain, row.seq));
    await s.db.sql.run`
      UPDATE "AuditEntry" SET "words" = ${sealed('words', row.keyOf, words)},
        "practice" = ${sealed('practice', row.practiceOf, practice)}
      WHERE "chain" = ${chain} AND "seq" = ${row.seq} AND "programmeId" = ${s.programme}`;
    voids.push(...here.sort((a, b) => a - b).map((n) => leafAt(row.seq, n)));
  }
  return voids;
}

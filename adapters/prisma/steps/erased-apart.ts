import type { ProgrammeId } from '../../../src/kernel/ids.js';
import { recount } from '../counted.js';
import { groupedBy } from '../scope.js';
import { scopeOf } from './rows-of-step.js';
import type { DataStep } from './step.js';

/**
 * Step 8 (0.8.0): counts anew what people attended who were erased before, whose hours counted on with neither plan nor
 * record to show. From here on they stand apart.
 */

/** @param rowsAtOnce how many sessions a batch does at most */
export function erasedApart(rowsAtOnce = 100): DataStep {
  return {
    number: 8,
    name: 'erased-apart',
    async batch(work, after) {
      const rows = await work.db.sql.query<{ id: string; of: ProgrammeId }>`
        SELECT DISTINCT a."sessionId" AS "id", a."programmeId" AS "of"
        FROM "Person" w JOIN "Attendee" a ON a."menteeId" = w."id"
        WHERE w."erasedAt" IS NOT NULL AND LENGTH(w."profile") = 0 AND a."sessionId" > ${after ?? ''}
        ORDER BY a."sessionId" LIMIT ${rowsAtOnce}`;
      for (const [of, those] of groupedBy(rows, (row) => row.of))
        await recount(
          scopeOf(work, of),
          those.map((row) => row.id),
        );
      return rows.length < rowsAtOnce ? undefined : rows.at(-1)?.id;
    },
  };
}

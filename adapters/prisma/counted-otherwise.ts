import type { ProgrammeId } from '../../src/kernel/ids.js';
import type { Clients } from './connect.js';
import { recount } from './counted.js';
import { nothingAlong, type Scope } from './scope.js';

interface Columns {
  readonly id: string;
  readonly columns: string;
}

class Undo extends Error {}

/**
 * Which sessions of a programme are counted otherwise than their rows come to. They are counted anew and that is undone: only
 * whoever has the database to themselves may ask.
 */
export async function countedOtherwise(clients: Clients, programme: string): Promise<readonly string[]> {
  let found: readonly string[] = [];
  await clients
    .unit(async (db) => {
      const read = async (): Promise<readonly Columns[]> => {
        const sessions = await db.sql.query<{ id: string } & Readonly<Record<string, unknown>>>`
          SELECT "id", "countedFrom", "countedMinutes", "countedConfirmed", "countedDisputed", "countedRecorded",
            "countedPlanned", "disputes", "countedWhy", "ending", "lag"
          FROM "Session" WHERE "programmeId" = ${programme} ORDER BY "id"`;
        const parts = await db.sql.query<{ id: string } & Readonly<Record<string, unknown>>>`
          SELECT "sessionId" AS "id", "menteeId", "countedAs", "countedWhy", "countedMinutes", "countedConfirmed",
            "countedDisputed"
          FROM "Attendee" WHERE "programmeId" = ${programme} ORDER BY "sessionId", "menteeId"`;
        return [...sessions, ...parts].map((row) => ({ id: row.id, columns: JSON.stringify(row) }));
      };
      const before = await read();
      // Counting looks at plain columns alone: of a scope it takes no key.
      const s = { db, programme: programme as ProgrammeId, along: nothingAlong() } as unknown as Scope;
      await recount(s, [...new Set(before.map((row) => row.id))]);
      const after = await read();
      found = [...new Set(before.flatMap((row, i) => (row.columns === after[i]?.columns ? [] : [row.id])))];
      throw new Undo();
    })
    .catch((error: unknown) => {
      if (!(error instanceof Undo)) throw error;
    });
  return found;
}

import { restoredKey } from '../../src/ports/store.js';
import { openSqlite, type SqliteConnection } from './driver.js';
import { movingKey } from './root-check.js';

/** What a copy of a database says of what was to be said by now: after a restore that may have been said already. */

export interface Overdue {
  /** Prompts that fell due by `now`, domain clock. */
  readonly prompts: number;
  /** Messages that waited, or were under way, when the copy was taken. */
  readonly messages: number;
}

async function opened<T>(file: string, act: (at: SqliteConnection) => Promise<T>): Promise<T> {
  const at = await openSqlite(`file:${file}`);
  try {
    return await act(at);
  } finally {
    await at.dispose();
  }
}

const offsetOf = `(SELECT COALESCE(MAX(CAST("value" AS INTEGER)), 0) FROM "Meta" WHERE "key" = 'clock-offset')`;

/** @param now the machine's clock (ms): a clock that was moved is taken from the file. Nothing in it changes */
export const overdueIn = (file: string, now: number): Promise<Overdue> =>
  opened(file, async (at) => {
    await at.executeScript('PRAGMA query_only=ON');
    const { rows } = await at.queryRaw({
      sql: `SELECT (SELECT COUNT(*) FROM "Prompt" WHERE "state" = 'waiting' AND "dueAt" <= ${now} + ${offsetOf}),
                   (SELECT COUNT(*) FROM "Outbox" WHERE "state" IN ('waiting', 'sending'))`,
      args: [],
      argTypes: [],
    });
    const [prompts, messages] = rows[0] ?? [];
    return { prompts: Number(prompts), messages: Number(messages) };
  });

/** Leaves word in the file that what fell due by `now` (as above) is not said by itself. */
export const leaveOut = (file: string, now: number): Promise<void> =>
  opened(file, (at) =>
    at.executeScript(
      `INSERT INTO "Meta" ("key", "value") VALUES ('${restoredKey}', CAST(${now} + ${offsetOf} AS TEXT))
       ON CONFLICT ("key") DO UPDATE SET "value" = excluded."value"`,
    ),
  );

/** Takes the mark of a move that has not ended out of a copy: the copy is whole. */
export const dropMark = (file: string): Promise<void> =>
  opened(file, (at) => at.executeScript(`DELETE FROM "Meta" WHERE "key" = '${movingKey}'`));

/** Writes what stands in the log beside a database into it, so that it is one file. Nobody else may have it open. @throws where it is damaged */
export const foldLog = (file: string): Promise<void> =>
  opened(file, async (at) => {
    await at.queryRaw({ sql: 'PRAGMA wal_checkpoint(TRUNCATE)', args: [], argTypes: [] });
  });

import { Refused, rotationUnfinished } from '../../src/kernel/errors.js';
import type { Clients } from './connect.js';
import type { Keys } from './keys.js';
import type { Sql } from './sql.js';

/** What says under which data key a database is, and under which it is being brought (rotate.ts). */
export interface RootCheck {
  readonly check: string | undefined;
  readonly unfinished: string | undefined;
  /** Whether it is being moved into, and not all of it is there (postgresql/fill.ts). */
  readonly moving: boolean;
}
export const [rootCheckKey, rotationKey, movingKey] = ['root-check', 'root-check-new', 'moving'] as const;

export async function rootCheck(sql: Sql): Promise<RootCheck> {
  const rows = await sql.query<{ key: string; value: string }>`
    SELECT "key", "value" FROM "Meta" WHERE "key" IN (${rootCheckKey}, ${rotationKey}, ${movingKey})`;
  const of = (key: string): string | undefined => rows.find((row) => row.key === key)?.value;
  return { check: of(rootCheckKey), unfinished: of(rotationKey), moving: of(movingKey) !== undefined };
}

/** The same kept anew: the key that it is being brought under, until that is the database's. */
export const beginRotation = (sql: Sql, to: Keys): Promise<number> =>
  sql.run`INSERT INTO "Meta" ("key", "value") VALUES (${rotationKey}, ${to.checkValue()})`;
export async function endRotation(sql: Sql, to: Keys): Promise<void> {
  await sql.run`UPDATE "Meta" SET "value" = ${to.checkValue()} WHERE "key" = ${rootCheckKey}`;
  await sql.run`DELETE FROM "Meta" WHERE "key" = ${rotationKey}`;
}

/**
 * Another key would not read what is there, and what it wrote could not be read with the right one.
 * @throws Refused `wrong-data-key`, `rotation-unfinished`, `half-moved`
 */
export async function checkRootKey(
  { writer, writing }: Pick<Clients, 'writer' | 'writing'>,
  keys: Keys,
): Promise<void> {
  const { check, unfinished, moving } = await rootCheck(writing);
  if (moving)
    throw new Refused(
      'half-moved',
      'A move into this database has not ended. Run the same npx mentorlog move again: it goes on where it stopped.',
    );
  if (unfinished !== undefined && (keys.opens(unfinished) || (check !== undefined && keys.opens(check))))
    throw rotationUnfinished();
  if (check !== undefined) keys.verify(check);
  else await writer.meta.create({ data: { key: rootCheckKey, value: keys.checkValue() } });
}

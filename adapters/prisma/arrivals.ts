import {
  type Posted as PostedRow,
  Prisma,
  type Programme as ProgrammeRow,
} from '../../prisma/generated/sqlite/client.js';
import type { PersonId, ProgrammeId } from '../../src/kernel/ids.js';
import type { Transaction } from '../../src/ports/store.js';
import type { Db } from './db.js';
import { type Along, type Shared, text } from './scope.js';
import type { Plain } from './sql.js';

type Row = { readonly [C in keyof Plain<ProgrammeRow>]: Plain<ProgrammeRow>[C] | null } & {
  readonly first: string | null;
  readonly told: string | null;
  readonly personId: string | null;
  readonly keptKey: string | null;
  readonly keptValue: Uint8Array | null;
} & { readonly [C in 'ref' | 'face' | 'subject' | 'recipient' | 'postedKey' | 'drawn']: unknown };

/** One statement for what each event asks before anything else, and for what nearly each goes on to ask. */
export function arrivals(shared: Shared, db: Db, alongOf: (programme: string) => Along): Transaction['arrivals'] {
  return {
    async read({ delivery, told, account, message }) {
      const early = [...shared.kept.values()].filter((value) => value.early !== undefined);
      const keys = early.map(({ name, early: whose }) =>
        whose === 'person' ? Prisma.sql`${`${name}:`} || a."personId"` : Prisma.sql`${name}`,
      );
      const rows = await db.sql.query<Row>`
        SELECT d."outcome" AS "first", t."outcome" AS "told", a."personId", p.*,
          k."key" AS "keptKey", k."value" AS "keptValue",
          m."ref", m."face", m."subject", m."recipient", m."key" AS "postedKey", m."drawn"
        FROM (SELECT 1 AS "one") AS "event"
        LEFT JOIN "Delivery" d ON d."key" = ${shared.keys.delivery(text(delivery))}
        LEFT JOIN "Delivery" t ON t."key" = ${told === undefined ? null : shared.keys.delivery(told)}
        LEFT JOIN "Account" a ON a."platform" = ${account?.platform ?? null} AND a."tenant" = ${account?.tenant ?? null}
          AND a."user" = ${account?.user ?? null}
        LEFT JOIN "Programme" p ON p."id" = a."programmeId"
        LEFT JOIN "Posted" m ON m."ref" = ${message ?? null} AND m."programmeId" = a."programmeId"
        LEFT JOIN "Memory" k ON k."programmeId" = a."programmeId" AND k."key" IN (${Prisma.join(keys)})`;
      const [row] = rows;
      if (row === undefined) throw new Error('an event without a row');
      const answered = { first: row.first ?? undefined, told: row.told ?? undefined };
      const { personId, id } = row;
      if (personId === null || id === null) return { ...answered, home: undefined };
      const along = alongOf(id);
      along.programme = row as Plain<ProgrammeRow>;
      for (const { name, early: whose } of early)
        along.kept.set(whose === 'person' ? `${name}:${personId}` : name, null);
      for (const { keptKey, keptValue } of rows) if (keptKey !== null) along.kept.set(keptKey, keptValue);
      if (message !== undefined)
        along.posted.set(
          text(message),
          row.ref === null ? null : ({ ...row, key: row.postedKey } as unknown as Plain<PostedRow>),
        );
      return { ...answered, home: { person: personId as PersonId, programme: id as ProgrammeId } };
    },
  };
}

import { type Person as PersonRow, Prisma } from '../../prisma/generated/sqlite/client.js';
import type { Account } from '../../src/chat/inbound.js';
import type { Role } from '../../src/domain/programme.js';
import type { PersonId, ProgrammeId } from '../../src/kernel/ids.js';
import type { Transaction } from '../../src/ports/store.js';
import type { Db } from './db.js';
import { toPerson } from './people.js';
import { type PromptColumns, toPrompt } from './prompts.js';
import { ms, msOrNull, type Shared, text } from './scope.js';
import type { Plain } from './sql.js';

interface AccountColumns {
  readonly platform: string;
  readonly tenant: string;
  readonly user: string;
}
const toAccount = ({ platform, tenant, user }: AccountColumns): Account => ({
  platform: platform as Account['platform'],
  tenant,
  user,
});

/** Only those of these programmes, by this column; of all where none are named. */
const among = (column: Prisma.Sql, of: readonly ProgrammeId[] | undefined): Prisma.Sql =>
  of === undefined ? Prisma.sql`1 = 1` : Prisma.sql`${column} IN (${Prisma.join([...of, ''].map(text))})`;

/** Of a person's roles, as the column has them: a list in JSON. */
const coordinates = Prisma.sql`p."roles" LIKE '%"coordinator"%' AND p."erasedAt" IS NULL`;

/**
 * Statements that begin at the programmes and reach each one's rows by an index: a `CROSS JOIN` keeps SQLite to that
 * order, where it would go through a table by another (docs/platforms.md#statements-are-dear).
 */
export function everywhere(shared: Pick<Shared, 'keys'>, db: Db): Transaction['everywhere'] {
  const ids = (rows: readonly { readonly id: string }[]): readonly ProgrammeId[] =>
    rows.map((row) => row.id as ProgrammeId);
  return {
    async places(of) {
      const rows = await db.sql.query<{
        programmeId: string;
        platform: string;
        tenant: string;
        removedAt: number | null;
      }>`
        SELECT "programmeId", "platform", "tenant", "removedAt" FROM "Installation"
        WHERE ${among(Prisma.sql`"programmeId"`, of)} ORDER BY "programmeId", "platform", "tenant"`;
      return rows.map((row) => ({
        programme: row.programmeId as ProgrammeId,
        platform: row.platform as Account['platform'],
        tenant: row.tenant,
        removedAt: msOrNull(row.removedAt),
      }));
    },

    async accounts(of) {
      const rows = await db.sql.query<AccountColumns & { personId: string; programmeId: string; roles: string }>`
        SELECT a."platform", a."tenant", a."user", a."personId", p."programmeId", p."roles"
        FROM "Person" AS p CROSS JOIN "Account" AS a
        WHERE a."personId" = p."id" AND p."erasedAt" IS NULL AND ${among(Prisma.sql`p."programmeId"`, of)}
          AND (p."roles" NOT IN ('[]', '["mentee"]') OR NOT EXISTS (
            SELECT 1 FROM "Installation" AS i
            WHERE i."platform" = a."platform" AND i."tenant" = a."tenant" AND i."programmeId" = p."programmeId"))`;
      return rows.map((row) => ({
        account: toAccount(row),
        person: row.personId as PersonId,
        programme: row.programmeId as ProgrammeId,
        roles: JSON.parse(row.roles) as Role[],
      }));
    },

    async coordinators() {
      const rows = await db.sql.query<Plain<PersonRow>>`
        SELECT p.* FROM "Person" AS p WHERE ${coordinates} ORDER BY p."programmeId", p."createdAt", p."id"`;
      const theirs = await db.sql.query<AccountColumns & { personId: string }>`
        SELECT a."platform", a."tenant", a."user", a."personId" FROM "Person" AS p CROSS JOIN "Account" AS a
        WHERE a."personId" = p."id" AND ${coordinates} ORDER BY a."position"`;
      const accounts = new Map<string, AccountColumns[]>(rows.map((row) => [row.id, []]));
      for (const row of theirs) accounts.get(row.personId)?.push(row);
      const ring = await shared.keys.across(
        db,
        rows.map((row) => ({ programme: row.programmeId, person: row.id })),
      );
      return rows.map((row) => toPerson(ring, { ...row, accounts: accounts.get(row.id) ?? [] }));
    },

    async coordinatedFrom(platform, tenant) {
      const rows = await db.sql.query<{ id: string }>`
        SELECT DISTINCT g."id", g."createdAt" FROM "Account" AS a CROSS JOIN "Person" AS p CROSS JOIN "Programme" AS g
        WHERE a."platform" = ${text(platform)} AND a."tenant" = ${text(tenant)} AND p."id" = a."personId"
          AND ${coordinates} AND g."id" = p."programmeId"
        ORDER BY g."createdAt", g."id"`;
      return ids(rows);
    },

    async keeping(value) {
      const rows = await db.sql.query<{ id: string }>`
        SELECT g."id" FROM "Programme" AS g CROSS JOIN "Memory" AS m
        WHERE m."programmeId" = g."id" AND m."key" = ${value.key()} ORDER BY g."createdAt", g."id"`;
      return ids(rows);
    },

    async recurring() {
      const rows = await db.sql.query<PromptColumns>`
        SELECT q.* FROM "Programme" AS g CROSS JOIN "Prompt" AS q
        WHERE q."programmeId" = g."id" AND q."toId" IS NULL AND q."state" = 'waiting'`;
      return rows.map(toPrompt);
    },

    async takingPart(from, to) {
      const span = Prisma.sql`s."programmeId" = g."id" AND s."startsAt" >= ${from} AND s."startsAt" < ${to}`;
      const rows = await db.sql.query<
        AccountColumns & { programmeId: string; id: string; zone: string; meets: number }
      >`
        WITH meeting AS (
          SELECT s."mentorId" AS person FROM "Programme" AS g CROSS JOIN "Session" AS s WHERE ${span}
          UNION SELECT w."menteeId" FROM "Programme" AS g CROSS JOIN "Session" AS s CROSS JOIN "Attendee" AS w
            WHERE ${span} AND w."sessionId" = s."id"
        ), paired AS (
          SELECT "mentorId" AS person FROM "Mentorship" WHERE "state" IN ('proposed', 'active', 'paused')
          UNION SELECT "menteeId" FROM "Mentorship" WHERE "state" IN ('proposed', 'active', 'paused')
        ), taking AS (SELECT person FROM meeting UNION SELECT person FROM paired)
        SELECT p."programmeId", p."id", p."zone", a."platform", a."tenant", a."user",
          CASE WHEN p."id" IN (SELECT person FROM meeting) THEN 1 ELSE 0 END AS "meets"
        FROM taking CROSS JOIN "Person" AS p CROSS JOIN "Account" AS a
        WHERE p."id" = taking.person AND p."erasedAt" IS NULL AND a."personId" = p."id"
        ORDER BY p."programmeId", p."createdAt", p."id", a."position"`;
      const found = new Map<string, { row: (typeof rows)[number]; accounts: Account[] }>();
      for (const row of rows) {
        const one = found.get(row.id) ?? { row, accounts: [] };
        one.accounts.push(toAccount(row));
        found.set(row.id, one);
      }
      return [...found.values()].map(({ row, accounts }) => ({
        programme: row.programmeId as ProgrammeId,
        person: row.id as PersonId,
        zone: row.zone,
        meets: ms(row.meets) === 1,
        accounts,
      }));
    },
  };
}

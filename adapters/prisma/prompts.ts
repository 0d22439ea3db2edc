import { Prisma } from '../../prisma/generated/sqlite/client.js';
import type { PersonId, ProgrammeId } from '../../src/kernel/ids.js';
import type { PromptRow, Rows } from '../../src/ports/store.js';
import type { Repository } from './repository.js';
import { ms, type Scope, text } from './scope.js';

/** A row as Prisma or a statement of our own gives it. */
export interface PromptColumns {
  readonly occurrence: string;
  readonly programmeId: string;
  readonly kind: string;
  readonly subject: string;
  readonly toId: string | null;
  readonly dueAt: bigint | number;
  readonly expiresAt: bigint | number;
  readonly state: string;
}

export const toPrompt = (row: PromptColumns): PromptRow => ({
  occurrence: row.occurrence,
  programme: row.programmeId as ProgrammeId,
  kind: row.kind,
  subject: row.subject,
  to: row.toId as PersonId | null,
  dueAt: ms(row.dueAt),
  expiresAt: ms(row.expiresAt),
  state: row.state as PromptRow['state'],
});

/** Rows in one statement: eight parameters each, of SQLite's 32,766. */
const mostAtOnce = 1_000;

function promptRows(s: Scope): Rows['prompts'] {
  return {
    async set(...prompts) {
      if (prompts.some((p) => p.programme !== s.programme))
        throw new Error('a prompt of another programme cannot be set here');
      // One statement, for a plan that moves sets several. What fired stays as it is; a lease on the old time goes.
      const rows = prompts.map(
        (p) =>
          Prisma.sql`(${s.programme}, ${text(p.occurrence)}, ${p.kind}, ${p.subject}, ${p.to}, ${p.dueAt}, ${p.expiresAt}, ${p.state})`,
      );
      for (let i = 0; i < rows.length; i += mostAtOnce)
        await s.db.sql.run`
        INSERT INTO "Prompt" ("programmeId", "occurrence", "kind", "subject", "toId", "dueAt", "expiresAt", "state")
        VALUES ${Prisma.join(rows.slice(i, i + mostAtOnce))}
        ON CONFLICT ("programmeId", "occurrence") DO UPDATE SET
          "kind" = excluded."kind", "subject" = excluded."subject", "toId" = excluded."toId", "dueAt" = excluded."dueAt",
          "expiresAt" = excluded."expiresAt", "state" = excluded."state", "settledAt" = NULL, "leasedUntil" = NULL
        WHERE "Prompt"."state" <> 'fired'`;
    },
    async cancel(occurrence) {
      await s.db.prisma.prompt.updateMany({
        where: { programmeId: s.programme, occurrence: text(occurrence), state: 'waiting' },
        data: { state: 'cancelled', leasedUntil: null },
      });
    },
    async cancelAll(prefix) {
      // Not LIKE: it takes `_` and `%` for wildcards, and on SQLite capitals for small letters.
      await s.db.sql.run`
        UPDATE "Prompt" SET "state" = 'cancelled', "leasedUntil" = NULL
        WHERE "programmeId" = ${s.programme} AND "state" = 'waiting'
          AND substr("occurrence", 1, length(${text(prefix)})) = ${text(prefix)}`;
    },
    async get(occurrence) {
      const row = await s.db.prisma.prompt.findFirst({
        where: { programmeId: s.programme, occurrence: text(occurrence) },
      });
      return row === null ? undefined : toPrompt(row);
    },
    async waitingFor(person) {
      const rows = await s.db.prisma.prompt.findMany({
        where: { programmeId: s.programme, toId: text(person), state: 'waiting' },
        orderBy: [{ dueAt: 'asc' }, { occurrence: 'asc' }],
      });
      return rows.map(toPrompt);
    },
    async settle(occurrence, state, at) {
      await s.db.prisma.prompt.updateMany({
        where: { programmeId: s.programme, occurrence: text(occurrence), state: 'waiting' },
        data: { state, settledAt: at, leasedUntil: null },
      });
    },
  };
}

export const prompts: Repository<'prompts'> = {
  rows: promptRows,
  tables: {
    Prompt: { overwritten: 'Those that wait for them are cancelled; an occurrence that was never comes again.' },
  },
  async erase(s, person) {
    await s.db.prisma.prompt.updateMany({
      where: { programmeId: s.programme, toId: person, state: 'waiting' },
      data: { state: 'cancelled' },
    });
  },
};

import { Prisma } from '../../prisma/generated/sqlite/client.js';
import type { PersonId, ProgrammeId } from '../../src/kernel/ids.js';
import type { PromptChanges, PromptRow, Rows } from '../../src/ports/store.js';
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

const columns = '"programmeId", "occurrence", "kind", "subject", "toId", "dueAt", "expiresAt"';

/** Rows in one statement: eight parameters each, of PostgreSQL's 32,767. */
const mostAtOnce = 1_000;

/**
 * Whether an occurrence begins so. A range, which the key answers, for occurrences have no letter after `~`; and the
 * beginning itself, for a database that sorts otherwise. Not LIKE: it takes `_` and `%` for wildcards, and on SQLite
 * capitals for small letters.
 */
function beginsSo(prefix: string): Prisma.Sql {
  const from = text(prefix);
  return from === ''
    ? Prisma.sql`1 = 1`
    : Prisma.sql`"occurrence" >= ${from} AND "occurrence" < ${`${from}~`}
        AND substr("occurrence", 1, length(${from})) = ${from}`;
}

/** Whether it is one of these occurrences. */
const among = (occurrences: readonly string[]): Prisma.Sql =>
  Prisma.sql`"occurrence" IN (${Prisma.join(occurrences.map(text))})`;

/** Occurrences or beginnings in one statement: SQLite takes five hundred parts of a UNION. */
const mostReadings = 400;

/** Which prompts are meant: those with one of these occurrences, or one that begins so. */
const meant = ({ cancel, cancelAll }: Omit<PromptChanges, 'set'>): readonly Prisma.Sql[] => [
  ...cancel.map((occurrence) => Prisma.sql`"occurrence" = ${text(occurrence)}`),
  ...cancelAll.map(beginsSo),
];

/** The waiting ones of them, with these columns. One reading each, for each is then found by the key. */
const waiting = (s: Scope, which: readonly Prisma.Sql[], columns: string): Prisma.Sql =>
  Prisma.join(
    which.map(
      (one) => Prisma.sql`
      SELECT ${Prisma.raw(columns)} FROM "Prompt"
      WHERE "programmeId" = ${s.programme} AND "state" = 'waiting' AND ${one}`,
    ),
    ' UNION ',
  );

function promptRows(s: Scope): Rows['prompts'] {
  /** Runs what changes prompts; where the database keeps alarms they change with them, in the same statement. */
  const changing = async (statement: Prisma.Sql): Promise<void> => {
    if (s.alarms === undefined) await s.db.sql.run`${statement}`;
    else await s.db.sql.query`${s.alarms.along(statement)}`;
  };
  const change = async ({ set: asked, ...cancels }: PromptChanges): Promise<void> => {
    if (asked.some((p) => p.programme !== s.programme))
      throw new Error('a prompt of another programme cannot be set here');
    // Each once, as it was last asked for: PostgreSQL changes no row twice in one statement.
    const set = [...new Map(asked.map((p) => [text(p.occurrence), p])).values()];
    const which = meant(cancels);
    if (set.length > 0 && set.length <= mostAtOnce && which.length <= mostReadings) return put(set, which);
    for (let i = 0; i < which.length; i += mostReadings)
      await changing(Prisma.sql`
        UPDATE "Prompt" SET "state" = 'cancelled', "leasedUntil" = NULL
        WHERE "programmeId" = ${s.programme}
          AND "occurrence" IN (${waiting(s, which.slice(i, i + mostReadings), '"occurrence"')})`);
    for (let i = 0; i < set.length; i += mostAtOnce) await put(set.slice(i, i + mostAtOnce), []);
  };

  /** One statement, for a plan that moves sets several. What fired stays as it is; a lease on the old time goes. */
  const put = async (set: readonly PromptRow[], cancelled: readonly Prisma.Sql[]): Promise<void> => {
    const rows = Prisma.join(
      set.map(
        (p) =>
          Prisma.sql`(${s.programme}, ${text(p.occurrence)}, ${p.kind}, ${p.subject}, ${p.to}, CAST(${p.dueAt} AS BIGINT), CAST(${p.expiresAt} AS BIGINT), ${p.state})`,
      ),
    );
    // What is taken back and not set again stands among them as cancelled.
    const others =
      cancelled.length === 0
        ? Prisma.empty
        : Prisma.sql`
          SELECT ${Prisma.raw(columns)}, 'cancelled' FROM (${waiting(s, cancelled, columns)}) "back"
          WHERE "occurrence" NOT IN (${Prisma.join(set.map((p) => text(p.occurrence)))})
          UNION ALL`;
    await changing(Prisma.sql`
      INSERT INTO "Prompt" (${Prisma.raw(columns)}, "state")
      ${others} VALUES ${rows}
      ON CONFLICT ("programmeId", "occurrence") DO UPDATE SET
        "kind" = excluded."kind", "subject" = excluded."subject", "toId" = excluded."toId", "dueAt" = excluded."dueAt",
        "expiresAt" = excluded."expiresAt", "state" = excluded."state", "settledAt" = NULL, "leasedUntil" = NULL
      WHERE "Prompt"."state" <> 'fired'`);
  };

  return {
    change,
    set: (...prompts) => change({ cancel: [], cancelAll: [], set: prompts }),
    cancel: (occurrence) => change({ cancel: [occurrence], cancelAll: [], set: [] }),
    cancelAll: (prefix) => change({ cancel: [], cancelAll: [prefix], set: [] }),
    async get(occurrence) {
      const [row] = await s.db.sql.query<PromptColumns>`
        SELECT * FROM "Prompt" WHERE "programmeId" = ${s.programme} AND "occurrence" = ${text(occurrence)}`;
      return row === undefined ? undefined : toPrompt(row);
    },
    async take(occurrences) {
      if (occurrences.length === 0) return [];
      // Not waited for: whoever holds it may be stopped, and is about to settle it otherwise.
      const lock = s.db.sql.others ? Prisma.sql`FOR UPDATE SKIP LOCKED` : Prisma.empty;
      const rows = await s.db.sql.query<PromptColumns>`
        SELECT * FROM "Prompt" WHERE "programmeId" = ${s.programme} AND ${among(occurrences)} ${lock}`;
      return rows.map(toPrompt);
    },
    async beginning(prefix) {
      const rows = await s.db.sql.query<{ occurrence: string }>`
        SELECT "occurrence" FROM "Prompt" WHERE "programmeId" = ${s.programme} AND ${beginsSo(prefix)}`;
      return new Set(rows.map((row) => row.occurrence));
    },
    async waitingFor(person) {
      const rows = await s.db.sql.query<PromptColumns>`
        SELECT * FROM "Prompt"
        WHERE "programmeId" = ${s.programme} AND "toId" = ${text(person)} AND "state" = 'waiting'
        ORDER BY "dueAt", "occurrence"`;
      return rows.map(toPrompt);
    },
    async settle(occurrences, state, at) {
      if (occurrences.length === 0) return;
      await s.db.sql.run`
        UPDATE "Prompt" SET "state" = ${state}, "settledAt" = ${at}, "leasedUntil" = NULL
        WHERE "programmeId" = ${s.programme} AND ${among(occurrences)} AND "state" = 'waiting'`;
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
    if (s.alarms !== undefined) await s.db.sql.query`${s.alarms.forget(s.programme, text(person))}`;
  },
};

import { Prisma } from '../../prisma/generated/sqlite/client.js';
import type { Db } from './db.js';

/** The tables that several rows are put into at once. */
interface Insertable {
  readonly Account: Prisma.AccountCreateManyInput;
  readonly Attendee: Prisma.AttendeeCreateManyInput;
  readonly AuditEntry: Prisma.AuditEntryCreateManyInput;
  readonly Catalogue: Omit<Prisma.CatalogueCreateManyInput, 'seq'>;
  readonly ChainCheck: Prisma.ChainCheckCreateManyInput;
  readonly ChainHead: Prisma.ChainHeadCreateManyInput;
  readonly FeedbackAnswer: Prisma.FeedbackAnswerCreateManyInput;
  readonly Goal: Prisma.GoalCreateManyInput;
  readonly GoalLevel: Prisma.GoalLevelCreateManyInput;
  readonly Misfit: Prisma.MisfitCreateManyInput;
  readonly Outbox: Omit<Prisma.OutboxCreateManyInput, 'seq'>;
  readonly Pack: Prisma.PackCreateManyInput;
  readonly PackChoice: Prisma.PackChoiceCreateManyInput;
  readonly PackFile: Prisma.PackFileCreateManyInput;
  readonly Plan: Prisma.PlanCreateManyInput;
  readonly RecordedOutcome: Prisma.RecordedOutcomeCreateManyInput;
  readonly Release: Prisma.ReleaseCreateManyInput;
  readonly RightsRequest: Prisma.RightsRequestCreateManyInput;
  readonly ReviewAnswer: Prisma.ReviewAnswerCreateManyInput;
  readonly Session: Prisma.SessionCreateManyInput;
}

/** Values in one statement, of PostgreSQL's 32,767. */
const mostValues = 30_000;

/**
 * Puts rows in with one statement, or a few where they are thousands; nothing if there are none. Prisma's own `createMany` is planned anew for each number
 * of rows, which takes longer than all else that a unit of work does.
 * @param over columns of a key: a row that is there already by them becomes the one given
 */
export async function insertRows<M extends keyof Insertable>(
  { sql }: Db,
  model: M,
  rows: readonly Required<Insertable[M]>[],
  over: readonly (keyof Insertable[M] & string)[] = [],
): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  // Names of the data model, never what came from outside.
  const columns = Object.keys(first) as (keyof Insertable[M] & string)[];
  const names = Prisma.raw(columns.map((name) => `"${name}"`).join(', '));
  const changes = columns.filter((name) => !over.includes(name)).map((name) => `"${name}" = excluded."${name}"`);
  const instead =
    over.length === 0
      ? Prisma.empty
      : Prisma.raw(` ON CONFLICT (${over.map((name) => `"${name}"`).join(', ')}) DO UPDATE SET ${changes.join(', ')}`);
  const atOnce = Math.floor(mostValues / columns.length);
  for (let i = 0; i < rows.length; i += atOnce) {
    const values = rows
      .slice(i, i + atOnce)
      .map((row) => Prisma.sql`(${Prisma.join(columns.map((name) => row[name]))})`);
    await sql.run`INSERT INTO ${Prisma.raw(`"${model}"`)} (${names}) VALUES ${Prisma.join(values)}${instead}`;
  }
}

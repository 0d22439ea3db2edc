import { Prisma } from '../../prisma/generated/sqlite/client.js';
import type { Queue } from '../../src/ports/store.js';
import type { Beside } from './book.js';
import type { Begun, Ended } from './dialect.js';
import { gathered } from './gathered.js';
import { text } from './scope.js';
import type { Sql } from './sql.js';

/** Messages in one statement: as many as are under way at once. */
const mostTogether = 50;

/**
 * How attempts to send a message begin and end: each by one row and its fence. Where one writes at a time they pass the gate;
 * else they go beside whatever else is done, those of one moment in one statement, for each is a way to the server and
 * back, and a COMMIT that has to last.
 */
export function attempts({ clients, gate }: Beside): Pick<Queue, 'attempting' | 'settle'> {
  const { others } = clients.writing;
  const atOnce = async <T>(
    act: (on: Pick<typeof clients, 'writing' | 'unit'>) => Promise<T>,
    tries = 3,
  ): Promise<T> => {
    const { beside, dialect } = clients;
    if (beside === undefined) return gate.run(() => act(clients));
    try {
      return await act(beside);
    } catch (error) {
      if (tries > 1 && dialect.isInTheWay(error)) return atOnce(act, tries - 1);
      throw error;
    }
  };

  const begunAlone = async ({ id, fence, at, address }: Begun): Promise<boolean> => {
    const changed = await atOnce(
      (on) => on.writing.run`
        UPDATE "Outbox" SET "attempts" = "attempts" + 1,
          "attemptedAt" = CASE WHEN ${address !== null} THEN ${at} ELSE "attemptedAt" END,
          "address" = CASE WHEN ${address !== null} THEN ${text(address)} ELSE "address" END
        WHERE "id" = ${id} AND "fence" = ${fence} AND "state" = 'sending' AND "leasedUntil" > ${at}`,
    );
    return changed === 1;
  };

  const endedAlone = async (end: Ended): Promise<boolean> => {
    const { id, fence, posted } = end;
    const settled = Prisma.sql`
      UPDATE "Outbox" SET "state" = ${end.state}, "code" = ${end.code}, "leasedUntil" = NULL,
        "attemptedAt" = CASE WHEN ${end.known} OR "attemptedAt" IS NULL THEN NULL
          WHEN ${end.mayArrive} THEN ${end.at} ELSE "attemptedAt" END,
        "attempts" = CASE WHEN ${end.uncounted} AND "attempts" > 0 THEN "attempts" - 1 ELSE "attempts" END,
        "nextAt" = ${end.nextAt}, "settledAt" = ${end.settledAt}
      WHERE "id" = ${id} AND "fence" = ${fence} AND "state" = 'sending'`;
    if (posted === null) return (await atOnce((on) => on.writing.run`${settled}`)) === 1;
    // Both in one transaction: where it stands is kept if and only if the attempt ends here. The row is written first, which
    // an erasure of whom it is for takes away first: so where it stands is there for that to find, or is not written. The key
    // stays the first one's: it is what the message on the platform carries.
    const stand = (from: Prisma.Sql): Prisma.Sql => Prisma.sql`
      INSERT INTO "Posted" ("programmeId", "face", "subject", "recipient", "ref", "key", "drawn")
      SELECT "programmeId", "face", "subject", "recipient", CAST(${posted.ref} AS TEXT), "key",
        CAST(${posted.drawn} AS INTEGER)
      FROM ${from}
      ON CONFLICT ("programmeId", "subject", "face", "recipient")
        DO UPDATE SET "ref" = excluded."ref", "drawn" = excluded."drawn"`;
    const ended = others
      ? await atOnce((on) => inOneStatement(on.writing, settled, stand))
      : await atOnce((on) =>
          on.unit(async ({ sql: { run } }) => {
            const n = await run`${settled}`;
            if (n === 1) await run`${stand(Prisma.sql`"Outbox" WHERE "id" = ${id} AND "fence" = ${fence}`)}`;
            return n;
          }),
        );
    return ended === 1;
  };

  /**
   * What `statement` does for all of them that nobody else has locked, and `alone` for the others, for which nobody else
   * waits: a program that was stopped in the middle may hold them for long. All are asked for alone where the statement is
   * refused for what one of them says; where it is not known what became of it, all are told that.
   */
  const together = <One extends { readonly id: string }>(
    statement: ((all: readonly One[]) => Prisma.Sql) | undefined,
    alone: (one: One) => Promise<boolean>,
  ): ((one: One) => Promise<boolean>) => {
    const { beside, dialect } = clients;
    if (statement === undefined || beside === undefined) return alone;
    return gathered(mostTogether, async (all: readonly One[]) => {
      // Of one message there may be two, by the fence that it had and by the one that it has: the later one goes behind.
      const first = new Map<string, One>();
      for (const one of all) if (!first.has(one.id)) first.set(one.id, one);
      const done = new Set<One | undefined>();
      try {
        const rows = await beside.writing.query<{ id: string }>`${statement([...first.values()])}`;
        for (const { id } of rows) done.add(first.get(id));
      } catch (error) {
        if (!dialect.isInTheWay(error) && !dialect.isOfOneRow(error)) throw error;
      }
      return all.map((one) => done.has(one) || alone(one));
    });
  };
  const { attempts } = clients.dialect;
  const begin = together(attempts?.begun, begunAlone);
  const end = together(attempts?.ended, endedAlone);

  return {
    attempting: (id, fence, at, address) =>
      begin({ id: text(id), fence, at, address: address === null ? null : text(address) }),

    settle: (id, fence, { state, nextAt = 0, code = '', posted, notDelivered, mayArrive, uncounted, at }) =>
      end({
        id: text(id),
        fence,
        state,
        nextAt,
        code,
        at,
        posted: posted === undefined ? null : { ref: text(posted.ref), drawn: posted.drawn },
        // An attempt that may have arrived stays on the row until that is known: it must be looked up, not made again.
        known: notDelivered === true || state === 'delivered',
        mayArrive: mayArrive === true,
        uncounted: uncounted === true,
        settledAt: state === 'waiting' ? null : at,
      }),
  };
}

/**
 * Changes rows and writes of them elsewhere, where a statement may do both (SQLite's does one thing): a way to the server
 * and back in place of four.
 */
async function inOneStatement(on: Sql, changing: Prisma.Sql, then: (from: Prisma.Sql) => Prisma.Sql): Promise<number> {
  const [row] = await on.query<{ n: number }>`
    WITH "changed" AS (${changing} RETURNING *), "then" AS (${then(Prisma.sql`"changed"`)})
    SELECT COUNT(*) AS "n" FROM "changed"`;
  return row?.n ?? 0;
}

import { Prisma } from '../../prisma/generated/sqlite/client.js';
import type { AnyKept } from '../../src/domain/kept.js';
import { day } from '../../src/kernel/clock.js';
import type { PersonId, ProgrammeId } from '../../src/kernel/ids.js';
import {
  leftOutByRestore,
  type PromptRow,
  type Queue,
  returnCodes,
  updateInLine,
  waitsForHours,
} from '../../src/ports/store.js';
import type { Running } from './alone.js';
import { attempts } from './attempts.js';
import type { Beside } from './book.js';
import { type Leases, soleLeases } from './leases.js';
import { type OutboxColumns, toOutboxRow, toRecipient, undeliveredStates } from './outbox.js';
import { type PromptColumns, toPrompt } from './prompts.js';
import type { Tables } from './repository.js';
import { text } from './scope.js';
import type { Sql } from './sql.js';

/** What the queue counts, of all programmes together. */
export const queueTables: Tables = {
  Counter: { deleted: 'How busy their own conversation was goes; all are swept when old.' },
};

/** Behind a claim's choice of rows, where others claim too: what another has just taken is passed by, not waited for. */
const nothing = Prisma.empty;
const passingBy = Prisma.sql`FOR UPDATE SKIP LOCKED`;
const passingByOutbox = Prisma.sql`FOR UPDATE OF o SKIP LOCKED`;

const duePrompts = (now: number, leaseNow: number, limit: number, lock: Prisma.Sql): Prisma.Sql => Prisma.sql`
  SELECT "programmeId", "occurrence" FROM "Prompt"
  WHERE "state" = 'waiting' AND "dueAt" <= ${now} AND ("leasedUntil" IS NULL OR "leasedUntil" <= ${leaseNow})
  ORDER BY "dueAt", "occurrence" LIMIT ${limit} ${lock}`;

/**
 * The rows that may go: one per conversation. One whose lease ran out goes first, for its fate decides what follows; a
 * waiting one goes if nothing before it in its conversation is open, and nothing of it is being sent. What waits for its
 * line as an update, for its reader's hours or for its platform's return is passed by.
 */
const dueInOrder = (leaseNow: number, limit: number, lock: Prisma.Sql): Prisma.Sql => Prisma.sql`
  SELECT o."seq" FROM "Outbox" o
  WHERE (o."state" = 'sending' AND o."leasedUntil" <= ${leaseNow})
     OR (o."state" = 'waiting' AND o."nextAt" <= ${leaseNow}
         AND NOT EXISTS (SELECT 1 FROM "Outbox" e WHERE e."state" = 'waiting' AND e."recipient" = o."recipient" AND e."seq" < o."seq"
                           AND NOT (e."nextAt" > ${leaseNow}
                                    AND (e."code" IN (${updateInLine}, ${waitsForHours})
                                         OR (e."code" >= ${returnCodes} AND e."code" < ${`${returnCodes}~`}))))
         AND NOT EXISTS (SELECT 1 FROM "Outbox" e WHERE e."state" = 'sending' AND e."recipient" = o."recipient"))
  ORDER BY o."seq" LIMIT ${limit} ${lock}`;

/** Of what goes before all others at most so many at once, beside the rest. */
const mostFirst = 10;

/**
 * What somebody in need waits for: nothing but an earlier row of the very same message holds it up
 * (docs/concern.md#it-comes-through).
 */
const dueFirst = (leaseNow: number, first: readonly string[], lock: Prisma.Sql): Prisma.Sql => Prisma.sql`
  SELECT o."seq" FROM "Outbox" o
  WHERE o."state" = 'waiting' AND o."face" IN (${Prisma.join(first.map(text))}) AND o."nextAt" <= ${leaseNow}
    AND NOT EXISTS (SELECT 1 FROM "Outbox" e WHERE e."state" IN ('waiting', 'sending') AND e."recipient" = o."recipient"
                      AND e."face" = o."face" AND e."subject" = o."subject"
                      AND (e."state" = 'sending' OR e."seq" < o."seq"))
  ORDER BY o."seq" LIMIT ${mostFirst} ${lock}`;

const dueOutbox = (leaseNow: number, limit: number, first: readonly string[], lock = nothing): Prisma.Sql =>
  first.length === 0
    ? dueInOrder(leaseNow, limit, lock)
    : Prisma.sql`
        SELECT "seq" FROM (${dueFirst(leaseNow, first, lock)}) AS "before"
        UNION ALL SELECT "seq" FROM (${dueInOrder(leaseNow, limit, lock)}) AS "then"`;
/** Chosen once, before anything is changed: a choice inside of a condition may be made again for each row. */
const chosen = (others: boolean, due: Prisma.Sql): Prisma.Sql =>
  others ? Prisma.sql`WITH "chosen" AS MATERIALIZED (${due})` : nothing;
const theChosen = (columns: Prisma.Sql): Prisma.Sql => Prisma.sql`SELECT ${columns} FROM "chosen"`;

/**
 * What is held under a lease and has not left yet. What is being tried stays with whoever tries it until its lease ends: a
 * program whose connection broke is gone to the others and goes on sending, and not every platform can be asked what arrived.
 */
const leased = [
  { table: 'Outbox', held: Prisma.sql`"state" = 'sending' AND "attemptedAt" IS NULL` },
  { table: 'Prompt', held: Prisma.sql`"state" = 'waiting'` },
  { table: 'Pack', held: Prisma.sql`"state" = 'building'` },
] as const;

/** No message waits longer for anything (ms): a platform that is away is waited for a fortnight. */
const longestWait = 31 * day;

/**
 * Claims and completions: one statement each where it can be done, through the gate like every other write; and none at
 * all while there is nothing to do, which a read finds out. A claim asks of the row itself once more whether it may be
 * had: PostgreSQL, which waits there for another process that has just claimed it, looks at nothing else again.
 */
export function queue(
  { clients, gate }: Beside,
  running: Running,
  kept: Iterable<AnyKept>,
  { mayClaim, leases }: { readonly mayClaim?: () => boolean; readonly leases: Leases } = { leases: soleLeases },
): Queue {
  const { others } = clients.writing;
  const withLink = [...kept].filter((value) => value.goesWithLink).map((value) => `${value.name}:`);
  const anything = async (due: Prisma.Sql): Promise<boolean> => (await clients.reading.query`${due}`).length > 0;
  return {
    async claimPrompts(now, leaseNow, leaseUntil, limit) {
      if (mayClaim?.() === false || !(await anything(duePrompts(now, leaseNow, 1, nothing)))) return [];
      const rows = await gate.run(
        () => clients.writing.query<PromptColumns>`
          ${chosen(others, duePrompts(now, leaseNow, limit, others ? passingBy : nothing))}
          UPDATE "Prompt" SET "leasedUntil" = ${leaseUntil}, "leasedBy" = CAST(${leases.number()} AS INTEGER)
          WHERE ("programmeId", "occurrence") IN (${others ? theChosen(Prisma.sql`"programmeId", "occurrence"`) : duePrompts(now, leaseNow, limit, nothing)})
            AND "state" || '' = 'waiting' AND COALESCE("leasedUntil", 0) <= ${leaseNow}
          RETURNING *`,
      );
      return rows.map(toPrompt).sort(byDue);
    },

    async claimOutbox(leaseNow, leaseUntil, limit, first = []) {
      if (mayClaim?.() === false || !(await anything(dueOutbox(leaseNow, Math.min(limit, 1), first)))) return [];
      const rows = await gate.run(
        () => clients.writing.query<OutboxColumns>`
          ${chosen(others, dueOutbox(leaseNow, limit, first, passingByOutbox))}
          UPDATE "Outbox" SET "state" = 'sending', "leasedUntil" = ${leaseUntil}, "fence" = "fence" + 1,
            "leasedBy" = CAST(${leases.number()} AS INTEGER)
          WHERE "seq" IN (${others ? theChosen(Prisma.sql`"seq"`) : dueOutbox(leaseNow, limit, first)})
            AND ("state" || '' = 'waiting' OR "leasedUntil" <= ${leaseNow})
          RETURNING *`,
      );
      const after = (row: OutboxColumns): number => (first.includes(row.face) ? 0 : 1);
      return rows.sort((a, b) => after(a) - after(b) || a.seq - b.seq).map(toOutboxRow);
    },

    ...attempts({ clients, gate }),

    wake: (code, leaseNow, limit) =>
      gate.run(
        () => clients.writing.run`
          UPDATE "Outbox" SET "nextAt" = ${leaseNow} WHERE "seq" IN (
            SELECT "seq" FROM "Outbox"
            WHERE "state" = 'waiting' AND "code" = ${text(code)} AND "nextAt" > ${leaseNow}
            ORDER BY "nextAt", "seq" LIMIT ${limit})`,
      ),

    async waitingWith(beginning) {
      const rows = await clients.reading.query<{ code: string }>`
        SELECT DISTINCT "code" FROM "Outbox"
        WHERE "state" = 'waiting' AND "code" >= ${text(beginning)} AND "code" < ${`${text(beginning)}~`}`;
      return rows.map((r) => r.code);
    },

    async endLeasesOfTheDead(leaseNow) {
      const ended = await running.ifAlone(async () => {
        // That lock hangs on a connection too: who is known to live is asked besides.
        if ((await leases.living()).length > 1) return 0;
        return gate.run(async () => {
          const sending = await clients.writing.run`
            UPDATE "Outbox" SET "leasedUntil" = ${leaseNow} WHERE "state" = 'sending' AND "leasedUntil" > ${leaseNow}`;
          const firing = await clients.writing.run`
            UPDATE "Prompt" SET "leasedUntil" = ${leaseNow} WHERE "state" = 'waiting' AND "leasedUntil" > ${leaseNow}`;
          const making = await clients.writing.run`
            UPDATE "Pack" SET "leasedUntil" = ${leaseNow} WHERE "state" = 'building' AND "leasedUntil" > ${leaseNow}`;
          return sending + firing + making;
        });
      });
      return ended ?? 0;
    },

    async endLeasesOfTheGone(leaseNow) {
      if (leases.number() === null) return 0;
      // Whose leases stand is read before it is asked who lives: whoever joins in between holds none of these.
      const holders = new Set<number>();
      for (const { table, held } of leased) {
        const rows = await clients.reading.query<{ by: number }>`
          SELECT DISTINCT "leasedBy" AS "by" FROM ${Prisma.raw(`"${table}"`)}
          WHERE ${held} AND "leasedUntil" > ${leaseNow} AND "leasedBy" IS NOT NULL`;
        for (const { by } of rows) holders.add(by);
      }
      if (holders.size === 0) return 0;
      for (const one of await leases.living()) holders.delete(one);
      if (holders.size === 0) return 0;
      return gate.run(async () => {
        let ended = 0;
        for (const { table, held } of leased)
          ended += await clients.writing.run`
            UPDATE ${Prisma.raw(`"${table}"`)} SET "leasedUntil" = ${leaseNow}
            WHERE ${held} AND "leasedUntil" > ${leaseNow} AND "leasedBy" IN (${Prisma.join([...holders])})`;
        return ended;
      });
    },

    async setAlarms(now) {
      const { alarms } = clients.dialect;
      if (alarms === undefined) return 0;
      await gate.run(() => clients.writing.query`${alarms.stale}`);
      let made = 0;
      for (let after: string | null = ''; after !== null; ) {
        const lacking: Prisma.Sql = alarms.lacking(now, after);
        const [some] = await gate.run(() => clients.writing.query<{ last: string | null; set: number }>`${lacking}`);
        made += some?.set ?? 0;
        after = some?.last ?? null;
      }
      return made;
    },

    afterClock: (limit, leaseLimit, leaseNow) =>
      gate.run(async () => {
        const longest = leaseLimit + longestWait;
        const { run } = clients.writing;
        const mended = [
          await run`
            UPDATE "Prompt" SET "state" = 'waiting', "settledAt" = NULL, "leasedUntil" = NULL
            WHERE "state" = 'expired' AND "settledAt" > ${limit} AND "expiresAt" > ${limit}`,
          await run`
            UPDATE "Prompt" SET "state" = 'waiting', "settledAt" = NULL, "leasedUntil" = NULL
            WHERE "state" = 'fired' AND "toId" IS NULL AND "settledAt" > ${limit} AND "dueAt" > ${limit}`,
          await run`
            UPDATE "Prompt" SET "leasedUntil" = NULL WHERE "state" = 'waiting' AND "leasedUntil" > ${leaseLimit}`,
          await run`
            UPDATE "Outbox" SET "state" = 'waiting', "settledAt" = NULL, "nextAt" = ${leaseNow}, "code" = ''
            WHERE "state" = 'expired' AND "settledAt" > ${leaseLimit} AND "expiresAt" > ${limit}`,
          await run`
            UPDATE "Outbox" SET "leasedUntil" = ${leaseNow} WHERE "state" = 'sending' AND "leasedUntil" > ${leaseLimit}`,
          await run`
            UPDATE "Outbox" SET "nextAt" = ${leaseNow}, "askedAt" = CASE WHEN "askedAt" > ${leaseLimit} THEN ${leaseNow} ELSE "askedAt" END
            WHERE "state" = 'waiting' AND ("nextAt" > ${longest} OR ("askedAt" > ${leaseLimit} AND "nextAt" > ${leaseLimit}))`,
          await run`DELETE FROM "Counter" WHERE "free" > ${leaseLimit + day} OR "line" > ${leaseLimit + day}`,
          await run`
            UPDATE "Pack" SET "leasedUntil" = ${leaseNow} WHERE "state" = 'building' AND "leasedUntil" > ${leaseLimit}`,
        ];
        return mended.reduce((sum, n) => sum + n, 0);
      }),

    leaveOut: (upTo, leaseNow) =>
      gate.run(async () => {
        const prompts = await clients.writing.query<{ programmeId: string; toId: string | null }>`
          SELECT "programmeId", "toId" FROM "Prompt" WHERE "state" = 'waiting' AND "dueAt" <= ${upTo}`;
        const messages = await clients.writing.query<{ programmeId: string; recipient: string }>`
          UPDATE "Outbox" SET "state" = 'unknown', "code" = ${leftOutByRestore}, "leasedUntil" = NULL,
            "settledAt" = ${leaseNow}
          WHERE "state" IN ('waiting', 'sending') RETURNING "programmeId", "recipient"`;
        return [
          ...prompts.map((p) => ({
            programme: p.programmeId as ProgrammeId,
            person: p.toId as PersonId | null,
            what: 'prompt' as const,
          })),
          ...messages.map((m) => {
            const to = toRecipient(m.recipient);
            return {
              programme: m.programmeId as ProgrammeId,
              person: 'person' in to ? to.person : null,
              what: 'message' as const,
            };
          }),
        ];
      }),

    count: (keys, change) =>
      gate.run(async () => {
        const counted = async (sql: Sql, lock: Prisma.Sql) => {
          const rows = await sql.query<{ key: string; free: number; line: number }>`
            SELECT "key", "free", "line" FROM "Counter" WHERE "key" IN (${Prisma.join(keys.map(text))})
            ORDER BY "key" ${lock}`;
          const before = new Map(rows.map((r) => [r.key, { free: r.free, line: r.line }]));
          const [kept, answer] = change(before);
          if (kept.size > 0)
            await sql.run`
              INSERT INTO "Counter" ("key", "free", "line")
              VALUES ${Prisma.join([...kept].map(([key, c]) => Prisma.sql`(${text(key)}, ${c.free}, ${c.line})`))}
              ON CONFLICT ("key") DO UPDATE SET "free" = excluded."free", "line" = excluded."line"`;
          return answer;
        };
        // Where one writes at a time nobody does between the two; else the rows are held in between.
        if (!others) return counted(clients.writing, nothing);
        return clients.unit(({ sql }) => counted(sql, Prisma.sql`FOR UPDATE`));
      }),

    async sweep({ heardBefore, sentBefore, now }, limit) {
      const heard = Prisma.sql`SELECT "key" FROM "Delivery" WHERE "at" < ${heardBefore} LIMIT ${limit}`;
      const done = Prisma.sql`SELECT "id" FROM "Draft" WHERE "doneAt" < ${heardBefore} LIMIT ${limit}`;
      const sent = Prisma.sql`
        SELECT "seq" FROM "Outbox"
        WHERE "state" IN ('delivered', 'nothing-to-say') AND "settledAt" < ${sentBefore} LIMIT ${limit}`;
      // All paid for long ago: such a conversation begins anew.
      const paid = Prisma.sql`
        SELECT "key" FROM "Counter" WHERE "free" < ${sentBefore} AND "line" < ${sentBefore} LIMIT ${limit}`;
      // What goes with its link (a file to import): applied, replaced by a newer one, or looked at and left.
      const ofLinks = withLink.map(
        (begin) => Prisma.sql`
          SELECT "programmeId", "key" FROM "Memory" WHERE "key" LIKE ${`${begin}%`} AND NOT EXISTS (
            SELECT 1 FROM "Link"
            WHERE "Link"."id" = substr("Memory"."key", ${begin.length + 1}) AND "state" = 'open' AND "expiresAt" > ${now})
          LIMIT ${limit}`,
      );
      let gone = 0;
      for (const [due, take] of [
        [heard, Prisma.sql`DELETE FROM "Delivery" WHERE "key" IN (${heard})`],
        [done, Prisma.sql`DELETE FROM "Draft" WHERE "id" IN (${done})`],
        [sent, Prisma.sql`DELETE FROM "Outbox" WHERE "seq" IN (${sent})`],
        [paid, Prisma.sql`DELETE FROM "Counter" WHERE "key" IN (${paid})`],
        ...ofLinks.map(
          (ended) => [ended, Prisma.sql`DELETE FROM "Memory" WHERE ("programmeId", "key") IN (${ended})`] as const,
        ),
      ] as const)
        if (await anything(due)) gone += await gate.run(() => clients.writing.run`${take}`);
      return gone;
    },

    async nextAt(now, leaseNow) {
      const [row] = await clients.reading.query<Record<'prompt' | 'firing' | 'going' | 'sending', number | null>>`
        SELECT (SELECT MIN("dueAt") FROM "Prompt" WHERE "state" = 'waiting' AND "dueAt" > ${now}) AS "prompt",
               (SELECT MIN("leasedUntil") FROM "Prompt"
                WHERE "state" = 'waiting' AND "dueAt" <= ${now} AND "leasedUntil" > ${leaseNow}) AS "firing",
               (SELECT MIN("nextAt") FROM "Outbox" WHERE "state" = 'waiting' AND "nextAt" > ${leaseNow}) AS "going",
               (SELECT MIN("leasedUntil") FROM "Outbox"
                WHERE "state" = 'sending' AND "leasedUntil" > ${leaseNow}) AS "sending"`;
      const ends = [row?.firing, row?.going, row?.sending].filter((at) => at !== null && at !== undefined);
      return { prompt: row?.prompt ?? undefined, lease: ends.length === 0 ? undefined : Math.min(...ends) };
    },

    async counts(now) {
      const [row] = await clients.reading.query<
        Record<'due' | 'open' | 'failed' | 'ambiguous', number> & { oldest: number | null }
      >`
        SELECT (SELECT COUNT(*) FROM "Prompt" WHERE "state" = 'waiting' AND "dueAt" <= ${now}) AS "due",
               (SELECT MIN("dueAt") FROM "Prompt" WHERE "state" = 'waiting' AND "dueAt" <= ${now}) AS "oldest",
               (SELECT COUNT(*) FROM "Outbox" WHERE "state" = 'waiting' AND "attemptedAt" IS NOT NULL) AS "ambiguous",
               (SELECT COUNT(*) FROM "Outbox" WHERE "state" IN ('waiting', 'sending')) AS "open",
               (SELECT COUNT(*) FROM "Outbox" WHERE "state" IN (${Prisma.join([...undeliveredStates])})) AS "failed"`;
      return {
        promptsDue: row?.due ?? 0,
        oldestDueAt: row?.oldest ?? null,
        outboxAmbiguous: row?.ambiguous ?? 0,
        outboxOpen: row?.open ?? 0,
        outboxFailed: row?.failed ?? 0,
      };
    },
  };
}

const byDue = (a: PromptRow, b: PromptRow): number =>
  a.dueAt - b.dueAt || (a.occurrence < b.occurrence ? -1 : a.occurrence > b.occurrence ? 1 : 0);

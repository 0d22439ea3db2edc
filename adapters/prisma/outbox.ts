import { type Posted as PostedColumns, Prisma } from '../../prisma/generated/sqlite/client.js';
import type { Address, MessageRef } from '../../src/chat/inbound.js';
import { longestSession } from '../../src/domain/session.js';
import { minute } from '../../src/kernel/clock.js';
import { base32, type PersonId, type ProgrammeId } from '../../src/kernel/ids.js';
import {
  type Hours,
  type OutboxRow,
  type OutboxState,
  type Posted,
  type Recipient,
  type Rows,
  recipientKey,
  type SameTime,
} from '../../src/ports/store.js';
import { eraseAddresses } from './addresses.js';
import { insertRows } from './insert.js';
import type { Repository } from './repository.js';
import { ms, msOrNull, type Scope, text } from './scope.js';

/** A row as Prisma or a statement of our own gives it. */
export interface OutboxColumns {
  readonly seq: number;
  readonly id: string;
  readonly programmeId: string;
  readonly face: string;
  readonly subject: string;
  readonly recipient: string;
  readonly key: string;
  readonly state: string;
  readonly attempts: number;
  readonly nextAt: bigint | number;
  readonly askedAt: bigint | number;
  readonly expiresAt: bigint | number | null;
  readonly sensitive: boolean;
  readonly fence: number;
  readonly leasedUntil: bigint | number | null;
  readonly attemptedAt: bigint | number | null;
  readonly address: string | null;
  readonly code: string;
  readonly waitsFor: string;
}

/** What a row that was never tried says of its tries. */
const nothingTried = {
  attempts: 0,
  fence: 0,
  leasedUntil: null,
  leasedBy: null,
  attemptedAt: null,
  address: null,
  code: '',
  settledAt: null,
} as const;

/** The other way of `recipientKey`. */
export const toRecipient = (key: string): Recipient =>
  key.startsWith('p:') ? { person: key.slice(2) as PersonId } : { channel: key.slice(2) as Address };

export const toOutboxRow = (row: OutboxColumns): OutboxRow => ({
  id: row.id,
  programme: row.programmeId as ProgrammeId,
  face: row.face,
  subject: row.subject,
  to: toRecipient(row.recipient),
  key: row.key,
  state: row.state as OutboxState,
  attempts: row.attempts,
  nextAt: ms(row.nextAt),
  askedAt: ms(row.askedAt),
  expiresAt: msOrNull(row.expiresAt),
  sensitive: row.sensitive,
  fence: row.fence,
  leasedUntil: msOrNull(row.leasedUntil),
  attemptedAt: msOrNull(row.attemptedAt),
  address: row.address as Address | null,
  code: row.code,
  waitsFor: row.waitsFor as Hours,
});

/** The ends at which somebody still waits for what was to be said. */
export const undeliveredStates = ['failed', 'unknown', 'expired', 'not-reachable'] as const satisfies OutboxState[];

type Standing = 'stands' | 'waits';
/** Where something stands, or a row that waits, with the place among the subjects that were asked for. */
interface StandingRow {
  readonly nth: number;
  readonly standing: Standing;
  readonly face: string;
  readonly subject: string;
  readonly recipient: string;
  readonly id: string | null;
  readonly sensitive: boolean | number | null;
  readonly waitsFor: string | null;
  readonly expiresAt: number | null;
}

/** What is written of one that folds or is new. */
interface Written {
  readonly sensitive: boolean;
  readonly waitsFor: string;
  readonly expiresAt: number | null;
}

const placeOf = (face: string, subject: string, recipient: string): string => `${face}|${subject}|${recipient}`;

/** Of two the later expiry counts (none is never), and the hours of the less patient, whose names are in that order. */
const folded = (waits: Written, asked: Written): Written => ({
  sensitive: waits.sensitive || asked.sensitive,
  waitsFor: [waits.waitsFor, asked.waitsFor].sort()[0] ?? 'nothing',
  expiresAt: waits.expiresAt === null || asked.expiresAt === null ? null : Math.max(waits.expiresAt, asked.expiresAt),
});

/** Ids are of one length, so what hangs on a subject (`SUBJECT:…`, `SUBJECT#…`) begins with it and nothing else does. */
const upTo = (subject: Prisma.Sql): Prisma.Sql => Prisma.sql`${subject} || '~'`;

/** Open sessions that a mentee has at the same time as this one, and their series. */
const subjectsThen = (s: Scope, { mentee, but, from, to }: SameTime): Prisma.Sql[] =>
  ['id', 'seriesId'].map(
    (column) => Prisma.sql`
      SELECT CAST(${someAmong} AS INTEGER), s.${Prisma.raw(`"${column}"`)}
      FROM "Attendee" mine JOIN "Session" s ON s."id" = mine."sessionId"
      WHERE mine."programmeId" = ${s.programme} AND mine."menteeId" = ${text(mentee)} AND s."id" <> ${text(but)}
        AND s."state" IN ('planned', 'running') AND s."startsAt" > ${from - longestSession * minute}
        AND s."startsAt" < ${to} AND s."endsAt" > ${from} AND s.${Prisma.raw(`"${column}"`)} IS NOT NULL`,
  );
/** Their place, after all that were named. */
const someAmong = 1_000_000;

/** The place of those that are only said, and whose other places are not looked for. */
const justSaid = -1;

/**
 * Where these subjects stand with some face, in their order; where a message of theirs is on its way that was drawn
 * before now, so that it stands there in a moment; and what waits to be said of them.
 */
async function standing(
  s: Scope,
  subjects: readonly string[],
  { said, sameTime }: { readonly said: readonly string[]; readonly sameTime: readonly SameTime[] },
): Promise<readonly StandingRow[]> {
  const values = [...subjects.entries(), ...[...new Set(said)].map((subject) => [justSaid, subject] as const)].map(
    ([nth, subject]) => Prisma.sql`(CAST(${nth} AS INTEGER), CAST(${subject} AS TEXT))`,
  );
  // Rows of values, not a SELECT each: SQLite takes five hundred parts of a UNION.
  const named = [
    ...(values.length === 0 ? [] : [Prisma.sql`VALUES ${Prisma.join(values)}`]),
    ...sameTime.flatMap((span) => subjectsThen(s, span)),
  ];
  if (named.length === 0) return [];
  // CROSS JOIN, by which SQLite takes them in that order: the few subjects first, and each by the key.
  return s.db.sql.query<StandingRow>`
    WITH "about" ("nth", "about") AS (${Prisma.join(named, ' UNION ')})
    SELECT "nth", CASE WHEN o."state" = 'waiting' AND o."attemptedAt" IS NULL THEN 'waits' ELSE 'stands' END AS "standing",
      o."face", o."subject", o."recipient", o."id", o."sensitive", o."waitsFor", o."expiresAt"
    FROM "about" CROSS JOIN "Outbox" o
    WHERE o."programmeId" = ${s.programme} AND o."subject" >= "about" AND o."subject" < ${upTo(Prisma.sql`"about"`)}
      AND o."state" IN ('waiting', 'sending')
    UNION ALL
    SELECT "nth", 'stands', p."face", p."subject", p."recipient", NULL, NULL, NULL, NULL
    FROM "about" CROSS JOIN "Posted" p
    WHERE p."programmeId" = ${s.programme} AND p."subject" >= "about" AND p."subject" < ${upTo(Prisma.sql`"about"`)}
      AND "nth" <> ${justSaid}
    ORDER BY 1, 3, 5`;
}

function outboxRows(s: Scope): Rows['outbox'] {
  const undelivered = { programmeId: s.programme, state: { in: [...undeliveredStates] } };

  const ask: Rows['outbox']['ask'] = async ({ at, shown, redrawn: { subjects, sameTime, expiresAt } }) => {
    const there = await standing(s, subjects.map(text), { said: shown.map((row) => text(row.subject)), sameTime });
    const wanted = new Map<
      string,
      Written & { readonly face: string; readonly subject: string; readonly recipient: string }
    >();
    for (const { face, subject, to, sensitive, waitsFor = 'nothing', expiresAt: until = null } of shown) {
      const row = { face: text(face), subject: text(subject), recipient: recipientKey(to) };
      wanted.set(placeOf(row.face, row.subject, row.recipient), { ...row, sensitive, waitsFor, expiresAt: until });
    }
    /** Drawn when it is sent, so one that waits says it all already. */
    const waits = new Map<string, StandingRow>();
    for (const row of there) {
      const { face, subject, recipient } = row;
      const place = placeOf(face, subject, recipient);
      if (row.standing === 'waits') waits.set(place, row);
      else if (row.nth !== justSaid && !wanted.has(place))
        wanted.set(place, { face, subject, recipient, sensitive: false, waitsFor: 'nothing', expiresAt });
    }
    type Wanted = typeof wanted extends Map<string, infer W> ? W : never;
    const anew: Wanted[] = [];
    const folds = new Map<string, { readonly change: Written; readonly rows: Map<string, Wanted> }>();
    for (const [place, row] of wanted) {
      const waiting = waits.get(place);
      if (waiting === undefined || waiting.id === null) {
        anew.push(row);
        continue;
      }
      const before: Written = {
        sensitive: Boolean(waiting.sensitive),
        waitsFor: waiting.waitsFor ?? 'nothing',
        expiresAt: waiting.expiresAt,
      };
      const change = folded(before, row);
      if (JSON.stringify(change) === JSON.stringify(before)) continue;
      const same = folds.get(JSON.stringify(change)) ?? { change, rows: new Map() };
      same.rows.set(waiting.id, row);
      folds.set(JSON.stringify(change), same);
    }
    for (const { change, rows } of folds.values()) {
      const changed = await s.db.sql.query<{ id: string }>`
        UPDATE "Outbox" SET
          "sensitive" = ${change.sensitive}, "waitsFor" = ${change.waitsFor}, "expiresAt" = CAST(${change.expiresAt} AS BIGINT)
        WHERE "programmeId" = ${s.programme} AND "id" IN (${Prisma.join([...rows.keys()])})
          AND "state" = 'waiting' AND "attemptedAt" IS NULL
        RETURNING "id" AS "id"`;
      for (const { id } of changed) rows.delete(id);
      // Another process has begun to send these since, and may have drawn them before: they are said anew.
      anew.push(...rows.values());
    }
    await insertRows(
      s.db,
      'Outbox',
      anew.map((row) => ({
        ...nothingTried,
        ...row,
        id: s.ids.next('outbox'),
        programmeId: s.programme,
        key: base32(s.ids.bytes(20)),
        state: 'waiting',
        nextAt: at,
        askedAt: at,
      })),
    );
    return wanted.size > 0;
  };

  return {
    async add({ at, ...row }) {
      await ask({ at, shown: [row], redrawn: { subjects: [], sameTime: [], expiresAt: 0 } });
    },
    ask,

    async undelivered(limit, skip = 0) {
      const rows = await s.db.prisma.outbox.findMany({
        where: undelivered,
        orderBy: [{ settledAt: 'desc' }, { seq: 'desc' }],
        take: limit,
        skip,
      });
      return rows.map(toOutboxRow);
    },

    async first(face, subject, to) {
      const [row] = await s.db.sql.query<
        Pick<OutboxColumns, 'state' | 'code' | 'askedAt'> & { settledAt: number | null }
      >`
        SELECT "state", "code", "askedAt", "settledAt" FROM "Outbox"
        WHERE "programmeId" = ${s.programme} AND "subject" = ${text(subject)} AND "face" = ${text(face)}
          AND "recipient" = ${recipientKey(to)}
        ORDER BY "seq" LIMIT 1`;
      if (row === undefined) return undefined;
      const { state, code, askedAt, settledAt } = row;
      return { state: state as OutboxState, code, askedAt: ms(askedAt), settledAt: msOrNull(settledAt) };
    },

    countUndelivered: () => s.db.prisma.outbox.count({ where: undelivered }),

    async again(id, expiresAt) {
      // Its key stays: should an earlier attempt have arrived after all, it can still be found by it. Where it cannot be
      // looked up (`unknown`), whoever asks for it again has decided.
      await s.db.sql.run`
        UPDATE "Outbox" SET "nextAt" = 0, "expiresAt" = ${expiresAt}, "waitsFor" = 'nothing', "attempts" = 0, "code" = '', "settledAt" = NULL,
          "attemptedAt" = CASE WHEN "state" = 'unknown' THEN NULL ELSE "attemptedAt" END, "state" = 'waiting'
        WHERE "id" = ${text(id)} AND "programmeId" = ${s.programme}
          AND "state" IN (${Prisma.join([...undeliveredStates])})`;
    },
  };
}

export const outbox: Repository<'outbox'> = {
  rows: outboxRows,
  tables: {
    Outbox: { deleted: 'What was sent to them, and what waits: their address stands in it.' },
  },
  erase: (s, _person, _at, before) => eraseAddresses(s, before),
};

const toPosted = (row: PostedColumns): Posted => ({
  face: row.face,
  subject: row.subject,
  to: toRecipient(row.recipient),
  ref: row.ref as MessageRef,
  key: row.key,
  drawn: row.drawn,
});

function postedRows(s: Scope): Rows['posted'] {
  const among: Rows['posted']['among'] = async (places) => {
    if (places.length === 0) return [];
    const each = places.map(
      ({ face, subject, to }) =>
        Prisma.sql`("subject" = ${text(subject)} AND "face" = ${text(face)} AND "recipient" = ${recipientKey(to)})`,
    );
    const rows = await s.db.sql.query<PostedColumns>`
      SELECT * FROM "Posted" WHERE "programmeId" = ${s.programme} AND (${Prisma.join(each, ' OR ')})`;
    return rows.map(toPosted);
  };
  return {
    async get(face, subject, to) {
      const [there] = await among([{ face, subject, to }]);
      return there;
    },
    among,
    async find(ref) {
      const known = s.along.posted.get(text(ref));
      if (known !== undefined) return known === null ? undefined : toPosted(known);
      const [row] = await s.db.sql.query<PostedColumns>`
        SELECT * FROM "Posted" WHERE "ref" = ${text(ref)} AND "programmeId" = ${s.programme}`;
      return row === undefined ? undefined : toPosted(row);
    },
    async anyTo(to, beginning) {
      const begin = text(beginning);
      const [row] = await s.db.sql.query<{ ref: string }>`
        SELECT "ref" FROM "Posted"
        WHERE "programmeId" = ${s.programme} AND "recipient" = ${recipientKey(to)}
          AND substr("ref", 1, length(${begin})) = ${begin} LIMIT 1`;
      return row === undefined ? undefined : (row.ref as MessageRef);
    },
    async placesOf(subject) {
      const rows = await standing(s, [text(subject)], { said: [], sameTime: [] });
      const places = new Map(
        rows
          .filter((row) => row.standing === 'stands')
          .map((row) => [placeOf(row.face, row.subject, row.recipient), { ...row, to: toRecipient(row.recipient) }]),
      );
      return [...places.values()].map(({ face, subject: of, to }) => ({ face, subject: of, to }));
    },
  };
}

export const posted: Repository<'posted'> = {
  rows: postedRows,
  tables: {
    Posted: { deleted: 'Where a message to them stands is their address; what stands there is the platform’s.' },
  },
  async erase(s, person) {
    await s.db.sql.run`
      DELETE FROM "Posted" WHERE "programmeId" = ${s.programme} AND "recipient" = ${recipientKey({ person: person as PersonId })}`;
  },
};

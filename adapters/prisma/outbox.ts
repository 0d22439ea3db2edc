import { type Posted as PostedColumns, Prisma } from '../../prisma/generated/sqlite/client.js';
import type { Address, MessageRef } from '../../src/chat/inbound.js';
import { base32, type PersonId, type ProgrammeId } from '../../src/kernel/ids.js';
import {
  type Hours,
  type OutboxRow,
  type OutboxState,
  type Posted,
  type Recipient,
  type Rows,
  recipientKey,
} from '../../src/ports/store.js';
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

function outboxRows(s: Scope): Rows['outbox'] {
  const undelivered = { programmeId: s.programme, state: { in: [...undeliveredStates] } };
  return {
    async add({ face, subject, to, at, sensitive, expiresAt, waitsFor = 'nothing' }) {
      const recipient = recipientKey(to);
      // Drawn when it is sent, so one that waits says it all already. One that is being sent, or that may have arrived,
      // was drawn before this change: then another waits behind it. Of the two, the later expiry counts (none is
      // never), and the hours of the less patient, whose names are in that order.
      const folded = await s.db.sql.run`
        UPDATE "Outbox" SET
          "sensitive" = ("sensitive" OR ${sensitive}),
          "waitsFor" = CASE WHEN "waitsFor" < ${waitsFor} THEN "waitsFor" ELSE ${waitsFor} END,
          "expiresAt" = CASE WHEN "expiresAt" >= ${expiresAt ?? null} THEN "expiresAt"
                             WHEN "expiresAt" < ${expiresAt ?? null} THEN ${expiresAt ?? null} ELSE NULL END
        WHERE "programmeId" = ${s.programme} AND "subject" = ${text(subject)} AND "face" = ${text(face)}
          AND "recipient" = ${recipient} AND "state" = 'waiting' AND "attemptedAt" IS NULL`;
      if (folded > 0) return;
      await s.db.prisma.outbox.create({
        data: {
          id: s.ids.next('outbox'),
          programmeId: s.programme,
          face: text(face),
          subject: text(subject),
          recipient,
          key: base32(s.ids.bytes(20)),
          state: 'waiting',
          nextAt: at,
          askedAt: at,
          expiresAt: expiresAt ?? null,
          sensitive,
          waitsFor,
        },
        select: { seq: true },
      });
    },

    async undelivered(limit, skip = 0) {
      const rows = await s.db.prisma.outbox.findMany({
        where: undelivered,
        orderBy: [{ settledAt: 'desc' }, { seq: 'desc' }],
        take: limit,
        skip,
      });
      return rows.map(toOutboxRow);
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
    Outbox: {
      stay: 'It holds ids and not a word; what waits for them finds no account of theirs, and reaches nobody.',
    },
  },
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
  return {
    async get(face, subject, to) {
      const row = await s.db.prisma.posted.findFirst({
        where: { programmeId: s.programme, subject: text(subject), face: text(face), recipient: recipientKey(to) },
      });
      return row === null ? undefined : toPosted(row);
    },
    async find(ref) {
      const row = await s.db.prisma.posted.findFirst({ where: { programmeId: s.programme, ref: text(ref) } });
      return row === null ? undefined : toPosted(row);
    },
    async anyTo(to, beginning) {
      const row = await s.db.prisma.posted.findFirst({
        where: { programmeId: s.programme, recipient: recipientKey(to), ref: { startsWith: text(beginning) } },
        select: { ref: true },
      });
      return row === null ? undefined : (row.ref as MessageRef);
    },
    async placesOf(subject) {
      // Ids are of one length, so what hangs on a subject (`SUBJECT:…`, `SUBJECT#…`) begins with it and nothing else does.
      const from = text(subject);
      const to = `${from}~`;
      const rows = await s.db.sql.query<{ face: string; subject: string; recipient: string }>`
        SELECT "face", "subject", "recipient" FROM "Posted"
        WHERE "programmeId" = ${s.programme} AND "subject" >= ${from} AND "subject" < ${to}
        UNION
        SELECT "face", "subject", "recipient" FROM "Outbox"
        WHERE "programmeId" = ${s.programme} AND "subject" >= ${from} AND "subject" < ${to}
          AND ("state" = 'sending' OR ("state" = 'waiting' AND "attemptedAt" IS NOT NULL))
        ORDER BY 1, 3`;
      return rows.map((row) => ({ face: row.face, subject: row.subject, to: toRecipient(row.recipient) }));
    },
  };
}

export const posted: Repository<'posted'> = {
  rows: postedRows,
  tables: { Posted: { stay: 'It says where a message stands, by ids; what stands there is the platform’s.' } },
};

import { z } from 'zod';
import type { Mail as Row } from '../../prisma/generated/sqlite/client.js';
import type { PersonId, ProgrammeId } from '../../src/kernel/ids.js';
import type { MailState } from '../../src/ports/store/mails.js';
import type { Rows, Transaction } from '../../src/ports/store.js';
import type { Db } from './db.js';
import { nobody } from './keys.js';
import type { Repository } from './repository.js';
import { ms, mustBelong, type Scope, text } from './scope.js';
import type { Plain } from './sql.js';

const wordsAt = (id: string): string => `mail/${id}/words`;
const wordsShape = z.object({ to: z.string(), url: z.string() });

function mailRows(s: Scope): Rows['mails'] {
  return {
    async add(mail) {
      mustBelong(s, mail);
      const [id, person] = [text(mail.id), mail.person === null ? nobody : text(mail.person)];
      const ring = await s.ring([person]);
      await s.db.sql.run`
        INSERT INTO "Mail" ("id", "programmeId", "personId", "link", "words", "state", "attempts", "nextAt", "askedAt", "code")
        VALUES (${id}, ${s.programme}, ${person}, ${text(mail.link)}, ${ring.seal(person, mail.words, wordsAt(id))},
          'waiting', 0, 0, ${mail.askedAt}, '')`;
    },
    async lastOf(person) {
      const [row] = await s.db.sql.query<Plain<Row>>`
        SELECT * FROM "Mail" WHERE "programmeId" = ${s.programme} AND "personId" = ${text(person)}
        ORDER BY "askedAt" DESC, "id" DESC LIMIT 1`;
      return row === undefined
        ? undefined
        : { state: row.state as MailState, at: ms(row.settledAt ?? row.askedAt), link: row.link };
    },
    async ofLink(link) {
      const [row] = await s.db.sql.query<Plain<Row>>`
        SELECT * FROM "Mail" WHERE "programmeId" = ${s.programme} AND "link" = ${text(link)}
        ORDER BY "askedAt" DESC, "id" DESC LIMIT 1`;
      return row === undefined ? undefined : { state: row.state as MailState, at: ms(row.settledAt ?? row.askedAt) };
    },
    async claim(id, now, leaseUntil) {
      if (s.mayClaim?.() === false) return undefined;
      const hit = await s.db.sql.run`
        UPDATE "Mail" SET "leasedUntil" = ${leaseUntil}, "leasedBy" = CAST(${s.leases?.number() ?? null} AS INTEGER), "attempts" = "attempts" + 1
        WHERE "id" = ${text(id)} AND "programmeId" = ${s.programme} AND "state" = 'waiting' AND "nextAt" <= ${now}
          AND ("leasedUntil" IS NULL OR "leasedUntil" <= ${now})`;
      if (hit !== 1) return undefined;
      const [row] = await s.db.sql.query<Plain<Row>>`SELECT * FROM "Mail" WHERE "id" = ${text(id)}`;
      if (row === undefined || row.words === null) return undefined;
      const ring = await s.ring([row.personId]);
      return {
        id: row.id,
        programme: s.programme as ProgrammeId,
        person: row.personId === nobody ? null : (row.personId as PersonId),
        link: row.link,
        words: wordsShape.parse(ring.open(row.personId, row.words, wordsAt(row.id))),
        askedAt: ms(row.askedAt),
        attempts: Number(row.attempts),
      };
    },
    async again(id, nextAt, code) {
      await s.db.sql.run`
        UPDATE "Mail" SET "nextAt" = ${nextAt}, "leasedUntil" = NULL, "code" = ${text(code)}
        WHERE "id" = ${text(id)} AND "programmeId" = ${s.programme} AND "state" = 'waiting'`;
    },
    async settle(id, state, at, code) {
      await s.db.sql.run`
        UPDATE "Mail" SET "state" = ${state}, "settledAt" = ${at}, "leasedUntil" = NULL, "words" = NULL,
          "code" = ${text(code)}
        WHERE "id" = ${text(id)} AND "programmeId" = ${s.programme} AND "state" = 'waiting'`;
    },
  };
}

export const mails: Repository<'mails'> = {
  rows: mailRows,
  tables: { Mail: { deleted: 'It is to them alone, and their address stands in it.' } },
  async erase(s, person) {
    await s.db.prisma.mail.deleteMany({ where: { programmeId: s.programme, personId: person } });
  },
};

export function anyMail(db: Db): Transaction['mails'] {
  return {
    async due(now, most) {
      const rows = await db.sql.query<{ id: string; programmeId: string }>`
        SELECT "id", "programmeId" FROM "Mail" WHERE "state" = 'waiting' AND "nextAt" <= ${now}
          AND ("leasedUntil" IS NULL OR "leasedUntil" <= ${now})
        ORDER BY "nextAt", "id" LIMIT ${most}`;
      return rows.map((row) => ({ id: row.id, programme: row.programmeId as ProgrammeId }));
    },
  };
}

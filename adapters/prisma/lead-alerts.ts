import { Prisma, type LeadAlert as Row } from '../../prisma/generated/sqlite/client.js';
import type { LeadAlert } from '../../src/domain/lead-alert.js';
import type { Id, PersonId, ProgrammeId } from '../../src/kernel/ids.js';
import type { Rows } from '../../src/ports/store.js';
import { openJson, sealJson } from './keys.js';
import type { Repository } from './repository.js';
import { ms, msOrNull, mustBelong, type Scope, text } from './scope.js';
import type { Plain } from './sql.js';

const wordsAt = (id: string): string => `lead-alert/${id}/words`;

/** Who passed it on is read by nobody who has the file alone: the chain hides it too. */
type Sealed = Pick<LeadAlert, 'by' | 'lead' | 'deputy' | 'acknowledgedBy'>;

async function found(s: Scope, which: Prisma.Sql): Promise<readonly LeadAlert[]> {
  const rows = await s.db.sql.query<Plain<Row>>`
    SELECT * FROM "LeadAlert" WHERE "programmeId" = ${s.programme} AND ${which} ORDER BY "at", "id"`;
  const key = await s.key();
  return rows.map((row) => ({
    id: row.id as Id<'lead-alert'>,
    programme: row.programmeId as ProgrammeId,
    at: ms(row.at),
    deputyToldAt: msOrNull(row.deputyToldAt),
    acknowledgedAt: msOrNull(row.acknowledgedAt),
    ...openJson<Sealed>(key, row.words, wordsAt(row.id)),
  }));
}

async function saved(s: Scope, alert: LeadAlert): Promise<void> {
  const id = text(alert.id);
  const { by, lead, deputy, acknowledgedBy } = alert;
  const sealed: Sealed = { by, lead, deputy, acknowledgedBy };
  const fields = {
    at: alert.at,
    deputyToldAt: alert.deputyToldAt,
    acknowledgedAt: alert.acknowledgedAt,
    words: sealJson(await s.key(), sealed, wordsAt(id)),
  };
  await s.db.prisma.leadAlert.upsert({
    where: { id },
    create: { id, programmeId: s.programme, ...fields },
    update: fields,
  });
}

const gone = (s: Scope, id: string): Promise<unknown> =>
  s.db.sql.run`DELETE FROM "LeadAlert" WHERE "programmeId" = ${s.programme} AND "id" = ${text(id)}`;

const leadAlertRows = (s: Scope): Rows['leadAlerts'] => ({
  get: async (id) => (await found(s, Prisma.sql`"id" = ${text(id)}`))[0],
  lastBy: async (person, since) =>
    (await found(s, Prisma.sql`"at" > ${since}`)).findLast((alert) => alert.by === person),
  open: (since) => found(s, Prisma.sql`"acknowledgedAt" IS NULL AND "at" >= ${since}`),
  before: (at) => found(s, Prisma.sql`"at" < ${at}`),
  async save(alert) {
    mustBelong(s, alert);
    await saved(s, alert);
  },
  async forget(ids) {
    for (const id of ids) await gone(s, id);
  },
});

export const leadAlerts: Repository<'leadAlerts'> = {
  rows: leadAlertRows,
  tables: {
    LeadAlert: {
      overwritten:
        'One that somebody has goes with whoever passed it on. One that nobody has yet stays, and loses their name: it has still to reach somebody. Of others it says whom it went to, and loses them.',
    },
  },
  async erase(s, person) {
    const without = (id: PersonId | null): PersonId | null => (id === person ? null : id);
    for (const alert of await found(s, Prisma.sql`1 = 1`))
      if (alert.by === person && alert.acknowledgedAt !== null) await gone(s, alert.id);
      else if ([alert.by, alert.lead, alert.deputy, alert.acknowledgedBy].includes(person as PersonId))
        await saved(s, {
          ...alert,
          by: without(alert.by),
          lead: without(alert.lead),
          deputy: without(alert.deputy),
          acknowledgedBy: without(alert.acknowledgedBy),
        });
  },
};

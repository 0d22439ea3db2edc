import type { Programme as Row } from '../../prisma/generated/sqlite/client.js';
import type { Account } from '../../src/chat/inbound.js';
import { defaultCatalogue } from '../../src/domain/defaults/catalogue.js';
import type { Nation, Programme, ProgrammeSettings } from '../../src/domain/programme.js';
import { Refused } from '../../src/kernel/errors.js';
import type { PersonId, ProgrammeId } from '../../src/kernel/ids.js';
import type { Rows, Transaction } from '../../src/ports/store.js';
import { readSettings } from './bodies/programme.js';
import { isTaken } from './connect.js';
import type { Db } from './db.js';
import { insertRows } from './insert.js';
import { openJson, sealJson } from './keys.js';
import type { Repository, Tables } from './repository.js';
import { type Along, type Made, ms, msOrNull, type Scope, type Shared, text } from './scope.js';
import type { Plain } from './sql.js';

const settingsAt = (programme: string): string => `programme/${programme}/settings`;

function toProgramme(shared: Pick<Shared, 'settings'>, key: Uint8Array, row: Row | Plain<Row>): Programme {
  const id = row.id as ProgrammeId;
  return {
    id,
    name: row.name,
    nation: row.nation as Nation,
    zone: row.zone,
    createdAt: ms(row.createdAt),
    practice: row.practice,
    settings: settingsOf(shared, key, row),
  };
}

/** Opened once, for each event asks for them. Other bytes are other settings, whoever wrote them. */
function settingsOf({ settings }: Pick<Shared, 'settings'>, key: Uint8Array, row: Row | Plain<Row>): ProgrammeSettings {
  const known = settings.get(row.id);
  if (known !== undefined && Buffer.compare(known.sealed, row.settings) === 0) return known.opened;
  const opened = readSettings(openJson(key, row.settings, settingsAt(row.id)));
  settings.set(row.id, { sealed: row.settings, opened });
  return opened;
}

const toRow = (key: Uint8Array, p: Programme) => ({
  name: p.name,
  nation: p.nation,
  zone: p.zone,
  settings: sealJson(key, p.settings, settingsAt(p.id)),
});

/** The programme that a scope is of. */
function programmeRows(s: Scope): Rows['programme'] {
  return {
    async get() {
      const row =
        s.along.programme ??
        (await s.db.sql.query<Plain<Row>>`SELECT * FROM "Programme" WHERE "id" = ${s.programme}`)[0];
      if (row === undefined) throw new Refused('no-programme', 'This programme is not here: ask its coordinator.');
      s.along.programme = row;
      return toProgramme(s, await s.key(), row);
    },
    async save(p) {
      if (p.id !== s.programme) throw new Error('another programme cannot be saved here');
      await s.db.prisma.programme.update({
        where: { id: s.programme },
        // Once practice, for good.
        data: { ...toRow(await s.key(), p), ...(p.practice ? { practice: true } : {}) },
      });
      s.along.programme = undefined;
    },
    async installations() {
      const rows = await s.db.prisma.installation.findMany({
        where: { programmeId: s.programme },
        orderBy: [{ platform: 'asc' }, { tenant: 'asc' }],
      });
      return rows.map((row) => ({
        platform: row.platform as Account['platform'],
        tenant: row.tenant,
        removedAt: msOrNull(row.removedAt),
      }));
    },
  };
}

export const programme: Repository<'programme'> = {
  rows: programmeRows,
  tables: {
    Programme: {
      stay: 'Its settings name whom to turn to, not whom it mentors; only the count of changes to people goes up.',
    },
    Installation: { stay: 'It is the programme’s.' },
  },
};

export function programmes(
  shared: Shared,
  db: Db,
  { made, alongs }: { readonly made: Made; readonly alongs: ReadonlyMap<string, Along> },
): Transaction['programmes'] {
  return {
    async all() {
      const rows = await db.prisma.programme.findMany({ orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] });
      return rows.map((row) =>
        toProgramme(shared, made.get(row.id) ?? shared.keys.programmeOf(row.id, row.dataKey), row),
      );
    },

    async any() {
      return (await db.sql.query`SELECT 1 AS "one" FROM "Programme" LIMIT 1`).length > 0;
    },

    async add(p) {
      const id = text(p.id);
      const { key, wrapped } = shared.keys.makeProgramme(id);
      await db.prisma.programme.create({
        data: { ...toRow(key, p), id, createdAt: p.createdAt, practice: p.practice, dataKey: wrapped },
      });
      made.set(id, key);
      const rows = defaultCatalogue();
      await insertRows(
        db,
        'Catalogue',
        rows.map((row) => ({
          programmeId: id,
          kind: row.kind,
          key: row.key,
          version: row.version,
          body: JSON.stringify(row.body),
          retiredAt: row.retiredAt,
        })),
      );
    },

    async ofInstallation(platform, tenant) {
      const row = await db.prisma.installation.findFirst({
        where: { platform: text(platform), tenant: text(tenant), removedAt: null },
        select: { programmeId: true },
      });
      return row === null ? undefined : (row.programmeId as ProgrammeId);
    },

    async install(platform, tenant, programme, at) {
      const to = { programmeId: text(programme), at, removedAt: null };
      await db.prisma.installation.upsert({
        where: { platform_tenant: { platform: text(platform), tenant: text(tenant) } },
        create: { platform: text(platform), tenant: text(tenant), ...to },
        update: to,
      });
    },

    async uninstall(platform, tenant, at) {
      await db.prisma.installation.updateMany({
        where: { platform: text(platform), tenant: text(tenant), removedAt: null },
        data: { removedAt: at },
      });
    },

    async markPractice() {
      await db.prisma.programme.updateMany({ data: { practice: true } });
      for (const along of alongs.values()) along.programme = undefined;
    },
  };
}

export function accounts(db: Db): Transaction['accounts'] {
  return {
    async find(account) {
      const [row] = await db.sql.query<{ personId: string; programmeId: string }>`
        SELECT "personId", "programmeId" FROM "Account"
        WHERE "platform" = ${text(account.platform)} AND "tenant" = ${text(account.tenant)}
          AND "user" = ${text(account.user)}`;
      if (row === undefined) return undefined;
      return { person: row.personId as PersonId, programme: row.programmeId as ProgrammeId };
    },
  };
}

/** Acts that were delivered, of whatever programme. */
export const deliveryTables: Tables = {
  Delivery: { stay: 'A platform’s key of an act and the kind of its answer, without a word; swept when old.' },
};

export function deliveries(db: Db): Transaction['deliveries'] {
  return {
    async outcome(key) {
      const [row] = await db.sql.query<{ outcome: string }>`
        SELECT "outcome" FROM "Delivery" WHERE "key" = ${text(key)}`;
      return row?.outcome;
    },
    async record(key, outcome, at) {
      try {
        await db.sql.run`INSERT INTO "Delivery" ("key", "outcome", "at") VALUES (${text(key)}, ${outcome}, ${at})`;
      } catch (cause) {
        if (!isTaken(cause)) throw cause;
        throw new Refused('delivered-again', 'That was done already: open it again to see where it stands.', { cause });
      }
    },
  };
}

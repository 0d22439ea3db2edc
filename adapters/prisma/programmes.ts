import type { Programme as Row } from '../../prisma/generated/sqlite/client.js';
import type { Account } from '../../src/chat/inbound.js';
import { defaultCatalogue } from '../../src/domain/defaults/catalogue.js';
import type { Nation, Programme } from '../../src/domain/programme.js';
import { Refused } from '../../src/kernel/errors.js';
import type { PersonId, ProgrammeId } from '../../src/kernel/ids.js';
import type { Rows, Transaction } from '../../src/ports/store.js';
import { readSettings } from './bodies/programme.js';
import { sealedCatalogue } from './catalogue.js';
import { isTaken } from './connect.js';
import type { Db } from './db.js';
import { insertRows } from './insert.js';
import { openJson, sealJson } from './keys.js';
import type { Repository, Tables } from './repository.js';
import { type Along, type Made, ms, msOrNull, type Opened, type Scope, type Shared, text } from './scope.js';
import type { Plain } from './sql.js';

const settingsAt = (programme: string): string => `programme/${programme}/settings`;
/** As data step 7 has it too. */
const wordsAt = (programme: string): string => `programme/${programme}/words`;

function toProgramme(shared: Pick<Shared, 'settings'>, key: Uint8Array, row: Row | Plain<Row>): Programme {
  const id = row.id as ProgrammeId;
  const { name, settings } = openedOf(shared, key, row);
  return {
    id,
    name,
    nation: row.nation as Nation,
    zone: row.zone,
    createdAt: ms(row.createdAt),
    practice: row.practice,
    ...(row.outsideNamedAt === null ? {} : { outsideNamedAt: ms(row.outsideNamedAt) }),
    settings,
  };
}

/** Opened once, for each event asks for them. Other bytes are other words, whoever wrote them. */
function openedOf(
  { settings: kept }: Pick<Shared, 'settings'>,
  key: Uint8Array,
  row: Row | Plain<Row>,
): Pick<Programme, 'name' | 'settings'> {
  const known = kept.get(row.id);
  const settings = again(known?.settings, row.settings, (sealed) =>
    readSettings(openJson(key, sealed, settingsAt(row.id))),
  );
  // Steps before the seventh read programmes too.
  const name =
    row.words === null
      ? { sealed: new Uint8Array(0), value: row.name }
      : again(known?.name, row.words, (sealed) => String(openJson(key, sealed, wordsAt(row.id))));
  if (known === undefined || settings !== known.settings || name !== known.name) kept.set(row.id, { settings, name });
  return { name: name.value, settings: settings.value };
}

const again = <T>(known: Opened<T> | undefined, sealed: Uint8Array, open: (sealed: Uint8Array) => T): Opened<T> =>
  known !== undefined && Buffer.compare(known.sealed, sealed) === 0 ? known : { sealed, value: open(sealed) };

const toRow = (key: Uint8Array, p: Programme) => ({
  // It stood here in the clear up to 0.7.0; since then it is sealed beside.
  name: '',
  words: sealJson(key, p.name, wordsAt(p.id)),
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
          ...sealedCatalogue(key, id, row),
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

    async installFirst(platform, tenant, programme, at) {
      const made = await db.sql.run`
        INSERT INTO "Installation" ("platform", "tenant", "programmeId", "at", "removedAt")
        VALUES (${text(platform)}, ${text(tenant)}, ${text(programme)}, ${at}, NULL)
        ON CONFLICT ("platform", "tenant") DO UPDATE
          SET "programmeId" = excluded."programmeId", "at" = excluded."at", "removedAt" = NULL
          WHERE "Installation"."removedAt" IS NOT NULL`;
      if (made > 0) return;
      throw new Refused('place-taken', 'Mentorlog was set up here a moment ago. Say hello to it again.');
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
  Delivery: { stay: 'A MAC of a platform’s key of an act and the kind of its answer, without a word; swept when old.' },
};

export function deliveries({ keys }: Pick<Shared, 'keys'>, db: Db): Transaction['deliveries'] {
  return {
    async outcome(key) {
      const [row] = await db.sql.query<{ outcome: string }>`
        SELECT "outcome" FROM "Delivery" WHERE "key" = ${keys.delivery(text(key))}`;
      return row?.outcome;
    },
    async put(key, outcome, at) {
      await db.sql.run`
        INSERT INTO "Delivery" ("key", "outcome", "at") VALUES (${keys.delivery(text(key))}, ${outcome}, ${at})
        ON CONFLICT ("key") DO UPDATE SET "outcome" = excluded."outcome", "at" = excluded."at"`;
    },
    async record(key, outcome, at) {
      try {
        await db.sql.run`
          INSERT INTO "Delivery" ("key", "outcome", "at") VALUES (${keys.delivery(text(key))}, ${outcome}, ${at})`;
      } catch (cause) {
        if (!isTaken(cause)) throw cause;
        throw new Refused('delivered-again', 'That was done already: open it again to see where it stands.', { cause });
      }
    },
  };
}

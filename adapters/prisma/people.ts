import type { Prisma } from '../../prisma/generated/sqlite/client.js';
import type { Account } from '../../src/chat/inbound.js';
import type { Person, Role } from '../../src/domain/programme.js';
import { Refused } from '../../src/kernel/errors.js';
import type { PersonId, ProgrammeId } from '../../src/kernel/ids.js';
import type { Rows } from '../../src/ports/store.js';
import { nobodysProfile, type Profile, readProfile } from './bodies/person.js';
import { isTaken } from './connect.js';
import { insertRows } from './insert.js';
import { eraseKept } from './kept.js';
import { openJson, sealJson } from './keys.js';
import type { Repository } from './repository.js';
import { type Kept, ms, msOrNull, mustBelong, type Scope, text } from './scope.js';
import type { Plain } from './sql.js';

const withAccounts = { accounts: { orderBy: { position: 'asc' } } } as const satisfies Prisma.PersonInclude;
type Row = Prisma.PersonGetPayload<{ include: typeof withAccounts }>;
/** The same as a statement of our own has it. */
type PlainRow = Plain<Omit<Row, 'accounts'>> & {
  readonly accounts: readonly Pick<Row['accounts'][number], 'platform' | 'tenant' | 'user'>[];
};

const profileAt = (person: string): string => `person/${person}/profile`;

export function toPerson(s: Pick<Scope, 'keys'>, row: Row | PlainRow): Person {
  const key = s.keys.unwrap(row.id, row.dataKey);
  const profile = key === undefined ? nobodysProfile : readProfile(openJson(key, row.profile, profileAt(row.id)));
  return {
    id: row.id as PersonId,
    programme: row.programmeId as ProgrammeId,
    name: profile.name,
    zone: row.zone,
    locale: row.locale,
    manners: profile.manners,
    roles: JSON.parse(row.roles) as Role[],
    accounts: row.accounts.map((a) => ({
      platform: a.platform as Account['platform'],
      tenant: a.tenant,
      user: a.user,
    })),
    ...(profile.pronouns === undefined ? {} : { pronouns: profile.pronouns }),
    ...(profile.stakeholderAs === undefined ? {} : { stakeholderAs: profile.stakeholderAs }),
    ...(profile.emails === undefined ? {} : { emails: profile.emails }),
    ...(profile.expected === undefined ? {} : { expected: profile.expected }),
    ...(profile.named === undefined ? {} : { named: profile.named }),
    createdAt: ms(row.createdAt),
    erasedAt: msOrNull(row.erasedAt),
  };
}

function peopleRows(s: Scope): Omit<Rows['people'], 'erase'> {
  const find = (id: PersonId): Promise<Row | null> =>
    s.db.prisma.person.findFirst({ where: { id: text(id), programmeId: s.programme }, include: withAccounts });
  /** What is kept, if it still holds; otherwise the number that holds now. */
  const kept = async (): Promise<Kept | number | undefined> => {
    const [row] = await s.db.sql.query<{ readonly peopleRevision: number }>`
      SELECT "peopleRevision" FROM "Programme" WHERE "id" = ${s.programme}`;
    const revision = row?.peopleRevision;
    const known = s.people.get(s.programme);
    return known !== undefined && known.revision === revision ? known : revision;
  };
  return {
    async get(id) {
      const known = s.people.has(s.programme) ? await kept() : undefined;
      const person = typeof known === 'object' ? known.byId.get(text(id)) : undefined;
      if (person !== undefined) return person;
      const row = await find(id);
      return row === null ? undefined : toPerson(s, row);
    },

    async all() {
      const known = await kept();
      if (typeof known === 'object') return known.list;
      const rows = await s.db.prisma.person.findMany({
        where: { programmeId: s.programme, erasedAt: null },
        include: withAccounts,
        orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      });
      const list = rows.map((row) => toPerson(s, row));
      // The number was read before the rows: should somebody change in between, the next reader finds another and asks
      // again. What this transaction has changed itself may yet be undone, and is not kept.
      if (known !== undefined && !s.fresh.people)
        s.people.set(s.programme, { revision: known, list, byId: new Map(list.map((p) => [p.id, p])) });
      return list;
    },

    async save(person) {
      mustBelong(s, person);
      s.fresh.people = true;
      const before = await find(person.id);
      const { name, manners, pronouns, stakeholderAs, emails, expected, named } = person;
      const profile: Profile = {
        name,
        manners,
        ...(pronouns === undefined ? {} : { pronouns }),
        ...(stakeholderAs === undefined ? {} : { stakeholderAs }),
        ...(emails === undefined || emails.length === 0 ? {} : { emails }),
        ...(expected === undefined ? {} : { expected }),
        ...(named === undefined ? {} : { named }),
      };
      const seal = (key: Uint8Array | undefined) =>
        key === undefined ? new Uint8Array(0) : sealJson(key, profile, profileAt(person.id));
      const plain = {
        zone: person.zone,
        locale: person.locale,
        roles: JSON.stringify(person.roles),
        erasedAt: person.erasedAt,
      };
      if (before === null) {
        const made = s.keys.make(person.id);
        s.fresh.keys.set(person.id, made.key);
        await s.db.prisma.person.create({
          data: {
            ...plain,
            id: text(person.id),
            programmeId: s.programme,
            dataKey: made.wrapped,
            profile: seal(made.key),
            createdAt: person.createdAt,
          },
        });
      } else {
        // Their accounts and name are somebody else's now, and may stand: what was kept under their own id is nobody's.
        if (before.erasedAt === null && person.erasedAt !== null) await eraseKept(s, person);
        const key = s.keys.unwrap(before.id, before.dataKey);
        await s.db.prisma.person.updateMany({
          where: { id: before.id, programmeId: s.programme },
          data: { ...plain, profile: seal(key) },
        });
      }
      await saveAccounts(s, person, before);
      await s.db.sql.run`UPDATE "Programme" SET "peopleRevision" = "peopleRevision" + 1 WHERE "id" = ${s.programme}`;
    },
  };
}

/** The last of an erasure: with the key destroyed, no copy of what was sealed under it can be read again. */
async function erasePerson(s: Scope, person: string, at: number): Promise<void> {
  await s.db.prisma.account.deleteMany({ where: { programmeId: s.programme, personId: person } });
  await s.db.prisma.person.updateMany({
    where: { id: person, programmeId: s.programme },
    data: { dataKey: null, profile: new Uint8Array(0), roles: '[]', erasedAt: at },
  });
  await s.db.sql.run`
    UPDATE "Programme" SET "peopleRevision" = "peopleRevision" + 1 WHERE "id" = ${s.programme}`;
  s.fresh.people = true;
  s.fresh.keys.delete(person);
  s.keys.forget(s.programme, person);
}

export const people: Repository<'people'> = {
  rows: peopleRows,
  tables: {
    Person: { overwritten: 'Name, manners, roles and key go; the id stays, for the rows of others point at it.' },
    Account: { deleted: 'Whoever writes from it is somebody new.' },
  },
  erase: erasePerson,
};

async function saveAccounts(s: Scope, person: Person, before: Row | null): Promise<void> {
  const spell = (list: readonly Account[]): string => JSON.stringify(list.map((a) => [a.platform, a.tenant, a.user]));
  if (spell(person.accounts) === spell((before?.accounts ?? []) as readonly Account[])) return;
  if (before !== null && before.accounts.length > 0)
    await s.db.prisma.account.deleteMany({ where: { personId: before.id, programmeId: s.programme } });
  if (person.accounts.length === 0) return;
  try {
    await insertRows(
      s.db,
      'Account',
      person.accounts.map((a, position) => ({
        platform: text(a.platform),
        tenant: text(a.tenant),
        user: text(a.user),
        personId: text(person.id),
        programmeId: s.programme,
        position,
      })),
    );
  } catch (cause) {
    if (!isTaken(cause)) throw cause;
    throw new Refused('account-taken', 'That account belongs to somebody else: unlink it there first.', { cause });
  }
}

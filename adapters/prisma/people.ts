import { type Person as PersonRow, Prisma } from '../../prisma/generated/sqlite/client.js';
import type { Account } from '../../src/chat/inbound.js';
import { formerNames, type Person, type Role } from '../../src/domain/programme.js';
import { Refused } from '../../src/kernel/errors.js';
import type { PersonId, ProgrammeId } from '../../src/kernel/ids.js';
import { nextTurn } from '../../src/kernel/turn-of-loop.js';
import type { Rows } from '../../src/ports/store.js';
import { nobodysProfile, type Profile, readProfile } from './bodies/person.js';
import { isTaken } from './connect.js';
import { insertRows } from './insert.js';
import { eraseKept } from './kept.js';
import { type KeyRing, openJson, sealJson } from './keys.js';
import type { Repository } from './repository.js';
import { type Kept, ms, msOrNull, mustBelong, type Scope, text } from './scope.js';
import type { Plain } from './sql.js';

type Row = Plain<PersonRow> & { readonly accounts: readonly AccountColumns[] };
/** An account as its row names it. */
type AccountColumns = { readonly platform: string; readonly tenant: string; readonly user: string };
type Joined = Plain<PersonRow> & { readonly platform: string | null; readonly tenant: string; readonly user: string };

/** Each person once, with their accounts in the order of their use, from rows that came in that order. */
function together(rows: readonly Joined[]): readonly Row[] {
  const found: (Row & { readonly accounts: AccountColumns[] })[] = [];
  for (const row of rows) {
    let last = found.at(-1);
    if (last?.id !== row.id) {
      last = { ...row, accounts: [] };
      found.push(last);
    }
    if (row.platform !== null) last.accounts.push({ platform: row.platform, tenant: row.tenant, user: row.user });
  }
  return found;
}

const profileAt = (person: string): string => `person/${person}/profile`;

/** @param ring of this person at least, of their programme */
export function toPerson(ring: Pick<KeyRing, 'keyOf'>, row: Row): Person {
  const key = row.profile.length === 0 ? undefined : ring.keyOf(row.id);
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
    ...(profile.alsoCalled === undefined ? {} : { alsoCalled: profile.alsoCalled }),
    ...(profile.formerly === undefined ? {} : { formerly: profile.formerly }),
    ...(profile.stakeholderAs === undefined ? {} : { stakeholderAs: profile.stakeholderAs }),
    ...(profile.adult === undefined ? {} : { adult: profile.adult }),
    ...(profile.emails === undefined ? {} : { emails: profile.emails }),
    ...(profile.expected === undefined ? {} : { expected: profile.expected }),
    ...(profile.named === undefined ? {} : { named: profile.named }),
    createdAt: ms(row.createdAt),
    erasedAt: msOrNull(row.erasedAt),
  };
}

/** People opened in one turn of the event loop: some 15 ms. */
const openedAtOnce = 200;

function peopleRows(s: Scope): Omit<Rows['people'], 'erase'> {
  const list = async (which: Prisma.Sql): Promise<readonly Row[]> =>
    together(
      await s.db.sql.query<Joined>`
        SELECT p.*, a."platform", a."tenant", a."user"
        FROM "Person" p LEFT JOIN "Account" a ON a."personId" = p."id" AND a."programmeId" = p."programmeId"
        WHERE p."programmeId" = ${s.programme} AND ${which}
        ORDER BY p."createdAt", p."id", a."position"`,
    );
  const find = async (id: PersonId): Promise<Row | null> => (await list(Prisma.sql`p."id" = ${text(id)}`))[0] ?? null;
  /** What is kept, if it still holds; otherwise the number that holds now. */
  const kept = async (): Promise<Kept | number | undefined> => {
    const row =
      s.along.programme ??
      (
        await s.db.sql.query<{ readonly peopleRevision: number }>`
        SELECT "peopleRevision" FROM "Programme" WHERE "id" = ${s.programme}`
      )[0];
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
      return row === null ? undefined : toPerson(await s.ring([row.id]), row);
    },

    async lastErased() {
      const [row] = await s.db.sql.query<{ last: number | bigint | null }>`
        SELECT MAX("erasedAt") AS "last" FROM "Person" WHERE "programmeId" = ${s.programme} AND "erasedAt" IS NOT NULL`;
      return row?.last == null ? Number.NEGATIVE_INFINITY : Number(row.last);
    },
    async all() {
      const known = await kept();
      if (typeof known === 'object') return known.list;
      const everyone: Person[] = [];
      const rows = await list(Prisma.sql`p."erasedAt" IS NULL`);
      const ring = await s.ring(rows.map((row) => row.id));
      for (const row of rows) {
        everyone.push(toPerson(ring, row));
        if (everyone.length % openedAtOnce === 0) await nextTurn();
      }
      // The number was read before the rows: should somebody change in between, the next reader finds another and asks
      // again. What this transaction has changed itself may yet be undone, and is not kept.
      if (known !== undefined && !s.fresh.people)
        s.people.set(s.programme, {
          revision: known,
          list: everyone,
          byId: new Map(everyone.map((p) => [p.id, p])),
        });
      return everyone;
    },

    async save(person) {
      mustBelong(s, person);
      s.fresh.people = true;
      const before = await find(person.id);
      const ring = before === null ? undefined : await s.ring([before.id]);
      const was = before === null || ring === undefined ? undefined : toPerson(ring, before);
      const formerly = formerNames(was, person);
      const { name, manners, pronouns, alsoCalled, stakeholderAs, adult, emails, expected, named } = person;
      const profile: Profile = {
        name,
        manners,
        ...(pronouns === undefined ? {} : { pronouns }),
        ...(alsoCalled === undefined || alsoCalled.length === 0 ? {} : { alsoCalled }),
        ...(formerly.length === 0 ? {} : { formerly }),
        ...(stakeholderAs === undefined ? {} : { stakeholderAs }),
        ...(adult === undefined ? {} : { adult }),
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
        const key = s.keys.newKey();
        s.fresh.keys.set(text(person.id), key);
        await s.db.prisma.person.create({
          data: {
            ...plain,
            id: text(person.id),
            programmeId: s.programme,
            profile: seal(key),
            createdAt: person.createdAt,
          },
        });
      } else {
        // Their accounts and name are somebody else's now, and may stand: what was kept under their own id is nobody's.
        if (before.erasedAt === null && person.erasedAt !== null) await eraseKept(s, person);
        const key = ring?.keyOf(before.id);
        // Where others write too, somebody may have been erased since they were read: the database looks once more.
        const here = person.erasedAt === null;
        const erasedSince = { erasedAt: { not: null }, profile: new Uint8Array(0) };
        const { count } = await s.db.prisma.person.updateMany({
          where: { id: before.id, programmeId: s.programme, ...(here ? { NOT: erasedSince } : {}) },
          data: { ...plain, profile: seal(key) },
        });
        if (count === 0 && here)
          throw new Refused('erased', 'This person has been erased meanwhile. Nothing has changed.');
      }
      await saveAccounts(s, person, before);
      await countChange(s);
    },
  };
}

/** Its people are others from here on: what anybody has in memory of them holds no more. */
async function countChange(s: Scope): Promise<void> {
  await s.db.sql.run`UPDATE "Programme" SET "peopleRevision" = "peopleRevision" + 1 WHERE "id" = ${s.programme}`;
  s.along.programme = undefined;
}

/** The last of an erasure. Their key is destroyed once it has been committed (ending.ts). */
async function erasePerson(s: Scope, person: string, at: number, before: Person): Promise<void> {
  await s.db.prisma.account.deleteMany({ where: { programmeId: s.programme, personId: person } });
  await s.db.prisma.person.updateMany({
    where: { id: person, programmeId: s.programme },
    data: { profile: new Uint8Array(0), roles: '[]', erasedAt: at },
  });
  await countChange(s);
  s.fresh.people = true;
  s.fresh.keys.delete(person);
  s.fresh.erased.set(person, { at, accounts: before.accounts });
}

export const people: Repository<'people'> = {
  rows: peopleRows,
  tables: {
    Person: {
      overwritten:
        'Name, manners and roles go, and the key in the key store; the id stays, for the rows of others point at it.',
    },
    Account: { deleted: 'Whoever writes from it is somebody new.' },
  },
  erase: erasePerson,
};

async function saveAccounts(s: Scope, person: Person, before: Row | null): Promise<void> {
  const spell = (list: readonly AccountColumns[]): string =>
    JSON.stringify(list.map((a) => [a.platform, a.tenant, a.user]));
  if (spell(person.accounts) === spell(before?.accounts ?? [])) return;
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

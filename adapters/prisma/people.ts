import type { Prisma } from '../../prisma/generated/sqlite/client.js';
import type { Account } from '../../src/chat/inbound.js';
import type { Manners, Person, Role } from '../../src/domain/programme.js';
import { Refused } from '../../src/kernel/errors.js';
import type { PersonId, ProgrammeId } from '../../src/kernel/ids.js';
import type { Rows } from '../../src/ports/store.js';
import { isTaken } from './connect.js';
import { openJson, sealJson } from './keys.js';
import { ms, msOrNull, mustBelong, type Scope, text } from './scope.js';

/** What is sealed under a person's own key. */
interface Profile {
  readonly name: string;
  readonly manners: Manners;
}
const nobody: Profile = { name: '', manners: {} };

/** How many profiles stay opened in memory. */
const keptProfiles = 5_000;

/**
 * Profiles opened before, each kept with the very bytes it was opened from: a row that has changed since, here or in
 * another process, or that was rolled back, does not match and is opened again.
 */
export class Profiles {
  readonly #opened = new Map<string, { readonly sealed: Uint8Array; readonly profile: Profile }>();

  of(id: string, sealed: Uint8Array, openIt: () => Profile): Profile {
    const kept = this.#opened.get(id);
    if (kept !== undefined && Buffer.compare(kept.sealed, sealed) === 0) return kept.profile;
    const profile = openIt();
    if (this.#opened.size >= keptProfiles) this.#opened.clear();
    this.#opened.set(id, { sealed, profile });
    return profile;
  }
}

const withAccounts = { accounts: { orderBy: { position: 'asc' } } } as const satisfies Prisma.PersonInclude;
type Row = Prisma.PersonGetPayload<{ include: typeof withAccounts }>;

const profileAt = (person: string): string => `person/${person}/profile`;

function toPerson(s: Scope, row: Row): Person {
  const profile =
    row.dataKey === null
      ? nobody
      : s.profiles.of(row.id, row.profile, () => {
          const key = s.keys.unwrap(row.id, row.dataKey);
          return key === undefined ? nobody : openJson<Profile>(key, row.profile, profileAt(row.id));
        });
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
    createdAt: ms(row.createdAt),
    erasedAt: msOrNull(row.erasedAt),
  };
}

export function people(s: Scope): Rows['people'] {
  const find = (id: PersonId): Promise<Row | null> =>
    s.db.person.findFirst({ where: { id: text(id), programmeId: s.programme }, include: withAccounts });
  return {
    async get(id) {
      const row = await find(id);
      return row === null ? undefined : toPerson(s, row);
    },

    async all() {
      const rows = await s.db.person.findMany({
        where: { programmeId: s.programme, erasedAt: null },
        include: withAccounts,
        orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      });
      return rows.map((row) => toPerson(s, row));
    },

    async save(person) {
      mustBelong(s, person);
      const before = await find(person.id);
      const profile: Profile = { name: person.name, manners: person.manners };
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
        s.ownKeys.set(person.id, made.key);
        await s.db.person.create({
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
        const key = s.keys.unwrap(before.id, before.dataKey);
        await s.db.person.updateMany({
          where: { id: before.id, programmeId: s.programme },
          data: { ...plain, profile: seal(key) },
        });
      }
      await saveAccounts(s, person, before);
    },
  };
}

async function saveAccounts(s: Scope, person: Person, before: Row | null): Promise<void> {
  const spell = (list: readonly Account[]): string => JSON.stringify(list.map((a) => [a.platform, a.tenant, a.user]));
  if (spell(person.accounts) === spell((before?.accounts ?? []) as readonly Account[])) return;
  if (before !== null && before.accounts.length > 0)
    await s.db.account.deleteMany({ where: { personId: before.id, programmeId: s.programme } });
  if (person.accounts.length === 0) return;
  try {
    await s.db.account.createMany({
      data: person.accounts.map((a, position) => ({
        platform: text(a.platform),
        tenant: text(a.tenant),
        user: text(a.user),
        personId: text(person.id),
        programmeId: s.programme,
        position,
      })),
    });
  } catch (cause) {
    if (!isTaken(cause)) throw cause;
    throw new Refused('account-taken', 'That account belongs to somebody else: unlink it there first.', { cause });
  }
}

import type { KeptValue } from '../../src/domain/kept.js';
import type { Person } from '../../src/domain/programme.js';
import type { Rows } from '../../src/ports/store.js';
import { openJson, sealJson } from './keys.js';
import type { Repository } from './repository.js';
import type { Scope } from './scope.js';

// Part of what is sealed: rows written under another name for this place could not be opened any more.
const keptAt = (programme: string, key: string): string => `memory/${programme}/${key}`;

const open = (s: Scope, key: Uint8Array, row: { readonly key: string; readonly value: Uint8Array }): unknown =>
  openJson(key, row.value, keptAt(s.programme, row.key));

async function put(s: Scope, key: string, value: unknown): Promise<void> {
  const sealed = sealJson(await s.key(), value, keptAt(s.programme, key));
  await s.db.sql.run`
    INSERT INTO "Memory" ("programmeId", "key", "value") VALUES (${s.programme}, ${key}, ${sealed})
    ON CONFLICT ("programmeId", "key") DO UPDATE SET "value" = excluded."value"`;
  s.along.kept.set(key, sealed);
}

async function take(s: Scope, key: string): Promise<void> {
  await s.db.sql.run`DELETE FROM "Memory" WHERE "programmeId" = ${s.programme} AND "key" = ${key}`;
  s.along.kept.set(key, null);
}

/** What is kept under a key, sealed; null if nothing is. Asked for once in a transaction. */
async function sealedAt(s: Scope, key: string): Promise<Uint8Array | null> {
  const known = s.along.kept.get(key);
  if (known !== undefined) return known;
  const [row] = await s.db.sql.query<{ value: Uint8Array }>`
    SELECT "value" FROM "Memory" WHERE "programmeId" = ${s.programme} AND "key" = ${key}`;
  const value = row?.value ?? null;
  s.along.kept.set(key, value);
  return value;
}

/** @throws Error where it is not in the store's list: no erasure would find its rows. A fault of the program. */
function mustBeListed(s: Scope, value: { readonly name: string }): void {
  if (s.kept.get(value.name) !== value) throw new Error(`the kept value ${value.name} is not in src/kept.ts`);
}

function keptRows(s: Scope): Rows['kept'] {
  return {
    async get(value, ...per) {
      const key = value.key(...per);
      const sealed = await sealedAt(s, key);
      if (sealed === null) return undefined;
      const stored = open(s, await s.key(), { key, value: sealed });
      const read = value.read(stored);
      // Earlier versions wrote null over what they forgot.
      if (read === undefined && stored !== null) s.unreadable(value.name);
      return read;
    },

    async all<T>(value: KeptValue<T, readonly [never]>) {
      // A range, which the primary key answers: `;` comes right after the colon that ends a value's name.
      const rows = await s.db.prisma.memory.findMany({
        where: { programmeId: s.programme, key: { gte: `${value.name}:`, lt: `${value.name};` } },
        orderBy: { key: 'asc' },
      });
      const key = await s.key();
      return rows.flatMap((row) => {
        const stored = open(s, key, row);
        const read = value.read(stored);
        if (read === undefined && stored !== null) s.unreadable(value.name);
        return read === undefined ? [] : [{ per: row.key.slice(value.name.length + 1), value: read }];
      });
    },

    async put<T, Per extends readonly unknown[]>(value: KeptValue<T, Per>, ...perAndValue: [...Per, NoInfer<T>]) {
      mustBeListed(s, value);
      const per = perAndValue.slice(0, -1) as readonly unknown[] as Per;
      await put(s, value.key(...per), perAndValue.at(-1));
    },

    async forget(value, ...per) {
      await take(s, value.key(...per));
    },
  };
}

/** Does with everything that is kept what its definition says of an erasure. `erased`: as they stand before it. */
export async function eraseKept(s: Scope, erased: Person): Promise<void> {
  const key = await s.key();
  for (const value of s.kept.values()) {
    if (value.erasure.of === 'nobody') continue;
    const rows = await s.db.prisma.memory.findMany({
      where: { programmeId: s.programme, OR: [{ key: value.name }, { key: { startsWith: `${value.name}:` } }] },
    });
    for (const row of rows) {
      const fate = value.afterErasing(row.key, () => open(s, key, row), erased);
      if (fate.row === 'goes') await take(s, row.key);
      else if (fate.row === 'becomes') await put(s, row.key, fate.value);
    }
  }
}

export const kept: Repository<'kept'> = {
  rows: keptRows,
  tables: {
    Memory: { overwritten: 'Each value does what its definition says of an erasure (`src/kept.ts`); some go.' },
  },
  erase: (s, _person, _at, before) => eraseKept(s, before),
};

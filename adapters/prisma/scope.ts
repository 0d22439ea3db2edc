import type { AnyKept } from '../../src/domain/kept.js';
import type { Person } from '../../src/domain/programme.js';
import type { Ids, PersonId, ProgrammeId } from '../../src/kernel/ids.js';
import type { Db } from './connect.js';
import { type KeyRing, type Keys, nobody } from './keys.js';

/** Everyone of a programme, as they stood at one number of its `peopleRevision`. */
export interface Kept {
  readonly revision: number;
  readonly list: readonly Person[];
  readonly byId: ReadonlyMap<string, Person>;
}

/**
 * People with their names opened, kept in memory by programme: nearly every card needs all of them. The number they
 * stood at is read each time, so that a change made by another process counts too.
 */
type PeopleKept = Map<ProgrammeId, Kept>;

/** What every repository of one store shares. */
export interface Shared {
  readonly ids: Ids;
  readonly keys: Keys;
  readonly people: PeopleKept;
  /** Everything that may be kept, by its name. */
  readonly kept: ReadonlyMap<string, AnyKept>;
  /** Is told the name of a kept value that does not fit its schema. */
  unreadable(name: string): void;
}

/** What this transaction has changed; known to it alone until it commits, and perhaps never to anybody. */
export interface Fresh {
  /** Keys of the people it has made. */
  readonly keys: Map<string, Uint8Array>;
  people: boolean;
}

/** What a repository works with: a connection, and the one programme whose rows it may touch. */
export interface Scope extends Shared {
  readonly db: Db;
  readonly programme: ProgrammeId;
  readonly fresh: Fresh;
  ring(people: Iterable<string>): Promise<KeyRing>;
  /** The programme's own key. */
  key(): Promise<Uint8Array>;
}

/** Keys of the programmes that a transaction has made, known to it alone until it commits. */
export type Made = Map<string, Uint8Array>;

export function scope(shared: Shared, db: Db, programme: ProgrammeId, made: Made): Scope {
  const fresh: Fresh = { keys: new Map(), people: false };
  const own = (): Fresh['keys'] => {
    const key = made.get(programme);
    return key === undefined ? fresh.keys : fresh.keys.set(nobody, key);
  };
  return {
    ...shared,
    db,
    programme,
    fresh,
    ring: (people) => shared.keys.ring(db, programme, people, own()),
    key: async () => own().get(nobody) ?? (await shared.keys.programme(db, programme)),
  };
}

/** A row handed in must be of the programme it is saved in. */
export function mustBelong(s: Scope, row: { readonly programme: ProgrammeId }): void {
  if (row.programme !== s.programme) throw new Error('a row of another programme cannot be saved here');
}

/**
 * What an `upsert` answered. Where the id is taken by a row of another programme it changes nothing and answers null,
 * whatever its type says: Prisma makes one INSERT … ON CONFLICT … WHERE of it.
 */
export function mustHit(upserted: object | null): void {
  if (upserted === null) throw new Error('a row of another programme cannot be changed here');
}

/** Ids come from outside too: whatever stands there, a `where` gets a string, never an object with operators in it. */
export const text = (id: unknown): string => String(id);

/** Milliseconds as the domain has them. */
export const ms = (at: bigint | number): number => Number(at);
export const msOrNull = (at: bigint | number | null): number | null => (at === null ? null : Number(at));

/** The person under whose key a session's plan and record are sealed: its one mentee, or the mentor of a group. */
export const ownerOf = (session: {
  readonly mentorId: string;
  readonly attendees: readonly { readonly menteeId: string }[];
}): PersonId =>
  ((session.attendees.length === 1 ? session.attendees[0]?.menteeId : undefined) ?? session.mentorId) as PersonId;

/** Rows by what `key` answers of each, in their order. */
export function groupedBy<Row, Key>(rows: readonly Row[], key: (row: Row) => Key): ReadonlyMap<Key, readonly Row[]> {
  const groups = new Map<Key, Row[]>();
  for (const row of rows) {
    const group = groups.get(key(row));
    if (group === undefined) groups.set(key(row), [row]);
    else group.push(row);
  }
  return groups;
}

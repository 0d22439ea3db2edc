import type { Posted as PostedRow, Programme as ProgrammeRow } from '../../prisma/generated/sqlite/client.js';
import type { AnyKept } from '../../src/domain/kept.js';
import type { Person, ProgrammeSettings } from '../../src/domain/programme.js';
import { Bounded } from '../../src/kernel/bounded.js';
import type { Ids, PersonId, ProgrammeId } from '../../src/kernel/ids.js';
import type { Signer } from '../../src/kernel/signed-head.js';
import type { Db } from './db.js';
import type { Alarms } from './dialect.js';
import type { HeadNotes } from './head-notes.js';
import { type KeyRing, type Keys, nobody } from './keys.js';
import type { Leases, WhoseAccounts } from './leases.js';
import type { Leaf, LeafName } from './leaves.js';
import type { Plain } from './sql.js';

/** Everyone of a programme, as they stood at one number of its `peopleRevision`. */
export interface Kept {
  readonly revision: number;
  readonly list: readonly Person[];
  readonly byId: ReadonlyMap<string, Person>;
}

/**
 * People with their names opened, kept in memory by programme: nearly every card needs all of them. The number they
 * stood at is read each time, so that a change made by another process counts too. So many people in all: the programme
 * that was longest not asked for goes first. Somebody takes 300 to 600 bytes (measured on Node 20), so all of them 10 MB.
 */
const mostPeopleKept = 20_000;
type PeopleKept = Bounded<ProgrammeId, Kept>;
export const peopleKept = (): PeopleKept => new Bounded(mostPeopleKept, ({ list }) => list.length + 1);

/** What a programme's row says under its key, opened, with the bytes that it was opened of. */
interface OpenedProgramme {
  readonly settings: Opened<ProgrammeSettings>;
  readonly name: Opened<string>;
}
export interface Opened<T> {
  readonly sealed: Uint8Array;
  readonly value: T;
}
type SettingsKept = Bounded<string, OpenedProgramme>;
/** Of so many programmes: some kilobytes each. */
const mostSettingsKept = 1_000;
export const settingsKept = (): SettingsKept => new Bounded(mostSettingsKept);

/** What every repository of one store shares. */
export interface Shared {
  readonly ids: Ids;
  readonly keys: Keys;
  readonly people: PeopleKept;
  /** Settings and names of programmes, opened, by the programme; good for the very bytes they were opened from. */
  readonly settings: SettingsKept;
  /** What heads are signed with, where there is a key for it. */
  readonly signer?: Signer;
  /** The program's own notes of newest heads; none where nothing is noted. */
  readonly notes?: HeadNotes;
  /** Everything that may be kept, by its name. */
  readonly kept: ReadonlyMap<string, AnyKept>;
  /** Alarms that the database keeps of its prompts, where it does. */
  readonly alarms?: Alarms;
  /** Is told the name of a kept value that does not fit its schema. */
  unreadable(name: string): void;
  /** Whether this program is the one bot now: while it may not be, it claims nothing. Always so unless given. */
  readonly mayClaim?: () => boolean;
  /** By whose number its leases go, where several programs run on one database. */
  readonly leases?: Pick<Leases, 'number'>;
}

/** What this transaction has changed; known to it alone until it commits, and perhaps never to anybody. */
export interface Fresh {
  /** Keys of the people it has made. */
  readonly keys: Map<string, Uint8Array>;
  /** People it has erased, as of when (ms), and the accounts that were theirs. */
  readonly erased: Map<string, { readonly at: number } & WhoseAccounts>;
  people: boolean;
  /** The head it has signed, if any. */
  head: { readonly seq: number; readonly hash: string } | undefined;
}

/** Where a chain of audit entries ends. */
export interface Head {
  readonly seq: number;
  readonly hash: string;
}

/**
 * What a transaction knows of one programme's rows, because it read them with something else: it need not ask again.
 * Whoever changes such a row puts the new one here, or takes it out.
 */
export interface Along {
  programme: Plain<ProgrammeRow> | undefined;
  /** By its key; null where nothing is kept. */
  readonly kept: Map<string, Uint8Array | null>;
  /** By the message's reference; null where nothing of ours is known to stand there. */
  readonly posted: Map<string, Plain<PostedRow> | null>;
  /** By the chain. */
  readonly heads: Map<string, Head>;
  /** Who attends a session, by its id: the columns as they stand in their rows. */
  readonly attendees: Map<string, readonly AttendeeRow[]>;
  /** What a chain commits to of a session, by its id, as its row stands: canonical JSON. */
  readonly figures: Map<string, string>;
  /** What was written and no entry of a chain commits to yet, in the order in which it was written. */
  readonly leaves: Leaf[];
  /** Leaves that are void from now on, whatever they were of; those above are not among them. */
  readonly voided: LeafName[];
  /** The newest moment (ms) that an entry of this transaction says. */
  at: number | undefined;
}
export type AttendeeRow = Readonly<Record<string, unknown>> & { readonly menteeId: string };
export const nothingAlong = (): Along => ({
  programme: undefined,
  kept: new Map(),
  posted: new Map(),
  heads: new Map(),
  attendees: new Map(),
  figures: new Map(),
  leaves: [],
  voided: [],
  at: undefined,
});

/** What a repository works with: a connection, and the one programme whose rows it may touch. */
export interface Scope extends Shared {
  readonly db: Db;
  readonly programme: ProgrammeId;
  readonly fresh: Fresh;
  readonly along: Along;
  /** Whether no other unit of work goes on beside this one, in whichever program: only then may it erase somebody. */
  readonly alone: boolean;
  ring(people: Iterable<string>): Promise<KeyRing>;
  /** The programme's own key. */
  key(): Promise<Uint8Array>;
}

/** Keys of the programmes that a transaction has made, known to it alone until it commits. */
export type Made = Map<string, Uint8Array>;

export function scope(
  shared: Shared,
  db: Db,
  programme: ProgrammeId,
  { made, along, alone }: { readonly made: Made; readonly along: Along; readonly alone: boolean },
): Scope {
  const fresh: Fresh = { keys: new Map(), erased: new Map(), people: false, head: undefined };
  const own = (): Fresh => {
    const key = made.get(programme);
    if (key !== undefined) fresh.keys.set(nobody, key);
    return fresh;
  };
  return {
    ...shared,
    db,
    programme,
    fresh,
    along,
    alone,
    ring: (people) => shared.keys.ring(db, programme, people, own()),
    key: async () => own().keys.get(nobody) ?? (await shared.keys.programme(db, programme)),
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

/** The same of how many rows a statement of our own changed. */
export function mustHaveHit(changed: number): void {
  if (changed === 0) mustHit(null);
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

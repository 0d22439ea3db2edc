import { Prisma } from '../../prisma/generated/sqlite/client.js';
import { Bounded } from '../../src/kernel/bounded.js';
import { Refused } from '../../src/kernel/errors.js';
import type { Ids, ProgrammeId } from '../../src/kernel/ids.js';
import { deriveKey, keyLength, mac, newKey, open, seal } from '../../src/kernel/seal.js';
import type { Db } from './db.js';
import type { KeyStore, WrappedKey } from './key-store.js';

/** Bytes as Prisma takes and gives them. */
export type Bytes = Uint8Array<ArrayBuffer>;

/**
 * How many people's unwrapped keys stay in memory: more than one installation has people, for whoever goes through all of
 * a programme's rows again and again would otherwise unwrap each key again and again. One takes about 530 bytes
 * (measured on Node 20 with ids as they are), so all of them 10 MB.
 */
const keptKeys = 20_000;

/** Ids in one statement: one parameter each, of PostgreSQL's 32,767. */
const mostAtOnce = 30_000;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Seals what JSON can hold. `place` is the row and column it belongs to, as `kernel/seal.ts` asks. */
export const sealJson = (key: Uint8Array, value: unknown, place: string): Bytes =>
  seal(key, encoder.encode(JSON.stringify(value)), place);

/** @throws SealBroken */
export const openJson = <T>(key: Uint8Array, sealed: Uint8Array, place: string): T =>
  JSON.parse(decoder.decode(open(key, sealed, place))) as T;

/** Where people's wrapped keys are looked up: those of these people that are there, whatever programme they are of. */
export type LookUp = (db: Db, people: readonly string[]) => Promise<readonly WrappedKey[]>;

/** The same while the data steps run: where the rows have some still, as they all did up to 0.7.0. */
export const keysInBoth =
  (store: KeyStore): LookUp =>
  async (db, people) => {
    const moved = await store.these(people);
    const found = new Set(moved.map((row) => row.person));
    // Whoever was erased since these rows were copied stays so, though they hold a key of theirs.
    for (const { person, destroyedAt } of await store.stateOf(people)) if (destroyedAt !== null) found.add(person);
    const left = people.filter((person) => !found.has(person));
    const rows: WrappedKey[] = [];
    for (let from = 0; from < left.length; from += mostAtOnce)
      rows.push(
        ...(await db.sql.query<WrappedKey>`
          SELECT "id" AS "person", "programmeId" AS "programme", "dataKey" AS "wrapped" FROM "Person"
          WHERE "dataKey" IS NOT NULL AND "id" IN (${Prisma.join(left.slice(from, from + mostAtOnce))})`),
      );
    return [...moved, ...rows];
  };

/** A person, as their key is looked up. */
export interface Whose {
  readonly programme: string;
  readonly person: string;
}

/** Opens and seals under the keys of the people it was made for. */
export interface KeyRing {
  /** @throws Refused `erased` if the person's key has been destroyed */
  open(person: string, sealed: Uint8Array, place: string): unknown;
  seal(person: string, value: unknown, place: string): Bytes;
  /** The same of bytes as they are: a file. */
  openBytes(person: string, sealed: Uint8Array, place: string): Uint8Array;
  sealBytes(person: string, bytes: Uint8Array, place: string): Bytes;
  /** Whether this person's key is still there. */
  has(person: string): boolean;
  /** Their key itself, for a profile; undefined once it has been destroyed. */
  keyOf(person: string): Uint8Array | undefined;
}

/** Keys that are in the key store, as they all are once the data steps are through. */
export const keysIn =
  (store: KeyStore): LookUp =>
  (_db, people) =>
    store.these(people);

/**
 * All keys, from the root key down: one derived for each purpose of the program's own (HKDF); and one of each programme's
 * and each person's own, made at random and wrapped by the root key, so that another root key means to wrap them anew
 * and no row, and that destroying a person's destroys what was sealed under it.
 */
export class Keys {
  readonly #root: Uint8Array;
  readonly #ids: Ids;
  readonly #lookUp: LookUp;
  readonly #wrapping: Uint8Array;
  readonly #wrappingProgrammes: Uint8Array;
  readonly #unwrapped = new Bounded<string, Uint8Array>(keptKeys);
  /** Whose keys are being destroyed, or were here: whoever has read one just before puts it back nowhere. */
  readonly #destroyed = new Bounded<string, true>(keptKeys);
  /** Counts how often all was let go of: whoever was looking a key up then keeps it nowhere. */
  #round = 0;
  /** Of rows that were committed only: a programme that was rolled back may be made again, with another key. */
  readonly #programmes = new Map<string, Uint8Array>();
  readonly addressBook: Uint8Array;
  readonly localChat: Uint8Array;
  readonly headNotes: Uint8Array;
  readonly #check: Uint8Array;
  readonly #deliveries: Uint8Array;

  /**
   * @param lookUp where people's keys are; nobody has one unless given
   * @throws Refused `wrong-data-key` unless the root key has 32 bytes
   */
  constructor(root: Uint8Array, ids: Ids, lookUp: LookUp = async () => []) {
    if (root.length !== keyLength) throw new Refused('wrong-data-key', 'DATA_KEY must be 32 bytes: check the setting.');
    this.#root = root;
    this.#ids = ids;
    this.#lookUp = lookUp;
    this.#wrapping = deriveKey(root, 'person-keys');
    this.#wrappingProgrammes = deriveKey(root, 'programme-keys');
    this.addressBook = deriveKey(root, 'address-book');
    this.localChat = deriveKey(root, 'local-chat');
    this.headNotes = deriveKey(root, 'head-notes');
    this.#check = deriveKey(root, 'check');
    this.#deliveries = deriveKey(root, 'deliveries');
  }

  /**
   * What a delivery is known by. What a platform gives it may say who pressed what, and be put together by whoever knows
   * what buttons there are: so it is a MAC. Half of one is enough for any number of acts (2 to the 128th).
   */
  delivery(key: string): string {
    return mac(this.#deliveries, key).slice(0, 32);
  }

  /** What is written into a new database, to know its root key again. */
  checkValue(): string {
    return Buffer.from(sealJson(this.#check, 'mentorlog', 'check')).toString('base64');
  }

  /** Whether the value was written under this root key. */
  opens(checkValue: string): boolean {
    try {
      openJson(this.#check, Buffer.from(checkValue, 'base64'), 'check');
      return true;
    } catch {
      return false;
    }
  }

  /** @throws Refused `wrong-data-key` if the value was written under another root key */
  verify(checkValue: string): void {
    try {
      openJson(this.#check, Buffer.from(checkValue, 'base64'), 'check');
    } catch (cause) {
      throw new Refused(
        'wrong-data-key',
        'This database was made with another DATA_KEY: set that one, or put its file back.',
        {
          cause,
        },
      );
    }
  }

  /**
   * A programme's key, from its row where it is not known yet.
   * @throws Refused `no-programme` where there is no such row
   */
  async programme(db: Db, id: ProgrammeId): Promise<Uint8Array> {
    const known = this.#programmes.get(id);
    if (known !== undefined) return known;
    const [row] = await db.sql.query<{ dataKey: Uint8Array | null }>`
      SELECT "dataKey" FROM "Programme" WHERE "id" = ${id}`;
    if (row === undefined) throw new Refused('no-programme', 'This programme is not here: ask its coordinator.');
    return this.programmeOf(id, row.dataKey);
  }

  /** A programme's key as its row keeps it. @throws SealBroken */
  programmeOf(id: string, wrapped: Uint8Array | null): Uint8Array {
    const known = this.#programmes.get(id);
    if (known !== undefined) return known;
    if (wrapped === null) throw new Error('a programme has no key: the first data step has not come by');
    const key = this.unwrapProgramme(id, wrapped);
    this.#programmes.set(id, key);
    return key;
  }

  /** The same, where the row may yet be rolled back. @throws SealBroken */
  unwrapProgramme(id: string, wrapped: Uint8Array): Uint8Array {
    return open(this.#wrappingProgrammes, wrapped, programmeWrappedAt(id));
  }

  /** A new programme's key, and how it is kept. */
  makeProgramme(id: string): { readonly key: Uint8Array; readonly wrapped: Bytes } {
    const key = newKey();
    return { key, wrapped: this.wrapProgramme(id, key) };
  }

  /** How a programme's key is kept. */
  wrapProgramme(id: string, key: Uint8Array): Bytes {
    return seal(this.#wrappingProgrammes, key, programmeWrappedAt(id));
  }

  /** What a programme's key was up to 0.1.0: for the data step that seals its rows under the new one, and nothing else. */
  derivedProgramme(id: string): Uint8Array {
    return deriveKey(this.#root, `programme:${id}`);
  }

  /** A new person's key. */
  newKey(): Uint8Array {
    return this.#ids.bytes(keyLength);
  }

  /** How a person's key is kept. */
  wrap(person: string, key: Uint8Array): Bytes {
    return seal(this.#wrapping, key, wrappedAt(person));
  }

  /** The same keys, looked up elsewhere: nothing that is in memory of the one is known to the other. */
  lookingIn(lookUp: LookUp): Keys {
    return new Keys(this.#root, this.#ids, lookUp);
  }

  /** A person's key as it is kept; undefined once it has been destroyed. @throws SealBroken */
  unwrap(person: string, wrapped: Uint8Array | null): Uint8Array | undefined {
    return wrapped === null ? undefined : open(this.#wrapping, wrapped, wrappedAt(person));
  }

  /**
   * The ring of these people of a programme: few of them are looked up, for unwrapped keys are kept. `own` are keys made
   * in the transaction at hand (the programme's is `nobody`'s) and people erased in it, which nobody else may know of
   * until it commits.
   */
  async ring(
    db: Db,
    programme: ProgrammeId,
    people: Iterable<string>,
    own: { readonly keys: ReadonlyMap<string, Uint8Array>; readonly erased: ReadonlyMap<string, unknown> },
  ): Promise<KeyRing> {
    const ring = new Map<string, Uint8Array>();
    const asked: string[] = [];
    for (const person of new Set(people)) {
      if (own.erased.has(person)) continue;
      // Nobody's: what was left of an erased person's rows stands under the programme's own key.
      const key = own.keys.get(person) ?? (person === nobody ? await this.programme(db, programme) : undefined);
      if (key === undefined) asked.push(person);
      else ring.set(person, key);
    }
    for (const [person, key] of await this.#these(
      db,
      asked.map((person) => ({ programme, person })),
    ))
      ring.set(person, key);
    const of = (person: string): Uint8Array => {
      const key = ring.get(person);
      if (key === undefined) throw new Refused('erased', 'What this person wrote has been erased.');
      return key;
    };
    return {
      open: (person, sealed, place) => openJson(of(person), sealed, place),
      seal: (person, value, place) => sealJson(of(person), value, place),
      openBytes: (person, sealed, place) => open(of(person), sealed, place),
      sealBytes: (person, bytes, place) => seal(of(person), bytes, place),
      has: (person) => ring.has(person),
      keyOf: (person) => ring.get(person),
    };
  }

  /** Keys of people of whichever programmes, by their ids. */
  async across(db: Db, people: readonly Whose[]): Promise<Pick<KeyRing, 'keyOf'>> {
    const found = await this.#these(db, people);
    return { keyOf: (person) => found.get(person) };
  }

  async #these(db: Db, people: readonly Whose[]): Promise<Map<string, Uint8Array>> {
    const found = new Map<string, Uint8Array>();
    const missing = new Map<string, string>();
    for (const { programme, person } of people) {
      const name = `${programme}/${person}`;
      if (this.#destroyed.has(name)) continue;
      const key = this.#unwrapped.get(name);
      if (key === undefined) missing.set(person, programme);
      else found.set(person, key);
    }
    const round = this.#round;
    if (missing.size > 0)
      for (const row of await this.#lookUp(db, [...missing.keys()])) {
        // Of another programme: no row of this one is theirs.
        if (row.programme !== missing.get(row.person)) continue;
        const key = open(this.#wrapping, row.wrapped, wrappedAt(row.person));
        found.set(row.person, key);
        if (round === this.#round) this.remember(row.programme, row.person, key);
      }
    return found;
  }

  /** Keeps a key in memory that lasts: of a row that has been committed. */
  remember(programme: string, person: string, key: Uint8Array): void {
    const name = `${programme}/${person}`;
    if (!this.#destroyed.has(name)) this.#unwrapped.set(name, key);
  }

  /** From here on nothing of this person opens: the unit that erased them is about to commit. */
  forget(programme: string, person: string): void {
    this.#destroyed.set(`${programme}/${person}`, true);
    this.#unwrapped.delete(`${programme}/${person}`);
  }

  /** They were not erased after all: that unit was undone. */
  recall(programme: string, person: string): void {
    this.#destroyed.delete(`${programme}/${person}`);
  }

  /** Lets go of all people's keys: some may have been destroyed by another program. They are looked up again. */
  forgetPeople(): void {
    this.#round += 1;
    this.#unwrapped.clear();
  }

  /** Forgets all that is in memory: some of it may be of rows that were undone. */
  forgetAll(): void {
    this.#round += 1;
    this.#unwrapped.clear();
    this.#destroyed.clear();
    this.#programmes.clear();
  }
}

/** Whose key it is that is no person's: the programme's. */
export const nobody = '';

const programmeWrappedAt = (programme: string): string => `programme/${programme}/key`;
const wrappedAt = (person: string): string => `person/${person}/key`;

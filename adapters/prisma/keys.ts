import { Prisma } from '../../prisma/generated/sqlite/client.js';
import { Bounded } from '../../src/kernel/bounded.js';
import { Refused } from '../../src/kernel/errors.js';
import type { Ids, PersonId, ProgrammeId } from '../../src/kernel/ids.js';
import { deriveKey, keyLength, newKey, open, seal } from '../../src/kernel/seal.js';
import type { Db } from './db.js';

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

/** Opens and seals under the keys of the people it was made for. */
export interface KeyRing {
  /** @throws Refused `erased` if the person's key has been destroyed */
  open(person: string, sealed: Uint8Array, place: string): unknown;
  seal(person: string, value: unknown, place: string): Bytes;
  /** Whether this person's key is still there. */
  has(person: string): boolean;
}

/**
 * All keys, from the root key down: one derived for each purpose of the program's own (HKDF); and one of each programme's
 * and each person's own, made at random and wrapped by the root key, so that another root key means to wrap them anew
 * and no row, and that destroying a person's destroys what was sealed under it.
 */
export class Keys {
  readonly #root: Uint8Array;
  readonly #ids: Ids;
  readonly #wrapping: Uint8Array;
  readonly #wrappingProgrammes: Uint8Array;
  readonly #unwrapped = new Bounded<string, Uint8Array>(keptKeys);
  /** Whose keys were destroyed here: who has read one just before puts it back nowhere. */
  readonly #destroyed = new Bounded<string, true>(keptKeys);
  /** Of rows that were committed only: a programme that was rolled back may be made again, with another key. */
  readonly #programmes = new Map<string, Uint8Array>();
  readonly addressBook: Uint8Array;
  readonly localChat: Uint8Array;
  readonly #check: Uint8Array;

  /** @throws Refused `wrong-data-key` unless the root key has 32 bytes */
  constructor(root: Uint8Array, ids: Ids) {
    if (root.length !== keyLength) throw new Refused('wrong-data-key', 'DATA_KEY must be 32 bytes: check the setting.');
    this.#root = root;
    this.#ids = ids;
    this.#wrapping = deriveKey(root, 'person-keys');
    this.#wrappingProgrammes = deriveKey(root, 'programme-keys');
    this.addressBook = deriveKey(root, 'address-book');
    this.localChat = deriveKey(root, 'local-chat');
    this.#check = deriveKey(root, 'check');
  }

  /** What is written into a new database, to know its root key again. */
  checkValue(): string {
    return Buffer.from(sealJson(this.#check, 'mentorlog', 'check')).toString('base64');
  }

  /** @throws Refused `wrong-data-key` if the value was written under another root key */
  verify(checkValue: string): void {
    try {
      openJson(this.#check, Buffer.from(checkValue, 'base64'), 'check');
    } catch (cause) {
      throw new Refused('wrong-data-key', 'This database was made with another DATA_KEY: start with that one.', {
        cause,
      });
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
    return { key, wrapped: seal(this.#wrappingProgrammes, key, programmeWrappedAt(id)) };
  }

  /** What a programme's key was up to 0.1.0: for the data step that seals its rows under the new one, and nothing else. */
  derivedProgramme(id: string): Uint8Array {
    return deriveKey(this.#root, `programme:${id}`);
  }

  /** A new person's key, and how it is kept. */
  make(person: PersonId): { readonly key: Uint8Array; readonly wrapped: Bytes } {
    const key = this.#ids.bytes(keyLength);
    return { key, wrapped: seal(this.#wrapping, key, wrappedAt(person)) };
  }

  /** A person's key as their row keeps it; undefined once it has been destroyed. */
  unwrap(person: string, wrapped: Uint8Array | null): Uint8Array | undefined {
    return wrapped === null ? undefined : open(this.#wrapping, wrapped, wrappedAt(person));
  }

  /**
   * The ring of these people of a programme: few of them are looked up, for unwrapped keys are kept. `own` are keys made
   * in the transaction at hand (the programme's is `nobody`'s), which nobody else may know of until it commits.
   */
  async ring(
    db: Db,
    programme: ProgrammeId,
    people: Iterable<string>,
    own: ReadonlyMap<string, Uint8Array>,
  ): Promise<KeyRing> {
    const ring = new Map<string, Uint8Array>();
    const missing: string[] = [];
    for (const person of new Set(people)) {
      // Nobody's: what was left of an erased person's rows stands under the programme's own key.
      const key =
        own.get(person) ??
        (person === nobody ? await this.programme(db, programme) : this.#unwrapped.get(`${programme}/${person}`));
      if (key === undefined) missing.push(person);
      else ring.set(person, key);
    }
    if (missing.length > 0) {
      const rows: { readonly id: string; readonly dataKey: Uint8Array | null }[] = [];
      for (let i = 0; i < missing.length; i += mostAtOnce)
        rows.push(
          ...(await db.sql.query<(typeof rows)[number]>`
            SELECT "id", "dataKey" FROM "Person"
            WHERE "programmeId" = ${programme} AND "id" IN (${Prisma.join(missing.slice(i, i + mostAtOnce))})`),
        );
      for (const row of rows) {
        const key = this.unwrap(row.id, row.dataKey);
        if (key === undefined) continue;
        ring.set(row.id, key);
        const name = `${programme}/${row.id}`;
        if (!this.#destroyed.has(name)) this.#unwrapped.set(name, key);
      }
    }
    const of = (person: string): Uint8Array => {
      const key = ring.get(person);
      if (key === undefined) throw new Refused('erased', 'What this person wrote has been erased.');
      return key;
    };
    return {
      open: (person, sealed, place) => openJson(of(person), sealed, place),
      seal: (person, value, place) => sealJson(of(person), value, place),
      has: (person) => ring.has(person),
    };
  }

  /** Forgets a key that has been destroyed; until that is committed others read it still. */
  forget(programme: ProgrammeId, person: string): void {
    this.#destroyed.set(`${programme}/${person}`, true);
    this.#unwrapped.delete(`${programme}/${person}`);
  }

  /** Forgets all that were unwrapped: some may be of rows that were undone. */
  forgetAll(): void {
    this.#unwrapped.clear();
    this.#programmes.clear();
  }
}

/** Whose key it is that is no person's: the programme's. */
export const nobody = '';

const programmeWrappedAt = (programme: string): string => `programme/${programme}/key`;
const wrappedAt = (person: string): string => `person/${person}/key`;

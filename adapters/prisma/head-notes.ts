import { existsSync } from 'node:fs';
import { Refused } from '../../src/kernel/errors.js';
import type { Ids } from '../../src/kernel/ids.js';
import { SealBroken } from '../../src/kernel/seal.js';
import type { SignedHead } from '../../src/kernel/signed-head.js';
import { clientsFor, dialectOf, isPostgresql } from './clients-for.js';
import { openSqlite } from './driver.js';
import { keyFileOf } from './key-file.js';
import type { KeyStore } from './key-store.js';
import { type Bytes, Keys, openJson, sealJson } from './keys.js';
import type { Sql } from './sql.js';

/**
 * The program's own note of each programme's newest signed head, sealed under the data key and kept beside people's keys:
 * whoever changes the database alone does not change it (docs/record-format.md#the-programs-own-note). It is written after the head
 * has been committed, and only goes on from where it was: a note that the database does not have stays as it is.
 */

export interface Noted {
  readonly seq: number;
  readonly hash: string;
}
/** `unreadable`: there is one, and it is not what the program wrote. */
export type HeadNote = Noted | 'unreadable' | undefined;

const noteAt = (programme: string): string => `head-note/${programme}`;
export const sealNote = (keys: Keys, programme: string, { seq, hash }: Noted): Bytes =>
  sealJson(keys.headNotes, { seq, hash }, noteAt(programme));

export function openNote(keys: Keys, programme: string, sealed: Uint8Array): HeadNote {
  try {
    return openJson<Noted>(keys.headNotes, sealed, noteAt(programme));
  } catch (error) {
    if (error instanceof SealBroken || error instanceof SyntaxError) return 'unreadable';
    throw error;
  }
}

/** As they were when the store was opened, and as they are written since. */
export class HeadNotes {
  readonly #store: Pick<KeyStore, 'notes' | 'changeNote'>;
  readonly #keys: Keys;
  readonly #noted = new Map<string, HeadNote>();
  constructor(store: Pick<KeyStore, 'notes' | 'changeNote'>, keys: Keys) {
    this.#store = store;
    this.#keys = keys;
  }

  async read(): Promise<void> {
    this.#noted.clear();
    for (const { programme, sealed } of await this.#store.notes())
      this.#noted.set(programme, openNote(this.#keys, programme, sealed));
  }

  of(programme: string): HeadNote {
    return this.#noted.get(programme);
  }

  /** Which notes the database does not have. */
  async lacking(sql: Sql): Promise<readonly { readonly programme: string; readonly note: HeadNote }[]> {
    const found: { programme: string; note: HeadNote }[] = [];
    for (const [programme, note] of this.#noted)
      if (!(await this.#stands(sql, programme, note))) found.push({ programme, note });
    return found;
  }

  /** Notes a head that was committed; not where the database has lost the one that is noted. */
  async note(sql: Sql, programme: string, head: Noted): Promise<void> {
    await this.#store.changeNote(programme, async (sealed) => {
      // Another program may have noted a newer one, and told nobody.
      const before = sealed === undefined ? undefined : openNote(this.#keys, programme, Uint8Array.from(sealed));
      this.#noted.set(programme, before);
      if (before !== undefined && (before === 'unreadable' || before.seq >= head.seq)) return undefined;
      if (!(await this.#stands(sql, programme, before))) return undefined;
      this.#noted.set(programme, head);
      return sealNote(this.#keys, programme, head);
    });
  }

  async #stands(sql: Sql, programme: string, note: HeadNote): Promise<boolean> {
    if (note === undefined) return true;
    if (note === 'unreadable') return false;
    const [row] = await sql.query<{ hash: string }>`
      SELECT "hash" AS "hash" FROM "SignedHead" WHERE "programmeId" = ${programme} AND "seq" = ${note.seq}`;
    return row?.hash === note.hash;
  }
}

/**
 * Tells the notes beside a database which heads hold from now on: those of this one, and no other. For whoever puts an older
 * database in its place on purpose; nothing else may have the key store open. Where there is no key store, nothing is done.
 * @param from address of the database that is to hold. @param url of the database whose key store it is
 */
export async function noteHeadsOf(
  from: string,
  { url, rootKey, ids }: { readonly url: string; readonly rootKey: Uint8Array; readonly ids: Ids },
): Promise<void> {
  if (!isPostgresql(url) && !existsSync(`${url.replace(/^file:/, '')}-keys`)) return;
  const heads = await newestAt(from);
  const store = (await dialectOf(url)).keyStore(url);
  // A server without one is about to be filled: it notes nothing before that.
  if ((await openIfThere(store)) === undefined) return;
  try {
    const keys = new Keys(rootKey, ids);
    const before = await store.notes();
    const stand = ({ programme, seq, hash }: (typeof heads)[number]): boolean =>
      before.some((one) => {
        const note = one.programme === programme ? openNote(keys, programme, one.sealed) : undefined;
        return note !== undefined && note !== 'unreadable' && note.seq === seq && note.hash === hash;
      });
    if (before.length === heads.length && heads.every(stand)) return;
    await store.putNotes(
      heads.map((one) => ({ programme: one.programme, sealed: sealNote(keys, one.programme, one) })),
    );
  } finally {
    await store.close();
  }
}

/** What is noted beside the database at `url`, by programme; nothing where it is of before there were notes. */
export async function notesAt(
  url: string,
  { rootKey, ids }: { readonly rootKey: Uint8Array; readonly ids: Ids },
): Promise<ReadonlyMap<string, HeadNote>> {
  const keys = new Keys(rootKey, ids);
  const opened = ({ programme, sealed }: { readonly programme: string; readonly sealed: Uint8Array }) =>
    [programme, openNote(keys, programme, Uint8Array.from(sealed))] as const;
  if (isPostgresql(url)) {
    const store = (await dialectOf(url)).keyStore(url);
    if ((await openIfThere(store)) === undefined) return new Map();
    try {
      return new Map((await store.notes()).map(opened));
    } finally {
      await store.close();
    }
  }
  const at = await openSqlite(keyFileOf(url));
  try {
    const rows = async (sql: string) => (await at.queryRaw({ sql, args: [], argTypes: [] })).rows;
    if ((await rows(`SELECT 1 FROM sqlite_master WHERE name = 'HeadNote'`)).length === 0) return new Map();
    const notes = await rows('SELECT "programme", "sealed" FROM "HeadNote"');
    return new Map(
      notes.map(([programme, sealed]) => opened({ programme: String(programme), sealed: sealed as Uint8Array })),
    );
  } finally {
    await at.dispose();
  }
}

/** Opened, and itself; nothing where there is none. */
async function openIfThere(store: KeyStore): Promise<KeyStore | undefined> {
  try {
    await store.open(false);
    return store;
  } catch (error) {
    if (error instanceof Refused && error.code === 'keys-missing') return undefined;
    throw error;
  }
}

const newestOfEach = `SELECT h."programmeId" AS "programme", h."seq" AS "seq", h."hash" AS "hash" FROM "SignedHead" h
  WHERE h."seq" = (SELECT MAX(x."seq") FROM "SignedHead" x WHERE x."programmeId" = h."programmeId")`;

/** The newest head of each programme of a database; none where it is a file of before there were any. */
async function newestAt(url: string): Promise<readonly Pick<SignedHead, 'programme' | 'seq' | 'hash'>[]> {
  if (isPostgresql(url)) {
    const clients = await clientsFor(url);
    await clients.open(url);
    try {
      const rows =
        await clients.reader.$queryRawUnsafe<{ programme: string; seq: unknown; hash: string }[]>(newestOfEach);
      return rows.map(({ programme, seq, hash }) => ({ programme, seq: Number(seq), hash }));
    } finally {
      await clients.close();
    }
  }
  const at = await openSqlite(url);
  try {
    const rows = async (sql: string) => (await at.queryRaw({ sql, args: [], argTypes: [] })).rows;
    if ((await rows(`SELECT 1 FROM sqlite_master WHERE name = 'SignedHead'`)).length === 0) return [];
    return (await rows(newestOfEach)).map(([programme, seq, hash]) => ({
      programme: String(programme),
      seq: Number(seq),
      hash: String(hash),
    }));
  } finally {
    await at.dispose();
  }
}

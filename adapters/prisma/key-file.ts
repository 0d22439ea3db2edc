import { existsSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { Refused } from '../../src/kernel/errors.js';
import { openSqlite, type SqliteConnection } from './driver.js';
import { type KeyPlace, KeyTable, keysMissing, keyTable, noteTable } from './key-store.js';
import { type Sql, sqlOn } from './sql.js';

/** The address of the key store that belongs to an SQLite database: a file beside it. */
export const keyFileOf = (url: string): string => `${url}-keys`;

/**
 * No write-ahead log, for what is gone must be gone from all of its files: a journal is there only while something is
 * being written. What is freed is overwritten with zeros (sqlite.org/pragma.html#pragma_secure_delete).
 */
const pragmas = ['PRAGMA journal_mode=DELETE', 'PRAGMA synchronous=FULL', 'PRAGMA secure_delete=ON'];

/** A small SQLite file beside the database. */
class KeyFile implements KeyPlace {
  readonly #url: string;
  #opened: SqliteConnection | undefined;
  /** What has the connection to itself, one after the other. */
  #turn: Promise<unknown> = Promise.resolve();
  readonly sql: Sql = sqlOn(() => this.#connection);
  constructor(url: string) {
    this.#url = url;
  }

  get #connection(): SqliteConnection {
    if (this.#opened === undefined) throw new Error('the key store is closed');
    return this.#opened;
  }

  async open(mayMake: boolean): Promise<void> {
    const file = this.#url.replace(/^file:/, '');
    if (!existsSync(file)) {
      if (!mayMake) throw keysMissing(`Put ${file} back`);
      await (await open(file, 'a', 0o600)).close();
    }
    const connection = await openSqlite(this.#url, { keepStatements: true });
    try {
      await connection.executeScript([...pragmas, keyTable('BLOB'), noteTable('BLOB')].join(';'));
    } catch (cause) {
      await connection.dispose();
      throw new Refused(
        'keys-unusable',
        `The key store beside the database cannot be read (${file}): put its last backup in its place.`,
        { cause },
      );
    }
    this.#opened = connection;
  }

  together<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    return this.#alone(async () => {
      const unit = await this.#connection.begin();
      try {
        const done = await work(sqlOn(() => unit));
        unit.end('COMMIT');
        return done;
      } catch (error) {
        unit.end('ROLLBACK');
        throw error;
      }
    });
  }

  /** Pages that were parted or put together may hold a row's bytes twice, whatever was overwritten. */
  rewrite(): Promise<void> {
    return this.#alone(() => this.#connection.executeScript('VACUUM'));
  }

  #alone<T>(act: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(act);
    this.#turn = done.catch(() => undefined);
    return done;
  }

  async close(): Promise<void> {
    await this.#turn;
    const connection = this.#opened;
    this.#opened = undefined;
    await connection?.dispose();
  }
}

/** The key store of the SQLite database at `url`; nothing is opened yet. */
export const sqliteKeyStore = (url: string): KeyTable => new KeyTable(new KeyFile(keyFileOf(url)));

import type { PrismaClient } from '../../prisma/generated/sqlite/client.js';
import { type Running, RunningOnFile } from './alone.js';
import { backup, backupKeys } from './backup.js';
import { sqliteKeyStore } from './key-file.js';
import type { KeyStore } from './key-store.js';
import { migrate } from './migrate.js';

/**
 * What a kind of database has that is its own, beside its clients (connect.ts). Statements are none of it: each is
 * written so that every database takes it (docs/platforms.md#two-databases-one-statement).
 */
export interface Dialect {
  readonly name: 'sqlite' | 'postgresql';
  /** Whether an address is one of it. */
  takes(url: string): boolean;
  /**
   * Applies pending migrations, and answers their names.
   * @param others whether another program runs on the database: what that one could not go on with is not applied
   * @throws Refused, as `migrate` in migrate.ts
   */
  migrate(url: string, others?: boolean): Promise<readonly string[]>;
  /** Does what a start does to rows that are there, one start after the other. */
  inTurn<T>(url: string, act: () => Promise<T>): Promise<T>;
  /** Which programs run on the database at `url`; nothing is opened yet. */
  running(url: string): Running;
  /** Where the keys of the people in the database at `url` are; nothing is opened yet. */
  keyStore(url: string): KeyStore;
  /** Writes one consistent copy, as of one moment, to a new SQLite file. @throws Refused `backup-exists` */
  backup(url: string, file: string): Promise<void>;
  /** The same of the key store. @throws as `backup` */
  backupKeys(url: string, file: string): Promise<void>;
  /** Whether a unit of work failed for another one's sake alone, and is worth trying again. */
  isInTheWay(error: unknown): boolean;
  /** Writes the files anew, so that they hold nothing but what the rows do. Nothing else may be going on. */
  rewrite(writer: PrismaClient): Promise<void>;
  /** Leaves nothing in the files beside the database of what was overwritten in it. No transaction may be open. */
  settle(writer: PrismaClient): Promise<void>;
}

export const sqlite: Dialect = {
  name: 'sqlite',
  takes: (url) => url.startsWith('file:') && !url.startsWith('file::memory:'),
  migrate,
  // One bot starts at a time, and whoever opens a store beside it finds it done.
  inTurn: (_url, act) => act(),
  running: (url) => new RunningOnFile(url),
  keyStore: sqliteKeyStore,
  backup,
  backupKeys,
  // One writes at a time, and the others wait.
  isInTheWay: () => false,
  async rewrite(writer) {
    // Without a value in it, and outside of any transaction: no seam of ours takes such a statement.
    await writer.$executeRawUnsafe('VACUUM');
    await sqlite.settle(writer);
  },
  async settle(writer) {
    // What stood in the log is in the file by now; cut to nothing, the log holds none of what stood before either.
    await writer.$queryRawUnsafe('PRAGMA wal_checkpoint(TRUNCATE)');
  },
};

import type { Prisma, PrismaClient } from '../../prisma/generated/sqlite/client.js';
import { type Running, RunningOnFile } from './alone.js';
import { backup, backupKeys } from './backup.js';
import { sqliteKeyStore } from './key-file.js';
import type { KeyStore } from './key-store.js';
import type { Leases } from './leases.js';
import { migrate } from './migrate.js';
import type { Sql } from './sql.js';

/**
 * Alarms that a database keeps itself: statements, for whoever changes prompts to run in the transaction that they are
 * changed in. Where there are none the engine's own alarm and its look each minute do.
 */
export interface Alarms {
  /**
   * @param changing changes rows of `Prompt`, and ends where its RETURNING would stand
   * @returns the same in one statement with what sets the alarms of those that wait by then, and takes back the others'
   */
  along(changing: Prisma.Sql): Prisma.Sql;
  /** Takes back those of an erased person's prompts, and those that name them. */
  forget(programme: string, person: string): Prisma.Sql;
  /** Takes away those of prompts that wait no more, and those that will not ring any more. */
  readonly stale: Prisma.Sql;
  /**
   * Sets some of those that prompts due after `now` (domain ms) lack. Answers the last one's key as `last`, null where none
   * was lacking: to be asked again with it as `after`, first with an empty text.
   */
  lacking(now: number, after: string): Prisma.Sql;
}

/** A message is about to leave, at `at` (lease clock, ms): `address` as `Queue.attempting` has it. */
export interface Begun {
  readonly id: string;
  readonly fence: number;
  readonly at: number;
  readonly address: string | null;
}

/** An attempt has ended, as the columns of its row are to say it. */
export interface Ended {
  readonly id: string;
  readonly fence: number;
  readonly state: string;
  readonly code: string;
  readonly nextAt: number;
  readonly at: number;
  readonly settledAt: number | null;
  /** Whether it is known what became of the attempt. */
  readonly known: boolean;
  readonly mayArrive: boolean;
  readonly uncounted: boolean;
  /** Where the face stands by now; null where nothing new does. */
  readonly posted: { readonly ref: string; readonly drawn: number } | null;
}

/**
 * Statements for several messages at once, of which none is named twice. Each answers as `id` those that it changed; a row
 * that another has locked is not waited for, and is not among them.
 */
export interface AttemptsTogether {
  begun(all: readonly Begun[]): Prisma.Sql;
  ended(all: readonly Ended[]): Prisma.Sql;
}

/**
 * Where units of work of several programs go on at once, somebody could be erased while another unit, which has seen them
 * before, goes on to write about them. So each unit asks for its place before anything else, and has it until it ends,
 * however it ends: those that erase nobody are there together (`Clients.unit`), one that does is there alone.
 */
export interface Places {
  /** Waits until all others have ended, for a while. @throws what is in the way (`isInTheWay`) where they have not by then */
  alone(sql: Sql): Promise<void>;
}

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
   * @param among the other programs on the database: what those could not go on with that go by its tables is not applied.
   * One that is starting as well does not yet; of several such the first applies all, and the others find it done
   * @throws Refused, as `migrate` in migrate.ts
   */
  migrate(url: string, among?: Pick<Leases, 'othersGoByTables' | 'goesByTables'>): Promise<readonly string[]>;
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
  /** None where the database keeps no alarms. */
  readonly alarms?: Alarms;
  /** None where one writes at a time. */
  readonly places?: Places;
  /** None where one writes at a time: what each does alone is as quick there. */
  readonly attempts?: AttemptsTogether;
  /** Whether a unit of work failed for another one's sake alone, and is worth trying again. */
  isInTheWay(error: unknown): boolean;
  /** Whether a statement was refused, and nothing of it done, for what one of its rows says. */
  isOfOneRow(error: unknown): boolean;
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
  isOfOneRow: () => false,
  async rewrite(writer) {
    // Without a value in it, and outside of any transaction: no seam of ours takes such a statement.
    // The whole of it is written twice on the way: not into memory.
    await writer.$executeRawUnsafe('PRAGMA temp_store=FILE');
    try {
      await writer.$executeRawUnsafe('VACUUM');
    } finally {
      await writer.$executeRawUnsafe('PRAGMA temp_store=MEMORY');
    }
    await sqlite.settle(writer);
  },
  async settle(writer) {
    // What stood in the log is in the file by now; cut to nothing, the log holds none of what stood before either.
    await writer.$queryRawUnsafe('PRAGMA wal_checkpoint(TRUNCATE)');
  },
};

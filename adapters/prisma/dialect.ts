import type { PrismaClient } from '../../prisma/generated/sqlite/client.js';
import { type Running, RunningOnFile } from './alone.js';
import { backup } from './backup.js';
import { migrate } from './migrate.js';

/**
 * What a kind of database has that is its own, beside its clients (connect.ts). Statements are none of it: each is
 * written so that every database takes it (docs/platforms.md#two-databases-one-statement).
 */
export interface Dialect {
  readonly name: 'sqlite' | 'postgresql';
  /** Whether an address is one of it. */
  takes(url: string): boolean;
  /** Applies pending migrations, and answers their names. @throws Refused, as `migrate` in migrate.ts */
  migrate(url: string): Promise<readonly string[]>;
  /** Which programs run on the database at `url`; nothing is opened yet. */
  running(url: string): Running;
  /** Writes one consistent copy, as of one moment, to a new file. @throws Refused `backup-exists`, `backup-elsewhere` */
  backup(url: string, file: string): Promise<void>;
  /** Writes the files anew, so that they hold nothing but what the rows do. Nothing else may be going on. */
  rewrite(writer: PrismaClient): Promise<void>;
}

export const sqlite: Dialect = {
  name: 'sqlite',
  takes: (url) => url.startsWith('file:') && !url.startsWith('file::memory:'),
  migrate,
  running: (url) => new RunningOnFile(url),
  backup,
  async rewrite(writer) {
    // Two statements without a value in them, which run outside of any transaction: no seam of ours takes such.
    await writer.$executeRawUnsafe('VACUUM');
    // What stood in the log is in the file by now; cut to nothing, the log holds none of what stood before either.
    await writer.$queryRawUnsafe('PRAGMA wal_checkpoint(TRUNCATE)');
  },
};

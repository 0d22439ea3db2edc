import { existsSync } from 'node:fs';
import { type AnyKept, keptByName } from '../../src/domain/kept.js';
import type { Ids } from '../../src/kernel/ids.js';
import type { Transaction } from '../../src/ports/store.js';
import { lookingOn, SqliteClients, withoutContent } from './connect.js';
import { keyFileOf, sqliteKeyStore } from './key-file.js';
import { Keys, keysIn } from './keys.js';
import { peopleKept, settingsKept } from './scope.js';
import { transaction } from './transaction.js';

/** A file that is looked into and not changed: a copy, as it stands. */
export interface OpenCopy {
  read<T>(fn: (tx: Transaction) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Whether people's keys of the same moment stand beside an SQLite file. */
export const hasKeysBeside = (file: string): boolean => existsSync(keyFileOf(file));

/**
 * Opens an SQLite file of this version, and people's keys beside it, to read both: no migration, no data step, no log.
 * @throws if it cannot be opened; Refused `keys-missing` where there are no keys beside it
 */
export async function openCopy(options: {
  readonly file: string;
  readonly rootKey: Uint8Array;
  readonly ids: Ids;
  readonly kept: readonly AnyKept[];
}): Promise<OpenCopy> {
  const url = `file:${options.file}`;
  const clients = new SqliteClients(lookingOn);
  const keyStore = sqliteKeyStore(url);
  await clients.open(url);
  try {
    await keyStore.open(false);
  } catch (error) {
    await clients.close();
    throw error;
  }
  const shared = {
    ids: options.ids,
    keys: new Keys(options.rootKey, options.ids, keysIn(keyStore)),
    people: peopleKept(),
    settings: settingsKept(),
    kept: keptByName(options.kept),
    unreadable: () => undefined,
  };
  return {
    async read(fn) {
      try {
        return await fn(transaction(shared, { prisma: clients.reader, sql: clients.reading }));
      } catch (error) {
        throw withoutContent(error);
      }
    },
    async close() {
      await clients.close();
      await keyStore.close();
    },
  };
}

import { type AnyKept, keptByName } from '../../src/domain/kept.js';
import { Refused } from '../../src/kernel/errors.js';
import type { Ids } from '../../src/kernel/ids.js';
import type { Store } from '../../src/ports/store.js';
import { addressBook, localMessages, meta } from './book.js';
import { type Clients, SqliteClients, withoutContent } from './connect.js';
import { runDataSteps } from './data-steps.js';
import { Gate } from './gate.js';
import { Keys } from './keys.js';
import { queue } from './queue.js';
import { peopleKept, type Shared, settingsKept } from './scope.js';
import { transaction, unitOf } from './transaction.js';

export interface StoreOptions {
  /** `file:…`; a path that is not absolute is taken from the working directory. With `clients`, an address of theirs. */
  readonly url: string;
  /** DATA_KEY: 32 bytes. */
  readonly rootKey: Uint8Array;
  readonly ids: Ids;
  /** Every value that is kept (`everythingKept`): what an erasure goes through, and all that can be written. */
  readonly kept: readonly AnyKept[];
  /** Is told the name of a kept value that does not fit its schema, and is read as absent; never what is in it. */
  unreadable?(name: string): void;
  /** Told a sentence where an upgrade takes more than a moment. */
  readonly say?: (line: string) => void;
  /** Clients that are closed, to be opened for this store, and say which database it is; new ones of SQLite unless given. */
  readonly clients?: Clients;
}

const rootCheck = 'root-check';

/**
 * Opens the database, making it, applying pending migrations and running pending data steps as needed.
 * @throws Refused `database-url` and `wrong-data-key`, and those of `migrate` and `runDataSteps`; Error where two kept
 * values have one name
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { url } = options;
  const opened = options.clients ?? new SqliteClients();
  const { dialect } = opened;
  if (!dialect.takes(url))
    throw new Refused('database-url', 'DATABASE_URL must be a file for now: set it to file:./data/mentorlog.db.');
  const keys = new Keys(options.rootKey, options.ids);
  const kept = keptByName(options.kept);
  await dialect.migrate(url);
  await opened.open(url);
  try {
    await checkRootKey(opened, keys);
    const { ids, say } = options;
    await runDataSteps({ url, clients: opened, keys, ids, ...(say === undefined ? {} : { say }) });
  } catch (error) {
    await Promise.allSettled([opened.close()]);
    throw error;
  }

  const running = dialect.running(url);
  const shared: Shared = {
    ids: options.ids,
    keys,
    people: peopleKept(),
    settings: settingsKept(),
    kept,
    unreadable: (name) => options.unreadable?.(name),
  };
  const gate = new Gate(opened.group, () => {
    shared.people.clear();
    keys.forgetAll();
  });
  const beside = { clients: opened, gate };
  return {
    write: (fn) =>
      gate
        .run(() =>
          opened.unit(async (db) => {
            const { tx, ending } = unitOf(shared, db);
            const done = await fn(tx);
            await ending();
            return done;
          }),
        )
        .catch((error: unknown) => {
          throw withoutContent(error);
        }),
    async read(fn) {
      try {
        return await fn(transaction(shared, { prisma: opened.reader, sql: opened.reading }));
      } catch (error) {
        throw withoutContent(error);
      }
    },
    queue: queue(beside, running, kept.values()),
    book: addressBook(shared, beside),
    localMessages: localMessages(shared, beside),
    meta: meta(beside),
    backup: (file) => dialect.backup(url, file),
    async close() {
      await gate.close();
      await opened.close();
      await running.close();
    },
  };
}

/** Another key would not read what is there, and what it wrote could not be read with the right one. */
async function checkRootKey({ writer }: Clients, keys: Keys): Promise<void> {
  const row = await writer.meta.findUnique({ where: { key: rootCheck } });
  if (row !== null) keys.verify(row.value);
  else await writer.meta.create({ data: { key: rootCheck, value: keys.checkValue() } });
}

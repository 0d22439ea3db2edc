import { type AnyKept, keptByName } from '../../src/domain/kept.js';
import { Refused } from '../../src/kernel/errors.js';
import type { Ids } from '../../src/kernel/ids.js';
import type { Store } from '../../src/ports/store.js';
import { Running } from './alone.js';
import { backup } from './backup.js';
import { addressBook, localMessages, meta } from './book.js';
import { Clients, withoutContent } from './connect.js';
import { runDataSteps } from './data-steps.js';
import { Gate } from './gate.js';
import { Keys } from './keys.js';
import { migrate } from './migrate.js';
import { queue } from './queue.js';
import { peopleKept, type Shared } from './scope.js';
import { transaction } from './transaction.js';

export interface StoreOptions {
  /** `file:…`; a path that is not absolute is taken from the working directory. */
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
  /** Clients that are closed, to be opened again for this store; new ones unless given. */
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
  if (!url.startsWith('file:') || url.startsWith('file::memory:'))
    throw new Refused('database-url', 'DATABASE_URL must be a file for now: set it to file:./data/mentorlog.db.');
  const keys = new Keys(options.rootKey, options.ids);
  const kept = keptByName(options.kept);
  await migrate(url);
  const opened = options.clients ?? new Clients();
  await opened.open(url);
  try {
    await checkRootKey(opened, keys);
    const { ids, say } = options;
    await runDataSteps({ url, clients: opened, keys, ids, ...(say === undefined ? {} : { say }) });
  } catch (error) {
    await Promise.allSettled([opened.close()]);
    throw error;
  }

  const gate = new Gate();
  const running = new Running(url);
  const shared: Shared = {
    ids: options.ids,
    keys,
    people: peopleKept(),
    kept,
    unreadable: (name) => options.unreadable?.(name),
  };
  const beside = { clients: opened, gate };
  return {
    write: (fn) =>
      gate
        .run(() => opened.unit((db) => fn(transaction(shared, db))))
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
    backup: (file) => backup(url, file),
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

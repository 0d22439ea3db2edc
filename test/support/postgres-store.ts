import { createHash } from 'node:crypto';
import { openStore } from '../../adapters/prisma/index.js';
import { PostgresqlClients } from '../../adapters/prisma/postgresql/clients.js';
import { everythingKept } from '../../src/kept.js';
import { randomIds } from '../../src/kernel/ids.js';
import { anything } from './kept.js';
import type { Postgres } from './postgres.js';
import { testRootKey } from './root-key.js';
import type { TestStore, TestStoreOptions } from './store.js';

/** Clients of stores that were closed, as `store.ts` keeps SQLite's. */
const idle: PostgresqlClients[] = [];
let made = 0;

/** What a file is to SQLite a database is here; a test goes on naming files. */
export const databaseOf = (file: string): string => `f${createHash('sha256').update(file).digest('hex').slice(0, 24)}`;

/** `openTestStore` on a PostgreSQL: an empty database, a copy of another one, or one that stays. */
export async function openPostgresStore(server: Postgres, options: TestStoreOptions = {}): Promise<TestStore> {
  const stays = options.file !== undefined;
  made += 1;
  const file = options.file ?? `${process.pid}-${made}`;
  const database = databaseOf(file);
  const there = stays && (await server.ask('postgres', `SELECT FROM pg_database WHERE datname = '${database}'`));
  if (!there || there.length === 0)
    await server.make(database, options.copyOf === undefined ? undefined : databaseOf(options.copyOf));
  const unreadable: string[] = [];
  const clients = idle.pop() ?? new PostgresqlClients();
  const store = await openStore({
    clients,
    url: server.url(database),
    rootKey: options.rootKey ?? testRootKey,
    ids: options.ids ?? randomIds(),
    kept: options.kept ?? [...everythingKept, anything],
    ...(options.signingKey === undefined ? {} : { signingKey: options.signingKey }),
    ...(options.mayClaim === undefined ? {} : { mayClaim: options.mayClaim }),
    ...(options.leases === undefined ? {} : { leases: options.leases }),
    unreadable: (name) => void unreadable.push(name),
  });
  let closed = false;
  return {
    store,
    file,
    unreadable,
    async close() {
      if (closed) return;
      closed = true;
      await store.close();
      idle.push(clients);
      if (!stays) await server.drop(database);
    },
  };
}

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { SqliteClients } from '../../adapters/prisma/connect.js';
import { runDataSteps } from '../../adapters/prisma/data-steps.js';
import { type Dialect, sqlite } from '../../adapters/prisma/dialect.js';
import { openStore } from '../../adapters/prisma/index.js';
import { Keys } from '../../adapters/prisma/keys.js';
import type { Leases } from '../../adapters/prisma/leases.js';
import { migrate } from '../../adapters/prisma/migrate.js';
import { dataSteps } from '../../adapters/prisma/steps/index.js';
import type { AnyKept } from '../../src/domain/kept.js';
import { everythingKept } from '../../src/kept.js';
import { type Ids, randomIds } from '../../src/kernel/ids.js';
import type { Store } from '../../src/ports/store.js';
import { anything } from './kept.js';
import type { Postgres } from './postgres.js';
import { testRootKey } from './root-key.js';

export { testRootKey };

const migrations = fileURLToPath(new URL('../../prisma/migrations/sqlite', import.meta.url));
let template: Promise<string> | undefined;

/**
 * Migrating takes the better part of a second, so it is done once on a machine for each state of the migrations and data steps; each
 * test gets a copy. Processes that make it at the same time each put a whole file in the same place.
 */
export function migrated(): Promise<string> {
  template ??= (async () => {
    const state = createHash('sha256');
    const names = (await readdir(migrations, { recursive: true })).filter((name) => name.endsWith('.sql')).sort();
    state.update(dataSteps.map((step) => step.name).join());
    for (const name of names) state.update(name).update(await readFile(path.join(migrations, name)));
    const file = path.join(tmpdir(), `mentorlog-template-${state.digest('hex').slice(0, 16)}.db`);
    if (existsSync(file)) return file;
    const folder = await mkdtemp(path.join(tmpdir(), 'mentorlog-migrating-'));
    const url = `file:${path.join(folder, 'new.db')}`;
    await migrate(url);
    const [clients, ids] = [new SqliteClients(), randomIds()];
    await clients.open(url);
    // With nothing in it there is nothing to do, whatever the key: that this is so is kept in it, as a start would.
    const keyStore = clients.dialect.keyStore(url);
    await keyStore.open(true);
    await runDataSteps({ url, clients, keys: new Keys(testRootKey, ids), keyStore, ids });
    await clients.close();
    await keyStore.close();
    await rename(path.join(folder, 'new.db'), file);
    await rm(folder, { recursive: true, force: true });
    return file;
  })();
  return template;
}

/** A database that is closed, and its keys where it has any: a new one makes them. */
export async function copyDatabase(from: string, to: string): Promise<void> {
  await copyFile(from, to);
  if (existsSync(`${from}-keys`)) await copyFile(`${from}-keys`, `${to}-keys`);
}

export interface TestStore {
  readonly store: Store;
  readonly file: string;
  /** The names of kept values that were read and did not fit. */
  readonly unreadable: readonly string[];
  /** Closes the store and removes its folder. */
  close(): Promise<void>;
}

/** Files that were opened here, and so are of this version; and copies of such, not opened yet. */
const ofThisVersion = new Set<string>();
const asMigrated = new Set<string>();

/** A program's clients; but in such a copy nobody looks for migrations, which took two fifths of the time to open and close it. */
class TestClients extends SqliteClients {
  override readonly dialect: Dialect = {
    ...sqlite,
    migrate: async (url, among) => (asMigrated.delete(url) ? [] : sqlite.migrate(url, among)),
  };
}

/** Clients of stores that were closed: what Prisma worked out about a query is worked out once, not in every test. */
const idle: SqliteClients[] = [];

export interface TestStoreOptions {
  readonly ids?: Ids;
  readonly rootKey?: Uint8Array;
  readonly file?: string;
  /** A database that is closed, of whatever version. */
  readonly copyOf?: string;
  readonly kept?: readonly AnyKept[];
  readonly signingKey?: Uint8Array;
  readonly mayClaim?: () => boolean;
  /** A PostgreSQL of the test's own, and this store's place among others there. */
  readonly server?: Postgres;
  readonly leases?: Leases;
}

/**
 * A real store on a temporary file of its own, empty or a copy of another, or on `file` if one is named (then it stays when
 * closed, and is the copy where it is not there yet). With `TEST_DATABASE=postgresql` it is a database of the run's PostgreSQL in each case (`run-folder.ts`).
 */
export async function openTestStore(options: TestStoreOptions = {}): Promise<TestStore> {
  const socket = process.env.TEST_POSTGRES;
  if (options.server !== undefined || socket !== undefined) {
    const [{ openPostgresStore }, { serverIn }] = [await import('./postgres-store.js'), await import('./postgres.js')];
    return openPostgresStore(options.server ?? serverIn(socket ?? ''), options);
  }
  const folder = options.file === undefined ? await mkdtemp(path.join(tmpdir(), 'mentorlog-store-')) : undefined;
  const file = options.file ?? path.join(folder ?? '', 'mentorlog.db');
  if (folder !== undefined) {
    await copyDatabase(options.copyOf ?? (await migrated()), file);
    if (options.copyOf === undefined || ofThisVersion.has(options.copyOf)) asMigrated.add(`file:${file}`);
  } else if (options.copyOf !== undefined && !existsSync(file)) await copyDatabase(options.copyOf, file);
  const unreadable: string[] = [];
  const clients = idle.pop() ?? new TestClients();
  const store = await openStore({
    clients,
    url: `file:${file}`,
    rootKey: options.rootKey ?? testRootKey,
    ids: options.ids ?? randomIds(),
    kept: options.kept ?? [...everythingKept, anything],
    ...(options.signingKey === undefined ? {} : { signingKey: options.signingKey }),
    ...(options.mayClaim === undefined ? {} : { mayClaim: options.mayClaim }),
    unreadable: (name) => void unreadable.push(name),
  });
  if (folder === undefined) ofThisVersion.add(file);
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
      if (folder !== undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}

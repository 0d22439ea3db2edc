import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openStore } from '../../adapters/prisma/index.js';
import { migrate } from '../../adapters/prisma/migrate.js';
import { type Ids, randomIds } from '../../src/kernel/ids.js';
import type { Store } from '../../src/ports/store.js';

/** The data key of every test. */
export const testRootKey = new Uint8Array(32).fill(7);

let template: Promise<string> | undefined;

/** Migrating takes the better part of a second, so it is done once in a process; each test gets a copy. */
function migrated(): Promise<string> {
  template ??= (async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'mentorlog-template-'));
    process.once('exit', () => void rm(folder, { recursive: true, force: true }));
    const file = path.join(folder, 'template.db');
    await migrate(`file:${file}`);
    return file;
  })();
  return template;
}

export interface TestStore {
  readonly store: Store;
  readonly file: string;
  /** Closes the store and removes its folder. */
  close(): Promise<void>;
}

/** A real store on a temporary file of its own, or on `file` if one is named (then it stays when closed). */
export async function openTestStore(
  options: { readonly ids?: Ids; readonly rootKey?: Uint8Array; readonly file?: string } = {},
): Promise<TestStore> {
  const folder = options.file === undefined ? await mkdtemp(path.join(tmpdir(), 'mentorlog-store-')) : undefined;
  const file = options.file ?? path.join(folder ?? '', 'mentorlog.db');
  if (folder !== undefined) await copyFile(await migrated(), file);
  const store = await openStore({
    url: `file:${file}`,
    rootKey: options.rootKey ?? testRootKey,
    ids: options.ids ?? randomIds(),
  });
  return {
    store,
    file,
    async close() {
      await store.close();
      if (folder !== undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}

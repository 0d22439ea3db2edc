import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import { SqliteClients } from '../../../adapters/prisma/connect.js';
import { sqlContract } from '../../contract/sql.js';
import { storeContract } from '../../contract/store.js';
import { storeAloneContract } from '../../contract/store-alone.js';
import { openTestStore } from '../../support/store.js';

storeContract('SQLite', openTestStore);

const clients = new SqliteClients();
sqlContract('SQLite', async () => {
  const { file, close } = await openTestStore();
  await clients.open(`file:${file}`);
  return {
    clients,
    async close() {
      await clients.close();
      await close();
    },
  };
});

describe('on files that stay', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'mentorlog-alone-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  storeAloneContract('SQLite', (database) => openTestStore({ file: path.join(folder, `${database}.db`) }));
});

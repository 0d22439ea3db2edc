import { afterAll, beforeAll, describe, vi } from 'vitest';
import { setAsideContract } from '../../contract/set-aside.js';
import { havePostgres, startPostgres } from '../../support/postgres.js';
import { databaseOf } from '../../support/postgres-store.js';

describe.skipIf(!havePostgres())('on a server', { timeout: 60_000 }, () => {
  let server: Awaited<ReturnType<typeof startPostgres>>;
  beforeAll(async () => {
    server = await startPostgres();
    vi.stubEnv('TEST_POSTGRES', server.folder);
  }, 60_000);
  afterAll(() => {
    vi.unstubAllEnvs();
    server?.stop();
  });
  setAsideContract('PostgreSQL', async (file, statement) =>
    (await server.ask(databaseOf(file), statement)).map((row) => Object.values(row)),
  );
});

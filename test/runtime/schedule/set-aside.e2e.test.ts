import { afterAll, beforeAll, describe } from 'vitest';
import { setAsideContract } from '../../contract/set-aside.js';
import { everyTestOn } from '../../support/on-server.js';
import { havePostgres, startPostgres } from '../../support/postgres.js';
import { databaseOf } from '../../support/postgres-store.js';

describe.skipIf(!havePostgres())('on a server', { timeout: 60_000 }, () => {
  let server: Awaited<ReturnType<typeof startPostgres>>;
  beforeAll(async () => {
    server = await startPostgres();
  }, 60_000);
  afterAll(() => server?.stop());
  everyTestOn(() => server);
  setAsideContract('PostgreSQL', async (file, statement) =>
    (await server.ask(databaseOf(file), statement)).map((row) => Object.values(row)),
  );
});

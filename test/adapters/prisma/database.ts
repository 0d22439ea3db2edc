import { openSqlite } from '../../../adapters/prisma/driver.js';

/** Runs a statement on a database file past the store, as somebody with the file in hand could. */
export async function sql(file: string, statement: string): Promise<readonly (readonly unknown[])[]> {
  const adapter = await openSqlite(`file:${file}`);
  try {
    return (await adapter.queryRaw({ sql: statement, args: [], argTypes: [] })).rows;
  } finally {
    await adapter.dispose();
  }
}

import { openSqlite } from '../../../adapters/prisma/driver.js';

/** Runs a statement on a database file past the store, or on the key store beside it, as somebody with the files could. */
export async function sql(file: string, statement: string): Promise<readonly (readonly unknown[])[]> {
  const adapter = await openSqlite(`file:${file}${statement.includes('"PersonKey"') ? '-keys' : ''}`);
  try {
    return (await adapter.queryRaw({ sql: statement, args: [], argTypes: [] })).rows;
  } finally {
    await adapter.dispose();
  }
}

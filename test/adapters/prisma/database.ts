import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';

/** Runs a statement on a database file past the store, as somebody with the file in hand could. */
export async function sql(file: string, statement: string): Promise<readonly (readonly unknown[])[]> {
  const adapter = await new PrismaBetterSqlite3({ url: `file:${file}` }).connect();
  try {
    return (await adapter.queryRaw({ sql: statement, args: [], argTypes: [] })).rows;
  } finally {
    await adapter.dispose();
  }
}

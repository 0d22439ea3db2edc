import { SqliteClients } from '../../adapters/prisma/connect.js';

/**
 * A whole database as SQL text, and back: what a fixture is kept as, so that it can be read, compared and loaded by any
 * driver. One row a line; no line break inside a value, so that a statement ends where a line ends with `;`.
 */

/** Rows put in by one statement. */
const rowsAtOnce = 200;

/** @param file a database that no program has open */
export async function dumpOf(file: string): Promise<string> {
  const clients = new SqliteClients();
  await clients.open(`file:${file}`);
  const ask = <T>(sql: string): Promise<T[]> => clients.reader.$queryRawUnsafe<T[]>(sql);
  try {
    const made = await ask<{ type: string; name: string; sql: string }>(
      `SELECT "type", "name", "sql" FROM sqlite_master WHERE "sql" IS NOT NULL ORDER BY "type" DESC, "name"`,
    );
    const own = made.filter((m) => !m.name.startsWith('sqlite_'));
    const out = own.filter((m) => m.type === 'table').map((m) => `${oneLine(m.sql)};`);
    // What was counted up to, so that no number is given out twice; SQLite makes the table itself.
    const given = made.filter((m) => m.name === 'sqlite_sequence');
    const tables = [...own.filter((m) => m.type === 'table'), ...given].map((m) => m.name);
    for (const table of tables) {
      const columns = (await ask<{ name: string }>(`SELECT "name" FROM pragma_table_info('${table}')`)).map(
        (c) => c.name,
      );
      const rows = await ask<{ row: string }>(
        `SELECT ${columns.map((c) => `quote("${c}")`).join(` || ',' || `)} AS "row" FROM "${table}" ORDER BY rowid`,
      );
      const names = columns.map((c) => `"${c}"`).join(', ');
      for (let at = 0; at < rows.length; at += rowsAtOnce) {
        const values = rows.slice(at, at + rowsAtOnce).map(({ row }) => `(${unbroken(row)})`);
        out.push(`INSERT INTO "${table}" (${names}) VALUES\n${values.join(',\n')};`);
      }
    }
    out.push(...own.filter((m) => m.type === 'index').map((m) => `${oneLine(m.sql)};`));
    return `${out.join('\n')}\n`;
  } finally {
    await clients.close();
  }
}

const oneLine = (sql: string): string => sql.replace(/\s+/g, ' ');
/** Of a line of quoted values: a line break can stand in a text only. */
const unbroken = (row: string): string => row.replace(/\r/g, `'||char(13)||'`).replace(/\n/g, `'||char(10)||'`);

/** Makes the database that a dump is of, in a file that is not there yet. @throws where a row points to none */
export async function restoreTo(file: string, dump: string): Promise<void> {
  const clients = new SqliteClients();
  await clients.open(`file:${file}`);
  const { writer } = clients;
  try {
    await writer.$executeRawUnsafe('PRAGMA foreign_keys=OFF');
    await writer.$transaction(
      async (db) => {
        for (const statement of dump.split(/;\n/)) if (statement !== '') await db.$executeRawUnsafe(statement);
      },
      { timeout: 60_000 },
    );
    const astray = await writer.$queryRawUnsafe<unknown[]>('PRAGMA foreign_key_check');
    if (astray.length > 0) throw new Error(`${astray.length} rows of the dump point to rows that are not in it`);
  } finally {
    await clients.close();
  }
}

/** How many rows stand in each table of the program's. */
export async function rowsIn(file: string): Promise<Readonly<Record<string, number>>> {
  const clients = new SqliteClients();
  await clients.open(`file:${file}`);
  try {
    const ask = <T>(sql: string): Promise<T[]> => clients.reader.$queryRawUnsafe<T[]>(sql);
    const tables = await ask<{ name: string }>(
      `SELECT "name" FROM sqlite_master WHERE "type" = 'table' AND "name" NOT GLOB 'sqlite_*' AND "name" NOT GLOB '_*' ORDER BY "name"`,
    );
    const counts: [string, number][] = [];
    for (const { name } of tables) {
      const [row] = await ask<{ n: bigint }>(`SELECT COUNT(*) AS "n" FROM "${name}"`);
      counts.push([name, Number(row?.n)]);
    }
    return Object.fromEntries(counts);
  } finally {
    await clients.close();
  }
}

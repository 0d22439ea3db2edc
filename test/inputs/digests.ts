import { createHash } from 'node:crypto';
import { sql } from '../adapters/prisma/database.js';

/** What the program does of its own accord to every programme, whoever asks for what. */
const itsOwn = ['ChainCheck', 'SignedHead'];

/** Tables of what belongs to a programme, with their columns. */
async function tables(file: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, string[]>();
  const rows = await sql(
    file,
    `SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'`,
  );
  for (const [table, column] of rows as readonly (readonly [string, string])[])
    found.set(table, [...(found.get(table) ?? []), column]);
  return new Map([...found].filter(([, columns]) => columns.includes('programmeId')));
}

/** A digest of everything that a programme has, by table, read past the program. */
export async function digests(file: string, programme: string): Promise<Readonly<Record<string, string>>> {
  const found: Record<string, string> = {};
  for (const table of (await tables(file)).keys()) {
    if (itsOwn.includes(table)) continue;
    const rows = await sql(file, `SELECT * FROM "${table}" WHERE "programmeId" = '${programme}'`);
    const lines = rows.map((r) => JSON.stringify(r, (_, v: unknown) => (typeof v === 'bigint' ? String(v) : v))).sort();
    found[table] = `${rows.length} ${createHash('sha256').update(lines.join('\n')).digest('hex')}`;
  }
  return found;
}

/** Ids of what stands in the database, of every programme. */
export async function everyId(file: string): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const [table, columns] of await tables(file))
    if (columns.includes('id'))
      for (const [id] of await sql(file, `SELECT "id" FROM "${table}" LIMIT 60`)) ids.push(String(id));
  return ids;
}

/** The programme of a workspace. @throws where nobody there has one */
export async function programmeAt(file: string, tenant: string): Promise<string> {
  const [row] = await sql(file, `SELECT "programmeId" FROM "Account" WHERE "tenant" = '${tenant}' LIMIT 1`);
  if (row === undefined) throw new Error(`no programme at ${tenant}`);
  return String(row[0]);
}

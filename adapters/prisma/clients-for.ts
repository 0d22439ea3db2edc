import { type Clients, SqliteClients } from './connect.js';
import type { Dialect } from './dialect.js';

/** Whether an address is a PostgreSQL's; any other is a file's. */
export const isPostgresql = (url: string): boolean => /^postgres(?:ql)?:\/\//.test(url);

/** Clients for an address, closed. What is PostgreSQL's own is loaded where one is asked for, and nowhere else. */
export async function clientsFor(url: string): Promise<Clients> {
  if (!isPostgresql(url)) return new SqliteClients();
  const { PostgresqlClients } = await import('./postgresql/clients.js');
  return new PostgresqlClients();
}

/** What is a kind of database's own, by an address of it. */
export async function dialectOf(url: string): Promise<Dialect> {
  if (isPostgresql(url)) return (await import('./postgresql/dialect.js')).postgresql;
  return (await import('./dialect.js')).sqlite;
}

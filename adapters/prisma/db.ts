import type { Prisma } from '../../prisma/generated/sqlite/client.js';
import type { Sql } from './sql.js';

/** What a repository queries: one transaction of the writing connection, or the reading one. */
export interface Db {
  readonly prisma: Prisma.TransactionClient;
  /** On the same connection, and in the same transaction. */
  readonly sql: Sql;
}

import pg from 'pg';
import { vi } from 'vitest';
import { Statements } from '../../adapters/prisma/driver.js';

/** A statement as the driver of PostgreSQL is given it. */
type Given = string | { readonly text: string };

/** The statements that `act` sends to any database of this process, in their order: Prisma's, our own, BEGIN and COMMIT. */
export async function statementsOf(act: () => Promise<unknown>): Promise<readonly string[]> {
  const asked: string[] = [];
  const { get } = Statements.prototype;
  const onSqlite = vi.spyOn(Statements.prototype, 'get').mockImplementation(function (this: Statements, sql) {
    asked.push(sql);
    return get.call(this, sql);
  });
  const query = pg.Client.prototype.query as (...given: readonly unknown[]) => unknown;
  const onPostgresql = vi.spyOn(pg.Client.prototype, 'query').mockImplementation(function (
    this: pg.Client,
    ...given: readonly unknown[]
  ) {
    const first = given[0] as Given;
    asked.push(typeof first === 'string' ? first : first.text);
    return query.apply(this, [...given]);
  } as never);
  try {
    await act();
  } finally {
    onSqlite.mockRestore();
    onPostgresql.mockRestore();
  }
  return asked;
}

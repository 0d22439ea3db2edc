import pg from 'pg';

/**
 * A statement that the server refused. What the driver has of it quotes values (`detail`, `where`, and some messages), and
 * with them what people wrote: only its code, what it was about and where in the program it was asked are kept
 * (postgresql.org/docs/current/protocol-error-fields.html).
 */
export class StatementFailed extends Error {
  /** SQLSTATE (postgresql.org/docs/current/errcodes-appendix.html). */
  readonly code: string;
  constructor({ code = '', table, constraint }: pg.DatabaseError) {
    const about = [table, constraint].filter((name) => name !== undefined && name !== '');
    super(`PostgreSQL refused a statement: ${[code, ...about].join(' ')}`);
    this.name = 'StatementFailed';
    this.code = code;
  }
}

/** The error as it leaves the driver: what is not the server's word is left as it is. */
export const asStatementFailed = (error: unknown): unknown =>
  error instanceof pg.DatabaseError ? new StatementFailed(error) : error;

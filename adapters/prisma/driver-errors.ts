import { DriverAdapterError, type MappedError } from '@prisma/driver-adapter-utils';

/** SQLite's extended result codes (sqlite.org/rescode.html), by the names that Node 20's package gives them. */
const codes = {
  SQLITE_ERROR: 1,
  SQLITE_PERM: 3,
  SQLITE_BUSY: 5,
  SQLITE_LOCKED: 6,
  SQLITE_READONLY: 8,
  SQLITE_IOERR: 10,
  SQLITE_CORRUPT: 11,
  SQLITE_FULL: 13,
  SQLITE_CANTOPEN: 14,
  SQLITE_NOTADB: 26,
  SQLITE_CONSTRAINT_FOREIGNKEY: 787,
  SQLITE_CONSTRAINT_NOTNULL: 1299,
  SQLITE_CONSTRAINT_PRIMARYKEY: 1555,
  SQLITE_CONSTRAINT_TRIGGER: 1811,
  SQLITE_CONSTRAINT_UNIQUE: 2067,
} as const;

/** The lowest byte of an extended code is its kind. */
const kind = 0xff;

/**
 * An error of SQLite in Prisma's words, from which it makes its own codes (P2002 and so on). What is no error of
 * SQLite's is answered as it is.
 * @param file which file it is about: SQLite does not say, and whoever mends it has to know
 */
export function driverError(error: unknown, file = ''): unknown {
  if (!(error instanceof Error)) return error;
  const extended = extendedCode(error);
  if (extended === undefined) return error;
  const { message } = error;
  const told = new DriverAdapterError({
    originalCode: String(extended),
    originalMessage: message,
    ...mapped(extended, message),
  });
  return Object.assign(told, { file });
}

/** Node's own SQLite tells the number, Node 20's package the name. */
function extendedCode(error: Error & { readonly code?: unknown; readonly errcode?: unknown }): number | undefined {
  if (typeof error.errcode === 'number') return error.errcode;
  if (typeof error.code !== 'string' || !error.code.startsWith('SQLITE_')) return undefined;
  // Of what it says more exactly, such as SQLITE_BUSY_SNAPSHOT, the kind is enough.
  const kindOf = /^SQLITE_[A-Z]+/.exec(error.code)?.[0] ?? '';
  const known: Readonly<Record<string, number>> = codes;
  return known[error.code] ?? known[kindOf] ?? codes.SQLITE_ERROR;
}

/** What kind of refusal of SQLite's an error is, and of which file; undefined where it is none. */
export function refusedBySqlite(error: unknown): { readonly kind: number; readonly file: string } | undefined {
  const { cause, file } = (error ?? {}) as { readonly cause?: unknown; readonly file?: unknown };
  const { originalCode } = (cause ?? {}) as { readonly originalCode?: unknown };
  if (typeof file !== 'string' || typeof originalCode !== 'string') return undefined;
  return { kind: Number(originalCode) & kind, file };
}

function mapped(extended: number, message: string): MappedError {
  switch (extended) {
    case codes.SQLITE_CONSTRAINT_UNIQUE:
    case codes.SQLITE_CONSTRAINT_PRIMARYKEY:
      return { kind: 'UniqueConstraintViolation', ...constraint(message) };
    case codes.SQLITE_CONSTRAINT_NOTNULL:
      return { kind: 'NullConstraintViolation', ...constraint(message) };
    case codes.SQLITE_CONSTRAINT_FOREIGNKEY:
    case codes.SQLITE_CONSTRAINT_TRIGGER:
      return { kind: 'ForeignKeyConstraintViolation', constraint: { foreignKey: {} } };
  }
  if ((extended & kind) === codes.SQLITE_BUSY) return { kind: 'SocketTimeout' };
  const table = /^no such table: (.*)/.exec(message)?.[1];
  if (table !== undefined) return { kind: 'TableDoesNotExist', table };
  const column = /^no such column: (.*)|has no column named (.*)/.exec(message);
  if (column !== null) return { kind: 'ColumnNotFound', column: column[1] ?? column[2] ?? '' };
  return { kind: 'sqlite', extendedCode: extended, message };
}

/** "UNIQUE constraint failed: Person.a, Person.b", or "…: index 'name'" where the index is over something worked out. */
function constraint(message: string): { readonly constraint?: { index: string } | { fields: string[] } } {
  const named = /constraint failed: (.*)/.exec(message)?.[1];
  if (named === undefined) return {};
  const index = /^index '(.*)'$/.exec(named)?.[1];
  if (index !== undefined) return { constraint: { index } };
  return { constraint: { fields: named.split(', ').map((field) => field.slice(field.lastIndexOf('.') + 1)) } };
}

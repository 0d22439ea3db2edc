import { type ArgType, type ColumnType, ColumnTypeEnum } from '@prisma/driver-adapter-utils';
import type { Column } from './sqlite.js';

/** What Prisma calls a value, and what SQLite does. */

const declared: Readonly<Record<string, ColumnType>> = {
  TINYINT: ColumnTypeEnum.Int32,
  SMALLINT: ColumnTypeEnum.Int32,
  MEDIUMINT: ColumnTypeEnum.Int32,
  INT: ColumnTypeEnum.Int32,
  INT2: ColumnTypeEnum.Int32,
  INTEGER: ColumnTypeEnum.Int32,
  SERIAL: ColumnTypeEnum.Int32,
  BIGINT: ColumnTypeEnum.Int64,
  INT8: ColumnTypeEnum.Int64,
  'UNSIGNED BIG INT': ColumnTypeEnum.Int64,
  FLOAT: ColumnTypeEnum.Float,
  REAL: ColumnTypeEnum.Double,
  DOUBLE: ColumnTypeEnum.Double,
  'DOUBLE PRECISION': ColumnTypeEnum.Double,
  NUMERIC: ColumnTypeEnum.Double,
  DECIMAL: ColumnTypeEnum.Numeric,
  BOOLEAN: ColumnTypeEnum.Boolean,
  DATE: ColumnTypeEnum.Date,
  TIME: ColumnTypeEnum.Time,
  DATETIME: ColumnTypeEnum.DateTime,
  TIMESTAMP: ColumnTypeEnum.DateTime,
  TEXT: ColumnTypeEnum.Text,
  CLOB: ColumnTypeEnum.Text,
  CHARACTER: ColumnTypeEnum.Text,
  VARCHAR: ColumnTypeEnum.Text,
  NVARCHAR: ColumnTypeEnum.Text,
  BLOB: ColumnTypeEnum.Bytes,
  JSONB: ColumnTypeEnum.Json,
};

/** The type of each column: as its table declares it, and where it is worked out, as its first value has it. */
export function columnTypes(columns: readonly Column[], rows: readonly (readonly unknown[])[]): ColumnType[] {
  return columns.map(({ type }, i) => {
    const known = type === null ? undefined : declared[type.toUpperCase()];
    return known ?? typeOfValue(rows.find((row) => row[i] !== null)?.[i]);
  });
}

function typeOfValue(value: unknown): ColumnType {
  if (typeof value === 'string') return ColumnTypeEnum.Text;
  if (typeof value === 'bigint') return ColumnTypeEnum.Int64;
  if (typeof value === 'number') return ColumnTypeEnum.UnknownNumber;
  if (value instanceof Uint8Array) return ColumnTypeEnum.Bytes;
  // Nothing but nulls: any type holds them.
  return ColumnTypeEnum.Int32;
}

/**
 * A value as Prisma takes it: an integer is a number where a number holds it and text where not, an instant is ISO 8601
 * in UTC (a column of instants may hold milliseconds since 1970).
 */
export function fromSqlite(value: unknown, type: ColumnType): unknown {
  if (typeof value !== 'bigint' && typeof value !== 'number') return value;
  if (type === ColumnTypeEnum.DateTime) return new Date(Number(value)).toISOString();
  if (typeof value === 'bigint') {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value.toString();
  }
  const whole = type === ColumnTypeEnum.Int32 || type === ColumnTypeEnum.Int64;
  return whole ? Math.trunc(value) : value;
}

/** A value as our own statements have it: see `Sql` (sql.ts). */
export function toPlain(value: unknown, column: Column): unknown {
  if (typeof value !== 'bigint') return value;
  return column.type === 'BOOLEAN' ? value !== 0n : Number(value);
}

/** A query's argument as SQLite takes it. Prisma sends numbers, bytes (base64) and instants as text, too. */
export function toSqlite(value: unknown, type: ArgType | undefined): unknown {
  if (typeof value === 'boolean') return value ? 1n : 0n;
  if (value instanceof Date) return instant(value);
  // Else SQLite gets every number as a floating one, which a column of integers takes and an expression does not.
  if (typeof value === 'number' && Number.isSafeInteger(value) && type?.scalarType !== 'float') return BigInt(value);
  if (typeof value !== 'string') return value;
  switch (type?.scalarType) {
    case 'int':
    case 'bigint':
      return BigInt(value);
    case 'float':
    case 'decimal':
      return Number.parseFloat(value);
    case 'datetime':
      return instant(new Date(value));
    case 'bytes':
      return Buffer.from(value, 'base64');
    default:
      return value;
  }
}

const instant = (at: Date): string => at.toISOString().replace('Z', '+00:00');

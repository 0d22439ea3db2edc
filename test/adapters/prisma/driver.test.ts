import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type ArgType, ColumnTypeEnum, type SqlDriverAdapter } from '@prisma/driver-adapter-utils';
import { expect, onTestFinished, test } from 'vitest';
import { openSqlite } from '../../../adapters/prisma/driver.js';
import { sqlite } from '../../../adapters/prisma/sqlite.js';
import { Refused } from '../../../src/kernel/errors.js';

/** The driver below Prisma: the same on every Node, whatever SQLite that one has. */

async function opened(options?: Parameters<typeof openSqlite>[1], url = 'file::memory:'): Promise<SqlDriverAdapter> {
  const adapter = await openSqlite(url, options);
  onTestFinished(() => adapter.dispose());
  return adapter;
}
const typed = (scalarType: ArgType['scalarType']): ArgType => ({ scalarType, arity: 'scalar' });
const bare = (sql: string, args: unknown[] = []) => ({ sql, args, argTypes: args.map(() => typed('unknown')) });

test('a value comes back as what it was, of the type that its table declares', async () => {
  const db = await opened();
  await db.executeScript(
    'CREATE TABLE t (i INTEGER, b BIGINT, r REAL, s TEXT, y BLOB, o BOOLEAN, d DATETIME, n NVARCHAR)',
  );
  const at = new Date('2026-11-29T09:00:00.250Z');
  const scalars = ['int', 'bigint', 'float', 'string', 'bytes', 'boolean', 'datetime', 'string'] as const;
  const insert = (args: unknown[]): Promise<number> =>
    db.executeRaw({ sql: 'INSERT INTO t VALUES (?, ?, ?, ?, ?, ?, ?, ?)', args, argTypes: scalars.map(typed) });
  const bytes = Buffer.from([0, 255]).toString('base64');
  expect(await insert([1, '9007199254740993', 1.5, 'Zoë', bytes, true, at, null])).toBe(1);
  expect(await insert(['-7', 2 ** 53 - 1, '2', '', new Uint8Array([1]), false, at.toISOString(), null])).toBe(1);
  const found = await db.queryRaw(bare('SELECT * FROM t'));
  const { Int32, Int64, Double, Text, Bytes, Boolean: Bool, DateTime } = ColumnTypeEnum;
  expect(found.columnNames).toEqual(['i', 'b', 'r', 's', 'y', 'o', 'd', 'n']);
  expect(found.columnTypes).toEqual([Int32, Int64, Double, Text, Bytes, Bool, DateTime, Text]);
  const [one, two] = found.rows.map((row) => row.map((v) => (v instanceof Uint8Array ? [...v] : v)));
  const written = '2026-11-29T09:00:00.250+00:00';
  expect(one).toEqual([1, '9007199254740993', 1.5, 'Zoë', [0, 255], 1, written, null]);
  expect(two).toEqual([-7, 2 ** 53 - 1, 2, '', [1], 0, written, null]);
  await db.executeRaw(bare('UPDATE t SET d = ?, i = 2.9', [at.getTime()]));
  expect((await db.queryRaw(bare('SELECT d, i FROM t'))).rows[0]).toEqual([at.toISOString(), 2]);
});

test('a value that is worked out has the type that its first row shows', async () => {
  const db = await opened();
  const types = async (sql: string, args: unknown[] = []) => (await db.queryRaw(bare(sql, args))).columnTypes;
  const { Int32, Int64, Text, Bytes, UnknownNumber } = ColumnTypeEnum;
  expect(await types(`SELECT count(*), 'a' || 'b', 0.5, x'00', NULL`)).toEqual([
    Int64,
    Text,
    UnknownNumber,
    Bytes,
    Int32,
  ]);
  // An integer stays one where no column says so.
  expect(await types('SELECT ?, ?', [3, 3.5])).toEqual([Int64, UnknownNumber]);
  expect(await types('SELECT 1 + 1 WHERE 0')).toEqual([Int32]);
});

test('each error of SQLite’s has its name in Prisma’s words', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'mentorlog-driver-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const url = `file:${path.join(folder, 'x.db')}`;
  const db = await opened({}, url);
  await db.executeScript(`
    PRAGMA foreign_keys=ON; CREATE TABLE a (id TEXT PRIMARY KEY, u TEXT UNIQUE, w TEXT NOT NULL, UNIQUE (u, w));
    CREATE TABLE b (a TEXT REFERENCES a (id)); CREATE UNIQUE INDEX low ON a (lower(w));
    INSERT INTO a VALUES ('1', 'u', 'w')`);
  const cause = async (sql: string, on = db) =>
    on.executeRaw(bare(sql)).then(
      () => undefined,
      (error: { readonly cause: Record<string, unknown> }) => error.cause,
    );
  const unique = { kind: 'UniqueConstraintViolation' };
  expect(await cause(`INSERT INTO a VALUES ('1', 'x', 'x')`)).toMatchObject({
    ...unique,
    constraint: { fields: ['id'] },
  });
  expect(await cause(`INSERT INTO a VALUES ('2', 'u', 'x')`)).toMatchObject({
    ...unique,
    constraint: { fields: ['u'] },
  });
  expect(await cause(`INSERT INTO a VALUES ('2', 'x', 'W')`)).toMatchObject({
    ...unique,
    constraint: { index: 'low' },
  });
  expect(await cause(`INSERT INTO a VALUES ('2', 'x', NULL)`)).toMatchObject({
    kind: 'NullConstraintViolation',
    constraint: { fields: ['w'] },
  });
  expect(await cause(`INSERT INTO b VALUES ('9')`)).toMatchObject({ kind: 'ForeignKeyConstraintViolation' });
  expect(await cause('DELETE FROM nowhere')).toMatchObject({ kind: 'TableDoesNotExist', table: 'nowhere' });
  expect(await cause('UPDATE a SET v = 1')).toMatchObject({ kind: 'ColumnNotFound', column: 'v' });
  expect(await cause('INSERT INTO a (v) VALUES (1)')).toMatchObject({ kind: 'ColumnNotFound', column: 'v' });
  expect(await cause('SELEC')).toMatchObject({ kind: 'sqlite', extendedCode: 1 });
  await db.executeScript('BEGIN IMMEDIATE');
  expect(await cause('BEGIN IMMEDIATE', await opened({ lockWait: 0 }, url))).toMatchObject({ kind: 'SocketTimeout' });
});

test('one transaction at a time: the next begins when the one before has ended, also one that failed to begin', async () => {
  const db = await opened();
  await db.executeScript('CREATE TABLE t (i INTEGER)');
  const first = await db.startTransaction();
  const order: string[] = [];
  const second = db.startTransaction('SERIALIZABLE').then((tx) => {
    order.push('the second begins');
    return tx;
  });
  await first.executeRaw(bare('INSERT INTO t VALUES (1)'));
  await first.createSavepoint?.('s');
  await first.executeRaw(bare('INSERT INTO t VALUES (2)'));
  await first.rollbackToSavepoint?.('s');
  await first.releaseSavepoint?.('s');
  await first.executeRaw(bare('COMMIT'));
  order.push('the first ends');
  await first.commit();
  const tx = await second;
  expect(order).toEqual(['the first ends', 'the second begins']);
  await tx.executeRaw(bare('INSERT INTO t VALUES (3)'));
  await tx.executeRaw(bare('ROLLBACK'));
  await tx.rollback();
  expect((await db.queryRaw(bare('SELECT i FROM t'))).rows).toEqual([[1]]);
  // Somebody else's BEGIN: ours fails, and what waits behind it has its turn all the same.
  await db.executeScript('BEGIN');
  await expect(db.startTransaction()).rejects.toThrow();
  await db.executeScript('ROLLBACK');
  await (await db.startTransaction()).executeRaw(bare('ROLLBACK'));
  await expect(db.startTransaction('READ COMMITTED')).rejects.toMatchObject({
    cause: { kind: 'InvalidIsolationLevel' },
  });
});

test('statements that are kept go on right when there are more of them than are kept', async () => {
  const db = await opened({ keepStatements: true });
  for (let i = 0; i < 1_100; i += 1)
    expect((await db.queryRaw(bare(`SELECT ${i % 600}, ?`, [i]))).rows).toEqual([[i % 600, i]]);
});

test('where SQLite is not there, the refusal says what to do', () => {
  const none = (name: string): never => {
    throw Object.assign(new Error(`Cannot find module '${name}'`), { code: 'MODULE_NOT_FOUND' });
  };
  const say = process.versions.node.startsWith('20.')
    ? /^SQLite for Node 20\.\d+\.\d+ is not installed: run npm ci again with this Node, .*\.$/
    : /^This Node [\d.]+ has no SQLite built in: .*\.$/;
  let refused: unknown;
  try {
    sqlite(none);
  } catch (error) {
    refused = error;
  }
  expect(refused).toBeInstanceOf(Refused);
  expect(refused).toMatchObject({ code: 'no-sqlite', say: expect.stringMatching(say) });
});

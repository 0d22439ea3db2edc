/** The statements of one press: written down as the product sends them, and sent again by a hand-written handler. */
import { appendFileSync, readFileSync } from 'node:fs';
import { Clients } from '../../dist/adapters/prisma/connect.js';
import { SqliteConnection } from '../../dist/adapters/prisma/driver.js';

/** Writes down every statement of the writing connection, once it is asked to (`RECORD`). */
export function recordTo(path) {
  const note = (kind, query) =>
    appendFileSync(
      path,
      `${JSON.stringify({ kind, sql: query.sql, args: query.args.map((a) => (a instanceof Uint8Array ? { bytes: Buffer.from(a).toString('base64') } : typeof a === 'bigint' ? { big: String(a) } : a)) })}\n`,
    );
  const start = SqliteConnection.prototype.startTransaction;
  SqliteConnection.prototype.startTransaction = async function started(...how) {
    const tx = await start.apply(this, how);
    for (const kind of ['queryRaw', 'executeRaw']) {
      const real = tx[kind].bind(tx);
      tx[kind] = (query) => {
        if (!/^(BEGIN|COMMIT|ROLLBACK)/i.test(query.sql)) note(kind, query);
        return real(query);
      };
    }
    return tx;
  };
}

/** One hand-written transaction at a time, with all that the file says; through the product's own client and adapter. */
export async function replaying(statements, file) {
  const read = readFileSync(statements, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const rounds = read.map((s) => ({
    ...s,
    // The same rows again: what was new once is put in its place.
    sql: /ON CONFLICT/i.test(s.sql) ? s.sql : s.sql.replace(/^\s*INSERT INTO/i, 'INSERT OR REPLACE INTO'),
    args: s.args.map((a) => {
      if (typeof a !== 'object' || a === null) return a;
      return 'bytes' in a ? Buffer.from(a.bytes, 'base64') : BigInt(a.big);
    }),
  }));
  const clients = new Clients();
  await clients.open(`file:${file}`);
  const db = clients.writer;
  let tail = Promise.resolve();
  return () => {
    const turn = tail.then(() =>
      db.$transaction(async (tx) => {
        for (const { kind, sql, args } of rounds)
          if (kind === 'queryRaw') await tx.$queryRawUnsafe(sql, ...args);
          else await tx.$executeRawUnsafe(sql, ...args);
      }),
    );
    tail = turn.catch(() => undefined);
    return turn;
  };
}

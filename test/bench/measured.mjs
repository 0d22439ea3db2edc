/**
 * What a process that is measured says of itself, to whoever started it: processor time, memory, statements, and how
 * long its loop was held up.
 */
import { createRequire } from 'node:module';
import { openDatabase } from '../../dist/adapters/prisma/sqlite.js';

const require = createRequire(import.meta.url);
const counted = { statements: 0, transactions: 0 };

/**
 * Counts every statement from here on, right above SQLite: Prisma's and the store's own alike. BEGIN and COMMIT are none
 * of them; a write outside them is a transaction of its own.
 */
export function countStatements() {
  const kinds = new Map();
  const kindOf = (sql) => {
    const known = kinds.get(sql);
    if (known !== undefined) return known;
    const [word] = /[A-Z]+/i.exec(sql) ?? [''];
    const kind = /^(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|PRAGMA)$/i.test(word)
      ? word.toUpperCase()
      : /\b(INSERT|UPDATE|DELETE|REPLACE)\b/i.test(sql.replace(/"[^"]*"|`[^`]*`/g, ''))
        ? 'writes'
        : 'reads';
    if (kinds.size < 10_000) kinds.set(sql, kind);
    return kind;
  };
  let open = false;
  const shown = process.env.STATEMENTS === '1';
  const count = (sql) => {
    const kind = kindOf(sql);
    if (shown) process.stderr.write(`  ${sql.replace(/\s+/g, ' ').slice(0, 160)}\n`);
    if (kind === 'BEGIN') open = true;
    else if (kind === 'ROLLBACK') open = false;
    else if (kind === 'COMMIT') {
      open = false;
      counted.transactions += 1;
    } else if (kind === 'reads' || kind === 'writes') {
      counted.statements += 1;
      if (kind === 'writes' && !open) counted.transactions += 1;
    }
  };
  const { proto, sqlOf } = statementsOfSqlite();
  for (const way of ['all', 'get', 'run', 'iterate']) {
    const real = proto[way];
    proto[way] = function counting(...args) {
      count(sqlOf(this));
      return real.apply(this, args);
    };
  }
  return counted;
}

/** What every statement of this Node's SQLite inherits from, and how to know its text (adapters/prisma/sqlite.ts). */
function statementsOfSqlite() {
  // The product's own way to it comes first: Node 22 warns of SQLite at the first, unless asked not to.
  openDatabase(':memory:', 0).close();
  if (!process.versions.node.startsWith('20.'))
    return { proto: require('node:sqlite').StatementSync.prototype, sqlOf: (statement) => statement.sourceSQL };
  const Native = require('sqlite-for-node-20');
  const database = new Native(':memory:');
  const proto = Object.getPrototypeOf(database.prepare('SELECT 1'));
  database.close();
  return { proto, sqlOf: (statement) => statement.source };
}

/** Processor time (ms), memory (MB), statements and transactions so far. */
export function usage() {
  const { user, system } = process.cpuUsage();
  return { cpu: (user + system) / 1_000, rss: process.memoryUsage.rss() / 2 ** 20, ...counted };
}

/**
 * A timer each 5 ms: what comes late of it is how long the loop was held up. `taken` answers all (ms), and begins anew;
 * `worked` how much processor time went by in the longest while between two of them (ms): the longest block as it would
 * be if nobody else wanted the machine.
 */
export function loopDelay() {
  const every = 5;
  const spent = () => {
    // What a thread beside the loop does (collecting, compiling) holds nobody up; not every Node tells them apart.
    const { user, system } = (process.threadCpuUsage ?? process.cpuUsage).call(process);
    return (user + system) / 1_000;
  };
  let delays = [];
  let longest = 0;
  let last = performance.now();
  let before = spent();
  const look = () => {
    const now = performance.now();
    const cpu = spent();
    delays.push(Math.max(0, now - last - every));
    longest = Math.max(longest, cpu - before);
    last = now;
    before = cpu;
  };
  setInterval(look, every).unref();
  return {
    /** One that is still going on counts too. */
    taken() {
      look();
      const taken = delays;
      delays = [];
      last = performance.now();
      return taken;
    },
    worked() {
      look();
      const worked = longest;
      longest = 0;
      before = spent();
      return worked;
    },
  };
}

/** Answers what it is asked from now on; `ready` is told first. */
export function answers(ready, handlers = {}) {
  const all = { usage, ...handlers };
  process.on('message', async ({ n, ask, about }) => {
    try {
      process.send({ n, answer: await all[ask](about) });
    } catch (error) {
      process.send({ n, fault: String(error?.stack ?? error) });
    }
  });
  process.once('disconnect', () => process.exit(0));
  process.send({ ready });
}

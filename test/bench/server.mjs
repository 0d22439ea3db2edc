/**
 * One server to be measured, in a process of its own: `product`, `written` (a bare Bolt app whose handler sends the same
 * statements in one hand-written Prisma transaction through the same client and adapter) or `bare` (Bolt alone, nothing written).
 * Arguments: which, database file, Slack's address, and for `written` the file of the statements.
 */
import { appendFileSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';
import { App, ExpressReceiver } from '@slack/bolt';
import express from 'express';
import { connect } from '../../dist/adapters/prisma/connect.js';
import { openStore } from '../../dist/adapters/prisma/index.js';
import { createSlackChat } from '../../dist/adapters/slack/index.js';
import { startBot } from '../../dist/src/bot.js';
import { randomIds } from '../../dist/src/kernel/ids.js';
import { botToken, rootKey, signingSecret } from './seed.mjs';

const [, , which, file, apiUrl, statements] = process.argv;
const app = express();
const silent = { debug() {}, info() {}, warn() {}, error() {}, setLevel() {}, getLevel: () => 'error', setName() {} };

/** Writes down every statement of the writing connection, once it is asked to (`RECORD`). */
function recordTo(path) {
  const note = (kind, query) =>
    appendFileSync(
      path,
      `${JSON.stringify({ kind, sql: query.sql, args: query.args.map((a) => (a instanceof Uint8Array ? { bytes: Buffer.from(a).toString('base64') } : typeof a === 'bigint' ? { big: String(a) } : a)) })}\n`,
    );
  const connect = PrismaBetterSqlite3.prototype.connect;
  PrismaBetterSqlite3.prototype.connect = async function connected(...args) {
    const adapter = await connect.apply(this, args);
    const start = adapter.startTransaction.bind(adapter);
    adapter.startTransaction = async (...how) => {
      const tx = await start(...how);
      for (const kind of ['queryRaw', 'executeRaw']) {
        const real = tx[kind].bind(tx);
        tx[kind] = (query) => {
          if (!/^(BEGIN|COMMIT|ROLLBACK)/i.test(query.sql)) note(kind, query);
          return real(query);
        };
      }
      return tx;
    };
    return adapter;
  };
}

async function product() {
  if (process.env.RECORD !== undefined) recordTo(process.env.RECORD);
  const ids = randomIds();
  const store = await openStore({ url: `file:${file}`, rootKey, ids });
  // Each event finds a second gone by, so that the pace at the door is not what is measured.
  let events = 0;
  const chat = createSlackChat({ signingSecret, botToken, apiUrl }, { app });
  await startBot({
    store,
    chats: [chat],
    jobs: { start() {}, wake() {}, async stop() {} },
    clock: { now: () => Date.now() },
    leaseClock: {
      now: () => {
        events += 1;
        return Date.now() + events * 1_001;
      },
    },
    ids,
    log: { say() {}, fault: (code, error) => process.stderr.write(`${code} ${error}\n`) },
    fallback: { nation: 'england', safeguarding: { hours: '', outOfHours: '' } },
    newProgramme: { name: 'Bench', zone: 'Europe/London', nation: 'england' },
  });
}

function bareBolt(handler) {
  const receiver = new ExpressReceiver({
    app,
    signingSecret,
    endpoints: '/slack/events',
    processBeforeResponse: true,
    logger: silent,
  });
  const bolt = new App({
    receiver,
    authorize: async () => ({ botToken, botId: 'B0BENCH', botUserId: 'U0BENCH', teamId: 'T0BENCH' }),
    clientOptions: { logger: silent },
    logger: silent,
  });
  bolt.action(/.*/, async ({ ack, body }) => {
    await handler(body).catch((error) => {
      process.stderr.write(`${String(error)}\n`);
      throw error;
    });
    await ack();
  });
}

async function written() {
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
  // The product's own client and adapter, kept statements and all.
  const { writer: db } = await connect(`file:${file}`);
  let tail = Promise.resolve();
  bareBolt(() => {
    const turn = tail.then(() =>
      db.$transaction(async (tx) => {
        for (const { kind, sql, args } of rounds)
          if (kind === 'queryRaw') await tx.$queryRawUnsafe(sql, ...args);
          else await tx.$executeRawUnsafe(sql, ...args);
      }),
    );
    tail = turn.catch(() => undefined);
    return turn;
  });
}

if (which === 'product') await product();
else if (which === 'written') await written();
else bareBolt(async () => undefined);
const server = createServer(app);
server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`));
process.once('SIGTERM', () => process.exit(0));

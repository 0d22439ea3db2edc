/**
 * What is measured on PostgreSQL, in a process of its own: `product-press` and `floor-press` (Slack's door), `product-due`
 * and `floor-due` (what falls due, posted to Slack). Arguments: which, the database's address, what else.
 */
import { createServer } from 'node:http';
import express from 'express';
import { Logger, makeWorkerUtils, run } from 'graphile-worker';
import pg from 'pg';
import { joinBots } from '../../dist/adapters/prisma/databases.js';
import { openStore } from '../../dist/adapters/prisma/index.js';
import { createSlackChat } from '../../dist/adapters/slack/index.js';
import { startBot } from '../../dist/src/bot.js';
import { everythingKept } from '../../dist/src/kept.js';
import { randomIds } from '../../dist/src/kernel/ids.js';
import { bareBolt } from './bare-bolt.mjs';
import { answers, usage } from './measured.mjs';
import { fault, pacedClock, realJobs, startProduct } from './product.mjs';
import { botToken, rootKey, signingSecret } from './seed.mjs';

const [, , which, url, more] = process.argv;
const app = express();

/** What `act` costs. */
async function measured(act) {
  const before = usage();
  const began = performance.now();
  const sent = await act();
  return { sent, ms: performance.now() - began, cpu: (usage().cpu - before.cpu) / Math.max(1, sent) };
}

/** The same reads and writes as on SQLite, by hand: 2 and 5, in one transaction of a pool's connection. */
async function pressFloor() {
  const pool = new pg.Pool({ connectionString: url, max: 10 });
  await pool.query(`
    CREATE TABLE account (who TEXT PRIMARY KEY, person TEXT NOT NULL);
    CREATE TABLE session (id TEXT PRIMARY KEY, state TEXT NOT NULL, revision INTEGER NOT NULL);
    CREATE TABLE attendee (session TEXT, mentee TEXT, answer TEXT, at BIGINT, PRIMARY KEY (session, mentee));
    CREATE TABLE delivery (key TEXT PRIMARY KEY, outcome TEXT NOT NULL, at BIGINT NOT NULL);
    CREATE TABLE entry (seq BIGSERIAL PRIMARY KEY, at BIGINT, person TEXT, what TEXT, subject TEXT);
    CREATE TABLE outbox (seq BIGSERIAL PRIMARY KEY, face TEXT, subject TEXT, recipient TEXT, state TEXT, nextat BIGINT);
    CREATE INDEX waiting ON outbox (state, nextat);
    INSERT INTO account VALUES ('mentee', 'P1');
    INSERT INTO session VALUES ('S1', 'planned', 1);`);
  let presses = 0;
  return async () => {
    presses += 1;
    const n = presses;
    const at = Date.now();
    const client = await pool.connect();
    const ask = (name, text, values) => client.query({ name, text, values });
    try {
      await client.query('BEGIN');
      const [{ person }] = (await ask('a', 'SELECT person FROM account WHERE who = $1', ['mentee'])).rows;
      await ask('b', 'SELECT state, revision FROM session WHERE id = $1 FOR UPDATE', ['S1']);
      await ask('c', 'UPDATE session SET revision = revision + 1 WHERE id = $1', ['S1']);
      await ask(
        'd',
        `INSERT INTO attendee VALUES ($1, $2, $3, $4)
         ON CONFLICT (session, mentee) DO UPDATE SET answer = excluded.answer, at = excluded.at`,
        ['S1', person, n % 2 === 0 ? 'accepted' : 'declined', at],
      );
      await ask('e', 'INSERT INTO delivery VALUES ($1, $2, $3)', [`d${n}`, 'done', at]);
      await ask('f', 'INSERT INTO entry (at, person, what, subject) VALUES ($1, $2, $3, $4)', [
        at,
        person,
        'session.accepted',
        'S1',
      ]);
      await ask('g', 'INSERT INTO outbox (face, subject, recipient, state, nextat) VALUES ($1, $2, $3, $4, $5)', [
        'plan-answer',
        'S1',
        'mentor',
        'waiting',
        at,
      ]);
      await client.query('COMMIT');
    } finally {
      client.release();
    }
  };
}

/** As `src/program/main.ts` puts a replica together, with Slack's own door and no pace but the database's. */
async function replica({ ahead: begins, apiUrl }) {
  let ahead = begins;
  const now = () => Date.now() + ahead;
  const joined = await joinBots(url);
  const ids = randomIds();
  const store = await openStore({ url, rootKey, ids, kept: everythingKept, leases: joined.leases });
  const chat = createSlackChat({ signingSecret, botToken, apiUrl }, { app });
  let sent = 0;
  const counting = {
    ...chat,
    limits: [],
    send: async (...asked) => {
      const answer = await chat.send(...asked);
      if (answer.kind === 'delivered') sent += 1;
      return answer;
    },
  };
  const jobs = realJobs();
  await startBot({
    store,
    chats: [counting],
    jobs,
    clock: { now },
    leaseClock: joined.clock,
    replicas: joined.replicas,
    ids,
    log: { say() {}, fault },
    fallback: { nation: 'england', safeguarding: { hours: '', outOfHours: '' } },
    newProgramme: { name: 'Bench', zone: 'Europe/London', nation: 'england' },
  });
  return async ({ by }) => {
    ahead += by;
    jobs.wake();
    for (;;) {
      const { promptsDue, outboxOpen } = await store.queue.counts(now());
      if (promptsDue === 0 && outboxOpen === 0) return sent;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
}

/** graphile-worker with as many POSTs under way as the product has, and nothing written but its own rows. */
async function jobsByGraphile({ jobs, apiUrl }) {
  const logger = new Logger(() => () => undefined);
  const utils = await makeWorkerUtils({ connectionString: url, logger });
  await utils.migrate();
  await utils.withPgClient((client) =>
    client.query(
      `SELECT graphile_worker.add_job('post', json_build_object('to', 'U' || n), run_at := now() + interval '1 hour')
       FROM generate_series(1, $1) n`,
      [jobs],
    ),
  );
  return async () => {
    await utils.withPgClient((client) => client.query('UPDATE graphile_worker._private_jobs SET run_at = now()'));
    let sent = 0;
    const body = (to) =>
      new URLSearchParams({ token: botToken, channel: to, text: 'A session is soon', blocks: '[]' }).toString();
    await new Promise((resolve, reject) => {
      run({
        connectionString: url,
        concurrency: 50,
        noHandleSignals: true,
        logger,
        preset: { worker: { localQueue: { size: 500 }, completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
        taskList: {
          post: async ({ to }) => {
            const answer = await fetch(`${apiUrl}chat.postMessage`, {
              method: 'POST',
              // By a connection of its own, as every request of the product's (docs/platforms.md#a-connection-that-was-idle).
              headers: { 'content-type': 'application/x-www-form-urlencoded', connection: 'close' },
              body: body(to),
            });
            await answer.json();
            sent += 1;
            if (sent === jobs) resolve();
          },
        },
      }).catch(reject);
    });
    return sent;
  };
}

if (which.endsWith('-press')) {
  if (which === 'product-press')
    await startProduct(url, () => [createSlackChat({ signingSecret, botToken, apiUrl: more }, { app })], {
      leaseClock: pacedClock(),
    });
  else bareBolt(app, await pressFloor());
  const server = createServer(app);
  server.listen(0, '127.0.0.1', () => answers({ port: server.address().port }));
} else {
  const run = await (which === 'product-due' ? replica : jobsByGraphile)(JSON.parse(more));
  answers({}, { run: (about) => measured(() => run(about)) });
}

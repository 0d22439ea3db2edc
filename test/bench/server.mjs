/**
 * One server to be measured, in a process of its own: `product`, `written` (a bare Bolt app whose handler sends the same
 * statements in one hand-written Prisma transaction through the same client and adapter) or `bare` (Bolt alone, nothing written).
 * Arguments: which, database file, Slack's address, and for `written` the file of the statements.
 */
import { createServer } from 'node:http';
import { App, ExpressReceiver } from '@slack/bolt';
import express from 'express';
import { openStore } from '../../dist/adapters/prisma/index.js';
import { createSlackChat } from '../../dist/adapters/slack/index.js';
import { startBot } from '../../dist/src/bot.js';
import { everythingKept } from '../../dist/src/kept.js';
import { randomIds } from '../../dist/src/kernel/ids.js';
import { botToken, rootKey, signingSecret } from './seed.mjs';
import { recordTo, replaying } from './statements.mjs';

const [, , which, file, apiUrl, statements] = process.argv;
const app = express();
const silent = { debug() {}, info() {}, warn() {}, error() {}, setLevel() {}, getLevel: () => 'error', setName() {} };

async function product() {
  if (process.env.RECORD !== undefined) recordTo(process.env.RECORD);
  const ids = randomIds();
  const store = await openStore({ url: `file:${file}`, rootKey, ids, kept: everythingKept });
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

if (which === 'product') await product();
else if (which === 'written') bareBolt(await replaying(statements, file));
else bareBolt(async () => undefined);
const server = createServer(app);
server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`));
process.once('SIGTERM', () => process.exit(0));

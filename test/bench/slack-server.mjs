/**
 * One server for Slack to be measured, in a process of its own: `product`, `floor` (a bare Bolt app whose handler writes
 * by hand) or `bare` (Bolt alone, nothing written). Arguments: which, database file, Slack's address.
 */
import { createServer } from 'node:http';
import { App, ExpressReceiver } from '@slack/bolt';
import express from 'express';
import { createSlackChat } from '../../dist/adapters/slack/index.js';
import { pressFloor } from './floor.mjs';
import { answers, countStatements } from './measured.mjs';
import { pacedClock, startProduct } from './product.mjs';
import { botToken, signingSecret } from './seed.mjs';

const [, , which, file, apiUrl] = process.argv;
const app = express();
const silent = { debug() {}, info() {}, warn() {}, error() {}, setLevel() {}, getLevel: () => 'error', setName() {} };
countStatements();

const product = () =>
  startProduct(file, () => [createSlackChat({ signingSecret, botToken, apiUrl }, { app })], {
    leaseClock: pacedClock(),
  });

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
  bolt.action(/.*/, async ({ ack }) => {
    try {
      handler();
    } catch (error) {
      process.stderr.write(`${String(error)}\n`);
      throw error;
    }
    await ack();
  });
}

if (which === 'product') await product();
else if (which === 'floor') bareBolt(pressFloor(file));
else bareBolt(() => undefined);
const server = createServer(app);
server.listen(0, '127.0.0.1', () => answers({ port: server.address().port }));

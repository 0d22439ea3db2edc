/**
 * One server for Slack to be measured, in a process of its own: `product`, `floor` (a bare Bolt app whose handler writes
 * by hand) or `bare` (Bolt alone, nothing written). Arguments: which, database file, Slack's address.
 */
import { createServer } from 'node:http';
import express from 'express';
import { createSlackChat } from '../../dist/adapters/slack/index.js';
import { bareBolt } from './bare-bolt.mjs';
import { pressFloor } from './floor.mjs';
import { answers, countStatements } from './measured.mjs';
import { pacedClock, startProduct } from './product.mjs';
import { botToken, signingSecret } from './seed.mjs';

const [, , which, file, apiUrl] = process.argv;
const app = express();
countStatements();

const product = () =>
  startProduct(file, () => [createSlackChat({ signingSecret, botToken, apiUrl }, { app })], {
    leaseClock: pacedClock(),
  });

if (which === 'product') await product();
else if (which === 'floor') bareBolt(app, pressFloor(file));
else bareBolt(app, () => undefined);
const server = createServer(app);
server.listen(0, '127.0.0.1', () => answers({ port: server.address().port }));

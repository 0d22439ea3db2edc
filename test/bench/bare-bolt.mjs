/** Slack's own SDK, with one handler for every press and nothing else: what the product stands beside. */
import { App, ExpressReceiver } from '@slack/bolt';
import { botToken, signingSecret } from './seed.mjs';

const silent = { debug() {}, info() {}, warn() {}, error() {}, setLevel() {}, getLevel: () => 'error', setName() {} };

/** @param app what it is mounted on; @param handler what a press does before it is acknowledged */
export function bareBolt(app, handler) {
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
      await handler();
    } catch (error) {
      process.stderr.write(`${String(error)}\n`);
      throw error;
    }
    await ack();
  });
}

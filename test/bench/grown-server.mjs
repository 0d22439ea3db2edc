/**
 * A grown programme, in a process of its own. Arguments: `product`, database file. It is told who types what, and answers
 * what that took, with all that was sent after it.
 */
import { instantChat } from './instant-chat.mjs';
import { answers, countStatements, loopDelay, usage } from './measured.mjs';
import { startProduct } from './product.mjs';
import { team } from './seed.mjs';

const [, , , file] = process.argv;
countStatements();
let deliveries = 0;
// A second goes by with each act, so that the pace at the door is not what is measured.
const leaseClock = { now: () => Date.now() + deliveries * 1_001 };
const { bot, store } = await startProduct(file, () => [instantChat('slack')], { leaseClock });
// What every start does once is no act's.
await bot.run();
const loop = loopDelay();

/** Lets the timer that watches the loop come once more, so that nothing of what was before is counted. */
const turn = () => new Promise((resolve) => setTimeout(resolve, 12));

answers(
  {},
  {
    /** Compares all chains with their rows, once. */
    async checks() {
      await turn();
      loop.worked();
      loop.taken();
      const began = performance.now();
      await bot.check();
      const ms = performance.now() - began;
      await turn();
      const worked = loop.worked();
      const { unfitChains } = await store.read((tx) => tx.checks.counts());
      return { ms, worked, block: Math.max(...loop.taken()), amiss: unfitChains };
    },
    async hears({ user, text }) {
      deliveries += 1;
      await turn();
      loop.worked();
      loop.taken();
      const before = usage();
      const began = performance.now();
      const answer = await bot.hear({
        deliveryId: `bench:${process.pid}:${deliveries}`,
        who: { platform: 'slack', tenant: team, user },
        surface: { scope: 'direct', form: true },
        ...(text === null ? { kind: 'home' } : { kind: 'command', at: `slack:${user}`, text, mentions: [] }),
      });
      const ms = performance.now() - began;
      const answered = usage();
      await bot.run();
      const sent = performance.now() - began;
      await turn();
      const after = usage();
      const card = answer.reply.card ?? answer.reply.view?.form;
      return {
        said: `${answer.reply.kind}: ${card?.title ?? ''}`,
        ms,
        sent,
        worked: loop.worked(),
        block: Math.max(...loop.taken()),
        cpu: answered.cpu - before.cpu,
        statements: answered.statements - before.statements,
        after: after.statements - answered.statements,
      };
    },
  },
);

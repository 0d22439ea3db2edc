/**
 * What falls due, in a process of its own: `product` (a chat that takes everything at once), `product-slack` (the same
 * behind Slack's real door), or `floor` (jobs by hand). Arguments: which, database file, what else (JSON): `ahead`, by
 * how many ms the domain's clock is ahead of the machine's; `jobs`, how many by hand; `apiUrl`, Slack's address.
 */
import { createServer } from 'node:http';
import express from 'express';
import { createSlackChat } from '../../dist/adapters/slack/index.js';
import { jobsFloor } from './floor.mjs';
import { instantChat, instantly } from './instant-chat.mjs';
import { answers, countStatements, loopDelay, usage } from './measured.mjs';
import { noJobs, realJobs, startProduct } from './product.mjs';
import { botToken, signingSecret } from './seed.mjs';

const [, , which, file, more] = process.argv;
const how = JSON.parse(more);
let { ahead } = how;
const now = () => Date.now() + ahead;
countStatements();

/** What is told of each message that is sent, as it is handed to the chat. */
let told = () => undefined;
const tell = (to) => told(to);

/** The longest that no message may come (ms): a part that waits for one that never comes must not wait for good. */
const patience = 300_000;

/** Answers what `answer` does, which is asked at each message, as soon as that is something. */
const untilSent = (answer) =>
  new Promise((resolve, reject) => {
    const tired = () => reject(new Error('no message came for five minutes'));
    let timer = setTimeout(tired, patience);
    told = (to) => {
      clearTimeout(timer);
      const said = answer(to);
      if (said === undefined) timer = setTimeout(tired, patience);
      else resolve(said);
    };
  });

/** What `act` costs. */
async function measured(act) {
  const before = usage();
  const began = performance.now();
  const sent = await act();
  const after = usage();
  const of = (key) => after[key] - before[key];
  return {
    sent,
    ms: performance.now() - began,
    cpu: of('cpu'),
    statements: of('statements'),
    transactions: of('transactions'),
  };
}

if (which === 'floor') {
  const run = jobsFloor(file, how.jobs);
  const send = async () => 'm1';
  answers({}, { warm: ({ count }) => run(send, count), run: () => measured(() => run(send)) });
} else {
  const app = express();
  const door = which === 'product-slack';
  const jobs = how.alone ? noJobs : realJobs();
  const { bot, store } = await startProduct(
    file,
    () => [
      door
        ? instantly(createSlackChat({ signingSecret, botToken, apiUrl: how.apiUrl }, { app }), tell)
        : instantChat('slack', tell),
    ],
    { jobs, clock: { now } },
  );
  /** Lets the domain's clock go on by so many ms, and does what is due by then, until all is quiet. */
  const through = async ({ by }) => {
    ahead += by;
    let sent = 0;
    let last = performance.now();
    told = () => {
      sent += 1;
      last = performance.now();
    };
    for (;;) {
      await bot.run();
      const { promptsDue, outboxOpen } = await store.queue.counts(now());
      if (promptsDue === 0 && outboxOpen === 0) return sent;
      if (performance.now() - last > patience) throw new Error(`${promptsDue} prompts and ${outboxOpen} messages stay`);
    }
  };
  const loop = loopDelay();
  const handlers = {
    warm: through,
    run: (about) => measured(() => through(about)),
    /** The same while others press: answers when `count` messages have gone to these, with each delay of the loop. */
    async busy({ by, count, to }) {
      const these = new Set(to);
      loop.taken();
      let sent = 0;
      const cost = await measured(() => {
        const all = untilSent((at) => {
          if (these.has(at)) sent += 1;
          return sent >= count ? sent : undefined;
        });
        ahead += by;
        jobs.wake();
        return all;
      });
      return { ...cost, delays: loop.taken() };
    },
    /**
     * Moves the reminder of each to a moment of its own, at random within its second, as an act would; answers how long
     * after it was due each was handed to the chat (ms). Nothing else is to be done meanwhile.
     */
    async precise({ programme, people, apart }) {
      const begins = now() + 2_000;
      const moments = new Map();
      await store.write(async (tx) => {
        const { prompts } = tx.in(programme);
        for (const [i, { id, at }] of people.entries()) {
          const dueAt = Math.round(begins + (i + Math.random()) * apart);
          moments.set(at, dueAt);
          for (const prompt of await prompts.waitingFor(id)) await prompts.set({ ...prompt, dueAt });
        }
      });
      const late = [];
      const all = untilSent((to) => {
        if (moments.has(to)) late.push(now() - moments.get(to));
        moments.delete(to);
        return moments.size === 0 ? late : undefined;
      });
      jobs.wake();
      return all;
    },
  };
  if (door) {
    const server = createServer(app);
    server.listen(0, '127.0.0.1', () => answers({ port: server.address().port }, handlers));
  } else answers({}, handlers);
}

/** What falls due: how much it costs, who waits for it meanwhile, and how exactly it comes. */
import { Agent } from 'node:http';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase } from '../../dist/adapters/prisma/sqlite.js';
import { started } from './children.mjs';
import { histogram, inOrder, quantile, ratios, row, spread } from './figures.mjs';
import { grow } from './grown.mjs';
import { untilMorning } from './product.mjs';
import { copyDatabase, team } from './seed.mjs';
import { fakeSlack, pressInSlack } from './slack-side.mjs';

const hour = 3_600_000;
/** Of each mentee at a time: no more than somebody is reminded of in a day. */
const each = 4;
/** The usual number of mentees to a mentor. */
const ofOne = 5;

/**
 * A programme with so many reminders that fall due two hours from now, in a working hour.
 * @param besides mentees of whom none falls due
 */
async function seeded(file, prompts, { ahead = each, besides = 0 } = {}) {
  const early = untilMorning();
  const now = Date.now() + early;
  const mentees = Math.ceil(prompts / ahead) + besides;
  const grown = await grow(file, {
    platform: 'slack',
    tenant: team,
    mentors: Math.ceil(mentees / ofOne),
    mentees: ofOne,
    sessions: 0,
    ahead,
    startsAt: now + 3 * hour,
    now,
  });
  const others = grown.mentees.slice(grown.mentees.length - besides);
  const list = others.map(({ id }) => `'${id}'`).join(', ');
  changePrompts(file, `UPDATE "Prompt" SET "state" = 'cancelled' WHERE "toId" IN (${list})`);
  const reminded = grown.mentees.slice(0, grown.mentees.length - besides);
  return { programme: grown.programme, reminded, others, early, prompts: reminded.length * ahead };
}

/** Changes rows of prompts as nothing in the product would, and answers with those that are waiting. */
function changePrompts(file, sql) {
  const database = openDatabase(file, 5_000);
  database.exec(sql);
  database.close();
}

export async function due({ folder, smallest }) {
  const [rounds, count, warm] = smallest ? [1, 20, 4] : [3, 600, 100];
  const file = path.join(folder, 'due.db');
  const { early, prompts } = await seeded(file, count + warm);
  // These are due before the others, and are not counted.
  changePrompts(
    file,
    `UPDATE "Prompt" SET "dueAt" = "dueAt" - ${hour} WHERE rowid IN
      (SELECT rowid FROM "Prompt" WHERE "state" = 'waiting' AND "kind" = 'remind' ORDER BY rowid LIMIT ${warm})`,
  );
  const got = { product: [], floor: [] };
  for (let round = 0; round < rounds; round += 1) {
    const copy = path.join(folder, `due-${round}.db`);
    copyDatabase(file, copy);
    const product = await started('due-server.mjs', ['product', copy, JSON.stringify({ ahead: early, alone: true })]);
    await product.ask('warm', { by: 1.5 * hour });
    got.product.push(await product.ask('run', { by: hour }));
    await product.stop();
    const jobs = JSON.stringify({ jobs: prompts });
    const floor = await started('due-server.mjs', ['floor', path.join(folder, `jobs-${round}.db`), jobs]);
    await floor.ask('warm', { count: warm });
    got.floor.push(await floor.ask('run'));
    await floor.stop();
  }
  for (const { sent } of got.product)
    if (sent !== prompts - warm) throw new Error(`${sent} messages were sent for ${prompts - warm} prompts`);
  // Two statements in each of three commits, and at the end a claim that finds nothing.
  for (const { sent, statements, transactions } of got.floor)
    if (sent !== prompts - warm || statements !== sent * 6 + 1 || transactions !== sent * 3 + 1)
      throw new Error(`${sent} jobs by hand were counted as ${statements} statements in ${transactions} transactions`);
  const per = (which, of) => got[which].map(of);
  const rate = (r) => r.sent / (r.ms / 1_000);
  const cpu = (r) => r.cpu / r.sent;
  return {
    rows: [
      row('due prompts ÷ by hand, three commits', '×', ratios(per('product', rate), per('floor', rate)), {
        bar: { least: 0.25 },
        aim: { least: 0.5 },
      }),
      row('due prompts: processor, by hand ÷ product', '×', ratios(per('floor', cpu), per('product', cpu))),
      row('due prompts, statements each', '', spread(per('product', (r) => r.statements / r.sent))),
      row('due prompts, transactions each', '', spread(per('product', (r) => r.transactions / r.sent))),
      row('due prompts', '/s', spread(per('product', rate))),
      row('due prompts, processor each', 'ms', spread(per('product', cpu))),
      row('by hand', '/s', spread(per('floor', rate))),
      row('by hand, processor each', 'ms', spread(per('floor', cpu))),
    ],
  };
}

export async function busy({ folder, smallest }) {
  const count = smallest ? 40 : 5_000;
  const file = path.join(folder, 'busy.db');
  const { early, prompts, reminded, others } = await seeded(file, count, { besides: smallest ? 10 : 200 });
  const slack = await fakeSlack();
  const how = JSON.stringify({ ahead: early, apiUrl: slack.url });
  const server = await started('due-server.mjs', ['product-slack', file, how]);
  // A connection each: one that is kept would be closed by a server whose timers come late, as a request is under way.
  const agent = new Agent({ keepAlive: false });
  // Each presses seldom, for how fast one may press is not what is measured; and who says no is reminded no more.
  let turn = 0;
  const press = () => {
    const { user, next } = others[turn++ % others.length];
    return pressInSlack(server.port, agent, next, user);
  };
  for (let i = 0; i < (smallest ? 4 : 100); i += 1) await press();
  const took = [];
  const pressing = [];
  const faults = [];
  const timer = setInterval(
    () =>
      pressing.push(
        press().then(
          (ms) => took.push(ms),
          (e) => faults.push(e),
        ),
      ),
    50,
  );
  await sleep(smallest ? 100 : 2_000);
  const quiet = inOrder(took);
  took.length = 0;
  const { sent, ms, delays, cpu } = await server.ask('busy', {
    by: 2.5 * hour,
    count: prompts,
    to: reminded.map(({ user }) => `slack:${user}`),
  });
  clearInterval(timer);
  await Promise.all(pressing);
  agent.destroy();
  await server.stop();
  slack.stop();
  const sorted = inOrder(took);
  const once = (n) => ({ min: n, median: n, max: n });
  const words = `with ${prompts} due`;
  return {
    rows: [
      row(`${words}, a request each 50 ms: p99`, 'ms', once(quantile(sorted, 0.99)), { bar: { most: 150 } }),
      row(`${words}, a request each 50 ms: the longest`, 'ms', once(sorted.at(-1))),
      row(`${words}, a request each 50 ms: p50`, 'ms', once(quantile(sorted, 0.5))),
      row(`${words}: requests that failed`, '', once(faults.length), { bar: { most: 0 } }),
      row(`${words}: requests in all`, '', once(took.length + faults.length)),
      row('the same before they are due: p50', 'ms', once(quantile(quiet, 0.5))),
      row(`${words}: longest block of the loop`, 'ms', once(Math.max(...delays)), { bar: { most: 50 } }),
      row(`${words}: sent`, '/s', once(sent / (ms / 1_000))),
      row(`${words}: processor each, the requests’ with it`, 'ms', once(cpu / sent)),
    ],
    histogram: histogram(delays),
  };
}

export async function precise({ folder, smallest }) {
  const [count, apart] = smallest ? [3, 300] : [40, 700];
  const file = path.join(folder, 'precise.db');
  const { early, reminded, programme } = await seeded(file, count, { ahead: 1 });
  const server = await started('due-server.mjs', ['product', file, JSON.stringify({ ahead: early })]);
  const people = reminded.slice(0, count).map(({ id, user }) => ({ id, at: `slack:${user}` }));
  const late = inOrder(await server.ask('precise', { programme, people, apart }));
  await server.stop();
  const once = (n) => ({ min: late[0], median: n, max: late.at(-1) });
  return {
    rows: [
      row(`due → handed to the chat, ${count} of them: p50`, 'ms', once(quantile(late, 0.5))),
      row(`due → handed to the chat, ${count} of them: p99`, 'ms', once(quantile(late, 0.99)), {
        bar: { most: 100 },
        aim: { most: 30 },
      }),
    ],
  };
}

/** A press with its durable write, on each platform: the product, the floor by hand, and the platform's SDK alone. */
import path from 'node:path';
import { load, started } from './children.mjs';
import { ratios, row, spread } from './figures.mjs';
import { copyDatabase, seed } from './seed.mjs';
import { fakeSlack, pressInSlack } from './slack-side.mjs';
import { people, pressIn, startCloud } from './teams-cloud.mjs';

const size = {
  whole: { rounds: 5, before: 200, one: 150, ten: 400 },
  smallest: { rounds: 1, before: 4, one: 4, ten: 10 },
};

/** `unflagged`: the product without the flags of V8 that its start sets (src/program/cli.ts). */
const names = ['product', 'floor', 'bare', 'unflagged'];

/** Each a process of its own, in turns: every round has one ratio to each of its peers. */
async function compare({ folder, smallest, name, program, url, press, on, what, bar, sdk }) {
  const { rounds, before, one, ten } = smallest ? size.smallest : size.whole;
  const about = await seed(path.join(folder, `${name}-product.db`), on);
  const servers = {};
  copyDatabase(path.join(folder, `${name}-product.db`), path.join(folder, `${name}-unflagged.db`));
  for (const which of names) {
    const file = path.join(folder, `${name}-${which}.db`);
    if (which === 'unflagged') servers[which] = await started(program, ['product', file, url], []);
    else servers[which] = await started(program, [which, file, url]);
  }
  const pressed = (port, agent) => press(port, agent, about.session);
  const got = Object.fromEntries(names.map((which) => [which, []]));
  const alone = Object.fromEntries(names.map((which) => [which, []]));
  const pressing = (server, connections, count) => load({ server, press: pressed, connections, count });
  for (const server of Object.values(servers)) await pressing(server, 4, before);
  for (let round = 0; round < rounds; round += 1)
    for (const [which, server] of Object.entries(servers)) {
      alone[which].push(await pressing(server, 1, one));
      got[which].push(await pressing(server, 10, ten));
    }
  for (const server of Object.values(servers)) await server.stop();
  const of = (list, key) => list.map((r) => r[key]);
  // What the floor sends is known: two reads and five writes. Were they counted otherwise, so would the product's be.
  for (const { statements, transactions } of got.floor)
    if (statements !== 7 || transactions !== 1)
      throw new Error(`the floor's press was counted as ${statements} statements in ${transactions} transactions`);
  const each = (key) => spread(of(got.product, key));
  return {
    rows: [
      row(`${what} ÷ floor by hand`, '×', ratios(of(got.product, 'rps'), of(got.floor, 'rps')), bar.floor),
      row(`${what} ÷ ${sdk} writing nothing`, '×', ratios(of(got.product, 'rps'), of(got.bare, 'rps')), bar.bare),
      row(`${what}: processor, floor by hand ÷ product`, '×', ratios(of(got.floor, 'cpu'), of(got.product, 'cpu'))),
      row(
        `${what}: processor, without the flags of V8 ÷ with them`,
        '×',
        ratios(of(got.unflagged, 'cpu'), of(got.product, 'cpu')),
      ),
      row(`${what}: statements`, '', each('statements'), bar.statements),
      row(`${what}: transactions`, '', each('transactions')),
      ...['product', 'floor', 'bare'].flatMap((which) => [
        row(`${what}, ${which}: with 10 connections`, '/s', spread(of(got[which], 'rps'))),
        row(`${what}, ${which}: p99 of them`, 'ms', spread(of(got[which], 'p99'))),
        row(`${what}, ${which}: p50 with one`, 'ms', spread(of(alone[which], 'p50'))),
        row(`${what}, ${which}: processor`, 'ms', spread(of(got[which], 'cpu'))),
      ]),
    ],
  };
}

export async function press({ folder, smallest }) {
  const slack = await fakeSlack();
  try {
    return await compare({
      folder,
      smallest,
      name: 'slack',
      program: 'slack-server.mjs',
      url: slack.url,
      press: pressInSlack,
      what: 'Slack press',
      bar: {
        floor: { bar: { least: 0.45 }, aim: { least: 0.65 } },
        bare: { bar: { least: 0.27 } },
        statements: { bar: { most: 10 } },
      },
      sdk: 'bare Bolt',
    });
  } finally {
    slack.stop();
  }
}

export async function invoke({ folder, smallest }) {
  const cloud = await startCloud();
  try {
    return await compare({
      folder,
      smallest,
      name: 'teams',
      program: 'teams-server.mjs',
      url: cloud.url,
      press: (...to) => pressIn(cloud, ...to),
      on: people,
      what: 'Teams invoke',
      bar: { floor: { bar: { least: 0.45 }, aim: { least: 0.6 } }, bare: {}, statements: { bar: { most: 10 } } },
      sdk: 'bare CloudAdapter',
    });
  } finally {
    cloud.stop();
  }
}

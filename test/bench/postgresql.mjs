/**
 * On PostgreSQL: a press beside the floor by hand, what falls due beside graphile-worker that does the same POST and keeps
 * no record of it, and three replicas beside one. A server of its own, as durable as PostgreSQL is by itself. Where none is
 * installed nothing is measured, and it says so.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { move } from '../../dist/src/program/move.js';
import { load, started } from './children.mjs';
import { ratios, row, spread } from './figures.mjs';
import { grow } from './grown.mjs';
import { untilMorning } from './product.mjs';
import { rootKey, seed, team } from './seed.mjs';
import { fakeSlack, pressInSlack } from './slack-side.mjs';

const hour = 3_600_000;
const each = 4;

/** The folder of the newest PostgreSQL's programs that Debian has installed, or POSTGRES_BIN. */
function programs() {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  return [process.env.POSTGRES_BIN ?? '', ...versions.map((version) => path.join(debian, version, 'bin'))].find((bin) =>
    existsSync(path.join(bin, 'initdb')),
  );
}

function cluster(bin) {
  const folder = mkdtempSync(path.join(tmpdir(), 'mentorlog-bench-postgresql-'));
  const id = (what) => Number(execFileSync('id', [what, 'postgres'], { encoding: 'utf8' }));
  const user = process.getuid?.() === 0 ? { uid: id('-u'), gid: id('-g') } : undefined;
  if (user !== undefined) {
    chownSync(folder, user.uid, user.gid);
    chmodSync(folder, 0o700);
  }
  const run = (program, ...args) =>
    execFileSync(path.join(bin, program), args, {
      ...user,
      cwd: folder,
      env: { PATH: process.env.PATH, LC_ALL: 'C.UTF-8' },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  const data = path.join(folder, 'data');
  run('initdb', '-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8');
  run('pg_ctl', '-D', data, '-w', '-l', path.join(folder, 'log'), '-o', `-k ${folder} -c listen_addresses=`, 'start');
  const url = (database) => `postgresql://postgres@localhost/${database}?host=${encodeURIComponent(folder)}`;
  return {
    url,
    async ask(database, text, values = []) {
      const client = new pg.Client({ connectionString: url(database) });
      await client.connect();
      return (await client.query(text, values).finally(() => client.end())).rows;
    },
    stop() {
      run('pg_ctl', '-D', data, '-w', '-m', 'immediate', 'stop');
      execFileSync('rm', ['-rf', folder]);
    },
  };
}

/** Brings a file there, into a database of that name. */
async function brought(server, file, database) {
  await server.ask('postgres', `CREATE DATABASE ${database}`);
  const said = [];
  const command = {
    env: { DATA_KEY: Buffer.from(rootKey).toString('hex'), SIGNING_KEY: '22'.repeat(32), BACKUP_DIR: 'off' },
    out: (line) => said.push(line),
    err: (line) => said.push(line),
    now: Date.now,
  };
  if ((await move(['--from', `file:${file}`, '--to', server.url(database)], command)) !== 0)
    throw new Error(said.join('\n'));
}

const of = (list, key) => list.map((r) => r[key]);
const rate = (r) => r.sent / (r.ms / 1_000);

async function pressRows(server, folder, { rounds, before, count }) {
  const file = path.join(folder, 'pg-press.db');
  const { session } = await seed(file);
  await brought(server, file, 'press');
  await server.ask('postgres', 'CREATE DATABASE press_floor');
  const slack = await fakeSlack();
  const servers = {
    product: await started('postgresql-server.mjs', ['product-press', server.url('press'), slack.url]),
    floor: await started('postgresql-server.mjs', ['floor-press', server.url('press_floor'), slack.url]),
  };
  const got = { product: [], floor: [] };
  const press = (port, agent) => pressInSlack(port, agent, session);
  for (const one of Object.values(servers)) await load({ server: one, press, connections: 4, count: before });
  for (let round = 0; round < rounds; round += 1)
    for (const [which, one] of Object.entries(servers))
      got[which].push(await load({ server: one, press, connections: 10, count }));
  for (const one of Object.values(servers)) await one.stop();
  slack.stop();
  return [
    row('press on PostgreSQL ÷ the floor by hand there', '×', ratios(of(got.product, 'rps'), of(got.floor, 'rps')), {
      bar: { least: 0.45 },
      aim: { least: 0.65 },
    }),
    row('press: processor, floor by hand ÷ product', '×', ratios(of(got.floor, 'cpu'), of(got.product, 'cpu'))),
    ...['product', 'floor'].flatMap((which) => [
      row(`press, ${which}: with 10 connections`, '/s', spread(of(got[which], 'rps'))),
      row(`press, ${which}: p99 of them`, 'ms', spread(of(got[which], 'p99'))),
    ]),
  ];
}

/** Reminders that are due at once for as many programs; the same POST by graphile-worker for each. */
async function dueRows(server, folder, { rounds, count }) {
  const file = path.join(folder, 'pg-due.db');
  const early = untilMorning();
  const now = Date.now() + early;
  const mentees = Math.ceil(count / each);
  const grown = await grow(file, {
    platform: 'slack',
    tenant: team,
    mentors: Math.ceil(mentees / 5),
    mentees: 5,
    sessions: 0,
    ahead: each,
    startsAt: now + 3 * hour,
    now,
  });
  const prompts = grown.mentees.length * each;
  await brought(server, file, 'due');
  const slack = await fakeSlack();
  const got = { one: [], three: [], graphile: [] };
  const how = JSON.stringify({ ahead: early, apiUrl: slack.url });
  for (let round = 0; round < rounds; round += 1) {
    for (const [which, programs] of [
      ['one', 1],
      ['three', 3],
    ]) {
      const database = `due_${which}_${round}`;
      await server.ask('postgres', `CREATE DATABASE ${database} TEMPLATE due`);
      const all = [];
      for (let i = 0; i < programs; i += 1)
        all.push(await started('postgresql-server.mjs', ['product-due', server.url(database), how]));
      const began = performance.now();
      const done = await Promise.all(all.map((one) => one.ask('run', { by: 2.5 * hour })));
      const sent = done.reduce((sum, one) => sum + one.sent, 0);
      if (sent !== prompts) throw new Error(`${sent} messages were sent by ${programs} for ${prompts} prompts`);
      got[which].push({
        sent,
        ms: performance.now() - began,
        cpu: done.reduce((sum, one) => sum + one.cpu * one.sent, 0) / sent,
      });
      for (const one of all) await one.stop();
    }
    const database = `due_graphile_${round}`;
    await server.ask('postgres', `CREATE DATABASE ${database}`);
    const jobs = JSON.stringify({ jobs: prompts, apiUrl: slack.url });
    const floor = await started('postgresql-server.mjs', ['floor-due', server.url(database), jobs]);
    got.graphile.push(await floor.ask('run'));
    await floor.stop();
  }
  slack.stop();
  return [
    row('due prompts ÷ graphile-worker doing the same POST', '×', ratios(got.one.map(rate), got.graphile.map(rate)), {
      bar: { least: 0.25 },
      aim: { least: 0.5 },
    }),
    row('due prompts: three replicas ÷ one', '×', ratios(got.three.map(rate), got.one.map(rate)), {
      bar: { least: 1 },
    }),
    row('due prompts, one replica', '/s', spread(got.one.map(rate))),
    row('due prompts, three replicas', '/s', spread(got.three.map(rate))),
    row('graphile-worker', '/s', spread(got.graphile.map(rate))),
    row('due prompts, one replica: processor each', 'ms', spread(of(got.one, 'cpu'))),
    row('graphile-worker: processor each', 'ms', spread(of(got.graphile, 'cpu'))),
  ];
}

export async function onPostgresql({ folder, smallest }) {
  const bin = programs();
  if (bin === undefined) {
    process.stdout.write('Not measured: PostgreSQL is not here (on Debian: apt-get install postgresql).\n');
    return { rows: [] };
  }
  const server = cluster(bin);
  try {
    const size = smallest ? { rounds: 1, before: 4, count: 10 } : { rounds: 5, before: 200, count: 400 };
    const rows = await pressRows(server, folder, size);
    return {
      rows: [
        ...rows,
        ...(await dueRows(server, folder, smallest ? { rounds: 1, count: 20 } : { rounds: 3, count: 1_000 })),
      ],
    };
  } finally {
    server.stop();
  }
}

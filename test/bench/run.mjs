/**
 * `npm run bench`: figures of one run on this machine, printed as ratios where the machine would decide them. Nothing
 * is asserted: a busy machine is not a fault. Each part runs alone with `npm run bench -- acknowledge|invoke|start|find`.
 * `--smallest`, as `.ci/run` has it, shows that every part still runs; its figures say nothing.
 */
import { spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, createServer, request } from 'node:http';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openStore } from '../../dist/adapters/prisma/index.js';
import { everythingKept } from '../../dist/src/kept.js';
import { randomIds } from '../../dist/src/kernel/ids.js';
import { multiply, rootKey, seed, signingSecret, team } from './seed.mjs';
import { people, pressIn, startCloud } from './teams-cloud.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
/** What was started and has to end with this, however it ends. */
const children = new Set();
const all = { acknowledge, invoke, start: startUp, find };
const asked = process.argv.slice(2);
const smallest = asked.includes('--smallest');
const parts = asked.filter((a) => a !== '--smallest');
/** How much of everything: presses before and in a round, by how many connections they come; reads; sessions. */
const size = smallest
  ? { rounds: 1, before: 4, one: 4, ten: 10, starts: 2, reads: 3, sessions: [100, 1_000] }
  : { rounds: 3, before: 200, one: 150, ten: 400, starts: 3, reads: 60, sessions: [1_000, 100_000] };
const say = (line = '') => process.stdout.write(`${line}\n`);
const ms = (n) => `${n.toFixed(1)} ms`;
const quantile = (sorted, q) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))];

/** The little of Slack that an acknowledgement may ask for. */
async function fakeSlack() {
  const server = createServer((req, res) => {
    req.resume();
    const answers = {
      'auth.test': { ok: true, team_id: team, user_id: 'U0BENCH', bot_id: 'B0BENCH', app_id: 'A0BENCH' },
      'conversations.open': { ok: true, channel: { id: 'D0MENTEE' } },
    };
    res.writeHead(200, { 'content-type': 'application/json' });
    res.end(JSON.stringify(answers[(req.url ?? '').split('/').at(-1)] ?? { ok: true, ts: '1.1', message_ts: '1.1' }));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${server.address().port}/api/`, stop: () => server.close() };
}

function started(program, which, file, apiUrl, statements, env = {}) {
  const child = spawn(
    process.execPath,
    // `PROFILE=DIRECTORY`: a CPU profile of each server, to be looked at in Chromium.
    [
      ...(process.env.PROFILE === undefined
        ? []
        : ['--cpu-prof', `--cpu-prof-dir=${process.env.PROFILE}`, `--cpu-prof-name=${program}-${which}.cpuprofile`]),
      path.join(here, program),
      which,
      file,
      apiUrl,
      ...(statements === undefined ? [] : [statements]),
    ],
    {
      env: { ...process.env, TZ: 'UTC', ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  children.add(child);
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`${which} ended with ${code}`)));
    child.stdout.once('data', (port) =>
      resolve({
        port: Number(port),
        stop: () => new Promise((done) => child.once('exit', done) && child.kill('SIGTERM')),
      }),
    );
  });
}

let pressed = 0;
function pressInSlack(port, agent, session) {
  pressed += 1;
  const verb = pressed % 2 === 0 ? 'plan.accept' : 'plan.decline';
  const body = new URLSearchParams({
    payload: JSON.stringify({
      type: 'block_actions',
      api_app_id: 'A0BENCH',
      token: 'x',
      team: { id: team, domain: 'x' },
      user: { id: 'U0MENTEE', team_id: team, name: 'x', username: 'x' },
      container: { type: 'message', message_ts: '1.1', channel_id: 'D0MENTEE', is_ephemeral: false },
      channel: { id: 'D0MENTEE', name: 'x' },
      message: { ts: '1.1', blocks: [] },
      trigger_id: `${Date.now()}.${pressed}`,
      state: { values: {} },
      actions: [
        {
          type: 'button',
          action_id: verb,
          block_id: 'b',
          value: JSON.stringify({ v: verb, s: session, d: 1 }),
          action_ts: '1.1',
        },
      ],
    }),
  }).toString();
  const at = Math.floor(Date.now() / 1000);
  const signature = `v0=${createHmac('sha256', signingSecret).update(`v0:${at}:${body}`).digest('hex')}`;
  const began = performance.now();
  return new Promise((resolve, reject) => {
    const req = request(
      {
        port,
        host: '127.0.0.1',
        method: 'POST',
        path: '/slack/events',
        agent,
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          'content-length': Buffer.byteLength(body),
          'x-slack-request-timestamp': at,
          'x-slack-signature': signature,
        },
      },
      (res) => {
        res.resume();
        res.once('end', () =>
          res.statusCode === 200 ? resolve(performance.now() - began) : reject(new Error(`status ${res.statusCode}`)),
        );
      },
    );
    req.once('error', reject);
    req.end(body);
  });
}

async function load(press, port, session, connections, count) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const took = [];
  let left = count;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (left > 0) {
        left -= 1;
        took.push(await press(port, agent, session));
      }
    }),
  );
  const seconds = (performance.now() - began) / 1000;
  agent.destroy();
  took.sort((a, b) => a - b);
  return { rps: count / seconds, p50: quantile(took, 0.5), p99: quantile(took, 0.99) };
}

/**
 * The product, a hand-written handler that sends the same statements, and one that writes nothing, each a process of its
 * own, in turns. `platform`: its `name`, `program`, `url` (the platform's own side), `press`, what it is called `bare`.
 */
async function compare({ name: platform, program, url, press, on, what, bare }) {
  const file = path.join(folder, `${platform}-product.db`);
  const about = await seed(file, on);
  const statements = path.join(folder, `${platform}-statements.jsonl`);
  // One press as it is once all has been read in: its statements are what the hand-written handler sends.
  copyFileSync(file, path.join(folder, `${platform}-recorded.db`));
  const recording = await started(program, 'product', path.join(folder, `${platform}-recorded.db`), url, undefined, {
    RECORD: statements,
  });
  const agent = new Agent({ keepAlive: true });
  for (let i = 0; i < 9; i += 1) await press(recording.port, agent, about.session);
  writeFileSync(statements, '');
  await press(recording.port, agent, about.session);
  await sleep(200);
  await recording.stop();
  agent.destroy();
  const sent = readFileSync(statements, 'utf8')
    .trim()
    .split('\n')
    .map((l) => JSON.parse(l));
  if (process.env.SHOW === '1') for (const s of sent) say(`  ${s.sql.replace(/\s+/g, ' ').slice(0, 220)}`);
  const writes = sent.filter((s) => !/^\s*SELECT/i.test(s.sql)).length;
  const forWritten = path.join(folder, `${platform}-written.db`);
  copyFileSync(path.join(folder, `${platform}-recorded.db`), forWritten);
  const servers = {
    product: await started(program, 'product', file, url),
    written: await started(program, 'written', forWritten, url, statements),
    bare: await started(program, 'bare', file, url),
  };
  const rounds = Number(process.env.BENCH_ROUNDS ?? size.rounds);
  const got = { product: [], written: [], bare: [] };
  const one = { product: [], written: [], bare: [] };
  for (const { port } of Object.values(servers)) await load(press, port, about.session, 4, size.before);
  for (let round = 0; round < rounds; round += 1)
    for (const [name, { port }] of Object.entries(servers)) {
      one[name].push(await load(press, port, about.session, 1, size.one));
      got[name].push(await load(press, port, about.session, 10, size.ten));
    }
  for (const s of Object.values(servers)) await s.stop();
  const middle = (list, key) => [...list].sort((a, b) => a[key] - b[key])[Math.floor(list.length / 2)][key];
  say(`${what}: ${sent.length} statements in one transaction, ${writes} of them writing.`);
  for (const name of ['product', 'written', 'bare'])
    say(
      `  ${name.padEnd(8)} ${middle(got[name], 'rps').toFixed(0).padStart(5)}/s, p99 ${ms(middle(got[name], 'p99'))} (10 connections); p50 ${ms(middle(one[name], 'p50'))} (one)`,
    );
  say(
    `  product : hand-written = ${(middle(got.product, 'rps') / middle(got.written, 'rps')).toFixed(2)}× rps (bar 0.7), ${(middle(got.product, 'p99') / middle(got.written, 'p99')).toFixed(2)}× p99 (bar 1.5), p50 ${ms(middle(one.product, 'p50'))} (bar 10 ms)`,
  );
  say(
    `  product : ${bare} that writes nothing = ${(middle(got.product, 'rps') / middle(got.bare, 'rps')).toFixed(2)}× rps (information)`,
  );
}

async function acknowledge() {
  const slack = await fakeSlack();
  await compare({
    name: 'slack',
    program: 'server.mjs',
    url: slack.url,
    press: pressInSlack,
    what: 'Acknowledgement of a press with its durable write',
    bare: 'bare Bolt',
  });
  slack.stop();
}

async function invoke() {
  const cloud = await startCloud();
  await compare({
    name: 'teams',
    program: 'teams-server.mjs',
    url: cloud.url,
    press: (...to) => pressIn(cloud, ...to),
    on: people,
    what: 'Teams’ invoke answered with its durable write, JWT on',
    bare: 'bare CloudAdapter',
  });
  cloud.stop();
}

async function startUp() {
  const cli = path.join(here, '../../dist/src/program/cli.js');
  const took = [];
  let memory = 0;
  const file = path.join(folder, 'start.db');
  for (let i = 0; i < size.starts; i += 1) {
    const port = 20_000 + Math.floor(process.pid % 20_000);
    const began = performance.now();
    const child = spawn(process.execPath, [cli], {
      env: { PATH: process.env.PATH, TZ: 'UTC', PORT: String(port), DATABASE_URL: `file:${file}` },
      stdio: 'ignore',
    });
    children.add(child);
    while (child.exitCode === null) {
      try {
        const page = await fetch(`http://127.0.0.1:${port}/`);
        if (page.ok) {
          await page.text();
          break;
        }
      } catch {}
      await sleep(10);
    }
    if (child.exitCode !== null) throw new Error(`the program ended with ${child.exitCode} before its first page`);
    took.push(performance.now() - began);
    const status = `/proc/${child.pid}/status`;
    if (existsSync(status))
      memory = Math.max(memory, Number(/VmRSS:\s+(\d+)/.exec(readFileSync(status, 'utf8'))?.[1] ?? 0) / 1024);
    child.kill('SIGTERM');
    await new Promise((resolve) => child.once('exit', resolve));
  }
  const [first, ...again] = took;
  say(
    `Start to the first page: ${ms(first)} on an empty database, ${ms(Math.min(...again))} on one that is there (bar 3 s); ${memory.toFixed(0)} MB resident (bar 200).`,
  );
}

async function find() {
  const figures = [];
  for (const count of size.sessions) {
    const file = path.join(folder, `find-${count}.db`);
    const about = await seed(file);
    await multiply(file, about, count);
    const store = await openStore({ url: `file:${file}`, rootKey, ids: randomIds(), kept: everythingKept });
    const timed = async (act) => {
      const took = [];
      for (let i = 0; i < size.reads; i += 1) {
        const began = performance.now();
        await store.read((tx) => act(tx.in(about.programme)));
        took.push(performance.now() - began);
      }
      return quantile(
        took.sort((a, b) => a - b),
        0.5,
      );
    };
    figures.push({
      count,
      clash: await timed(async ({ sessions }) => {
        await sessions.openOfMentor(about.mentor, about.startsAt, about.startsAt + 2_700_000);
        await sessions.openOfMentee(about.mentee, about.startsAt, about.startsAt + 2_700_000);
      }),
      next: await timed(async ({ sessions }) => {
        await sessions.nextOf(about.mentor, about.startsAt - 86_400_000, 1);
        await sessions.nextOf(about.mentee, about.startsAt - 86_400_000, 1);
      }),
    });
    await store.close();
  }
  for (const f of figures)
    say(`Of ${f.count} sessions: conflicts found in ${ms(f.clash)}, "my next session" of both in ${ms(f.next)}.`);
  const [few, many] = figures;
  say(
    `  ${many.count / few.count} times as many take ${(many.clash / few.clash).toFixed(1)}× (conflicts) and ${(many.next / few.next).toFixed(1)}× (next) as long`,
  );
}

const unknown = parts.filter((part) => !(part in all));
if (unknown.length > 0) {
  process.stderr.write(`no part is called ${unknown.join(' or ')}; there are: ${Object.keys(all).join(', ')}\n`);
  process.exit(2);
}
const folder = mkdtempSync(path.join(tmpdir(), 'mentorlog-bench-'));
try {
  say(
    `load of the machine at the start: ${loadavg()
      .map((l) => l.toFixed(1))
      .join(' ')}`,
  );
  for (const part of parts.length === 0 ? Object.keys(all) : parts) {
    const began = performance.now();
    await all[part]();
    if (smallest) say(`  ${part} ran, in ${((performance.now() - began) / 1000).toFixed(1)} s`);
  }
} finally {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
}

/** How long the program takes to its first page, what it takes of memory, and of a core while nothing happens. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root, watched } from './children.mjs';
import { ratios, row, spread } from './figures.mjs';
import { manyProgrammes, rootKey } from './seed.mjs';

/** What `npm start` runs, and the same unbundled: every file and package loaded by itself. */
const entry = path.join(root, JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')).bin.mentorlog);
const unbundled = path.join(root, 'dist/src/program/cli.js');
/** Loaded before the program: leaves V8 as it comes, whatever the program sets. */
const noFlags = `data:text/javascript,${encodeURIComponent(
  "import v8 from 'node:v8'; import { syncBuiltinESMExports } from 'node:module'; v8.setFlagsFromString = () => {}; syncBuiltinESMExports();",
)}`;

const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

/** Of a process, as Linux has it: processor time (ms) and memory (MB). Undefined elsewhere. */
function costOf(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
    const rss = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    // In hundredths of a second (proc(5), utime and stime), and in kB.
    return { cpu: (Number(fields[11]) + Number(fields[12])) * 10, rss: Number(rss ?? 0) / 1_024 };
  } catch {
    return undefined;
  }
}

/** Starts the program on that database; answers once its first page is there. */
async function opened(program, file, before = []) {
  const port = await freePort();
  const began = performance.now();
  const child = watched(
    spawn(process.execPath, [...before, program], {
      cwd: path.dirname(file),
      env: {
        PATH: process.env.PATH,
        TZ: 'UTC',
        PORT: String(port),
        DATABASE_URL: `file:${file}`,
        LOG_LEVEL: 'error',
        DATA_KEY: Buffer.from(rootKey).toString('hex'),
      },
      stdio: ['ignore', 'ignore', 'inherit'],
    }),
  );
  while (child.exitCode === null) {
    try {
      const page = await fetch(`http://127.0.0.1:${port}/`);
      await page.text();
      if (page.ok) break;
    } catch {}
    await sleep(5);
  }
  if (child.exitCode !== null) throw new Error(`the program ended with ${child.exitCode} before its first page`);
  const took = performance.now() - began;
  return {
    took,
    ...costOf(child.pid),
    pid: child.pid,
    stop: () => new Promise((done) => child.once('exit', done) && child.kill('SIGTERM')),
  };
}

/** Starts it, and ends it. */
async function once(...how) {
  const { stop, took, cpu, rss } = await opened(...how);
  await stop();
  return { took, cpu, rss };
}

export async function startUp({ folder, smallest }) {
  const rounds = smallest ? 1 : 7;
  const file = path.join(folder, 'start.db');
  const first = await once(entry, file);
  const many = path.join(folder, 'programmes.db');
  const programmes = smallest ? 20 : 1_000;
  await manyProgrammes(many, programmes);
  // What is set up for each programme, at the first start alone.
  await once(entry, many);
  const got = { entry: [], unbundled: [], noFlags: [], many: [] };
  for (let round = 0; round < rounds; round += 1) {
    got.entry.push(await once(entry, file));
    got.unbundled.push(await once(unbundled, file));
    got.noFlags.push(await once(entry, file, ['--import', noFlags]));
    got.many.push(await once(entry, many));
  }
  const of = (which, key) => got[which].map((r) => r[key]);
  const { took } = first;
  return {
    rows: [
      row(
        'start to the first page, existing database ÷ unbundled',
        '×',
        ratios(of('entry', 'took'), of('unbundled', 'took')),
        {
          bar: { most: 0.65 },
          aim: { most: 0.5 },
        },
      ),
      row('start to the first page, existing database', 'ms', spread(of('entry', 'took'))),
      row('start, processor ÷ unbundled', '×', ratios(of('entry', 'cpu'), of('unbundled', 'cpu'))),
      row('start, processor', 'ms', spread(of('entry', 'cpu'))),
      row('start, memory', 'MB', spread(of('entry', 'rss'))),
      row('start to the first page, empty database (one start)', 'ms', { min: took, median: took, max: took }),
      row('start without the flags of V8 ÷ with them', '×', ratios(of('noFlags', 'took'), of('entry', 'took'))),
      row('start without the flags of V8: memory ÷ with them', '×', ratios(of('noFlags', 'rss'), of('entry', 'rss'))),
      row(`start with ${programmes} programmes`, 'ms', spread(of('many', 'took')), { bar: { most: 1_500 } }),
      row(`start with ${programmes} programmes, memory`, 'MB', spread(of('many', 'rss'))),
    ],
  };
}

export async function idle({ folder, smallest }) {
  const [rounds, seconds] = smallest ? [1, 1] : [3, 20];
  const { pid, stop } = await opened(entry, path.join(folder, 'idle.db'));
  await sleep(smallest ? 500 : 5_000);
  const shares = [];
  for (let round = 0; round < rounds; round += 1) {
    const before = costOf(pid);
    await sleep(seconds * 1_000);
    const after = costOf(pid);
    shares.push(before === undefined ? Number.NaN : ((after.cpu - before.cpu) / (seconds * 1_000)) * 100);
  }
  const at = costOf(pid)?.rss ?? Number.NaN;
  await stop();
  return {
    rows: [
      row(`idle for ${seconds} s, of one core`, '%', spread(shares), { bar: { most: 0.3 } }),
      row('idle, memory', 'MB', { min: at, median: at, max: at }),
    ],
  };
}

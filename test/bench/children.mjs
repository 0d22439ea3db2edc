/** Processes that are measured: started, asked, pressed on and ended. */
import { fork } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { Agent } from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { inOrder, quantile } from './figures.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
export const root = path.join(here, '../..');
/** What was started and has to end with this, however it ends. */
const children = new Set();
export const watched = (child) => {
  children.add(child);
  child.once('exit', () => children.delete(child));
  return child;
};
export const endAll = () => children.forEach((child) => void child.kill('SIGKILL'));

/** How the program itself sets V8, for what runs outside of it. */
const programFolder = path.join(root, 'dist/src/program');
const flagsOfProgram = readdirSync(programFolder)
  .filter((name) => name.endsWith('.js'))
  .flatMap((name) => [
    ...readFileSync(path.join(programFolder, name), 'utf8').matchAll(/setFlagsFromString\(['"]([^'"]+)['"]\)/g),
  ])
  .map(([, flag]) => flag);

/**
 * V8 is told once it runs, as the program does. On the command line `--optimize-for-size` would do more: it would bind
 * what is young to a megabyte too, and collect four times as often.
 */
const asItRuns = (flags) =>
  flags.length === 0
    ? []
    : [
        `--import=data:text/javascript,import{setFlagsFromString}from'node:v8';${flags.map((flag) => `setFlagsFromString('${flag}');`).join('')}`,
      ];

/**
 * Starts a program of this folder, which `answers` (measured.mjs). The first argument says what it is; `product` runs
 * as the program does, unless other `flags` of V8 are given.
 */
export async function started(program, args, flags = args[0].startsWith('product') ? flagsOfProgram : []) {
  // `PROFILE=DIRECTORY`: a CPU profile of each, to be looked at in Chromium.
  const profile = process.env.PROFILE;
  const name = `${path.parse(program).name}-${args[0]}-${children.size}.cpuprofile`;
  const child = watched(
    fork(path.join(here, program), args, {
      execArgv: [
        ...asItRuns(flags),
        ...(profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`, `--cpu-prof-name=${name}`]),
      ],
      env: { ...process.env, TZ: 'UTC' },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    }),
  );
  const waiting = new Map();
  let asked = 0;
  const ready = await new Promise((resolve, reject) => {
    child.once('exit', (code) => {
      const error = new Error(`${program} ${args[0]} ended with ${code}`);
      reject(error);
      for (const { reject } of waiting.values()) reject(error);
    });
    child.on('message', ({ ready, n, answer, fault }) => {
      if (ready !== undefined) return resolve(ready);
      const mine = waiting.get(n);
      waiting.delete(n);
      if (fault === undefined) mine?.resolve(answer);
      else mine?.reject(new Error(fault));
    });
  });
  return {
    ...ready,
    pid: child.pid,
    ask: (ask, about) =>
      new Promise((resolve, reject) => {
        asked += 1;
        waiting.set(asked, { resolve, reject });
        child.send({ n: asked, ask, about });
      }),
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', resolve);
        child.disconnect();
      }),
  };
}

/** `count` presses over so many connections, with what they cost whoever answered. Times in ms. */
export async function load({ server, press, connections, count }) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const took = [];
  let left = count;
  const before = await server.ask('usage');
  const began = performance.now();
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (left > 0) {
        left -= 1;
        took.push(await press(server.port, agent));
      }
    }),
  );
  const seconds = (performance.now() - began) / 1_000;
  const after = await server.ask('usage');
  agent.destroy();
  const sorted = inOrder(took);
  return {
    rps: count / seconds,
    p50: quantile(sorted, 0.5),
    p99: quantile(sorted, 0.99),
    cpu: (after.cpu - before.cpu) / count,
    statements: (after.statements - before.statements) / count,
    transactions: (after.transactions - before.transactions) / count,
  };
}

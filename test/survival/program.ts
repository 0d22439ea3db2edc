import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { sign } from '../adapters/slack/workspace.js';
import { bin } from '../support/bin.js';

/** The compiled program as a process of its own, which dies and is started again. */
export interface Program {
  readonly kills: number;
  /** Of the one that runs; undefined once it is gone. */
  readonly pid: number | undefined;
  /** How long the starts took until it answered (ms). */
  readonly starts: readonly number[];
  /** What it said on its error output. */
  readonly said: readonly string[];
  start(): Promise<void>;
  /** `kill -9`, and a new one. */
  killed(): Promise<void>;
  /** Ends it as an administrator would, to be started again. Answers its exit code; null where it had to be killed. */
  ended(): Promise<number | null>;
  /** The same for good: whoever still delivers gives up. */
  stop(): Promise<number | null>;
  /** Delivers a signed body until it is acknowledged, however often the program dies meanwhile. */
  deliver(body: string, secret: string): Promise<Record<string, unknown>>;
  /** Once it has nothing more to say now, moves its clock to `at` (ms), if it is not there yet. */
  clockTo(at: number): Promise<void>;
  /** Its `/readyz` says that it answers. */
  ready(): Promise<boolean>;
}

/**
 * A free port below those that a system gives to outgoing connections: while the program is dead, one of those may be
 * taken by anybody's.
 */
export async function portOfOurOwn(): Promise<number> {
  for (let port = 20_000 + (process.pid % 5_000); ; port += 1) {
    const free = await new Promise<boolean>((resolve) => {
      const s = createServer();
      s.once('error', () => resolve(false));
      s.listen(port, '127.0.0.1', () => s.close(() => resolve(true)));
    });
    if (free) return port;
  }
}

/** @param file what is started: the program as it is, unless something else is said */
export function program(port: number, env: Readonly<Record<string, string>>, file: string = bin): Program {
  const base = `http://127.0.0.1:${port}`;
  const said: string[] = [];
  const starts: number[] = [];
  let child: ChildProcess | undefined;
  let kills = 0;
  let over: Error | undefined;

  const gone = (p: ChildProcess): Promise<void> =>
    new Promise((resolve) => {
      if (p.exitCode !== null || p.signalCode !== null) resolve();
      else p.once('exit', () => resolve());
    });
  const ready = async (): Promise<boolean> => {
    try {
      return (await fetch(`${base}/readyz`, { signal: AbortSignal.timeout(1_000) })).ok;
    } catch {
      return false;
    }
  };
  /** Again and again until it has an answer: nobody is there while the program is dead. */
  const persistently = async <T>(ask: (attempt: number) => Promise<T | undefined>): Promise<T> => {
    for (let attempt = 0; ; attempt += 1) {
      if (over !== undefined) throw over;
      try {
        const answer = await ask(attempt);
        if (answer !== undefined) return answer;
      } catch {
        // Refused, reset or too slow: as Slack does, the same is delivered again.
      }
      await sleep(60);
    }
  };

  async function start(): Promise<void> {
    const began = performance.now();
    const p = spawn(process.execPath, [file], {
      env: { PATH: process.env.PATH ?? '', TZ: 'UTC', HOST: '127.0.0.1', PORT: String(port), ...env },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    p.stderr?.on('data', (chunk: Buffer) => said.push(chunk.toString()));
    child = p;
    while (!(await ready())) {
      if (p.exitCode !== null) {
        // Nobody waits for a program that is not coming back.
        over = new Error(`it does not start: ${said.slice(-5).join('')}`);
        throw over;
      }
      await sleep(30);
    }
    starts.push(performance.now() - began);
  }

  const ended = async (): Promise<number | null> => {
    const p = child;
    if (p === undefined) return null;
    p.kill('SIGTERM');
    const late = setTimeout(() => p.kill('SIGKILL'), 15_000);
    await gone(p);
    clearTimeout(late);
    return p.exitCode;
  };

  return {
    get kills() {
      return kills;
    },
    get pid() {
      return child === undefined || child.exitCode !== null || child.signalCode !== null ? undefined : child.pid;
    },
    starts,
    said,
    start,
    ready,
    async killed() {
      const p = child;
      if (p === undefined) return;
      p.kill('SIGKILL');
      await gone(p);
      kills += 1;
      await start();
    },
    ended,
    stop() {
      over ??= new Error('the program was stopped');
      return ended();
    },
    deliver: (body, secret) =>
      persistently(async (attempt) => {
        const timestamp = Math.floor(Date.now() / 1000);
        const answer = await fetch(`${base}/slack/events`, {
          method: 'POST',
          headers: {
            'content-type': 'application/x-www-form-urlencoded',
            'x-slack-request-timestamp': String(timestamp),
            'x-slack-signature': sign(body, timestamp, secret),
            ...(attempt === 0 ? {} : { 'x-slack-retry-num': String(attempt) }),
          },
          body,
          signal: AbortSignal.timeout(6_000),
        });
        const text = await answer.text();
        if (answer.status !== 200) return undefined;
        return text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {};
      }),
    async clockTo(at) {
      // What was to be said by now is said first: a jump would make it too late, as no real clock does.
      await persistently(async () => {
        const metrics = await (await fetch(`${base}/metrics`, { signal: AbortSignal.timeout(2_000) })).text();
        return /^mentorlog_prompts_due 0$/m.test(metrics) && /^mentorlog_outbox_open 0$/m.test(metrics)
          ? true
          : undefined;
      });
      await persistently(async () => {
        const told = (await (await fetch(`${base}/dev/clock`)).json()) as { now: string };
        if (Date.parse(told.now) >= at) return true;
        await fetch(`${base}/dev/clock`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ to: new Date(at).toISOString() }),
        });
        // Asked again: what was answered is not always what was kept.
        return undefined;
      });
    },
  };
}

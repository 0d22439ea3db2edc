import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { listening } from '../support/listening.js';

/** One of several compiled programs on one database, which dies and is started again. */
export class One {
  readonly said: string[] = [];
  kills = 0;
  /** Where it listens. */
  url = '';
  #child: ChildProcess | undefined;
  readonly #env: Readonly<Record<string, string>>;
  readonly #file: string;
  readonly #loaded: readonly string[];
  constructor(env: Readonly<Record<string, string>>, file: string, loaded: readonly string[] = []) {
    this.#env = env;
    this.#file = file;
    this.#loaded = loaded;
  }

  get pid(): number | undefined {
    const p = this.#child;
    return p === undefined || p.exitCode !== null || p.signalCode !== null ? undefined : p.pid;
  }

  /**
   * Answers once it is ready, or gone.
   * @param once settings of this start alone: what is loaded into it reads them, and may end it at any moment
   */
  async start(once: Readonly<Record<string, string>> = {}, loaded: readonly string[] = []): Promise<void> {
    // The database may be away just then: it says so and ends, and whoever looks after it starts it again.
    for (let left = 20; !(await this.#starts(once, loaded)) && loaded.length === 0; left -= 1) {
      if (left === 0) throw new Error(`it does not start: ${this.said.slice(-5).join('')}`);
      await sleep(300);
    }
  }

  async #starts(once: Readonly<Record<string, string>>, loaded: readonly string[]): Promise<boolean> {
    const before = [...this.#loaded, ...loaded].flatMap((file) => ['--import', file]);
    const p = spawn(process.execPath, [...before, this.#file], {
      env: {
        PATH: process.env.PATH ?? '',
        TZ: 'UTC',
        HOST: '127.0.0.1',
        PORT: '0',
        ...this.#env,
        ...once,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    p.stderr?.on('data', (chunk: Buffer) => this.said.push(chunk.toString()));
    this.#child = p;
    const url = await listening(p);
    this.url = url ?? '';
    return url !== undefined;
  }

  signal(name: NodeJS.Signals): void {
    this.#child?.kill(name);
  }

  async ended(): Promise<void> {
    const p = this.#child;
    if (p === undefined || this.pid === undefined) return;
    await new Promise<void>((resolve) => p.once('exit', () => resolve()));
  }

  async dies(): Promise<void> {
    if (this.pid === undefined) return;
    this.signal('SIGKILL');
    await this.ended();
    this.kills += 1;
  }
}

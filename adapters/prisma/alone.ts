import type { SqlDriverAdapter } from '@prisma/driver-adapter-utils';
import { openSqlite } from './driver.js';

/** How long a second program waits while a first one is finding out whether it is alone (ms). */
export const patience = 2_000;

/** Which programs run on a database: each holds a shared lock for as long as it lives, and none is ever left behind. */
export interface Running {
  /**
   * Takes this program's lock, and if no other program had one, first does what only a lone one may. To be called once,
   * before anything is leased. Answers what `act` did, or undefined where there is another program.
   */
  ifAlone<T>(act: () => Promise<T>): Promise<T | undefined>;
  close(): Promise<void>;
}

/**
 * A lock on a small file beside an SQLite database. The system takes it from a process that dies, however it dies.
 */
export class RunningOnFile implements Running {
  readonly #url: string;
  #held: SqlDriverAdapter | undefined;
  constructor(url: string) {
    this.#url = `${url}-running`;
  }

  async ifAlone<T>(act: () => Promise<T>): Promise<T | undefined> {
    this.#held ??= await openSqlite(this.#url);
    const lock = this.#held;
    let done: T | undefined;
    if (await tried(lock, 'PRAGMA busy_timeout=0; BEGIN EXCLUSIVE')) {
      try {
        done = await act();
      } finally {
        await lock.executeScript('COMMIT');
      }
    }
    // A read transaction that stays open: others can hold one too, and nobody can be alone beside it.
    await lock.executeScript(`PRAGMA busy_timeout=${patience}; BEGIN; SELECT COUNT(*) FROM sqlite_master`);
    return done;
  }

  async close(): Promise<void> {
    await this.#held?.dispose();
    this.#held = undefined;
  }
}

async function tried(lock: SqlDriverAdapter, script: string): Promise<boolean> {
  try {
    await lock.executeScript(script);
    return true;
  } catch (error) {
    if (/locked|busy/i.test(JSON.stringify((error as { cause?: unknown }).cause ?? String(error)))) return false;
    throw error;
  }
}

import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { SqlDriverAdapter } from '@prisma/driver-adapter-utils';
import type { Refused } from '../../src/kernel/errors.js';
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

/** Nobody else may run a bot on the database meanwhile. */
export interface Held {
  release(): Promise<void>;
}

/** Is told what becomes of a lock that hangs on a connection. A lock on a file is never lost. */
export interface HearsOfLock {
  /** The connection broke: another may take the database from now on. It is asked for again. */
  lost(): void;
  /** It is held again, and nobody else had it when it was. */
  back(): void;
  /**
   * It is not asked for any more: somebody else has it, or what is there is not what it was.
   * @param why absent: somebody has it
   */
  taken(why?: Refused): void;
}

/**
 * Takes an SQLite database for one bot, or for what may only be done without one: a lock on another small file beside it,
 * which the system takes from a process that dies, however it dies. What only reads, or claims by lease (a backup, a
 * check, a pack), asks for none.
 * @returns nothing where somebody has it
 */
export async function takeFileForOneBot(url: string): Promise<Held | undefined> {
  const file = url.replace(/^file:(\/\/)?/, '');
  await mkdir(path.dirname(path.resolve(file)), { recursive: true });
  const lock = await openSqlite(`${url}-bot`);
  if (!(await tried(lock, 'PRAGMA busy_timeout=0; BEGIN EXCLUSIVE'))) {
    await lock.dispose();
    return undefined;
  }
  // Whoever stops twice lets go once: Node's own SQLite throws where a database is closed already.
  let gone: Promise<void> | undefined;
  return {
    release() {
      gone ??= lock.dispose();
      return gone;
    },
  };
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

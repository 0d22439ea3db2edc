import type pg from 'pg';
import type { Running } from '../alone.js';
import { connected, onConnection } from './refusals.js';

/** Whoever starts waits so long (ms) for what only a lone one, or one after the other, may do: it goes through every row. */
const patience = 10 * 60_000;

/** The name of our advisory lock; each database has locks of its own. Of no meaning but that Prisma's is another. */
const name = 1_836_412_535;

/**
 * A session's advisory lock. PostgreSQL takes it from a session that ends, so it is held for as long as a program's
 * connection lives.
 */
export class RunningBeside implements Running {
  readonly #url: string;
  #held: pg.Client | undefined;
  constructor(url: string) {
    this.#url = url;
  }

  async ifAlone<T>(act: () => Promise<T>): Promise<T | undefined> {
    this.#held ??= await connected(this.#url);
    const lock = this.#held;
    const { rows } = await lock.query<{ alone: boolean }>('SELECT pg_try_advisory_lock($1) AS alone', [name]);
    const alone = rows[0]?.alone === true;
    let done: T | undefined;
    try {
      if (alone) done = await act();
    } finally {
      // Shared by all that run, so that nobody can be alone beside it; a session may hold both.
      await lock.query(`SET lock_timeout = ${patience}`);
      await lock.query('SELECT pg_advisory_lock_shared($1)', [name]);
      if (alone) await lock.query('SELECT pg_advisory_unlock($1)', [name]);
    }
    return done;
  }

  async close(): Promise<void> {
    const held = this.#held;
    this.#held = undefined;
    await held?.end();
  }
}

/** The names of the locks of what a start does to rows, and of all of it from its copy of before on. */
const turns = { rows: 1_836_412_534, whole: 1_836_412_533 } as const;

/** Does it while no other start does. The whole has its rows in it. @throws Refused where the database cannot be had */
export function inTurn<T>(url: string, act: () => Promise<T>, turn: keyof typeof turns = 'rows'): Promise<T> {
  return onConnection(url, async (client) => {
    await client.query(`SET lock_timeout = ${patience}`);
    // It goes with this connection.
    await client.query('SELECT pg_advisory_lock($1)', [turns[turn]]);
    return act();
  });
}

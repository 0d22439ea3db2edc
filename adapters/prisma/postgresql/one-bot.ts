import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { HearsOfLock, Held } from '../alone.js';
import { connected } from './refusals.js';

/**
 * One bot on one PostgreSQL database: a session's advisory lock, on a connection that does nothing else. PostgreSQL takes
 * it from a session that ends. A connection may break while the program lives; then the lock is asked for again, and
 * whoever holds it by then is the bot.
 */

/** The name of the lock; each database has locks of its own. */
const name = 1_836_412_536;

/** The connection is tried so often (ms), and asked anew so soon once it broke; an answer is waited for no longer. */
const [beat, again, longest] = [10_000, 1_000, 5_000];

/** A program that was killed has its session for as long as its last statement runs: so often it is tried, so far apart (ms). */
const [tries, apart] = [5, 300];

/**
 * How soon the server gives up a session whose machine has gone: within a minute, where the system's own default is two
 * hours (postgresql.org/docs/current/runtime-config-connection.html).
 */
const keepalives = '-c tcp_keepalives_idle=20 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=3';

/** What others see of our session: by it a session of ours that the server still holds is told from another bot's. */
const ourName = (): string => `mentorlog-${randomUUID()}`;

export interface Pace {
  readonly beat: number;
  readonly again: number;
}

/**
 * @param hears absent: nobody needs to know, as what is done under the lock is short
 * @returns nothing where somebody has it
 * @throws Refused where there is no connection at all
 */
export async function takeForOneBot(
  url: string,
  hears?: HearsOfLock,
  pace: Pace = { beat, again },
): Promise<Held | undefined> {
  const lock = new OneBot(url, hears, pace);
  for (let left = tries; left > 0; left -= 1) {
    if (await lock.take()) return lock;
    if (left > 1) await sleep(apart);
  }
  return undefined;
}

class OneBot implements Held {
  readonly #url: string;
  readonly #hears: HearsOfLock | undefined;
  readonly #pace: Pace;
  readonly #called = ourName();
  #held: pg.Client | undefined;
  #timer: NodeJS.Timeout | undefined;
  #over = false;
  constructor(url: string, hears: HearsOfLock | undefined, pace: Pace) {
    this.#url = url;
    this.#hears = hears;
    this.#pace = pace;
  }

  /** Answers whether it is held from now on. */
  async take(): Promise<boolean> {
    const client = await connected(this.#url, { application_name: this.#called, options: keepalives });
    try {
      if (!(await this.#tries(client))) {
        await client.end().catch(() => undefined);
        return false;
      }
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
    if (this.#over) {
      await client.end().catch(() => undefined);
      return true;
    }
    this.#held = client;
    // Both, for a connection that the server ends in good order has no error.
    client.once('error', () => this.#lost(client));
    client.once('end', () => this.#lost(client));
    this.#later(() => this.#asks(client), this.#pace.beat);
    return true;
  }

  async #tries(client: pg.Client): Promise<boolean> {
    for (let tries = 2; ; tries -= 1) {
      const { rows } = await client.query<{ has: boolean }>('SELECT pg_try_advisory_lock($1) AS has', [name]);
      if (rows[0]?.has === true) return true;
      if (tries === 1) return false;
      // A session of ours that broke on the way stands on the server until it finds out: it is ended, and the lock is free.
      const ours = await client.query(
        `SELECT pg_terminate_backend(a.pid, 2000) FROM pg_stat_activity a JOIN pg_locks l ON l.pid = a.pid
         WHERE l.locktype = 'advisory' AND l.objid = $1 AND l.granted AND l.pid <> pg_backend_pid()
           AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
           AND a.application_name = $2`,
        [name, this.#called],
      );
      if (ours.rows.length === 0) return false;
    }
  }

  /** A machine or a network that went leaves a connection that says nothing: so it is asked. */
  async #asks(client: pg.Client): Promise<void> {
    if (this.#over || this.#held !== client) return;
    const late = setTimeout(() => this.#lost(client), longest);
    late.unref();
    try {
      await client.query('SELECT 1');
      this.#later(() => this.#asks(client), this.#pace.beat);
    } catch {
      this.#lost(client);
    } finally {
      clearTimeout(late);
    }
  }

  #lost(client: pg.Client): void {
    if (this.#over || this.#held !== client) return;
    this.#held = undefined;
    // Its end may never be answered, and nobody waits for it.
    client.end().catch(() => undefined);
    this.#hears?.lost();
    this.#later(() => this.#getsBack(), this.#pace.again);
  }

  async #getsBack(): Promise<void> {
    if (this.#over) return;
    try {
      if (await this.take()) this.#hears?.back();
      else {
        this.#over = true;
        this.#hears?.taken();
      }
    } catch {
      this.#later(() => this.#getsBack(), this.#pace.again);
    }
  }

  #later(act: () => Promise<void>, ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void act(), ms).unref();
  }

  async release(): Promise<void> {
    this.#over = true;
    clearTimeout(this.#timer);
    const held = this.#held;
    this.#held = undefined;
    await held?.end().catch(() => undefined);
  }
}

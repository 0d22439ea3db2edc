import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { Refused } from '../../../src/kernel/errors.js';
import type { HearsOfLock, Held } from '../alone.js';
import { connected } from './refusals.js';

/**
 * A lock of a session's, on a connection that does nothing else: PostgreSQL takes it from a session that ends. A connection
 * may break while the program lives; then the lock is asked for again, and may be somebody else's by then.
 */

/** Each database has locks of its own, by numbers of our own. */
export const locks = {
  /** Held alone by whatever may only be done without a bot; shared by all the bots of a database. */
  database: 1_836_412_536,
  /** The first of two numbers: the second is a bot's own. */
  replica: 1_836_412,
  /** The same: the second is what only one of the bots does. */
  once: 1_836_413,
  /** Shared by the bots that go by the tables as they are; one that is starting may yet change them. */
  tables: 1_836_412_539,
  /** Of a unit of work and no session: shared by all that write, held alone by one that erases somebody (places.ts). */
  unit: 1_836_412_538,
} as const;

/** The connection is tried so often (ms), and asked anew so soon once it broke; an answer is waited for no longer. */
const [beat, again, longest] = [10_000, 1_000, 5_000];

/**
 * How soon the server gives up a session whose machine has gone: within a minute, where the system's own default is two
 * hours (postgresql.org/docs/current/runtime-config-connection.html).
 */
export const keepalives = '-c tcp_keepalives_idle=20 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=3';

/** What others see of our session: by it a session of ours that the server still holds is told from another bot's. */
const ourName = (): string => `mentorlog-${randomUUID()}`;

export interface Pace {
  readonly beat: number;
  readonly again: number;
}

/** What is there is not what it was: asking again changes nothing. */
export class ChangedMeanwhile extends Error {
  readonly why: Refused;
  constructor(why: Refused) {
    super(why.code);
    this.why = why;
  }
}

/** What is held, and what is asked of its connection. */
export interface Holds {
  /**
   * Takes it on this connection. Answers false where somebody has it.
   * @throws ChangedMeanwhile where it was lost, and this program cannot go on with what is there now
   */
  take(client: pg.Client, called: string): Promise<boolean>;
  /** Asked at each beat. */
  beat(client: pg.Client): Promise<void>;
  /** It is gone with its connection. */
  lost(): void;
}

/** Ends sessions of ours that the server still holds, and that have one of these locks. Answers whether there were any. */
export async function endOurOwn(client: pg.Client, called: string): Promise<boolean> {
  const ours = await client.query(
    `SELECT pg_terminate_backend(a.pid, 2000) FROM pg_stat_activity a
     WHERE a.datname = current_database() AND a.pid <> pg_backend_pid() AND a.application_name = $1`,
    [called],
  );
  return ours.rows.length > 0;
}

/** What is asked of it while it waits for an answer stands in line: the driver itself keeps no line from its version 9 on. */
function oneAtATime(client: pg.Client): pg.Client {
  const query = client.query.bind(client) as (...asked: unknown[]) => Promise<unknown>;
  let before: Promise<unknown> = Promise.resolve();
  client.query = ((...asked: unknown[]) => {
    const answer = before.then(() => query(...asked));
    before = answer.catch(() => undefined);
    return answer;
  }) as typeof client.query;
  return client;
}

export class LockOfSession implements Held {
  readonly #url: string;
  readonly #holds: Holds;
  readonly #hears: HearsOfLock | undefined;
  readonly #pace: Pace;
  readonly #called = ourName();
  #held: pg.Client | undefined;
  #timer: NodeJS.Timeout | undefined;
  #over = false;
  /** @param hears absent: nobody needs to know */
  constructor(url: string, holds: Holds, hears?: HearsOfLock, pace: Pace = { beat, again }) {
    this.#url = url;
    this.#holds = holds;
    this.#hears = hears;
    this.#pace = pace;
  }

  /** Answers whether it is held from now on. */
  async take(): Promise<boolean> {
    const client = oneAtATime(await connected(this.#url, { application_name: this.#called, options: keepalives }));
    // On a link that swallows what is sent nothing is ever answered.
    const late = setTimeout(() => void client.end().catch(() => undefined), 3 * longest);
    late.unref();
    try {
      if (!(await this.#holds.take(client, this.#called))) {
        await client.end().catch(() => undefined);
        return false;
      }
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    } finally {
      clearTimeout(late);
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

  /** A machine or a network that went leaves a connection that says nothing: so it is asked. */
  async #asks(client: pg.Client): Promise<void> {
    if (this.#over || this.#held !== client) return;
    const late = setTimeout(() => this.#lost(client), longest);
    late.unref();
    try {
      await this.#holds.beat(client);
      // It may have been lost while its last answer came: then what asks for another one is under way.
      if (this.#held === client) this.#later(() => this.#asks(client), this.#pace.beat);
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
    this.#holds.lost();
    this.#hears?.lost();
    this.#later(() => this.#getsBack(), this.#pace.again);
  }

  async #getsBack(): Promise<void> {
    if (this.#over) return;
    try {
      if (await this.take()) this.#hears?.back();
      else this.#ends();
    } catch (error) {
      if (error instanceof ChangedMeanwhile) this.#ends(error.why);
      else this.#later(() => this.#getsBack(), this.#pace.again);
    }
  }

  #ends(why?: Refused): void {
    this.#over = true;
    this.#hears?.taken(why);
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

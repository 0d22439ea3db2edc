import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger, runTaskList, type WorkerEvents, type WorkerPool } from 'graphile-worker';
import pg from 'pg';
import { alarmsInDatabase, type Jobs } from '../../src/ports/jobs.js';
import { embeddedJobs, type JobsLog } from './embedded.js';

/**
 * The engine on PostgreSQL: woken as the embedded one is, and by the alarms that stand in the database beside the prompts
 * (docs/architecture.md#one-due-prompt). graphile-worker finds those that ring and says so here; what they carry is nothing, and what is
 * done is the engine's, under its leases. So it matters little whether one comes late, twice or never.
 */

/** How often (ms) it is looked for alarms that ring. What is set by anybody is heard of at once besides (LISTEN). */
const usualLook = 2_000;
/** Alarms that are taken in hand at once, and how long (ms) what was heard is gathered until it is taken off in one statement. */
const [atOnce, gathered] = [500, 20];
/** One connection listens, and one asks. */
export const alarmConnections = 2;
/** While the database is away it is tried again so soon (ms), and one try takes no longer. */
const [again, longestTry] = [1_000, 10_000];
/** A stop waits for it no longer (ms): what it still has in hand rings once more some hours later, for nothing. */
const longestStop = 3_000;

export interface GraphileOptions {
  /** The address of the PostgreSQL database. */
  readonly url: string;
  readonly log?: JobsLog;
  /** How often (ms) it looks by itself; as usual unless given. */
  readonly look?: number;
  /** As of `embeddedJobs`: how often the engine looks at the rows, whatever rings. */
  readonly looks?: 'minute' | 'second' | 'never';
}

/** Jobs that also wake the engine at what rings in the database. While that is away the rest goes on, and this comes back. */
export function graphileJobs(options: GraphileOptions): Jobs {
  const { url, look = usualLook, log = () => undefined, looks } = options;
  const embedded = embeddedJobs({ log, ...(looks === undefined ? {} : { looks }) });
  const ended = new AbortController();
  const pool = new PatientPool(url, ended.signal, log);
  let heard: WorkerPool | undefined;
  let listening: Promise<void> = Promise.resolve();
  let stopping: Promise<void> | undefined;

  // What was said while nobody listened is not said again: the rows are looked at.
  const events: WorkerEvents = new EventEmitter();
  let listened = 0;
  events.on('pool:listen:success', () => {
    listened += 1;
    if (listened > 1) embedded.wake();
  });
  const logger = new Logger(() => (level, _said, meta) => {
    // What it says in words may name what is in the database, and where that is.
    if (level === 'error' && !ended.signal.aborted)
      log('jobs.failed', meta?.error instanceof Error ? meta.error : undefined);
  });
  /** Until it ends: by a stop, or because something came that it does not go on from. */
  const listen = async (): Promise<void> => {
    // The first thing it asks it asks once, and takes a failure for good.
    await pool.query('SELECT 1');
    if (ended.signal.aborted) return;
    heard = runTaskList(
      {
        pgPool: pool,
        schema: alarmsInDatabase.schema,
        concurrency: 1,
        pollInterval: look,
        noHandleSignals: true,
        logger,
        events,
        preset: {
          worker: { localQueue: { size: atOnce }, completeJobBatchDelay: gathered, failJobBatchDelay: gathered },
        },
      },
      { [alarmsInDatabase.task]: async () => embedded.wake() },
      pool,
    );
    await heard.promise;
  };
  const keepListening = async (): Promise<void> => {
    while (!ended.signal.aborted) {
      await listen().catch((error: unknown) => {
        if (!ended.signal.aborted) log('jobs.failed', error instanceof Error ? error : undefined);
      });
      await sleep(again, undefined, { signal: ended.signal }).catch(() => undefined);
    }
  };

  const stop = async (): Promise<void> => {
    const graceful = heard?.gracefulShutdown();
    ended.abort();
    await within(longestStop, Promise.allSettled([graceful, listening]));
    await Promise.all([within(again, pool.end()), embedded.stop()]);
  };
  return {
    start(run) {
      embedded.start(run);
      listening = keepListening();
    },
    wake: embedded.wake,
    stop() {
      stopping ??= stop();
      return stopping;
    },
  };
}

/** Until the work is done or has failed, or so many ms have gone by. */
async function within(ms: number, work: Promise<unknown>): Promise<void> {
  const done = new AbortController();
  const over = sleep(ms, undefined, { signal: done.signal }).catch(() => undefined);
  await Promise.race([work.catch(() => undefined), over]);
  done.abort();
}

type Connected = (
  error: Error | undefined,
  client: pg.PoolClient | undefined,
  done: (broken?: boolean | Error) => void,
) => void;

/**
 * A pool in which whoever asks for a connection waits until there is one, or until all is over: graphile-worker gives up
 * for good after some failures, and writes each of them to the console.
 */
class PatientPool extends pg.Pool {
  readonly #ended: AbortSignal;
  readonly #log: JobsLog;
  constructor(url: string, ended: AbortSignal, log: JobsLog) {
    super({
      connectionString: url,
      max: alarmConnections,
      connectionTimeoutMillis: longestTry,
      keepAlive: true,
      application_name: 'mentorlog alarms',
    });
    this.#ended = ended;
    this.#log = log;
    // One that breaks is found out by whoever uses it next; unheard it would end the program.
    this.on('error', () => undefined);
    this.on('connect', (client) => void client.on('error', () => undefined));
  }

  override connect(): Promise<pg.PoolClient>;
  override connect(callback: Connected): void;
  override connect(callback?: Connected): Promise<pg.PoolClient> | undefined {
    const client = this.#patiently();
    if (callback === undefined) return client;
    client.then(
      (one) => callback(undefined, one, one.release),
      (error: Error) => callback(error, undefined, () => undefined),
    );
    return undefined;
  }

  async #patiently(): Promise<pg.PoolClient> {
    for (let tried = 0; ; tried += 1)
      try {
        return await super.connect();
      } catch (error) {
        if (this.#ended.aborted) throw error;
        if (tried === 0) this.#log('jobs.failed', error instanceof Error ? error : undefined);
        await sleep(again, undefined, { signal: this.#ended }).catch(() => undefined);
      }
  }
}

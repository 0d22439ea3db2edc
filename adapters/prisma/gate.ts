import { AsyncLocalStorage } from 'node:async_hooks';
import { Refused } from '../../src/kernel/errors.js';

/** What runs inside which unit of work, and that one inside which other gate's. */
interface Inside {
  readonly gate: Gate;
  open: boolean;
  readonly outer: Inside | undefined;
}

/** One for all gates: each storage that was ever run is carried along by every promise of the process, for good. */
const inside = new AsyncLocalStorage<Inside>();

/** What is open of it, without what has ended: else each would hold on to all before it. */
function stillOpen(from: Inside | undefined): Inside | undefined {
  let at = from;
  while (at?.open === false) at = at.outer;
  return at;
}

/** One transaction for several units of work, each of which is a savepoint in it. */
export interface Group {
  /** @throws where another process holds the database */
  begin(): void;
  /** Makes it all last. @throws where it could not: all of it is undone by then */
  commit(): void;
  /** False where SQLite itself has undone the whole of it, as it does when its disk is full. */
  isOpen(): boolean;
}

/** Units that one group takes at most, and how long (ms) these may take before it takes no more: others wait for them. */
export const mostInGroup = 16;
const longestGroup = 10;

interface Unit {
  /** Whether it is in no group: what it does cannot be done in a transaction. */
  readonly alone: boolean;
  readonly work: () => Promise<unknown>;
  readonly context: Inside;
  readonly done: (value: unknown) => void;
  readonly failed: (error: unknown) => void;
}

/**
 * The one queue all writing goes through, first come, first served.
 *
 * SQLite has one writer, and through Prisma on one connection a statement sent beside an open transaction runs *inside* it
 * and vanishes if that rolls back (docs/platforms.md#one-writer). So nothing touches the writing client but from within `run`.
 *
 * What comes in one turn of the event loop is one group with one COMMIT, and nobody is answered before it: to make one
 * write last costs as much as to make sixteen last. And a group is all that is done in one turn, however much waits: the
 * database answers without giving the loop its turn, so a request would hear nothing until a whole batch is through.
 */
export class Gate {
  readonly #group: Group | undefined;
  readonly #undone: () => void;
  readonly #waiting: Unit[] = [];
  #running: Promise<void> | undefined;
  #closed = false;
  /** Tells a group that waits for more that there is more. */
  #came: () => void = () => undefined;

  /**
   * @param group none where each unit commits by itself
   * @param undone called where units that ended well were undone with their group: what is remembered of them is not so
   */
  constructor(group?: Group, undone: () => void = () => undefined) {
    this.#group = group;
    this.#undone = undone;
  }

  /**
   * Runs `work` when all that came before has ended, and answers once it lasts. A call from inside another `work` would
   * wait for itself for ever: it is refused at once.
   */
  run<T>(work: () => Promise<T>): Promise<T> {
    return this.#run(work, false);
  }

  /** The same outside of any transaction, for what no transaction takes. */
  alone<T>(work: () => Promise<T>): Promise<T> {
    return this.#run(work, true);
  }

  #run<T>(work: () => Promise<T>, alone: boolean): Promise<T> {
    const outer = stillOpen(inside.getStore());
    for (let at = outer; at !== undefined; at = stillOpen(at.outer))
      if (at.gate === this)
        return Promise.reject(new Error('nested write: a unit of work is open already; use its transaction'));
    if (this.#closed) return Promise.reject(new Refused('store-closed', 'Mentorlog is stopping; try again shortly.'));
    return new Promise<T>((resolve, failed) => {
      const context: Inside = { gate: this, open: true, outer };
      this.#waiting.push({ alone, work, context, done: resolve as Unit['done'], failed });
      this.#came();
      this.#running ??= inside.exit(() => this.#runAll());
    });
  }

  /** Takes no more, and waits for what was taken. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#running;
  }

  async #runAll(): Promise<void> {
    // Whoever asks in the same breath is in the same group.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const turn = turnOfLoop();
      if (this.#waiting[0]?.alone === true) await runAlone(this.#waiting.shift() as Unit);
      else await this.#runGroup(turn);
      await turn.over;
    }
    this.#running = undefined;
  }

  /** One group: what waits, and what comes until this turn of the loop is over. */
  async #runGroup(turn: Turn): Promise<void> {
    let used = 0;
    const tells: (() => void)[] = [];
    const taken: Unit[] = [];
    let broken: unknown;
    let failure: unknown;
    try {
      this.#group?.begin();
      while (broken === undefined && taken.length < mostInGroup && used < longestGroup) {
        if (this.#waiting[0]?.alone === true) break;
        const unit = this.#waiting.shift();
        if (unit === undefined) {
          if (turn.isOver()) break;
          await Promise.race([turn.over, this.#more()]);
          continue;
        }
        taken.push(unit);
        const began = performance.now();
        try {
          const value = await runOne(unit);
          tells.push(() => unit.done(value));
        } catch (error) {
          failure = error;
          tells.push(() => unit.failed(error));
        }
        used += performance.now() - began;
        if (this.#group?.isOpen() === false)
          broken = new Error('the database has undone this unit of work', { cause: failure });
        // With a group of its own each would be told at once, as there is nothing to wait for.
        if (this.#group === undefined) tells.pop()?.();
      }
      if (broken === undefined) this.#group?.commit();
    } catch (error) {
      broken = error;
      // Nothing could be begun: it fails whoever came first, and the next tries again.
      if (taken.length === 0) this.#waiting.shift()?.failed(error);
    }
    if (broken === undefined) for (const tell of tells) tell();
    else {
      if (taken.length > 0) this.#undone();
      for (const unit of taken) unit.failed(broken);
    }
  }

  #more(): Promise<void> {
    return new Promise((resolve) => {
      this.#came = resolve;
    });
  }
}

async function runAlone(unit: Unit): Promise<void> {
  try {
    unit.done(await runOne(unit));
  } catch (error) {
    unit.failed(error);
  }
}

async function runOne({ work, context }: Unit): Promise<unknown> {
  try {
    return await inside.run(context, work);
  } finally {
    // What was started in there and outlives it (a timer, a promise nobody waits for) is not inside any more.
    context.open = false;
  }
}

interface Turn {
  readonly over: Promise<void>;
  isOver(): boolean;
}

/** This turn of the event loop: over once all that came in has been looked at. */
function turnOfLoop(): Turn {
  let isOver = false;
  const over = new Promise<void>((resolve) => {
    setImmediate(() => {
      isOver = true;
      resolve();
    });
  });
  return { over, isOver: () => isOver };
}

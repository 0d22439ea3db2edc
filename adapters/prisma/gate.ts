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

/**
 * The one queue all writing goes through, first come, first served.
 *
 * SQLite has one writer, and through Prisma on one connection a statement sent beside an open transaction runs *inside* it
 * and vanishes if that rolls back (docs/platforms.md#one-writer). So nothing touches the writing client but from within `run`.
 */
export class Gate {
  #tail: Promise<unknown> = Promise.resolve();
  #closed = false;

  /**
   * Runs `work` when all that came before has ended. A call from inside another `work` would wait for itself for ever:
   * it is refused at once.
   */
  run<T>(work: () => Promise<T>): Promise<T> {
    for (let at = stillOpen(inside.getStore()); at !== undefined; at = stillOpen(at.outer))
      if (at.gate === this)
        return Promise.reject(new Error('nested write: a unit of work is open already; use its transaction'));
    if (this.#closed) return Promise.reject(new Refused('store-closed', 'Mentorlog is stopping; try again shortly.'));
    const turn = this.#tail.then(async () => {
      // What was started in there and outlives it (a timer, a promise nobody waits for) is not inside any more.
      const context: Inside = { gate: this, open: true, outer: stillOpen(inside.getStore()) };
      try {
        return await inside.run(context, work);
      } finally {
        context.open = false;
      }
    });
    this.#tail = turn.catch(() => undefined);
    return turn;
  }

  /** Takes no more, and waits for what was taken. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#tail;
  }
}

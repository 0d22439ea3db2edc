import { Bounded } from '../../src/kernel/bounded.js';

/**
 * Lets so many through in each window, by key; in memory, for each process guards its own door. More keys than are kept
 * push the oldest out: an attacker with that many addresses is the firewall's to stop.
 */
export class Limiter {
  readonly #kept = new Bounded<string, { readonly from: number; count: number }>(20_000);
  readonly #most: number;
  readonly #windowMs: number;
  readonly #now: () => number;
  constructor(most: number, windowMs: number, now: () => number) {
    this.#most = most;
    this.#windowMs = windowMs;
    this.#now = now;
  }
  /** Counts one; false when there were too many. */
  take(key: string): boolean {
    const now = this.#now();
    const kept = this.#kept.get(key);
    // A clock that was set back would hold the window open for as long.
    if (kept === undefined || now - kept.from >= this.#windowMs || now < kept.from) {
      this.#kept.set(key, { from: now, count: 1 });
      return true;
    }
    kept.count += 1;
    return kept.count <= this.#most;
  }
}

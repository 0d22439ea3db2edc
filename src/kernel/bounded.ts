/**
 * A map that lets go of what was longest not asked for, once there is more in it than it may hold. What lives as long as
 * the program and grows with people, messages or events is one of these, or says itself what ends it
 * (docs/architecture.md#what-stays-in-memory).
 */
export class Bounded<K, V> {
  readonly #kept = new Map<K, V>();
  readonly #most: number;
  readonly #weigh: (value: V) => number;
  #weight = 0;

  /** @param weigh of one value, at least 1; unless given each counts as one. The newest stays, whatever it weighs. */
  constructor(most: number, weigh: (value: V) => number = () => 1) {
    this.#most = most;
    this.#weigh = weigh;
  }

  get(key: K): V | undefined {
    const value = this.#kept.get(key);
    if (value !== undefined) {
      this.#kept.delete(key);
      this.#kept.set(key, value);
    }
    return value;
  }

  has(key: K): boolean {
    return this.#kept.has(key);
  }

  set(key: K, value: V): void {
    this.delete(key);
    this.#kept.set(key, value);
    this.#weight += this.#weigh(value);
    for (const oldest of this.#kept.keys()) {
      if (this.#weight <= this.#most || this.#kept.size === 1) break;
      this.delete(oldest);
    }
  }

  delete(key: K): void {
    const value = this.#kept.get(key);
    if (value === undefined) return;
    this.#weight -= this.#weigh(value);
    this.#kept.delete(key);
  }

  /** Deletes what this is said of. */
  deleteWhere(is: (key: K, value: V) => boolean): void {
    for (const [key, value] of this.#kept) if (is(key, value)) this.delete(key);
  }

  clear(): void {
    this.#kept.clear();
    this.#weight = 0;
  }

  /** How many there are. */
  get size(): number {
    return this.#kept.size;
  }
}

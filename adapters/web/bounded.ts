/** A map that forgets what was put into it longest ago. */
export class Bounded<K, V> {
  readonly #kept = new Map<K, V>();
  readonly #most: number;
  constructor(most: number) {
    this.#most = most;
  }
  get(key: K): V | undefined {
    return this.#kept.get(key);
  }
  set(key: K, value: V): void {
    this.#kept.delete(key);
    this.#kept.set(key, value);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= this.#most) break;
      this.#kept.delete(oldest);
    }
  }
  delete(key: K): void {
    this.#kept.delete(key);
  }
}

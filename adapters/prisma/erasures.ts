import { Refused } from '../../src/kernel/errors.js';
import type { Clients } from './connect.js';
import type { Gate } from './gate.js';
import type { KeyStore } from './key-store.js';
import type { Leases } from './leases.js';
import type { Erased } from './transaction.js';

/**
 * The second half of each erasure. The first is a unit of work, which says that somebody is erased and overwrites what is
 * theirs; once it is committed their key is destroyed, and what was overwritten leaves the log. Only then is anybody told.
 */
export class Erasures {
  readonly #keys: KeyStore;
  readonly #clients: Pick<Clients, 'dialect' | 'writer'>;
  readonly #gate: Gate;
  readonly #leases: Pick<Leases, 'forgottenByAll'>;
  /** Whose keys could not be destroyed yet: with the next erasure, at the end, or at the next start. */
  readonly #unfinished = new Map<string, Erased>();
  constructor(
    keys: KeyStore,
    clients: Pick<Clients, 'dialect' | 'writer'>,
    gate: Gate,
    leases: Pick<Leases, 'forgottenByAll'>,
  ) {
    this.#leases = leases;
    this.#keys = keys;
    this.#clients = clients;
    this.#gate = gate;
  }

  /** @throws Refused `erasing-unfinished` where their keys are there still: nothing opens with them until a restart */
  async finish(erased: readonly Erased[]): Promise<void> {
    for (const one of erased) this.#unfinished.set(one.person, one);
    if (this.#unfinished.size === 0) return;
    try {
      await this.#destroy();
    } catch (cause) {
      throw new Refused(
        'erasing-unfinished',
        'What they wrote is erased. Their key could not be destroyed yet: ask whoever runs Mentorlog to start it again, which finishes it.',
        { cause },
      );
    }
    await this.#gate.alone(() => this.#clients.dialect.settle(this.#clients.writer));
  }

  /** The last try, once nothing is written any more: what fails is left to the next start. */
  async end(): Promise<void> {
    await this.#destroy().catch(() => undefined);
  }

  async #destroy(): Promise<void> {
    const now = [...this.#unfinished.values()];
    await this.#keys.destroy(now);
    // No other program goes on with what it has unwrapped already.
    await this.#leases.forgottenByAll(now);
    for (const one of now) this.#unfinished.delete(one.person);
  }
}

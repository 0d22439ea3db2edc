import type { Upkeep } from '../features/feature.js';
import type { ProgrammeId } from '../kernel/ids.js';
import type { Store } from '../ports/store.js';
import type { Programmes } from './membership/programmes.js';
import type { Registry } from './registry.js';

/** Tells coordinators how the program itself is running: of every programme, or of one. */
export function upkeepTelling({
  store,
  registry,
  on,
}: {
  readonly store: Store;
  readonly registry: Registry;
  readonly on: Programmes['on'];
}): (told: Upkeep, only?: ProgrammeId) => Promise<void> {
  return async (told, only) => {
    const all = only === undefined ? (await store.read((tx) => tx.programmes.all())).map((one) => one.id) : [only];
    for (const id of all)
      await on(id, async (work) => {
        for (const feature of registry.features) await feature.upkeep?.(told, work);
      });
  };
}

import { erasedAgain } from '../../domain/erased-again.js';
import type { Store } from '../../ports/store.js';
import type { Programmes } from '../membership/programmes.js';
import type { Registry } from '../registry.js';

/**
 * Where data is older than an erasure, the store erases again as it opens: words, accounts, key. What lives besides, a
 * mentorship and what was to be said about it, is ended here, before anything is said. In one transaction for a programme,
 * which forgets whom it was for: a program that is killed in it does all of it again, and nothing twice.
 */
export async function endErasedAgain({
  store,
  registry,
  on,
}: {
  readonly store: Pick<Store, 'read'>;
  readonly registry: Registry;
  readonly on: Programmes['on'];
}): Promise<void> {
  for (const programme of await store.read((tx) => tx.everywhere.keeping(erasedAgain)))
    await on(programme, async (work) => {
      const people = (await work.rows.kept.get(erasedAgain)) ?? [];
      for (const { person, at } of people)
        for (const feature of registry.features) await feature.erasedAgain?.(person, at, work);
      await work.rows.kept.forget(erasedAgain);
      for (const feature of registry.features)
        if (people.length > 0) await feature.upkeep?.({ what: 'erased-again', at: work.now }, work);
    });
}

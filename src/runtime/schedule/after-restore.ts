import type { Upkeep } from '../../features/feature.js';
import type { Clock } from '../../kernel/clock.js';
import type { PersonId, ProgrammeId } from '../../kernel/ids.js';
import { restoredKey, type Store } from '../../ports/store.js';

/** The word that was acted on. */
const toldKey = 'restored-told';

/**
 * Where a backup was put back whose overdue things are not to be sent: what waited is let go, and each programme's
 * coordinators are told, once. What fell due happens all the same (a plan lapses, the next reminder is set), and says
 * nothing: it may have been said before.
 * @returns up to when (domain ms) what fell due says nothing, if any
 */
export async function afterRestore({
  store,
  clock,
  leaseClock,
  upkeep,
}: {
  readonly store: Store;
  readonly clock: Clock;
  readonly leaseClock: Clock;
  upkeep(told: Upkeep, only: ProgrammeId): Promise<void>;
}): Promise<number | undefined> {
  const word = await store.meta.get(restoredKey);
  if (word === undefined) return undefined;
  const upTo = Number(word);
  if ((await store.meta.get(toldKey)) === word) return upTo;
  const all = await store.queue.leaveOut(upTo, leaseClock.now());
  for (const programme of new Set(all.map((one) => one.programme))) {
    const here = all.filter((one) => one.programme === programme);
    const people = new Set(here.flatMap(({ person }) => (person === null ? [] : [person])));
    const of = (what: 'prompt' | 'message'): number => here.filter((one) => one.what === what).length;
    await upkeep(
      {
        what: 'restored',
        at: clock.now(),
        people: [...people] as PersonId[],
        prompts: of('prompt'),
        messages: of('message'),
      },
      programme,
    );
  }
  await store.meta.put(toldKey, word);
  return upTo;
}

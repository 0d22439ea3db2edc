import type { ConcernContacts, Feature, FromMemory } from '../../features/feature.js';
import type { Store } from '../../ports/store.js';

/** What the features answer out of memory, together: the first that knows an answer gives it. */
export function fromMemory(
  features: readonly Feature[],
  given: { readonly store: Pick<Store, 'read'>; readonly fallback: ConcernContacts },
): FromMemory {
  const all = features.flatMap((f) => f.fromMemory?.(given) ?? []);
  return {
    answer(event) {
      for (const one of all) {
        const answer = one.answer(event);
        if (answer !== undefined) return answer;
      }
      return undefined;
    },
    footFor(account) {
      for (const one of all) {
        const foot = one.footFor?.(account);
        if (foot !== undefined) return foot;
      }
      return undefined;
    },
    async refresh(of) {
      for (const one of all) await one.refresh(of);
    },
    staleAfter: all.flatMap((one) => one.staleAfter),
    learn(account, person) {
      for (const one of all) one.learn(account, person);
    },
  };
}

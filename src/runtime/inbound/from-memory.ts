import type { Feature, FromMemory } from '../../features/feature.js';

/** What the features answer out of memory, together: the first that knows an answer gives it. */
export function fromMemory(
  features: readonly Feature[],
  given: Parameters<NonNullable<Feature['fromMemory']>>[0],
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
    notYet(event) {
      for (const one of all) {
        const said = one.notYet?.(event);
        if (said !== undefined) return said;
      }
      return undefined;
    },
    async refresh(of) {
      for (const one of all) await one.refresh(of);
    },
    unlearn(account) {
      for (const one of all) one.unlearn(account);
    },
  };
}

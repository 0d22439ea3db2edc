import type { Activity, Objective, PlanBody, Support } from './session.js';

/**
 * Each objective, each activity and each row of support of a plan has a key of its own for good, as an action has, so that it can be pointed
 * at (docs/record-format.md#citations). In a form rows have keys that repeat: the first blank one has the same in every
 * form, and a copied plan has those of the plan that it is a copy of. So a plan is given keys as it is saved, and wherever
 * it came from: a row that the same session's plan had before keeps its key, however its words were changed, for a record
 * may name it by that; every other one gets a new one.
 * @param before the same session's plan up to now
 */
export function withKeysOfItsOwn(body: PlanBody, before: PlanBody | undefined, fresh: () => string): PlanBody {
  return {
    ...body,
    objectives: keyed<Objective>(body.objectives, before?.objectives, fresh),
    activities: keyed<Activity>(body.activities, before?.activities, fresh),
    support: keyed<Support>(body.support, before?.support, fresh),
  };
}

function keyed<Row extends { readonly key: string }>(
  rows: readonly Row[],
  before: readonly Row[] = [],
  fresh: () => string,
): readonly Row[] {
  const free = new Set(before.map((row) => row.key));
  // Two rows never keep one key.
  return rows.map((row) => (free.delete(row.key) ? row : { ...row, key: fresh() }));
}

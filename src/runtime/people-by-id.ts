import type { Person } from '../domain/programme.js';
import type { PersonId } from '../kernel/ids.js';

/** Everybody by their id, for each list once: a large programme's takes longer than all else that a press does. */
const listsById = new WeakMap<readonly Person[], ReadonlyMap<PersonId, Person>>();
export function byId(people: readonly Person[]): ReadonlyMap<PersonId, Person> {
  const known = listsById.get(people) ?? new Map(people.map((p) => [p.id, p]));
  listsById.set(people, known);
  return known;
}

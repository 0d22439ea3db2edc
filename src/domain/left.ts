import type { PersonId } from '../kernel/ids.js';

/**
 * People of the programme whose account their platform no longer counts as a member's: deactivated, made a guest, moved
 * to another organisation. Kept in the programme's memory for its coordinator.
 */
export interface Left {
  readonly person: PersonId;
  readonly standing: 'guest' | 'outsider' | 'deactivated';
  /** When that was noticed (ms). */
  readonly at: number;
}

/** Where the programme's memory holds the list. */
export const leftKey = 'left';

export const readLeft = (kept: unknown): readonly Left[] => (Array.isArray(kept) ? (kept as readonly Left[]) : []);

/** The list as this person's standing makes it; the same list where nothing is new. */
export function withStanding(
  list: readonly Left[],
  person: PersonId,
  standing: Left['standing'] | 'member',
  at: number,
): readonly Left[] {
  const before = list.find((l) => l.person === person);
  if (standing === 'member') return before === undefined ? list : list.filter((l) => l !== before);
  if (before?.standing === standing) return list;
  return [{ person, standing, at }, ...list.filter((l) => l !== before)];
}

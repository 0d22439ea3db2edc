import type { PersonId } from '../kernel/ids.js';

/**
 * People of the programme whose account their platform no longer counts as a member's: deactivated, made a guest, moved
 * to another organisation; and those who took the bot off their own chat. Kept in the programme's memory for its
 * coordinator.
 */
export interface Left {
  readonly person: PersonId;
  readonly standing: 'guest' | 'outsider' | 'deactivated' | 'took-off';
  /** When that was noticed (ms). */
  readonly at: number;
}

/** Where the programme's memory holds the list. */
export const leftKey = 'left';

export const readLeft = (kept: unknown): readonly Left[] => (Array.isArray(kept) ? (kept as readonly Left[]) : []);

/**
 * The list as this person's standing makes it; the same list where nothing is new. Whoever took the bot off is a member
 * all the same, by what their platform says: only `installed`, that it stands there again, takes them off the list.
 */
export function withStanding(
  list: readonly Left[],
  person: PersonId,
  standing: Left['standing'] | 'member' | 'installed',
  at: number,
): readonly Left[] {
  const before = list.find((l) => l.person === person);
  if (standing === 'installed') return before?.standing === 'took-off' ? list.filter((l) => l !== before) : list;
  if (standing === 'member')
    return before === undefined || before.standing === 'took-off' ? list : list.filter((l) => l !== before);
  if (before?.standing === standing) return list;
  return [{ person, standing, at }, ...list.filter((l) => l !== before)];
}

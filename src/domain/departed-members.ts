import { z } from 'zod';
import type { PersonId } from '../kernel/ids.js';
import { keptValue, listOf, personId } from './kept.js';

/**
 * People of the programme whose account their platform no longer counts as a member's: deactivated, made a guest, moved
 * to another organisation; and those who took the bot off their own chat. Kept for the programme's coordinator.
 */
export interface DepartedMember {
  readonly person: PersonId;
  readonly standing: 'guest' | 'outsider' | 'deactivated' | 'took-off';
  /** When that was noticed (ms). */
  readonly at: number;
}

/** The programme's list of them. */
export const departedMembers = keptValue({
  name: 'left',
  early: true,
  schema: listOf<DepartedMember>(
    z.object({
      person: personId,
      standing: z.enum(['guest', 'outsider', 'deactivated', 'took-off']),
      at: z.number(),
    }),
  ),
  erasure: { of: 'entries', without: (list, erased) => list.filter((l) => l.person !== erased.id) },
});

/**
 * The list as this person's standing makes it; the same list where nothing is new. Whoever took the bot off is a member
 * all the same, by what their platform says: only `installed`, that it stands there again, takes them off the list.
 */
export function withStanding(
  list: readonly DepartedMember[],
  person: PersonId,
  standing: DepartedMember['standing'] | 'member' | 'installed',
  at: number,
): readonly DepartedMember[] {
  const before = list.find((l) => l.person === person);
  if (standing === 'installed') return before?.standing === 'took-off' ? list.filter((l) => l !== before) : list;
  if (standing === 'member')
    return before === undefined || before.standing === 'took-off' ? list : list.filter((l) => l !== before);
  if (before?.standing === standing) return list;
  return [{ person, standing, at }, ...list.filter((l) => l !== before)];
}

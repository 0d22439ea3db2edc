import type { MentorshipId, PersonId } from '../kernel/ids.js';
import type { Rows } from '../ports/store.js';

/** What a mentee may let the next mentor have; each is theirs to choose, and none is the default. */
export const passable = ['goals', 'agreement', 'records'] as const;
export type Passed = (typeof passable)[number];

/** A handover under way or done: who goes on, and what the mentee chose. */
export interface HandOver {
  readonly mentorship: MentorshipId;
  readonly mentee: PersonId;
  readonly from: PersonId;
  readonly to: PersonId;
  readonly state: 'asked' | 'chosen' | 'refused';
  readonly passed: readonly Passed[];
}

const key = (mentorship: string): string => `handover:${mentorship}`;

export async function handOverOf(rows: Pick<Rows, 'memory'>, mentorship: string): Promise<HandOver | undefined> {
  return ((await rows.memory.get(key(mentorship))) as HandOver | null | undefined) ?? undefined;
}

export const keepHandOver = (rows: Pick<Rows, 'memory'>, h: HandOver): Promise<void> =>
  rows.memory.put(key(h.mentorship), h);

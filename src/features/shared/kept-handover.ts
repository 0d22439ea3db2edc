import { z } from 'zod';
import { keptValue, listOf, mentorshipId, ofMentorship, personId } from '../../domain/kept.js';
import type { MentorshipId } from '../../kernel/ids.js';
import type { Rows } from '../../ports/store.js';

/** What a mentee may let the next mentor have; each is theirs to choose, and none is the default. */
export const passable = ['goals', 'agreement', 'records'] as const;
export type Passed = (typeof passable)[number];

/** A handover under way or done: who goes on, and what the mentee chose. */
export const keptHandOver = keptValue({
  name: 'handover',
  per: [ofMentorship],
  schema: z.object({
    mentorship: mentorshipId,
    mentee: personId,
    from: personId,
    to: personId,
    state: z.enum(['asked', 'chosen', 'refused']),
    passed: listOf(z.enum(passable)),
  }),
  erasure: {
    of: 'entries',
    // Who went on with whom stands in their mentorships too. What the mentee let somebody have is gone, and no longer
    // theirs to give.
    without: (h, erased) => (h.mentee === erased.id ? { ...h, passed: [] } : h),
  },
});
export type HandOver = NonNullable<ReturnType<(typeof keptHandOver)['read']>>;

export const handOverOf = (rows: Pick<Rows, 'kept'>, mentorship: MentorshipId): Promise<HandOver | undefined> =>
  rows.kept.get(keptHandOver, mentorship);

export const keepHandOver = (rows: Pick<Rows, 'kept'>, h: HandOver): Promise<void> =>
  rows.kept.put(keptHandOver, h.mentorship, h);

import { z } from 'zod';
import { keptValue, listOf, ofPerson, personId } from '../../domain/kept.js';
import { hasAccount, type Person } from '../../domain/programme.js';
import type { PersonId } from '../../kernel/ids.js';
import type { Rows } from '../../ports/store.js';

/**
 * What a mentee asks of the coordinator about their mentor (docs/field.md#asked-of-the-coordinator): that something is
 * so, never in words of their own. It stands on no chain of a mentorship, in no digest and in no record.
 */

const ask = z.object({
  id: z.string(),
  /** Their mentor did not come to a session, they would like another mentor, or object to what is kept or read. */
  what: z.enum(['absent', 'somebody-else', 'objects']),
  mentor: personId,
  /** The session's id, or the mentorship's. */
  about: z.string(),
  /** ms */
  at: z.number(),
  /** When a coordinator said that they have talked to them (ms). */
  doneAt: z.number().nullable(),
});
export type MenteeAsk = z.infer<typeof ask>;

/** A mentee's own, oldest first. */
export const menteeAsks = keptValue({
  name: 'mentee-asks',
  per: [ofPerson],
  schema: listOf(ask),
  erasure: {
    of: 'person',
    does: 'forget',
    without: (asks, erased) => asks.filter((a) => a.mentor !== erased.id),
  },
});

/** Who may read it: whoever coordinates and can be written to, but neither of the two. */
export const asksReaders = (
  people: Iterable<Person>,
  about: { readonly mentor: PersonId; readonly mentee: PersonId },
): readonly Person[] =>
  [...people].filter(
    (p) => p.roles.includes('coordinator') && hasAccount(p) && p.id !== about.mentor && p.id !== about.mentee,
  );

export interface OpenAsk extends MenteeAsk {
  readonly mentee: PersonId;
}

/** What waits for this coordinator, oldest first: nothing that is about themselves as a mentor. */
export async function openAsks(rows: Pick<Rows, 'kept'>, reader: Person): Promise<readonly OpenAsk[]> {
  return (await rows.kept.all(menteeAsks))
    .flatMap(({ per, value }) => value.map((a) => ({ ...a, mentee: per as PersonId })))
    .filter((a) => a.doneAt === null && asksReaders([reader], a).length > 0)
    .sort((a, b) => a.at - b.at);
}

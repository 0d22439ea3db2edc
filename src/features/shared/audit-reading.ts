import type { Mentorship } from '../../domain/mentorship.js';
import type { ReadName } from '../../kernel/names.js';
import type { ActorWork } from '../feature.js';

/**
 * Reading what is somebody else's is itself on record (docs/field.md#reading-is-noted): an entry on the chain of each
 * mentorship that was read, but for those the reader takes part in. *What is kept about me* tells both of them from it.
 */
export function auditReading(
  what: ReadName,
  mentorships: Iterable<Pick<Mentorship, 'id' | 'mentor' | 'mentee'>>,
  work: ActorWork,
  facts: Readonly<Record<string, number>> = {},
): void {
  for (const m of mentorships)
    if (work.actor.id !== m.mentor && work.actor.id !== m.mentee) work.audit(what, m.id, facts, m.id);
}

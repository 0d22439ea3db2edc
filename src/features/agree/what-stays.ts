import type { Mentorship } from '../../domain/mentorship.js';
import type { Person } from '../../domain/programme.js';
import type { PersonId } from '../../kernel/ids.js';

/** Which of the two was erased since; undefined where both are there, or have left with what they wrote. */
export const erasedOf = (
  m: Pick<Mentorship, 'mentor' | 'mentee'>,
  people: ReadonlyMap<PersonId, Person>,
): 'mentor' | 'mentee' | undefined => (people.has(m.mentee) ? (people.has(m.mentor) ? undefined : 'mentor') : 'mentee');

/** What is left of a mentorship that is over (docs/field.md#erasure): what was recorded, unless one of them was erased. */
export const staysInWords = (erased: 'mentor' | 'mentee' | undefined): string =>
  erased === 'mentee'
    ? 'The minutes of its sessions stay. What was written was erased with the mentee.'
    : erased === 'mentor'
      ? 'What the two share in stays. What the mentor wrote for themselves was erased.'
      : 'What was recorded stays.';

import { mannersOf, type Whom } from '../../domain/prompt-schedule.js';
import type { Work } from '../feature.js';

/** How each person of the programme may be told of things, as they have it set now. */
export async function reminderRecipients(work: Pick<Work, 'people' | 'programme'>): Promise<Whom> {
  const people = await work.people();
  return (id) => {
    const person = people.get(id);
    return person === undefined ? undefined : { zone: person.zone, manners: mannersOf(person, work.programme) };
  };
}

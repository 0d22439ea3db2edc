import { z } from 'zod';
import { emailsOf, fold, usersOf } from '../../domain/identity-match.js';
import { keptValue, ofName } from '../../domain/kept.js';
import type { Person } from '../../domain/programme.js';

/** Whether a file names this person: by their name, an address of theirs, or their account. */
function names(written: string, person: Person): boolean {
  const words = fold(written);
  return [fold(person.name), ...emailsOf(person), ...usersOf(person)].some((w) => w !== '' && words.includes(w));
}

/** What was sent to be imported, kept until it is applied, under the id of its link. */
export const importFile = keptValue({
  name: 'import',
  per: [ofName],
  schema: z.string(),
  goesWithLink: true,
  erasure: {
    of: 'entries',
    // Without a line of it the rest would be another file than the coordinator looked at: they send it anew.
    without: (written, erased) => (names(written, erased) ? undefined : written),
  },
});

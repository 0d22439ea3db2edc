import { z } from 'zod';
import { keptValue, ofMentorship, ofPerson } from '../../domain/kept.js';

/** Face `look-back-offer`, its buttons and the form `look-back`: a mentorship's id. */

/** What became of the one offer to look back on a mentorship. */
export const lookBackOffered = keptValue({
  name: 'look-back-offered',
  per: [ofPerson, ofMentorship],
  schema: z.enum(['offered', 'no-thanks']),
  erasure: { of: 'person', does: 'forget' },
});

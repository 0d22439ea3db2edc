import { z } from 'zod';
import { keptValue, ofPerson } from './kept.js';

/**
 * Which zone, other than their own, somebody's chat was last seen to say: `ZONE` while they are asked about it, `ZONE
 * answered` once they have said whether it is theirs.
 */
export const zoneAsked = keptValue({
  name: 'zone-asked',
  per: [ofPerson],
  schema: z.string(),
  erasure: { of: 'person', does: 'forget' },
});

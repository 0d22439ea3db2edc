import { z } from 'zod';
import { keptValue, listOf } from './kept.js';

/** Which keys the program has signed with, and the newest head: sealed, so that a head under another key is none of ours. */
export const signingKept = keptValue({
  name: 'signing',
  schema: z.object({
    keys: listOf(z.string()),
    newest: z.object({ seq: z.number(), hash: z.string() }).nullable(),
  }),
  erasure: { of: 'nobody', because: 'Fingerprints of keys, and a hash.' },
});

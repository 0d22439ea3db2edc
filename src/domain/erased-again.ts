import { z } from 'zod';
import { keptValue, listOf, personId } from './kept.js';

/**
 * Whoever was erased again as the data was opened, for it was older than their erasure: what lives of theirs has to be ended
 * still, as their erasure ended it. Written with that erasure in one go, and taken away with that ending in one go.
 */
export const erasedAgain = keptValue({
  name: 'erased-again',
  /** `at`: when they were erased first (ms). */
  schema: listOf(z.object({ person: personId, at: z.number() })),
  erasure: { of: 'nobody', because: 'Whoever is in it is erased already, and it goes as the program starts.' },
});

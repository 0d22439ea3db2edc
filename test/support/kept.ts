import { z } from 'zod';
import { keptValue, ofName } from '../../src/domain/kept.js';

/** Something kept under any name, for tests of the store that are about no value in particular. */
export const anything = keptValue({
  name: 'test',
  per: [ofName],
  schema: z.unknown(),
  erasure: { of: 'nobody', because: 'It is a test’s own.' },
});

import { day } from '../kernel/clock.js';

/**
 * A message that says no other time of its own waits for its platform so long (ms). It is drawn as things stand when it
 * goes, so that it is true however late it comes; after a fortnight whoever waits for it is better told that it did not.
 */
export const waitsAtMost = 14 * day;

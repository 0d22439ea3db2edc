import { leaseClock } from '../../../src/kernel/clock.js';
import type { DataStep } from './step.js';

/**
 * Step 5 (0.7.0): puts beside each programme that there is when it began to name readers from outside before the first
 * question. What was asked before then was asked without that clause, and goes into no pack. A programme that is made
 * later names them from its beginning, and has nothing in that column.
 */
export function outsideNamed(now: () => number = leaseClock.now): DataStep {
  return {
    number: 5,
    name: 'outside-named',
    async batch({ db }) {
      await db.sql.run`UPDATE "Programme" SET "outsideNamedAt" = ${now()} WHERE "outsideNamedAt" IS NULL`;
      return undefined;
    },
  };
}

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { minute } from '../../../src/kernel/clock.js';
import { waits } from '../../../src/runtime/outbound/waits.js';

/** How long a message waits before its next try: a moment is made of it, which a database keeps as whole milliseconds. */

test('whatever its age, its tries and chance, it waits a whole number of milliseconds, within bounds', () => {
  const age = fc.integer({ min: 0, max: 40 * 24 * 60 * minute });
  const asked = fc.option(fc.integer({ min: 0, max: 10 * minute }), { nil: undefined });
  fc.assert(
    fc.property(age, asked, fc.nat(40), fc.nat(255), (age, asked, attempts, chance) => {
      const pauses = waits({ bytes: () => new Uint8Array([chance]) });
      const [after, surely] = [pauses.counted(attempts), pauses.uncounted(age, asked)];
      expect([after, surely].filter((ms) => !Number.isSafeInteger(ms))).toEqual([]);
      expect(after).toBeGreaterThanOrEqual(1_000);
      expect(after).toBeLessThanOrEqual(15 * minute);
      expect(surely).toBeGreaterThanOrEqual(Math.max(1_000, asked ?? 0));
      expect(surely).toBeLessThanOrEqual(Math.max(minute, asked ?? 0));
    }),
  );
});

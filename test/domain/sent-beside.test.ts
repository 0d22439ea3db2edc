import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dayFor, type SentBeside } from '../../src/domain/sent-beside.js';
import { hour } from '../../src/kernel/clock.js';
import { local } from '../../src/kernel/zoned.js';

const zone = 'Europe/London';
const start = Date.parse('2026-11-23T09:00:00Z');

test('whatever comes, and whenever it is tried again: one message a day beside, and none after what somebody did', () => {
  const message = fc.record({
    face: fc.constantFrom('a', 'b'),
    subject: fc.constantFrom('1', '2', '3'),
    comes: fc.constantFrom('beside' as const, 'from-somebody' as const),
    after: fc.integer({ min: 0, max: 9 }),
  });
  fc.assert(
    fc.property(fc.array(message, { maxLength: 20 }), (messages) => {
      let now = start;
      let kept: SentBeside | undefined;
      const went: { readonly date: string; readonly comes: string; readonly key: string }[] = [];
      for (const m of messages) {
        now += m.after * hour;
        const day = dayFor(kept, m, now, zone);
        if ('waitsUntil' in day) {
          expect(day.waitsUntil).toBeGreaterThan(now);
          // The next day it may, unless something took that day before.
          expect(dayFor(kept, m, day.waitsUntil, zone)).toHaveProperty('taken');
          continue;
        }
        kept = day.taken ?? kept;
        const { date } = local(now, zone);
        const key = `${m.face}|${m.subject}`;
        // The same message once more is a try again: it is no second.
        if (!went.some((w) => w.date === date && w.key === key)) went.push({ date, comes: m.comes, key });
      }
      for (const [i, one] of went.entries()) {
        const before = went.slice(0, i).filter((w) => w.date === one.date);
        if (one.comes === 'beside') expect(before).toEqual([]);
      }
    }),
  );
});

test('a day that was asked for is whoever asked for it, until somebody else does something', () => {
  const asked = { date: '2026-11-23', face: 'a' };
  const mine = { face: 'a', subject: '1', comes: 'beside' } as const;
  expect(dayFor(asked, mine, start, zone)).toEqual({ taken: { ...asked, subject: '1' } });
  expect(dayFor(asked, { ...mine, face: 'b' }, start, zone)).toEqual({
    waitsUntil: Date.parse('2026-11-24T00:00:00Z'),
  });
  const theirs = { face: 'c', subject: '9', comes: 'from-somebody' } as const;
  const after = dayFor(asked, theirs, start, zone);
  expect(after).toEqual({ taken: { date: '2026-11-23', face: 'c', subject: '9' } });
  expect(dayFor('taken' in after ? after.taken : undefined, mine, start, zone)).toHaveProperty('waitsUntil');
});

import { describe, expect, test } from 'vitest';
import { whenInWords } from '../../../src/features/plan-session/faces.js';

describe('a reminder says how long it is until then, whenever it comes', () => {
  test.each([
    ['2026-11-26T15:00Z', '2026-11-24T15:00Z', 'in 2 days'],
    ['2026-11-26T15:00Z', '2026-11-25T08:00Z', 'tomorrow'],
    ['2026-11-26T15:00Z', '2026-11-26T08:00Z', 'today'],
    ['2026-11-26T15:00Z', '2026-11-26T13:00Z', 'in about two hours'],
    // Two hours before half past midnight is the day before.
    ['2026-11-26T00:30Z', '2026-11-25T22:30Z', 'in about two hours'],
    ['2026-11-26T15:00Z', '2026-11-26T14:00Z', 'in about an hour'],
    ['2026-11-26T15:00Z', '2026-11-26T14:30:40Z', 'in 30 minutes'],
    ['2026-11-26T15:00Z', '2026-11-26T14:45:00Z', 'in 15 minutes'],
    ['2026-11-26T15:00Z', '2026-11-26T14:57:00Z', 'in a few minutes'],
    // Quiet hours put it off: what it says is as it is then.
    ['2026-11-26T08:40Z', '2026-11-26T08:00Z', 'in 40 minutes'],
  ])('for %s, at %s: %s', (startsAt, now, words) => {
    expect(whenInWords(Date.parse(startsAt), Date.parse(now), 'Europe/London')).toBe(words);
  });
});

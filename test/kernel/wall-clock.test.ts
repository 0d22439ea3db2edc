import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { local, place } from '../../src/kernel/zoned.js';

const zones = ['Europe/London', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'UTC'];

test('what a wall clock shows is what Temporal says, however often and in whatever order it is asked', () => {
  const changes = zones.flatMap((zone) => {
    const found: number[] = [];
    let at = Temporal.Instant.from('2025-01-01T00:00:00Z').toZonedDateTimeISO(zone);
    for (let i = 0; i < 6; i += 1) {
      const next = at.getTimeZoneTransition('next');
      if (next === null) break;
      found.push(next.epochMilliseconds);
      at = next;
    }
    return found;
  });
  const near = fc.tuple(fc.constantFrom(...changes), fc.integer({ min: -7_200_000, max: 7_200_000 }));
  const moment = fc.oneof(
    near.map(([at, by]) => at + by),
    fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2040, 0) }),
  );
  fc.assert(
    fc.property(moment, fc.constantFrom(...zones), (at, zone) => {
      const z = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
      const said = {
        date: z.toPlainDate().toString(),
        time: z.toPlainTime().toString().slice(0, 5),
        weekday: z.dayOfWeek,
      };
      expect(local(at, zone)).toEqual(said);
      expect(local(at, zone)).toEqual(said);
    }),
    { numRuns: 400 },
  );
});

test('a time that happens twice or never does so the second time it is asked for as well', () => {
  for (let i = 0; i < 2; i += 1) {
    expect(place('2026-10-25', '01:30', 'Europe/London').kind).toBe('twice');
    expect(place('2027-03-28', '01:30', 'Europe/London').kind).toBe('never');
    expect(place('2027-03-28', '01:30', 'UTC').kind).toBe('once');
  }
  expect(() => place('2026-02-30', '10:00', 'UTC')).toThrow(RangeError);
});

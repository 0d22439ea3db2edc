import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { halfOf, isGone, meantOf, sharingOf } from '../../src/domain/meant.js';
import type { Agreement } from '../../src/domain/mentorship.js';
import { addMonths, local } from '../../src/kernel/zoned.js';

/** How much is meant, and until when (docs/field.md#minutes-meant). */

const zones = ['Europe/London', 'America/New_York', 'Pacific/Auckland', 'Pacific/Apia', 'Asia/Kathmandu', 'UTC'];
const anyMoment = fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2036, 11, 31) });
const anyZone = fc.constantFrom(...zones);
const signed = (body: Partial<Agreement['body']>): Pick<Agreement, 'body'> => ({ body: body as Agreement['body'] });
const begun = (at: number) => ({ agreedAt: at, createdAt: at - 1 });

describe('what is meant', () => {
  it('is gone only where nothing that both signed is left', () => {
    const erased = { purpose: '', duration: '' };
    expect(isGone(signed(erased))).toBe(true);
    expect(isGone(signed({ ...erased, purpose: 'x' }))).toBe(false);
    expect(isGone(signed({ ...erased, minutes: 60 }))).toBe(false);
    expect(isGone(undefined)).toBe(false);
  });

  it.each([
    ['2024-02-29', 12, '2025-02-28'],
    ['2023-11-30', 3, '2024-02-29'],
    ['2026-11-30', 3, '2027-02-28'],
    ['2026-08-31', 1, '2026-09-30'],
    ['2026-12-31', 3, '2027-03-31'],
    ['2028-02-29', 48, '2032-02-29'],
  ])('%s and %i months is %s', (date, months, then) => expect(addMonths(date, months)).toBe(then));

  it('months later is that month, and the same day or the last there is', () => {
    fc.assert(
      fc.property(anyMoment, fc.integer({ min: 0, max: 60 }), (at, months) => {
        const date = local(at, 'UTC').date;
        const [y = 0, m = 0, d = 0] = date.split('-').map(Number);
        const [ly = 0, lm = 0, ld = 0] = addMonths(date, months).split('-').map(Number);
        expect(ly * 12 + lm).toBe(y * 12 + m + months);
        expect(ld).toBe(Math.min(d, new Date(Date.UTC(ly, lm, 0)).getUTCDate()));
      }),
    );
  });

  it('until it is signed, three months of its own days and an equal share; all shares reach the target', () => {
    fc.assert(
      fc.property(
        anyMoment,
        anyZone,
        fc.integer({ min: 1, max: 3_000 }),
        fc.integer({ min: 0, max: 12 }),
        (at, zone, targetMinutes, sharing) => {
          const meant = meantOf(begun(at), undefined, { targetMinutes }, sharing, zone);
          expect(meant.signed).toEqual({ minutes: false, until: false });
          expect(meant.from).toBe(at);
          expect(meant.lastDay).toBe(addMonths(local(at, zone).date, 3));
          // The end of that day, whatever the clocks did between the two.
          expect(local(meant.until, zone)).toMatchObject({ date: meant.lastDay, time: '23:59' });
          const mentorships = Math.max(1, sharing);
          expect(meant.minutes * mentorships).toBeGreaterThanOrEqual(targetMinutes);
          expect((meant.minutes - 1) * mentorships).toBeLessThan(targetMinutes);
        },
      ),
    );
  });

  it('as both signed it, whatever the target is; never over before it began', () => {
    fc.assert(
      fc.property(anyMoment, anyMoment, anyZone, fc.integer({ min: 15, max: 6_000 }), (at, end, zone, minutes) => {
        const until = local(end, zone).date;
        const meant = meantOf(begun(at), signed({ until, minutes }), { targetMinutes: 360 }, 3, zone);
        expect(meant).toMatchObject({ minutes, lastDay: until, signed: { minutes: true, until: true } });
        expect(meant.until).toBeGreaterThanOrEqual(meant.from);
        const half = halfOf(meant);
        expect(half.minutes * 2).toBe(minutes);
        expect(half.at).toBeGreaterThanOrEqual(meant.from);
        expect(half.at).toBeLessThanOrEqual(meant.until);
        // A database keeps no half of a millisecond.
        expect(Number.isInteger(half.at)).toBe(true);
      }),
    );
  });

  it('an agreement of before 0.6.0 says neither; without a target each has six hours', () => {
    const meant = meantOf(begun(0), signed({ purpose: 'x' }), { targetMinutes: 0 }, 4, 'UTC');
    expect(meant).toMatchObject({ minutes: 360, lastDay: '1970-04-01', signed: { minutes: false, until: false } });
  });

  it('who shares a target: what goes on, and what came about and ended', () => {
    const of = (state: 'proposed' | 'active' | 'paused' | 'ended' | 'declined', agreedAt: number | null = 1) => ({
      state,
      agreedAt,
    });
    // One that is proposed shares nothing yet: its mentee may say no, and nobody is to tell that from nothing.
    expect(sharingOf([of('proposed', null), of('active'), of('paused'), of('ended')])).toBe(3);
    expect(sharingOf([of('declined', null), of('ended', null)])).toBe(0);
  });
});

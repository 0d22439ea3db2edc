import { describe, expect, test } from 'vitest';
import { canCheck, checkReaders, isLowCheck, levelOf, mentorReadsCheck } from '../../src/domain/check-in.js';
import type { Manners } from '../../src/domain/programme.js';
import type { Session } from '../../src/domain/session.js';
import { hour, minute } from '../../src/kernel/clock.js';

const start = Date.parse('2026-11-24T15:00:00Z');
const at = (change: Partial<Session>): Session =>
  ({ startsAt: start, minutes: 45, state: 'planned', startedAt: null, endedAt: null, ...change }) as Session;

describe('when somebody can say how they arrive, or how they leave', () => {
  test.each<[string, Session, number, arrive: boolean, leave: boolean]>([
    ['a day before', at({}), start - 24 * hour, false, false],
    ['with a reminder two hours before', at({}), start - 2 * hour, true, false],
    ['as it begins', at({}), start, true, false],
    ['while it is on', at({ state: 'running', startedAt: start }), start + 30 * minute, true, false],
    ['when its time is over, though nobody ended it', at({}), start + 45 * minute, false, false],
    ['once it has ended', at({ state: 'ended', endedAt: start + 45 * minute }), start + 46 * minute, false, true],
    ['four days later', at({ state: 'ended', endedAt: start + 45 * minute }), start + 97 * hour, false, false],
    ['of one that was cancelled', at({ state: 'cancelled' }), start, false, false],
    ['of one that did not happen', at({ state: 'not-held' }), start + hour, false, false],
  ])('%s', (_, s, now, arrive, leave) => {
    expect([canCheck(s, 'in', now), canCheck(s, 'out', now)]).toEqual([arrive, leave]);
  });
});

test.each<[Manners, 'me' | 'mentor' | undefined]>([
  [{}, undefined],
  [{ checkIn: 'off' }, undefined],
  [{ checkIn: 'me' }, 'me'],
  [{ checkIn: 'mentor' }, 'mentor'],
])('with %j it is read by %s', (manners, readers) => {
  expect(checkReaders(manners)).toBe(readers);
});

/** What was given privately stays so; what was shared is taken back by whoever stops sharing. */
test.each<[shared: boolean, Manners['checkIn'], mentorReads: boolean]>([
  [true, 'mentor', true],
  [true, 'me', false],
  [true, 'off', false],
  [true, undefined, false],
  [false, 'mentor', false],
  [false, 'me', false],
])('given with sharing %s, set to %s since: the mentor reads it: %s', (shared, checkIn, reads) => {
  expect(mentorReadsCheck({ shared }, checkIn === undefined ? {} : { checkIn })).toBe(reads);
});

test('1 and 2 are low, and nothing but 1 to 5 is a level', () => {
  expect([1, 2, 3, 4, 5].map((n) => isLowCheck(n as 1))).toEqual([true, true, false, false, false]);
  for (const typed of ['0', '6', '', '-1', '1.5', '11', ' 3', 'three']) expect(levelOf(typed)).toBeUndefined();
  expect(levelOf('3')).toBe(3);
});

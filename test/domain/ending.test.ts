import { describe, expect, test } from 'vitest';
import { type Ending, promptsAtRest, type SessionFate, sessionFate } from '../../src/domain/ending.js';
import type { SessionState } from '../../src/domain/session.js';
import { minute } from '../../src/kernel/clock.js';
import type { MentorshipId, PersonId } from '../../src/kernel/ids.js';

const startsAt = Date.parse('2026-11-24T15:00Z');
const moments = { before: startsAt - minute, at: startsAt, after: startsAt + 10 * minute } as const;
const mine = 'mine' as MentorshipId;
const others = 'others' as MentorshipId;

/** How it can end, and who leaves by it. Who pressed *End mentorship* makes no difference: it is one column. */
const columns = ['ended', 'handed-over', 'mentor-erased', 'mentee-erased'] as const satisfies readonly Ending[];
const [off, without, record, over] = ['called-off', 'without-mentee', 'to-its-record', 'over'] as const;

type Row = readonly [SessionState, keyof typeof moments, 'alone' | 'group', readonly SessionFate[]];
const table: readonly Row[] = [
  //                              ended    handed over  mentor erased  mentee erased
  ['planned', 'before', 'alone', [off, off, off, off]],
  ['planned', 'before', 'group', [without, without, off, without]],
  ['planned', 'at', 'alone', [record, record, off, off]],
  ['planned', 'at', 'group', [record, record, off, record]],
  ['planned', 'after', 'alone', [record, record, off, off]],
  ['planned', 'after', 'group', [record, record, off, record]],
  // Started before its time: it has begun all the same.
  ['running', 'before', 'alone', [record, record, off, off]],
  ['running', 'before', 'group', [record, record, off, record]],
  ['running', 'at', 'alone', [record, record, off, off]],
  ['running', 'at', 'group', [record, record, off, record]],
  ['running', 'after', 'alone', [record, record, off, off]],
  ['running', 'after', 'group', [record, record, off, record]],
  ...(['ended', 'cancelled', 'not-held'] as const).flatMap((state) =>
    (['before', 'at', 'after'] as const).flatMap((when) =>
      (['alone', 'group'] as const).map((size): Row => [state, when, size, [over, over, over, over]]),
    ),
  ),
];

describe('what becomes of a session whose mentorship ends', () => {
  test('the table asks about everything', () => {
    expect(new Set(table.map(([state, when, size]) => `${state} ${when} ${size}`)).size).toBe(5 * 3 * 2);
  });

  test.each(table)('%s, %s its time, %s', (state, when, size, fates) => {
    const attendees = (size === 'alone' ? [mine] : [mine, others]).map((mentorship) => ({ mentorship }));
    const found = columns.map((how) => sessionFate({ state, startsAt, attendees }, { id: mine, how }, moments[when]));
    expect(found).toEqual(fates);
  });
});

describe('what is said no more of it', () => {
  const leo = 'leo' as PersonId;
  const own = { parts: ['ahead'], of: leo };
  const ownToo = { parts: ['ahead', 'after'], of: leo };
  const [reminders, allOfIt, record] = [['ahead'], ['ahead', 'beginning', 'end'], ['ahead', 'record']];

  test.each([
    // While others of its group go on, this mentee's own prompts alone.
    ['planned', 'before', true, [own]],
    ['running', 'after', true, [own]],
    ['ended', 'after', true, [ownToo]],
    // Otherwise all of it; but what has begun comes to its end.
    ['planned', 'before', false, [own, { parts: allOfIt }]],
    ['planned', 'at', false, [own, { parts: reminders }]],
    ['planned', 'after', false, [own, { parts: reminders }]],
    ['running', 'before', false, [own, { parts: reminders }]],
    ['running', 'after', false, [own, { parts: reminders }]],
    ['ended', 'after', false, [ownToo, { parts: record }]],
  ] as const)('%s, %s its time, others go on: %s', (state, when, othersGoOn, stopped) => {
    expect(promptsAtRest({ state, startsAt }, leo, othersGoOn, moments[when])).toEqual(stopped);
  });
});

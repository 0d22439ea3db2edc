import { describe, expect, test } from 'vitest';
import type { RecordBody, RecordVersion } from '../../src/domain/record.js';
import { chosen, passagesOf, type Release, releasedOf, releaseStanding } from '../../src/domain/release.js';
import type { PlanVersion } from '../../src/domain/session.js';
import { day } from '../../src/kernel/clock.js';

/** Words for outside (docs/field.md#released-words). */

const offered = {
  offeredAt: 0,
  answeredAt: null,
  leftOut: [],
  releasedAt: null,
  heldBack: [],
  recordVersion: 1,
  planVersion: 1,
} as unknown as Release;

describe('where it stands', () => {
  test.each([
    ['offered', {}, 7 * day - 1],
    ['silent', {}, 7 * day],
    ['answered', { answeredAt: 1 }, 99 * day],
    ['left-out', { answeredAt: 1, leftOut: 'all' }, 2],
    ['released', { answeredAt: 1, releasedAt: 2 }, 3],
    // Let go before, and taken out since.
    ['left-out', { answeredAt: 3, leftOut: 'all', releasedAt: 2 }, 4],
    // Whoever did not answer, but for whom somebody let it go: never shown.
    ['offered', { releasedAt: 2 }, 3],
  ] as const)('%s', (standing, change, now) => {
    expect(releaseStanding({ ...offered, ...change } as Release, now)).toBe(standing);
  });
});

const record = (body: Partial<RecordBody>): RecordVersion =>
  ({
    session: 's1',
    version: 2,
    body: {
      attended: [],
      startedAt: 0,
      minutes: 5,
      outcomes: [],
      skills: [],
      happened: '',
      actions: [],
      support: [],
      guidance: [],
      change: '',
      nextFocus: '',
      restorative: null,
      checkIn: 'sad',
      checkOut: 'calm',
      ...body,
    },
  }) as unknown as RecordVersion;
const plan = {
  version: 3,
  title: 'Phone calls',
  body: {
    objectives: [{ key: 'o1', what: 'Ring', measure: 'One call' }],
    activities: [],
    resources: ' ',
    resourcesWhy: '',
    support: [],
    strategies: 'A break',
    guidance: [],
    goals: [],
  },
} as unknown as PlanVersion;

test('every passage has its version and its name; what is empty, and how somebody felt, is none', () => {
  const all = passagesOf(plan, record({ happened: 'We rang.', change: 'Wait longer.' }));
  expect(all.map((p) => [p.part, p.citation, p.menteeReads, p.tender])).toEqual([
    ['plan/title', 'plan:s1@3/title', true, false],
    ['plan/objectives/o1', 'plan:s1@3/objectives/o1', true, false],
    ['plan/support', 'plan:s1@3/support', true, true],
    ['record/happened', 'record:s1@2/happened', true, false],
    ['record/change', 'record:s1@2/change', false, false],
  ]);
  expect(JSON.stringify(all)).not.toContain('sad');
  expect(passagesOf(undefined, record({}))).toEqual([]);
});

test('only what was let go is shown, without what either of them leaves out', () => {
  const all = passagesOf(plan, record({ happened: 'We rang.', change: 'Wait longer.' }));
  const parts = (r: Release | undefined, now = 9): readonly string[] => releasedOf(r, all, now).map((p) => p.part);
  expect(parts(undefined)).toEqual([]);
  expect(parts(offered)).toEqual([]);
  const answered = chosen(offered, ['plan/support'], 5);
  expect(parts(answered)).toEqual([]);
  const let_go: Release = { ...answered, releasedAt: 6, heldBack: ['plan/title'] };
  expect(parts(let_go)).toEqual(['plan/objectives/o1', 'record/happened', 'record/change']);
  expect(parts(chosen(let_go, 'all', 7))).toEqual([]);
  expect(parts(chosen(let_go, ['record/happened', 'plan/support'], 7))).toEqual([
    'plan/objectives/o1',
    'record/change',
  ]);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LeadAlert } from '../../src/domain/lead-alert.js';
import type { Person } from '../../src/domain/programme.js';
import { concernsOver, concernsOverBefore, dueOf, usualMonths } from '../../src/domain/retention.js';
import { holdLookedAt, rightsBy } from '../../src/domain/rights.js';
import type { PersonId } from '../../src/kernel/ids.js';

/** docs/field.md#retention: who is asked about, and who never. */

const at = (iso: string): number => Date.parse(`${iso}T12:00:00Z`);
const id = (name: string): PersonId => name as PersonId;
const person = (name: string, change: Partial<Person> = {}): Person =>
  ({ id: id(name), name, roles: [], erasedAt: null, ...change }) as Person;
const m = (mentor: string, mentee: string, endedAt: string | null) => ({
  mentor: id(mentor),
  mentee: id(mentee),
  state: endedAt === null ? ('active' as const) : ('ended' as const),
  endedAt: endedAt === null ? null : at(endedAt),
});
const base = {
  people: [
    person('leo', { roles: ['mentee'] }),
    person('maya', { roles: ['mentor'] }),
    person('ada'),
    person('priya', { roles: ['coordinator'] }),
  ],
  mentorships: [m('maya', 'leo', '2023-01-31')],
  allocations: [{ person: id('ada'), until: at('2023-01-31') }],
  held: new Set<PersonId>(),
  longer: new Map<PersonId, number>(),
  months: { learner: 36, decisions: 36 },
  zone: 'UTC',
  now: at('2026-01-31'),
};
const due = (change: Partial<Parameters<typeof dueOf>[0]> = {}): string[] =>
  dueOf({ ...base, ...change }).map((d) => `${d.person} ${d.of}`);

test.each([
  ['the day has come', {}, ['leo learner', 'maya decisions', 'ada decisions']],
  ['it has not', { now: at('2026-01-30') }, []],
  ['months differ by class', { months: { learner: 48, decisions: 12 } }, ['maya decisions', 'ada decisions']],
  [
    'another mentorship goes on',
    { mentorships: [...base.mentorships, m('maya', 'sam', null)] },
    ['leo learner', 'ada decisions'],
  ],
  ['another ended later', { mentorships: [...base.mentorships, m('maya', 'leo', '2024-06-01')] }, ['ada decisions']],
  ['they are on hold', { held: new Set([id('leo')]) }, ['maya decisions', 'ada decisions']],
  ['they are kept longer', { longer: new Map([[id('leo'), at('2026-06-01')]]) }, ['maya decisions', 'ada decisions']],
  [
    'that is over too',
    { longer: new Map([[id('leo'), at('2026-01-31')]]) },
    ['leo learner', 'maya decisions', 'ada decisions'],
  ],
  [
    'no end is set to what they read',
    { allocations: [{ person: id('ada'), until: null }] },
    ['leo learner', 'maya decisions'],
  ],
] as const)('%s', (_what, change, expected) => {
  expect(due(change as never)).toEqual(expected);
});

test('whoever coordinates, or had part in nothing, is never asked about, whatever the day', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 200 }), (years) => {
      const named = due({ now: at('2026-01-31') + years * 31_557_600_000, people: [...base.people, person('new')] });
      expect(named.join()).not.toMatch(/priya|new/);
    }),
  );
});

test('a month from the last of a month is the last of the next; a hold is looked at after half a year', () => {
  expect(new Date(rightsBy(at('2026-01-31'), 'UTC')).toISOString()).toBe('2026-02-28T12:00:00.000Z');
  expect(new Date(holdLookedAt(at('2026-08-31'), 'UTC')).toISOString()).toBe('2027-02-28T12:00:00.000Z');
});

test('that a concern was passed on is over after its months, and never while whoever it names is on hold', () => {
  const alert = (by: string, day: string, more: object = {}): LeadAlert =>
    ({
      id: `a-${by}`,
      by: id(by),
      at: at(day),
      lead: id('dana'),
      deputy: null,
      acknowledgedBy: null,
      ...more,
    }) as never;
  const alerts = [alert('maya', '2016-01-31'), alert('ada', '2016-02-01', { acknowledgedBy: id('omar') })];
  const over = (change: object = {}): string[] =>
    concernsOver(alerts, {
      held: new Set<PersonId>(),
      longer: undefined,
      months: usualMonths.concerns,
      zone: 'UTC',
      now: at('2026-02-01'),
      ...change,
    }).map((a) => a.by ?? 'nobody');
  expect(over()).toEqual(['maya', 'ada']);
  expect(over({ now: at('2026-01-31') })).toEqual(['maya']);
  expect(over({ now: at('2026-01-30') })).toEqual([]);
  for (const [held, left] of [
    ['maya', ['ada']],
    ['omar', ['maya']],
    ['dana', []],
  ] as const)
    expect(over({ held: new Set([id(held)]) }), `${held} on hold`).toEqual(left);
  expect(over({ longer: at('2026-06-01') })).toEqual([]);
  expect(over({ longer: at('2026-02-01') })).toEqual(['maya', 'ada']);
  // What is looked for in the rows holds all that can be over.
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 9000 }), fc.integer({ min: 12, max: 900 }), (days, months) => {
      const now = at('2090-03-01') + days * 86_400_000;
      const edge = concernsOverBefore(now, months);
      const one = { ...alert('maya', '2016-01-31'), at: edge };
      expect(concernsOver([one], { held: new Set(), longer: undefined, months, zone: 'Europe/London', now })).toEqual(
        [],
      );
    }),
  );
});

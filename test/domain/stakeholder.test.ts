import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  givenName,
  mayBeAsked,
  mentorMayPropose,
  proposedAnew,
  type StakeholderAsk,
  whyNoStakeholder,
  withWord,
} from '../../src/domain/stakeholder.js';
import type { PersonId } from '../../src/kernel/ids.js';

/** Who may be asked beside a mentorship, and by whose word (docs/field.md#stakeholders). */

const [mentor, mentee, sam] = ['maya', 'leo', 'sam'] as readonly string[] as [PersonId, PersonId, PersonId];
const ask = { id: 'k', person: sam, word: 'asked', wordAt: null, endedAt: null } as unknown as StakeholderAsk;

test.each([
  ['nobody', undefined, 'nobody'],
  ['somebody erased', { id: sam, erasedAt: 1, roles: [] }, 'erased'],
  ['the mentee', { id: mentee, erasedAt: null, roles: ['mentee'] }, 'mentee'],
  ['the mentor', { id: mentor, erasedAt: null, roles: ['mentor'] }, 'mentor'],
  ['another mentee', { id: sam, erasedAt: null, roles: ['mentor', 'mentee'] }, 'mentored'],
  ['a line manager', { id: sam, erasedAt: null, roles: ['stakeholder'] }, undefined],
  ['somebody without a role', { id: sam, erasedAt: null, roles: [] }, undefined],
] as const)('%s', (_who, person, why) => {
  expect(whyNoStakeholder(person, { mentor, mentee })).toBe(why);
});

test('nobody is asked but by a yes that stands, whatever was said before', () => {
  const said = fc.array(fc.constantFrom('yes', 'no', 'end', 'anew'), { maxLength: 8 });
  fc.assert(
    fc.property(said, (all) => {
      const after = all.reduce<StakeholderAsk>(
        (a, one, at) =>
          one === 'end' ? { ...a, endedAt: at } : one === 'anew' ? proposedAnew(a) : withWord(a, one, at),
        ask,
      );
      const word = all.findLast((one) => one === 'yes' || one === 'no');
      const ended = all.findLast((one) => one === 'end' || one === 'anew') === 'end';
      expect(mayBeAsked(after)).toBe(word === 'yes' && !ended);
    }),
  );
});

test('a mentor proposes only for whom it is noted; what is not noted is no', () => {
  expect([mentorMayPropose({ adult: true }), mentorMayPropose({}), mentorMayPropose(undefined)]).toEqual([
    true,
    false,
    false,
  ]);
});

test('of a name its first word is said', () => {
  expect(['Leo Brandt', ' Leo', 'Nguyễn Thị Minh', ''].map(givenName)).toEqual(['Leo', 'Leo', 'Nguyễn', '']);
});

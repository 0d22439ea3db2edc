import { expect, test } from 'vitest';
import {
  everybodysFeedback,
  feedbackRead,
  feedbackSpans,
  hoursSpans,
  marksOf,
  type ReadAs,
} from '../../src/domain/programme-reading.js';
import type { MentorshipId, PersonId } from '../../src/kernel/ids.js';

const id = (n: number): MentorshipId => `m${n}` as MentorshipId;
const pair = (n: number, agreedAt: number | null = 0) => ({
  id: id(n),
  mentor: `mentor${n}` as PersonId,
  mentee: `mentee${n}` as PersonId,
  agreedAt,
});
const sightOf = (...ids: readonly number[]): ReadonlySet<MentorshipId> => new Set(ids.map(id));

test.each<[string, readonly number[] | undefined, readonly number[], string]>([
  ['the first says all of it', undefined, [1, 2], 'all/coordinator:=,+m1,+m2,'],
  ['the first with nothing to see', undefined, [], 'all/coordinator:=,'],
  ['the same again says nothing more', [1, 2], [2, 1], 'all/coordinator'],
  ['one more', [1], [1, 2], 'all/coordinator:+m2,'],
  ['one less', [1, 2], [2], 'all/coordinator:-m1,'],
  ['one for another', [1], [2], 'all/coordinator:+m2,-m1,'],
])('the subject of an entry: %s', (_, before, now, subject) => {
  expect(feedbackRead('coordinator', before?.map(id), sightOf(...now))).toBe(subject);
});

/** A fixed row of numbers that look like chance (Numerical Recipes' generator). */
function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

test('whatever came into sight and went, each entry is about those that were in sight as it was made, and no others', () => {
  const next = chance(7);
  for (let round = 0; round < 60; round += 1) {
    const kept: { [As in ReadAs]?: ReadonlySet<MentorshipId> | undefined } = {};
    const entries: { seq: number; subject: string; as: ReadAs; sight: ReadonlySet<MentorshipId> }[] = [];
    for (let seq = 1; seq <= 40; seq += 1) {
      const as: ReadAs = next(2) === 0 ? 'coordinator' : 'mentor';
      // Once in a while nobody knows any more what was in sight before.
      const before = next(10) === 0 ? undefined : kept[as];
      const sight = next(3) === 0 ? (kept[as] ?? sightOf()) : sightOf(...[1, 2, 3, 4, 12].filter(() => next(2) === 0));
      entries.push({ seq, subject: feedbackRead(as, before, sight), as, sight });
      kept[as] = sight;
    }
    for (const mine of [[1], [2, 12], [99]]) {
      const pairs = mine.map((n) => pair(n));
      const marks = marksOf(pairs.map((p) => p.id));
      const spans = feedbackSpans(
        pairs,
        entries.filter((e) => marks.some((mark) => e.subject.includes(mark))),
        pairs[0]?.mentee as PersonId,
      );
      for (const e of entries) {
        const told = spans.filter(
          (s) => s.subject === everybodysFeedback(e.as) && (s.from ?? 0) <= e.seq && e.seq < (s.until ?? 1_000),
        );
        expect(told.length, `${round}: ${e.seq}`).toBe(pairs.filter((p) => e.sight.has(p.id)).length);
      }
    }
  }
});

test('a mentor is told of every look of a coordinator, whatever there was to see', () => {
  const entries = [{ seq: 3, subject: feedbackRead('coordinator', undefined, sightOf(1)) }];
  const spans = (with1: typeof entries) => feedbackSpans([pair(1, 5)], with1, 'mentor1' as PersonId);
  expect(spans(entries)).toEqual(spans([]));
  expect(spans([])).toMatchObject([{ subject: 'all/coordinator', at: 5 }]);
});

test('hours count from the day of the agreement on, and not for its two', () => {
  expect(hoursSpans([pair(1, 5), pair(2, null)])).toEqual([
    { what: 'hours.read', subject: 'all', at: 5, notBy: ['mentor1', 'mentee1'] },
  ]);
});

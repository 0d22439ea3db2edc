import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type GoalLevel, saidAbout, seriesOf, standing } from '../../src/domain/goal-level.js';
import type { GoalId, LevelId, MentorshipId, PersonId, SessionId } from '../../src/kernel/ids.js';

const [maya, leo] = ['maya' as PersonId, 'leo' as PersonId];
const m = { mentor: maya, mentee: leo };
const goal = { id: 'g' as GoalId, baseline: 2, menteeBaseline: 1, proposedBy: maya };
let made = 0;
const said = (by: PersonId, session: string | null, level: number | null, why = ''): GoalLevel => {
  made += 1;
  return {
    id: `l${made}` as LevelId,
    mentorship: 'm' as MentorshipId,
    goal: goal.id,
    level,
    by,
    at: made,
    session: session as SessionId | null,
    why,
  };
};
const told = (
  levels: readonly GoalLevel[],
  of: typeof goal | { menteeBaseline: null; baseline: number; id: GoalId; proposedBy: PersonId } = goal,
) => seriesOf(m, of, levels).map((s) => `${s.person}: ${s.levels.join(', ')}${s.why === '' ? '' : ` (${s.why})`}`);

describe('a series begins with where each saw the start, and goes on with what each said', () => {
  test('both sides', () =>
    expect(told([said(leo, 'r1', 2), said(maya, 'r1', 3), said(leo, 'r2', 3, 'I asked'), said(maya, 'r2', 4)])).toEqual(
      ['leo: 1, 2, 3 (I asked)', 'maya: 2, 3, 4'],
    ));
  test('a mentee who gave no start of their own begins with what they said first', () =>
    expect(told([said(leo, 'r1', 2)], { ...goal, menteeBaseline: null })).toEqual(['leo: 2', 'maya: 2']));
  test('a goal that the mentee proposed has the mentee’s start, and none of the mentor’s', () =>
    expect(told([said(maya, 'r1', 3)], { ...goal, baseline: 2, menteeBaseline: 2, proposedBy: leo })).toEqual([
      'leo: 2',
      'maya: 3',
    ]));
  test('what was skipped leaves no gap and no mark', () =>
    expect(told([said(leo, 'r2', 3)])).toEqual(told([said(leo, 'r1', 3)])));
  test('who thinks again about the same session is counted once, where they first said it', () =>
    expect(told([said(leo, 'r1', 2), said(leo, 'r2', 4), said(leo, 'r1', 3)])).toEqual(['leo: 1, 3, 4', 'maya: 2']));
  test('what was taken back is gone, and can be said anew', () => {
    const lines = [said(leo, 'r1', 2), said(leo, 'r1', null)];
    expect(told(lines)).toEqual(['leo: 1', 'maya: 2']);
    expect(told([...lines, said(leo, 'r1', 5)])).toEqual(['leo: 1, 5', 'maya: 2']);
  });
  test('another goal’s levels are another’s', () =>
    expect(told([{ ...said(leo, 'r1', 5), goal: 'other' as GoalId }])).toEqual(['leo: 1', 'maya: 2']));
});

test('whatever is said, one line stands for each person, session and goal, and the order they came in is kept', () => {
  const line = fc.record({
    by: fc.constantFrom(maya, leo),
    session: fc.constantFrom('r1', 'r2', 'r3'),
    level: fc.option(fc.integer({ min: 1, max: 5 })),
  });
  fc.assert(
    fc.property(fc.array(line, { maxLength: 15 }), (lines) => {
      const all = lines.map((l) => said(l.by, l.session, l.level));
      const stands = standing(all);
      expect(new Set(stands.map((s) => `${s.session}|${s.by}`)).size).toBe(stands.length);
      for (const one of stands)
        expect(all.filter((l) => l.session === one.session && l.by === one.by).at(-1)).toBe(one);
      for (const by of [maya, leo])
        for (const session of ['r1', 'r2', 'r3'] as SessionId[]) {
          const last = all.filter((l) => l.session === session && l.by === by).at(-1);
          expect(saidAbout(all, session, by).get(goal.id)?.level).toBe(last?.level ?? undefined);
        }
    }),
  );
});

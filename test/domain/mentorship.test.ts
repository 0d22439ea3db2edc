import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultAgreement } from '../../src/domain/defaults/agreement.js';
import {
  answered,
  askAgain,
  bothSigned,
  type Changed,
  countsFrom,
  decided,
  type Goal,
  inForce,
  isLive,
  levelsOf,
  liveBetween,
  type MenteeWord,
  type Mentorship,
  type MentorshipEvent,
  type MentorshipState,
  move,
  signedByMentor,
  transitions,
} from '../../src/domain/mentorship.js';
import type { SessionKind } from '../../src/domain/session.js';
import { day, hour, minute } from '../../src/kernel/clock.js';
import type { GoalId, MentorshipId, PersonId, PortfolioId, ProgrammeId } from '../../src/kernel/ids.js';

const mentor = 'maya' as PersonId;
const mentee = 'leo' as PersonId;
const t0 = Date.UTC(2026, 10, 24, 15);

const goal = (id: string, change: Partial<Goal> = {}): Goal => ({
  id: id as GoalId,
  what: 'Speak on the phone',
  how: 'Three calls alone',
  baseline: 2,
  target: 4,
  menteeBaseline: null,
  proposedBy: mentor,
  state: 'proposed',
  ...change,
});

const proposed: Mentorship = {
  id: 'm1' as MentorshipId,
  programme: 'p1' as ProgrammeId,
  portfolio: 'f1' as PortfolioId,
  mentor,
  mentee,
  state: 'proposed',
  createdAt: t0,
  agreedAt: null,
  endedAt: null,
  agreement: signedByMentor(1, defaultAgreement, t0),
  goals: [goal('g1')],
};
const must = (c: Changed): Mentorship => {
  if ('no' in c) throw new Error(c.no);
  return c.mentorship;
};
const active = must(answered(proposed, 'signed', t0 + hour));

describe('what can happen to a mentorship', () => {
  const events: readonly MentorshipEvent[] = ['ask', 'sign', 'wish', 'wait', 'decline', 'pause', 'resume', 'end'];
  // State × event → state, or why not. Columns in the order of `events`.
  const table: Record<MentorshipState, readonly string[]> = {
    proposed: ['proposed', 'active', 'proposed', 'proposed', 'declined', 'no:not-agreed', 'no:not-agreed', 'ended'],
    active: ['active', 'active', 'active', 'active', 'active', 'paused', 'no:going', 'ended'],
    paused: ['paused', 'paused', 'paused', 'paused', 'paused', 'no:paused', 'active', 'ended'],
    declined: [
      'no:declined',
      'active',
      'proposed',
      'proposed',
      'declined',
      'no:declined',
      'no:declined',
      'no:declined',
    ],
    ended: Array(8).fill('no:ended'),
  };
  for (const [state, row] of Object.entries(table))
    it(`from ${state}`, () => {
      const got = events.map((e) => {
        const step = transitions[state as MentorshipState][e];
        return 'to' in step ? step.to : `no:${step.no}`;
      });
      expect(got).toEqual(row);
    });

  it('is agreed at the moment of the second signature, and the mentor’s goals with it', () => {
    const theirs = goal('g2', { proposedBy: mentee });
    const after = must(answered({ ...proposed, goals: [goal('g1'), theirs] }, 'signed', t0 + hour));
    expect(after).toMatchObject({ state: 'active', agreedAt: t0 + hour });
    expect(after.agreement).toMatchObject({ menteeSignedAt: t0 + hour, menteeWord: 'signed' });
    expect(after.goals.map((g) => g.state)).toEqual(['agreed', 'proposed']);
  });

  it('is not agreed by the mentee alone', () => {
    const unsigned = { ...proposed, agreement: { ...proposed.agreement, mentorSignedAt: null } };
    expect(must(answered(unsigned, 'signed', t0))).toMatchObject({ state: 'proposed', agreedAt: null });
    expect(must(answered(unsigned, 'signed', t0)).goals[0]?.state).toBe('proposed');
  });

  it('lets a no become a yes', () => {
    const no = must(answered(proposed, 'declined', t0));
    expect(no.state).toBe('declined');
    expect(must(answered(no, 'signed', t0 + day))).toMatchObject({ state: 'active', agreedAt: t0 + day });
    expect(must(answered(no, 'waiting', t0 + day)).state).toBe('proposed');
  });

  it('asks again for a changed version, while the old one holds', () => {
    const helped = {
      ...active,
      agreement: { ...active.agreement, body: { ...active.agreement.body, helps: 'Short breaks', avoid: 'Shouting' } },
    };
    const again = must(askAgain(helped, { ...defaultAgreement, place: 'The café' }, active.goals, t0 + day));
    expect(again).toMatchObject({ state: 'active', agreedAt: t0 + hour });
    expect(again.agreement).toMatchObject({
      version: 2,
      mentorSignedAt: t0 + day,
      menteeSignedAt: null,
      menteeWord: 'asked',
      changeWanted: '',
      body: { place: 'The café', helps: 'Short breaks', avoid: 'Shouting' },
    });
    expect(inForce([helped.agreement, again.agreement])?.version).toBe(1);
    const no = must(answered(again, 'declined', t0 + 2 * day));
    expect(no.state).toBe('active');
    const yes = must(answered(again, 'signed', t0 + 2 * day));
    expect(inForce([helped.agreement, yes.agreement])?.version).toBe(2);
    expect(yes.agreedAt).toBe(t0 + hour);
  });

  it('keeps a signature when the mentee wishes for a change later, and their wish until another word', () => {
    const wish = must(answered(active, 'change-wanted', t0 + day, 'Another place'));
    expect(wish.agreement).toMatchObject({ menteeSignedAt: t0 + hour, changeWanted: 'Another place' });
    expect(wish.state).toBe('active');
    const kept = must(answered(wish, 'signed', t0 + 2 * day));
    expect(kept.agreement).toMatchObject({ menteeSignedAt: t0 + hour, changeWanted: '' });
  });

  it('knows when it ended, and only then', () => {
    expect(must(move(active, 'end', t0 + day))).toMatchObject({ state: 'ended', endedAt: t0 + day });
    expect(must(move(active, 'pause', t0 + day)).endedAt).toBeNull();
  });

  it('finds the one between two people that is not over', () => {
    const over = must(move(active, 'end', t0));
    const declined = must(answered(proposed, 'declined', t0));
    expect(liveBetween([over, declined], mentor, mentee)).toBeUndefined();
    expect(liveBetween([over, active], mentor, mentee)).toBe(active);
    expect(liveBetween([active], mentee, mentor)).toBeUndefined();
  });

  const step = fc.oneof(
    fc.constantFrom<'pause' | 'resume' | 'end'>('pause', 'resume', 'end').map((e) => ({ move: e })),
    fc
      .constantFrom<Exclude<MenteeWord, 'asked'>>('signed', 'change-wanted', 'waiting', 'declined')
      .map((word) => ({ word })),
    fc.constant({ ask: true as const }),
  );
  it('holds, whatever happens in whatever order', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        let m = proposed;
        steps.forEach((s, i) => {
          const now = t0 + (i + 1) * minute;
          const changed: Changed =
            'move' in s
              ? move(m, s.move, now)
              : 'word' in s
                ? answered(m, s.word, now, 'wish')
                : askAgain(m, defaultAgreement, m.goals, now);
          if ('no' in changed) return;
          const after = changed.mentorship;
          // Once agreed, always agreed since then; never agreed without both signatures.
          if (m.agreedAt !== null) expect(after.agreedAt).toBe(m.agreedAt);
          else if (after.agreedAt !== null) expect(bothSigned(after.agreement)).toBe(true);
          expect(after.agreement.version).toBeGreaterThanOrEqual(m.agreement.version);
          if (after.agreement.version > m.agreement.version) expect(after.agreement.menteeSignedAt).toBeNull();
          // Going on or paused means agreed; declined means it never was.
          if (after.state === 'active' || after.state === 'paused') expect(after.agreedAt).not.toBeNull();
          if (after.state === 'declined') expect(after.agreedAt).toBeNull();
          expect(after.endedAt !== null).toBe(after.state === 'ended');
          expect(after.agreement.changeWanted === '').toBe(after.agreement.menteeWord !== 'change-wanted');
          // What has ended stays as it is.
          expect(m.state).not.toBe('ended');
          m = after;
        });
        expect(isLive(m)).toBe(m.state !== 'ended' && m.state !== 'declined');
      }),
    );
  });
});

describe('whether a session counts as regards the agreement', () => {
  const session = (
    kind: SessionKind,
    startsAt: number,
    change: { startedAt?: number; endedAt?: number; minutes?: number } = {},
  ) => ({ kind, startsAt, minutes: 60, startedAt: null, endedAt: null, ...change });
  const agreed = (agreedAt: number | null, endedAt: number | null = null) => ({ agreedAt, endedAt });

  const cases: readonly [string, Parameters<typeof countsFrom>, boolean][] = [
    ['never signed', [agreed(null), session('standard', t0)], false],
    ['never signed, first', [agreed(null), session('first', t0)], false],
    ['signed the day before', [agreed(t0 - day), session('standard', t0)], true],
    ['signed as it began', [agreed(t0), session('standard', t0)], true],
    ['signed a moment after it began', [agreed(t0 + 1), session('standard', t0)], false],
    [
      'planned before, begun after signing',
      [agreed(t0 + minute), session('standard', t0, { startedAt: t0 + 2 * minute })],
      true,
    ],
    [
      'begun early, before signing',
      [agreed(t0 - minute), session('standard', t0, { startedAt: t0 - 5 * minute })],
      false,
    ],
    ['review before signing', [agreed(t0 + day), session('review', t0)], false],
    ['restorative before signing', [agreed(t0 + day), session('restorative', t0)], false],
    ['first, signed the same day', [agreed(t0 + 2 * hour), session('first', t0)], true],
    ['first, seven days after its end', [agreed(t0 + hour + 7 * day), session('first', t0)], true],
    ['first, a moment later', [agreed(t0 + hour + 7 * day + 1), session('first', t0)], false],
    [
      'first that ran over, seven days after its real end',
      [agreed(t0 + 2 * hour + 7 * day), session('first', t0, { startedAt: t0, endedAt: t0 + 2 * hour })],
      true,
    ],
    ['a second first', [agreed(t0 + day), session('first', t0), [{ kind: 'first' }]], false],
    ['first after something else', [agreed(t0 + day), session('first', t0), [{ kind: 'standard' }]], true],
    ['another first, but after signing', [agreed(t0 - day), session('first', t0), [{ kind: 'first' }]], true],
    ['begun before it ended', [agreed(t0 - day, t0 + minute), session('ending', t0)], true],
    ['begun as it ended', [agreed(t0 - day, t0), session('ending', t0)], false],
  ];
  it.each(cases)('%s', (_, args, counts) => {
    expect(countsFrom(...args)).toBe(counts);
  });

  const kinds = fc.constantFrom<SessionKind>('first', 'standard', 'restorative', 'review', 'ending');
  const at = fc.integer({ min: -30 * 24, max: 30 * 24 }).map((h) => t0 + h * hour);
  it('never counts without agreement, nor a session of another kind before it', () => {
    fc.assert(
      fc.property(kinds, at, fc.option(at), (kind, startsAt, agreedAt) => {
        const counts = countsFrom(agreed(agreedAt), session(kind, startsAt));
        if (agreedAt === null) expect(counts).toBe(false);
        else if (kind !== 'first') expect(counts).toBe(agreedAt <= startsAt);
        else expect(counts).toBe(agreedAt <= startsAt + hour + 7 * day);
      }),
    );
  });
  it('signing earlier never takes a session away', () => {
    fc.assert(
      fc.property(kinds, at, at, fc.nat(1000), (kind, startsAt, agreedAt, hours) => {
        if (countsFrom(agreed(agreedAt), session(kind, startsAt)))
          expect(countsFrom(agreed(agreedAt - hours * hour), session(kind, startsAt))).toBe(true);
      }),
    );
  });
});

describe('goals', () => {
  const theirs = goal('g2', { proposedBy: mentee });
  const m = { ...active, goals: [goal('g1', { state: 'agreed' }), theirs, goal('g3', { state: 'dropped' })] };
  const cases: readonly [string, string, PersonId, 'agreed' | 'dropped', boolean][] = [
    ['the mentor agrees to the mentee’s', 'g2', mentor, 'agreed', true],
    ['the mentor drops it', 'g2', mentor, 'dropped', true],
    ['nobody agrees to their own', 'g2', mentee, 'agreed', false],
    ['one’s own is taken back', 'g2', mentee, 'dropped', true],
    ['an agreed one is let go by the mentee', 'g1', mentee, 'dropped', true],
    ['or the mentor', 'g1', mentor, 'dropped', true],
    ['an agreed one is agreed already', 'g1', mentee, 'agreed', false],
    ['a dropped one stays so', 'g3', mentee, 'agreed', false],
    ['somebody else has no say', 'g2', 'sam' as PersonId, 'agreed', false],
    ['nor is there a goal that is not there', 'g9', mentor, 'agreed', false],
  ];
  it.each(cases)('%s', (_, id, by, word, may) => {
    const after = decided(m, id as GoalId, by, word);
    expect(after?.goals.find((g) => g.id === id)?.state).toBe(may ? word : undefined);
  });

  it('have a target that is not below the start', () => {
    expect([levelsOf(2, 4), levelsOf(3, 3), levelsOf(4, 2)]).toEqual(['above', 'same', 'below']);
  });
});

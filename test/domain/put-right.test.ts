import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  askedWith,
  asksMentee,
  asksMentor,
  isOfEarlierWords,
  isOpenPromise,
  type PutRight,
  type PutRightId,
  promisesOf,
  putRightWords,
  type Said,
  wordsOf,
} from '../../src/domain/put-right.js';
import type { MentorshipId, PersonId, ProgrammeId, SessionId } from '../../src/kernel/ids.js';

const [maya, tom, leo, sam] = ['maya', 'tom', 'leo', 'sam'] as PersonId[] as [PersonId, PersonId, PersonId, PersonId];
const [s1, s2, s3] = ['s1', 's2', 's3'] as SessionId[] as [SessionId, SessionId, SessionId];
const programme = 'p' as ProgrammeId;

const promise = (change: Partial<PutRight> = {}): PutRight => ({
  id: 'r1' as PutRightId,
  programme,
  mentorship: 'm-leo' as MentorshipId,
  session: s1,
  what: 'A note to Sam',
  by: null,
  group: false,
  madeAt: 10,
  changedAt: 10,
  withdrawnAt: null,
  askedWith: [],
  said: [],
  ...change,
});
const said = (by: PersonId, word: Said['word'] = 'done', at = 20): Said => ({
  id: `${by}-${at}` as Said['id'],
  by,
  word,
  note: '',
  at,
});

describe('who is asked about a promise', () => {
  test.each<[string, PutRight, mentor: boolean, menteeBesideS2: boolean]>([
    ['new: the mentor by the next plan, the mentee beside no plan yet', promise(), true, false],
    ['asked by one plan: the mentor once more, the mentee beside that plan', promise({ askedWith: [s2] }), true, true],
    ['asked by two: the mentor no more, the mentee beside both', promise({ askedWith: [s2, s3] }), false, true],
    ['the mentor has said it: only the mentee', promise({ askedWith: [s2], said: [said(maya)] }), false, true],
    ['the mentee has said it: only the mentor', promise({ askedWith: [s2], said: [said(leo, 'not')] }), true, false],
    ['both have', promise({ askedWith: [s2], said: [said(maya), said(leo, 'let-go')] }), false, false],
    ['an earlier mentor has: nobody asks the next', promise({ said: [said(tom)] }), false, false],
    ['withdrawn', promise({ askedWith: [s2], withdrawnAt: 15 }), false, false],
  ])('%s', (_, p, mentor, mentee) => {
    expect(asksMentor(p, leo)).toBe(mentor);
    expect(asksMentee(p, leo, s2)).toBe(mentee);
  });

  test('one plan asks once, however often it is saved', () => {
    expect(askedWith(askedWith(promise(), s2), s2).askedWith).toEqual([s2]);
  });
});

test('it is open until somebody has said what came of it', () => {
  expect(isOpenPromise(promise())).toBe(true);
  for (const word of putRightWords) expect(isOpenPromise(promise({ said: [said(leo, word)] }))).toBe(false);
  expect(isOpenPromise(promise({ withdrawnAt: 12 }))).toBe(false);
});

test('two words that differ are two words, each side’s newest, whatever order they came in', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom(maya, leo), fc.constantFrom(...putRightWords)), { maxLength: 8 }),
      (all) => {
        const p = promise({ said: all.map(([by, word], i) => said(by, word, 20 + i)) });
        const both = wordsOf(p, leo);
        expect(both.mentor?.word).toBe(all.findLast(([by]) => by === maya)?.[1]);
        expect(both.mentee?.word).toBe(all.findLast(([by]) => by === leo)?.[1]);
      },
    ),
  );
});

describe('the promises that a record makes', () => {
  const attendees = [
    { mentorship: 'm-leo' as MentorshipId, mentee: leo },
    { mentorship: 'm-sam' as MentorshipId, mentee: sam },
  ];
  const about = (n: number, now = 30) => ({
    programme,
    session: s1,
    attendees: attendees.slice(0, n),
    now,
    next: () => 'new' as PutRightId,
  });
  const record = (agreed: string, attended: readonly PersonId[] = [leo, sam], by: string | null = null) => ({
    attended,
    restorative: { happened: '', affected: '', agreed, by },
  });
  const of = (made: readonly PutRight[]) =>
    made.map((p) => [p.id, p.mentorship, p.what, p.group, p.changedAt, p.withdrawnAt]);

  test.each<[string, readonly PutRight[], readonly unknown[]]>([
    ['one, of one mentee', promisesOf(record('A note'), about(1), []), [['new', 'm-leo', 'A note', false, 30, null]]],
    [
      'one for each of a group who was there',
      promisesOf(record('A note'), about(2), []),
      [
        ['new', 'm-leo', 'A note', true, 30, null],
        ['new', 'm-sam', 'A note', true, 30, null],
      ],
    ],
    [
      'none for who was not',
      promisesOf(record('A note', [sam]), about(2), []),
      [['new', 'm-sam', 'A note', true, 30, null]],
    ],
    ['none where nothing was agreed, nor of white space', promisesOf(record('  '), about(1), []), []],
    ['none of another kind of session', promisesOf({ attended: [leo], restorative: null }, about(1), []), []],
    ['nothing to save where nothing changed', promisesOf(record('A note to Sam'), about(1), [promise()]), []],
    [
      'other words, since now',
      promisesOf(record('A call'), about(1), [promise()]),
      [['r1', 'm-leo', 'A call', false, 30, null]],
    ],
    [
      'another day alone is no other wording',
      promisesOf(record('A note to Sam', [leo], '2026-12-01'), about(1), [promise()]),
      [['r1', 'm-leo', 'A note to Sam', false, 10, null]],
    ],
    [
      'withdrawn where it is agreed no more',
      promisesOf(record(''), about(1), [promise()]),
      [['r1', 'm-leo', 'A note to Sam', false, 10, 30]],
    ],
    [
      'withdrawn where they were not there after all',
      promisesOf(record('A note to Sam', [sam]), about(1), [promise()]),
      [['r1', 'm-leo', 'A note to Sam', false, 10, 30]],
    ],
    [
      'there again',
      promisesOf(record('A note to Sam'), about(1), [promise({ withdrawnAt: 12 })]),
      [['r1', 'm-leo', 'A note to Sam', false, 10, null]],
    ],
  ])('%s', (_, made, expected) => {
    expect(of(made)).toEqual(expected);
  });

  test('whatever becomes of the words, none that were said are lost, and earlier ones are told as such', () => {
    const words = [said(maya, 'done', 20), said(leo, 'not', 21)];
    const [changed] = promisesOf(record('A call'), about(1), [promise({ said: words, askedWith: [s2] })]);
    expect(changed?.said).toEqual(words);
    expect(changed?.askedWith).toEqual([s2]);
    expect(words.map((w) => isOfEarlierWords(changed as PutRight, w))).toEqual([true, true]);
    expect(isOfEarlierWords(changed as PutRight, said(leo, 'done', 31))).toBe(false);
  });
});

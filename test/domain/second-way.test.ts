import { expect, test } from 'vitest';
import { came, codeLife, mostTries, type SecondWay, stampOf } from '../../src/domain/second-way.js';

/** What a code is worth (docs/field.md#confirmed-twice): for one act with its figures, for ten minutes and five tries. */

const stamp = stampOf('settle-hours', 's1', { minutes: 45, outcome: 'both' });
const kept: SecondWay = {
  act: 'settle-hours',
  subject: 's1',
  figures: { minutes: 45, outcome: 'both' },
  stamp,
  way: 'account',
  code: '012345',
  until: 1_000 + codeLife,
  tries: 0,
};

test.each<readonly [string, Partial<SecondWay>, string, string, number, string]>([
  ['as it was sent', {}, stamp, '012345', 1_000, 'right'],
  ['with spaces', {}, stamp, ' 012 345', 1_000, 'right'],
  ['another', {}, stamp, '012346', 1_000, 'wrong'],
  ['none', {}, stamp, '', 1_000, 'wrong'],
  ['in its last moment', {}, stamp, '012345', 999 + codeLife, 'right'],
  ['ten minutes later', {}, stamp, '012345', 1_000 + codeLife, 'over'],
  ['after four wrong ones', { tries: mostTries - 1 }, stamp, '012345', 1_000, 'right'],
  ['after five', { tries: mostTries }, stamp, '012345', 1_000, 'over'],
  ['of another figure', {}, stampOf('settle-hours', 's1', { minutes: 46, outcome: 'both' }), '012345', 1_000, 'other'],
  ['of another subject', {}, stampOf('settle-hours', 's2', kept.figures), '012345', 1_000, 'other'],
  ['of another act', {}, stampOf('erase', 's1', kept.figures), '012345', 1_000, 'other'],
  ['its name, where it is typed', { way: 'typed', code: '' }, stamp, ' settle  HOURS', 1_000, 'right'],
  ['nothing, where its name is typed', { way: 'typed', code: '' }, stamp, '', 1_000, 'wrong'],
])('a code typed %s', (_, change, of, typed, now, is) => {
  expect(came({ ...kept, ...change }, of, typed, now)).toBe(is);
});

test('none is worth nothing; the order of figures is none of it', () => {
  expect(came(undefined, stamp, '012345', 1_000)).toBe('over');
  expect(stampOf('settle-hours', 's1', { outcome: 'both', minutes: 45 })).toBe(stamp);
});

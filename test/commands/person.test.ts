import { describe, expect, test } from 'vitest';
import { grammar, parse } from '../../src/commands/grammar.js';
import { takePerson } from '../../src/commands/person.js';
import type { Person } from '../../src/domain/programme.js';
import type { PersonId, ProgrammeId } from '../../src/kernel/ids.js';
import { mentionMark } from '../../src/kernel/words.js';

const person = (user: string, name: string): Person => ({
  id: user as PersonId,
  programme: 'p' as ProgrammeId,
  name,
  zone: 'UTC',
  locale: 'en-GB',
  manners: {},
  roles: [],
  accounts: [{ platform: 'slack', tenant: 'T1', user }],
  createdAt: 0,
  erasedAt: null,
});
const people = [
  person('U1', 'Leo Brandt'),
  person('U2', 'Léonie Marsh'),
  person('U3', 'Sam Whitfield'),
  person('U4', 'Sam Okoro'),
  person('U5', 'Ana María de la Cruz'),
];
const accounts = [{ platform: 'slack', tenant: 'T1', user: 'U3' } as const];

describe('who is meant', () => {
  test.each([
    ['@leo tomorrow 3pm', 'U1', 'tomorrow 3pm'],
    ['tomorrow 3pm @leo', 'U1', 'tomorrow 3pm'],
    ['@Leo Brandt, tomorrow', 'U1', 'tomorrow'],
    ['@LEONIE', 'U2', ''],
    ['@ana maría de la cruz phone calls', 'U5', 'phone calls'],
    ['@okoro', 'U4', ''],
    ['with @leo tomorrow', 'U1', 'tomorrow'],
    ['tomorrow 3pm Phone calls with @leo', 'U1', 'tomorrow 3pm Phone calls'],
    ['and @leo tomorrow', 'U1', 'tomorrow'],
    [', and @leo', 'U1', ''],
    [`& ${mentionMark}0\uE001 tomorrow`, 'U3', 'tomorrow'],
    ['Health and Safety @leo', 'U1', 'Health and Safety'],
    [`x ${mentionMark}0\uE001 y`, 'U3', 'x y'],
  ])('%s', (typed, id, rest) => {
    expect(takePerson(typed, accounts, people)).toMatchObject({ kind: 'person', person: { id }, rest });
  });
  test('two of one name are asked about', () => {
    expect(takePerson('@sam monday', [], people)).toMatchObject({ kind: 'several', name: 'sam', rest: 'monday' });
  });
  test('nobody of that name, a mention of a stranger, nobody at all', () => {
    expect(takePerson('@zed monday', [], people)).toMatchObject({ kind: 'unknown', name: 'zed', rest: 'monday' });
    expect(
      takePerson(`${mentionMark}0\uE001`, [{ platform: 'slack', tenant: 'T2', user: 'U3' }], people),
    ).toMatchObject({ kind: 'unknown' });
    expect(takePerson('monday 3pm', [], people)).toEqual({ kind: 'nobody', rest: 'monday 3pm' });
    expect(takePerson('mail me at me@example.org', [], people)).toMatchObject({ kind: 'nobody' });
  });
});

describe('what is meant', () => {
  const all = (): boolean => true;
  test.each([
    ['plan @leo tomorrow', 'plan', '@leo tomorrow'],
    ['/mentor plan @leo', 'plan', '@leo'],
    ['/mentorlog HOURS', 'hours', ''],
    ['Hi!', 'help', ''],
    ['worried', 'concern', ''],
    ['move @leo friday', 'reschedule', '@leo friday'],
  ])('%s', (typed, word, rest) => {
    expect(parse(typed, all)).toMatchObject({ kind: 'command', word: { word }, rest });
  });
  test('a slip is guessed at, nonsense is not', () => {
    expect(parse('plna @leo', all)).toMatchObject({ kind: 'unknown', near: { word: 'plan' } });
    expect(parse('hourz', all)).toMatchObject({ kind: 'unknown', near: { word: 'hours' } });
    expect(parse('xyzzy', all)).toMatchObject({ kind: 'unknown', near: undefined });
    expect(parse('  /mentor  ', all)).toEqual({ kind: 'nothing' });
  });
  test('a word whose feature is not there is not known', () => {
    expect(parse('setup', (w) => w !== 'setup')).toMatchObject({ kind: 'unknown' });
  });
  test('no two words are said alike', () => {
    const said = grammar.flatMap((w) => [w.word, ...(w.also ?? [])]);
    expect(new Set(said).size).toBe(said.length);
  });
});

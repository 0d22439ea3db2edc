import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PersonId, SessionId } from '../../src/kernel/ids.js';
import {
  ending,
  id,
  occurrence,
  oneOf,
  rest,
  rootOf,
  several,
  subject,
  whole,
  wordOr,
} from '../../src/kernel/subject.js';

const answer = subject`${['session', id<SessionId>()]}:answer:${['mentee', id<PersonId>()]}:${['version', whole]}`;
const reminder = subject`remind:${['session', id<SessionId>()]}:${['which', oneOf('day', 'hour')]}:${['to', id<PersonId>()]}`;
const told = subject`${['person', id<PersonId>()]}:${['of', rest]}`;

const session = 's1' as SessionId;
const mentee = 'p1' as PersonId;

describe('a subject', () => {
  test.each([
    ['as it was written', 's1:answer:p1:2', { session, mentee, version: 2 }],
    ['with a thing too few', 's1:answer:p1', undefined],
    ['with a thing too many', 's1:answer:p1:2:3', undefined],
    ['with another word', 's1:ask:p1:2', undefined],
    ['with no number where one stands', 's1:answer:p1:two', undefined],
    ['with a number that is none', 's1:answer:p1:-2', undefined],
    ['with a number written otherwise', 's1:answer:p1:02', undefined],
    ['with nothing in a place', 's1:answer::2', undefined],
    ['with a line break before it', '\ns1:answer:p1:2\n', undefined],
    ['empty', '', undefined],
  ])('%s', (_how, text, about) => {
    expect(answer.read(text)).toEqual(about);
  });

  test('of a word that is none of them is not read', () => {
    expect(reminder.read('remind:s1:day:p1')).toEqual({ session, which: 'day', to: mentee });
    expect(reminder.read('remind:s1:week:p1')).toBeUndefined();
  });

  test('its rest may hold colons, and what stands after it is looked for from the end', () => {
    expect(told.read('p1:a:b:c')).toEqual({ person: mentee, of: 'a:b:c' });
    const linked = subject`${['of', rest]}:link:${['face', id()]}`;
    expect(linked.read('p1:link:a:link:b')).toEqual({ of: 'p1:link:a', face: 'b' });
    expect(linked.read('p1:link:a:b')).toBeUndefined();
  });

  const card = subject`${['session', id<SessionId>()]}${['asking', ending(wordOr(['nudge'], whole))]}`;
  test.each([
    ['s1', { session, asking: null }],
    ['s1:nudge', { session, asking: 'nudge' }],
    ['s1:2', { session, asking: 2 }],
    ['s1:', undefined],
    ['s1:02', undefined],
    ['s1:nudged', undefined],
    ['s1:2:nudge', undefined],
  ] as const)('whose end need not be there: %s', (text, about) => {
    expect(card.read(text)).toEqual(about);
    if (about !== undefined) expect(card.write(about)).toBe(text);
  });

  test('may hold several of a kind', () => {
    const plan = subject`new:${['with', several()]}`;
    expect(plan.read('new:m1+m2')).toEqual({ with: ['m1', 'm2'] });
    expect(plan.write({ with: ['m1'] })).toBe('new:m1');
    expect(plan.read('new:')).toBeUndefined();
  });

  test('begins as far as its things are given', () => {
    expect(reminder.begin({})).toBe('remind:');
    expect(reminder.begin({ session })).toBe('remind:s1:');
    expect(reminder.begin({ session, which: 'day' })).toBe('remind:s1:day:');
    expect(reminder.begin({ session, to: mentee })).toBe('remind:s1:');
  });

  test('hangs on the id that it begins with', () => {
    expect(rootOf('s1:answer:p1:2')).toBe('s1');
    expect(rootOf('s1')).toBe('s1');
  });

  const plain = fc.stringMatching(/^[0-9a-z]{1,26}$/);
  test('whatever is written is read again, and nothing else is', () => {
    fc.assert(
      fc.property(plain, plain, fc.nat(), (s, p, version) => {
        const about = { session: s as SessionId, mentee: p as PersonId, version };
        const written = answer.write(about);
        expect(answer.read(written)).toEqual(about);
        expect(rootOf(written)).toBe(s);
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const read = answer.read(text);
        if (read !== undefined) expect(answer.write(read)).toBe(text);
      }),
    );
  });
});

describe('an occurrence', () => {
  const remind = occurrence(
    'remind',
  )`${['session', id<SessionId>()]}:${['which', oneOf('day', 'hour')]}:${['to', id<PersonId>()]}`;
  const length = occurrence(
    'ask-length',
  )`${['session', id<SessionId>()]}:${['version', whole]}:${['to', id<PersonId>()]}`;

  test('is set with its kind, and read by it', () => {
    expect(remind.prompt({ session, which: 'day', to: mentee })).toEqual({
      kind: 'remind',
      occurrence: 'remind:s1:day:p1',
    });
    expect(remind.read('remind:s1:hour:p1')).toEqual({ session, which: 'hour', to: mentee });
    expect(remind.read('now:s1:hour:p1')).toBeUndefined();
    expect(remind.begin({})).toBe('remind:');
  });

  test.each([
    ['nothing', {}, [{ beginning: 'remind:' }]],
    ['its first thing', { session }, [{ beginning: 'remind:s1:' }]],
    ['its last thing too', { session, to: mentee }, [{ one: 'remind:s1:day:p1' }, { one: 'remind:s1:hour:p1' }]],
    ['all of it', { session, which: 'day', to: mentee }, [{ one: 'remind:s1:day:p1' }]],
  ] as const)('all that hold %s are found', (_, about, all) => {
    expect(remind.all(about)).toEqual(all);
  });

  test('those behind what can be anything cannot be told', () => {
    expect(() => length.all({ session, to: mentee })).toThrow('version stands before what is given');
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  clean,
  cleanLine,
  count,
  listInWords,
  minutesInWords,
  minutesWith,
  shorten,
  wellFormed,
  withoutMarks,
} from '../../src/kernel/words.js';

describe('what people type is made safe', () => {
  test.each([
    ['plain words stay', 'plain words stay'],
    ['  outer space  ', 'outer space'],
    ['two\r\nlines\rthree', 'two\nlines\nthree'],
    ['tab\tstays', 'tab\tstays'],
    ['bell\u0007 and null\u0000 go', 'bell and null go'],
    ['lone \uD83D surrogate', 'lone \uFFFD surrogate'],
    ['cafe\u0301', 'café'],
    ['a mention \uE0000\uE001 cannot be typed', 'a mention 0 cannot be typed'],
    ['\u202Eoverride\u202C', 'override'],
    ['\uFEFFmark', 'mark'],
    ['👩‍👩‍👧 and مرحبا stay', '👩‍👩‍👧 and مرحبا stay'],
    ['<script>*_~`@here', '<script>*_~`@here'],
  ])('%j', (typed, kept) => {
    expect(clean(typed)).toBe(kept);
  });

  test('whatever is typed comes out well-formed, and the same when cleaned again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (typed) => {
        const once = clean(typed);
        expect(once.isWellFormed()).toBe(true);
        expect(clean(once)).toBe(once);
        expect(cleanLine(typed)).not.toMatch(/[\n\t]/);
      }),
    );
  });
});

test('shortening never cuts a character in two, and says that it cut', () => {
  expect(shorten('short', 10)).toBe('short');
  expect(shorten('ten letters and more', 10)).toBe('ten lette…');
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.integer({ min: 1, max: 40 }), (text, max) => {
      const cut = shorten(text, max);
      expect(cut.length).toBeLessThanOrEqual(Math.max(max, 1));
      expect(cut.isWellFormed()).toBe(true);
      if (text.length > max) expect(cut.endsWith('…')).toBe(true);
    }),
  );
});

test.each([
  [0, '0 min'],
  [45, '45 min'],
  [60, '1 h'],
  [90, '1 h 30 min'],
  [365, '6 h 5 min'],
])('%i minutes are %s', (minutes, words) => {
  expect(minutesInWords(minutes)).toBe(words);
});

test('counts and lists in words', () => {
  expect([count(1, 'thing'), count(2, 'thing'), count(0, 'person', 'people')]).toEqual([
    '1 thing',
    '2 things',
    '0 people',
  ]);
  expect([listInWords([]), listInWords(['a']), listInWords(['a', 'b']), listInWords(['a', 'b', 'c'])]).toEqual([
    '',
    'a',
    'a and b',
    'a, b and c',
  ]);
});

test.each([
  [0, '0 min are'],
  [1, '1 min is'],
  [45, '45 min are'],
  [60, '1 h is'],
  [61, '1 h 1 min are'],
  [120, '2 h are'],
])('%i minutes go with their verb', (minutes, words) => {
  expect(minutesWith(minutes, 'is', 'are')).toBe(words);
});

test('letters are compared without their marks', () => {
  expect(['Zoë', 'Zoe\u0308', 'ﬁn'].map(withoutMarks)).toEqual(['Zoe', 'Zoe', 'fin']);
});

describe('what came from outside as JSON', () => {
  test('has no half of a character, in no text and no name, and keeps everything else as it was', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const value: unknown = JSON.parse(text);
        expect(JSON.stringify(wellFormed(value)).isWellFormed()).toBe(true);
        if (text.isWellFormed() && !/\\ud[89a-f]/i.test(text)) expect(wellFormed(value)).toEqual(value);
      }),
    );
    expect(wellFormed(JSON.parse('{"a\\ud800":["\\udc00b",1,null,true,{"c":"ok"}]}'))).toEqual({
      'a\ufffd': ['\ufffdb', 1, null, true, { c: 'ok' }],
    });
  });
  test('pollutes nothing, and ends however deep it is', () => {
    const polluted = wellFormed(JSON.parse('{"__proto__":{"polluted":true}}') as object);
    expect(Object.getPrototypeOf(polluted)).toBe(Object.prototype);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    expect(JSON.stringify(wellFormed(JSON.parse(`${'['.repeat(20_000)}${']'.repeat(20_000)}`))).length).toBeLessThan(
      300,
    );
  });
});

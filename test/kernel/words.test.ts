import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clean, cleanLine, count, listInWords, minutesInWords, shorten } from '../../src/kernel/words.js';

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

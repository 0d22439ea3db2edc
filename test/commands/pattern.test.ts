import { expect, test } from 'vitest';
import { bounded, matchesOf } from '../../src/commands/when/words.js';

/** What the words of a plan are looked for with. */

test('a pattern is made when it is first looked for, so that no start waits for all of them', () => {
  const broken = bounded('(');
  expect(() => matchesOf(broken, 'monday')).toThrow(SyntaxError);
});

test.each<readonly [string, string, readonly string[]]>([
  ['mon', 'Mon, mon-only, Monday, £mon, mon', ['Mon', 'mon']],
  ['week', 'wk week weeks', ['wk', 'week']],
  ['(?=,)', ', ,', ['', '']],
])('%s in “%s”, as often as it is asked', (source, text, found) => {
  const pattern = bounded(source);
  for (const _ of [1, 2]) expect(matchesOf(pattern, text).map(([match]) => match)).toEqual(found);
});

import { expect, test } from 'vitest';
import { Bounded } from '../../src/kernel/bounded.js';

const held = <V>(map: Bounded<string, V>, keys: string): string => [...keys].filter((key) => map.has(key)).join('');

test('what was longest not asked for goes first', () => {
  const map = new Bounded<string, number>(3);
  for (const key of 'abc') map.set(key, 1);
  map.get('a');
  map.set('d', 1);
  expect(held(map, 'abcd')).toBe('acd');
  // To look whether it is there is not to ask for it.
  map.has('c');
  map.set('e', 1);
  expect(held(map, 'abcde')).toBe('ade');
});

test('what is put in anew counts once, and what is taken out not at all', () => {
  const map = new Bounded<string, number>(2);
  for (const key of 'aaab') map.set(key, 1);
  expect(held(map, 'ab')).toBe('ab');
  map.delete('a');
  map.delete('a');
  map.set('c', 1);
  expect(held(map, 'abc')).toBe('bc');
  expect(map.size).toBe(2);
});

test('by what each weighs; one that is too heavy stays alone until the next', () => {
  const map = new Bounded<string, readonly number[]>(5, (list) => list.length);
  map.set('a', [1, 2]);
  map.set('b', [1, 2, 3]);
  expect(held(map, 'ab')).toBe('ab');
  map.set('b', [1]);
  map.set('c', [1, 2]);
  expect(held(map, 'abc')).toBe('abc');
  map.set('d', [1, 2, 3, 4, 5, 6]);
  expect(held(map, 'abcd')).toBe('d');
  map.set('e', [1]);
  expect(held(map, 'de')).toBe('e');
});

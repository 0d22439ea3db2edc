import { expect, test } from 'vitest';
import { chance } from '../../src/kernel/chance.js';

test('nothing is given out twice, and what was given out stays as it is', () => {
  const given = Array.from({ length: 2_000 }, () => chance(12));
  const written = given.map((bytes) => Buffer.from(bytes).toString('hex'));
  expect(new Set(written).size).toBe(2_000);
  expect(new Set(given.map((bytes) => bytes.buffer)).size).toBe(2_000);
  chance(4_096);
  expect(given.map((bytes) => Buffer.from(bytes).toString('hex'))).toEqual(written);
  expect(() => chance(4_097)).toThrow(RangeError);
});

import type { HitKind } from './kinds.js';

/** What stands in the place of a hit that nobody decided otherwise. */
export const insteadOf: Readonly<Record<HitKind, string>> = {
  name: '[a name]',
  school: '[a school]',
  place: '[a place]',
  club: '[a club]',
  employer: '[an employer]',
  age: '[an age]',
  family: '[family]',
  health: '[health]',
  initial: '[a name]',
  'also-a-word': '[a name]',
  other: '[left out]',
};

import type { Person } from '../../../src/domain/programme.js';
import { type Defaults, withDefaults } from './defaults.js';

/** What is sealed of a person. */
export type Profile = Pick<
  Person,
  | 'name'
  | 'manners'
  | 'pronouns'
  | 'alsoCalled'
  | 'formerly'
  | 'stakeholderAs'
  | 'adult'
  | 'emails'
  | 'expected'
  | 'named'
>;

/** Somebody of whom nothing is known, or nothing any more. What they chose of their manners follows the programme. */
export const nobodysProfile: Defaults<Profile> = { name: '', manners: {} };

export const readProfile = (stored: unknown): Profile => withDefaults(stored, nobodysProfile);

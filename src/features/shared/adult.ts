import type { Person } from '../../domain/programme.js';

/** *18 or over* as it is told to whom it is noted of, wherever that is (docs/field.md#stakeholders). */

/** Whom it is told to: those of whom it was noted, and mentees, for whom it decides who may ask others about their mentor. */
export const isTold = (p: Pick<Person, 'adult' | 'roles'>): boolean => p.adult === true || p.roles.includes('mentee');

/** As the coordinator's field has it: there is no telling a no from what nobody noted. */
export const adultInWords = (p: Pick<Person, 'adult'>): string => (p.adult === true ? 'yes' : 'no, or not known');

import type { WhyNot } from '../../domain/hours.js';
import type { Missed } from '../../domain/session.js';

/** Why a session gives no time, in words that say what could still be done. */
export const notCounted: Readonly<Record<Exclude<WhyNot, 'still to come' | 'disputed'>, string>> = {
  cancelled: 'cancelled',
  'not held': 'marked as not held',
  'does not fit its chain': 'left out until it has been checked: the coordinator knows',
  'no record': 'no record yet',
  'no-show': 'nobody came',
  'planned afterwards': 'planned after it began, so an assessor has to accept it first',
  'no plan before it began': 'no plan was made before it began',
  'no agreement': 'not agreed by both in time',
  'settled as no time': 'settled by the coordinator as no time',
  'of somebody erased': 'stands apart, as its mentee was erased',
};

/** How a session that did not take place came to that. */
export const missedWords: Readonly<Record<Missed, string>> = {
  'in-time': 'cancelled in good time',
  late: 'cancelled less than a day before',
  mentee: 'the mentee did not come',
  mentor: 'the mentor could not make it',
  'called-off': 'called off at the last moment',
};

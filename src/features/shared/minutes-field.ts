import type { Field } from '../../chat/form.js';
import { longestSession, shortestSession } from '../../domain/session.js';

/** Fields of minutes, as forms of several features ask for them. */

/** Any number of whole minutes that a session can last; a field says its own label, readers and bounds beside it. */
export const anyMinutes = { kind: 'number', min: 1, max: longestSession, step: 1, unit: 'minutes' } as const;

/** How long a session is planned to be, for a plan and for a template. */
export const plannedLength: Field = {
  ...anyMinutes,
  id: 'minutes',
  label: 'Length',
  readers: 'shown',
  min: shortestSession,
  step: 5,
};

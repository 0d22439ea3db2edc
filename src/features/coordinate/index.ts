import type { Feature } from '../feature.js';
import { deliveryCard, deliveryPresses } from './delivery.js';
import { peopleCommand, peoplePresses, roleForm } from './people.js';
import { openSetup, setupForm } from './setup.js';

/** The coordinator's: the programme's settings, who is who, and what was not delivered. */
export const feature: Feature = {
  name: 'coordinate',
  commands: { setup: async (_command, work) => openSetup(work), people: peopleCommand },
  presses: {
    'programme.setup': async (_press, work) => openSetup(work),
    'delivery.list': async (_press, work) => ({ kind: 'panel', card: await deliveryCard(work) }),
    ...peoplePresses,
    ...deliveryPresses,
  },
  forms: { setup: setupForm, role: roleForm },
};

import type { Feature } from '../feature.js';
import { boardPresses, nudgeFace, peopleCommand } from './board.js';
import { deliveryCard, deliveryPresses } from './delivery.js';
import { importApply, importForm, importLook, importPaste, openImport, pairsSuggested } from './import.js';
import { peoplePresses, roleForm } from './people.js';
import { openSetup, setupForm } from './setup.js';

/** The coordinator's: the programme's settings, who is who, and what was not delivered. */
export const feature: Feature = {
  name: 'coordinate',
  commands: { setup: async (_command, work) => openSetup(work), people: peopleCommand },
  presses: {
    'programme.setup': async (_press, work) => openSetup(work),
    'delivery.list': async (_press, work) => ({ kind: 'panel', card: await deliveryCard(work) }),
    ...peoplePresses,
    ...boardPresses,
    'import.open': async (_press, work) => openImport(work),
    'import.paste': importPaste,
    'import.look': importLook,
    'import.apply': importApply,
    ...deliveryPresses,
  },
  forms: { setup: setupForm, role: roleForm, import: importForm },
  faces: { 'pairs-suggested': pairsSuggested, nudge: nudgeFace },
};

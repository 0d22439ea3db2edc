import type { Feature } from '../feature.js';
import { concernCard } from './card.js';

/**
 * The card itself is answered by the runtime without the database (`runtime/hear.ts`). Here stands only what is
 * recorded: that a concern was passed on, by whom, to whom and when; never what it was, and never on a mentorship's
 * own chain, which the other side's assessor reads.
 */
export const feature: Feature = {
  name: 'concern',
  presses: {
    'concern.passed': async (press, work) => {
      work.note('concern.passed-on', work.actor.id, {
        to: press.arg === 'lead' ? 'safeguarding lead' : 'someone else',
      });
      return {
        kind: 'panel',
        card: concernCard(
          { safeguarding: work.programme.settings.safeguarding, nation: work.programme.nation },
          'mentor',
          true,
        ),
      };
    },
  },
};

import { button, buttons, text } from '../../chat/card.js';
import { literal, type Text } from '../../chat/text.js';
import type { Face, FeatureOf } from '../feature.js';
import { audienceOf, concernCard } from './card.js';

/** Whom to tell was asked for, and the answer may not have arrived: the number at once, the rest one press away. */
const concernMissed: Face = {
  called: 'whom to tell of a concern',
  why: 'says-itself',
  withoutAccount: 'nothing',
  folded: null,
  async draw({ programme, reader }) {
    const contacts = { safeguarding: programme.settings.safeguarding, nation: programme.nation };
    const as = audienceOf(reader);
    const danger: Text = concernCard(contacts, as).summary;
    return {
      title: 'Worried about someone?',
      summary: danger,
      blocks: [
        text(danger),
        text(literal('My answer may not have reached you. Here it is again.')),
        buttons(button('Whom to tell', 'concern.open', '-', { arg: as, style: 'main' })),
      ],
    };
  },
};

/**
 * The card itself is answered by the runtime without the database (`runtime/hear.ts`). Here stands only what is
 * recorded: that a concern was passed on, by whom, to whom and when; never what it was, and never on a mentorship's
 * own chain, which the other side's assessor reads.
 */
declare module '../../kernel/names.js' {
  interface Capabilities {
    concern: {
      verb: 'concern.passed';
      face: 'concern-missed';
      audit: 'concern.passed-on';
    };
  }
}

export const feature: FeatureOf<'concern'> = {
  name: 'concern',
  faces: { 'concern-missed': concernMissed },
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

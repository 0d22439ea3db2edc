import { button, buttons, text } from '../../chat/card.js';
import type { Inbound } from '../../chat/inbound.js';
import { literal, type Text } from '../../chat/text.js';
import { parse } from '../../commands/grammar.js';
import type { Face, Feature, FeatureOf, FromMemory } from '../feature.js';
import { type Audience, audienceOf, concernCard } from './card.js';
import { contactCache } from './contacts.js';
import { withLimits } from './limits.js';

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

/** Whether the event asks whom to tell: the word was typed, or the button pressed that every form has. */
const asks = (event: Inbound): boolean =>
  event.kind === 'press'
    ? event.press.verb === 'concern.open'
    : event.kind === 'command' && parse(event.text, (word) => word === 'concern').kind === 'command';

/** In whose words the form asks that the button stands in, where it says so. */
const audienceIn = (event: Inbound): Audience | undefined =>
  event.kind === 'press' && (event.press.arg === 'mentee' || event.press.arg === 'mentor')
    ? event.press.arg
    : undefined;

/** Whom to tell, out of what was last read of the programmes: the database may be away just then. */
const fromMemory: NonNullable<Feature['fromMemory']> = ({ store, fallback }): FromMemory => {
  const contacts = contactCache(store, fallback);
  return {
    answer: (event) =>
      asks(event)
        ? {
            kind: 'panel',
            card: concernCard(contacts.of(event.who), audienceIn(event) ?? contacts.audience(event.who)),
          }
        : undefined,
    refresh: contacts.refresh,
    staleAfter: ['programme.', 'people.'],
    learn: contacts.learn,
  };
};

declare module '../../kernel/names.js' {
  interface Capabilities {
    concern: {
      verb: 'concern.passed';
      fromMemory: 'concern.open';
      face: 'concern-missed';
      audit: 'concern.passed-on';
    };
  }
}

/**
 * The card is answered without the database. Of the rest only that a concern was passed on is recorded, by whom, to whom
 * and when; never what it was, and never on a mentorship's own chain, which the other side's assessor reads.
 */
export const feature: FeatureOf<'concern'> = {
  name: 'concern',
  words: ['concern'],
  fromMemory,
  neverHeldUp: ['concern.passed'],
  finishForm: withLimits,
  missed({ event, person, key }, work) {
    if (!asks(event)) return false;
    work.show('concern-missed', key, { person });
    return true;
  },
  faces: { 'concern-missed': concernMissed },
  presses: {
    'concern.passed': async (press, work) => {
      work.audit('concern.passed-on', work.actor.id, {
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

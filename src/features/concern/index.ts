import { text } from '../../chat/card.js';
import type { Inbound } from '../../chat/inbound.js';
import { literal } from '../../chat/text.js';
import { soundsLikeNeed } from '../../commands/distress.js';
import { day } from '../../kernel/clock.js';
import type { Face, Feature, FeatureOf, FromMemory } from '../feature.js';
import { whomToTellLine } from '../shared/whom-to-tell.js';
import { type Audience, audienceOf, concernCard, publicCard } from './card.js';
import { contactCache } from './contacts.js';
import { withLimits } from './limits.js';

/** After so long (ms) what they asked has long been asked again. */
const urgentFor = day;

/** Whom to tell was asked for, and the answer may not have arrived: all of it, without another step. */
const concernMissed: Face = {
  called: 'whom to tell of a concern',
  comes: 'in-answer',
  why: 'says-itself',
  withoutAccount: 'nothing',
  folded: null,
  urgent: true,
  async draw({ programme, parts, reader }) {
    const card = concernCard(parts.contactsOf(programme), audienceOf(reader));
    const [danger, ...rest] = card.blocks;
    const again = text(literal('My answer may not have reached you. Here it is again.'));
    return { ...card, blocks: [...(danger === undefined ? [] : [danger]), again, ...rest] };
  },
};

/**
 * Whether the event asks whom to tell: the word was typed, or something that sounds like need, or the button was pressed
 * that every form has.
 */
const asks = (event: Inbound): boolean =>
  event.kind === 'press' ? event.press.verb === 'concern.open' : event.kind === 'command' && soundsLikeNeed(event.text);

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
            reply: {
              kind: 'panel',
              card: concernCard(contacts.of(event.who), audienceIn(event) ?? contacts.audience(event.who)),
            },
            inPublic: publicCard(contacts.of(event.who)),
          }
        : undefined,
    footFor: (account) => whomToTellLine(contacts.of(account), 'with-lead'),
    refresh: contacts.refresh,
    staleAfter: ['programme.', 'people.', 'person.', 'installation.'],
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
  missed({ answer, person, key }, work) {
    if (answer.urgent === undefined) return false;
    work.show('concern-missed', key, { person }, { expiresAt: work.now + urgentFor });
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
        card: concernCard(work.parts.contactsOf(work.programme), 'mentor', true),
      };
    },
  },
};

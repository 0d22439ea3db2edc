import { type Card, list, text } from '../../chat/card.js';
import type { Inbound } from '../../chat/inbound.js';
import { literal, say, strong } from '../../chat/text.js';
import { soundsLikeNeed } from '../../commands/distress.js';
import { isByLink } from '../../kernel/account.js';
import { day } from '../../kernel/clock.js';
import type { ConcernContacts, Face, Feature, FeatureOf, FromMemory } from '../feature.js';
import { inDanger, linked, whomToTellLine } from '../shared/whom-to-tell.js';
import { type Audience, audienceOf, concernCard, isBoth, publicCard } from './card.js';
import { contactCache } from './contacts.js';
import { withLimits } from './limits.js';
import {
  arrived,
  cardFor,
  deputyIsDue,
  haveIt,
  leadAlertFace,
  leadMailEnded,
  leadMailSays,
  notDelivered,
  stands,
  standsFace,
  tellingIn,
  tellLead,
  unreachable,
} from './tell.js';

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
  async draw(d) {
    const { programme, parts, reader } = d;
    const telling = await tellingIn(d, reader?.id ?? null);
    const card = concernCard(parts.contactsOf(programme), {
      audience: audienceOf(reader),
      telling,
      both: isBoth(reader),
    });
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
const fromMemory: NonNullable<Feature['fromMemory']> = ({ store, fallback, mails }): FromMemory => {
  const contacts = contactCache(store, fallback, mails);
  /** Whoever comes by a link has a page, which sends no such press. */
  const forWhom = ({ who }: Inbound): Pick<Parameters<typeof concernCard>[1], 'telling' | 'both'> => ({
    ...(isByLink(who) ? {} : { telling: contacts.telling(who) }),
    both: contacts.isBoth(who),
  });
  return {
    answer: (event) =>
      asks(event)
        ? {
            reply: {
              kind: 'panel',
              card: concernCard(contacts.of(event.who), {
                ...forWhom(event),
                audience: audienceIn(event) ?? contacts.audience(event.who),
              }),
            },
            inPublic: publicCard(contacts.of(event.who)),
          }
        : undefined,
    footFor: (account) => whomToTellLine(contacts.of(account), 'with-lead'),
    notYet: (event) =>
      event.kind === 'press' && event.press.verb === 'concern.tell-lead' ? notYet(contacts.of(event.who)) : undefined,
    refresh: contacts.refresh,
    unlearn: contacts.unlearn,
  };
};

/** The database is away: nobody was told, and it must not look otherwise. */
function notYet(contacts: ConcernContacts): Card {
  const { lead, deputy } = contacts.safeguarding;
  const line = literal('Nobody has been told yet: I can’t reach my own records just now. Please ring.');
  const who = [lead, deputy].flatMap((c) => (c === undefined ? [] : [say`${strong(c.name)}: ${linked(c.reach)}`]));
  return {
    title: 'Nobody has been told yet',
    summary: line,
    blocks: [
      text(line),
      ...(who.length === 0 ? [] : [list(who)]),
      text(inDanger(contacts)),
      text(literal('I go on trying for an hour. Once it has gone, I write to you here.')),
    ],
  };
}

declare module '../../kernel/names.js' {
  interface Capabilities {
    concern: {
      verb: 'concern.passed' | 'concern.tell-lead' | 'concern.have-it' | 'concern.stands';
      fromMemory: 'concern.open';
      face: 'concern-missed' | 'lead-alert' | 'lead-alert-stands';
      prompt: 'lead-alert';
      audit: 'concern.passed-on' | 'concern.deputy-told' | 'concern.acknowledged';
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
  neverHeldUp: ['concern.passed', 'concern.tell-lead'],
  unreachable,
  notDelivered,
  arrived,
  mailSays: leadMailSays,
  mailEnded: leadMailEnded,
  byLink: ({ face, subject, person }, work) => notDelivered({ face, subject, to: { person } }, work),
  finishForm: withLimits,
  missed({ answer, person, key }, work) {
    if (answer.urgent === undefined) return false;
    work.show('concern-missed', key, { person }, { expiresAt: work.now + urgentFor });
    return true;
  },
  faces: { 'concern-missed': concernMissed, 'lead-alert': leadAlertFace, 'lead-alert-stands': standsFace },
  prompts: { 'lead-alert': deputyIsDue },
  presses: {
    'concern.tell-lead': tellLead,
    'concern.have-it': haveIt,
    'concern.stands': { opens: stands },
    /** It tells nobody. `lead`: a card of before, whose button told nobody either. */
    'concern.passed': async (press, work) => {
      if (audienceOf(work.actor) === 'mentee') return cardFor(work, false);
      work.audit('concern.passed-on', work.actor.id, {
        to: press.arg === 'lead' ? 'safeguarding lead' : 'someone else',
      });
      return cardFor(work, true);
    },
  },
};

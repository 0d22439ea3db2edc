import { button, text } from '../../chat/card.js';
import type { Reply } from '../../chat/inbound.js';
import { literal } from '../../chat/text.js';
import { takePerson } from '../../commands/person.js';
import type { PersonId } from '../../kernel/ids.js';
import { shorten } from '../../kernel/words.js';
import type { ActorWork, CommandHandler, FeatureOf } from '../feature.js';
import { sessionOf } from '../shared/guards.js';
import { askWhich } from '../shared/told-apart.js';
import { anything, foundCard, keepSearch, lastSearch, searchForm } from './find.js';
import { frontCard, onlyPast, pastCards, scopeWith } from './front.js';
import { chooseMonth, monthCards } from './list.js';
import { scopeOf } from './scope.js';
import { sessionPage } from './session-page.js';
import { wordsOf } from './words.js';

/**
 * A door to what has been (docs/field.md#what-has-been): sessions by month with what became of them, each with its plan
 * beside its record; for the two of them, the coordinator, and those to whom a portfolio is allocated.
 */

/** `past`, `past @leo`, `past phone calls`. */
const past: CommandHandler = async (command, work) => {
  const people = [...(await work.people()).values()];
  const named = takePerson(command.rest, command.mentions, people);
  switch (named.kind) {
    case 'person':
      return withPerson(named.person.id, work);
    case 'several':
      return askWhich(named.people, work, { button: (p, label) => button(label, 'past.with', p.id) });
    case 'unknown':
      return shown(
        await pastCards('', work, [text(literal(`Nobody called ${shorten(named.name, 40)} is in this programme.`))]),
      );
    case 'nobody':
      return named.rest === '' ? shown(await pastCards('', work)) : search(named.rest, work);
    default:
      return named satisfies never;
  }
};

const shown = ({ card, inMessage }: Awaited<ReturnType<typeof pastCards>>): Reply => ({
  kind: 'panel',
  card,
  inMessage,
});

/** What the actor may see that is this person's, or theirs together. */
async function withPerson(person: PersonId, work: ActorWork): Promise<Reply> {
  const scope = await scopeWith(person, work);
  if (scope === undefined)
    return shown(
      await pastCards('', work, [
        text(literal('There is nothing of theirs that you could look back at. This is yours.')),
      ]),
    );
  return shown(await monthCards(scope, '', work));
}

/** Words that name nobody are looked for, where there is one past to look in. */
async function search(words: string, work: ActorWork): Promise<Reply> {
  const only = await onlyPast(work);
  if (only === undefined || wordsOf(words).length === 0)
    return shown(
      await pastCards('', work, [text(literal('Choose whose sessions to look through. There you can search.'))]),
    );
  const sought = { words: shorten(words, 80), goal: null };
  await keepSearch(sought, work);
  const card = await foundCard(only, sought, '', work);
  return { kind: 'panel', card, inMessage: card };
}

declare module '../../kernel/names.js' {
  interface Capabilities {
    past: {
      command: 'past';
      verb: 'past.open' | 'past.with' | 'past.list' | 'past.months' | 'past.search' | 'past.found' | 'past.session';
      form: 'past-search';
      audit: 'session.read';
    };
  }
}

export const feature: FeatureOf<'past'> = {
  name: 'past',
  commands: { past },
  forms: { 'past-search': searchForm },
  presses: {
    'past.open': {
      opens: async ({ arg }, work) => ({
        kind: 'panel',
        card: arg === '' ? (await pastCards(arg, work)).card : await frontCard(arg, work),
      }),
    },
    'past.with': {
      opens: ({ subject }, work) => withPerson(subject as PersonId, work),
    },
    'past.list': {
      opens: async ({ subject, arg }, work) => ({
        kind: 'panel',
        card: (await monthCards(await scopeOf(subject, work), arg, work)).card,
      }),
    },
    'past.months': {
      opens: async ({ subject, arg }, work) => ({
        kind: 'panel',
        card: await chooseMonth(await scopeOf(subject, work), arg, work),
      }),
    },
    'past.search': {
      async opens({ subject }, work) {
        const { subject: whose } = await scopeOf(subject, work);
        return work.forms.open('past-search', whose, anything, { fresh: true });
      },
    },
    'past.found': {
      async opens({ subject, arg }, work) {
        const scope = await scopeOf(subject, work);
        const last = await lastSearch(work);
        return {
          kind: 'panel',
          card: last === undefined ? (await monthCards(scope, '', work)).card : await foundCard(scope, last, arg, work),
        };
      },
    },
    'past.session': {
      opens: async ({ subject, arg }, work) => ({
        kind: 'panel',
        card: await sessionPage(await sessionOf(work, subject), arg, work),
      }),
    },
  },
};

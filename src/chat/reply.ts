import { type Card, sentence } from './card.js';
import type { Reply } from './inbound.js';
import type { Text } from './text.js';

/** The replies that most handlers give. */

/** Answers with a title and one or more sentences, seen by whoever acted and nobody else. */
export const replyWith = (title: string, ...lines: readonly (string | Text)[]): Reply => ({
  kind: 'say',
  card: sentence(title, ...lines),
});

/** Closes the open form and says these sentences in its place. */
export const closeWith = (title: string, ...lines: readonly (string | Text)[]): Reply => ({
  kind: 'close',
  say: sentence(title, ...lines),
});

/** Opens this card to be read where a form would stand, so that private words may stand in it. */
export const panelWith = (card: Card): Reply => ({ kind: 'panel', card });

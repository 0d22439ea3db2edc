import { type Card, muted } from '../../src/chat/card.js';
import { literal } from '../../src/chat/text.js';
import { grammar } from '../../src/commands/grammar.js';

const asksToType = new RegExp(`\\b[Tt]ypes? (${grammar.map((w) => w.word).join('|')})\\b`);

/**
 * How to type the word that something asks for ("Type home"), where it does not do to type that alone; undefined where
 * no word is asked for. In a channel the word would be a message to everybody and nothing to the bot; in a view nothing
 * can be typed at all.
 */
export function howToType(said: unknown, where: 'channel' | 'view'): string | undefined {
  const word = asksToType.exec(JSON.stringify(said))?.[1];
  if (word === undefined) return undefined;
  return where === 'channel'
    ? `Here, begin with /mentor: for example /mentor ${word}.`
    : `What you are asked to type, type in our chat, or anywhere after /mentor: for example /mentor ${word}.`;
}

/** A card with how to type what it asks for. In the bot's own direct messages a word alone does. */
export function withBeginning(card: Card, where: 'channel' | 'view'): Card {
  const line = howToType([card.summary, card.blocks], where);
  return line === undefined ? card : { ...card, blocks: [...card.blocks, muted(literal(line))] };
}

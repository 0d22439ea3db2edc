import { type Card, muted } from '../../src/chat/card.js';
import { literal } from '../../src/chat/text.js';
import { grammar } from '../../src/commands/grammar.js';

const asksToType = new RegExp(`\\b[Tt]ype (${grammar.map((w) => w.word).join('|')})\\b`);

/**
 * The answer to a slash command elsewhere than in the bot's direct messages: where it asks to type a word ("Type home"),
 * that alone would be a message to the channel and nothing to the bot, so it says what to begin with.
 */
export function withBeginning(card: Card): Card {
  const word = asksToType.exec(JSON.stringify([card.summary, card.blocks]))?.[1];
  if (word === undefined) return card;
  const line = `Here, begin with /mentor: for example /mentor ${word}.`;
  return { ...card, blocks: [...card.blocks, muted(literal(line))] };
}

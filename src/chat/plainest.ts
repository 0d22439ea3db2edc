import { shorten } from '../kernel/words.js';
import { type Block, type Card, rowsAsLines } from './card.js';
import { plain, type Reader } from './text.js';

/** Longest message in plain text (UTF-16 units): Slack recommends 4,000, and every platform takes this many. */
const longest = 3_000;

/** A line or more of a block; nothing of buttons and dividers. */
function linesOf(block: Block, reader: Reader): readonly string[] {
  switch (block.kind) {
    case 'text':
      return [plain(block.text, reader)];
    case 'list':
      return block.items.map((item) => `- ${plain(item, reader)}`);
    case 'facts':
      return block.rows.map((row) => `${row.label}: ${plain(row.value, reader)}`);
    case 'progress':
      return [`${block.label}: ${block.words}`];
    case 'table':
      return rowsAsLines(block).flatMap((b) => linesOf(b, reader));
    case 'image':
      return [block.alt];
    case 'file':
      return [block.name];
    case 'buttons':
    case 'divider':
      return [];
    default:
      return block satisfies never;
  }
}

/** All of a card's words, as a file of plain text has them: a title, then a line or more for each block. */
export function asPlainText(card: Card, reader: Reader): string {
  const blocks = card.blocks.flatMap((b) => {
    const lines = linesOf(b, reader);
    return lines.length === 0
      ? []
      : [b.kind === 'text' && b.tone === 'heading' ? `\n${lines.join('\n')}` : lines.join('\n')];
  });
  return `${[card.title, ...blocks].join('\n')}\n`;
}

/**
 * A card in its plainest form, where its platform did not take it otherwise: its words and nothing else.
 * @param answer how to answer by typing on that platform; said where the card has buttons
 */
export function plainest(card: Card, reader: Reader, answer: string): string {
  const lines = [card.title, ...card.blocks.flatMap((b) => linesOf(b, reader))].filter((line) => line.trim() !== '');
  const last = card.blocks.some((b) => b.kind === 'buttons' && b.items.length > 0) ? `\n${answer}` : '';
  return `${shorten(lines.join('\n'), longest - last.length)}${last}`;
}

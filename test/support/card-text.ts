import type { Card } from '../../src/chat/card.js';
import { plain, type Reader } from '../../src/chat/text.js';

/** A card as a person would read it aloud. */
export function cardText(card: Card, reader: Reader): string {
  const lines = [`# ${card.title}`];
  for (const b of card.blocks) {
    if (b.kind === 'text') lines.push(plain(b.text, reader));
    else if (b.kind === 'list') lines.push(...b.items.map((t) => `- ${plain(t, reader)}`));
    else if (b.kind === 'facts') lines.push(...b.rows.map((r) => `${r.label}: ${plain(r.value, reader)}`));
    else if (b.kind === 'table')
      lines.push(
        ...b.rows.map((r) =>
          [...r.cells.map((c) => plain(c, reader)), ...(r.button === undefined ? [] : [`[${r.button.label}]`])].join(
            ' | ',
          ),
        ),
      );
    else if (b.kind === 'progress') lines.push(`${b.label}: ${b.words}`);
    else if (b.kind === 'buttons') lines.push(b.items.map((i) => `[${i.label}]`).join(' '));
    else if (b.kind === 'image') lines.push(`(picture: ${b.alt})`);
    else if (b.kind === 'file') lines.push(`(file: ${b.name})`);
  }
  return lines.join('\n');
}

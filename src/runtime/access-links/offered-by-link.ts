import type { Block, Button, Card } from '../../chat/card.js';
import type { Reply } from '../../chat/inbound.js';
import type { PersonalUse } from '../../features/feature.js';

/** A reply as the page of a personal link shows it: what cannot be pressed there is not offered. */
export function offeredByLink(reply: Reply, use: PersonalUse): Reply {
  const can: ReadonlySet<string> = new Set([...use.presses, ...use.shows]);
  const fits = (b: Button): boolean => can.has(b.press.verb);
  const blockOf = (block: Block): Block => {
    if (block.kind === 'buttons') return { ...block, items: block.items.filter(fits) };
    if (block.kind !== 'table') return block;
    return {
      ...block,
      rows: block.rows.map((row) => (row.button === undefined || fits(row.button) ? row : { cells: row.cells })),
    };
  };
  const cardOf = (card: Card): Card => ({ ...card, blocks: card.blocks.map(blockOf) });
  if (reply.kind === 'panel' || reply.kind === 'say') return { ...reply, card: cardOf(reply.card) };
  return reply.kind === 'close' && reply.say !== undefined ? { ...reply, say: cardOf(reply.say) } : reply;
}

import { createHash } from 'node:crypto';
import type { Block } from '../../chat/card.js';
import type { DotsChart } from '../../chat/chart.js';
import type { DocumentId } from '../../kernel/ids.js';

/** The block of a picture of dots, where a page has room for it. */
export function dotsPicture(title: string, rows: DotsChart['rows']): Extract<Block, { kind: 'image' }> {
  const chart: DotsChart = { kind: 'dots', title, rows };
  const name = createHash('sha256').update(JSON.stringify(chart)).digest('hex').slice(0, 32);
  const said = rows.map((row) => `${row.label.replace(/\.$/, '')}: ${row.words}.`);
  return { kind: 'image', document: `dots-${name}` as DocumentId, alt: [`${title}:`, ...said].join(' '), chart };
}

import { createHash } from 'node:crypto';
import type { Block } from '../../chat/card.js';
import type { GridChart } from '../../chat/chart.js';
import type { Readiness, Standing } from '../../domain/readiness.js';
import type { DocumentId } from '../../kernel/ids.js';
import { shorten } from '../../kernel/words.js';

/** Criteria and what shows each of them, as a picture where a page has room for one. */

export const standingWords: Readonly<Record<Standing, string>> = {
  shown: 'there',
  partly: 'there, with something still to do',
  missing: 'missing',
  nothing: 'none so far',
};

export const criterionLabel = (c: { readonly code: string; readonly text: string }, most = 200): string =>
  shorten(`${c.code}${c.code === '' || c.text === '' ? '' : '. '}${c.text}`, most);

function rowsOf({ criteria, found, rules }: Readiness): GridChart['rows'] {
  return [
    ...criteria.map((c) => ({
      label: criterionLabel(c, 120),
      cells: c.kinds.map((kind) => ({ label: found[kind].label, mark: found[kind].standing })),
    })),
    ...(rules.length === 0
      ? []
      : [{ label: 'Asked beside them', cells: rules.map((r) => ({ label: r.label, mark: r.standing })) }]),
  ];
}

export function gridPicture(readiness: Readiness): Block {
  const chart: GridChart = {
    kind: 'grid',
    title: 'Criteria and evidence',
    rows: rowsOf(readiness),
    marks: (Object.keys(standingWords) as Standing[]).map((mark) => ({ mark, words: standingWords[mark] })),
  };
  const name = createHash('sha256').update(JSON.stringify(chart)).digest('hex').slice(0, 32);
  const alt = chart.rows.map(
    (row) =>
      `${row.label}: ${row.cells.map((c) => `${c.label} ${standingWords[c.mark]}`).join('; ') || 'nothing is asked for'}.`,
  );
  return { kind: 'image', document: `grid-${name}` as DocumentId, alt: [`${chart.title}.`, ...alt].join(' '), chart };
}

import type { GridChart, GridMark } from '../../src/chat/chart.js';

/**
 * What there is of each kind of evidence: a part of the page, in its own colours, with marks that are told apart by their
 * shape alone. For those who hear the page it is one picture with one description.
 */

function Mark({ mark }: { mark: GridMark }) {
  return (
    <svg class="cell-mark" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      {mark === 'nothing' ? (
        <line class="edge" x1="3" x2="13" y1="8" y2="8" />
      ) : (
        <rect class="edge" x="1.5" y="1.5" width="13" height="13" rx="2" />
      )}
      {mark === 'shown' && <rect class="full" x="1.5" y="1.5" width="13" height="13" rx="2" />}
      {mark === 'partly' && <path class="full" d="M1.5 14.5 14.5 1.5V14.5Z" />}
    </svg>
  );
}

const Cells = ({ of }: { of: readonly { readonly label: string; readonly mark: GridMark }[] }) => (
  <ul class="grid-cells">
    {of.map((cell, i) => (
      <li key={`${i}`}>
        <Mark mark={cell.mark} />
        <span>{cell.label}</span>
      </li>
    ))}
  </ul>
);

export function GridPicture({ chart, alt }: { chart: GridChart; alt: string }) {
  return (
    <div class="chart of-grid" role="img" aria-label={alt}>
      <p class="chart-title">{chart.title}</p>
      {chart.rows.map((row, i) => (
        <div key={`${i}`} class="grid-row">
          <p dir="auto">{row.label}</p>
          <Cells of={row.cells} />
        </div>
      ))}
      <div class="grid-row">
        <Cells of={chart.marks.map(({ mark, words }) => ({ mark, label: words }))} />
      </div>
    </div>
  );
}

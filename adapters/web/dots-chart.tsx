import type { DotsChart } from '../../src/chat/chart.js';

/**
 * What was said each time, as dots from 1 below to 5 above, the earliest on the left: a part of the page, in its own
 * colours, that reads the same in grey. For those who hear the page it is one picture with one description.
 */

const step = 22;
const edge = 14;
const top = 10;
/** Of these the newest are drawn: more would be dust on a telephone. */
const mostDots = 24;

const yOf = (level: number): number => top + (5 - level) * 13;

function Dots({ points, target }: { points: readonly number[]; target: number | null }) {
  const shown = points.slice(-mostDots);
  const width = edge * 2 + 12 + Math.max(1, shown.length) * step;
  return (
    <svg class="dots" viewBox={`0 0 ${width} 72`} width={width} height="72" aria-hidden="true" focusable="false">
      {[1, 2, 3, 4, 5].map((level) => (
        <line key={level} class="rule" x1="12" x2={width} y1={yOf(level)} y2={yOf(level)} />
      ))}
      <text class="scale" x="0" y={yOf(5) + 4}>
        5
      </text>
      <text class="scale" x="0" y={yOf(1) + 4}>
        1
      </text>
      {target !== null && <line class="goal" x1="12" x2={width} y1={yOf(target)} y2={yOf(target)} />}
      {shown.map((level, i) => (
        <circle key={`${i}`} class="dot" cx={edge + 12 + i * step} cy={yOf(level)} r="6" />
      ))}
    </svg>
  );
}

export function DotsPicture({ chart, alt }: { chart: DotsChart; alt: string }) {
  return (
    <div class="chart of-dots" role="img" aria-label={alt}>
      <p class="chart-title">{chart.title}</p>
      {chart.rows.map((row, i) => (
        <div key={`${i}`} class="dots-row">
          <p class="rating-words">
            <span dir="auto">{row.label}</span>
            <span class="amount">{row.words}</span>
          </p>
          <Dots points={row.points} target={row.target} />
        </div>
      ))}
    </div>
  );
}

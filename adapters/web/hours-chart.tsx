import type { HoursChart, RatingTrend } from '../../src/chat/chart.js';
import { minutesInWords } from '../../src/kernel/words.js';

/**
 * The picture of hours as a part of the page: real words, in the page's own colours, as wide as there is room. For those
 * who hear the page it is one picture with one description, as it is on the other chats.
 */

/** Shapes are drawn in a box so wide, whatever that comes to on the screen. */
const wide = 1000;

function Bar({ done, of, mark }: { done: number; of: number; mark?: number }) {
  const at = (n: number): number => (of <= 0 ? 0 : Math.min(n / of, 1) * wide);
  return (
    <svg class="bar" viewBox={`0 0 ${wide} 12`} preserveAspectRatio="none" aria-hidden="true" focusable="false">
      <rect class="all" width={wide} height="12" />
      <rect class="done" width={at(done)} height="12" />
      {mark !== undefined && <rect class="target" x={at(mark) - 4} width="8" height="12" />}
    </svg>
  );
}

function Week({ began, minutes, most, last }: { began: string; minutes: number; most: number; last: boolean }) {
  const height = most <= 0 ? 0 : (minutes / most) * 100;
  return (
    <div class="week">
      <span>{minutes === 0 ? '' : minutesInWords(minutes)}</span>
      <svg viewBox="0 0 10 100" preserveAspectRatio="none" aria-hidden="true" focusable="false">
        <rect class={last ? 'done' : 'before'} y={100 - height} width="10" height={height} />
      </svg>
      <span class="began">{began}</span>
    </div>
  );
}

function Rating({ trend }: { trend: RatingTrend }) {
  return (
    <div class="rating">
      <p class="rating-words">
        <span dir="auto">{trend.question}</span>
        <span class="amount">{trend.words}</span>
      </p>
      <Bar done={trend.figure} of={5} {...(trend.before === null ? {} : { mark: trend.before })} />
    </div>
  );
}

/** Hours against their target, week by week, and how ratings moved. `alt`: all of it in words. */
export function HoursPicture({ chart, alt }: { chart: HoursChart; alt: string }) {
  const { deliveredMinutes: done, targetMinutes: target, weeks, ratings } = chart;
  const most = Math.max(...weeks.map((w) => w.minutes), 0);
  const met = target > 0 && done >= target;
  return (
    <div class="chart" role="img" aria-label={alt}>
      <div>
        <p class="chart-title">{chart.title}</p>
        <p class="chart-figure">
          {minutesInWords(done)}
          <small>{`${target > 0 ? ` of ${minutesInWords(target)}` : ''} delivered${met ? ': the target is met' : ''}`}</small>
        </p>
        {target > 0 && <Bar done={done} of={Math.max(done, target)} {...(done > target ? { mark: target } : {})} />}
      </div>
      {weeks.length > 1 && (
        <div>
          <p class="chart-title">Each week, by the day it began</p>
          <div class="weeks">
            {weeks.map((w, i) => (
              <Week key={w.began} {...w} most={most} last={i === weeks.length - 1} />
            ))}
          </div>
        </div>
      )}
      {ratings !== undefined && (
        <div>
          <p class="chart-title">{ratings.title}</p>
          {ratings.trends.map((t) => (
            <Rating key={t.question} trend={t} />
          ))}
        </div>
      )}
      {chart.practice && <p class="chart-title">Practice data: the clock was moved.</p>}
    </div>
  );
}

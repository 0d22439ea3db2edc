import type { BarSeriesOption, ScatterSeriesOption } from 'echarts/charts';
import { BarChart, ScatterChart } from 'echarts/charts';
import { GridComponent, MarkLineComponent, TitleComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { HoursChart, RatingTrend } from '../../src/chat/chart.js';
import { minutesInWords, shorten } from '../../src/kernel/words.js';

/**
 * The picture of hours, as SVG. Drawn for a chat on a telephone: 720 wide is shown at about half of that, so nothing
 * is smaller than 24. One colour and its tints, so that it reads the same in grey; every bar says its
 * figure, so that nobody has to read an axis. It brings its own light ground, for a chat may be dark.
 */

export const pictureWidth = 720;
/** The type in the picture: what the PNG is drawn with, and what a browser has of it. */
export const pictureFont = 'Source Sans 3';
const family = `'${pictureFont}', 'Source Sans Pro', 'Segoe UI', Roboto, Helvetica, Arial, sans-serif`;
const ink = '#16302b';
const quiet = '#4a5f5a';
const accent = '#1f4b43';
const tint = '#a9c4bd';
const ground = '#ffffff';
const left = 32;
const right = 32;
const barTop = 150;
const barHeight = 52;
/** Of one question: its words, its figure, and a bar of five. */
const ratingHeight = 138;
const ratingsHead = 74;
/** About as much as stands on one line of this width, at 26. */
const longestQuestion = 52;

use([BarChart, ScatterChart, GridComponent, MarkLineComponent, TitleComponent, SVGRenderer]);

const line = (text: string, top: number, fontSize: number, color: string, fontWeight: 400 | 600) => ({
  text,
  left,
  top,
  padding: 0,
  textStyle: { fontFamily: family, fontSize, fontWeight, color, lineHeight: fontSize },
});

/** "4 h 30 min of 6 h", "delivered so far": no figure that the card beside it does not say. */
function standing({ deliveredMinutes, targetMinutes }: HoursChart): { figure: string; beside: string } {
  const done = minutesInWords(deliveredMinutes);
  if (targetMinutes <= 0) return { figure: done, beside: 'delivered so far' };
  const figure = `${done} of ${minutesInWords(targetMinutes)}`;
  return { figure, beside: deliveredMinutes < targetMinutes ? 'delivered so far' : 'delivered: the target is met' };
}

/** A figure on a bar, on two lines: eight bars stand side by side. */
const onBar = (minutes: number): string => minutesInWords(minutes).replace(/(\d h) (\d)/, '$1\n$2');

const plainAxis = { axisLine: { show: false }, axisTick: { show: false }, splitLine: { show: false } } as const;

/** The part of a bar that is still to come: an outline, which reads as empty in grey too. */
const remaining: NonNullable<BarSeriesOption['itemStyle']> = {
  color: ground,
  borderColor: accent,
  borderWidth: 2,
};

/** A rating as a bar of five, and a mark where it stood before: light within dark, so that it shows on either part. */
function ofFive(t: RatingTrend, axis: number): (BarSeriesOption | ScatterSeriesOption)[] {
  const on = { xAxisIndex: axis, yAxisIndex: axis, silent: true } as const;
  const bar = { ...on, type: 'bar', stack: `rating-${axis}`, barWidth: 28 } as const;
  return [
    { ...bar, data: [t.figure], itemStyle: { color: accent } },
    { ...bar, data: [5 - t.figure], itemStyle: remaining },
    ...(t.before === null
      ? []
      : [
          {
            ...on,
            type: 'scatter' as const,
            data: [[t.before, 0]],
            symbol: 'rect',
            symbolSize: [10, 44],
            itemStyle: { color: ground, borderColor: ink, borderWidth: 3, opacity: 1 },
          },
        ]),
  ];
}

export function hoursSvg(chart: HoursChart): string {
  const trend = chart.weeks.length > 1;
  const note = chart.practice ? 40 : 0;
  const hoursHeight = trend ? 564 : 230;
  const ratings = chart.ratings?.trends ?? [];
  const height = hoursHeight + (ratings.length === 0 ? 0 : ratingsHead + ratings.length * ratingHeight) + note;
  const ratingTop = (i: number): number => hoursHeight + ratingsHead + i * ratingHeight;
  /** The axes of the first question; each has its own. */
  const firstAxis = trend ? 2 : 1;
  const { figure, beside } = standing(chart);
  const { deliveredMinutes: done, targetMinutes: target } = chart;
  const across = Math.max(done, target, 1);
  const most = Math.max(...chart.weeks.map((w) => w.minutes), 1);

  const total: BarSeriesOption[] = [
    {
      type: 'bar',
      stack: 'total',
      barWidth: barHeight,
      silent: true,
      data: [done],
      itemStyle: { color: accent },
      ...(done > target && target > 0
        ? {
            markLine: {
              silent: true,
              symbol: 'none',
              lineStyle: { color: ground, width: 4, type: 'solid' as const },
              label: { show: false },
              data: [{ xAxis: target }],
            },
          }
        : {}),
    },
    {
      type: 'bar',
      stack: 'total',
      barWidth: barHeight,
      silent: true,
      data: [Math.max(0, target - done)],
      itemStyle: remaining,
    },
  ];
  const weekly: BarSeriesOption = {
    type: 'bar',
    xAxisIndex: 1,
    yAxisIndex: 1,
    barWidth: '62%',
    silent: true,
    data: chart.weeks.map((w, i) => ({
      value: w.minutes,
      itemStyle:
        i === chart.weeks.length - 1 ? { color: accent } : { color: tint, borderColor: accent, borderWidth: 2 },
      label: {
        show: true,
        position: 'top' as const,
        distance: 8,
        formatter: onBar(w.minutes),
        fontFamily: family,
        fontSize: 24,
        lineHeight: 26,
        fontWeight: i === chart.weeks.length - 1 ? 600 : 400,
        color: ink,
      },
    })),
  };

  const drawn = init(null, null, { renderer: 'svg', ssr: true, width: pictureWidth, height });
  try {
    drawn.setOption({
      animation: false,
      backgroundColor: ground,
      title: [
        line(chart.title, 24, 28, quiet, 600),
        line(figure, 64, 42, ink, 600),
        line(beside, 112, 26, quiet, 400),
        ...(trend ? [line('Each week, by the day it began', 244, 28, quiet, 600)] : []),
        ...(ratings.length === 0 ? [] : [line(chart.ratings?.title ?? '', hoursHeight + 20, 28, quiet, 600)]),
        ...ratings.flatMap((t, i) => [
          line(shorten(t.question, longestQuestion), ratingTop(i), 26, ink, 400),
          line(t.words, ratingTop(i) + 36, 28, ink, 600),
        ]),
        ...(chart.practice ? [line('Practice data: the clock was moved.', height - 44, 26, ink, 600)] : []),
      ],
      grid: [
        { left, right, top: barTop, height: barHeight, containLabel: false },
        ...(trend ? [{ left, right, top: 352, height: 150, containLabel: false }] : []),
        ...ratings.map((_, i) => ({ left, right, top: ratingTop(i) + 78, height: 28, containLabel: false })),
      ],
      xAxis: [
        { type: 'value', min: 0, max: across, show: false },
        ...(trend
          ? [
              {
                type: 'category' as const,
                gridIndex: 1,
                data: chart.weeks.map((w) => w.began),
                ...plainAxis,
                axisLine: { show: true, lineStyle: { color: quiet, width: 2 } },
                axisLabel: { interval: 0, fontFamily: family, fontSize: 24, color: ink, margin: 12 },
              },
            ]
          : []),
        ...ratings.map((_, i) => ({ type: 'value' as const, gridIndex: firstAxis + i, min: 0, max: 5, show: false })),
      ],
      yAxis: [
        { type: 'category', data: [''], show: false },
        ...(trend ? [{ type: 'value' as const, gridIndex: 1, min: 0, max: most, show: false }] : []),
        ...ratings.map((_, i) => ({ type: 'category' as const, gridIndex: firstAxis + i, data: [''], show: false })),
      ],
      series: [...total, ...(trend ? [weekly] : []), ...ratings.flatMap((t, i) => ofFive(t, firstAxis + i))],
    });
    return still(drawn.renderToSVGString({ useViewBox: true }));
  } finally {
    drawn.dispose();
  }
}

/**
 * Takes out what the library adds for pages that can be pointed at, and the numbers that it gives its drawings for the
 * life of the process: the same chart is the same text every time.
 */
const still = (svg: string): string =>
  svg
    .replace(/<style ><!\[CDATA\[[\s\S]*?\]\]>\s*<\/style>\s*/g, '')
    .replace(/ (?:ecmeta_\w+|class)="[^"]*"/g, '')
    .replace(/\bzr\d+-/g, 'p-');

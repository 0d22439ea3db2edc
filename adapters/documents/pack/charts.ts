import type { BarSeriesOption, ScatterSeriesOption } from 'echarts/charts';
import { BarChart, LineChart, ScatterChart } from 'echarts/charts';
import { GridComponent, MarkLineComponent, TitleComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { HoursPicture, Lane, LanesPicture, PackPicture } from '../../../src/domain/pack/model-pictures.js';
import { minutesInWords, shorten } from '../../../src/kernel/words.js';

/**
 * The pictures of a pack, as SVG for a printed page. One colour and its tints, each apart from the next in grey too; every
 * figure stands on it in words.
 */

const width = 720;
const family = "'Source Sans 3', sans-serif";
const ink = '#16302b';
const quiet = '#4a5f5a';
const accent = '#1f4b43';
const tint = '#a9c4bd';
const ground = '#ffffff';

use([BarChart, LineChart, ScatterChart, GridComponent, MarkLineComponent, TitleComponent, SVGRenderer]);

const line = (text: string, left: number, top: number, fontSize: number, color: string, fontWeight: 400 | 600) => ({
  text,
  left,
  top,
  padding: 0,
  textStyle: { fontFamily: family, fontSize, fontWeight, color, lineHeight: fontSize },
});

/** By the picture's name. */
export const packPictures = (pictures: readonly PackPicture[]): Readonly<Record<string, string>> =>
  Object.fromEntries(pictures.map((p) => [p.name, p.kind === 'hours' ? hoursBar(p) : lanes(p)]));

function drawn(height: number, option: object): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption({ animation: false, backgroundColor: ground, ...option });
    return still(chart.renderToSVGString({ useViewBox: true }));
  } finally {
    chart.dispose();
  }
}

function hoursBar(p: HoursPicture): string {
  const done = p.confirmed + p.unconfirmed + p.disputed;
  const across = Math.max(done, p.target, 1);
  const parts = [
    { words: 'confirmed', minutes: p.confirmed, style: { color: accent } },
    { words: 'not confirmed', minutes: p.unconfirmed, style: { color: tint, borderColor: accent, borderWidth: 1.5 } },
    {
      words: 'disputed',
      minutes: p.disputed,
      style: { color: ground, borderColor: accent, borderWidth: 1.5, borderType: 'dashed' as const },
    },
    {
      words: 'to come',
      minutes: Math.max(0, p.target - done),
      style: { color: ground, borderColor: tint, borderWidth: 1.5 },
    },
  ].filter((part) => part.minutes > 0);
  const column = width / Math.max(1, parts.length);
  return drawn(104, {
    title: parts.map((part, i) =>
      line(`${minutesInWords(part.minutes)} ${part.words}`, i * column + 22, 74, 17, ink, 400),
    ),
    grid: [
      { left: 1, right: 1, top: 8, height: 44, containLabel: false },
      ...parts.map((_, i) => ({ left: i * column + 1, width: 13, top: 76, height: 13, containLabel: false })),
    ],
    xAxis: [
      { type: 'value', min: 0, max: across, show: false },
      ...parts.map((_, i) => ({ type: 'value' as const, gridIndex: i + 1, min: 0, max: 1, show: false })),
    ],
    yAxis: [
      { type: 'category', data: [''], show: false },
      ...parts.map((_, i) => ({ type: 'category' as const, gridIndex: i + 1, data: [''], show: false })),
    ],
    series: [
      ...parts.map(
        (part): BarSeriesOption => ({
          type: 'bar',
          stack: 'all',
          barWidth: 42,
          silent: true,
          data: [part.minutes],
          itemStyle: part.style,
          ...(part === parts[0] && p.target > 0 && done > p.target
            ? {
                markLine: {
                  silent: true,
                  symbol: 'none',
                  lineStyle: { color: ink, width: 2, type: 'solid' as const },
                  label: { show: false },
                  data: [{ xAxis: p.target }],
                },
              }
            : {}),
        }),
      ),
      // What each kind of bar means.
      ...parts.map(
        (part, i): BarSeriesOption => ({
          type: 'bar',
          xAxisIndex: i + 1,
          yAxisIndex: i + 1,
          barWidth: 12,
          silent: true,
          data: [1],
          itemStyle: part.style,
        }),
      ),
    ],
  });
}

const laneHeight = 128;
/** More dots than these have no room for a number each. */
const mostNumbered = 24;

function lanes(p: LanesPicture): string {
  const top = (i: number): number => i * laneHeight + 34;
  const longest = Math.max(8, ...p.lanes.map((l) => l.numbers.length));
  return drawn(p.lanes.length * laneHeight + 6, {
    title: p.lanes.map((l, i) => line(shorten(l.label, 88), 0, i * laneHeight + 6, 17, quiet, 600)),
    grid: p.lanes.map((_, i) => ({ left: 26, right: 12, top: top(i), height: 76, containLabel: false })),
    xAxis: p.lanes.map((_, i) => ({ type: 'value' as const, gridIndex: i, min: 0.5, max: longest + 0.5, show: false })),
    yAxis: p.lanes.map((_, i) => ({
      type: 'value' as const,
      gridIndex: i,
      min: 0.6,
      max: 5.4,
      interval: 1,
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: { show: false },
      splitLine: { show: false },
    })),
    series: p.lanes.map((l, i) => dots(l, i)),
  });
}

const rule = (y: number, type: 'solid' | 'dashed', color: string, label: string) => ({
  yAxis: y,
  lineStyle: { color, width: type === 'dashed' ? 1.6 : 0.8, type },
  label: {
    show: true,
    position: 'start' as const,
    distance: 8,
    formatter: label,
    fontFamily: family,
    fontSize: 14,
    color: quiet,
  },
});

/** Dots in the order of time, with no line between them: there is nothing to see in between. */
function dots(l: Lane, axis: number): ScatterSeriesOption {
  const numbered = l.numbers.length <= mostNumbered;
  return {
    type: 'scatter',
    xAxisIndex: axis,
    yAxisIndex: axis,
    silent: true,
    symbolSize: numbered ? 19 : 6,
    itemStyle: { color: accent, opacity: 1 },
    data: l.numbers.map((n, i) => [i + 1, n]),
    label: {
      show: numbered,
      position: 'inside',
      formatter: ({ value }) => String((value as number[])[1]),
      fontFamily: family,
      fontSize: 13,
      fontWeight: 600,
      color: ground,
    },
    z: 4,
    // Behind the dots.
    markLine: {
      silent: true,
      symbol: 'none',
      z: 1,
      data: [
        rule(1, 'solid', tint, '1'),
        rule(5, 'solid', tint, '5'),
        ...(l.target === null || l.target === 5 || l.target === 1
          ? []
          : [rule(l.target, 'dashed', quiet, String(l.target))]),
      ],
    },
  };
}

/**
 * Takes out what the library adds for pages that can be pointed at, and the numbers that it gives its drawings for the
 * life of the process: the same picture is the same text every time.
 */
const still = (svg: string): string =>
  svg
    .replace(/<style ><!\[CDATA\[[\s\S]*?\]\]>\s*<\/style>\s*/g, '')
    .replace(/ (?:ecmeta_\w+|class)="[^"]*"/g, '')
    .replace(/\bzr\d+-/g, 'p-');

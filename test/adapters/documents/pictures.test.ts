import { inflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { drawHere } from '../../../adapters/documents/draw-here.js';
import { hoursSvg } from '../../../adapters/documents/hours-svg.js';
import type { HoursChart } from '../../../src/chat/chart.js';

const weeks = (...minutes: number[]): HoursChart['weeks'] =>
  minutes.map((m, i) => ({ began: `${i * 3 + 1} Nov`, minutes: m }));
const base = { kind: 'hours', title: 'Hours of mentoring', practice: false } as const;

/** Pictures worth looking at, each as a file under golden/pictures. */
const charts: Readonly<Record<string, HoursChart>> = {
  'eight-weeks': { ...base, deliveredMinutes: 750, targetMinutes: 1080, weeks: weeks(60, 0, 90, 45, 120, 30, 75, 135) },
  'over-target': { ...base, deliveredMinutes: 420, targetMinutes: 360, weeks: weeks(45, 45, 60) },
  'on-target': { ...base, deliveredMinutes: 360, targetMinutes: 360, weeks: weeks(180, 180) },
  'no-hours': { ...base, deliveredMinutes: 0, targetMinutes: 360, weeks: weeks(0, 0) },
  'no-target': { ...base, deliveredMinutes: 90, targetMinutes: 0, weeks: [] },
  'one-week-practice': { ...base, deliveredMinutes: 45, targetMinutes: 360, weeks: [], practice: true },
  'channel-trend': {
    ...base,
    deliveredMinutes: 750,
    targetMinutes: 1080,
    weeks: weeks(60, 0, 90, 45, 120, 30, 75, 135),
    ratings: {
      title: 'What mentees say',
      trends: [
        {
          question: 'We worked on what we agreed.',
          figure: 4.5,
          before: 3.5,
          words: 'About 4.5 of 5, up from 3.5 (10 to 19 mentees)',
        },
        { question: 'I felt listened to.', figure: 4, before: 4, words: 'About 4 of 5, as before (5 to 9 mentees)' },
        {
          question: 'The pace was right.',
          figure: 3,
          before: 4.5,
          words: 'About 3 of 5, down from 4.5 (20 or more mentees)',
        },
      ],
    },
  },
  'mentor-trend-practice': {
    ...base,
    title: 'Your hours of mentoring',
    deliveredMinutes: 45,
    targetMinutes: 360,
    weeks: [],
    ratings: {
      title: 'What is shared with you',
      trends: [
        {
          question: 'We worked on what we agreed, and on what came up while we were at it, and on nothing else.',
          figure: 3.3,
          before: null,
          words: '3.3 of 5 (12 of 18 forms), going up',
        },
      ],
    },
    practice: true,
  },
  'large-figures': {
    ...base,
    title: 'Your hours of mentoring',
    deliveredMinutes: 7505,
    targetMinutes: 18_000,
    weeks: weeks(1265, 905, 1200, 999, 0, 5, 61, 1265),
  },
};

/** The pixels of a PNG of 8-bit RGBA, its filters undone. */
function pixels(png: Uint8Array): { width: number; height: number; at(x: number, y: number): readonly number[] } {
  const bytes = Buffer.from(png);
  expect(bytes.subarray(1, 4).toString()).toBe('PNG');
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  expect([bytes[24], bytes[25]]).toEqual([8, 6]);
  const data: Buffer[] = [];
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    if (bytes.toString('latin1', at + 4, at + 8) === 'IDAT') data.push(bytes.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  const raw = inflateSync(Buffer.concat(data));
  const stride = width * 4;
  const out = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y += 1)
    for (let i = 0; i < stride; i += 1) {
      const a = i >= 4 ? (out[y * stride + i - 4] ?? 0) : 0;
      const b = y > 0 ? (out[(y - 1) * stride + i] ?? 0) : 0;
      const c = i >= 4 && y > 0 ? (out[(y - 1) * stride + i - 4] ?? 0) : 0;
      const p = a + b - c;
      const [pa, pb, pc] = [Math.abs(p - a), Math.abs(p - b), Math.abs(p - c)];
      const paeth = pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
      const guess = [0, a, b, (a + b) >> 1, paeth][raw[y * (stride + 1)] ?? 0] ?? 0;
      out[y * stride + i] = ((raw[y * (stride + 1) + 1 + i] ?? 0) + guess) & 255;
    }
  return { width, height, at: (x, y) => [...out.subarray(y * stride + x * 4, y * stride + x * 4 + 4)] };
}

describe('the picture of hours', () => {
  test.each(Object.entries(charts))('%s', async (name, chart) => {
    const svg = hoursSvg(chart);
    await expect(`${svg}\n`).toMatchFileSnapshot(`../../golden/pictures/${name}.svg`);
    // The same whenever it is drawn, and nothing that a page could run or load.
    expect(hoursSvg(chart)).toBe(svg);
    expect(svg).not.toMatch(/<script|<style|<foreignObject|href=|url\((?!#)|on\w+=/);
  });

  /** How light a colour is without its hue, from 0 to 1 (WCAG 2.2, relative luminance). */
  const greyOf = (hex: string): number => {
    const [r = 0, g = 0, b = 0] = [1, 3, 5]
      .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
      .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  /** How far two colours are apart in grey: 1 is the same grey, 21 black and white. */
  const apart = (a: string, b: string): number => {
    const [dark, light] = [greyOf(a), greyOf(b)].sort((x, y) => x - y) as [number, number];
    return (light + 0.05) / (dark + 0.05);
  };

  test.each(Object.entries(charts))('%s is readable in greyscale', (_, chart) => {
    const ground = '#ffffff';
    const svg = hoursSvg(chart);
    expect(svg, 'no hatching').not.toContain('<pattern');
    const filled = (kind: string): { fill: string; outline: string | undefined }[] =>
      [...svg.matchAll(new RegExp(`<${kind}[^>]*fill="(#[0-9a-f]{6})"[^>]*>`, 'g'))].map(([element, fill = '']) => ({
        fill,
        outline: /stroke="(#[0-9a-f]{6})"/.exec(element)?.[1],
      }));
    const words = filled('text');
    expect(words.length).toBeGreaterThan(0);
    for (const { fill } of words) expect(apart(fill, ground), fill).toBeGreaterThan(4.5);
    const shapes = filled('path');
    // What is light is told from the ground by its outline,
    for (const { fill, outline } of shapes)
      expect(Math.max(apart(fill, ground), outline === undefined ? 1 : apart(outline, ground)), fill).toBeGreaterThan(
        3,
      );
    // and this week's bar from the weeks before it by its own grey.
    const greys = [...new Set(shapes.map((x) => x.fill))];
    for (const [i, one] of greys.entries())
      for (const other of greys.slice(i + 1)) expect(apart(one, other), `${one} beside ${other}`).toBeGreaterThan(1.5);
  });

  test('a word with marks in it stays a word', () => {
    const svg = hoursSvg({ ...base, title: '<b>&"x', deliveredMinutes: 60, targetMinutes: 120, weeks: [] });
    expect(svg).toContain('&lt;b&gt;&amp;');
    expect(svg).not.toContain('<b>');
  });

  test('as PNG: twice its size, on a light ground, with its bar and its letters in it', async () => {
    const drawing = drawHere;
    const chart = charts['eight-weeks'] as HoursChart;
    const file = await drawing.draw(chart, 'png');
    expect({ name: file.name, type: file.type }).toEqual({ name: 'hours.png', type: 'image/png' });
    // Teams shows none above 1 MB, and a phone waits for every byte.
    expect(file.bytes.length).toBeLessThan(200 * 1024);
    const png = pixels(file.bytes);
    expect([png.width, png.height]).toEqual([1440, 1128]);
    expect(png.at(2, 2)).toEqual([255, 255, 255, 255]);
    // In the middle of the bar, and in the hatching beside it.
    expect(png.at(200, 350)).toEqual([0x1f, 0x4b, 0x43, 255]);
    const dark = (x0: number, x1: number, y0: number, y1: number): number => {
      let n = 0;
      for (let y = y0; y < y1; y += 1) for (let x = x0; x < x1; x += 1) if ((png.at(x, y)[0] ?? 255) < 128) n += 1;
      return n;
    };
    // Where the figure is written: without a font nothing would stand there.
    expect(dark(64, 800, 128, 216)).toBeGreaterThan(3_000);
    const again = await drawing.draw(chart, 'png');
    expect(Buffer.from(again.bytes).equals(Buffer.from(file.bytes))).toBe(true);
  });

  test('as SVG', async () => {
    const file = await drawHere.draw(charts['over-target'] as HoursChart, 'svg');
    expect({ name: file.name, type: file.type }).toEqual({ name: 'hours.svg', type: 'image/svg+xml' });
    expect(Buffer.from(file.bytes).toString()).toBe(hoursSvg(charts['over-target'] as HoursChart));
  });
});

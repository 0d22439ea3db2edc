import { expect, test } from 'vitest';
import { packPictures } from '../../../../adapters/documents/pack/charts.js';
import type { HoursPicture, LanesPicture } from '../../../../src/domain/pack/model-pictures.js';

/** A pack's pictures, as somebody sees them who prints them without colour. */

const hours: HoursPicture = {
  kind: 'hours',
  name: 'hours',
  confirmed: 165,
  unconfirmed: 45,
  disputed: 30,
  target: 360,
};
const lanes: LanesPicture = {
  kind: 'lanes',
  name: 'lanes',
  lanes: [{ label: 'Mentee K: <b>pace</b> & "more"', numbers: [2, 5, 3], target: 4 }],
};
const { hours: bar = '', lanes: dots = '' } = packPictures([hours, lanes]);

/** How light a colour is without its hue, from 0 to 1 (WCAG 2.2, relative luminance); what is not drawn is paper. */
function greyOf(colour: string): number {
  const hex = /^#[0-9a-f]{6}$/i.test(colour) ? colour : '#ffffff';
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
const apart = (a: string, b: string): number => {
  const [dark = 0, light = 0] = [greyOf(a), greyOf(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
};

interface Look {
  readonly fill: string;
  readonly stroke: string;
  readonly dashed: boolean;
}
function looksOf(svg: string): readonly Look[] {
  const all = [...svg.matchAll(/<(?:path|rect|circle)\b[^>]*>/g)].map(([shape]): Look => {
    const is = (name: string): string => new RegExp(`\\b${name}="([^"]*)"`).exec(shape)?.[1] ?? 'none';
    return { fill: is('fill'), stroke: is('stroke'), dashed: is('stroke-dasharray') !== 'none' };
  });
  const drawn = all.filter(({ fill, stroke }) => fill !== 'none' || stroke !== 'none');
  return [...new Map(drawn.map((look) => [JSON.stringify(look), look])).values()];
}

test('each kind of hour is apart from the next in grey, or by its dashes, and says its length in words', () => {
  const looks = looksOf(bar);
  // Paper, confirmed, not confirmed, disputed, to come.
  expect(looks.length).toBeGreaterThanOrEqual(5);
  for (const [i, a] of looks.entries())
    for (const b of looks.slice(i + 1)) {
      const seen = apart(a.fill, b.fill) > 1.5 || apart(a.stroke, b.stroke) > 1.5 || a.dashed !== b.dashed;
      expect([a, b, seen]).toEqual([a, b, true]);
    }
  for (const words of ['2 h 45 min confirmed', '45 min not confirmed', '30 min disputed', '2 h to come'])
    expect(bar.replaceAll('\u00a0', ' ')).toContain(words);
});

test('each dot has its number on it, which stands out in grey; what somebody wrote is no markup', () => {
  const words = [...dots.matchAll(/<text[^>]*fill="([^"]*)"[^>]*>([^<]*)<\/text>/g)];
  const numbers = words.filter(([, fill = '', word = '']) => /^[1-5]$/.test(word) && greyOf(fill) > 0.9);
  expect(numbers.map(([, , word]) => word)).toEqual(['2', '5', '3']);
  const dot = looksOf(dots).find(({ fill }) => greyOf(fill) < 0.2);
  for (const [, fill = ''] of numbers) expect(apart(fill, dot?.fill ?? '')).toBeGreaterThan(4.5);
  expect(dots).toContain('Mentee K: &lt;b&gt;pace&lt;/b&gt; &amp; ');
  for (const svg of [bar, dots]) expect(svg).not.toMatch(/<b>|<script|<style|<foreignObject|href=|url\((?!#)|\son\w+=/);
});

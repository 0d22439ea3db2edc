import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hoursSvg } from '../../../adapters/documents/hours-svg.js';
import type { Card } from '../../../src/chat/card.js';
import type { HoursChart } from '../../../src/chat/chart.js';
import { plain, type Reader } from '../../../src/chat/text.js';
import { defaultSettings } from '../../../src/domain/defaults/settings.js';
import type { Programme } from '../../../src/domain/programme.js';
import { digest } from '../../../src/features/digest/faces.js';
import type { KeptDigest } from '../../../src/features/digest/gather.js';
import { hoursChart, hoursPicture } from '../../../src/features/digest/hours-picture.js';
import type { Drawing } from '../../../src/features/feature.js';
import { day } from '../../../src/kernel/clock.js';
import { minutesInWords } from '../../../src/kernel/words.js';
import { cardText } from '../../support/card-text.js';

const to = Date.parse('2026-11-27T16:00:00Z');
const weeks = (...minutes: number[]) =>
  minutes.map((m, i) => ({ from: to - (minutes.length - i) * 7 * day, minutes: m }));
const so = (deliveredMinutes: number, targetMinutes: number, ...by: number[]) => ({
  deliveredMinutes,
  targetMinutes,
  weeks: weeks(...by),
  zone: 'Europe/London',
  practice: false,
});
const title = 'Hours of mentoring';

describe('what a picture shows', () => {
  test.each([
    ['one week is no trend', so(45, 360, 45), [], `${title}: 45 min of 6 h delivered.`],
    [
      'weeks by the day they began, in the zone of whoever reads',
      so(135, 360, 45, 0, 90),
      [
        ['6 Nov', 45],
        ['13 Nov', 0],
        ['20 Nov', 90],
      ],
      `${title}: 2 h 15 min of 6 h delivered. Each week from: 6 Nov 45 min; 13 Nov 0 min; 20 Nov 1 h 30 min.`,
    ],
    [
      'over the target',
      so(420, 360, 60, 60),
      [
        ['13 Nov', 60],
        ['20 Nov', 60],
      ],
      `${title}: 7 h of 6 h delivered. Each week from: 13 Nov 1 h; 20 Nov 1 h.`,
    ],
    ['no target', so(60, 0), [], `${title}: 1 h delivered.`],
    ['nothing yet', so(0, 360), [], `${title}: 0 min of 6 h delivered.`],
    ['practice data', { ...so(60, 360), practice: true }, [], `${title}: 1 h of 6 h delivered. Practice data.`],
  ] as const)('%s', (_, hours, shown, alt) => {
    expect(hoursChart(title, hours).weeks.map((w) => [w.began, w.minutes])).toEqual(shown);
    expect(hoursPicture(title, hours).alt).toBe(alt);
  });

  test('is named by what it shows: the same figures are the same picture, others another', () => {
    const name = (...of: Parameters<typeof so>) => hoursPicture(title, so(...of)).document;
    expect(name(60, 360, 30, 30)).toBe(name(60, 360, 30, 30));
    expect(
      new Set([name(60, 360, 30, 30), name(61, 360, 30, 30), name(60, 361, 30, 30), name(60, 360, 30, 31)]).size,
    ).toBe(4);
    expect(name(60, 360, 30, 30)).toMatch(/^hours-[0-9a-f]{32}$/);
  });
});

const reader: Reader = {
  person: null,
  platform: 'web',
  zone: 'Europe/London',
  locale: 'en-GB',
  named: () => ({ name: 'Somebody Named' }),
};

/** The digest's card of what was kept, and all its words: a picture's are its alternative text. */
async function cardOf(kept: KeptDigest): Promise<{ chart: HoursChart | undefined; words: string; card: Card }> {
  const card = await digest.draw({
    now: to,
    programme: { zone: 'Europe/London', practice: false, nation: 'england', settings: defaultSettings },
    rows: { kept: { get: async () => kept } },
    subject: 'x',
    reader: null,
    viewer: null,
    pages: null,
    parts: { contactsOf: ({ settings, nation }: Programme) => ({ safeguarding: settings.safeguarding, nation }) },
    people: async () => new Map(),
  } as unknown as Drawing);
  if (card === null) throw new Error('nothing to say');
  const image = card.blocks.find((b) => b.kind === 'image');
  return {
    card,
    chart: image?.kind === 'image' && image.chart?.kind === 'hours' ? image.chart : undefined,
    words: `${plain(card.summary, reader)}\n${cardText(card, reader)}`.replaceAll('\u00a0', ' '),
  };
}

const totals = (deliveredMinutes: number) => ({
  deliveredMinutes,
  confirmedMinutes: 0,
  sessions: 1,
  records: 1,
  recordsAtTheTime: 1,
});

/**
 * docs/field.md#channel-totals: what a channel may read is in the card's words; its picture holds those figures and no
 * others.
 */
describe('the channel’s picture holds nothing that the card does not say', () => {
  const minutes = fc.integer({ min: 0, max: 20_000 });
  test('each figure and each day of it stands in the card; each word of the drawing is one of its own', async () => {
    await fc.assert(
      fc.asyncProperty(minutes, minutes, fc.array(minutes, { minLength: 1, maxLength: 8 }), async (all, target, by) => {
        const { chart, words, card } = await cardOf({
          from: to - 7 * day,
          to,
          since: to - by.length * 7 * day,
          week: totals(by.at(-1) ?? 0),
          all: totals(all),
          hours: { targetMinutes: target, weeks: weeks(...by) },
          figures: [],
          own: [],
        });
        if (all === 0) {
          expect(chart).toBeUndefined();
          return;
        }
        if (chart === undefined) throw new Error('no picture');
        expect(words).toContain(
          `${minutesInWords(chart.deliveredMinutes)}${
            chart.targetMinutes > 0 ? ` of ${minutesInWords(chart.targetMinutes)}` : ''
          } delivered.`,
        );
        // In the picture's own words, and not again beneath it.
        expect(words.match(/Each week/g) ?? []).toHaveLength(chart.weeks.length > 1 ? 1 : 0);
        for (const w of chart.weeks) expect(words).toContain(`${w.began} ${minutesInWords(w.minutes)}`);
        expect(Object.keys(chart).sort()).toEqual([
          'deliveredMinutes',
          'kind',
          'practice',
          'targetMinutes',
          'title',
          'weeks',
        ]);
        // Everything that is written in the drawing.
        const own = [
          'Hours of mentoring',
          'delivered so far',
          'delivered: the target is met',
          'Each week, by the day it began',
        ];
        const figures = [
          minutesInWords(chart.deliveredMinutes),
          `${minutesInWords(chart.deliveredMinutes)} of ${minutesInWords(chart.targetMinutes)}`,
          ...chart.weeks.flatMap((w) => [w.began, ...minutesInWords(w.minutes).split(/(?<=h) /)]),
        ];
        for (const [, text = ''] of hoursSvg(chart).matchAll(/<text[^>]*>([^<]*)<\/text>/g))
          expect([...own, ...figures]).toContain(text);
        expect(JSON.stringify(card)).not.toContain('Somebody');
      }),
      { numRuns: 60 },
    );
  });

  test('one that was kept before there were pictures is drawn as it was', async () => {
    const { chart, words } = await cardOf({
      from: to - 7 * day,
      to,
      since: to - 70 * day,
      week: totals(60),
      all: totals(90),
      figures: [],
      own: [],
    });
    expect(chart).toBeUndefined();
    expect(words).toContain('Delivered: 1 h 30 min\n');
    expect(words).not.toContain('Each week');
  });
});

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { recognisable } from '../../src/domain/recognisable.js';

/** What could still tell who somebody is (docs/field.md#the-pack); how much of it is found stands in marked-sentences.test.ts. */

const inText = (text: string): readonly string[] =>
  recognisable(text).map((h) => `${h.kind}: ${text.slice(h.at, h.at + h.length)}`);

describe('found', () => {
  test.each([
    ['my bro jayden said it', ['name: jayden']],
    ['😀 my mate kaz lives in brixton', ['name: kaz', 'place: brixton']],
    ['then Mr Okafor rang, and miss P too', ['name: Mr Okafor', 'name: miss P']],
    ['everyone calls me smithy', ['name: smithy']],
    ['thanks, mo', ['name: mo']],
    ['今天 was good, 王伟 came', ['name: 今天', 'name: 王伟']],
    ['Will is late and Grace helped', ['name: Will', 'name: Grace']],
    ['he goes to hillside school now', ['school: hillside school']],
    ['st marys primary, on mill lane', ['school: st marys primary', 'place: mill lane']],
    ['He is at Leeds City College.', ['school: Leeds City College']],
    ['the 36 bus from Peckham, SE15 4QR', ['place: the 36 bus', 'place: Peckham', 'place: SE15 4QR']],
    ['plays for hackney u15s', ['club: hackney u15s']],
    ['im 15 and in year 10', ['age: im 15', 'age: year 10']],
    ['she turned 18; he’s nearly sixteen', ['age: turned 18', 'age: he’s nearly sixteen']],
    ['my mum, step-dad and nan', ['family: mum', 'family: step-dad', 'family: nan']],
    ['i went to camhs, then a&e', ['health: camhs', 'health: a&e']],
    ['shifts at greggs', ['employer: greggs']],
    ['air cadets on thursday', ['club: air cadets']],
    ['write to jay.d@gmail.com or 07700 900123', ['other: jay.d@gmail.com', 'other: 07700 900123']],
    ['his social worker', ['other: social worker']],
  ])('%s', (text, expected) => {
    expect(inText(text)).toEqual(expected);
  });
});

test.each([
  'Then we used Excel and the GROW model on Monday, after Easter.',
  'The parent company, my mother tongue, kid gloves, a 15-minute break, baby steps.',
  'Growth Mindset and Active Listening in the SMART Goals workshop.',
  'She starts her BTEC Level 3 with Pearson; the Equality Act; Kolb and Gibbs.',
  'definately improoving my skils, tbh it was alright innit',
  'He was 10 minutes late and did 15 units.',
  'May I leave early? Mark the page. Will you?',
  'My Line Manager and the Assessor came.',
  '',
])('nothing in: %s', (text) => {
  expect(inText(text)).toEqual([]);
});

test('of any text the hits stand in order, apart and within it, on whole code points', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      'my mate kaz',
      '😀',
      '\ud83d',
      ' Year 10 ',
      'mr ',
      '’s',
      'St. ',
      ' school',
      '@',
      '_',
      '07',
      'é',
      '\u0130',
    ),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const text = pieces.join('');
      let end = 0;
      for (const h of recognisable(text)) {
        expect(h.at).toBeGreaterThanOrEqual(end);
        expect(h.length).toBeGreaterThan(0);
        end = h.at + h.length;
        expect(end).toBeLessThanOrEqual(text.length);
        expect(/^[\uDC00-\uDFFF]/.test(text.slice(h.at)) && /[\uD800-\uDBFF]$/.test(text.slice(0, h.at))).toBe(false);
      }
    }),
    { numRuns: 60 },
  );
});

test('a hundred thousand characters of anything take no longer than they are long', () => {
  // What goes with the square of the length takes minutes.
  const parts = [
    'A ',
    'Aa ',
    'a_',
    'a@',
    'a.',
    '1',
    ', 15',
    'st ',
    ' ',
    'jayden ',
    'school ',
    '\u0301',
    'my mate ',
    'on the news when ',
  ];
  for (const part of parts) {
    const text = part.repeat(Math.ceil(100_000 / part.length));
    const began = performance.now();
    recognisable(text);
    expect(performance.now() - began, JSON.stringify(part)).toBeLessThan(15_000);
  }
}, 120_000);

describe('of sentences that somebody else marked, before there was any of this', () => {
  const file = readFileSync(new URL('../fixtures/marked-sentences.json', import.meta.url), 'utf8');
  const sentences = JSON.parse(file) as readonly {
    readonly id: number;
    readonly text: string;
    readonly marks: readonly { readonly words: string; readonly nth?: number }[];
  }[];
  const placeOf = (text: string, words: string, nth = 1): { at: number; length: number } => {
    let at = -1;
    for (let n = 0; n < nth; n++) at = text.indexOf(words, at + 1);
    return { at, length: words.length };
  };
  type Span = { readonly at: number; readonly length: number };
  const meet = (a: Span, b: Span): boolean => a.at < b.at + b.length && b.at < a.at + a.length;

  test('95 in 100 marks are found, and every second hit is right', () => {
    const missed: string[] = [];
    let [marks, hits, right] = [0, 0, 0];
    for (const { id, text, marks: marked } of sentences) {
      const spans = marked.map(({ words, nth }) => placeOf(text, words, nth));
      const found = recognisable(text);
      marks += spans.length;
      hits += found.length;
      right += found.filter((h) => spans.some((s) => meet(h, s))).length;
      for (const s of spans)
        if (!found.some((h) => meet(h, s))) missed.push(`${id}: ${text.slice(s.at, s.at + s.length)}`);
    }
    expect(1 - missed.length / marks, missed.join('\n')).toBeGreaterThanOrEqual(0.95);
    expect(right / hits).toBeGreaterThanOrEqual(0.5);
  });
});

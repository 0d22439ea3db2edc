import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultAgreement } from '../../src/domain/defaults/agreement.js';
import { forgottenToo } from '../../src/domain/forgotten-names.js';
import { type Decided, decidedText, type HitText, hitsOf } from '../../src/domain/pack/hits.js';
import { pseudonyms } from '../../src/domain/pseudonyms.js';

/** What of a pack's words its mentor decides, and what leaves (docs/field.md#the-pack). */

const people = [
  { names: ['Maya Okafor'], alias: 'Maya Okafor' },
  { names: ['Leo Brandt', 'lbz'], alias: 'mentee K' },
  { names: ['Will Jones'], alias: 'mentee R' },
  { names: ['Kerry Osei'], alias: 'the coordinator' },
];
const them = pseudonyms(people);
const texts: readonly HitText[] = [
  {
    citation: 's1',
    label: 'What happened',
    text: 'Leo told Maya about Hillside School. 😀 lbz: my mum came; then I will ask.',
  },
  {
    citation: 's2',
    label: 'Skills',
    text: 'hillside school rang, will you? K was there, his Mum too. The coordinator and mentee K.',
  },
];
const hits = hitsOf(texts, them);
const hit = (words: string) => hits.find((h) => h.words.toLowerCase() === words);

describe('what is to be decided', () => {
  test('the same words are one, wherever and however they stand', () => {
    expect(hit('hillside school')).toEqual({
      key: 'hillside school',
      kind: 'school',
      words: 'Hillside School',
      instead: '[a school]',
      times: 2,
      places: [
        {
          label: 'What happened',
          before: 'mentee K told Maya Okafor about ',
          after: '. 😀 mentee K: my mum came; then I will ',
        },
        { label: 'Skills', before: '', after: ' rang, will you? K was there, his Mum to' },
      ],
    });
    expect(hit('mum')).toMatchObject({ times: 2, instead: '[family]' });
  });

  test('a name that is a word too, and an initial, each place by itself', () => {
    expect(hits.filter((h) => h.kind === 'also-a-word').map((h) => [h.key, h.times])).toEqual([
      ['s1 1 will', 1],
      ['s2 1 will', 1],
    ]);
    expect(hits.filter((h) => h.kind === 'initial').map((h) => h.words)).toEqual(['K']);
  });

  test('nothing that the program put there itself', () => {
    expect(hits.map((h) => h.words.toLowerCase()).sort()).toEqual(['hillside school', 'k', 'mum', 'will', 'will']);
  });
});

test('the program’s own sentences of an agreement are asked about by nobody, even where a name is a word in them', () => {
  const all = Object.entries(defaultAgreement).flatMap(([part, text]) =>
    typeof text === 'string' ? [{ citation: `agreement:m@1/${part}`, label: part, text }] : [],
  );
  expect(all.map((t) => t.text).join(' ')).toMatch(/ will /);
  expect(hitsOf(all, them)).toEqual([]);
  for (const t of all) expect(decidedText(t.text, t.citation, {}, them)).toBe(t.text);
  // Changed by anybody they are somebody's words.
  expect(
    hitsOf([{ citation: 'a', label: 'b', text: 'The mentor is not his counsellor or a parent.' }], them),
  ).not.toEqual([]);
});

describe('what leaves', () => {
  const decided: Decided = { 'hillside school': null, mum: 'a relative', 's1 1 will': null };
  test('as it was decided; what was not is taken out', () => {
    expect(texts.map((t) => decidedText(t.text, t.citation, decided, them))).toEqual([
      'mentee K told Maya Okafor about Hillside School. 😀 mentee K: my a relative came; then I will ask.',
      'hillside school rang, [a name] you? [a name] was there, his a relative too. The coordinator and mentee K.',
    ]);
  });

  test('a name that the mentor writes in its place is replaced too', () => {
    const decided: Decided = { 'hillside school': 'where Leo and W\u0456ll Jones go' };
    const out = decidedText('At Hillside School then.', 'c', decided, them);
    expect(out).toBe('At where mentee K and mentee R go then.');
    expect(decidedText(out, 'c', decided, them)).toBe(out);
  });

  test.each([
    ['as it is', them],
    ['with a name that was forgotten', forgottenToo(them)],
  ])('given again it comes out as it went in, and holds nothing that is undecided: %s', (_, them) => {
    const piece = fc.oneof(
      fc.constantFrom(
        'Leo',
        'my mum',
        'will',
        'im 15',
        'Then ',
        'St. Mary’s',
        'kaz',
        'K.',
        '😀',
        '\ud800',
        '[',
        '. ',
        'mr okafor',
        'at boots',
        '@kez_1',
        'Grace was',
        'told may',
        'L.B.',
        '3 June',
        'the day’s',
      ),
      fc.string({ unit: 'binary', maxLength: 6 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 10 }), (pieces) => {
        const text = pieces.join(' ');
        const found = hitsOf([{ citation: 'c', label: 'l', text }], them);
        const out = decidedText(text, 'c', {}, them);
        expect(decidedText(out, 'c', {}, them)).toBe(out);
        for (const h of found) if (h.kind === 'family' || h.kind === 'age') expect(out).not.toContain(h.words);
        const kept = Object.fromEntries(found.map((h) => [h.key, null]));
        expect(decidedText(text, 'c', kept, them)).toBe(them.of(text).text);
        for (const h of found)
          for (const p of h.places) expect(`${p.before}${p.after}`).not.toMatch(/^[\uDC00-\uDFFF]/);
      }),
      { numRuns: 200 },
    );
  });
});

test('a text comes out as if it had never been looked through, whatever was found and decided before', () => {
  const words = fc.constantFrom(
    'Hillside School',
    'Leo',
    'Riverbank',
    'my mum',
    'will',
    'K',
    'rang',
    'Brixton',
    '.',
    'Then I asked',
  );
  const text = fc.array(words, { maxLength: 8 }).map((all) => all.join(' '));
  const by = fc.constantFrom(null, '', 'Riverbank', 'a school in Brixton', '[a school]', 'Leo');
  const decided = fc.dictionary(fc.constantFrom('hillside school', 'riverbank', 'mum', 'brixton', 'c 1 will'), by);
  const steps = fc.array(fc.tuple(text, decided), { minLength: 2, maxLength: 4 });
  fc.assert(
    fc.property(steps, (all) => {
      const one = pseudonyms(people);
      // Each decision on each text, so that a text comes again with another.
      for (const [said] of all)
        for (const [, decision] of all) {
          const anew = pseudonyms(people);
          expect(decidedText(said, 'c', decision, one)).toBe(decidedText(said, 'c', decision, anew));
          const here = [{ citation: 'c', label: 'l', text: said }];
          expect(hitsOf(here, one)).toEqual(hitsOf(here, pseudonyms(people)));
        }
    }),
    { numRuns: 100 },
  );
});

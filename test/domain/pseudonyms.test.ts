import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pseudonyms } from '../../src/domain/pseudonyms.js';

/** An outside reader learns no name the programme knows (docs/field.md#nobody-is-named-outside). */

const people = [
  { names: ['Maya Okafor'], alias: 'the mentor' },
  { names: ['Leo Brandt'], alias: 'mentee 1' },
  { names: ['Zoë van den Berg'], alias: 'mentee 2' },
  { names: ['Will Jones'], alias: 'mentee 3' },
  { names: ['王伟'], alias: 'mentee 4' },
  { names: ['Łukasz Brandt'], alias: 'a colleague' },
  { names: ['James O’Neill'], alias: 'mentee 5' },
];
const them = pseudonyms(people);

describe('a name is replaced', () => {
  test.each([
    ['Leo Brandt came.', 'mentee 1 came.'],
    ['Leo came.', 'mentee 1 came.'],
    ['leo came, LEO left', 'mentee 1 came, mentee 1 left'],
    ['Léo came', 'mentee 1 came'],
    ["Leo’s mum; Leo's dad; leos bag", 'mentee 1’s mum; mentee 1’s dad; mentee 1’s bag'],
    ['Brandt, Leo', 'somebody, mentee 1'],
    ['Zoe rang; ZOË; Zoe\u0308', 'mentee 2 rang; mentee 2; mentee 2'],
    ['Zoë van den Berg and Zoë Berg', 'mentee 2 and mentee 2'],
    ['van den Berg', 'van den mentee 2'],
    ['L\u200beo came', 'mentee 1 came'],
    ['Lukasz helped', 'a colleague helped'],
    ['ＬＥＯ came', 'mentee 1 came'],
    ['今天王伟来了', '今天mentee 4来了'],
    ['LB was calm; L.B. was calm; L. B. too', 'somebody was calm; somebody was calm; somebody too'],
    ['JO came', 'JO came'],
    ['James’ bag, James’s bag', 'mentee 5’s bag, mentee 5’s bag'],
    ['O’Neill and ONeill', 'mentee 5 and mentee 5'],
    ['Will was late. Will Jones too', 'mentee 3 was late. mentee 3 too'],
    ['Leopold and cleo', 'Leopold and cleo'],
    ['Leonard, as his nan calls him; will said so', 'mentee 1, as his nan calls him; will said so'],
    ['leobrandt, Brandt-Leo, lbrandt, mokafor, leo2010', 'mentee 1, somebody-mentee 1, somebody, the mentor, mentee 1'],
    ['William and Jimmy; WILLIAM', 'mentee 3 and mentee 5; mentee 3'],
    ['He saw Will. Will you? WILL YOU', 'He saw mentee 3. Will you? WILL YOU'],
    [
      'leo@example.org, @leo.b, +44 7700 900123, https://x.example/leo, E1 6AN',
      '[e-mail address], [account], [number], [link], [postcode]',
    ],
    ['', ''],
  ])('%s', (text, expected) => {
    expect(them.of(text).text).toBe(expected);
  });
});

describe('who is called what in other names stands between two', () => {
  const some = pseudonyms(
    [
      'Dan Smith',
      'Al Green',
      'Van Nguyen',
      'Do Kyung',
      'di marsh',
      'van der Molen',
      'Dr Osei',
      'Mac',
      'kit.mentor',
    ].map((name) => ({
      names: [name],
      alias: `<${name}>`,
    })),
  );
  test.each<[string, string, readonly string[]]>([
    [
      'I asked Dan. It was Dan’s idea, and DS agreed.',
      'I asked <Dan Smith>. It was <Dan Smith>’s idea, and <Dan Smith> agreed.',
      [],
    ],
    ['Then Al came, and I told Van.', 'Then <Al Green> came, and I told <Van Nguyen>.', []],
    ['I met Do, Di and Mac.', 'I met <Do Kyung>, <di marsh> and <Mac>.', []],
    // In lower case it may be the word: a person looks.
    ['We do as dan says, by the van.', 'We do as dan says, by the van.', ['do', 'dan', 'van']],
    ['Van der Molen and J. van der Molen', '<van der Molen> and J. <van der Molen>', []],
    ['Her mentor asked Kit.mentor, and a mentee.', 'Her mentor asked <kit.mentor>, and a mentee.', []],
    ['I asked the Dr, and Dr Osei.', 'I asked the Dr, and <Dr Osei>.', []],
  ])('%s', (text, expected, left) => {
    const { text: out, doubts } = some.of(text);
    expect(out).toBe(expected);
    const looked = doubts.filter((d) => d.why === 'also-a-word').map((d) => out.slice(d.at, d.at + d.length));
    expect(looked).toEqual(left);
  });
});

describe('what is left to look at', () => {
  test.each([
    ['I think we will stop', ['will']],
    ['L was late', ['L']],
    ['He goes to Hillside School now', ['Hillside School']],
    ['Then I’m done and I went', []],
    ['What happened (15 min)\nWho was affected, and how\nHillside came too', ['Hillside']],
    ['Will you come? I may.', ['Will']],
    ['Nothing here.', []],
  ])('%s', (text, doubts) => {
    const { text: out, doubts: found } = them.of(text);
    expect(found.map((d) => out.slice(d.at, d.at + d.length))).toEqual(doubts);
  });
});

test('however it is written and whatever stands around it, no name comes through', () => {
  const cases = [
    (s: string) => s,
    (s: string) => s.toUpperCase(),
    (s: string) => s.toLowerCase(),
    (s: string) => s.normalize('NFD'),
  ];
  const ends = ['', '’s', "'s", '.', ',', '!', ')'];
  const around = fc.constantFrom(' ', '\n', ' (', ', ', '“', '—', '/', '_');
  const names = people
    .filter((p) => p.names[0] !== '王伟')
    .flatMap((p) => [p.names[0] ?? '', ...(p.names[0] ?? '').split(' ')]);
  const known = names.filter((n) => !['van', 'den', 'O’Neill', 'Will'].includes(n));
  const bare = (s: string): string => s.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('ł', 'l');
  fc.assert(
    fc.property(
      fc.constantFrom(...known),
      fc.constantFrom(...cases),
      fc.constantFrom(...ends),
      around,
      fc.constantFrom('a day', 'he said', '🦉', '', '12'),
      (name, how, end, before, text) => {
        const out = bare(them.of(`${text}${before}${how(name)}${end} and ${text}`).text);
        expect(out).not.toMatch(new RegExp(`(?<![\\p{L}\\p{N}])${bare(name)}(?![\\p{L}\\p{N}])`, 'u'));
      },
    ),
  );
});

test('of many people only those are looked for who could be meant', () => {
  const many = pseudonyms([
    ...people,
    ...Array.from({ length: 3_000 }, (_, i) => ({ names: [`Qx${i}a Qy${i}b`], alias: `person ${i}` })),
  ]);
  expect(many.of('Leo met Qx17a Qy17b, and qy2999b’s sister.').text).toBe(
    'mentee 1 met person 17, and person 2999’s sister.',
  );
});

describe('a name that is seen, though no word is written so', () => {
  const two = pseudonyms([
    { names: ['Leo Brandt'], alias: 'mentee 1' },
    { names: ['Иван Петров'], alias: 'mentee 2' },
    { names: ['Joan Hill'], alias: 'mentee 3' },
  ]);
  test.each([
    'L\u0435o',
    'L\u0415\u041e',
    '\u0392randt',
    'L\u0435\u043e B\u0433\u0430ndt'.replace('\u0433', 'r'),
    '\u029f\u1d07\u1d0f',
    '\u{1f15b}\u{1f154}\u{1f15e}',
    'L\u3164eo',
    'L\u2800e\u200bo',
    'L-e-o',
    'L.e.o',
    'L e o',
    'L, e, o',
    'Le-\no',
    'Br\nandt',
    'Bran-dt',
    '<b>L</b>eo',
    '**L**eo',
    '\u202eoeL\u202c',
  ])('%j', (written) =>
    expect(two.of(`Then ${written} came.`).text).toMatch(/^Then (?:<b>|[^\p{L}]{0,4})mentee 1 came\.$/u),
  );
  test('one that is of another writing throughout is found as before, in capitals too', () =>
    expect(two.of('Иван и ПЕТРОВ и Ивaн').text).toBe('mentee 2 и mentee 2 и mentee 2'));
  test.each(['I met Jo. An apple fell.', 'Jo, an old man, and me', 'the oeL of it', 'a le o b'])('not in %j', (text) =>
    expect(two.of(text).text).toBe(text),
  );
});

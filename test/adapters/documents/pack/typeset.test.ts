import { expect, test } from 'vitest';
import { type Document, typeset } from '../../../../adapters/documents/pack/typeset.js';

/** Pages of the tests' own: each text in a paragraph and in a table, and each picture. */
const pages = {
  'pack.typ': `#let data = json("data.json")
#set page(margin: 2cm)
= #data.heading
#if data.untagged [This file has no structure for screen readers.]
#if data.bracketed.len() > 0 [Written as numbers: #data.bracketed.join(" ")]
#for t in data.texts { par(t) }
#table(columns: 2, table.header[a][b], ..data.texts.map(t => [#t]))
#for p in data.pictures { image("pictures/" + p, alt: "A picture") }
`,
};
const svg = (words: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 40" width="300" height="40"><text x="4" y="20" font-family="Source Sans 3" font-size="14">${words}</text></svg>`;
const doc = (texts: readonly string[], more: Partial<Document> = {}): Document => ({
  title: 'Evidence',
  author: 'Ann Mentor',
  lang: 'en-GB',
  data: { heading: 'Evidence', texts, pictures: Object.keys(more.pictures ?? {}) },
  pictures: {},
  standard: 'ua-1',
  at: Date.UTC(2026, 10, 30),
  ...more,
});
const everywhere = 'Hello Ωmega привет مرحبا שלום नमस्ते 你好 😀👩‍🚒 “quoted” – €';

test('every script is set, in words, tables and pictures, and the same comes of it each time', async () => {
  for (const standard of ['ua-1', 'a-2a'] as const) {
    const one = doc([everywhere], { standard, pictures: { 'a.svg': svg(everywhere) } });
    const made = await typeset(one, pages);
    expect(made).toMatchObject({ rung: 'tagged', bracketed: [], pages: 1 });
    expect(Buffer.from(made.pdf).equals((await typeset(one, pages)).pdf)).toBe(true);
  }
});

test.each([
  ['a NUL and other control characters', ['a\u0000b\u0001c\u007fd\u009fe'], []],
  ['a lone surrogate', ['a\ud800b \udc00'], ['U+FFFD']],
  ['noncharacters and the byte-order mark', ['a\ufffeb\ufdd0c\ufeff\u{1fffe}'], []],
  [
    'joiners, isolates, spaces, ends of lines',
    ['a\u200b\u200db \u2067x\u2069 \u00ad \u2028\u2029\u0085 \u3000x\ufe0f'],
    [],
  ],
  ['signs that no font has', ['ก 한 \u{e000} ก'], ['U+0E01', 'U+D55C', 'U+E000']],
  ['a mark that no font has', ['a\u0489'], ['U+0489']],
  ['a word of 10,000 letters', ['x'.repeat(10_000)], []],
  ['markup', ['#eval("1") *bold* $x$ = head <b>&amp; @a `raw` \\'], []],
])('what may stand in it: %s', async (_, texts, numbers) => {
  const made = await typeset(doc(texts), pages);
  expect(made.bracketed).toEqual(numbers);
  expect(made.rung).toBe(numbers.length === 0 ? 'tagged' : 'bracketed');
});

test('pictures may hold anything, too', async () => {
  const made = await typeset(
    doc([], { pictures: { 'a.svg': svg('ก \u0001 &#3585; &lt;b&gt; &amp; \ud800 مرحبا &#1;') } }),
    pages,
  );
  expect(made).toMatchObject({ rung: 'bracketed', bracketed: ['U+0E01', 'U+FFFD'] });
});

test('what cannot be tagged is made untagged, and says so', async () => {
  const made = await typeset(doc(['a'], { title: '' }), pages);
  expect(made.rung).toBe('untagged');
});

test('a fault of the pages is said as such', async () => {
  await expect(typeset(doc([]), { 'pack.typ': '#nothing' })).rejects.toMatchObject({ code: 'not-typeset' });
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

/**
 * The shape of `test/fixtures/marked-sentences.json`: what people write in records and feedback, each with the words
 * marked by which somebody could be recognised. It measures whatever looks for such words; it was written first and
 * knows of none.
 */
const kinds = ['person', 'school', 'place', 'club', 'employer', 'age', 'family', 'health', 'other'] as const;
const sentence = z
  .object({
    id: z.number().int(),
    voice: z.enum(['mentor', 'mentee', 'stakeholder']),
    text: z.string().min(1),
    marks: z.array(
      z.object({ words: z.string().min(1), kind: z.enum(kinds), nth: z.number().int().min(1).optional() }).strict(),
    ),
  })
  .strict();

const file = readFileSync(new URL('../fixtures/marked-sentences.json', import.meta.url), 'utf8');
const sentences = z.array(sentence).parse(JSON.parse(file));
const marked = sentences.filter((s) => s.marks.length > 0);

/** Where the `nth` occurrence of `words` starts in `text`; -1 where there are fewer. */
const startOf = (text: string, words: string, nth = 1): number => {
  let at = -1;
  for (let n = 0; n < nth; n++) {
    at = text.indexOf(words, at + 1);
    if (at < 0) return -1;
  }
  return at;
};

/** Sentences, at the fewest, in which somebody marked this kind: four fifths of what was aimed at. */
const fewest: Record<(typeof kinds)[number], number> = {
  person: 48,
  school: 40,
  place: 40,
  family: 40,
  club: 36,
  health: 28,
  age: 28,
  employer: 20,
  other: 1,
};

describe('the marked sentences', () => {
  it('are 300 with marks and 150 without, numbered from 1, one a line', () => {
    expect(marked).toHaveLength(300);
    expect(sentences).toHaveLength(450);
    expect(sentences.map((s) => s.id)).toEqual(sentences.map((_, i) => i + 1));
    expect(file.trimEnd().split('\n')).toHaveLength(450 + 2);
  });

  it('hold every mark in their text, as whole words, no two over each other', () => {
    for (const { id, text, marks } of marked) {
      const spans = marks
        .map(({ words, nth }) => ({ words, from: startOf(text, words, nth) }))
        .sort((a, b) => a.from - b.from);
      let end = 0;
      for (const { words, from } of spans) {
        const told = `${id}: ${words}`;
        expect(from, told).toBeGreaterThanOrEqual(end);
        expect(words, told).toBe(words.trim());
        end = from + words.length;
        const around = `${text.slice(0, from).slice(-1)}${text.slice(end, end + 1)}`;
        expect(around, told).not.toMatch(/[\p{L}\p{N}]/u);
      }
    }
  });

  it('never say the same thing twice', () => {
    const plain = sentences.map((s) => s.text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' '));
    expect(new Set(plain).size).toBe(plain.length);
  });

  it.each(kinds)('show enough of the kind %s', (kind) => {
    expect(marked.filter((s) => s.marks.some((m) => m.kind === kind)).length).toBeGreaterThanOrEqual(fewest[kind]);
  });

  it('begin in lower case a third of the time, and hold other scripts', () => {
    const lower = (of: typeof sentences) => of.filter((s) => /^[\p{Ll}]/u.test(s.text)).length / of.length;
    expect(lower(sentences)).toBeGreaterThan(1 / 3);
    expect(lower(marked)).toBeGreaterThan(1 / 3);
    const scripts = /[\p{Script=Arabic}\p{Script=Cyrillic}\p{Script=Devanagari}\p{Script=Han}]/u;
    expect(marked.filter((s) => scripts.test(s.text)).length).toBeGreaterThanOrEqual(10);
  });
});

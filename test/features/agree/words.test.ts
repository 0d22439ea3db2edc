import { describe, expect, it } from 'vitest';
import { plain } from '../../../src/chat/text.js';
import { defaultAgreement } from '../../../src/domain/defaults/agreement.js';
import { avoidChoices, helpsChoices, menteeWords, put } from '../../../src/features/agree/mentee-words.js';

/** Flesch–Kincaid: the school grade (USA) that a text asks for; a reading age is about five years more. */
function readingAge(text: string): number {
  const sentences = sentencesOf(text);
  const words = sentences.flatMap(wordsOf);
  const syllables = words.reduce((n, w) => n + syllablesOf(w), 0);
  return 0.39 * (words.length / sentences.length) + 11.8 * (syllables / words.length) - 15.59 + 5;
}
const sentencesOf = (text: string): readonly string[] =>
  text
    .split(/(?<=[.?!])\s+|\n/)
    .map((s) => s.trim())
    .filter((s) => /\p{L}/u.test(s));
const wordsOf = (sentence: string): readonly string[] =>
  sentence
    .replace(/\{(mentor|from|who)\}/g, 'Maya')
    .replace(/\{when\}/g, 'the fifth of May')
    .match(/[\p{L}\p{N}’']+/gu) ?? [];
function syllablesOf(word: string): number {
  const groups = word
    .toLowerCase()
    .replace(/[^a-z]/g, '')
    .replace(/(?:[^laeiouy]es|[^td]ed|[^laeiouy]e)$/, '')
    .replace(/^y/, '')
    .match(/[aeiouy]{1,2}/g);
  return Math.max(1, groups?.length ?? 1);
}

const texts = (of: unknown): readonly string[] =>
  typeof of === 'string' ? [of] : Object.values(of as Readonly<Record<string, unknown>>).flatMap(texts);
const everything = [...texts(menteeWords), ...helpsChoices, ...avoidChoices];

describe('what a mentee reads', () => {
  it('counts syllables well enough to be believed', () => {
    const known = {
      mentor: 2,
      agreement: 3,
      signed: 1,
      goals: 1,
      private: 2,
      cancelled: 3,
      people: 2,
      safeguarding: 4,
      time: 1,
      the: 1,
    };
    for (const [word, n] of Object.entries(known))
      expect([word, Math.abs(syllablesOf(word) - n) <= 1]).toEqual([word, true]);
    expect(readingAge('The cat sat on the mat. It was warm.')).toBeLessThan(8);
    expect(
      readingAge('Notwithstanding contractual obligations, participants acknowledge confidentiality limitations.'),
    ).toBeGreaterThan(18);
  });

  it.each(everything.flatMap(sentencesOf).map((s) => [s]))('“%s” is short', (sentence) => {
    expect(wordsOf(sentence).length).toBeLessThan(15);
  });

  it('asks for a reading age of 11 at most, card by card', () => {
    const { buttons: _, ...groups } = menteeWords;
    const ages = Object.entries(groups).map(([name, words]) => {
      const whole = texts(words)
        .flatMap(sentencesOf)
        .filter((s) => wordsOf(s).length >= 4);
      return [name, Math.round(readingAge(whole.join('\n')) * 10) / 10] as const;
    });
    expect(ages.filter(([, age]) => age > 11)).toEqual([]);
  });

  it('presses nobody', () => {
    expect(
      everything.filter((s) => /\b(must answer|have to|hurry|overdue|late|still waiting|don’t forget)\b/i.test(s)),
    ).toEqual([]);
  });

  it('leaves no gap unfilled', () => {
    const known = {
      mentor: 'Maya',
      all: 'You and Maya',
      when: 'today',
      who: 'Leo',
      from: 'Leo',
      now: '2',
      level: '4',
      long: '6 h',
    };
    const reader = {
      person: null,
      platform: 'web' as const,
      zone: 'UTC',
      locale: 'en-GB',
      named: () => ({ name: '' }),
    };
    for (const words of everything) expect(plain(put(words, known), reader)).not.toMatch(/[{}]/);
    expect(plain(put('{mentor} and {nobody}.', known), reader)).toBe('Maya and {nobody}.');
  });
});

describe('the default agreement', () => {
  const parts = Object.entries(defaultAgreement).filter(([, text]) => text !== '');
  it('has all that both sign', () => {
    expect(parts.map(([id]) => id)).toEqual([
      'purpose',
      'duration',
      'frequency',
      'place',
      'roles',
      'boundaries',
      'confidentiality',
      'ending',
    ]);
  });
  it.each(parts)('%s can be read at 14', (_, text) => {
    expect(readingAge(text)).toBeLessThanOrEqual(14);
    expect(sentencesOf(text).filter((s) => wordsOf(s).length > 22)).toEqual([]);
  });
  it('says what cannot stay private, and that it can end', () => {
    expect(defaultAgreement.confidentiality).toMatch(/must tell the safeguarding lead/);
    expect(defaultAgreement.ending).toMatch(/at any time\. No reason is needed/);
  });
});

import { expect, test } from 'vitest';
import { understandPlanWords } from '../../src/commands/when.js';
import corpus from './when.second-corpus.json' with { type: 'json' };

/** Sixty phrases that nobody tuned the grammar to; their first score stays in the file, and in the decisions. */

interface Phrase {
  readonly say: string;
  /** On the wall in London; where nothing is certain, what is to be asked. */
  readonly means?: string;
  readonly asks?: string;
  readonly first: string;
}
const phrases: readonly Phrase[] = corpus.phrases;

type Verdict = 'right' | 'asked' | 'left to the form' | 'another day';
function verdict({ say, means }: Phrase): Verdict {
  const { when } = understandPlanWords(say, { ...corpus, now: Date.parse(corpus.now) });
  if (when.kind === 'none') return 'left to the form';
  const wanted = means === undefined ? undefined : Date.parse(`${means}Z`);
  if (when.kind === 'at') return when.at === wanted ? 'right' : 'another day';
  if (when.kind === 'date-only') return means === undefined || means.startsWith(when.date) ? 'asked' : 'another day';
  if (when.kind === 'past') return 'another day';
  return wanted === undefined || when.options.some((o) => o.at === wanted) ? 'asked' : 'another day';
}

test('the first score is what the phrases’ own verdicts add up to', () => {
  const { right, asked, leftToTheForm, anotherDay, of } = corpus.firstScore;
  const count = (v: Verdict): number => phrases.filter((p) => p.first.startsWith(v)).length;
  expect([count('right'), count('asked'), count('left to the form'), count('another day'), phrases.length]).toEqual([
    right,
    asked,
    leftToTheForm,
    anotherDay,
    of,
  ]);
});

test('none is another day, and no fewer are right than at first', () => {
  const now = phrases.map((p) => [p.say, verdict(p)] as const);
  expect(now.filter(([, v]) => v === 'another day')).toEqual([]);
  expect(now.filter(([, v]) => v === 'right').length).toBeGreaterThanOrEqual(corpus.firstScore.right);
});

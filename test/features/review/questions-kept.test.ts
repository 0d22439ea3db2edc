import { afterEach, expect, test } from 'vitest';
import type { Instrument } from '../../../src/domain/instrument.js';
import { questionsInReview } from '../../../src/features/shared/review-questions.js';
import { startAfter, type TestBot } from '../../support/bot.js';
import { askedAlone, formOf, saidTo } from '../../support/review-world.js';
import type { Someone } from '../../support/someone.js';

/** A review asks what it was opened with, whatever becomes of the sets meanwhile (docs/field.md#instruments). */

let t: TestBot;
afterEach(() => t.stop());

/** Rewords the first question of a set, takes the second out, and adds one. */
async function edits(set: Instrument): Promise<void> {
  const priya = t.as('priya');
  await priya.types('setup questions');
  await priya.presses('catalogue.questions', { subject: set });
  const [first, second] = priya.form().answers.rows.questions ?? [];
  priya.fills({ 'questions.0.text': `${set} in other words.` });
  await priya.moves({ do: 'remove', group: 'questions', row: second?.key ?? '' });
  await priya.moves({ do: 'add', group: 'questions' });
  const n = (priya.form().answers.rows.questions ?? []).length - 1;
  priya.fills({
    [`questions.${n}.text`]: `${set} has one more.`,
    [`questions.${n}.kind`]: 'rating',
    [`questions.${n}.theme`]: 'support',
  });
  expect((await priya.submits()).kind).toBe('close');
  expect(first).toBeDefined();
  await t.settled();
}

const read = (who: Someone): string => saidTo(t, who);

test('an edited set changes no review that is open, neither while it is answered nor as it is read', async () => {
  t = await startAfter(askedAlone);
  const [leo, maya] = [t.as('leo'), t.as('maya')];
  await leo.presses('review.rate');
  await edits('mid');
  await edits('self');
  // A card that was posted before still takes its answer, and goes on with what it began with.
  const first = (await formOf(t, 'mentee')).answers[0];
  for (let n = 2; n <= 5; n += 1) {
    expect(leo.sees().at(-1)).toContain(`Question ${n} of 5`);
    expect(leo.sees().at(-1)).not.toContain('mid ');
    await leo.presses(n <= 3 ? 'review.rate' : 'review.skip');
  }
  expect(await formOf(t, 'mentee')).toMatchObject({ state: 'done' });
  await leo.presses('review.share');
  const { review } = await formOf(t, 'mentee');
  await maya.presses('review.read', { subject: review });
  expect(read(maya)).toContain('I can talk openly with my mentor.');
  expect(read(maya)).not.toMatch(/in other words|not asked any more/);
  expect(first?.wording).toBe(1);

  await edits('stakeholder');
  const asked = await t.store.read((tx) =>
    questionsInReview({ review, moment: 'mid', audience: 'stakeholder', answers: [] }, tx.in(t.programme)),
  );
  expect(asked).toHaveLength(4);
  expect(asked.map((q) => q.text).join()).not.toMatch(/stakeholder (in other words|has one more)/);

  const own = await formOf(t, 'mentor');
  await maya.presses('review.self', { subject: own.id });
  expect(JSON.stringify(maya.form().form)).not.toMatch(/self in other words|self has one more/);
});

import { type Form, formNote, longestText, textOf } from '../../chat/form.js';
import { closeWith } from '../../chat/reply.js';
import { say } from '../../chat/text.js';
import type { Question } from '../../domain/feedback.js';
import { Refused } from '../../kernel/errors.js';
import { rootOf } from '../../kernel/subject.js';
import { clean } from '../../kernel/words.js';
import type { ActorWork, FormFeature } from '../feature.js';
import type { ReviewAsked } from '../shared/review-asked.js';
import { whoAssessesReview, whoReadsReview } from '../shared/review-card.js';
import { keepAnswer, mine, openForm } from './mentee.js';
import { wordsSubject } from './subjects.js';

/** An answer in the mentee's own words; it stands in no message. */

async function about(
  work: ActorWork,
  subject: string,
): Promise<{ readonly a: ReviewAsked; readonly question: Question }> {
  const meant = wordsSubject.read(subject);
  const a = await mine(work, meant?.form ?? rootOf(subject));
  openForm(a);
  const question = a.questions.find((q) => q.key === meant?.question && q.kind === 'text');
  if (question === undefined)
    throw new Refused('question-changed', 'This question is not asked any more. Type review to see what is.');
  return { a, question };
}

export const reviewWords: FormFeature = {
  called: 'your words about your mentoring',
  async build({ subject }, work) {
    const { a, question } = await about(work, subject);
    const assesses = whoAssessesReview(a);
    return {
      id: 'review-words',
      title: 'In your own words',
      submit: 'Save',
      concern: 'mentee',
      steps: [
        {
          id: 'words',
          title: 'In your own words',
          items: [
            formNote(
              'limits-readers',
              say`${whoReadsReview(a, a.form.share)} If someone may be at risk, it can’t stay private. Then use “Worried about someone?”.`,
            ),
            ...(assesses === null ? [] : [formNote('assesses', assesses, 'muted')]),
            {
              kind: 'text',
              id: 'words',
              label: question.text,
              hint: 'A few words are enough.',
              lines: 'many',
              max: longestText,
              readers: 'sharing',
            },
          ],
        },
      ],
    } satisfies Form;
  },
  async submit({ subject, answers }, work) {
    const { a, question } = await about(work, subject);
    const text = clean(textOf(answers.values, 'words'));
    if (text === '')
      return { problems: [{ at: 'words', say: 'Write a few words here. Or close this and press Skip.' }] };
    await keepAnswer(work, a, question, { rating: null, text, skipped: false });
    return closeWith('Saved', 'Thank you. Your words are saved.');
  },
};

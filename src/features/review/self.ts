import { sentence } from '../../chat/card.js';
import { type Form, formNote, type Item, longestText, textOf } from '../../chat/form.js';
import { closeWith } from '../../chat/reply.js';
import { literal, mention, moment, say } from '../../chat/text.js';
import type { Question } from '../../domain/feedback.js';
import type { Mentorship } from '../../domain/mentorship.js';
import { isReviewOver, type ReviewForm, type ReviewFormId, withReviewAnswer } from '../../domain/review.js';
import { reviewSubject } from '../../domain/subjects.js';
import { Refused } from '../../kernel/errors.js';
import { clean } from '../../kernel/words.js';
import type { ActorWork, FormFeature, PressHandler } from '../feature.js';
import { demand, mentorshipOf } from '../shared/guards.js';
import { ratingWords } from '../shared/read-feedback.js';
import { questionsInReview } from '../shared/review-questions.js';
import { namedReaders, partsThatMay, readersByPart, together } from '../shared/who-reads.js';

/** What a mentor says of their own mentoring, half-way and at the end: one form, kept as it is typed. */

interface Own {
  readonly form: ReviewForm;
  readonly mentorship: Mentorship;
  readonly questions: readonly Question[];
}

/** @throws Refused unless it is the actor's own */
async function ownForm(subject: string, work: ActorWork): Promise<Own> {
  const form = await work.rows.reviews.form(subject as ReviewFormId);
  if (form === undefined || form.audience !== 'mentor')
    throw new Refused('no-such-review', 'That is no longer here. Type review to see what is.');
  demand('review.give', work, { owner: form.person });
  return {
    form,
    mentorship: await mentorshipOf(work, form.mentorship),
    questions: await questionsInReview(form, work.rows),
  };
}

async function items({ form, mentorship, questions }: Own, work: ActorWork): Promise<readonly Item[]> {
  const allocated = await namedReaders(work, { id: mentorship.portfolio, mentor: mentorship.mentor });
  const who = together(readersByPart(allocated, partsThatMay('feedback.read-shared')));
  return [
    formNote(
      'reads',
      who === null
        ? say`For now you alone read this: nobody supervises or assesses you yet. ${mention(mentorship.mentee)} and the coordinator don’t.`
        : say`You and ${who} can read this, and whoever takes over from them. ${mention(mentorship.mentee)} and the coordinator don’t.`,
    ),
    formNote('until', say`You can change it until ${moment(form.editableUntil, 'date')}. Each can be left out.`),
    ...questions.map(
      (q): Item =>
        q.kind === 'rating'
          ? {
              kind: 'choice',
              id: `self-${q.key}`,
              label: q.text,
              hint: 'You can skip this.',
              optional: true,
              shown: 'buttons',
              readers: 'mentor',
              of: ratingWords.map((word, i) => ({ value: String(i + 1), label: word })),
            }
          : {
              kind: 'text',
              id: `self-${q.key}`,
              label: q.text,
              hint: 'You can skip this. Notes are enough.',
              optional: true,
              lines: 'many',
              max: longestText,
              readers: 'mentor',
            },
    ),
  ];
}

export const reviewSelf: FormFeature = {
  called: 'your view of your own mentoring',
  async build({ subject }, work): Promise<Form | ReturnType<typeof sentence>> {
    const own = await ownForm(subject, work);
    if (isReviewOver(own.form, work.now))
      return sentence('Your own mentoring', 'The time to write about it is over. Type review to read what you wrote.');
    return {
      id: 'review-self',
      title: 'Your own mentoring',
      submit: 'Save',
      concern: 'mentor',
      steps: [{ id: 'self', title: 'Your own mentoring', items: await items(own, work) }],
    };
  },
  async submit({ subject, answers }, work) {
    const { form, questions } = await ownForm(subject, work);
    if (isReviewOver(form, work.now))
      return closeWith('Too late', 'The time to write about it is over. Nothing has changed.');
    let next = form;
    for (const q of questions) {
      const typed = textOf(answers.values, `self-${q.key}`);
      const rating = q.kind === 'rating' && typed !== '' ? Number(typed) : null;
      const text = q.kind === 'text' ? clean(typed) : '';
      next = withReviewAnswer(
        next,
        {
          question: q.key,
          wording: q.wording,
          rating,
          text,
          skipped: rating === null && text === '',
          at: work.now,
        },
        questions,
      );
    }
    await work.rows.reviews.saveForm(next);
    work.audit('review.answered', form.mentorship, { moment: form.moment }, form.mentorship);
    work.redraw(reviewSubject.write({ mentorship: form.mentorship, form: form.id }));
    return closeWith('Saved', literal('Your view is saved. It stands beside what others say, in review.'));
  },
};

/** Opens it, with what was saved in it before. */
export const openSelf: PressHandler = async (press, work) => {
  const { form } = await ownForm(press.subject, work);
  return work.forms.open('review-self', form.id, {
    values: Object.fromEntries(
      form.answers.flatMap((a) =>
        a.skipped ? [] : [[`self-${a.question}`, a.rating === null ? a.text : String(a.rating)] as const],
      ),
    ),
    rows: {},
  });
};

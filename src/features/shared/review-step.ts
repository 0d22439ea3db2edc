import { type Answers, formNote, type Item, longestText, textOf, type Values } from '../../chat/form.js';
import { mention, say } from '../../chat/text.js';
import type { FeedbackAnswer } from '../../domain/feedback.js';
import { isReviewOver, type ReviewForm, type ReviewShare, withReviewAnswer } from '../../domain/review.js';
import { clean } from '../../kernel/words.js';
import type { ActorWork } from '../feature.js';
import { ratingWords } from './read-feedback.js';
import { type ReviewAsked, redrawReview } from './review-asked.js';
import { reviewAbout, whoAssessesReview, whoReadsReview } from './review-card.js';

/**
 * A review's questions as one step of a form: for somebody without an account, on a page or on a lent device, and for
 * whoever would rather see all of them at once. Every one may be left out.
 */

export const isReviewShare = (arg: string): arg is ReviewShare => arg === 'coordinator' || arg === 'mentor';

/** Whether it can be answered now. */
export const canAnswerReview = (a: ReviewAsked): boolean =>
  a.form.state !== 'withdrawn' && a.form.state !== 'declined' && !isReviewOver(a.form, a.now);

export async function saveReview(work: ActorWork, f: ReviewForm): Promise<void> {
  await work.rows.reviews.saveForm(f);
  await redrawReview(f, work);
}

/** On record is that something was said or changed, never what: an answer, a skip and a withdrawal look the same. */
export const noteReviewChange = (work: ActorWork, f: ReviewForm): void =>
  work.audit('review.changed', f.mentorship, { moment: f.moment }, f.mentorship);

export function reviewItems(a: ReviewAsked): readonly Item[] {
  const assesses = whoAssessesReview(a);
  const mentor = mention(a.mentorship.mentor);
  return [
    formNote('review-about', say`${reviewAbout(a)} How is it, all in all? You can leave out any of these.`),
    formNote('review-reads', whoReadsReview(a, a.form.share)),
    formNote('review-mentor', say`At the end of these you can choose if ${mentor} may read them too.`),
    ...(assesses === null ? [] : [formNote('review-assesses', assesses, 'muted')]),
    ...a.questions.flatMap((q): readonly Item[] =>
      q.kind === 'rating'
        ? [
            {
              kind: 'choice',
              id: `all-${q.key}`,
              label: q.text,
              hint: 'You can leave this out.',
              optional: true,
              shown: 'buttons',
              readers: 'sharing',
              of: ratingWords.map((word, i) => ({ value: String(i + 1), label: word })),
            },
          ]
        : [
            {
              kind: 'text',
              id: `all-${q.key}`,
              label: q.text,
              hint: 'You can leave this out. A few words are enough.',
              optional: true,
              lines: 'many',
              max: longestText,
              readers: 'sharing',
            },
          ],
    ),
    {
      kind: 'choice',
      id: 'review-share',
      label: 'Who may read this?',
      hint: 'You can leave this out: then nothing changes.',
      optional: true,
      shown: 'buttons',
      readers: 'sharing',
      of: [
        { value: 'coordinator', label: 'Only the coordinator' },
        { value: 'mentor', label: 'My mentor too' },
      ],
    },
  ];
}

/** What stands in it from before. */
export const reviewValues = ({ form }: ReviewAsked): Values => ({
  ...Object.fromEntries(
    form.answers.flatMap((a) =>
      a.skipped ? [] : [[`all-${a.question}`, a.rating === null ? a.text : String(a.rating)] as const],
    ),
  ),
  ...(form.share === 'mentor' ? { 'review-share': 'mentor' } : {}),
});

/** Keeps what was sent; what was left out counts as skipped, for it is sent as a whole. */
export async function takeReview(work: ActorWork, a: ReviewAsked, answers: Answers): Promise<void> {
  if (!canAnswerReview(a)) return;
  const share = textOf(answers.values, 'review-share');
  let next: ReviewForm = { ...a.form, share: isReviewShare(share) ? share : a.form.share };
  for (const q of a.questions) {
    const typed = textOf(answers.values, `all-${q.key}`);
    const rating = q.kind === 'rating' && typed !== '' ? Number(typed) : null;
    const text = q.kind === 'text' ? clean(typed) : '';
    const skipped = rating === null && text === '';
    const answer: FeedbackAnswer = { question: q.key, wording: q.wording, rating, text, skipped, at: work.now };
    next = withReviewAnswer(next, answer, a.questions);
  }
  await saveReview(work, next);
  noteReviewChange(work, next);
}

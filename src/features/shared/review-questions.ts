import { z } from 'zod';
import { askedRefs, type Question, questionsOfForm } from '../../domain/feedback.js';
import { keptValue, ofName } from '../../domain/kept.js';
import { askedNowIn } from '../../domain/question-sets.js';
import { instrumentOf, type Review, type ReviewAudience, type ReviewForm } from '../../domain/review.js';
import type { MentorshipId } from '../../kernel/ids.js';
import type { Rows } from '../../ports/store.js';
import { everAsked, questionsOf } from './read-feedback.js';

/** Which questions a review asks: those it was opened with, whatever becomes of the sets (docs/field.md#instruments). */

/**
 * By the review's id, of each side: which questions, in which wording (`refOf`), in order. Of reviews of before 0.7.0 there
 * is none: they ask what the sets have now.
 */
export const askedInReview = keptValue({
  name: 'asked-in-review',
  per: [ofName],
  schema: z.object({ mentee: z.array(z.string()), mentor: z.array(z.string()), stakeholder: z.array(z.string()) }),
  erasure: { of: 'nobody', because: 'It is the programme’s own questions, and nothing that anybody said.' },
});

/** To be called as it opens. */
export async function keepQuestions(
  { id, moment }: Pick<Review, 'id' | 'moment'>,
  { catalogue, kept }: Pick<Rows, 'catalogue' | 'kept'>,
): Promise<void> {
  const every = await catalogue.every('question');
  const of = (audience: ReviewAudience): string[] => [
    ...askedRefs(askedNowIn(every, instrumentOf({ audience, moment }))),
  ];
  await kept.put(askedInReview, id, {
    mentee: of('mentee'),
    mentor: of('mentor'),
    stakeholder: of('stakeholder'),
  });
}

/** The questions of one side’s form. */
export async function questionsInReview(
  f: Pick<ReviewForm, 'review' | 'audience' | 'moment' | 'answers'>,
  rows: Pick<Rows, 'catalogue' | 'kept'>,
): Promise<readonly Question[]> {
  const asked = (await rows.kept.get(askedInReview, f.review))?.[f.audience];
  return asked === undefined
    ? questionsOf(rows, instrumentOf(f))
    : questionsOfForm(await everAsked(rows, instrumentOf(f)), { asked, answers: f.answers });
}

/** What a stakeholder of this mentorship would be asked if they were asked now: by the review that is open, or by the next. */
export async function questionsToStakeholder(
  mentorship: MentorshipId,
  { rows, now }: { readonly rows: Pick<Rows, 'catalogue' | 'kept' | 'reviews'>; readonly now: number },
): Promise<readonly Question[]> {
  const open = (await rows.reviews.ofMentorships([mentorship])).findLast((r) => r.closesAt > now);
  return open === undefined
    ? questionsOf(rows, 'stakeholder')
    : questionsInReview({ review: open.id, moment: open.moment, audience: 'stakeholder', answers: [] }, rows);
}

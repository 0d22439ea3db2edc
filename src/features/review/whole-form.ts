import { sentence } from '../../chat/card.js';
import type { Form } from '../../chat/form.js';
import type { Reply } from '../../chat/inbound.js';
import { closeWith } from '../../chat/reply.js';
import { hasAccount } from '../../domain/programme.js';
import { reviewSubject } from '../../domain/subjects.js';
import type { MentorshipId } from '../../kernel/ids.js';
import type { ActorWork, FormFeature, PressHandler } from '../feature.js';
import { askedFor } from '../shared/review-asked.js';
import { canAnswerReview, reviewItems, reviewValues, takeReview } from '../shared/review-step.js';
import { mine } from './mentee.js';

/** All that a mentee is asked in a review as one plain form: by a link, on a lent device, on their page, in a chat. */

/** Its subject begins with the mentorship, which a link to it is about. */
const formIn = (subject: string): string => reviewSubject.read(subject)?.form ?? '';

export const reviewAnswers: FormFeature = {
  called: 'your answers about your mentoring',
  async build({ subject }, work): Promise<Form | ReturnType<typeof sentence>> {
    const a = await mine(work, formIn(subject));
    if (!canAnswerReview(a)) return sentence('All in all', 'There is nothing more to answer. Thank you.');
    const title = a.form.moment === 'mid' ? 'Half-way' : 'At the end';
    return {
      id: 'review-answers',
      title,
      submit: 'Send my answers',
      concern: 'mentee',
      steps: [{ id: 'review', title, items: reviewItems(a) }],
    };
  },
  async submit({ subject, answers }, work) {
    const a = await mine(work, formIn(subject));
    if (!canAnswerReview(a)) return closeWith('Too late', 'The time to answer is over. Nothing has changed.');
    await takeReview(work, a, answers);
    askedFor(a.form, work);
    return closeWith(
      'Thank you',
      hasAccount(work.actor)
        ? 'Your answers are saved. Type review to change them, or to take them back.'
        : 'Your answers are saved.',
    );
  },
};

async function open(id: string, work: ActorWork): Promise<Reply> {
  const a = await mine(work, id);
  return work.forms.open('review-answers', reviewSubject.write({ mentorship: a.mentorship.id, form: a.form.id }), {
    values: reviewValues(a),
    rows: {},
  });
}

export const openWholeForm: PressHandler = (press, work) => open(press.subject, work);

/** By a link that is about the mentorship: the newest of its reviews that can be answered. */
export const openByLink: PressHandler = async (press, work) => {
  const theirs = (await work.rows.reviews.formsOfPerson(work.actor.id)).filter(
    (f) =>
      f.audience === 'mentee' &&
      f.mentorship === (press.subject as MentorshipId) &&
      f.state !== 'withdrawn' &&
      f.editableUntil > work.now,
  );
  const newest = theirs.at(-1);
  return newest === undefined
    ? { kind: 'say', card: sentence('All in all', 'There is nothing more to answer. Thank you.') }
    : open(newest.id, work);
};

import type { Attestation } from '../../src/domain/attestation.js';
import { emptyAttestation } from '../../src/domain/attestation.js';
import type { Share } from '../../src/domain/feedback.js';
import type { ReviewForm, ReviewFormId, ReviewId } from '../../src/domain/review.js';
import { day, hour } from '../../src/kernel/clock.js';
import type { PortfolioId, SessionId } from '../../src/kernel/ids.js';
import type { FeedbackWorld } from './feedback-world.js';

/** What was said of Maya's mentoring, put into the rows as the forms leave it: nobody is asked anything. */

export const mayas = 'portfolio-maya' as PortfolioId;

/** Numbers by question's key; words where they are words. */
type Said = Readonly<Record<string, number | string>>;

const answersOf = (said: Said, at: number) =>
  Object.entries(said).map(([question, value]) => ({
    question,
    wording: 1,
    rating: typeof value === 'number' ? value : null,
    text: typeof value === 'string' ? value : '',
    skipped: false,
    at,
  }));

/** What a mentee answered after a session; null: they took it back. */
export async function answered(
  w: FeedbackWorld,
  session: SessionId,
  mentee: string,
  said: Said | null,
  share: Share = 'now',
): Promise<void> {
  await w.change(async (rows) => {
    const s = await rows.sessions.get(session);
    const at = (s?.startsAt ?? 0) + 2 * hour;
    await rows.feedback.save({
      programme: w.programme,
      session,
      mentee: w.id(mentee),
      mentor: w.id('maya'),
      state: said === null ? 'withdrawn' : 'done',
      share: said === null ? null : share,
      answers: answersOf(said ?? {}, at),
      askedAt: at,
      firstAnsweredAt: said === null ? null : at,
      editableUntil: at + 14 * day,
      reminded: false,
    });
  });
}

/** One side's form in the review of a mentorship. */
export async function reviewed(
  w: FeedbackWorld,
  mentee: string,
  by: string,
  audience: ReviewForm['audience'],
  said: Said,
  change: Partial<ReviewForm> = {},
): Promise<void> {
  const at = w.clock.now();
  const review = `review-${mentee}` as ReviewId;
  const about = { programme: w.programme, mentorship: w.mentorship(mentee), moment: 'mid' as const };
  await w.change(async (rows) => {
    if ((await rows.reviews.ofMentorships([about.mentorship])).length === 0)
      await rows.reviews.save({ ...about, id: review, why: 'minutes', openedAt: at, closesAt: at + 14 * day });
    await rows.reviews.saveForm({
      ...about,
      id: `${review}-${by}` as ReviewFormId,
      review,
      audience,
      person: w.id(by),
      state: 'done',
      share: 'mentor',
      answers: answersOf(said, at),
      askedAt: at,
      firstAnsweredAt: at,
      editableUntil: at + 14 * day,
      reminded: false,
      ...change,
    });
  });
}

/** What somebody saw and signed. */
export const attested = (
  w: FeedbackWorld,
  by: string,
  words: string,
  change: Partial<Attestation> = {},
): Promise<void> =>
  w.change((rows) =>
    rows.attestations.save({
      id: `attested-${by}` as Attestation['id'],
      programme: w.programme,
      portfolio: mayas,
      mentorship: null,
      session: null,
      kind: 'testimony',
      by: w.id(by),
      body: { ...emptyAttestation, words },
      askedBy: w.id('maya'),
      askedAt: w.clock.now(),
      state: 'given',
      givenAt: w.clock.now(),
      countersigned: null,
      ...change,
    }),
  );

import { type Attestation, emptyAttestation } from '../../src/domain/attestation.js';
import type { Feedback, FeedbackAnswer } from '../../src/domain/feedback.js';
import type { Portfolio } from '../../src/domain/mentorship.js';
import type { PortfolioFacts } from '../../src/domain/portfolio-facts.js';
import type { ReviewForm } from '../../src/domain/review.js';
import { type FactsFor, portfolioFacts } from '../../src/features/shared/portfolio-facts.js';
import { day } from '../../src/kernel/clock.js';
import type { LevelId, SessionId } from '../../src/kernel/ids.js';
import type { Rows } from '../../src/ports/store.js';
import { held, portfolio, saying } from './past-world.js';
import { mentorshipOf, tuesday, type World } from './record-world.js';

/** A portfolio with something of every kind in it, put into its rows as the forms leave it, to be read as facts. */

export const answer = (question: string, change: Partial<FeedbackAnswer> = {}): FeedbackAnswer => ({
  question,
  wording: 1,
  rating: 4,
  text: '',
  skipped: false,
  at: tuesday + day,
  ...change,
});

export const feedbackOf = (w: World, session: string, mentee: string, change: Partial<Feedback> = {}): Feedback => ({
  programme: w.programme,
  session: session as SessionId,
  mentee: w.id(mentee),
  mentor: w.id('maya'),
  state: 'done',
  share: 'now',
  answers: [],
  askedAt: tuesday,
  firstAnsweredAt: null,
  editableUntil: tuesday + 14 * day,
  reminded: false,
  ...change,
});

export const reviewForm = (
  w: World,
  audience: ReviewForm['audience'],
  change: Partial<ReviewForm> = {},
): ReviewForm => ({
  id: `form-${audience}` as ReviewForm['id'],
  programme: w.programme,
  review: 'review-leo' as ReviewForm['review'],
  mentorship: mentorshipOf('leo'),
  moment: 'mid',
  audience,
  person: w.id(audience === 'mentee' ? 'leo' : audience === 'mentor' ? 'maya' : 'sam'),
  state: 'done',
  share: 'mentor',
  answers: [],
  askedAt: tuesday,
  firstAnsweredAt: null,
  editableUntil: tuesday + 14 * day,
  reminded: false,
  ...change,
});

export const attestation = (w: World, change: Partial<Attestation> = {}): Attestation => ({
  id: 'att-1' as Attestation['id'],
  programme: w.programme,
  portfolio,
  mentorship: mentorshipOf('leo'),
  session: 'f0' as SessionId,
  kind: 'conversation',
  by: w.id('leo'),
  body: { ...emptyAttestation, on: '2026-11-24', place: 'The old mill', words: 'It helps, Leo Brandt said.' },
  askedBy: w.id('maya'),
  askedAt: tuesday,
  state: 'given',
  givenAt: tuesday,
  countersigned: { by: w.id('leo'), at: tuesday + 1 },
  ...change,
});

/** Four sessions, one of them of two, with what hangs on them; nothing yet that a mentee may have left unsaid. */
export async function filled(w: World): Promise<void> {
  for (let i = 0; i < 3; i += 1)
    await held(w, `f${i}`, { at: tuesday + i * day, title: `Talk ${i} with Leo`, change: saying(w.id('leo'), 45) });
  await held(w, 'group', { at: tuesday + 3 * day, title: 'Both', mentees: ['leo', 'aisha'] });
  await w.change(async (rows) => {
    await rows.reviews.save({
      id: 'review-leo' as ReviewForm['review'],
      programme: w.programme,
      mentorship: mentorshipOf('leo'),
      moment: 'mid',
      why: 'minutes',
      openedAt: tuesday,
      closesAt: tuesday + 90 * day,
    });
    await rows.reviews.saveForm(
      reviewForm(w, 'mentor', { answers: [answer('self-pace', { text: 'SELF said Leo Brandt' })] }),
    );
    await rows.contacts.add({
      id: 'contact-1',
      mentorship: mentorshipOf('leo'),
      at: tuesday,
      minutes: 10,
      note: 'CONTACT note',
      author: w.id('maya'),
      savedAt: tuesday,
    });
    await rows.marks.save({
      programme: w.programme,
      portfolio,
      theme: 'planning',
      mark: 'partial',
      sentence: 'MARK on Leo Brandt',
      cites: [`answer:f0/${w.id('leo')}/pace`],
      at: tuesday,
    });
    await rows.changes.save({
      id: 'change-1' as never,
      programme: w.programme,
      portfolio,
      mentor: w.id('maya'),
      mentorship: mentorshipOf('leo'),
      said: 'SAID by Leo Brandt',
      what: 'WHAT for Leo Brandt',
      cites: [`answer:f0/${w.id('leo')}/pace`, 'record:f0@1/happened'],
      from: tuesday,
      fromSession: null,
      madeAt: tuesday,
      withdrawnAt: null,
      since: [],
    });
    await rows.goalLevels.add([
      {
        id: 'level-1' as LevelId,
        mentorship: mentorshipOf('leo'),
        goal: 'goal-leo' as never,
        level: 3,
        by: w.id('maya'),
        at: tuesday,
        session: 'f0' as SessionId,
        why: 'WHY of Leo',
      },
    ]);
    await rows.reflections.save({
      programme: w.programme,
      portfolio,
      mentor: w.id('maya'),
      scaffold: 'driscoll',
      startedAt: tuesday,
      asked: false,
      declaration: null,
    });
    await rows.reflections.addPiece({
      portfolio,
      question: 'driscoll/what/happened',
      version: 1,
      text: 'DRAFT on Leo Brandt',
      cites: [`answer:f0/${w.id('leo')}/pace`],
      savedAt: tuesday,
    });
  });
}

export async function factsFor(w: World, rows: Rows, who: FactsFor): Promise<PortfolioFacts> {
  const all = await rows.people.all();
  const work = {
    rows,
    programme: await rows.programme.get(),
    now: w.now,
    people: async () => new Map(all.map((p) => [p.id, p] as const)),
  };
  return portfolioFacts((await rows.portfolios.get(portfolio)) as Portfolio, who, work);
}

class Undone extends Error {}
/** What `act` finds after `put`, of which nothing stays. */
export async function undone<T>(
  w: World,
  put: (rows: Rows) => Promise<void>,
  act: (rows: Rows) => Promise<T>,
): Promise<T> {
  let found: { readonly value: T } | undefined;
  await w
    .change(async (rows) => {
      await put(rows);
      found = { value: await act(rows) };
      throw new Undone();
    })
    .catch((error: unknown) => {
      if (!(error instanceof Undone)) throw error;
    });
  if (found === undefined) throw new Error('nothing was found');
  return found.value;
}

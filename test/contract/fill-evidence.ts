import { type Attestation, emptyAttestation } from '../../src/domain/attestation.js';
import type { LeadAlert } from '../../src/domain/lead-alert.js';
import type { Mentorship, Portfolio } from '../../src/domain/mentorship.js';
import { emptyCover, type Pack, type PackChoice, type RecordedOutcome } from '../../src/domain/pack/pack.js';
import type { PracticeChange } from '../../src/domain/practice-change.js';
import type { Person } from '../../src/domain/programme.js';
import type { Review, ReviewForm } from '../../src/domain/review.js';
import { noWords, type RightsRequest } from '../../src/domain/rights.js';
import type { StakeholderAsk } from '../../src/domain/stakeholder.js';
import type { Ids, SessionId } from '../../src/kernel/ids.js';
import type { Transaction } from '../../src/ports/store.js';

/** As `store-rows.ts` has them, which imports this. */
const marker = 'Quittenbaum';
const monday = Date.UTC(2026, 10, 23, 15);
const day = 24 * 3_600_000;

interface Around {
  readonly mentorship: Mentorship;
  readonly portfolio: Portfolio;
  readonly mentor: Person;
  readonly session: SessionId;
}

export const aReview = (ids: Ids, m: Mentorship): Review => ({
  id: ids.next('review'),
  programme: m.programme,
  mentorship: m.id,
  moment: 'mid',
  why: 'minutes',
  openedAt: monday,
  closesAt: monday + 14 * day,
});

export const aRightsRequest = (ids: Ids, m: Mentorship, change: Partial<RightsRequest> = {}): RightsRequest => ({
  id: ids.next('rights'),
  programme: m.programme,
  about: m.mentee,
  kind: 'access',
  askedBy: m.mentee,
  askedAt: monday,
  dueAt: monday + 30 * day,
  state: 'open',
  doneAt: null,
  doneBy: null,
  words: { ...noWords, said: `All of it, ${marker}`, choices: [{ path: 'p', mark: 'm', show: true }] },
  ...change,
});

export const aReviewForm = (ids: Ids, review: Review, change: Partial<ReviewForm> = {}): ReviewForm => ({
  id: ids.next('review-form'),
  programme: review.programme,
  review: review.id,
  mentorship: review.mentorship,
  moment: review.moment,
  audience: 'mentee',
  person: '' as ReviewForm['person'],
  state: 'done',
  share: 'mentor',
  answers: [
    { question: 'mid-trust', wording: 1, rating: 4, text: '', skipped: false, at: monday },
    { question: 'mid-change', wording: 1, rating: null, text: `Slower, ${marker}`, skipped: false, at: monday },
  ],
  askedAt: monday,
  firstAnsweredAt: monday,
  editableUntil: monday + 14 * day,
  reminded: false,
  ...change,
});

export const anAsk = (ids: Ids, m: Mentorship): StakeholderAsk => ({
  id: ids.next('stakeholder-ask'),
  programme: m.programme,
  mentorship: m.id,
  person: m.mentor,
  as: 'teacher',
  reason: `Sees them daily, ${marker}`,
  proposedBy: m.mentor,
  proposedAt: monday,
  word: 'yes',
  wordAt: monday + 1,
  endedAt: null,
});

export const anAttestation = (ids: Ids, { mentorship, portfolio, mentor, session }: Around): Attestation => ({
  id: ids.next('attestation'),
  programme: portfolio.programme,
  portfolio: portfolio.id,
  mentorship: mentorship.id,
  session,
  kind: 'conversation',
  by: mentorship.mentee,
  body: {
    ...emptyAttestation,
    on: '2026-11-23',
    words: `We said it helps, ${marker}`,
    questions: [{ key: 'q', question: marker, answer: marker }],
  },
  askedBy: mentor.id,
  askedAt: monday,
  state: 'given',
  givenAt: monday,
  countersigned: { by: mentorship.mentee, at: monday + 1 },
});

export const aChange = (ids: Ids, { mentorship, portfolio, mentor, session }: Around): PracticeChange => ({
  id: ids.next('practice-change'),
  programme: portfolio.programme,
  portfolio: portfolio.id,
  mentor: mentor.id,
  mentorship: mentorship.id,
  said: `That it was fast, ${marker}`,
  what: `Pause after each question, ${marker}`,
  cites: [`answer:${session}/${mentorship.mentee}/pace`],
  from: monday + day,
  fromSession: session,
  madeAt: monday,
  withdrawnAt: null,
  since: [],
});

export const aPack = (ids: Ids, { portfolio, mentor }: Around, change: Partial<Pack> = {}): Pack => ({
  id: ids.next('pack'),
  programme: portfolio.programme,
  portfolio: portfolio.id,
  mentor: mentor.id,
  askedBy: mentor.id,
  askedAt: monday,
  withWords: true,
  lookUntil: monday + 7 * day,
  state: 'looking',
  madeAt: null,
  madeAgainAt: null,
  size: null,
  hash: '',
  attempts: 0,
  fence: 0,
  code: '',
  words: {
    standard: 'ua-1',
    preset: 'unit',
    cover: { ...emptyCover, centre: `The centre, ${marker}` },
    named: null,
    seed: '00ff',
    hits: [{ key: 'hull', kind: 'place', words: 'Hull', instead: '[a place]', times: 1, places: [] }],
    decided: {},
    contents: [],
    fingerprint: '',
  },
  ...change,
});

export const aPackChoice = (pack: Pack, m: Mentorship): PackChoice => ({
  pack: pack.id,
  mentorship: m.id,
  mentee: m.mentee,
  at: monday + day,
  stands: { [`goal:${m.id}/what`]: marker },
  named: false,
});

export const anOutcome = (ids: Ids, { portfolio, mentor }: Around): RecordedOutcome => ({
  id: ids.next('outcome'),
  programme: portfolio.programme,
  portfolio: portfolio.id,
  criterion: 'plan',
  result: 'achieved',
  on: '2026-11-20',
  by: `Ada Cole, ${marker}`,
  note: '',
  recordedBy: mentor.id,
  recordedAt: monday,
  withdrawnAt: null,
});

export const aLeadAlert = (
  ids: Ids,
  mentor: Pick<Person, 'id' | 'programme'>,
  change: Partial<LeadAlert> = {},
): LeadAlert => ({
  id: ids.next('lead-alert'),
  programme: mentor.programme,
  by: mentor.id,
  at: monday,
  lead: null,
  deputy: null,
  deputyToldAt: null,
  acknowledgedAt: null,
  acknowledgedBy: null,
  ...change,
});

/** Something in each repository of evidence beside sessions. */
export async function fillEvidence(tx: Transaction, ids: Ids, around: Around) {
  const { mentorship, portfolio, mentor, session } = around;
  const rows = tx.in(portfolio.programme);
  const review = aReview(ids, mentorship);
  await rows.reviews.save(review);
  const forms = (
    [
      ['mentee', mentorship.mentee],
      ['mentor', mentor.id],
    ] as const
  ).map(([audience, person]) => aReviewForm(ids, review, { audience, person }));
  for (const form of forms) await rows.reviews.saveForm(form);
  const ask = anAsk(ids, mentorship);
  await rows.stakeholderAsks.save(ask);
  const attestation = anAttestation(ids, around);
  await rows.attestations.save(attestation);
  const change = aChange(ids, around);
  await rows.changes.save(change);
  for (const by of [mentor.id, mentorship.mentee])
    await rows.changes.say(change.id, {
      id: ids.next('said-of-change'),
      by,
      session,
      word: by === mentor.id ? 'done' : 'not-what-i-meant',
      note: marker,
      at: monday + 2 * day,
    });
  await rows.marks.save({
    programme: portfolio.programme,
    portfolio: portfolio.id,
    theme: 'planning',
    mark: 'partial',
    sentence: `They differ, ${marker}`,
    cites: [],
    at: monday,
  });
  await rows.reflections.save({
    programme: portfolio.programme,
    portfolio: portfolio.id,
    mentor: mentor.id,
    scaffold: 'driscoll',
    startedAt: monday,
    asked: true,
    declaration: { own: true, ai: [{ key: 'a', tool: marker, what: 'spelling' }], at: monday + 3 },
  });
  await rows.reflections.addPiece({
    portfolio: portfolio.id,
    question: 'driscoll/what/happened',
    version: 1,
    text: `I spoke too fast, ${marker}`,
    cites: [],
    savedAt: monday,
  });
  await rows.lookBacks.save({
    mentorship: mentorship.id,
    mentee: mentorship.mentee,
    words: `I can ring now, ${marker}`,
    steps: [{ key: 's', what: marker }],
    savedAt: monday,
  });
  const pack = aPack(ids, around);
  await rows.packs.add(pack);
  await rows.packs.keepFile(pack.id, new Uint8Array([80, 75, 3, 4]), monday + 30 * day);
  await rows.packs.choose(aPackChoice(pack, mentorship));
  await rows.leadAlerts.save(aLeadAlert(ids, mentor));
  const outcome = anOutcome(ids, around);
  await rows.outcomes.save(outcome);
  const rights = aRightsRequest(ids, mentorship);
  await rows.rights.save(rights);
  return { review, reviewForms: forms, ask, attestation, change, pack, outcome, rights };
}

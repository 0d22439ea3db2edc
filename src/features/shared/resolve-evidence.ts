import type { AttestationId } from '../../domain/attestation.js';
import type { Citation } from '../../domain/citation.js';
import type { ChangeId } from '../../domain/practice-change.js';
import { declaredPieces, newestPieces } from '../../domain/reflection.js';
import { mayReadReview, type ReviewFormId, type ReviewReader } from '../../domain/review.js';
import type { Id, PersonId, PortfolioId } from '../../kernel/ids.js';
import type { ActorWork } from '../feature.js';
import { toReadMentorship, toReadPortfolio } from './allocated.js';
import { mayActor } from './guards.js';

/** What is cited of the evidence beside sessions, as this reader may read it: a value, or why there is none. */

export type Found =
  | { readonly value: unknown /** Under whose key it is. */; readonly owner: PersonId }
  | { readonly why: 'withdrawn' | 'not-yours' | 'nothing' };

const no = (why: 'withdrawn' | 'not-yours' | 'nothing'): Found => ({ why });

/** One answer in a review: `review:FORM/QUESTION`. */
async function review({ id, part }: Citation, work: ActorWork): Promise<Found> {
  const form = await work.rows.reviews.form(id as ReviewFormId);
  const m = form === undefined ? undefined : await work.rows.mentorships.get(form.mentorship);
  if (form === undefined || m === undefined || part === undefined) return no('not-yours');
  const { actor } = work;
  const about = await toReadMentorship(m, work);
  const as: readonly ReviewReader[] = [
    ...(form.person === actor.id ? (['own'] as const) : []),
    ...(m.mentee === actor.id ? (['mentee'] as const) : []),
    ...(m.mentee !== actor.id && mayActor('feedback.read-shared', work, about) ? (['mentor'] as const) : []),
    ...(m.mentor !== actor.id && mayActor('feedback.read-coordinator', work, about) ? (['coordinator'] as const) : []),
  ];
  // What was taken back and what was never given are alike to everybody else (docs/field.md#review-readers).
  if (!as.some((reader) => mayReadReview(form, reader)))
    return no(form.state === 'withdrawn' && as.includes('own') ? 'withdrawn' : 'not-yours');
  const answer = form.answers.find((a) => a.question === part && !a.skipped);
  if (answer === undefined) return no(as.includes('own') ? 'nothing' : 'not-yours');
  return {
    value: { wording: answer.wording, rating: answer.rating, text: answer.text, at: answer.at },
    owner: form.person,
  };
}

async function attestation({ id, part }: Citation, work: ActorWork): Promise<Found> {
  const found = await work.rows.attestations.get(id as AttestationId);
  const portfolio = found === undefined ? undefined : await work.rows.portfolios.get(found.portfolio);
  if (found === undefined || portfolio === undefined) return no('not-yours');
  const own = found.by === work.actor.id;
  if (!own && !mayActor('feedback.read-shared', work, await toReadPortfolio(portfolio, work))) return no('not-yours');
  if (found.state === 'withdrawn') return no(own ? 'withdrawn' : 'not-yours');
  if (found.state !== 'given') return no(own ? 'nothing' : 'not-yours');
  const { kind, body, givenAt, countersigned } = found;
  const signed = { kind, givenAt, countersigned };
  const whole = { ...body, signed };
  return { value: part === undefined ? whole : whole[part as keyof typeof whole], owner: found.by };
}

async function change({ id, part }: Citation, work: ActorWork): Promise<Found> {
  const found = await work.rows.changes.get(id as ChangeId);
  const portfolio = found === undefined ? undefined : await work.rows.portfolios.get(found.portfolio);
  if (found === undefined || portfolio === undefined) return no('not-yours');
  const m = found.mentorship === null ? undefined : await work.rows.mentorships.get(found.mentorship);
  if (m?.mentee !== work.actor.id && !mayActor('record.read', work, await toReadPortfolio(portfolio, work)))
    return no('not-yours');
  if (found.withdrawnAt !== null) return no('withdrawn');
  const { said, what, from, fromSession, madeAt } = found;
  const whole = { said, what, figures: { from, fromSession, madeAt } };
  return { value: part === undefined ? whole : whole[part as keyof typeof whole], owner: found.mentor };
}

/** How a theme was judged: `mark:PORTFOLIO/THEME`. */
async function mark({ id, part }: Citation, work: ActorWork): Promise<Found> {
  const portfolio = await work.rows.portfolios.get(id as PortfolioId);
  if (portfolio === undefined || !mayActor('compare.read', work, await toReadPortfolio(portfolio, work)))
    return no('not-yours');
  const found = (await work.rows.marks.ofPortfolio(portfolio.id)).find((m) => m.theme === part);
  return found === undefined
    ? no('nothing')
    : { value: { mark: found.mark, sentence: found.sentence, at: found.at }, owner: portfolio.mentor };
}

/** A piece of a reflection: `reflection:PORTFOLIO/QUESTION`. A draft is its mentor’s alone. */
async function reflection({ id, part }: Citation, work: ActorWork): Promise<Found> {
  const portfolio = await work.rows.portfolios.get(id as PortfolioId);
  if (portfolio === undefined || part === undefined) return no('not-yours');
  const own = portfolio.mentor === work.actor.id;
  if (!own && !mayActor('reflection.read', work, await toReadPortfolio(portfolio, work))) return no('not-yours');
  const all = await work.rows.reflections.pieces(portfolio.id);
  const declaration = own ? undefined : ((await work.rows.reflections.get(portfolio.id))?.declaration ?? null);
  if (declaration === null) return no('not-yours');
  const shown = declaration === undefined ? newestPieces(all) : declaredPieces(all, declaration);
  const piece = shown.find((p) => p.question === part);
  return piece === undefined ? no('nothing') : { value: piece.text, owner: portfolio.mentor };
}

/** An outcome that was recorded elsewhere: for whoever may read what the portfolio shows. */
async function outcome({ id, part }: Citation, work: ActorWork): Promise<Found> {
  const found = await work.rows.outcomes.get(id as Id<'outcome'>);
  const portfolio = found === undefined ? undefined : await work.rows.portfolios.get(found.portfolio);
  if (found === undefined || portfolio === undefined) return no('nothing');
  if (!mayActor('readiness.read', work, await toReadPortfolio(portfolio, work))) return no('not-yours');
  const { criterion, result, on, by, note, withdrawnAt } = found;
  const whole = { figures: { criterion, result, on, withdrawnAt }, by, note };
  return { value: part === undefined ? whole : whole[part as keyof typeof whole], owner: portfolio.mentor };
}

export const evidenceKinds = { review, attestation, change, mark, reflection, outcome } as const;

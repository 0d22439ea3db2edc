import { refOf } from '../../domain/catalogue.js';
import { readCitation, writeCitation } from '../../domain/citation.js';
import { type Feedback, mayReadAnswers, type Question, wordsAt } from '../../domain/feedback.js';
import { type Instrument, instruments } from '../../domain/instrument.js';
import type { Mentorship, Portfolio } from '../../domain/mentorship.js';
import type { FactsAnswer, PortfolioFacts } from '../../domain/portfolio-facts.js';
import { instrumentOf, mayReadReview, type ReviewForm } from '../../domain/review.js';
import type { Attendee, Session } from '../../domain/session.js';
import { givingWay } from '../../kernel/turn-of-loop.js';
import type { Rows } from '../../ports/store.js';
import { midpointsPassed } from './midpoints.js';
import type { FactsRights } from './portfolio-facts.js';
import { everAsked } from './read-feedback.js';

/** What was answered in a portfolio, from every side, as one reader may read it: given answers alone. */

interface AnswersFor {
  readonly portfolio: Portfolio;
  /** Those that this reader sees. */
  readonly mentorships: readonly Mentorship[];
  readonly sessions: readonly Session[];
  readonly who: FactsRights;
  /** Whether a reader of their part had been named when this (ms) was answered. */
  readonly named: (at: number, askedAt: number) => boolean;
}

type Of = Pick<FactsAnswer, 'source' | 'mentorship' | 'by' | 'instrument' | 'session' | 'heldAt'>;

export async function factsOfAnswers(
  { portfolio, mentorships, sessions, who, named }: AnswersFor,
  rows: Rows,
): Promise<{
  readonly answers: readonly FactsAnswer[];
  /** Citations of those that the mentor may read, whoever reads these. */
  readonly toMentor: ReadonlySet<string>;
}> {
  const { reader, mentee } = who;
  const toMentor = new Set<string>();
  if (reader === 'assessing' && !who.may('feedback.read-shared')) return { answers: [], toMentor };
  const ids = mentorships.map((m) => m.id);
  const known = new Set(ids);
  const sets = new Map<Instrument, readonly Question[]>();
  for (const one of instruments) sets.set(one, await everAsked(rows, one));
  const found: FactsAnswer[] = [];
  const take = (
    of: Of,
    { answers, askedAt }: Pick<Feedback, 'answers' | 'askedAt'>,
    shared: boolean,
    cite: (question: string) => string,
  ): void => {
    for (const a of answers)
      if (!a.skipped && (a.rating !== null || a.text.trim() !== '') && (of.source === 'self' || named(a.at, askedAt))) {
        const citation = cite(a.question);
        found.push({ ...of, ...answered(sets.get(of.instrument) ?? [], a), citation });
        if (shared) toMentor.add(citation);
      }
  };
  // Outside they come with the words of a session that was let go, and not by themselves.
  const apart = reader === 'outside' && who.pack !== true;
  const held = new Map(apart ? [] : sessions.filter((s) => s.state === 'ended').map((s) => [s.id, s]));
  const passed = held.size > 0 && (await midpointsPassed(rows, [portfolio])).has(portfolio.id);
  const giveWay = givingWay();
  for (const f of held.size === 0 ? [] : await rows.feedback.ofSessions([...held.keys()])) {
    await giveWay();
    const s = held.get(f.session);
    const seat = s?.attendees.find((a) => a.mentee === f.mentee && known.has(a.mentorship));
    const own = f.mentee === mentee && f.state !== 'withdrawn';
    if (s === undefined || seat === undefined || !wasHeld(seat)) continue;
    const shared = mayReadAnswers(f, 'mentor', passed);
    if (!own && !shared) continue;
    const of = { source: 'mentee', mentorship: seat.mentorship, by: f.mentee, instrument: 'after-session' } as const;
    take({ ...of, session: s.id, heldAt: s.startedAt ?? s.startsAt }, f, shared, (question) =>
      writeCitation({ kind: 'answer', id: f.session, part: `${f.mentee}/${question}` }),
    );
  }
  for (const f of ids.length === 0 ? [] : await rows.reviews.formsOf(ids)) {
    if (!readsReview(f, who)) continue;
    const source = f.audience === 'mentor' ? 'self' : f.audience;
    const of = { source, mentorship: f.mentorship, by: f.person, instrument: instrumentOf(f) } as const;
    take({ ...of, session: null, heldAt: null }, f, mayReadReview(f, 'mentor'), (question) =>
      writeCitation({ kind: 'review', id: f.id, part: question }),
    );
  }
  return { answers: found.sort((a, b) => (a.heldAt ?? a.at) - (b.heldAt ?? b.at) || a.at - b.at), toMentor };
}

/** What was answered of a session that its mentee says never was is read by nobody (`plainOf`). */
const wasHeld = (seat: Pick<Attendee, 'confirmation' | 'settledMinutes'>): boolean =>
  seat.confirmation !== 'did-not-happen' || (seat.settledMinutes ?? 0) > 0;

function answered(
  set: readonly Question[],
  a: Feedback['answers'][number],
): Pick<FactsAnswer, 'theme' | 'question' | 'asked' | 'rating' | 'text' | 'at'> {
  const question = set.find((q) => q.key === a.question);
  const asked = question && (wordsAt(question, refOf({ key: a.question, version: a.wording })) ?? question.text);
  return {
    theme: question?.theme ?? 'other',
    question: a.question,
    asked: asked ?? '',
    rating: a.rating,
    text: a.text,
    at: a.at,
  };
}

/** Outside nothing that a mentee said of a whole is read but in a pack: there they were asked what to leave out of it. */
function readsReview(f: ReviewForm, { reader, mentee, pack }: FactsRights): boolean {
  if (reader === 'mentee') return mayReadReview(f, f.person === mentee ? 'own' : 'mentee');
  if (reader === 'outside' && pack !== true && f.audience === 'mentee') return false;
  return mayReadReview(f, 'mentor');
}

/**
 * Whether what is cited is still there for this reader. A citation of an answer, a level or an attestation that is gone is
 * in no facts: beside others it would say that there had been one.
 */
export function stillCited({
  answers,
  levels,
  attestations,
}: Pick<PortfolioFacts, 'answers' | 'levels' | 'attestations'>): (citation: string) => boolean {
  const given = answers.map((a) => a.citation);
  const ids = {
    level: new Set<string>(levels.map((l) => l.id)),
    attestation: new Set(attestations.map((a) => a.id as string)),
  };
  return (citation) => {
    const read = readCitation(citation);
    if (read === undefined) return false;
    if (read.kind === 'level' || read.kind === 'attestation') return ids[read.kind].has(read.id);
    if (read.kind !== 'answer' && read.kind !== 'review') return true;
    return given.some((one) => one === citation || one.startsWith(`${citation}/`));
  };
}

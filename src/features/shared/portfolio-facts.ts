import { type AllocatedAs, allocatedAs, namedBy, readersOf } from '../../domain/allocation.js';
import { isAttested } from '../../domain/attestation.js';
import { isCore, newestOf, refOf, skillBody } from '../../domain/catalogue.js';
import { sessionsOf } from '../../domain/change-ledger.js';
import { writeCitation } from '../../domain/citation.js';
import { criterionBody, evidenceFor } from '../../domain/criteria.js';
import { type Feedback, mayReadAnswers, type Question, wordsAt } from '../../domain/feedback.js';
import { type Instrument, instruments } from '../../domain/instrument.js';
import { meantOf } from '../../domain/meant.js';
import { inForce, isLive, type Mentorship, type Portfolio } from '../../domain/mentorship.js';
import type {
  FactsAnswer,
  FactsMentorship,
  FactsReader,
  FactsSession,
  PortfolioFacts,
} from '../../domain/portfolio-facts.js';
import { sharedPart } from '../../domain/record.js';
import { newestPieces } from '../../domain/reflection.js';
import { instrumentOf, mayReadReview, type ReviewForm } from '../../domain/review.js';
import { planInForce, type Session } from '../../domain/session.js';
import { ruleSets } from '../../domain/unit-rules.js';
import type { PersonId } from '../../kernel/ids.js';
import type { Rows } from '../../ports/store.js';
import type { Work } from '../feature.js';
import { midpointsPassed } from './midpoints.js';
import { namesOutside } from './outside-words.js';
import { changeAsRead } from './practice-changes.js';
import { questionsOf } from './read-feedback.js';

/**
 * Reads `PortfolioFacts` (docs/field.md#portfolio-facts): as many statements for a hundred sessions as for one. Whoever asks
 * has made sure that the reader may read this portfolio, and notes the reading.
 */

export interface FactsFor {
  readonly reader: FactsReader;
  /** As what somebody allocated reads it; a coordinator as none of them. */
  readonly as?: readonly AllocatedAs[];
  /** Of a mentee: who. */
  readonly mentee?: PersonId;
}

export async function portfolioFacts(portfolio: Portfolio, who: FactsFor, work: Work): Promise<PortfolioFacts> {
  const { rows, programme, now } = work;
  const { reader } = who;
  const outside = reader === 'outside';
  const everyone = (await rows.mentorships.of(portfolio.mentor)).filter((m) => m.portfolio === portfolio.id);
  const mentorships = everyone.filter(
    (m) => m.state !== 'declined' && (who.mentee === undefined || m.mentee === who.mentee),
  );
  const ids = mentorships.map((m) => m.id);
  const known = new Set(ids);
  const people = await work.people();
  const names = outside ? namesOutside(people.values(), everyone) : undefined;
  const replaced = (words: string): string => (names === undefined ? words : names.replaced.of(words).text);
  const mine = reader === 'mentor';
  const allocations = await rows.allocations.all();
  const readNow = readersOf(portfolio, allocations, now);
  /** Whether what was answered then was answered under a notice that named such a reader. */
  const named = (at: number): boolean =>
    reader === 'mentor' || reader === 'mentee' || who.as === undefined || namedBy(portfolio, allocations, who.as, at);
  const sessions = await sessionFacts(portfolio, mentorships, who, work);
  // Which of a mentee's sessions were theirs alone.
  const alone =
    who.mentee === undefined
      ? undefined
      : new Map(
          (await rows.sessions.ofPortfolio(portfolio.id)).flatMap((s) =>
            s.attendees.some((a) => a.mentee === who.mentee) ? [[s.id, s.attendees.length === 1] as const] : [],
          ),
        );
  const { answers, toMentor } = await answerFacts(portfolio, mentorships, who, named, rows);
  return {
    format: 1,
    reader,
    at: now,
    zone: programme.zone,
    portfolio: {
      id: portfolio.id,
      mentor: portfolio.mentor,
      startedAt: portfolio.startedAt,
      unit:
        portfolio.withoutUnit === true
          ? null
          : {
              title: programme.settings.unit.title,
              rules: { ...ruleSets.mentoring, ...programme.settings.unit.rules, minutes: portfolio.targetMinutes },
            },
    },
    criteria: (await rows.catalogue.current('criterion')).map((row) => {
      const body = criterionBody.parse(row.body);
      return { key: row.key, code: body.code, text: body.text, evidence: evidenceFor(body) };
    }),
    skills: newestOf(await rows.catalogue.current('skill')).map((row) => ({
      key: row.key,
      text: skillBody.parse(row.body).text,
      core: isCore(row),
    })),
    called: calledOf(people, names?.aliases, [portfolio.mentor, ...mentorships.map((m) => m.mentee)]),
    mentorships: await mentorshipFacts(mentorships, portfolio, everyone, outside, work),
    sessions,
    contacts: (await Promise.all(ids.map((id) => rows.contacts.ofMentorship(id))))
      .flat()
      .map(({ id, mentorship, at, minutes }) => ({ id, mentorship, at, minutes })),
    answers: answers.map((a) => ({ ...a, text: replaced(a.text) })),
    levels: (await Promise.all(ids.map((id) => rows.goalLevels.ofMentorship(id))))
      .flat()
      .map((level) => (outside ? { ...level, why: '' } : level)),
    attestations: (await rows.attestations.ofPortfolio(portfolio.id))
      .filter((a) => isAttested(a) && (a.mentorship === null ? reader !== 'mentee' : known.has(a.mentorship)))
      .filter((a) => a.kind !== 'conversation' || !outside)
      .map((a) =>
        outside ? { ...a, body: { ...a.body, words: replaced(a.body.words), feedback: replaced(a.body.feedback) } } : a,
      ),
    changes: (await rows.changes.ofPortfolio(portfolio.id))
      .filter((c) => c.withdrawnAt === null || sessionsOf(c, { sessions }).length > 0)
      .filter((c) => reader !== 'mentee' || (c.mentorship !== null && known.has(c.mentorship)))
      .map((c) => changeAsRead(c, { toRead: reader === 'mentee' ? toMentor : citationsOf(answers), alone }))
      .map((c) =>
        outside ? { ...c, said: '', what: replaced(c.what), since: c.since.map((s) => ({ ...s, note: '' })) } : c,
      ),
    marks:
      reader === 'mentee'
        ? []
        : (await rows.marks.ofPortfolio(portfolio.id)).map((m) => ({ ...m, sentence: replaced(m.sentence) })),
    reflection: reader === 'mentee' ? null : await reflectionFacts(portfolio, mine, replaced, rows),
    readers: allocatedAs.flatMap((as) =>
      readNow[as].map((person) => ({
        person,
        as,
        from: Math.min(...allocations.filter((a) => a.person === person && a.as === as).map((a) => a.from)),
      })),
    ),
  };
}

const citationsOf = (answers: readonly FactsAnswer[]): ReadonlySet<string> => new Set(answers.map((a) => a.citation));

const calledOf = (
  people: ReadonlyMap<PersonId, { readonly name: string }>,
  aliases: ReadonlyMap<PersonId, string> | undefined,
  who: readonly PersonId[],
): PortfolioFacts['called'] =>
  Object.fromEntries(
    [...new Set(who)].map((id) => [id, aliases?.get(id) ?? people.get(id)?.name ?? '']),
  ) as PortfolioFacts['called'];

async function mentorshipFacts(
  mentorships: readonly Mentorship[],
  portfolio: Portfolio,
  everyone: readonly Mentorship[],
  outside: boolean,
  { rows, programme }: Work,
): Promise<readonly FactsMentorship[]> {
  const reviews = await rows.reviews.ofMentorships(mentorships.map((m) => m.id));
  const sharing = everyone.filter((m) => isLive(m) || m.state === 'ended').length;
  return Promise.all(
    mentorships.map(async (m) => {
      const agreements = await rows.mentorships.agreements(m.id);
      return {
        id: m.id,
        mentee: m.mentee,
        state: m.state,
        createdAt: m.createdAt,
        agreedAt: m.agreedAt,
        endedAt: m.endedAt,
        meant: meantOf(m, inForce(agreements), portfolio, sharing, programme.zone),
        agreements: agreements.map((a) => ({
          ...a,
          body: outside ? null : a.body,
          changeWanted: outside ? '' : a.changeWanted,
        })),
        goals: outside ? m.goals.map((g) => ({ ...g, what: '', how: '' })) : m.goals,
        reviews: reviews
          .filter((r) => r.mentorship === m.id)
          .map(({ moment, why, openedAt }) => ({ moment, why, openedAt })),
      };
    }),
  );
}

async function sessionFacts(
  portfolio: Portfolio,
  mentorships: readonly Mentorship[],
  { reader, mentee }: FactsFor,
  { rows }: Work,
): Promise<readonly FactsSession[]> {
  const known = new Set(mentorships.map((m) => m.id));
  const sessions = (await rows.sessions.ofPortfolio(portfolio.id)).filter((s) =>
    s.attendees.some((a) => known.has(a.mentorship)),
  );
  const ids = sessions.map((s) => s.id);
  if (ids.length === 0) return [];
  const outside = reader === 'outside';
  const figures = await rows.past.figures(ids);
  const plans = await rows.sessions.plansOf(ids);
  const heads = await rows.records.heads(ids);
  const records = await rows.records.newest(ids);
  const isTheirs = (person: PersonId): boolean => mentee === undefined || person === mentee;
  return sessions.map((s): FactsSession => {
    const figure = figures.get(s.id);
    const record = records.get(s.id);
    const versions = plans.get(s.id) ?? [];
    const beganAt = record?.body.startedAt ?? s.startedAt ?? s.startsAt;
    const plan = planInForce(versions, beganAt) ?? null;
    return {
      id: s.id,
      kind: s.kind,
      title: outside ? '' : s.title,
      startsAt: s.startsAt,
      plannedMinutes: s.minutes,
      plannedAt: s.plannedAt,
      plannedAfterwards: s.plannedAfterwards,
      state: s.state,
      missed: s.missed ?? null,
      ending: figure?.ending ?? null,
      beganAt,
      endedAt: s.endedAt,
      mentees: s.attendees.map((a) => a.mentee).filter(isTheirs),
      mentorships: s.attendees.map((a) => a.mentorship).filter((id) => known.has(id)),
      attended: figure?.attended?.filter(isTheirs) ?? null,
      minutes: figure?.minutes ?? 0,
      why: figure?.why ?? null,
      parts: (figure?.parts ?? []).filter((p) => isTheirs(p.mentee)),
      lag: figure?.lag ?? null,
      plan: outside ? null : plan,
      plans: versions.length,
      head: heads.get(s.id) ?? null,
      record: outside || record === undefined ? null : asReadBy(record, s, reader, mentee),
      passages: [],
    };
  });
}

/** A mentee reads what is shared with them, and nothing of the mentor's own practice. */
const asReadBy = (
  record: NonNullable<FactsSession['record']>,
  s: Session,
  reader: FactsReader,
  mentee: PersonId | undefined,
): NonNullable<FactsSession['record']> =>
  reader === 'mentee'
    ? {
        ...record,
        body: sharedPart(record.body, { mentee: mentee ?? null, group: s.attendees.length > 1 }),
        reason: '',
        lateReason: '',
      }
    : record;

async function answerFacts(
  portfolio: Portfolio,
  mentorships: readonly Mentorship[],
  { reader, mentee }: FactsFor,
  named: (at: number) => boolean,
  rows: Rows,
): Promise<{
  readonly answers: readonly FactsAnswer[];
  /** Citations of those that the mentor may read, whoever reads these. */
  readonly toMentor: ReadonlySet<string>;
}> {
  const ids = mentorships.map((m) => m.id);
  const sets = new Map<Instrument, readonly Question[]>();
  for (const one of instruments) sets.set(one, await questionsOf(rows, one));
  const sessions = new Map((await rows.sessions.ofPortfolio(portfolio.id)).map((s) => [s.id, s]));
  const passed = (await midpointsPassed(rows, [portfolio])).has(portfolio.id);
  const answer = (
    of: Pick<FactsAnswer, 'source' | 'mentorship' | 'by' | 'instrument' | 'session' | 'heldAt'>,
    a: Feedback['answers'][number],
    citation: string,
  ): FactsAnswer => {
    const question = sets.get(of.instrument)?.find((q) => q.key === a.question);
    return {
      ...of,
      citation,
      theme: question?.theme ?? 'other',
      question: a.question,
      asked:
        question === undefined
          ? ''
          : (wordsAt(question, refOf({ key: a.question, version: a.wording })) ?? question.text),
      rating: a.rating,
      text: a.text,
      at: a.at,
    };
  };
  const found: FactsAnswer[] = [];
  const toMentor = new Set<string>();
  // Outside they come with the words of a session that was let go, and not by themselves.
  const forms = reader === 'outside' ? [] : await rows.feedback.ofSessions([...sessions.keys()]);
  for (const f of forms) {
    const s = sessions.get(f.session);
    const seat = s?.attendees.find((a) => a.mentee === f.mentee && ids.includes(a.mentorship));
    const own = f.mentee === mentee && f.state !== 'withdrawn';
    const shared = mayReadAnswers(f, 'mentor', passed);
    if (s === undefined || seat === undefined || !(own || shared)) continue;
    const of = {
      source: 'mentee',
      mentorship: seat.mentorship,
      by: f.mentee,
      instrument: 'after-session',
      session: s.id,
      heldAt: s.startedAt ?? s.startsAt,
    } as const;
    for (const a of f.answers) {
      if (a.skipped || !named(a.at)) continue;
      const citation = writeCitation({ kind: 'answer', id: f.session, part: `${f.mentee}/${a.question}` });
      found.push(answer(of, a, citation));
      if (shared) toMentor.add(citation);
    }
  }
  for (const f of await rows.reviews.formsOf(ids)) {
    if (!readsReview(f, reader, mentee)) continue;
    const source = f.audience === 'mentor' ? 'self' : f.audience;
    const of = {
      source,
      mentorship: f.mentorship,
      by: f.person,
      instrument: instrumentOf(f),
      session: null,
      heldAt: null,
    } as const;
    for (const a of f.answers) {
      if (a.skipped || !named(a.at)) continue;
      const citation = writeCitation({ kind: 'review', id: f.id, part: a.question });
      found.push(answer(of, a, citation));
      if (mayReadReview(f, 'mentor')) toMentor.add(citation);
    }
  }
  return { answers: found.sort((a, b) => (a.heldAt ?? a.at) - (b.heldAt ?? b.at) || a.at - b.at), toMentor };
}

/** Outside nothing that a mentee said of a whole is read yet: they were not asked what to leave out of it. */
function readsReview(f: ReviewForm, reader: FactsReader, mentee: PersonId | undefined): boolean {
  if (reader === 'mentee') return mayReadReview(f, f.person === mentee ? 'own' : 'mentee');
  if (reader === 'outside' && f.audience === 'mentee') return false;
  return mayReadReview(f, 'mentor');
}

async function reflectionFacts(
  portfolio: Portfolio,
  mine: boolean,
  replaced: (words: string) => string,
  rows: Rows,
): Promise<PortfolioFacts['reflection']> {
  const found = await rows.reflections.get(portfolio.id);
  if (found === undefined) return null;
  const drafts = await rows.reflections.draftsOf(portfolio.id);
  const shown = mine || found.declaration !== null;
  return {
    scaffold: found.scaffold,
    ...drafts,
    declaration: found.declaration,
    pieces: shown
      ? newestPieces(await rows.reflections.pieces(portfolio.id)).map((p) => ({ ...p, text: replaced(p.text) }))
      : null,
  };
}

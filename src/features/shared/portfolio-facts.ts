import {
  type AllocatedAs,
  type Allocation,
  allocatedAs,
  holds,
  isAllocatedAs,
  namedBy,
  readersOf,
} from '../../domain/allocation.js';
import { isAttested } from '../../domain/attestation.js';
import { isCore, newestOf, skillBody } from '../../domain/catalogue.js';
import { sessionsOf } from '../../domain/change-ledger.js';
import { byCode, criterionBody, evidenceFor } from '../../domain/criteria.js';
import { standing } from '../../domain/goal-level.js';
import { isGone, meantOf, sharingOf } from '../../domain/meant.js';
import { inForce, type Mentorship, type Portfolio } from '../../domain/mentorship.js';
import { type Doing, may, type Standing } from '../../domain/permissions.js';
import type { FactsMentorship, FactsReader, PortfolioFacts } from '../../domain/portfolio-facts.js';
import { type Declaration, declaredPieces, newestPieces, type ReflectionPiece } from '../../domain/reflection.js';
import { ruleSets } from '../../domain/unit-rules.js';
import type { MentorshipId, PersonId } from '../../kernel/ids.js';
import type { Rows } from '../../ports/store.js';
import type { Work } from '../feature.js';
import { factsOfAnswers, stillCited } from './facts-of-answers.js';
import { factsOfSessions } from './facts-of-sessions.js';
import { asOutside } from './facts-outside.js';
import { namesOutside } from './outside-words.js';
import { changeAsRead } from './practice-changes.js';
import { releasedWords } from './released-words.js';

/**
 * Reads `PortfolioFacts` (docs/field.md#portfolio-facts): as many statements for a hundred sessions and ten mentees as for
 * one of each. Whoever asks has made sure that the reader may read this portfolio, and notes the reading.
 */

export interface FactsFor {
  readonly reader: FactsReader;
  /** As what it is read, by whoever assesses it or is outside; left out: as a coordinator. */
  readonly as?: readonly (AllocatedAs | 'coordinator')[];
  /** Of a mentee: who. */
  readonly mentee?: PersonId;
  /**
   * For figures alone, which are for all who read the portfolio: what this reader may not read is in it too, so no word of
   * these facts may be shown.
   */
  readonly counting?: true;
  /**
   * Of whoever is outside: for a pack (docs/field.md#the-pack). Every word is in it still, for what may not leave is cut by
   * whoever makes it; and answers alone that were asked for under a notice that named such readers.
   */
  readonly pack?: true;
}

/** What of the portfolio this reader may read, by the table of permissions. */
export interface FactsRights extends FactsFor {
  readonly as: readonly (AllocatedAs | 'coordinator')[];
  readonly may: (doing: Doing) => boolean;
}

/** Who reads a pack. */
const packReaders: readonly AllocatedAs[] = ['assessor', 'iqa'];

function rightsOf(who: FactsFor): FactsRights {
  const usual = who.pack === true ? packReaders : who.reader === 'assessing' ? (['coordinator'] as const) : [];
  const as = who.as ?? usual;
  const stands: readonly Standing[] =
    who.reader === 'mentor' ? ['its-mentor'] : who.reader === 'mentee' ? ['its-mentee'] : as;
  return {
    ...who,
    as,
    may: (doing) => who.counting === true || (may[doing] as readonly Standing[]).some((s) => stands.includes(s)),
  };
}

export type FactsWork = Pick<Work, 'rows' | 'programme' | 'now' | 'people'>;

export async function portfolioFacts(portfolio: Portfolio, asked: FactsFor, work: FactsWork): Promise<PortfolioFacts> {
  const who = rightsOf(asked);
  const { rows, programme, now } = work;
  const { reader } = who;
  const everyone = (await rows.mentorships.of(portfolio.mentor)).filter((m) => m.portfolio === portfolio.id);
  const agreed = everyone.filter((m) => m.agreedAt !== null).sort((a, b) => a.createdAt - b.createdAt);
  const mentorships = agreed.filter((m) => who.mentee === undefined || m.mentee === who.mentee);
  const ids = mentorships.map((m) => m.id);
  const known = new Set(ids);
  const rowsOfSessions = (await rows.sessions.ofPortfolio(portfolio.id)).filter((s) =>
    s.attendees.some((a) => known.has(a.mentorship)),
  );
  const allocations = await rows.allocations.all();
  const parts = who.as.filter(isAllocatedAs);
  const hears = parts.filter((as) => (may['feedback.read-shared'] as readonly string[]).includes(as));
  const clauseSince = who.pack === true ? (programme.outsideNamedAt ?? 0) : Number.POSITIVE_INFINITY;
  /** Whether what was answered then, in a form that was asked for then, was answered under a notice that named such a reader. */
  const named = (at: number, askedAt: number): boolean =>
    askedAt >= clauseSince ||
    reader === 'mentor' ||
    reader === 'mentee' ||
    who.as.includes('coordinator') ||
    // Who counts and hears nothing counts as the mentor does: they are shown neither an answer nor whose.
    (who.counting === true && hears.length === 0) ||
    namedBy(portfolio, allocations, hears, at);
  const of = { portfolio, mentorships, sessions: rowsOfSessions, who, named };
  const { answers, toMentor } = await factsOfAnswers(of, rows);
  const sessions = await factsOfSessions(rowsOfSessions, known, who, rows);
  // Which of a mentee's sessions were theirs alone.
  const alone =
    who.mentee === undefined
      ? undefined
      : new Map(rowsOfSessions.map((s) => [s.id, s.attendees.length === 1] as const));
  const toRead = reader === 'mentee' ? toMentor : new Set(answers.map((a) => a.citation));
  const levels = standing(await rows.goalLevels.ofMentorships(ids)).flatMap((one) =>
    one.level === null ? [] : [{ ...one, level: one.level }],
  );
  const attestations = (await rows.attestations.ofPortfolio(portfolio.id))
    .filter((a) => isAttested(a) && (a.mentorship === null ? reader !== 'mentee' : known.has(a.mentorship)))
    .filter(() => reader === 'outside' || reader === 'mentee' || who.may('feedback.read-shared'));
  const cited = stillCited({ answers, levels, attestations });
  const outsideOr = (doing: Doing): boolean => reader === 'outside' || who.may(doing);
  const whole = outsideOr('record.read');
  const facts: PortfolioFacts = {
    format: 2,
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
    criteria: (await rows.catalogue.current('criterion'))
      .map((row) => {
        const body = criterionBody.parse(row.body);
        return { key: row.key, code: body.code, text: body.text, evidence: evidenceFor(body) };
      })
      .sort(byCode),
    skills: newestOf(await rows.catalogue.current('skill')).map((row) => ({
      key: row.key,
      text: skillBody.parse(row.body).text,
      core: isCore(row),
    })),
    called: {} as PortfolioFacts['called'],
    mentorships: await mentorshipFacts(mentorships, agreed, portfolio, who, levels, rows, programme.zone),
    sessions,
    contacts: (await rows.past.contacts({ portfolio: portfolio.id }))
      .filter((c) => known.has(c.mentorship))
      .map(({ id, mentorship, at, minutes }) => ({ id, mentorship, at, minutes }))
      .reverse(),
    answers,
    levels,
    attestations,
    changes: (whole || reader === 'mentee' ? await rows.changes.ofPortfolio(portfolio.id) : [])
      .filter((c) => c.withdrawnAt === null || sessionsOf(c, { sessions }).length > 0)
      .filter((c) => reader !== 'mentee' || (c.mentorship !== null && known.has(c.mentorship)))
      .map((c) => changeAsRead(c, { toRead, alone }))
      .map((c) => ({ ...c, cites: c.cites.filter(cited) })),
    marks:
      reader === 'mentee' || !whole
        ? []
        : (await rows.marks.ofPortfolio(portfolio.id)).map((m) => ({ ...m, cites: m.cites.filter(cited) })),
    reflection:
      reader === 'mentee'
        ? null
        : await reflectionFacts(portfolio, reader === 'mentor', outsideOr('reflection.read'), cited, rows),
    readers: readersFacts(portfolio, allocations, now),
  };
  const people = await work.people();
  if (reader !== 'outside' || who.pack === true) return { ...facts, called: calledOf(facts, people) };
  const { aliases, replaced } = namesOutside(people.values(), everyone);
  const words = await releasedWords(portfolio, everyone, rowsOfSessions, parts, work);
  return asOutside({ ...facts, called: calledOf(facts, people, aliases) }, words, (text) => replaced.of(text).text);
}

/** What everybody is called whom these facts name by an id. */
export function calledOf(
  facts: PortfolioFacts,
  people: ReadonlyMap<PersonId, { readonly name: string }>,
  aliases?: ReadonlyMap<PersonId, string>,
): PortfolioFacts['called'] {
  const ids = [
    facts.portfolio.mentor,
    ...facts.mentorships.map((m) => m.mentee),
    ...facts.sessions.flatMap((s) => s.mentees),
    ...facts.answers.map((a) => a.by),
    ...facts.levels.map((l) => l.by),
    ...facts.attestations.flatMap((a) => [a.by, a.askedBy, ...(a.countersigned === null ? [] : [a.countersigned.by])]),
    ...facts.changes.flatMap((c) => c.since.map((s) => s.by)),
    ...facts.readers.map((r) => r.person),
  ];
  return Object.fromEntries(
    [...new Set(ids)].map((id) => [id, aliases?.get(id) ?? (people.get(id)?.name || 'somebody whose data was erased')]),
  ) as PortfolioFacts['called'];
}

async function mentorshipFacts(
  mentorships: readonly Mentorship[],
  sharing: readonly Mentorship[],
  portfolio: Portfolio,
  who: FactsRights,
  levels: PortfolioFacts['levels'],
  rows: Pick<Rows, 'mentorships' | 'reviews'>,
  zone: string,
): Promise<readonly FactsMentorship[]> {
  const ids = mentorships.map((m) => m.id);
  const reviews = await rows.reviews.ofMentorships(ids);
  const versions = await rows.mentorships.agreementsOf(ids);
  const rated = new Set(levels.map((l) => l.goal));
  const reads = who.may('agreement.read') || who.reader === 'mentee';
  const of = (id: MentorshipId) => versions.get(id) ?? [];
  return mentorships.map((m) => ({
    id: m.id,
    mentee: m.mentee,
    state: m.state,
    createdAt: m.createdAt,
    agreedAt: m.agreedAt ?? m.createdAt,
    endedAt: m.endedAt,
    meant: isGone(inForce(of(m.id))) ? null : meantOf(m, inForce(of(m.id)), portfolio, sharingOf(sharing), zone),
    agreements: of(m.id).map(({ version, body, mentorSignedAt, menteeSignedAt }) => ({
      version,
      body: reads ? body : null,
      mentorSignedAt,
      menteeSignedAt,
    })),
    goals: m.goals.filter((g) => g.state === 'agreed' || (g.state === 'dropped' && rated.has(g.id))),
    reviews: reviews
      .filter((r) => r.mentorship === m.id)
      .map(({ moment, why, openedAt, closesAt }) => ({ moment, why, openedAt, closesAt })),
  }));
}

async function reflectionFacts(
  portfolio: Portfolio,
  mine: boolean,
  whole: boolean,
  cited: (citation: string) => boolean,
  rows: Pick<Rows, 'reflections'>,
): Promise<PortfolioFacts['reflection']> {
  const found = await rows.reflections.get(portfolio.id);
  if (found === undefined) return null;
  const drafts = await rows.reflections.draftsOf(portfolio.id);
  const shown = mine || (whole && found.declaration !== null);
  return {
    // Others read it as it was declared; which scaffold a later draft has is that draft’s own.
    scaffold: (mine ? undefined : found.declaration?.scaffold) ?? found.scaffold,
    ...drafts,
    declaration: found.declaration,
    pieces: shown
      ? piecesFor(await rows.reflections.pieces(portfolio.id), mine, found.declaration).map((p) => ({
          ...p,
          cites: p.cites.filter(cited),
        }))
      : null,
  };
}

/** Who reads it now, and since when that has been so. */
function readersFacts(
  portfolio: Portfolio,
  allocations: readonly Allocation[],
  now: number,
): PortfolioFacts['readers'] {
  const readNow = readersOf(portfolio, allocations, now);
  const held = allocations.filter((a) => holds(a, now) && (a.portfolio === null || a.portfolio === portfolio.id));
  return allocatedAs.flatMap((as) =>
    readNow[as].map((person) => ({
      person,
      as,
      from: Math.min(...held.filter((a) => a.person === person && a.as === as).map((a) => a.from)),
    })),
  );
}

/** Whose it is reads the newest; anybody else what was declared, and nothing that was written since. */
const piecesFor = (
  all: readonly ReflectionPiece[],
  mine: boolean,
  declaration: Declaration | null,
): readonly ReflectionPiece[] => (mine ? newestPieces(all) : declaredPieces(all, declaration));

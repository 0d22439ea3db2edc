import type { MentorshipId, PersonId, SessionId } from '../kernel/ids.js';
import type { FactsAnswer, FactsSession, PortfolioFacts } from './portfolio-facts.js';
import {
  type ChangeId,
  type DoneWord,
  notMeant,
  type PracticeChange,
  sessionsToFollow,
  wordInSession,
} from './practice-change.js';

/**
 * You said → I changed → what followed (docs/field.md#changes-of-practice), of each change in these facts. Nothing is
 * counted but what was said: who was asked, and what became of an answer that is not here, is in none of it, so equal facts
 * make an equal ledger.
 */

/** Of fewer numbers on either side nobody can tell a difference from chance. */
const fewestToCompare = 3;

/**
 * Why what followed says little or nothing. `too-soon`: too few sessions since. `over`: too few, and no more to come: it was
 * stopped, or that mentorship ended. `nothing-asked`: it answers nothing that is
 * rated. `nothing-to-read`: no numbers since, or none before. `too-few`: of either. `reworded`: not the same words before and
 * since. `same`: all alike. `another-change`: one began in between, or with it. `not-done`: by the mentor's own word.
 */
export type Caution =
  | 'too-soon'
  | 'over'
  | 'nothing-asked'
  | 'nothing-to-read'
  | 'too-few'
  | 'reworded'
  | 'same'
  | 'another-change'
  | 'not-done';

/** One number that was given, and when (ms): when its session began, or when it was given. */
export interface Given {
  readonly at: number;
  readonly rating: number;
}

/** What one mentee answered to one question before the change and since. */
export interface Followed {
  readonly question: string;
  /** In the words that it has had last. */
  readonly asked: string;
  readonly by: PersonId;
  readonly before: readonly Given[];
  readonly after: readonly Given[];
  /** Whether it was asked in other words too. */
  readonly reworded: boolean;
}

/** A session in which it held. */
export interface SessionSince {
  readonly session: SessionId;
  readonly at: number;
  /** Whether it was done, by its mentor; null where they did not say. */
  readonly word: DoneWord | null;
  readonly note: string;
}

export interface LedgerLine {
  readonly change: ChangeId;
  readonly mentorship: MentorshipId | null;
  readonly mentee: PersonId | null;
  /** Empty where nothing of it can be shown. */
  readonly said: string;
  readonly what: string;
  readonly cites: readonly string[];
  readonly madeAt: number;
  readonly from: number;
  /** Since when it holds no more (ms). */
  readonly until: number | null;
  /** Oldest first. */
  readonly sessions: readonly SessionSince[];
  /** Null until enough sessions have followed. */
  readonly followed: readonly Followed[] | null;
  /** What its mentee said apart of any session: that it is not what they meant. */
  readonly notMeant: { readonly note: string; readonly at: number } | null;
  readonly cautions: readonly Caution[];
}

/** The newest first. */
export const ledgerOf = (facts: PortfolioFacts): readonly LedgerLine[] =>
  [...facts.changes].sort((a, b) => b.madeAt - a.madeAt || (a.id < b.id ? 1 : -1)).map((c) => lineOf(c, facts));

function lineOf(c: PracticeChange, facts: PortfolioFacts): LedgerLine {
  const pair = facts.mentorships.find((m) => m.id === c.mentorship);
  const mentee = pair?.mentee ?? null;
  const over = c.withdrawnAt !== null || pair?.state === 'ended';
  const held = sessionsOf(c, facts).filter((s) => mentee === null || cameTo(s, mentee));
  const begins = held[0]?.beganAt;
  const series = begins === undefined ? [] : seriesOf(c, facts, begins);
  const enough = held.length >= sessionsToFollow;
  const since = held.map((s): SessionSince => {
    const said = wordInSession(c, s.id);
    return { session: s.id, at: s.beganAt, word: said?.word ?? null, note: said?.note ?? '' };
  });
  const objected = notMeant(c);
  return {
    change: c.id,
    mentorship: c.mentorship,
    mentee,
    said: c.said,
    what: c.what,
    cites: c.cites,
    madeAt: c.madeAt,
    from: begins ?? c.from,
    until: c.withdrawnAt,
    sessions: since,
    followed: enough ? series : null,
    notMeant: objected === undefined ? null : { note: objected.note, at: objected.at },
    cautions: enough ? cautionsOf(c, series, since, facts) : [over ? 'over' : 'too-soon'],
  };
}

const cameTo = (s: FactsSession, mentee: PersonId): boolean => (s.attended ?? s.mentees).includes(mentee);

/** The sessions that took place while it held, oldest first. */
export function sessionsOf(
  c: Pick<PracticeChange, 'from' | 'fromSession' | 'madeAt' | 'withdrawnAt'>,
  { sessions }: Pick<PortfolioFacts, 'sessions'>,
): readonly FactsSession[] {
  return sessions
    .filter((s) => s.state === 'ended' && s.attended?.length !== 0)
    .filter((s) => s.beganAt >= c.madeAt && (s.id === c.fromSession || s.beganAt >= c.from))
    .filter((s) => c.withdrawnAt === null || s.beganAt < c.withdrawnAt)
    .sort((a, b) => a.beganAt - b.beganAt);
}

/** The answers that it cites, of its own mentee: what they answered of the same question is set side by side. */
const citedIn = (c: PracticeChange, facts: PortfolioFacts): readonly FactsAnswer[] =>
  facts.answers.filter((a) => a.source === 'mentee' && a.mentorship === c.mentorship && c.cites.includes(a.citation));

/** When what it is about was (ms): its session, as that began by its record, or else when it was given. */
function timesIn({ sessions }: PortfolioFacts): (a: FactsAnswer) => number {
  const began = new Map(sessions.map((s) => [s.id, s.beganAt]));
  return (a) => (a.session === null ? undefined : began.get(a.session)) ?? a.heldAt ?? a.at;
}

function seriesOf(c: PracticeChange, facts: PortfolioFacts, begins: number): readonly Followed[] {
  const timeOf = timesIn(facts);
  const asked = new Map<string, FactsAnswer>();
  for (const a of citedIn(c, facts)) if (!asked.has(a.question)) asked.set(a.question, a);
  return [...asked.values()].flatMap(({ question, by, mentorship }): readonly Followed[] => {
    const all = facts.answers
      .filter((a) => a.source === 'mentee' && a.question === question && a.by === by && a.mentorship === mentorship)
      .filter((a) => a.rating !== null && (c.withdrawnAt === null || timeOf(a) < c.withdrawnAt))
      .sort((a, b) => timeOf(a) - timeOf(b) || (a.citation < b.citation ? -1 : 1));
    if (all.length === 0) return [];
    const given = (of: readonly FactsAnswer[]): readonly Given[] =>
      of.flatMap((a) => (a.rating === null ? [] : [{ at: timeOf(a), rating: a.rating }]));
    return [
      {
        question,
        asked: all.at(-1)?.asked ?? '',
        by,
        before: given(all.filter((a) => timeOf(a) < begins)),
        after: given(all.filter((a) => timeOf(a) >= begins)),
        reworded: new Set(all.map((a) => a.asked)).size > 1,
      },
    ];
  });
}

function cautionsOf(
  c: PracticeChange,
  series: readonly Followed[],
  since: readonly SessionSince[],
  facts: PortfolioFacts,
): readonly Caution[] {
  const said = since.flatMap((s) => s.word ?? []);
  const begins = since[0]?.at ?? c.from;
  const readable = series.filter((f) => f.before.length > 0 && f.after.length > 0);
  const last = Math.max(begins, ...series.flatMap((f) => f.after.map((g) => g.at)));
  const numbers = (f: Followed): readonly number[] => [...f.before, ...f.after].map((g) => g.rating);
  const all: readonly (readonly [Caution, boolean])[] = [
    ['not-done', said.length > 0 && said.every((word) => word === 'not')],
    ['nothing-asked', series.length === 0],
    ['nothing-to-read', series.length > 0 && readable.length === 0],
    [
      'too-few',
      readable.length > 0 && readable.some((f) => Math.min(f.before.length, f.after.length) < fewestToCompare),
    ],
    ['reworded', series.some((f) => f.reworded)],
    ['same', readable.length > 0 && readable.every((f) => new Set(numbers(f)).size === 1)],
    [
      'another-change',
      readable.length > 0 && facts.changes.some((o) => o.id !== c.id && beganIn(o, begins, last, facts)),
    ],
  ];
  return all.flatMap(([caution, is]) => (is ? [caution] : []));
}

/** Whether another one began with this one, or between it and the last answer to be read. */
function beganIn(other: PracticeChange, from: number, until: number, facts: PortfolioFacts): boolean {
  const began = sessionsOf(other, facts)[0]?.beganAt;
  return began !== undefined && began >= from && began <= until;
}

/** What stands beside it where it says little or nothing; to be read by anybody. */
export const cautionInWords: Readonly<Record<Caution, string>> = {
  'too-soon': `Once ${sessionsToFollow} sessions have followed, what was answered before and after stands here.`,
  over: `It ended before ${sessionsToFollow} sessions had followed, so there is nothing to set side by side.`,
  'not-done': 'By the mentor’s own word it was not done, so nothing can have followed from it.',
  'nothing-asked': 'It answers no rated question that can be read here, so there are no numbers to set side by side.',
  'nothing-to-read': 'There are no answers to read on both sides of it, so this says nothing yet.',
  'too-few': `With fewer than ${fewestToCompare} answers on a side nobody can tell a change from chance.`,
  reworded: 'The question was put in other words in between, which may be all the difference.',
  same: 'All the answers are the same, so no difference can be seen.',
  'another-change': 'Another change began in between, so nobody can say which of them it was.',
};

import { readCitation } from '../../domain/citation.js';
import { type Feedback, mayReadAnswers } from '../../domain/feedback.js';
import { holdsFor, notMeant, type PracticeChange, standingSince, toldWith } from '../../domain/practice-change.js';
import { mayReadReview, type ReviewFormId } from '../../domain/review.js';
import type { Session } from '../../domain/session.js';
import type { MentorshipId, PersonId, SessionId } from '../../kernel/ids.js';
import type { Rows } from '../../ports/store.js';
import { midpointsPassed } from './midpoints.js';

/** Changes of practice where sessions, records and portfolios show them (docs/field.md#changes-of-practice). */

/** Those that hold for this session, the newest first. One statement. */
export async function changesFor(
  s: Pick<Session, 'id' | 'portfolio' | 'mentor' | 'state' | 'startsAt' | 'startedAt'>,
  rows: Pick<Rows, 'changes'>,
): Promise<readonly PracticeChange[]> {
  const all = await rows.changes.ofPortfolio(s.portfolio);
  return all.filter((c) => holdsFor(c, s)).sort((a, b) => b.madeAt - a.madeAt);
}

/** The answers of people that it cites. */
const answersIn = (c: Pick<PracticeChange, 'cites'>) =>
  c.cites.flatMap((text) => {
    const cited = readCitation(text);
    return cited?.kind === 'answer' || cited?.kind === 'review' ? [{ text, cited }] : [];
  });

/**
 * Whether what it says was said can be shown still: where one of the answers that it cites was taken back, is not shared
 * any more or was erased, nothing of it is, to anybody.
 */
export async function saidStands(c: PracticeChange, rows: Rows): Promise<boolean> {
  if (c.said === '') return false;
  for (const { cited } of answersIn(c)) {
    const [first = '', question = first] = cited.part?.split('/') ?? [];
    if (cited.kind === 'review') {
      const form = await rows.reviews.form(cited.id as ReviewFormId);
      if (form === undefined || !mayReadReview(form, 'mentor')) return false;
      if (!form.answers.some((a) => a.question === first && !a.skipped)) return false;
      continue;
    }
    const form = await rows.feedback.get(cited.id as SessionId, first as PersonId);
    if (form === undefined || !form.answers.some((a) => a.question === question && !a.skipped)) return false;
    if (!(await mentorReads(form, c, rows))) return false;
  }
  return true;
}

/** The mid-point is asked for only where that decides it. */
async function mentorReads(form: Feedback, c: PracticeChange, rows: Rows): Promise<boolean> {
  if (form.share !== 'midpoint') return mayReadAnswers(form, 'mentor', false);
  const portfolio = await rows.portfolios.get(c.portfolio);
  const passed = portfolio !== undefined && (await midpointsPassed(rows, [portfolio])).has(portfolio.id);
  return mayReadAnswers(form, 'mentor', passed);
}

/** A session, and what its mentee hears of with it. */
export interface Told {
  readonly session: Session;
  readonly changes: readonly PracticeChange[];
}

/**
 * With which of these sessions of one mentorship its mentee hears of changes: those that answer them, and begin with it.
 * One statement where there are none.
 */
export async function toldAmong(
  among: readonly Session[],
  mentorship: MentorshipId,
  rows: Rows,
): Promise<readonly Told[]> {
  const open = among.filter((s) => s.state === 'planned' && s.attendees.length === 1);
  const [first] = open;
  if (first === undefined) return [];
  const theirs = (await rows.changes.ofPortfolio(first.portfolio)).filter(
    (c) => c.mentorship === mentorship && open.some((s) => holdsFor(c, s)),
  );
  if (theirs.length === 0) return [];
  const chosen = theirs.every((c) => open.some((s) => s.id === c.fromSession));
  const sessions = chosen ? open : await rows.sessions.ofMentorship(mentorship);
  const told: Told[] = [];
  for (const session of open) {
    const changes: PracticeChange[] = [];
    for (const c of theirs)
      if (toldWith(c, sessions)?.id === session.id && (await saidStands(c, rows))) changes.push(c);
    if (changes.length > 0) told.push({ session, changes });
  }
  return told;
}

/** What a mentee hears with this session. */
export const toldAbout = async (s: Session, mentorship: MentorshipId, rows: Rows): Promise<readonly PracticeChange[]> =>
  (await toldAmong([s], mentorship, rows))[0]?.changes ?? [];

/**
 * A change as somebody reads it in a portfolio's facts: what is said to have been said goes with the answers, and of what
 * was said since there is what stands.
 * @param toRead citations of the answers that decide it
 * @param alone of a mentee's sessions, whether each was theirs alone: what a mentor wrote of one with others, or with
 *   somebody else, is not theirs to read. Undefined for whoever reads all
 */
export function changeAsRead(
  c: PracticeChange,
  {
    toRead,
    alone,
  }: { readonly toRead: ReadonlySet<string>; readonly alone: ReadonlyMap<SessionId, boolean> | undefined },
): PracticeChange {
  const said = answersIn(c).every(({ text }) => toRead.has(text)) ? c.said : '';
  // An objection says what an answer meant: it goes with the answer, as what was made of it does.
  const objected = said === '' ? undefined : notMeant(c);
  const since = standingSince(c.since).filter((s) => s.by === c.mentor || s === objected);
  return {
    ...c,
    said,
    since:
      alone === undefined
        ? since
        : since.flatMap((s) => {
            if (s.by !== c.mentor) return [s];
            const own = s.session === null ? undefined : alone.get(s.session);
            return own === undefined ? [] : [own ? s : { ...s, note: '' }];
          }),
  };
}

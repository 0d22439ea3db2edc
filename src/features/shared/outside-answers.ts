import { refOf } from '../../domain/catalogue.js';
import { writeCitation } from '../../domain/citation.js';
import { answerTo, type Feedback, mayReadAnswers, type Question, wordsAt } from '../../domain/feedback.js';
import type { Portfolio } from '../../domain/mentorship.js';
import { answersPart, type Passage } from '../../domain/release.js';
import type { Session } from '../../domain/session.js';
import type { SessionId } from '../../kernel/ids.js';
import type { Rows } from '../../ports/store.js';
import { midpointsPassed } from './midpoints.js';
import { everAsked, ratingWords } from './read-feedback.js';

/**
 * What a mentee answered after a session, where it could be read outside (docs/field.md#released-words): nothing but what
 * their mentor may read. What may not be read, and what was never given, look alike.
 */
export type AnsweredOf = (session: Session, counts?: (at: number) => boolean) => readonly Passage[];

/** Of these sessions, each of one mentee, in as many statements for all as for one. */
export async function answersOutside(
  rows: Rows,
  portfolio: Portfolio | undefined,
  sessions: readonly SessionId[],
): Promise<AnsweredOf> {
  const forms = new Map((await rows.feedback.ofSessions(sessions)).map((f) => [`${f.session} ${f.mentee}`, f]));
  if (forms.size === 0 || portfolio === undefined) return () => [];
  const questions = await everAsked(rows, 'after-session');
  const passed = (await midpointsPassed(rows, [portfolio])).has(portfolio.id);
  return (session, counts = () => true) => {
    const [seat, ...more] = session.attendees;
    if (seat === undefined || more.length > 0 || seat.confirmation === 'did-not-happen') return [];
    const form = forms.get(`${session.id} ${seat.mentee}`);
    if (form === undefined || !mayReadAnswers(form, 'mentor', passed)) return [];
    const words = linesOf(form, questions, counts).join('\n');
    if (words === '') return [];
    const citation = writeCitation({ kind: 'answer', id: session.id, part: seat.mentee });
    return [{ part: answersPart, citation, label: 'Answers afterwards', words, menteeReads: true, tender: false }];
  };
}

const linesOf = (form: Feedback, questions: readonly Question[], counts: (at: number) => boolean): readonly string[] =>
  questions.flatMap((q) => {
    const a = answerTo(form, q.key);
    if (a === undefined || a.skipped || !counts(a.at)) return [];
    const said = [a.rating === null ? '' : (ratingWords[a.rating - 1] ?? ''), a.text.trim()].filter((s) => s !== '');
    const asked = wordsAt(q, refOf({ key: q.key, version: a.wording })) ?? q.text;
    return said.length === 0 ? [] : [`${asked} ${said.join('. ')}`];
  });

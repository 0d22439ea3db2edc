import { type AllocatedAs, namedBy } from '../../domain/allocation.js';
import type { Mentorship, Portfolio } from '../../domain/mentorship.js';
import { may } from '../../domain/permissions.js';
import type { Session } from '../../domain/session.js';
import type { SessionId } from '../../kernel/ids.js';
import type { Work } from '../feature.js';
import { answersOutside } from './outside-answers.js';
import { namesOutside, type OutsidePassage, outsideWords, writtenSessions } from './outside-words.js';

/**
 * What of sessions' words may stand before a reader from outside (docs/field.md#released-words), wherever they stand: the
 * one place through which any could come.
 */

/** As what this kind of words is read, by whoever is allocated. */
const readingParts = (doing: 'plan.read' | 'record.read' | 'feedback.read-shared', as: readonly AllocatedAs[]) =>
  as.filter((part) => (may[doing] as readonly string[]).includes(part));

/** Whose word a passage is. */
export const passageKind = ({ part }: Pick<OutsidePassage, 'part'>): 'plan' | 'record' | 'answers' =>
  part.startsWith('plan/') ? 'plan' : part.startsWith('record/') ? 'record' : 'answers';

/**
 * By session, the words that this reader may read now; one without any is not among them.
 * @param mentorships of the whole portfolio
 * @param as as what the reader reads the portfolio
 */
export async function releasedWords(
  portfolio: Portfolio,
  mentorships: readonly Mentorship[],
  sessions: readonly Session[],
  as: readonly AllocatedAs[],
  work: Pick<Work, 'rows' | 'now' | 'people'>,
): Promise<ReadonlyMap<SessionId, readonly OutsidePassage[]>> {
  const { rows } = work;
  const releases = [...(await rows.releases.ofMentorships(mentorships.map((m) => m.id))).values()].flat();
  const offered = new Set(releases.map((r) => r.session));
  const these = sessions.filter((s) => offered.has(s.id));
  if (these.length === 0) return new Map();
  const { replaced } = namesOutside((await work.people()).values(), mentorships);
  const names = { replaced, lost: await rows.people.lastErased() };
  const written = await writtenSessions(rows, these);
  const answered = await answersOutside(
    rows,
    portfolio,
    written.map((one) => one.session.id),
  );
  const allocations = await rows.allocations.all();
  const feedbackParts = readingParts('feedback.read-shared', as);
  const all = outsideWords(written, releases, names, work.now, (session, { answeredAt, releasedAt }) =>
    // What was answered or changed after both had looked, nobody looked at.
    answered(
      session,
      (at) =>
        at <= Math.min(answeredAt ?? at - 1, releasedAt ?? at - 1) &&
        namedBy(portfolio, allocations, feedbackParts, at),
    ),
  );
  const readable = {
    plan: readingParts('plan.read', as).length > 0,
    record: readingParts('record.read', as).length > 0,
    answers: feedbackParts.length > 0,
  };
  return new Map(
    [...all].flatMap(([id, passages]) => {
      const these = passages.filter((p) => readable[passageKind(p)]);
      return these.length === 0 ? [] : [[id, these] as const];
    }),
  );
}

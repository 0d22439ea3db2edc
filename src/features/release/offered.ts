import type { Mentorship } from '../../domain/mentorship.js';
import {
  lookedAtSince,
  type Passage,
  passagesOf,
  type Release,
  type ReleaseStanding,
  releaseStanding,
} from '../../domain/release.js';
import { heldAt } from '../../domain/session.js';
import type { SessionId } from '../../kernel/ids.js';
import type { ActorWork } from '../feature.js';
import { answersOutside } from '../shared/outside-answers.js';
import { isOfNow, type WrittenSession, writtenSessions } from '../shared/outside-words.js';

/** What of a mentorship could be read outside, and how each session of it stands. */

/** Sessions in one offer, and in one form: the newest come first. */
export const mostAtOnce = 20;

export interface Offered extends WrittenSession {
  /** Of the versions that stand there now; undefined where these were never offered. */
  readonly release: Release | undefined;
  readonly standing: ReleaseStanding | 'new';
  readonly passages: readonly Passage[];
}

/** Newest first. */
export async function offeredOf(m: Mentorship, work: Pick<ActorWork, 'rows' | 'now'>): Promise<readonly Offered[]> {
  const releases = new Map((await work.rows.releases.ofMentorship(m.id)).map((r) => [r.session, r]));
  const written = await writtenSessions(work.rows, await work.rows.sessions.ofMentorship(m.id));
  const ids = written.map((one) => one.session.id);
  const answered = await answersOutside(work.rows, await work.rows.portfolios.get(m.portfolio), ids);
  const lost = await work.rows.people.lastErased();
  return written
    .map((one): Offered => {
      const kept = releases.get(one.session.id);
      const release = kept !== undefined && isOfNow(kept, one) ? lookedAtSince(kept, lost) : undefined;
      return {
        ...one,
        release,
        standing: release === undefined ? 'new' : releaseStanding(release, work.now),
        passages: [...passagesOf(one.plan, one.record), ...answered(one.session)],
      };
    })
    .filter((one) => one.passages.length > 0)
    .sort((a, b) => heldAt(b.session) - heldAt(a.session));
}

export const withStanding = (
  all: readonly Offered[],
  ...standings: readonly Offered['standing'][]
): readonly Offered[] => all.filter((one) => standings.includes(one.standing));

/** The id of a form's field about one session. */
export const fieldOf = (session: SessionId): string => `s-${session}`;

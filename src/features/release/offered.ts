import { manyOf, type Values } from '../../chat/form.js';
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

/**
 * What a form about these was opened with, kept in it as `seen`: neither side chooses about what it was not shown, and
 * another offer or another answer may come while it stands open.
 */
export const seenValues = (these: readonly Offered[]): { readonly seen: readonly string[] } => ({
  seen: these.map(seenAs),
});

/** Of these what the form was opened with, as it was then. */
export const seenAmong = (these: readonly Offered[], values: Values): readonly Offered[] => {
  const seen = new Set(manyOf(values, 'seen'));
  return these.filter((one) => one.release !== undefined && seen.has(seenAs(one)));
};

const seenAs = ({ session, release }: Offered): string =>
  [session.id, release?.offeredAt ?? '', release?.answeredAt ?? ''].join(' ');

/** What can be chosen about now: what waits, or else all that was offered; the newest first. */
export const toChoose = (all: readonly Offered[]): readonly Offered[] => {
  const waiting = withStanding(all, 'offered', 'silent');
  return (waiting.length > 0 ? waiting : withStanding(all, 'left-out', 'answered', 'released')).slice(0, mostAtOnce);
};

/** What the mentor looks through now. */
export const toLookAt = (all: readonly Offered[]): readonly Offered[] =>
  withStanding(all, 'answered').slice(0, mostAtOnce);

/** What the mentee did not leave out. */
export const stillIn = (one: Offered): readonly Passage[] => {
  const left = one.release?.leftOut ?? 'all';
  return left === 'all' ? [] : one.passages.filter((p) => !left.includes(p.part));
};

/** The id of a form's field about one session. */
export const fieldOf = (session: SessionId): string => `s-${session}`;

import { type KeptMisfit, leavesOut } from '../../domain/misfit.js';
import type { Session } from '../../domain/session.js';
import type { MentorshipId, PersonId, SessionId } from '../../kernel/ids.js';
import type { Rows } from '../../ports/store.js';

/** What was found on one mentorship's chain. */
export interface FoundOnChain {
  readonly mentorship: MentorshipId;
  readonly mentor: PersonId;
  readonly misfits: readonly KeptMisfit[];
  /** Sessions that it leaves out now: by themselves, or all of the mentorship's. */
  readonly sessions: readonly Session[];
}

/** By mentorship, in the order in which it was found. */
export async function foundIn(
  rows: Pick<Rows, 'mentorships' | 'sessions'>,
  misfits: readonly KeptMisfit[],
): Promise<readonly FoundOnChain[]> {
  const found: FoundOnChain[] = [];
  for (const chain of new Set(misfits.map((one) => one.chain))) {
    const mentorship = await rows.mentorships.get(chain);
    if (mentorship === undefined) continue;
    const its = misfits.filter((one) => one.chain === chain);
    const open = its.filter((one) => one.goneAt === null).map(leavesOut);
    const ids = open.filter((left): left is SessionId => left !== undefined && left !== 'all');
    const sessions = open.includes('all')
      ? (await rows.sessions.ofMentorship(mentorship.id)).filter((s) => s.state === 'ended')
      : await rows.sessions.some([...new Set(ids)]);
    found.push({ mentorship: mentorship.id, mentor: mentorship.mentor, misfits: its, sessions });
  }
  return found;
}

/**
 * Whether it is anything to its mentor: a session of theirs is left out, or a figure was put right. What else was found may
 * be of what their mentee wrote, and is the coordinator's to look after.
 */
export const concerns = ({ misfits }: Pick<FoundOnChain, 'misfits'>): boolean =>
  misfits.some((one) => one.why === 'counted' || leavesOut(one) !== undefined);

/** How many sessions had figures put right that are counted beside their records. */
export const putRightIn = (found: readonly Pick<FoundOnChain, 'misfits'>[]): number =>
  found.reduce((n, { misfits }) => n + misfits.filter((one) => one.why === 'counted').length, 0);

/** How many other rows do not fit: no minutes rest on them. */
export const othersIn = (found: readonly Pick<FoundOnChain, 'misfits'>[]): number =>
  found.reduce(
    (n, { misfits }) =>
      n + misfits.filter((one) => one.goneAt === null && one.why !== 'counted' && leavesOut(one) === undefined).length,
    0,
  );

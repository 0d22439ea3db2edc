import { liveBetween } from '../domain/mentorship.js';
import type { PersonId } from '../kernel/ids.js';
import type { Rows } from '../ports/store.js';

/** Who should work with whom, as the coordinator sees it: a suggestion, until the mentor begins and both sign. */
export interface Pair {
  readonly mentor: PersonId;
  readonly mentee: PersonId;
}

const key = 'pairs';

const allPairs = async (rows: Pick<Rows, 'memory'>): Promise<readonly Pair[]> =>
  ((await rows.memory.get(key)) ?? []) as readonly Pair[];

/** Keeps these beside those that are there. Answers how many are new. */
export async function suggestPairs(rows: Pick<Rows, 'memory'>, pairs: readonly Pair[]): Promise<number> {
  const before = await allPairs(rows);
  const fresh = pairs.filter((p) => !before.some((b) => b.mentor === p.mentor && b.mentee === p.mentee));
  if (fresh.length > 0) await rows.memory.put(key, [...before, ...fresh]);
  return fresh.length;
}

/** Those not begun yet; of one mentor, or all. */
export async function openPairs(
  rows: Pick<Rows, 'memory' | 'mentorships'>,
  mentor?: PersonId,
): Promise<readonly Pair[]> {
  const pairs = (await allPairs(rows)).filter((p) => mentor === undefined || p.mentor === mentor);
  if (pairs.length === 0) return [];
  const begun = mentor === undefined ? await rows.mentorships.all() : await rows.mentorships.of(mentor);
  return pairs.filter(
    (p) =>
      liveBetween(begun, p.mentor, p.mentee) === undefined &&
      !begun.some((m) => m.mentor === p.mentor && m.mentee === p.mentee),
  );
}

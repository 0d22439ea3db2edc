import { z } from 'zod';
import { keptValue, listOf, personId } from '../../domain/kept.js';
import type { PersonId } from '../../kernel/ids.js';
import type { Rows } from '../../ports/store.js';

/** Who should work with whom, as the coordinator sees it: a suggestion, until the mentor begins and both sign. */
export interface Pair {
  readonly mentor: PersonId;
  readonly mentee: PersonId;
}

export const suggestedPairs = keptValue({
  name: 'pairs',
  schema: listOf<Pair>(z.object({ mentor: personId, mentee: personId })),
  erasure: {
    of: 'entries',
    without: (pairs, erased) => pairs.filter((p) => p.mentor !== erased.id && p.mentee !== erased.id),
  },
});

const spelled = ({ mentor, mentee }: Pair): string => `${mentor}|${mentee}`;

const allPairs = async (rows: Pick<Rows, 'kept'>): Promise<readonly Pair[]> =>
  (await rows.kept.get(suggestedPairs)) ?? [];

/** Keeps these beside those that are there. Answers how many are new. */
export async function suggestPairs(rows: Pick<Rows, 'kept'>, pairs: readonly Pair[]): Promise<number> {
  const before = await allPairs(rows);
  const known = new Set(before.map(spelled));
  const fresh = pairs.filter((p) => !known.has(spelled(p)));
  if (fresh.length > 0) await rows.kept.put(suggestedPairs, [...before, ...fresh]);
  return fresh.length;
}

/** The coordinator thinks otherwise now. */
export async function takeBackPair(rows: Pick<Rows, 'kept'>, { mentor, mentee }: Pair): Promise<void> {
  const before = await allPairs(rows);
  await rows.kept.put(
    suggestedPairs,
    before.filter((p) => p.mentor !== mentor || p.mentee !== mentee),
  );
}

/** Those not begun yet; of one mentor, or all. Who is a mentor or a mentee no more, or was erased, waits for nobody. */
export async function openPairs(
  rows: Pick<Rows, 'kept' | 'mentorships' | 'overview' | 'people'>,
  mentor?: PersonId,
): Promise<readonly Pair[]> {
  const pairs = (await allPairs(rows)).filter((p) => mentor === undefined || p.mentor === mentor);
  if (pairs.length === 0) return [];
  const begun = new Set(
    (mentor === undefined ? await rows.overview.outlines() : await rows.mentorships.of(mentor)).map(spelled),
  );
  const people = new Map((await rows.people.all()).map((p) => [p.id, p]));
  return pairs.filter(
    (p) =>
      people.get(p.mentor)?.roles.includes('mentor') === true &&
      people.get(p.mentee)?.roles.includes('mentee') === true &&
      !begun.has(spelled(p)),
  );
}

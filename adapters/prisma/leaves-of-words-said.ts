import { nobody } from './keys.js';
import type { Leaf } from './leaves.js';
import { leavesOf } from './leaves-of-rows.js';

/** What a chain commits to of where a mentee stands on a goal, and of a promise to put something right. */

type Whole = number | bigint;
const orNull = (n: Whole | null): number | null => (n === null ? null : Number(n));

export interface LevelColumns {
  readonly id: string;
  readonly mentorshipId: string;
  readonly goalId: string;
  readonly level: number | null;
  readonly byId: string;
  readonly at: Whole;
  readonly sessionId: string | null;
}
/** No level is ever changed: what is said later is another. */
const levelCited = (id: string) => ({ kind: 'level', id, version: 1 }) as const;

export const levelFigures = (row: LevelColumns): readonly Leaf[] =>
  leavesOf(row.mentorshipId, levelCited(row.id), nobody, [
    {
      part: 'figures',
      value: { goal: row.goalId, level: row.level, by: row.byId, at: Number(row.at), session: row.sessionId },
    },
  ]);

/** Why they said so; none where nothing was written. */
export const whyLeaf = (
  row: { readonly id: string; readonly mentorshipId: string; readonly keyOf: string },
  why: string,
): readonly Leaf[] =>
  why === '' ? [] : leavesOf(row.mentorshipId, levelCited(row.id), row.keyOf, [{ part: 'why', value: why }]);

const promiseCited = (id: string) => ({ kind: 'promise', id }) as const;

export interface PromiseColumns {
  readonly id: string;
  readonly mentorshipId: string;
  readonly sessionId: string;
  readonly keyOf: string;
  readonly madeAt: Whole;
  readonly withdrawnAt: Whole | null;
  /** JSON */
  readonly askedWith: string;
}

/** As it stands, where it is no JSON: then it says what no chain has. */
function listIn(written: string): readonly string[] | string {
  try {
    return JSON.parse(written) as readonly string[];
  } catch {
    return written;
  }
}

/** All of it is the mentee's, figures too: no hour hangs on them, and that there was a promise goes with its mentee. */
export const promiseLeaves = (
  row: PromiseColumns,
  words: { readonly what: string; readonly by: string | null },
): readonly Leaf[] =>
  leavesOf(row.mentorshipId, promiseCited(row.id), row.keyOf, [
    { part: 'what', value: { what: words.what, by: words.by } },
    {
      part: 'figures',
      value: {
        session: row.sessionId,
        madeAt: Number(row.madeAt),
        withdrawnAt: orNull(row.withdrawnAt),
        askedWith: listIn(row.askedWith),
      },
    },
  ]);

/** One side's word on it, with the note beside it. */
export const saidLeaf = (
  promise: Pick<PromiseColumns, 'id' | 'mentorshipId' | 'keyOf'>,
  said: { readonly id: string; readonly byId: string; readonly at: Whole },
  words: { readonly word: string; readonly note: string },
): readonly Leaf[] =>
  leavesOf(promise.mentorshipId, promiseCited(promise.id), promise.keyOf, [
    { part: `said/${said.id}`, value: { by: said.byId, at: Number(said.at), word: words.word, note: words.note } },
  ]);

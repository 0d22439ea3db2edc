import type {
  Agreement as AgreementRow,
  Goal as GoalRow,
  Mentorship as MentorshipRow,
} from '../../prisma/generated/sqlite/client.js';
import { canonicalJson } from '../../src/kernel/chain.js';
import type { AgreementWords, GoalWords } from './bodies/mentorship.js';
import type { KeyRing } from './keys.js';
import { commitLeaves, type Leaf } from './leaves.js';
import { changedParts, partsOfBody } from './leaves-of-body.js';
import {
  agreementCited,
  contactCited,
  goalCited,
  leavesOf,
  levelsLeaf,
  signaturesLeaf,
  standingLeaf,
} from './leaves-of-rows.js';
import type { Scope } from './scope.js';
import type { Plain } from './sql.js';

/** What the chain of a mentorship commits to when it is saved, and where its words stand sealed. */

export const agreementAt = (mentorship: string, version: number): string => `agreement/${mentorship}/${version}/words`;
export const goalAt = (goal: string): string => `goal/${goal}/words`;
export const contactAt = (contact: string): string => `contact/${contact}/note`;

/** What it was about, under the key that seals it. */
export const noteLeaf = (
  row: { readonly id: string; readonly mentorshipId: string; readonly keyOf: string },
  note: string,
): readonly Leaf[] => leavesOf(row.mentorshipId, contactCited(row.id), row.keyOf, [{ part: 'note', value: note }]);

export type Before = Plain<MentorshipRow> & { readonly [C in AgreementColumn]: Plain<AgreementRow>[C] | null };
type AgreementColumn = 'version' | 'keyOf' | 'words' | 'mentorSignedAt' | 'menteeSignedAt' | 'menteeWord';

/** What differs from what stood before: of a mentorship that is saved as it was, nothing. */
export function commitMentorship(
  s: Scope,
  ring: KeyRing,
  of: {
    readonly before: Before | undefined;
    readonly row: Parameters<typeof standingLeaf>[0];
    readonly agreement: Parameters<typeof signaturesLeaf>[0] & { readonly keyOf: string };
    readonly words: AgreementWords;
  },
  goals: {
    readonly before: readonly Plain<GoalRow>[];
    readonly rows: readonly GoalFigures[];
    readonly words: readonly GoalWords[];
  },
): void {
  const { id } = of.row;
  const { version, keyOf } = of.agreement;
  const was = of.before;
  const stood =
    was?.keyOf === keyOf && was.words !== null
      ? partsOfBody(ring.open(keyOf, was.words, agreementAt(id, version)))
      : undefined;
  const signed =
    was === undefined || was.menteeWord === null
      ? undefined
      : signaturesLeaf({ ...was, mentorshipId: id, version, menteeWord: was.menteeWord });
  commitLeaves(s, [
    ...unlike(standingLeaf(of.row), was === undefined ? undefined : standingLeaf(was)),
    ...leavesOf(id, agreementCited(id, version), keyOf, changedParts(stood, partsOfBody(of.words))),
    ...unlike(signaturesLeaf(of.agreement), signed),
  ]);
  for (const [i, goal] of goals.rows.entries()) {
    const before = goals.before.find((one) => one.id === goal.id);
    const said = before?.keyOf === keyOf ? partsOfBody(ring.open(keyOf, before.words, goalAt(goal.id))) : undefined;
    commitLeaves(s, [
      ...leavesOf(id, goalCited(goal.id), keyOf, changedParts(said, partsOfBody(goals.words[i]))),
      ...unlike(levelsLeaf(goal), before === undefined ? undefined : levelsLeaf(before)),
    ]);
  }
}
type GoalFigures = Parameters<typeof levelsLeaf>[0];

const unlike = (leaf: Leaf, before: Leaf | undefined): readonly Leaf[] =>
  before !== undefined && canonicalJson(before.value) === canonicalJson(leaf.value) ? [] : [leaf];

import type { Leaf } from './leaves.js';
import { type Part, partsOfBody } from './leaves-of-body.js';
import { type AnswerColumns, leavesOf } from './leaves-of-rows.js';

/**
 * What a chain commits to of the evidence beside sessions (docs/record-format.md#which-leaves-there-are). All of it is words:
 * no hour hangs on any of it. What is about one mentorship stands on its chain, all else on the programme's.
 */

/** One answer of a review: a rating is a word of whoever gave it. @param words what is sealed of it, opened */
export const reviewAnswerLeaf = (
  row: AnswerColumns & { readonly formId: string; readonly keyOf: string },
  chain: string,
  words: string,
): readonly Leaf[] =>
  leavesOf(chain, { kind: 'review', id: row.formId }, row.keyOf, [
    {
      part: row.question,
      value: {
        wording: row.wording,
        rating: row.rating,
        text: words,
        skipped: Boolean(row.skipped),
        at: Number(row.at),
      },
    },
  ]);

interface Columns {
  readonly id: string;
  readonly programmeId: string;
  readonly mentorshipId: string | null;
  readonly keyOf: string;
}
const chainOf = (row: Pick<Columns, 'programmeId' | 'mentorshipId'>): string => row.mentorshipId ?? row.programmeId;

export interface AttestationColumns extends Columns {
  readonly kind: string;
  readonly byId: string;
  readonly state: string;
  readonly givenAt: number | bigint | null;
  readonly countersignedId: string | null;
  readonly countersignedAt: number | bigint | null;
}
const orNull = (n: number | bigint | null): number | null => (n === null ? null : Number(n));

/** @param stored its body, as it was sealed */
export const attestationLeaves = (row: AttestationColumns, stored: unknown): readonly Leaf[] =>
  leavesOf(chainOf(row), { kind: 'attestation', id: row.id }, row.keyOf, [
    {
      part: 'signed',
      value: {
        kind: row.kind,
        by: row.byId,
        state: row.state,
        givenAt: orNull(row.givenAt),
        countersigned: row.countersignedId,
        countersignedAt: orNull(row.countersignedAt),
      },
    },
    ...partsOfBody(stored),
  ]);

export interface ChangeColumns extends Columns {
  readonly fromAt: number | bigint;
  readonly fromSession: string | null;
  readonly madeAt: number | bigint;
  readonly withdrawnAt: number | bigint | null;
}

export const changeLeaves = (
  row: ChangeColumns,
  words: { readonly said: string; readonly what: string; readonly cites: readonly string[] },
): readonly Leaf[] =>
  leavesOf(chainOf(row), { kind: 'change', id: row.id }, row.keyOf, [
    { part: 'what', value: words.what },
    { part: 'said', value: words.said },
    { part: 'cites', value: [...words.cites] },
    {
      part: 'figures',
      value: {
        from: Number(row.fromAt),
        session: row.fromSession,
        madeAt: Number(row.madeAt),
        withdrawnAt: orNull(row.withdrawnAt),
      },
    },
  ]).map((leaf): Leaf => ({ ...leaf, practice: true }));

/** One word on it since, under the key of whoever said it. */
export const sinceLeaf = (
  change: Pick<Columns, 'id' | 'programmeId' | 'mentorshipId'>,
  said: {
    readonly id: string;
    readonly byId: string;
    readonly keyOf: string;
    readonly sessionId: string | null;
    readonly at: number | bigint;
  },
  words: { readonly word: string; readonly note: string },
): readonly Leaf[] =>
  leavesOf(chainOf(change), { kind: 'change', id: change.id }, said.keyOf, [
    {
      part: `said/${said.id}`,
      value: { by: said.byId, session: said.sessionId, at: Number(said.at), word: words.word, note: words.note },
    },
  ]);

/** A mentor’s own words about a portfolio: on the programme’s chain, under the mentor’s key. */
export const ownLeaves = (
  of: { readonly kind: 'mark' | 'reflection' | 'outcome'; readonly id: string; readonly version?: number },
  programme: string,
  keyOf: string,
  parts: readonly Part[],
): readonly Leaf[] => leavesOf(programme, of, keyOf, parts);

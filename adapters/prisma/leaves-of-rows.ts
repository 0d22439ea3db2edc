import { type CitedKind, writeCitation } from '../../src/domain/citation.js';
import type { MentorshipId } from '../../src/kernel/ids.js';
import { nobody } from './keys.js';
import type { Leaf, LeafValue } from './leaves.js';
import { type Part, partsOfBody } from './leaves-of-body.js';

/**
 * What a chain commits to of each kind of row (docs/record-format.md#which-leaves-there-are). Who saves a row, who
 * commits afterwards to rows that stood before, and who compares rows with what was committed to all ask here, so that
 * they mean the same leaves.
 *
 * Rows are taken as their columns are, with bodies as they stand sealed: a default that a later version puts into an old
 * body was never written, and nobody committed to it.
 */

/** A moment or a number as a row has it. */
type Whole = number | bigint;
const whole = (n: Whole): number => Number(n);
const orNull = (n: Whole | null | undefined): number | null => (n === null || n === undefined ? null : Number(n));

/** One mentee of a session: on whose chain it stands. */
export interface Seat {
  readonly mentorshipId: string;
  readonly menteeId: string;
}

interface Cited {
  readonly kind: CitedKind;
  readonly id: string;
  readonly version?: number;
}

const leaf = (chain: string, of: Cited, { part, value }: Part, keyOf: string): Leaf => ({
  chain: chain as MentorshipId,
  path: writeCitation({ ...of, part }),
  value,
  keyOf,
});
const figure = (chain: string, of: Cited, part: string, value: LeafValue): Leaf =>
  leaf(chain, of, { part, value }, nobody);

/** Leaves of words, of what is said under their key. */
export const leavesOf = (chain: string, of: Cited, keyOf: string, parts: readonly Part[]): readonly Leaf[] =>
  parts.map((part) => leaf(chain, of, part, keyOf));

export const agreementCited = (mentorship: string, version: number): Cited => ({
  kind: 'agreement',
  id: mentorship,
  version,
});
export const goalCited = (goal: string): Cited => ({ kind: 'goal', id: goal });
export const contactCited = (contact: string): Cited => ({ kind: 'contact', id: contact });
export const answerCited = (session: string): Cited => ({ kind: 'answer', id: session });

/** The mentorship's own state, which its hours count by. It has no version: the newest holds. */
export const standingLeaf = (row: {
  readonly id: string;
  readonly portfolioId: string;
  readonly mentorId: string;
  readonly menteeId: string;
  readonly state: string;
  readonly createdAt: Whole;
  readonly agreedAt: Whole | null;
  readonly endedAt: Whole | null;
}): Leaf =>
  figure(row.id, { kind: 'agreement', id: row.id }, 'standing', {
    portfolio: row.portfolioId,
    mentor: row.mentorId,
    mentee: row.menteeId,
    state: row.state,
    createdAt: whole(row.createdAt),
    agreedAt: orNull(row.agreedAt),
    endedAt: orNull(row.endedAt),
  });

export const signaturesLeaf = (row: {
  readonly mentorshipId: string;
  readonly version: number;
  readonly mentorSignedAt: Whole | null;
  readonly menteeSignedAt: Whole | null;
  readonly menteeWord: string;
}): Leaf =>
  figure(row.mentorshipId, agreementCited(row.mentorshipId, row.version), 'signatures', {
    mentor: orNull(row.mentorSignedAt),
    mentee: orNull(row.menteeSignedAt),
    word: row.menteeWord,
  });

export const levelsLeaf = (row: {
  readonly id: string;
  readonly mentorshipId: string;
  readonly baseline: number;
  readonly target: number;
  readonly menteeBaseline: number | null;
  readonly proposedById: string;
  readonly state: string;
}): Leaf =>
  figure(row.mentorshipId, goalCited(row.id), 'levels', {
    baseline: row.baseline,
    target: row.target,
    menteeBaseline: row.menteeBaseline,
    proposedBy: row.proposedById,
    state: row.state,
  });

export const contactFigures = (row: {
  readonly id: string;
  readonly mentorshipId: string;
  readonly at: Whole;
  readonly minutes: number;
  readonly authorId: string;
  readonly savedAt: Whole;
}): Leaf =>
  figure(row.mentorshipId, contactCited(row.id), 'figures', {
    at: whole(row.at),
    minutes: row.minutes,
    author: row.authorId,
    savedAt: whole(row.savedAt),
  });

export interface SessionColumns {
  readonly id: string;
  readonly portfolioId: string;
  readonly mentorId: string;
  readonly kind: string;
  readonly startsAt: Whole;
  readonly minutes: number;
  readonly planVersion: number;
  readonly state: string;
  readonly startedAt: Whole | null;
  readonly endedAt: Whole | null;
  readonly plannedAt: Whole;
  readonly plannedAfterwards: boolean;
  readonly revision: number;
  readonly missed: string | null;
}

export const sessionFigures = (row: SessionColumns): LeafValue => ({
  portfolio: row.portfolioId,
  mentor: row.mentorId,
  kind: row.kind,
  startsAt: whole(row.startsAt),
  minutes: row.minutes,
  plan: row.planVersion,
  state: row.state,
  startedAt: orNull(row.startedAt),
  endedAt: orNull(row.endedAt),
  plannedAt: whole(row.plannedAt),
  plannedAfterwards: Boolean(row.plannedAfterwards),
  missed: row.missed,
});

export const sessionLeaf = (row: SessionColumns, chain: string): Leaf =>
  figure(chain, { kind: 'session', id: row.id, version: row.revision }, 'figures', sessionFigures(row));

export interface AttendeeColumns extends Seat {
  readonly answer: string;
  readonly answeredVersion: number | null;
  readonly answeredAt: Whole | null;
  readonly confirmation: string;
  readonly confirmedMinutes: number | null;
  readonly confirmedAt: Whole | null;
  readonly settledMinutes: number | null;
}

export const attendance = (row: AttendeeColumns): LeafValue => ({
  mentorship: row.mentorshipId,
  answer: row.answer,
  answeredVersion: row.answeredVersion,
  answeredAt: orNull(row.answeredAt),
  confirmation: row.confirmation,
  confirmedMinutes: row.confirmedMinutes,
  confirmedAt: orNull(row.confirmedAt),
  settledMinutes: row.settledMinutes,
});

/** On their own chain alone: no mentee of a group is named on another's. */
export const attendanceLeaf = (
  session: { readonly id: string; readonly revision: number },
  row: AttendeeColumns,
): Leaf =>
  figure(
    row.mentorshipId,
    { kind: 'session', id: session.id, version: session.revision },
    `attendance/${row.menteeId}`,
    attendance(row),
  );

/**
 * Of a mentee who was taken out of a session that is to come: from here on their chain has nothing of it any more
 * (`fits-leaves.ts`).
 */
export const takenOutLeaf = (
  session: { readonly id: string; readonly revision: number },
  { mentorshipId, menteeId }: Seat,
): Leaf =>
  figure(
    mentorshipId,
    { kind: 'session', id: session.id, version: session.revision },
    `attendance/${menteeId}`,
    takenOut,
  );
/** What stands instead of a mentee's part. */
export const takenOut = null;

export interface PlanColumns {
  readonly sessionId: string;
  readonly version: number;
  readonly startsAt: Whole;
  readonly minutes: number;
  readonly kind: string;
  readonly savedAt: Whole;
  readonly authorId: string;
  readonly copiedFrom: string | null;
  readonly unchanged: boolean;
}
export const planCited = (row: Pick<PlanColumns, 'sessionId' | 'version'>): Cited => ({
  kind: 'plan',
  id: row.sessionId,
  version: row.version,
});

export const planFigures = (row: PlanColumns, chain: string): Leaf =>
  figure(chain, planCited(row), 'figures', {
    startsAt: whole(row.startsAt),
    minutes: row.minutes,
    kind: row.kind,
    savedAt: whole(row.savedAt),
    author: row.authorId,
    copiedFrom: row.copiedFrom,
    unchanged: Boolean(row.unchanged),
  });

/** @param stored what is sealed of it, opened */
export const planWords = (
  row: Pick<PlanColumns, 'sessionId' | 'version'> & { readonly keyOf: string },
  stored: unknown,
  chain: string,
): readonly Leaf[] => leavesOf(chain, planCited(row), row.keyOf, partsOfBody(stored));

export interface RecordColumns {
  readonly sessionId: string;
  readonly version: number;
  readonly keyOf: string;
  readonly savedAt: Whole;
  readonly authorId: string;
}
export const recordCited = (row: Pick<RecordColumns, 'sessionId' | 'version'>): Cited => ({
  kind: 'record',
  id: row.sessionId,
  version: row.version,
});

/** Of a record's body what counts: it stays whoever is erased, so it is no word. */
const counts = ['attended', 'startedAt', 'minutes'];

/** @param stored what is sealed of it, opened; of an erased person's too it has these three */
export function recordFigures(row: RecordColumns, stored: unknown, seat: Seat): Leaf {
  const { attended, startedAt, minutes } = (
    stored as { readonly body: { readonly attended: readonly string[]; startedAt: number; minutes: number } }
  ).body;
  return figure(seat.mentorshipId, recordCited(row), 'figures', {
    // Of a group how many came, and whether the one whose chain it is did: nobody else is named on it.
    attended: attended.includes(seat.menteeId),
    came: attended.length,
    startedAt,
    minutes,
    savedAt: whole(row.savedAt),
    author: row.authorId,
  });
}

/**
 * @param stored what is sealed of it, opened
 * @param practice what is sealed apart of it, opened; null where that stands in `stored`, as it did up to 0.4.0
 */
export function recordWords(row: RecordColumns, stored: unknown, practice: unknown, chain: string): readonly Leaf[] {
  const own = partsOfBody(practice);
  const apart = own.map(({ part }) => part);
  return [
    ...leavesOf(chain, recordCited(row), row.keyOf, partsOfBody(stored, [...counts, ...apart])),
    ...leavesOf(chain, recordCited(row), row.authorId, own).map((one): Leaf => ({ ...one, practice: true })),
  ];
}

export const headLeaf = (
  row: {
    readonly sessionId: string;
    readonly version: number;
    readonly firstSavedAt: Whole;
    readonly signedAt: Whole;
    readonly botDelayMs: Whole;
    readonly lag: string | null;
  },
  chain: string,
): Leaf =>
  figure(chain, recordCited(row), 'head', {
    version: row.version,
    firstSavedAt: whole(row.firstSavedAt),
    signedAt: whole(row.signedAt),
    botDelayMs: whole(row.botDelayMs),
    lag: row.lag,
  });

export interface AnswerColumns {
  readonly question: string;
  readonly wording: number;
  readonly rating: number | null;
  readonly skipped: boolean;
  readonly at: Whole;
}

/** All of it is the mentee's, a rating too. @param words what is sealed of it, opened; empty where nothing was written */
export const answerPart = (menteeId: string, row: AnswerColumns, words: string): Part => ({
  part: `${menteeId}/${row.question}`,
  value: {
    wording: row.wording,
    rating: row.rating,
    text: words,
    skipped: Boolean(row.skipped),
    at: whole(row.at),
  },
});

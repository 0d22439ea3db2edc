import {
  type Agreement as AgreementRow,
  type Attestation as AttestationRow,
  type PracticeChange as ChangeRow,
  type PracticeChangeWord as ChangeWordRow,
  type InformalContact as ContactRow,
  type Goal as GoalRow,
  type RecordHead as HeadRow,
  type GoalLevel as LevelRow,
  type Mentorship as MentorshipRow,
  type Plan as PlanRow,
  Prisma,
  type PutRight as PromiseRow,
  type ReviewAnswer as ReviewAnswerRow,
  type PutRightWord as SaidRow,
  type RecordVersion as VersionRow,
} from '../../prisma/generated/sqlite/client.js';
import { SealBroken } from '../../src/kernel/seal.js';
import { attestationAt } from './attestations.js';
import { readText } from './bodies/defaults.js';
import { readChange, readSince } from './bodies/evidence.js';
import { readPutRight, readSaid } from './bodies/put-right.js';
import { type Answered, textOfAnswerAt } from './feedback.js';
import { whyAt } from './goal-levels.js';
import { type KeyRing, nobody } from './keys.js';
import type { Leaf } from './leaves.js';
import { partsOfBody } from './leaves-of-body.js';
import { attestationLeaves, changeLeaves, reviewAnswerLeaf, sinceLeaf } from './leaves-of-evidence.js';
import {
  agreementCited,
  answerCited,
  answerPart,
  attendanceLeaf,
  contactFigures,
  goalCited,
  headLeaf,
  leavesOf,
  levelsLeaf,
  planFigures,
  planWords,
  recordFigures,
  recordWords,
  sessionLeaf,
  signaturesLeaf,
  standingLeaf,
} from './leaves-of-rows.js';
import { levelFigures, promiseLeaves, saidLeaf, whyLeaf } from './leaves-of-words-said.js';
import { agreementAt, contactAt, goalAt, noteLeaf } from './mentorship-leaves.js';
import { changeAt, sinceAt } from './practice-changes.js';
import { promiseAt, saidAt } from './put-right.js';
import { practiceAt, recordAt } from './records.js';
import { reviewTextAt } from './reviews.js';
import type { Scope } from './scope.js';
import { type AttendeePart, type Joined, planAt, theirColumns } from './session-rows.js';
import type { Plain } from './sql.js';

/**
 * What the rows of one mentorship say now, as leaves: to commit to what stood before there were any, and to compare what
 * stands with what was committed to. Table by table and in pages, for a mentorship may have many sessions.
 */

/** Where a page ends: the values of its last row's key. */
export type After = readonly (string | number)[];

/** What one row says, and where it stands among those of its table. */
export interface SaidByRow {
  readonly after: After;
  readonly leaves: readonly Leaf[];
  /** Words of a row that is under nobody's key: what an erasure left of it, mostly blank. Nothing has to commit to them. */
  readonly left: readonly Leaf[];
}

/** The rows of a chain in one table, from behind `after` on: so many at most, in the order of their keys. */
type Reads = (s: Scope, chain: string, after: After | undefined, room: number) => Promise<readonly SaidByRow[]>;

/** What a row has sealed; undefined where it does not open: its key was destroyed, or it is damaged. */
function opened(ring: KeyRing, keyOf: string, sealed: Uint8Array, at: string): unknown {
  if (!ring.has(keyOf)) return undefined;
  try {
    return ring.open(keyOf, sealed, at);
  } catch (error) {
    if (error instanceof SealBroken || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Of a row under this key: its figures, and its words where they are anybody's still. */
const said = (after: After, keyOf: string, figures: readonly Leaf[], words: readonly Leaf[]): SaidByRow =>
  keyOf === nobody ? { after, leaves: figures, left: words } : { after, leaves: [...figures, ...words], left: [] };

const page = (key: readonly string[], after: After | undefined, room: number): Prisma.Sql => {
  const names = Prisma.raw(key.join(', '));
  const from = after === undefined ? Prisma.empty : Prisma.sql`AND (${names}) > (${Prisma.join([...after])})`;
  return Prisma.sql`${from} ORDER BY ${names} LIMIT ${room}`;
};

const standing: Reads = async (s, chain, after, room) => {
  const rows = await s.db.sql.query<Plain<MentorshipRow> & { readonly newest: number | null }>`
    SELECT m.*, (SELECT MAX(g."version") FROM "Agreement" g WHERE g."mentorshipId" = m."id") AS "newest"
    FROM "Mentorship" m
    WHERE m."id" = ${chain} AND m."programmeId" = ${s.programme} ${page(['m."id"'], after, room)}`;
  // The newest agreement is the one that holds: a row that has another one says what no entry has.
  const isNewest = (row: (typeof rows)[number]): boolean => Number(row.newest ?? 0) === row.agreementVersion;
  const state = (row: (typeof rows)[number]): string => (isNewest(row) ? row.state : `${row.state}?`);
  return rows.map((row) => said([row.id], nobody, [standingLeaf({ ...row, state: state(row) })], []));
};

const agreements: Reads = async (s, chain, after, room) => {
  const rows = await s.db.sql.query<Plain<AgreementRow>>`
    SELECT a.* FROM "Agreement" a
    WHERE a."mentorshipId" = ${chain} AND a."programmeId" = ${s.programme} ${page(['a."version"'], after, room)}`;
  const ring = await s.ring(rows.map((row) => row.keyOf));
  return rows.map((row) => {
    const stored = opened(ring, row.keyOf, row.words, agreementAt(chain, row.version));
    const words = leavesOf(chain, agreementCited(chain, row.version), row.keyOf, partsOfBody(stored));
    return said([row.version], row.keyOf, [signaturesLeaf(row)], words);
  });
};

const goals: Reads = async (s, chain, after, room) => {
  const rows = await s.db.sql.query<Plain<GoalRow>>`
    SELECT g.* FROM "Goal" g
    WHERE g."mentorshipId" = ${chain} AND g."programmeId" = ${s.programme} ${page(['g."id"'], after, room)}`;
  const ring = await s.ring(rows.map((row) => row.keyOf));
  return rows.map((row) => {
    const stored = opened(ring, row.keyOf, row.words, goalAt(row.id));
    return said(
      [row.id],
      row.keyOf,
      [levelsLeaf(row)],
      leavesOf(chain, goalCited(row.id), row.keyOf, partsOfBody(stored)),
    );
  });
};

const contacts: Reads = async (s, chain, after, room) => {
  const rows = await s.db.sql.query<Plain<ContactRow>>`
    SELECT c.* FROM "InformalContact" c
    WHERE c."mentorshipId" = ${chain} AND c."programmeId" = ${s.programme} ${page(['c."id"'], after, room)}`;
  const ring = await s.ring(rows.map((row) => row.keyOf));
  return rows.map((row) => {
    const stored = opened(ring, row.keyOf, row.note, contactAt(row.id));
    const words = stored === undefined ? [] : noteLeaf(row, readText(stored));
    return said([row.id], row.keyOf, [contactFigures(row)], words);
  });
};

/** Of the chain's own mentee `a`, so it is by their seat that its sessions are found. */
const attended = (s: Scope, chain: string): Prisma.Sql =>
  Prisma.sql`a."mentorshipId" = ${chain} AND a."programmeId" = ${s.programme}`;

const sessions: Reads = async (s, chain, after, room) => {
  const rows = await s.db.sql.query<Joined>`
    SELECT o.*, ${theirColumns} FROM "Attendee" a JOIN "Session" o ON o."id" = a."sessionId"
    WHERE ${attended(s, chain)} ${page(['o."id"', 'a."menteeId"'], after, room)}`;
  return rows.map((row) => {
    const seat = row as AttendeePart;
    return said([row.id, seat.menteeId], nobody, [sessionLeaf(row, chain), attendanceLeaf(row, seat)], []);
  });
};

const plans: Reads = async (s, chain, after, room) => {
  const rows = await s.db.sql.query<Plain<PlanRow>>`
    SELECT p.* FROM "Attendee" a JOIN "Plan" p ON p."sessionId" = a."sessionId"
    WHERE ${attended(s, chain)} ${page(['p."sessionId"', 'p."version"'], after, room)}`;
  const ring = await s.ring(rows.map((row) => row.keyOf));
  return rows.map((row) => {
    const stored = opened(ring, row.keyOf, row.words, planAt(row.sessionId, row.version));
    const words = stored === undefined ? [] : planWords(row, stored, chain);
    return said([row.sessionId, row.version], row.keyOf, [planFigures(row, chain)], words);
  });
};

const heads: Reads = async (s, chain, after, room) => {
  const rows = await s.db.sql.query<Plain<HeadRow>>`
    SELECT h.* FROM "Attendee" a JOIN "RecordHead" h ON h."sessionId" = a."sessionId"
    WHERE ${attended(s, chain)} ${page(['h."sessionId"'], after, room)}`;
  return rows.map((row) => said([row.sessionId], nobody, [headLeaf(row, chain)], []));
};

const records: Reads = async (s, chain, after, room) => {
  const rows = await s.db.sql.query<Plain<VersionRow> & { readonly menteeId: string }>`
    SELECT v.*, a."menteeId" FROM "Attendee" a JOIN "RecordVersion" v ON v."sessionId" = a."sessionId"
    WHERE ${attended(s, chain)} ${page(['v."sessionId"', 'v."version"'], after, room)}`;
  const ring = await s.ring(rows.flatMap((row) => [row.keyOf, row.authorId]));
  return rows.map((row): SaidByRow => {
    const at: After = [row.sessionId, row.version];
    const stored = opened(ring, row.keyOf, row.words, recordAt(row.sessionId, row.version));
    if (stored === undefined) return { after: at, leaves: [], left: [] };
    const practice =
      row.practice === null ? null : opened(ring, row.authorId, row.practice, practiceAt(row.sessionId, row.version));
    const figures = recordFigures(row, stored, { mentorshipId: chain, menteeId: row.menteeId });
    const words = recordWords(row, stored, practice, chain);
    // What its mentor wrote of their own practice stays theirs when the mentee is erased.
    const own = words.filter((one) => one.practice);
    return said(
      at,
      row.keyOf,
      [figures, ...own],
      words.filter((one) => !one.practice),
    );
  });
};

const answers: Reads = async (s, chain, after, room) => {
  const rows = await s.db.sql.query<Answered & { readonly sessionId: string; readonly menteeId: string }>`
    SELECT x.* FROM "Attendee" a
      JOIN "FeedbackAnswer" x ON x."sessionId" = a."sessionId" AND x."menteeId" = a."menteeId"
    WHERE ${attended(s, chain)} ${page(['x."sessionId"', 'x."question"'], after, room)}`;
  const ring = await s.ring(rows.map((row) => row.menteeId));
  return rows.map((row): SaidByRow => {
    const at: After = [row.sessionId, row.question];
    const place = textOfAnswerAt(row.sessionId, row.menteeId, row.question);
    const words = row.text === null ? '' : opened(ring, row.menteeId, row.text, place);
    if (words === undefined || !ring.has(row.menteeId)) return { after: at, leaves: [], left: [] };
    const part = answerPart(row.menteeId, row, readText(words));
    return said(at, row.menteeId, [], leavesOf(chain, answerCited(row.sessionId), row.menteeId, [part]));
  });
};

const levels: Reads = async (s, chain, after, room) => {
  const rows = await s.db.sql.query<Plain<LevelRow>>`
    SELECT l.* FROM "GoalLevel" l
    WHERE l."mentorshipId" = ${chain} AND l."programmeId" = ${s.programme} ${page(['l."id"'], after, room)}`;
  const ring = await s.ring(rows.map((row) => row.keyOf));
  return rows.map((row) => {
    const why = row.why === null ? '' : opened(ring, row.keyOf, row.why, whyAt(row.id));
    return said([row.id], row.keyOf, levelFigures(row), why === undefined ? [] : whyLeaf(row, readText(why)));
  });
};

const promises: Reads = async (s, chain, after, room) => {
  const rows = await s.db.sql.query<Plain<PromiseRow>>`
    SELECT p.* FROM "PutRight" p
    WHERE p."mentorshipId" = ${chain} AND p."programmeId" = ${s.programme} ${page(['p."id"'], after, room)}`;
  const ring = await s.ring(rows.map((row) => row.keyOf));
  return rows.map((row) => {
    const stored = opened(ring, row.keyOf, row.words, promiseAt(row.id));
    const words = stored === undefined ? [] : promiseLeaves(row, readPutRight(stored));
    return said([row.id], row.keyOf, [], words);
  });
};

const wordsOnPromises: Reads = async (s, chain, after, room) => {
  const rows = await s.db.sql.query<Plain<SaidRow> & { readonly promiseKey: string }>`
    SELECT w.*, p."keyOf" AS "promiseKey" FROM "PutRight" p JOIN "PutRightWord" w ON w."putRightId" = p."id"
    WHERE p."mentorshipId" = ${chain} AND p."programmeId" = ${s.programme} ${page(['w."id"'], after, room)}`;
  const ring = await s.ring(rows.map((row) => row.keyOf));
  return rows.map((row) => {
    const stored = opened(ring, row.keyOf, row.words, saidAt(row.id));
    const promise = { id: row.putRightId, mentorshipId: chain, keyOf: row.promiseKey };
    const words = stored === undefined ? [] : saidLeaf(promise, row, readSaid(stored));
    return said([row.id], row.keyOf, [], words);
  });
};

const reviewAnswers: Reads = async (s, chain, after, room) => {
  const rows = await s.db.sql.query<Plain<ReviewAnswerRow>>`
    SELECT x.* FROM "Review" r JOIN "ReviewForm" f ON f."reviewId" = r."id" JOIN "ReviewAnswer" x ON x."formId" = f."id"
    WHERE r."mentorshipId" = ${chain} AND r."programmeId" = ${s.programme}
      ${page(['x."formId"', 'x."question"'], after, room)}`;
  const ring = await s.ring(rows.map((row) => row.keyOf));
  return rows.map((row): SaidByRow => {
    const at: After = [row.formId, row.question];
    const words = row.text === null ? '' : opened(ring, row.keyOf, row.text, reviewTextAt(row.formId, row.question));
    if (words === undefined || !ring.has(row.keyOf)) return { after: at, leaves: [], left: [] };
    return said(at, row.keyOf, [], reviewAnswerLeaf(row, chain, readText(words)));
  });
};

const attested: Reads = async (s, chain, after, room) => {
  const rows = await s.db.sql.query<Plain<AttestationRow>>`
    SELECT a.* FROM "Attestation" a
    WHERE a."mentorshipId" = ${chain} AND a."programmeId" = ${s.programme} ${page(['a."id"'], after, room)}`;
  const ring = await s.ring(rows.map((row) => row.keyOf));
  return rows.map((row) => {
    const stored = opened(ring, row.keyOf, row.words, attestationAt(row.id));
    return said([row.id], row.keyOf, [], stored === undefined ? [] : attestationLeaves(row, stored));
  });
};

const changes: Reads = async (s, chain, after, room) => {
  const rows = await s.db.sql.query<Plain<ChangeRow>>`
    SELECT c.* FROM "PracticeChange" c
    WHERE c."mentorshipId" = ${chain} AND c."programmeId" = ${s.programme} ${page(['c."id"'], after, room)}`;
  const ring = await s.ring(rows.map((row) => row.keyOf));
  return rows.map((row) => {
    const stored = opened(ring, row.keyOf, row.words, changeAt(row.id));
    return said([row.id], row.keyOf, [], stored === undefined ? [] : changeLeaves(row, readChange(stored)));
  });
};

const wordsOnChanges: Reads = async (s, chain, after, room) => {
  const rows = await s.db.sql.query<Plain<ChangeWordRow>>`
    SELECT w.* FROM "PracticeChange" c JOIN "PracticeChangeWord" w ON w."changeId" = c."id"
    WHERE c."mentorshipId" = ${chain} AND c."programmeId" = ${s.programme} ${page(['w."id"'], after, room)}`;
  const ring = await s.ring(rows.map((row) => row.keyOf));
  return rows.map((row) => {
    const stored = opened(ring, row.keyOf, row.words, sinceAt(row.id));
    const change = { id: row.changeId, programmeId: row.programmeId, mentorshipId: chain };
    return said([row.id], row.keyOf, [], stored === undefined ? [] : sinceLeaf(change, row, readSince(stored)));
  });
};

/** Every table that has rows of a chain, in the order in which they are gone through. */
export const tablesOfChain = {
  standing,
  agreements,
  goals,
  contacts,
  sessions,
  plans,
  heads,
  records,
  answers,
  levels,
  promises,
  wordsOnPromises,
  reviewAnswers,
  attested,
  changes,
  wordsOnChanges,
} as const satisfies Readonly<Record<string, Reads>>;
export type TableOfChain = keyof typeof tablesOfChain;

/** All that the rows of a chain say now. @param between awaited after each page: by it others have their turn */
export async function saidOnChain(
  s: Scope,
  chain: string,
  rowsAtOnce = 500,
  between: () => Promise<void> = async () => undefined,
): Promise<{ readonly leaves: readonly Leaf[]; readonly left: readonly Leaf[] }> {
  const all: SaidByRow[] = [];
  for await (const rows of pagesOfChain(s, chain, rowsAtOnce)) {
    await between();
    all.push(...rows);
  }
  return { leaves: all.flatMap((row) => row.leaves), left: all.flatMap((row) => row.left) };
}

/** The same, so many rows at a time. */
export async function* pagesOfChain(s: Scope, chain: string, rowsAtOnce: number): AsyncGenerator<readonly SaidByRow[]> {
  for (const reads of Object.values(tablesOfChain))
    for (let after: After | undefined, full = true; full; ) {
      const rows: readonly SaidByRow[] = await reads(s, chain, after, rowsAtOnce);
      yield rows;
      full = rows.length === rowsAtOnce;
      after = rows.at(-1)?.after;
    }
}

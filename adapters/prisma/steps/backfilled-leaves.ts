import { leaseClock } from '../../../src/kernel/clock.js';
import type { MentorshipId, ProgrammeId } from '../../../src/kernel/ids.js';
import { append } from '../append.js';
import { commitLeaves } from '../leaves.js';
import { type After, type TableOfChain, tablesOfChain } from '../rows-of-chain.js';
import { scopeOf } from './rows-of-step.js';
import type { DataStep, StepWork } from './step.js';

/**
 * Step 4 (0.5.0): commits to all rows that stood before there were leaves, on each mentorship's chain, in entries
 * `rows.backfilled` (docs/record-format.md#what-stood-before). What was erased is left out, and what does not open.
 *
 * What a chain commits to is the program's own to say, by the rule that it has when this runs (`rows-of-chain.ts`):
 * another rule would find all of it unfit at once. Whoever changes that rule writes a step that commits anew.
 */

interface Cursor {
  /** The mentorship whose rows are gone through; the one before the first is empty. */
  readonly chain: string;
  readonly of: string;
  readonly table: TableOfChain;
  readonly after: After | null;
}

const tables = Object.keys(tablesOfChain) as readonly TableOfChain[];
const first = tables[0] as TableOfChain;

/** @param rowsAtOnce how many rows, and chains without any, a batch does at most; each has some twenty leaves */
export function backfilledLeaves(rowsAtOnce = 100): DataStep {
  return {
    number: 4,
    name: 'backfilled-leaves',
    async batch(work, kept) {
      let at: Cursor | undefined = kept === undefined ? await next(work, '') : (JSON.parse(kept) as Cursor);
      for (let room = rowsAtOnce; room > 0 && at !== undefined; ) {
        const { rows, then }: Done = await commitTo(work, at, room);
        at = then ?? (await next(work, at.chain));
        room -= Math.max(1, rows);
      }
      return at === undefined ? undefined : JSON.stringify(at);
    },
  };
}

/** The mentorship after this one, whatever its programme. */
async function next({ db }: StepWork, chain: string): Promise<Cursor | undefined> {
  const [row] = await db.sql.query<{ chain: string; of: string }>`
    SELECT "id" AS "chain", "programmeId" AS "of" FROM "Mentorship" WHERE "id" > ${chain} ORDER BY "id" LIMIT 1`;
  return row === undefined ? undefined : { ...row, table: first, after: null };
}

interface Done {
  readonly rows: number;
  /** Where this chain goes on; undefined where all of it is done. */
  readonly then: Cursor | undefined;
}

/** So many rows of one chain at most, in one entry; where they are of two people's words, in two. */
async function commitTo(work: StepWork, from: Cursor, room: number): Promise<Done> {
  const s = scopeOf(work, from.of as ProgrammeId);
  let rows = 0;
  let then: Cursor | undefined = from;
  while (then !== undefined && rows < room) {
    const at: Cursor = then;
    const found = await tablesOfChain[at.table](s, at.chain, at.after ?? undefined, room - rows);
    commitLeaves(
      s,
      found.flatMap((row) => row.leaves),
    );
    const last = found.at(-1);
    const table: TableOfChain | undefined = tables[tables.indexOf(at.table) + 1];
    if (last !== undefined && found.length === room - rows) then = { ...at, after: last.after };
    else then = table === undefined ? undefined : { ...at, table, after: null };
    rows += found.length;
  }
  if (s.along.leaves.length > 0)
    await append(s, [
      {
        chain: from.chain as MentorshipId,
        at: leaseClock.now(),
        actor: null,
        what: 'rows.backfilled',
        subject: from.chain,
        facts: { rows },
      },
    ]);
  return { rows, then };
}

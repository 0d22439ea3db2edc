import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { MentorshipId } from '../../../src/kernel/ids.js';
import { type Compared, comparedColumns, noFigures } from '../../support/compared-columns.js';
import { openTestStore, type TestStore } from '../../support/store.js';
import { inFile } from '../../support/tampering.js';
import { restoreTo } from '../../upgrade/dump.js';
import { fixtureOf, fixtures } from '../../upgrade/fixture.js';

/** Which columns are compared with what their chain has committed to: each that the table says so of is changed once. */

const schema = await readFile(new URL('../../../prisma/schema.prisma', import.meta.url), 'utf8');
const models = new Map(
  [...schema.matchAll(/^model (\w+) \{\n([\s\S]*?)^\}/gm)].map(([, name = '', body = '']) => [
    name,
    [...body.matchAll(/^ {2}(\w+)\s+(String|Int|BigInt|Boolean|Bytes)\??(?:\s|$)/gm)].map(([, column = '']) => column),
  ]),
);

describe('every column of the schema', () => {
  test('is in the table of what is compared, or its table among those without figures', () => {
    expect([...models.keys()].sort()).toEqual([...Object.keys(comparedColumns), ...Object.keys(noFigures)].sort());
    for (const [model, columns] of Object.entries(comparedColumns))
      expect(Object.keys(columns).sort(), model).toEqual([...(models.get(model) ?? [])].sort());
  });
});

const fixture = '2026-12-0.7.0';
let folder: string;
let opened: TestStore;
beforeAll(async () => {
  // A file of its own on whichever database the other tests run.
  folder = await mkdtemp(path.join(tmpdir(), 'mentorlog-compared-'));
  const file = path.join(folder, 'mentorlog.db');
  await restoreTo(file, await readFile(path.join(fixtures, `${fixture}.sql`), 'utf8'));
  opened = await openTestStore({ file, rootKey: new Uint8Array(Buffer.from(fixtureOf(fixture).dataKey, 'hex')) });
}, 60_000);
afterAll(async () => {
  await opened?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Of a row of each table, on whose chain it stands; `t` is the row. */
const bySession = 'SELECT a."mentorshipId" FROM "Attendee" a WHERE a."sessionId" = t."sessionId" LIMIT 1';
const chains: Readonly<Record<string, string>> = {
  Mentorship: 't."id"',
  Session: 'SELECT a."mentorshipId" FROM "Attendee" a WHERE a."sessionId" = t."id" LIMIT 1',
  Plan: bySession,
  RecordHead: bySession,
  RecordVersion: bySession,
  FeedbackAnswer:
    'SELECT a."mentorshipId" FROM "Attendee" a WHERE a."sessionId" = t."sessionId" AND a."menteeId" = t."menteeId"',
  PutRightWord: 'SELECT p."mentorshipId" FROM "PutRight" p WHERE p."id" = t."putRightId"',
  ReviewAnswer:
    'SELECT r."mentorshipId" FROM "ReviewForm" f JOIN "Review" r ON r."id" = f."reviewId" WHERE f."id" = t."formId"',
  PracticeChangeWord: 'SELECT c."mentorshipId" FROM "PracticeChange" c WHERE c."id" = t."changeId"',
};

/** What an erased person left stands under nobody's key, and nothing has to commit to its words. */
const isTheirs = (columns: Readonly<Record<string, Compared>>): string =>
  'keyOf' in columns ? `AND t."keyOf" <> ''` : '';

const amiss = (chain: string): Promise<boolean> =>
  opened.store.read(async (tx) => {
    const { audit, verification } = tx.in(fixtureOf(fixture).programme);
    const verdict = await audit.check(chain as MentorshipId);
    return verdict.misfits.length > 0 || (await verification.amiss(chain as MentorshipId)).length > 0;
  });

/** Another value of the same kind. */
const another = (column: string, value: unknown): unknown =>
  value instanceof Uint8Array
    ? new Uint8Array([0])
    : typeof value === 'number'
      ? value === 1
        ? 0
        : value + 1
      : typeof value === 'string'
        ? `${value}x`
        : /At$|Minutes$|Version$|level|rating|Baseline$/.test(column)
          ? 1
          : 'x';

interface Row {
  readonly rowid: number;
  readonly chain: string;
}

test('nothing is found where nothing was changed', { timeout: 60_000 }, async () => {
  const all = await opened.store.read((tx) => tx.in(fixtureOf(fixture).programme).mentorships.all());
  const found: string[] = [];
  for (const { id } of all) if (await amiss(id)) found.push(id);
  expect([all.length > 5, found]).toEqual([true, []]);
});

for (const [model, columns] of Object.entries(comparedColumns))
  test(`${model}: what is compared is found where it was changed`, { timeout: 60_000 }, async () => {
    const unseen: string[] = [];
    for (const [column, how] of Object.entries(columns)) {
      if (how !== 'leaf' && how !== 'beside') continue;
      const rows = inFile(opened.file, (db) =>
        db.rows<Row & { readonly was: unknown }>(
          `SELECT t.rowid AS "rowid", (${chains[model] ?? 't."mentorshipId"'}) AS "chain", t."${column}" AS "was"
           FROM "${model}" t WHERE t."programmeId" = ? ${isTheirs(columns)}
           ORDER BY t."${column}" IS NULL, t.rowid LIMIT 6`,
          fixtureOf(fixture).programme,
        ),
      ).filter((row) => row.chain !== null);
      expect(rows, `a row of ${model}, to change its ${column}`).not.toEqual([]);
      let found = false;
      for (const { rowid, chain, was } of rows) {
        const set = (value: unknown) =>
          inFile(opened.file, (db) => db.run(`UPDATE "${model}" SET "${column}" = ? WHERE rowid = ?`, value, rowid));
        set(another(column, was));
        found = await amiss(chain);
        set(was);
        if (found) break;
      }
      if (!found) unseen.push(column);
    }
    expect(unseen).toEqual([]);
  });

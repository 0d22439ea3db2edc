import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

/**
 * Statements of our own are written once, for both databases (docs/platforms.md#two-databases-one-statement). What only
 * SQLite takes is seen here, without a PostgreSQL; what else it minds, the contract on PostgreSQL shows.
 */

const folder = path.resolve(import.meta.dirname, '../../../adapters/prisma');
/** What is SQLite's own. */
const sqliteOnly = ['alone.ts', 'backup.ts', 'connect.ts', 'driver.ts', 'migrate.ts', 'sqlite.ts'];
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.endsWith('.ts') && !sqliteOnly.includes(file) && !file.startsWith('postgresql'),
);

/** Where the template ends whose text begins at `from`. */
function endOfTemplate(code: string, from: number): number {
  for (let at = from; at < code.length; at += 1) {
    if (code[at] === '\\') at += 1;
    else if (code[at] === '`') return at;
    else if (code[at] === '$' && code[at + 1] === '{') at = endOfValue(code, at + 2);
  }
  throw new Error('a template without an end');
}

/** Where the brace is that ends a value in a template; there may be templates in it. */
function endOfValue(code: string, from: number): number {
  let open = 1;
  for (let at = from; at < code.length; at += 1) {
    if (code[at] === '`') at = endOfTemplate(code, at + 1);
    else if (code[at] === '{') open += 1;
    else if (code[at] === '}') open -= 1;
    if (open === 0) return at;
  }
  throw new Error('a value without an end');
}

/** The statements of a file, and their parts. */
const statementsIn = (code: string): readonly string[] =>
  [...code.matchAll(/(?:\b(?:query|run)(?:<(?:[^<>`]|<[^<>`]*>)*>)?|Prisma\.sql)`/g)].map((found) => {
    const from = found.index + found[0].length;
    return code.slice(from, endOfTemplate(code, from));
  });

/** Columns that hold true or false. */
const truths = [
  ...readFileSync(path.resolve(folder, '../../prisma/schema.prisma'), 'utf8').matchAll(/^\s+(\w+)\s+Boolean\b/gm),
].map(([, name]) => name);

/** What SQLite alone takes, with an example of it, and what both take. */
const refused: readonly (readonly [RegExp, string, string])[] = [
  [/\b(?:min|max)\s*\((?:[^()]|\([^()]*\))*,/i, 'SELECT min("a", "b")', 'CASE WHEN a < b THEN a ELSE b END'],
  [/\browid\b/i, 'SELECT "rowid" FROM "Memory"', 'the primary key'],
  [
    /\b(?:ifnull|iif|total|group_concat|quote|hex|json\w*)\s*\(/i,
    'SELECT ifnull("a", 0)',
    'COALESCE, CASE, TypeScript',
  ],
  [/\b(?:INSERT OR|REPLACE INTO)\b/i, 'INSERT OR IGNORE INTO "A"', 'ON CONFLICT'],
  [/\b(?:PRAGMA|sqlite_\w+)\b/i, 'PRAGMA data_version', 'adapters/prisma/dialect.ts'],
  [/\bIN \(\s*\)|\bLIMIT -/i, 'SELECT 1 LIMIT -1', 'no statement, or no limit'],
  [/\bIS (?:NOT )?[0-9$]/i, 'WHERE "a" IS 1', '=, IS NULL, IS NOT DISTINCT FROM'],
  [new RegExp(`"(?:${truths.join('|')})" (?:=|<>) [01]\\b`), '"practice" = 1', 'TRUE, FALSE'],
  [/\bGLOB\b|\bCOLLATE NOCASE\b/i, '"a" GLOB "b"', 'substr(…) = …'],
  [
    /\bDO UPDATE SET\b(?:(?!\bWHERE\b|\bRETURNING\b)[\s\S])*=\s*"\w+"(?!\s*\.)/,
    'ON CONFLICT ("k") DO UPDATE SET "n" = "n" + 1',
    'the column with its table, or with `excluded`',
  ],
];

const faultsOf = (statement: string): readonly string[] =>
  refused.filter(([pattern]) => pattern.test(statement)).map(([, , instead]) => instead);

test('no statement takes what only SQLite has', () => {
  const statements = files.flatMap((file) =>
    statementsIn(readFileSync(path.join(folder, file), 'utf8')).map((text) => ({ file, text })),
  );
  expect(statements.length).toBeGreaterThan(40);
  const faults = statements.flatMap(({ file, text }) =>
    faultsOf(text).map((instead) => `adapters/prisma/${file}: write ${instead} in${text}`),
  );
  expect(faults).toEqual([]);
});

test.each(refused)('%s is seen', (_, example, instead) => {
  const code = `await sql.query<Row<A>>\`WITH x \${Prisma.join([\`\${a}\`, { b: '}' }])} ${example}\`; x\`y\``;
  expect(statementsIn(code).flatMap(faultsOf)).toEqual([instead]);
});

test.each([
  'SELECT MAX("at"), COALESCE(MIN("a"), 0), COUNT(*) FROM "A"',
  'INSERT INTO "A" ("n") VALUES (1) ON CONFLICT ("k") DO UPDATE SET "n" = "A"."n" + 1, "b" = excluded."b" RETURNING "n"',
  'ON CONFLICT ("k") DO UPDATE SET "n" = excluded."n" WHERE "A"."state" = \'x\'',
  'WHERE "a" IS NULL AND "b" IS NOT NULL AND "c" IS NOT DISTINCT FROM "d" LIMIT 9',
])('%s is both’s', (statement) => {
  expect(faultsOf(statement)).toEqual([]);
});

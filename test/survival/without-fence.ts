import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bin } from '../support/bin.js';

/**
 * What keeps the outbox from saying things twice, as it stands in its statements: that the claim is still one's own is asked
 * as an attempt begins and as it ends, and that it began is written down. Each of one message, and of several on PostgreSQL.
 */
export const fences: readonly { readonly text: string; readonly without: string; readonly times: number }[] = [
  // `begunAlone` and `endedAlone` of adapters/prisma/attempts.ts.
  { text: ` AND "fence" = \${fence} AND "state" = 'sending'`, without: ` AND "state" = 'sending'`, times: 2 },
  {
    text: `"attemptedAt" = CASE WHEN \${address !== null} THEN \${at} ELSE "attemptedAt" END`,
    without: '"attemptedAt" = NULL',
    times: 1,
  },
  // `had` and `begun` of adapters/prisma/postgresql/attempts.ts.
  { text: ` AND o."fence" = a."fence" AND o."state" = 'sending'`, without: ` AND o."state" = 'sending'`, times: 1 },
  {
    text: `"attemptedAt" = CASE WHEN "had"."address" IS NULL THEN o."attemptedAt" ELSE "had"."at" END`,
    without: '"attemptedAt" = NULL',
    times: 1,
  },
];

/** How often each of them stands in these texts. */
export const fencesIn = (texts: readonly string[]): readonly number[] =>
  fences.map(({ text }) => texts.reduce((sum, whole) => sum + whole.split(text).length - 1, 0));

/**
 * The compiled program without what keeps the outbox from saying things twice: no write asks whether the claim is still
 * its own, and no attempt is written down before it is made, so that none is looked up afterwards
 * (docs/platforms.md#uncertain-sends). Beside the program itself, below `dist/`, whatever it needs.
 *
 * @returns the file to start, and what takes the copy away
 * @throws where the compiled program has no such text: a copy that has its fence would prove nothing
 */
export function withoutFence(): { readonly file: string; readonly gone: () => void } {
  const from = path.dirname(bin);
  const to = path.join(path.dirname(from), `without-fence-${process.pid}`);
  cpSync(from, to, { recursive: true, verbatimSymlinks: true });
  const gone = (): void => rmSync(to, { recursive: true, force: true });
  const files = readdirSync(to).filter((name) => name.endsWith('.js'));
  const texts = files.map((name) => readFileSync(path.join(to, name), 'utf8'));
  const found = fencesIn(texts);
  if (fences.some(({ times }, n) => found[n] !== times)) {
    gone();
    throw new Error(`the outbox's fence is not where it was: its parts were found ${found.join(', ')} times`);
  }
  for (const [n, name] of files.entries()) {
    const whole = texts[n] ?? '';
    const open = fences.reduce((rest, { text, without }) => rest.replaceAll(text, without), whole);
    if (open !== whole) writeFileSync(path.join(to, name), open);
  }
  return { file: path.join(to, path.basename(bin)), gone };
}

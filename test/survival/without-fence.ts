import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bin } from '../support/bin.js';

const fence = ` AND "fence" = \${fence} AND "state" = 'sending'`;
const mark = `"attemptedAt" = CASE WHEN \${address !== null} THEN \${leaseNow} ELSE "attemptedAt" END`;

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
  let [fences, marks] = [0, 0];
  for (const name of readdirSync(to).filter((n) => n.endsWith('.js'))) {
    const text = readFileSync(path.join(to, name), 'utf8');
    const [inIt, marked] = [text.split(fence).length - 1, text.split(mark).length - 1];
    if (inIt + marked === 0) continue;
    fences += inIt;
    marks += marked;
    writeFileSync(
      path.join(to, name),
      text.replaceAll(fence, ` AND "state" = 'sending'`).replaceAll(mark, '"attemptedAt" = NULL'),
    );
  }
  // `attempting`, `settle`, and where a message stands.
  if (fences !== 3 || marks !== 1) {
    gone();
    throw new Error(`the outbox's fence is not where it was: ${fences} conditions and ${marks} marks were found`);
  }
  return { file: path.join(to, path.basename(bin)), gone };
}

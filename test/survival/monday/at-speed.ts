import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pace } from '../../../adapters/slack/limits.js';
import { bin } from '../../support/bin.js';

/**
 * The compiled program for a day that goes by `speed` times as fast: Slack's limits are so many a minute of that day, so the
 * paces that the program keeps to are as much faster. Nothing else of it is other than it runs for people.
 *
 * @returns the file to start, and what takes the copy away
 * @throws where the compiled program has no such paces: at its usual ones the day would be a queue of its own making
 */
export function atSpeed(speed: number): { readonly file: string; readonly gone: () => void } {
  const from = path.dirname(bin);
  const to = path.join(path.dirname(from), `at-speed-${process.pid}`);
  cpSync(from, to, { recursive: true, verbatimSymlinks: true });
  const gone = (): void => rmSync(to, { recursive: true, force: true });
  let found = 0;
  for (const name of readdirSync(to).filter((n) => n.endsWith('.js'))) {
    const file = path.join(to, name);
    const text = readFileSync(file, 'utf8');
    const paces = /const pace = \[[^\]]*\["send"\][\s\S]*?\n\];/.exec(text)?.[0];
    if (paces === undefined || !paces.includes('"open"')) continue;
    const faster = paces.replaceAll(/within: ([\de]+)/g, (_, ms: string) => {
      found += 1;
      return `within: ${Math.max(1, Math.round(Number(ms) / speed))}`;
    });
    writeFileSync(file, text.replace(paces, faster));
  }
  if (found !== pace.length) {
    gone();
    throw new Error(`Slack's paces are not where they were: ${found} of ${pace.length} were found`);
  }
  return { file: path.join(to, path.basename(bin)), gone };
}

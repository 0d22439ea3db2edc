import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** What processes have cost so far, from /proc: both that we started and PostgreSQL's, which tells nothing of it itself. */

/** Hundredths of a second, on every Linux that Node runs on (proc(5): _SC_CLK_TCK). */
const ticks = 100;

interface Stat {
  readonly parent: number;
  /** Seconds of processor time of its own, and of its children that have ended. */
  readonly own: number;
  readonly ended: number;
}

function statOf(pid: number): Stat | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name may have anything in it; what follows its bracket is numbers.
    const cells = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const at = (n: number): number => Number(cells[n - 3]);
    return { parent: at(4), own: (at(14) + at(15)) / ticks, ended: (at(16) + at(17)) / ticks };
  } catch {
    // It has ended.
    return undefined;
  }
}

/** Seconds of processor time that this process has taken. */
export const cpuOf = (pid: number): number => statOf(pid)?.own ?? 0;

/** Seconds that a PostgreSQL has taken, whichever of its processes: those that have ended are counted by the first. */
export function cpuOfServer(folder: string): number {
  const [first = ''] = readFileSync(path.join(folder, 'data', 'postmaster.pid'), 'utf8').split('\n');
  const pid = Number(first);
  const all = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? [statOf(Number(name))] : []));
  const it = statOf(pid);
  return all.reduce((sum, one) => sum + (one?.parent === pid ? one.own : 0), (it?.own ?? 0) + (it?.ended ?? 0));
}

/** Statements that a program has sent by now (counts-statements.mjs). */
export function statementsIn(file: string): { readonly statements: number; readonly ends: number } {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as { statements: number; ends: number };
  } catch {
    // It has not written yet, or just writes.
    return { statements: 0, ends: 0 };
  }
}

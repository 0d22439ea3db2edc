import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { keyBackupDays } from '../domain/kept-for.js';
import { day as oneDay } from '../kernel/clock.js';

/** What backups are called, and which of them are one too many. */

/**
 * A backup as its name tells it: `mentorlog-2026-12-01.db`, a further one of that day `…-2`, one from before an upgrade
 * `…-before-0.8.0`. One whose chains did not hold ends in `-doubtful`; one that has people's keys in its rows, as all had
 * up to 0.7.0, in `-with-keys`. Only a file that was verified has such a name. People's keys of that moment are beside it,
 * as beside the database: `mentorlog-2026-12-01.db-keys`.
 */
export interface Backup {
  readonly name: string;
  /** The day, as `YYYY-MM-DD` in the installation's zone. */
  readonly day: string;
  readonly doubtful: boolean;
}

/** How the names of this database's backups begin. */
export const stemOf = (database: string): string => path.basename(database).replace(/\.(db|sqlite3?)$/i, '');

/** The backups among these names of files. */
export function backupsAmong(names: readonly string[], stem: string): readonly Backup[] {
  const begins = `${stem}-`;
  return names
    .flatMap((name) => {
      if (!name.startsWith(begins)) return [];
      const found = /^(\d{4}-\d\d-\d\d)(?:-[a-z0-9.-]+)?\.db$/.exec(name.slice(begins.length));
      return found === null ? [] : [{ name, day: found[1] as string, doubtful: name.endsWith('-doubtful.db') }];
    })
    .toSorted((a, b) => (a.day < b.day ? 1 : a.day > b.day ? -1 : a.name < b.name ? 1 : -1));
}

/** Those in a folder, newest first; none where there is no such folder. */
export async function backupsIn(folder: string, stem: string): Promise<readonly Backup[]> {
  try {
    return backupsAmong(await readdir(folder), stem);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

const withKeys = '-with-keys';
/** What a name is given that says more of the file than when it was taken. */
const endings = ['', '-doubtful', withKeys] as const;

/** The name of one with that much to be said of it. */
export const namedAs = (name: string, found: { readonly doubtful: boolean; readonly keysInside: boolean }): string =>
  name.replace(/\.db$/, `${found.keysInside ? withKeys : found.doubtful ? '-doubtful' : ''}.db`);

/** The name of the next one of that day. `what` says what it is from before of, if anything. */
export function freeName(taken: readonly Backup[], stem: string, day: string, what?: string): string {
  const begins = `${stem}-${day}${what === undefined ? '' : `-${what}`}`;
  const names = new Set(taken.map(({ name }) => name));
  for (let n = 1; ; n += 1) {
    const name = n === 1 ? begins : `${begins}-${n}`;
    if (!endings.some((end) => names.has(`${name}${end}.db`))) return `${name}.db`;
  }
}

/**
 * Which are one too many once `made` is there: days beyond the newest `keep`. Whatever `made` is, the newest of those that
 * are not doubtful stays; where it is doubtful itself, only doubtful ones go. What a clock that was wrong dated
 * into the future is the first to go, so that it pushes out nothing.
 * @param today as the names have it
 */
export function tooMany(all: readonly Backup[], made: Backup, today: string, keep: number): readonly Backup[] {
  const age = ({ day }: Backup): string => (day > today ? '' : day);
  const days = [...new Set(all.map(age))].toSorted().toReversed();
  const beyond = new Set(days.slice(keep));
  const lastGood = all.find((one) => !one.doubtful && one.day <= today) ?? all.find((one) => !one.doubtful);
  return all.filter(
    (one) =>
      one.name !== made.name && one.name !== lastGood?.name && beyond.has(age(one)) && (one.doubtful || !made.doubtful),
  );
}

/**
 * Which of these files hold people's keys and are older than such a file may be (`keyBackupDays`): with one of them somebody
 * could be brought back who was erased since. Keys beside a backup, those of a copy that was never finished, and backups that
 * have them inside, unless that is the last good one there is. What a wrong clock dated into the future is too old as well.
 */
export function keysPast(names: readonly string[], stem: string, today: string): readonly string[] {
  const backups = backupsAmong(names, stem);
  const lastGood = backups.find((one) => !one.doubtful && one.day <= today)?.name;
  return names.filter((name) => {
    const begun = name.startsWith('.');
    const bare = begun ? name.slice(1) : name;
    if (!bare.startsWith(`${stem}-`)) return false;
    const [, day, end] = /^(\d{4}-\d\d-\d\d)(?:-[a-z0-9.-]+?)?(\.db.*)$/.exec(bare.slice(stem.length + 1)) ?? [];
    if (day === undefined || end === undefined) return false;
    // Begun on a day that is over, and left: it was killed.
    if (begun) return end.startsWith('.db.part') && day !== today;
    const holdsKeys = end === '.db-keys' || (end === '.db' && name.endsWith(`${withKeys}.db`) && name !== lastGood);
    return holdsKeys && isPast(day, today);
  });
}

/** The newest copy of people's keys in a folder, with its path. */
export async function newestKeys(folder: string, stem: string): Promise<string | undefined> {
  const names = new Set(await readdir(folder).catch(() => []));
  const found = backupsAmong([...names], stem).find(({ name }) => names.has(`${name}-keys`));
  return found === undefined ? undefined : path.join(folder, `${found.name}-keys`);
}

/** The same of what restores took the place of (`mentorlog.db.replaced-20261201T120000-keys`). */
export const replacedKeysPast = (names: readonly string[], database: string, today: string): readonly string[] =>
  names.filter((name) => {
    const begins = `${path.basename(database)}.replaced-`;
    const [, y, m, d] = /^(\d{4})(\d\d)(\d\d)T\d{6}-keys(?:-journal)?$/.exec(name.slice(begins.length)) ?? [];
    return name.startsWith(begins) && y !== undefined && isPast(`${y}-${m}-${d}`, today);
  });

function isPast(day: string, today: string): boolean {
  const age = (Date.parse(today) - Date.parse(day)) / oneDay;
  // A day ahead: the zone of the names may have been changed.
  return age >= keyBackupDays || age < -1;
}

import { type CivilDate, local, placeAnyway } from '../../kernel/zoned.js';

/** A past by months, the newest first, in its reader's own zone; a full month takes several pages. */

interface Moment {
  /** ms */
  readonly at: number;
}

export interface Month<S, C> {
  /** `2026-11`. */
  readonly key: string;
  /** The newest first. */
  readonly sessions: readonly S[];
  readonly contacts: readonly C[];
}

export interface MonthPage<S, C> extends Month<S, C> {
  /** Which page of its month it is, from 0, and of how many. */
  readonly n: number;
  readonly of: number;
}

const monthOf = (at: number, zone: string): string => local(at, zone).date.slice(0, 7);

const names = 'January February March April May June July August September October November December'.split(' ');
const nameAt = (key: string): string => names[Number(key.slice(5)) - 1] ?? key;

/** "November 2026". */
export const monthInWords = (key: string): string => `${nameAt(key)} ${key.slice(0, 4)}`;
/** "Nov". */
export const monthInShort = (key: string): string => nameAt(key).slice(0, 3);

/** What lies in each month, by its key. @param all the newest first */
function byMonth<T extends Moment>(all: readonly T[], zone: string): ReadonlyMap<string, readonly T[]> {
  const found = new Map<string, T[]>();
  let from = Number.POSITIVE_INFINITY;
  let month: T[] = [];
  for (const one of all) {
    if (one.at < from) {
      // Of many moments only the first of each month is looked up in the zone.
      const key = monthOf(one.at, zone);
      from = placeAnyway(`${key}-01` as CivilDate, '00:00', zone);
      month = found.get(key) ?? [];
      found.set(key, month);
    }
    month.push(one);
  }
  return found;
}

/** Every month in which there was something. Both lists the newest first. */
export function monthsOf<S extends Moment, C extends Moment>(
  sessions: readonly S[],
  contacts: readonly C[],
  zone: string,
): readonly Month<S, C>[] {
  const [held, met] = [byMonth(sessions, zone), byMonth(contacts, zone)];
  return [...new Set([...held.keys(), ...met.keys()])]
    .sort()
    .reverse()
    .map((key) => ({ key, sessions: held.get(key) ?? [], contacts: met.get(key) ?? [] }));
}

/** The months' pages, the newest first; each has at most `size` sessions, and as many contacts. */
export const pagesOf = <S, C>(months: readonly Month<S, C>[], size: number): readonly MonthPage<S, C>[] =>
  months.flatMap(({ key, sessions, contacts }) => {
    const of = Math.max(1, Math.ceil(sessions.length / size), Math.ceil(contacts.length / size));
    return Array.from({ length: of }, (_, n) => ({
      key,
      n,
      of,
      sessions: sessions.slice(n * size, (n + 1) * size),
      contacts: contacts.slice(n * size, (n + 1) * size),
    }));
  });

/** What a press says that opens this page. */
export const pageArg = ({ key, n }: { readonly key: string; readonly n: number }): string => `${key}.${n}`;

/**
 * Which page is meant (its index; -1 where there is none): the one that was pressed, or the nearest before it. Without a
 * press the newest that has begun: what was called off beforehand may lie further on.
 */
export function pageMeant(
  pages: readonly { readonly key: string; readonly n: number }[],
  arg: string,
  at: { readonly now: number; readonly zone: string },
): number {
  const asked = /^(\d{4}-(?:0[1-9]|1[0-2]))(?:\.(\d{1,4}))?$/.exec(arg);
  const key = asked?.[1] ?? monthOf(at.now, at.zone);
  const n = Number(asked?.[2] ?? 0);
  const found = pages.findIndex((p) => p.key < key || (p.key === key && p.n >= n));
  return found === -1 ? pages.length - 1 : found;
}

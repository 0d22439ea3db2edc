import type Library from 'date-holidays';
import { day } from '../kernel/clock.js';
import { addDays, type CivilDate } from '../kernel/zoned.js';
import type { Nation, Programme } from './programme.js';

/**
 * Public holidays of a place, by civil date. The data are the library date-holidays'; it is loaded at the first
 * question only, for its tables of 200 countries take longer to read than the rest of the program.
 */
export interface Holidays {
  /** The holiday's name in English, or undefined where the date is none. */
  on(date: CivilDate): string | undefined;
}

export const noHolidays: Holidays = { on: () => undefined };

const regions: Readonly<Record<Nation, string | undefined>> = {
  england: 'GB-ENG',
  wales: 'GB-WLS',
  scotland: 'GB-SCT',
  'northern-ireland': 'GB-NIR',
  ireland: 'IE',
  other: undefined,
};

/** Whose holidays a programme keeps: as set (`IN`, `US-NY`), otherwise its nation's; undefined where nobody's. */
export const regionOf = (programme: Pick<Programme, 'nation' | 'settings'>): string | undefined =>
  programme.settings.region ?? regions[programme.nation];

type Class = typeof Library;
let library: Promise<Class> | undefined;
const load = (): Promise<Class> => {
  library ??= import('date-holidays').then((m) => m.default);
  return library;
};

const known = new Map<string, Holidays>();

/** Whether holidays of this place are known: a country's code, or country-state as in ISO 3166-2 (`GB-ENG`). */
export async function isRegion(region: string): Promise<boolean> {
  const [country = '', ...rest] = region.toUpperCase().split('-');
  if (!/^[A-Z]{2}$/.test(country)) return false;
  const all = new (await load())();
  if (!(country in all.getCountries())) return false;
  const state = rest.join('-');
  // A country without states answers undefined.
  return state === '' ? rest.length === 0 : state in ((all.getStates(country) as object | undefined) ?? {});
}

/** The holidays of a place; none where it is undefined or unknown. Read once a place and year. */
export async function holidaysOf(region: string | undefined): Promise<Holidays> {
  if (region === undefined) return noHolidays;
  const key = region.toUpperCase();
  const there = known.get(key);
  if (there !== undefined) return there;
  if (!(await isRegion(key))) return noHolidays;
  const [country = '', ...rest] = key.split('-');
  const Class = await load();
  const source = rest.length === 0 ? new Class(country) : new Class(country, rest.join('-'));
  const years = new Map<string, ReadonlyMap<CivilDate, string>>();
  const of = (year: string): ReadonlyMap<CivilDate, string> => {
    let made = years.get(year);
    if (made === undefined) {
      made = namesOf(source, year);
      years.set(year, made);
    }
    return made;
  };
  const holidays: Holidays = { on: (date) => of(date.slice(0, 4)).get(date) };
  known.set(key, holidays);
  return holidays;
}

/** By the local dates that the library gives, never by its `Date`s: those depend on the process's zone. */
function namesOf(source: Library, year: string): ReadonlyMap<CivilDate, string> {
  const names = new Map<CivilDate, string>();
  for (const h of source.getHolidays(year, 'en')) {
    if (h.type !== 'public' && h.type !== 'bank') continue;
    const [date = '', time = ''] = h.date.split(' ');
    // Half a holiday, from noon on, is a working day.
    if (time >= '12:00') continue;
    const days = Math.max(1, Math.round((h.end.getTime() - h.start.getTime()) / day));
    for (let i = 0; i < days; i += 1) {
      const on = addDays(date, i);
      if (!names.has(on)) names.set(on, h.name);
    }
  }
  return names;
}

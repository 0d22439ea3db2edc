import { Temporal } from 'temporal-polyfill';
import { minute } from '../../kernel/clock.js';
import { isZone, zoneName } from '../../kernel/zoned.js';

/**
 * Abbreviations in use in English, in minutes east of UTC (IANA tzdata's current abbreviations). Left out are those
 * with several meanings that no person's own zone can settle (CST in China and Cuba is read as the American one).
 */
const fixed: Readonly<Record<string, number>> = {
  UTC: 0,
  Z: 0,
  GMT: 0,
  WET: 0,
  BST: 60,
  WEST: 60,
  CET: 60,
  CEST: 120,
  EET: 120,
  EEST: 180,
  SAST: 120,
  GST: 240,
  PKT: 300,
  IST: 330,
  SGT: 480,
  HKT: 480,
  AWST: 480,
  JST: 540,
  KST: 540,
  ACST: 570,
  ACDT: 630,
  AEST: 600,
  AEDT: 660,
  NZST: 720,
  NZDT: 780,
  EST: -300,
  EDT: -240,
  CST: -360,
  CDT: -300,
  MST: -420,
  MDT: -360,
  PST: -480,
  PDT: -420,
  AKST: -540,
  AKDT: -480,
  HST: -600,
  NST: -210,
  NDT: -150,
};
/** Names that follow a place's clock, summer or winter. */
const places: Readonly<Record<string, string>> = {
  'UK TIME': 'Europe/London',
  'LONDON TIME': 'Europe/London',
  ET: 'America/New_York',
  CT: 'America/Chicago',
  PT: 'America/Los_Angeles',
  'EASTERN TIME': 'America/New_York',
  'PACIFIC TIME': 'America/Los_Angeles',
};
/** Cities of people's talk that name no zone of their own. */
const cities: Readonly<Record<string, string>> = {
  boston: 'America/New_York',
  washington: 'America/New_York',
  miami: 'America/New_York',
  'san francisco': 'America/Los_Angeles',
  seattle: 'America/Los_Angeles',
  mumbai: 'Asia/Kolkata',
  delhi: 'Asia/Kolkata',
  bangalore: 'Asia/Kolkata',
  beijing: 'Asia/Shanghai',
  geneva: 'Europe/Zurich',
  manchester: 'Europe/London',
  edinburgh: 'Europe/London',
  cardiff: 'Europe/London',
};
/** Countries, some of which have several clocks: which one is meant is not guessed. */
const countries =
  /^(?:us|usa|american|canadian|indian|french|german|spanish|italian|chinese|australian|irish|dutch|brazilian|european|local|their)$/i;
/** The areas of the zones' names: "Europe/Pariss" was meant for one, "Maths/English" was not. */
const areas = /^(?:Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific|Etc)\//i;

/** The zone of "Paris time"; of a city that has none, and of "story time", none. */
function cityZone(words: string): string | undefined {
  const name = words.toLowerCase().replace(/\s+/g, ' ');
  const own = new RegExp(`/${name.replace(/ /g, '_')}$`, 'i');
  return cities[name] ?? Intl.supportedValuesOf('timeZone').find((zone) => own.test(zone));
}

// These are words too, so only capitals count.
const capitalsOnly = new Set(['Z', 'ET', 'CT', 'PT', 'EST', 'MST', 'WET', 'WEST', 'EAT', 'IST', 'PST', 'GST', 'HST']);

export interface Label {
  /** Length of what was read, white space and brackets before and after included. */
  readonly length: number;
  /** The name as written. */
  readonly name: string;
  /** Minutes east of UTC. */
  readonly offset?: number;
  readonly zone?: string;
  /** A season's name in the person's own zone (BST, GMT): people use it out of season too. */
  readonly seasonal?: boolean;
  /** It is written as a zone, and there is none of that name: its time is not known. */
  readonly unknown?: true;
}

const names = [...Object.keys(fixed), ...Object.keys(places)].sort((a, b) => b.length - a.length).join('|');
const pattern = new RegExp(
  `^\\s*(?<open>\\()?\\s*(?:(?<exact>(?:GMT|UTC)\\s?(?<s>[+−-])(?<h>\\d{1,2})(?::?(?<m>\\d{2}))?)|(?<iso>\\+(?<ih>[01]\\d):?(?<im>[0-5]\\d))|(?<name>${names})|(?<iana>[A-Z][A-Za-z_]+/[A-Za-z_/-]+)|(?<mine>my\\s+time)|(?<city>\\p{L}+(?:\\s+\\p{L}+){0,2})\\s+time)(?![\\p{L}\\p{N}_])\\s*(?<close>\\))?`,
  'iu',
);

/** The zone that stands at the beginning of `text` (what follows a time); undefined when none does. */
export function labelAt(text: string, zone: string, at: number): Label | undefined {
  const match = pattern.exec(text);
  const g = match?.groups;
  if (!match || !g) return undefined;
  const length = match[0].length - (g.close && !g.open ? 1 : 0);
  if (g.exact !== undefined) {
    const minutes = Number(g.h) * 60 + Number(g.m ?? 0);
    if (minutes > 14 * 60) return { length, name: g.exact, unknown: true };
    return { length, name: g.exact, offset: g.s === '+' ? minutes : -minutes };
  }
  if (g.iso !== undefined) return { length, name: g.iso.trim(), offset: Number(g.ih) * 60 + Number(g.im) };
  if (g.city !== undefined) {
    const of = cityZone(g.city);
    if (of !== undefined) return { length, name: `${g.city} time`, zone: of };
    return countries.test(g.city) ? { length, name: `${g.city} time`, unknown: true } : undefined;
  }
  if (g.mine !== undefined) return { length, name: g.mine, zone };
  if (g.iana !== undefined) {
    if (isZone(g.iana)) return { length, name: g.iana, zone: g.iana };
    return areas.test(g.iana) ? { length, name: g.iana, unknown: true } : undefined;
  }
  const name = (g.name ?? '').toUpperCase().replace(/\s+/g, ' ');
  if (capitalsOnly.has(name) && g.name !== name) return undefined;
  const place = places[name];
  if (place !== undefined) return { length, name, zone: place };
  const own = ownOffset(name, zone, at);
  return { length, name, offset: own ?? fixed[name] ?? 0, seasonal: own !== undefined && name !== 'UTC' };
}

/** IST is Irish in Dublin and Indian in Delhi: a person's own zone settles an abbreviation it uses itself. */
function ownOffset(name: string, zone: string, at: number): number | undefined {
  const year = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).year;
  for (const month of [1, 7]) {
    const z = Temporal.PlainDate.from({ year, month, day: 1 }).toZonedDateTime(zone);
    const called = ['en-GB', 'en-US', 'en-AU', 'en-CA', 'en-IE', 'en-IN'].map((l) =>
      zoneName(z.epochMilliseconds, zone, l),
    );
    if (called.includes(name)) return offsetAt(z.epochMilliseconds, zone);
  }
  return undefined;
}

/** Minutes east of UTC of a wall clock in `zone` at `at` (ms). */
export function offsetAt(at: number, zone: string): number {
  const z = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  return Math.round(z.offsetNanoseconds / 1e6 / minute);
}

/** Whether a wall clock in `zone` shows that offset at some time of the year around `at`, though not at `at`. */
export function otherSeason(offset: number, zone: string, at: number): boolean {
  if (offsetAt(at, zone) === offset) return false;
  const month = 30 * 24 * 60 * minute;
  return [1, 2, 3, 4, 5, 6].some((n) => [at + n * month, at - n * month].some((t) => offsetAt(t, zone) === offset));
}

/** How the zone is called at that moment, in a name that `labelAt` reads as the same offset: "GMT", "BST", "GMT+5:45". */
export function readableZone(at: number, zone: string, locale: string): string {
  const name = zoneName(at, zone, locale);
  const label = labelAt(name, zone, at);
  const offset = offsetAt(at, zone);
  if (label !== undefined && label.offset === offset && label.length === name.length) return name;
  const size = Math.abs(offset);
  const minutes = size % 60 === 0 ? '' : `:${String(size % 60).padStart(2, '0')}`;
  return `GMT${offset < 0 ? '-' : '+'}${Math.floor(size / 60)}${minutes}`;
}

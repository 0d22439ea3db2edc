import type { PersonId } from '../kernel/ids.js';
import { addDays, type CivilDate, local } from '../kernel/zoned.js';
import { meanOf } from './feedback.js';

/**
 * What may be said in a channel (docs/field.md#channel-totals). Totals of the whole programme may; averages and
 * response rates only over at least five mentees who opted in, and once said they stay as they are until five different
 * mentees have new answers: two digests in a row would otherwise give a new answer away by subtraction.
 *
 * Two more things keep four people who pool what they know from working out a fifth's answer: an average is said to
 * the nearest half and a rate to the nearest tenth, and how many answered is said as a band, so that nobody outside
 * knows how many answers a figure is made of.
 */

/**
 * docs/field.md#five-mentees: at least so many mentees, and at least so many of them with new answers before figures
 * change.
 */
export const fewestMentees = 5;

/** A form that a mentee was asked to fill in and did not take back, as an average may know it. */
export interface AnsweredForm {
  /** When they first answered anything in it (ms); null if they did not. */
  readonly answeredAt: number | null;
  /** By question and the wording that was answered (`KEY@VERSION`): 1 to 5. */
  readonly ratings: Readonly<Record<string, number>>;
}

/** What their forms come to: of one mentee, all that an average is made of. */
export interface SummedForms {
  readonly asked: number;
  readonly answered: number;
  /** When the newest that was answered was first answered (ms); null if none was. */
  readonly newest: number | null;
  /** By question and wording: what its ratings sum up to, how many they are, and when the newest such form was answered. */
  readonly ratings: Readonly<
    Record<string, { readonly sum: number; readonly n: number; readonly newest: number | null }>
  >;
}

/** One mentee's answers as an average may know them. */
export interface MenteeAnswers extends SummedForms {
  readonly mentee: PersonId;
  /** *Count me in the channel's averages*; off by default. */
  readonly optedIn: boolean;
}

/** Adds up forms one by one; a store adds them up where they are. */
export function summedForms(forms: readonly AnsweredForm[]): SummedForms {
  const later = (a: number | null, b: number | null): number | null =>
    a === null || b === null ? (a ?? b) : Math.max(a, b);
  const ratings: Record<string, SummedForms['ratings'][string]> = {};
  for (const form of forms)
    for (const [key, rating] of Object.entries(form.ratings)) {
      const so = ratings[key] ?? { sum: 0, n: 0, newest: null };
      ratings[key] = { sum: so.sum + rating, n: so.n + 1, newest: later(so.newest, form.answeredAt) };
    }
  return {
    asked: forms.length,
    answered: forms.filter((f) => f.answeredAt !== null).length,
    newest: forms.reduce<number | null>((at, f) => later(at, f.answeredAt), null),
    ratings,
  };
}

/** A figure that has been published, and from whom it came: what the next digest must remember. */
export interface PublishedFigure {
  /** When it was first published (ms). */
  readonly at: number;
  /** Averages: 1 to 5 in halves. The response rate: 0 to 1 in tenths. */
  readonly figure: number;
  /** Whose answers are in it. Never said. */
  readonly from: readonly PersonId[];
  /** The figure that it took the place of. */
  readonly before?: Pick<PublishedFigure, 'figure' | 'from'> | undefined;
}

/** By question and wording; the response rate under `answered`. */
export type Published = Readonly<Record<string, PublishedFigure>>;
/** The response rate's name among the published figures; no question's key holds a colon. */
export const responseRate = ':answered';

/** A figure as the channel may read it. */
export interface SaidFigure {
  readonly key: string;
  readonly figure: number;
  readonly band: string;
  /** What was published before it, where that may still be said: with it there is a trend, without it there is none. */
  readonly before?: number | undefined;
}

/**
 * The figures to remember from now on and those to say. `questions`: the keys of those that are rated. Nothing but the
 * answers of opted-in mentees goes in; new answers from fewer than five different mentees change nothing; nor do
 * opting in or out, taking answers back, or editing them, until five have new ones. A figure most of whose people have
 * since opted out or taken their answers back (fewer than five are left) is said no more, neither as it stands nor as
 * what was before.
 */
export function nextFigures(
  before: Published,
  all: readonly MenteeAnswers[],
  questions: readonly string[],
  now: number,
): { readonly remember: Published; readonly say: readonly SaidFigure[] } {
  const remember: Record<string, PublishedFigure> = {};
  const say: SaidFigure[] = [];
  const inIt = all.filter((m) => m.optedIn);
  for (const key of [...questions, responseRate]) {
    const known = before[key];
    const next = refreshed(known, inIt, key, now) ?? known;
    if (next === undefined) continue;
    remember[key] = next;
    const maySay = ({ from }: Pick<PublishedFigure, 'from'>): boolean =>
      from.filter((id) => inIt.some((m) => m.mentee === id && contribution(m, key) !== null)).length >= fewestMentees;
    if (!maySay(next)) continue;
    const earlier = next.before !== undefined && maySay(next.before) ? { before: next.before.figure } : {};
    say.push({ key, figure: next.figure, band: bandOf(next.from.length), ...earlier });
  }
  // What is not asked any more is still remembered: it could be asked again.
  for (const [key, figure] of Object.entries(before)) remember[key] ??= figure;
  return { remember, say };
}

function refreshed(
  known: PublishedFigure | undefined,
  inIt: readonly MenteeAnswers[],
  key: string,
  now: number,
): PublishedFigure | undefined {
  const people = inIt.flatMap((m) => {
    const value = contribution(m, key);
    return value === null ? [] : [{ m, value }];
  });
  const withNew = people.filter(({ m }) => {
    const newest = key === responseRate ? m.newest : (m.ratings[key]?.newest ?? null);
    return newest !== null && (known === undefined || newest > known.at);
  });
  if (withNew.length < fewestMentees) return undefined;
  // Each mentee weighs the same, however many sessions they had: one who answers often does not stand out.
  const mean = meanOf(people.map((p) => p.value)) ?? 0;
  const step = key === responseRate ? 10 : 2;
  return {
    at: now,
    figure: Math.round(mean * step) / step,
    from: people.map((p) => p.m.mentee),
    ...(known === undefined ? {} : { before: { figure: known.figure, from: known.from } }),
  };
}

/** What one mentee brings to a figure: the mean of their ratings, or the share of forms they answered. */
function contribution(m: MenteeAnswers, key: string): number | null {
  if (key === responseRate) return m.asked === 0 ? null : m.answered / m.asked;
  const rated = m.ratings[key];
  return rated === undefined || rated.n === 0 ? null : rated.sum / rated.n;
}

/** How many mentees a figure is from, as a channel may know it. `n` is at least five. */
export const bandOf = (n: number): string => (n < 10 ? '5 to 9' : n < 20 ? '10 to 19' : '20 or more');

/** Totals of a programme over some sessions. Minutes. */
export interface Totals {
  readonly deliveredMinutes: number;
  readonly confirmedMinutes: number;
  /** Sessions that count. */
  readonly sessions: number;
  readonly records: number;
  readonly recordsAtTheTime: number;
}

/** Adds up portfolios: minutes, the sessions that count (each of which has a record), and the records made at the time. */
export function totalsOf(portfolios: readonly Omit<Totals, 'records'>[]): Totals {
  const sum = (of: (p: (typeof portfolios)[number]) => number): number => portfolios.reduce((n, p) => n + of(p), 0);
  const sessions = sum((p) => p.sessions);
  return {
    deliveredMinutes: sum((p) => p.deliveredMinutes),
    confirmedMinutes: sum((p) => p.confirmedMinutes),
    sessions,
    // Of the sessions that stand beside them: one that nobody came to is neither counted nor out of how many.
    records: sessions,
    recordsAtTheTime: sum((p) => p.recordsAtTheTime),
  };
}

/** The week that a moment lies in, named by its Monday in that zone. */
export function weekKey(at: number, zone: string): CivilDate {
  const here = local(at, zone);
  return addDays(here.date, 1 - here.weekday);
}

import { z } from 'zod';
import { day } from '../kernel/clock.js';
import type { PersonId } from '../kernel/ids.js';
import { addMonths, local, placeAnyway } from '../kernel/zoned.js';
import { keptValue, ofPerson } from './kept.js';
import type { LeadAlert } from './lead-alert.js';
import type { Mentorship } from './mentorship.js';
import type { Person, Programme } from './programme.js';

/**
 * How long what is kept is kept, by class of record (docs/field.md#retention). Nothing is erased by itself: when a class
 * falls due the coordinator is asked, once a month.
 */

/** `learner`: what a mentee's key opens. `decisions`: who mentored, allocated, assessed and settled. Of one person each. */
export type PersonClass = 'learner' | 'decisions';
/** `concerns`: that somebody passed a concern on, to whom and when. */
export type RetentionClass = PersonClass | 'concerns';

/**
 * In months, where a coordinator set nothing. Evidence: three years after the end. Concerns: ten years from the day, which is
 * the least that guidance in the United Kingdom names for one about an adult (docs/field.md#retention).
 */
export const usualMonths: Readonly<Record<RetentionClass, number>> = { learner: 36, decisions: 36, concerns: 120 };
/**
 * What a coordinator may set. Of concerns no less than a year, or the count of what is over would tell of one that is being
 * looked into; and up to 75 years, the longest that an inquiry has asked for (IICSA, recommendation 17).
 */
export const monthsBounds: Readonly<Record<RetentionClass, { readonly min: number; readonly max: number }>> = {
  learner: { min: 1, max: 120 },
  decisions: { min: 1, max: 120 },
  concerns: { min: 12, max: 900 },
};

export const monthsOf = ({ settings }: Pick<Programme, 'settings'>): Readonly<Record<RetentionClass, number>> => ({
  ...usualMonths,
  ...settings.retention,
});

export const classWords: Readonly<Record<RetentionClass, string>> = {
  learner: 'Learner work',
  decisions: 'Who mentored, assessed and decided',
  concerns: 'That a concern was passed on',
};

/** The coordinator keeps somebody's for another year, with why. */
export const keptLonger = keptValue({
  name: 'kept-longer',
  per: [ofPerson],
  schema: z.object({ until: z.number(), reason: z.string() }),
  erasure: { of: 'person', does: 'forget' },
});

/** Why what is kept of concerns stays for another year. A choice: of a concern nothing is typed (docs/concern.md). */
export const whyConcernsStay = ['policy', 'inquiry', 'asked'] as const;

/** The same of all concerns that are over, for nobody may say it of one. */
export const concernsKeptLonger = keptValue({
  name: 'concerns-kept-longer',
  schema: z.object({ until: z.number(), why: z.enum(whyConcernsStay) }),
  erasure: { of: 'nobody', because: 'It is a day, and one of three reasons.' },
});

export interface Due {
  readonly person: Person['id'];
  readonly of: PersonClass;
  /** When it fell due (ms). */
  readonly since: number;
}

/**
 * Whose is due at `now` (ms): all that they had part in ended so many months ago, they coordinate nothing, and nobody has
 * said of them to keep it longer. Whoever is on hold is not among them. The longest due first.
 */
export function dueOf(about: {
  readonly people: Iterable<Person>;
  readonly mentorships: readonly Pick<Mentorship, 'mentor' | 'mentee' | 'state' | 'endedAt'>[];
  readonly allocations: readonly { readonly person: Person['id']; readonly until: number | null }[];
  readonly held: ReadonlySet<Person['id']>;
  readonly longer: ReadonlyMap<Person['id'], number>;
  readonly months: Readonly<Record<PersonClass, number>>;
  readonly zone: string;
  readonly now: number;
}): readonly Due[] {
  const { now, zone } = about;
  const due: Due[] = [];
  for (const p of about.people) {
    if (p.erasedAt !== null || p.roles.includes('coordinator') || about.held.has(p.id)) continue;
    if ((about.longer.get(p.id) ?? 0) > now) continue;
    const theirs = about.mentorships.filter((m) => m.mentor === p.id || m.mentee === p.id);
    const read = about.allocations.filter((a) => a.person === p.id);
    const ends = [
      ...theirs.map((m) => (m.state === 'ended' || m.state === 'declined' ? m.endedAt : undefined)),
      ...read.map((a) => a.until ?? undefined),
    ];
    if (ends.length === 0 || ends.some((end) => end === undefined)) continue;
    const last = Math.max(...ends.map((end) => end ?? 0));
    const of: PersonClass = theirs.some((m) => m.mentee === p.id) ? 'learner' : 'decisions';
    const since = placeAnyway(addMonths(local(last, zone).date, about.months[of]), '12:00', zone);
    if (last > 0 && since <= now) due.push({ person: p.id, of, since });
  }
  return due.sort((a, b) => a.since - b.since);
}

/** Made before this (ms) an alert may be over: no month is shorter than 28 days. */
export const concernsOverBefore = (now: number, months: number): number => now - months * 28 * day;

/**
 * Which of these were made so many months ago at `now` (ms) and are to be asked about. Whatever names somebody who is on hold
 * is not among them: whoever passed it on, was told of it, or has it.
 */
export function concernsOver(
  alerts: readonly LeadAlert[],
  about: {
    readonly held: ReadonlySet<PersonId>;
    /** Until when (ms) they were said to stay, if they were. */
    readonly longer: number | undefined;
    readonly months: number;
    readonly zone: string;
    readonly now: number;
  },
): readonly LeadAlert[] {
  if ((about.longer ?? 0) > about.now) return [];
  const isHeld = (person: PersonId | null): boolean => person !== null && about.held.has(person);
  return alerts.filter(
    (a) =>
      placeAnyway(addMonths(local(a.at, about.zone).date, about.months), '12:00', about.zone) <= about.now &&
      ![a.by, a.lead, a.deputy, a.acknowledgedBy].some(isHeld),
  );
}

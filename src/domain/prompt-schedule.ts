import { day, hour, minute } from '../kernel/clock.js';
import type { MentorshipId, PersonId } from '../kernel/ids.js';
import type { PromptKind } from '../kernel/names.js';
import type { Occurrence } from '../kernel/subject.js';
import { addDays, local, placeAnyway, type WallTime } from '../kernel/zoned.js';
import { type Holidays, noHolidays } from './holidays.js';
import { type Leads, leadsOf, wantedAt } from './leads.js';
import type { Manners, Person, Programme, QuietHours } from './programme.js';
import { plannedEnd, type Session } from './session.js';
import {
  askPrompt,
  endPrompt,
  lookBackPrompt,
  nowPrompt,
  nudgePrompt,
  reminderSubject,
  remindPrompt,
} from './subjects.js';

/** When prompts fall due, and when they must wait: pure arithmetic on moments (ms) and zones. */

/**
 * Minutes after a session's end at which the mentee is asked (docs/field.md#the-mentee-confirms: about half an hour).
 */
export const askAfterMinutes = 30;
/** Hours after the first prompt at which the mentor is nudged, once. */
export const nudgeAfterHours = 20;
/** So many days a mentee may be offered to look back: by then what they did together is long ago. */
const lookBackDays = 60;

/** A prompt to be set: of each kind with an occurrence of that kind. */
export type Due<K extends PromptKind = PromptKind> = {
  readonly [One in K]: DueAs & { readonly kind: One; readonly occurrence: Occurrence<One> };
}[K];

interface DueAs {
  readonly subject: string;
  readonly to: PersonId;
  readonly dueAt: number;
  readonly expiresAt: number;
}

/**
 * When a prompt expires (ms) that may fire however late, after a laptop slept through the holidays too: it ends its
 * session, or sets the next of its kind, and nothing else does. What is still worth saying then is its handler's to know.
 */
export const neverTooLate = (dueAt: number): number => dueAt + 50 * 365 * day;

/** Such prompts a day, where somebody chose no number of their own. */
export const usualDailyCap = 5;

/** How somebody is told of things: their zone and their manners. */
export interface Told {
  readonly zone: string;
  readonly manners: ReturnType<typeof mannersOf>;
}
/** Undefined where nothing is known of the person. */
export type Whom = (person: PersonId) => Told | undefined;

/** A pause is asked about when a prompt would come: one that is ended early then keeps nothing back. */
const asUnpaused = (told: Told): Told['manners'] => ({ ...told.manners, pausedUntil: null });

/** How long (ms) before a session a reminder may still come, where quiet hours end that late. */
const stillInTime = 15 * minute;

/**
 * When a reminder wanted at `want` (ms) comes: at once, at the end of the quiet hours, or, where that would be too late,
 * before they begin. Undefined where there is no such moment after `now`.
 */
function reminderAt(want: number, startsAt: number, now: number, told: Told | undefined): number | undefined {
  if (told === undefined) return want > now ? want : undefined;
  const manners = asUnpaused(told);
  const after = mayGoAt(Math.max(want, now), told.zone, manners);
  if (after <= startsAt - stillInTime) return want > now || after > now ? after : undefined;
  const before = beforeQuiet(want, told.zone, told.manners.quiet);
  return before > now && mayGoAt(before, told.zone, manners) === before ? before : undefined;
}

/** The least time (ms) between somebody's two reminders; whoever chose the morning of the day has them as near as this. */
const apart = (leads: Leads): number => (leads.day === 'morning' ? 30 * minute : 2 * hour);

type Which = 'day' | 'hour';
const reminder = (s: Session, which: Which, to: PersonId, dueAt: number): Due => ({
  ...remindPrompt.prompt({ session: s.id, which, to }),
  subject: reminderSubject.write({ session: s.id, which }),
  to,
  dueAt,
  expiresAt: s.startsAt,
});

/**
 * Somebody's reminders of a planned session, as they have them set. `saidAt` (ms) is when they last heard of the plan:
 * within the hour of it the first reminder would say what was said just now; the second is worth it. What has `come`
 * does not come again.
 */
function remindersFor(
  s: Session,
  to: PersonId,
  told: Told | undefined,
  now: number,
  saidAt: number,
  come: (occurrence: string) => boolean = () => false,
): readonly Due[] {
  const leads = told?.manners.reminders ?? leadsOf({});
  const [first, second] = (['day', 'hour'] as const).map((which): Due | undefined => {
    const occurrence = remindPrompt.write({ session: s.id, which, to });
    const want = wantedAt(leads[which], s.startsAt, told?.zone);
    const at = want === undefined || want <= now ? undefined : reminderAt(want, s.startsAt, now, told);
    if (at === undefined || come(occurrence) || (which === 'day' && at <= saidAt + hour)) return undefined;
    return reminder(s, which, to, at);
  });
  if (first === undefined || second === undefined) return [first, second].filter((d) => d !== undefined);
  // Two so near each other would be one too many: the earlier one comes.
  if (Math.abs(second.dueAt - first.dueAt) < apart(leads) || second.dueAt < first.dueAt)
    return [second.dueAt < first.dueAt ? second : first];
  return [first, second];
}

/**
 * What changes of somebody's reminders of a planned session when they set others, or live by another clock: those to
 * set, and the occurrences to cancel. `kept` are those that wait or have come. One whose new moment is past already
 * stays where it was: nobody loses a reminder by asking for an earlier one.
 */
export function remindersMoved(
  s: Session,
  to: PersonId,
  told: Told,
  now: number,
  kept: ReadonlyMap<string, { readonly state: string; readonly dueAt: number }>,
): { readonly set: readonly Due[]; readonly cancel: readonly Occurrence[] } {
  const wanted = remindersFor(s, to, told, now, s.plannedAt, (o) => kept.get(o)?.state === 'fired');
  const leads = told.manners.reminders;
  const cancel = (['day', 'hour'] as const).flatMap((which) => {
    const occurrence = remindPrompt.write({ session: s.id, which, to });
    const old = kept.get(occurrence);
    if (old?.state !== 'waiting' || wanted.some((d) => d.occurrence === occurrence)) return [];
    const want = wantedAt(leads[which], s.startsAt, told.zone);
    const stays =
      want !== undefined &&
      want <= now &&
      !isQuiet(old.dueAt, told.zone, told.manners.quiet) &&
      wanted.every((d) => Math.abs(d.dueAt - old.dueAt) >= apart(leads));
    return stays ? [] : [occurrence];
  });
  const stands = (d: Due): boolean => {
    const old = kept.get(d.occurrence);
    return old?.state === 'waiting' && old.dueAt === d.dueAt;
  };
  // Two that would have been near each other were one: where that one is off now, and the other's own moment is past, it
  // goes on as the other.
  const inPlaceOf = (['day', 'hour'] as const).flatMap((which): readonly Due[] => {
    const other = which === 'day' ? 'hour' : 'day';
    const old = kept.get(remindPrompt.write({ session: s.id, which, to }));
    const there = kept.get(remindPrompt.write({ session: s.id, which: other, to }))?.state;
    const want = wantedAt(leads[other], s.startsAt, told.zone);
    return old?.state === 'waiting' &&
      leads[which] === 'off' &&
      want !== undefined &&
      want <= now &&
      there !== 'waiting' &&
      there !== 'fired' &&
      !isQuiet(old.dueAt, told.zone, told.manners.quiet)
      ? [reminder(s, other, to, old.dueAt)]
      : [];
  });
  return { set: [...wanted.filter((d) => !stands(d)), ...inPlaceOf], cancel };
}

/** Whether the first reminder, fired so late, would come beside the second: two that say the same are one too many. */
export const besideSecond = (
  second: { readonly state: string; readonly dueAt: number } | undefined,
  now: number,
): boolean =>
  second !== undefined && (second.state === 'waiting' || second.state === 'fired') && second.dueAt <= now + stillInTime;

/**
 * Every prompt of a planned session, in its present version. Occurrence keys do not hold the time: when the plan
 * moves, the same prompts move with it. What would be due before `now` is left out, but for the record's. With `whom`
 * each is set where its person may be told: reminders never fall into quiet hours, and a session that begins in them
 * begins without a card (its reminder can start it too).
 */
export function promptsOfSession(s: Session, now: number, whom?: Whom): readonly Due[] {
  const end = s.state === 'running' ? Math.max(plannedEnd(s), s.endedAt ?? 0) : plannedEnd(s);
  const due: Due[] = [];
  if (s.state === 'planned') {
    for (const to of [s.mentor, ...s.attendees.filter((a) => a.answer !== 'declined').map((a) => a.mentee)])
      due.push(...remindersFor(s, to, whom?.(to), now, now));
    const begins = Math.max(now, s.startsAt);
    const mentor = whom?.(s.mentor);
    if (mentor === undefined || mayGoAt(begins, mentor.zone, asUnpaused(mentor)) === begins)
      due.push({ ...nowPrompt.prompt({ session: s.id }), subject: s.id, to: s.mentor, dueAt: begins, expiresAt: end });
  }
  due.push({
    ...endPrompt.prompt({ session: s.id }),
    subject: s.id,
    to: s.mentor,
    // One whose end is past as it becomes known of, or goes on after a rest, is due from then on: how late the bot
    // itself asks is counted from it.
    dueAt: Math.max(end, now),
    expiresAt: neverTooLate(Math.max(end, now)),
  });
  return due;
}

/**
 * Due a day after a mentorship ended, or had its ending session, at `at` (ms): its mentee is offered a page of their own
 * (docs/field.md#looking-back).
 */
export function lookBackDue(m: { readonly id: MentorshipId; readonly mentee: PersonId }, at: number): Due {
  const dueAt = at + day;
  return {
    ...lookBackPrompt.prompt({ mentorship: m.id, date: local(dueAt, 'UTC').date }),
    subject: m.id,
    to: m.mentee,
    dueAt,
    expiresAt: dueAt + lookBackDays * day,
  };
}

/** Due once a session has ended at `endedAt`: the mentee's questions and the mentor's one nudge. */
export function promptsAfterSession(s: Session, endedAt: number): readonly Due[] {
  return [
    ...(s.kind === 'ending'
      ? s.attendees.map((a) => lookBackDue({ id: a.mentorship, mentee: a.mentee }, endedAt))
      : []),
    ...s.attendees.map(
      (a): Due => ({
        ...askPrompt.prompt({ session: s.id, to: a.mentee }),
        subject: s.id,
        to: a.mentee,
        dueAt: endedAt + askAfterMinutes * minute,
        expiresAt: endedAt + 14 * day,
      }),
    ),
    {
      ...nudgePrompt.prompt({ session: s.id }),
      subject: s.id,
      to: s.mentor,
      dueAt: endedAt + nudgeAfterHours * hour,
      expiresAt: endedAt + 7 * day,
    },
  ];
}

/** How the bot treats somebody: their own choices over the programme's. */
export function mannersOf(
  person: Pick<Person, 'manners'>,
  programme: Pick<Programme, 'settings'>,
): {
  readonly quiet: QuietHours;
  readonly workingDays: readonly number[];
  readonly pausedUntil: number | null;
  readonly reminders: Leads;
  readonly dailyCap: number;
} {
  const m: Manners = person.manners;
  return {
    quiet: m.quiet ?? programme.settings.quiet,
    workingDays: m.workingDays ?? programme.settings.workingDays,
    pausedUntil: m.pausedUntil ?? null,
    reminders: leadsOf(m),
    dailyCap: m.dailyCap ?? usualDailyCap,
  };
}

const inSpan = (time: WallTime, quiet: QuietHours): boolean =>
  quiet.from === quiet.to
    ? false
    : quiet.from < quiet.to
      ? time >= quiet.from && time < quiet.to
      : time >= quiet.from || time < quiet.to;

/** Whether a wall clock in that zone is within quiet hours at `at` (ms). */
export const isQuiet = (at: number, zone: string, quiet: QuietHours): boolean => inSpan(local(at, zone).time, quiet);

/** The end of the quiet hours that `at` lies in (ms), or `at` itself outside them. */
export function afterQuiet(at: number, zone: string, quiet: QuietHours): number {
  if (!isQuiet(at, zone, quiet)) return at;
  const here = local(at, zone);
  const today = placeAnyway(here.date, quiet.to, zone);
  let until = today > at ? today : placeAnyway(addDays(here.date, 1), quiet.to, zone);
  // Where the clock is put back over the end of quiet hours, the end is the second time it shows.
  while (isQuiet(until, zone, quiet)) until += 15 * minute;
  return until;
}

/** The last quarter of an hour before the quiet hours that `at` lies in (ms), or `at` itself outside them. */
export function beforeQuiet(at: number, zone: string, quiet: QuietHours): number {
  let when = at;
  // Quiet hours are less than a day; the bound keeps bad settings from looping.
  for (let i = 0; i < 97 && isQuiet(when, zone, quiet); i += 1) when -= 15 * minute;
  return when;
}

/**
 * When a prompt may go that is due at `at` (ms): after a pause, outside quiet hours, and on a working day where
 * `onWorkingDays`, which a public holiday is not. The record's prompt at its session's end is asked for by the mentor's own session and never waits
 * for quiet hours: its caller does not ask.
 */
export function mayGoAt(
  at: number,
  zone: string,
  manners: { readonly quiet: QuietHours; readonly workingDays: readonly number[]; readonly pausedUntil: number | null },
  onWorkingDays = false,
  holidays: Holidays = noHolidays,
): number {
  let when = Math.max(at, manners.pausedUntil ?? at);
  // A fortnight is enough to get past any quiet hours and days off; the bound keeps bad settings from looping.
  for (let i = 0; i < 14; i += 1) {
    when = afterQuiet(when, zone, manners.quiet);
    if (!onWorkingDays || manners.workingDays.length === 0) return when;
    const here = local(when, zone);
    if (manners.workingDays.includes(here.weekday) && holidays.on(here.date) === undefined) return when;
    when = placeAnyway(addDays(here.date, 1), '00:00', zone);
  }
  return when;
}

/** The next moment (ms), after `after`, at which a wall clock in `zone` shows `time` on ISO weekday `weekday`. */
export function nextWeekly(after: number, weekday: number, time: WallTime, zone: string): number {
  const here = local(after, zone);
  for (let i = 0; i <= 8; i += 1) {
    const date = addDays(here.date, i);
    const at = placeAnyway(date, time, zone);
    if (at > after && local(placeAnyway(date, '12:00', zone), zone).weekday === weekday) return at;
  }
  throw new RangeError('no such weekday');
}

/** Tomorrow at `time` in that zone (ms). */
export const tomorrowAt = (now: number, time: WallTime, zone: string): number =>
  placeAnyway(addDays(local(now, zone).date, 1), time, zone);

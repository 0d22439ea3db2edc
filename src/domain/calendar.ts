import { hour } from '../kernel/clock.js';
import type { PersonId } from '../kernel/ids.js';
import type { Person } from './programme.js';
import { type Attendee, attendeeOf, plannedEnd, type Session } from './session.js';

/**
 * What of a session may stand in somebody's calendar. A calendar is often read by others, so it holds *shown* fields
 * only (docs/architecture.md#private-words-only-in-forms), and of a group's mentees each sees only themselves.
 */

export interface CalendarPerson {
  /** Stable, and no address that could be written to: nobody's e-mail is known here. */
  readonly id: PersonId;
  readonly name: string;
}

export interface CalendarEvent {
  /** The same for the session's whole life. */
  readonly uid: string;
  /** Goes up with every change (RFC 5545 §3.8.7.4). */
  readonly sequence: number;
  /** ms */
  readonly startsAt: number;
  readonly endsAt: number;
  readonly title: string;
  readonly place: string;
  readonly organiser: CalendarPerson;
  readonly attendees: readonly (CalendarPerson & { readonly answer: Attendee['answer'] })[];
  readonly status: 'confirmed' | 'tentative' | 'cancelled';
  /** ms */
  readonly madeAt: number;
}

/** How a calendar is handed over: `publish` a feed, `request` one event or its change, `cancel` it (RFC 5546). */
export type CalendarMethod = 'publish' | 'request' | 'cancel';

export interface Calendar {
  readonly name: string;
  readonly method: CalendarMethod;
  readonly events: readonly CalendarEvent[];
}

/** How far back (ms) a feed reaches: what is longer ago stands in the records. */
export const feedReach = 90 * 24 * hour;
/** Most events in one feed, the newest kept. */
export const feedLength = 500;

/** Said in the title, for Outlook passes over a feed's STATUS and would show what is off like any other. */
const offWords: Readonly<Partial<Record<Session['state'], string>>> = {
  cancelled: 'Cancelled',
  'not-held': 'Did not happen',
};

/** The session as it stands in this reader's calendar. */
export function eventOf(
  s: Session,
  reader: PersonId,
  people: ReadonlyMap<PersonId, Pick<Person, 'name'>>,
): CalendarEvent {
  const named = (id: PersonId): CalendarPerson => ({ id, name: people.get(id)?.name ?? 'Someone' });
  const mine = s.mentor === reader ? s.attendees : s.attendees.filter((a) => a.mentee === reader);
  const off = offWords[s.state];
  const settled = s.state !== 'planned' || mine.some((a) => a.answer === 'accepted');
  return {
    uid: `session-${s.id}@mentorlog`,
    sequence: s.revision,
    startsAt: s.startsAt,
    endsAt: plannedEnd(s),
    title: off === undefined ? s.title : `${off}: ${s.title}`,
    place: s.place,
    organiser: named(s.mentor),
    attendees: mine.map((a) => ({ ...named(a.mentee), answer: a.answer })),
    status: off !== undefined ? 'cancelled' : settled ? 'confirmed' : 'tentative',
    madeAt: s.plannedAt,
  };
}

/** One session as a file: asks for it, tells its change, or takes it off again. */
export const calendarOfSession = (
  s: Session,
  reader: PersonId,
  people: ReadonlyMap<PersonId, Pick<Person, 'name'>>,
  name: string,
): Calendar => ({
  name,
  method: offWords[s.state] === undefined ? 'request' : 'cancel',
  events: [eventOf(s, reader, people)],
});

/** All of a series as a file: each date is an event of its own, as each is a session of its own. */
export const calendarOfSeries = (
  series: readonly Session[],
  reader: PersonId,
  people: ReadonlyMap<PersonId, Pick<Person, 'name'>>,
  name: string,
): Calendar => ({
  name,
  method: 'publish',
  events: series
    .filter((s) => attendeeOf(s, reader)?.answer !== 'declined')
    .sort((a, b) => a.startsAt - b.startsAt)
    .map((s) => eventOf(s, reader, people)),
});

/**
 * Everything of one person: what was cancelled stays in it as cancelled, so that no calendar keeps it by mistake; what
 * they said they can't make is left out.
 */
export function feedOf(
  sessions: readonly Session[],
  reader: PersonId,
  people: ReadonlyMap<PersonId, Pick<Person, 'name'>>,
  about: { readonly name: string; readonly now: number },
): Calendar {
  const theirs = sessions
    .filter((s) => s.startsAt >= about.now - feedReach && attendeeOf(s, reader)?.answer !== 'declined')
    .sort((a, b) => b.startsAt - a.startsAt || (a.id < b.id ? -1 : 1))
    .slice(0, feedLength);
  return { name: about.name, method: 'publish', events: theirs.map((s) => eventOf(s, reader, people)).reverse() };
}

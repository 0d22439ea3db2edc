import { type AccessLink, standingOf } from '../../domain/access-link.js';
import { calendarOfSeries, calendarOfSession, feedLength, feedOf, feedReach } from '../../domain/calendar.js';
import type { Person, Programme } from '../../domain/programme.js';
import { attendeeOf, type Session } from '../../domain/session.js';
import type { Clock } from '../../kernel/clock.js';
import type { PersonId, SeriesId, SessionId } from '../../kernel/ids.js';
import type { CalendarSeen, Calendars } from '../../ports/calendars.js';
import type { Rows, Store } from '../../ports/store.js';

/** What stands behind a calendar's address: read anew at each asking, as things are then. */
export const calendarsOf = (store: Pick<Store, 'read'>, clock: Clock): Calendars => ({
  look: (hash) =>
    store.read(async (tx): Promise<CalendarSeen | undefined> => {
      const link = await tx.accessLinks.find(hash);
      if (link === undefined || link.purpose !== 'calendar') return undefined;
      const rows = tx.in(link.programme);
      const now = clock.now();
      const people = new Map((await rows.people.all()).map((p) => [p.id, p]));
      if (standingOf(link, now) !== 'open' || !people.has(link.person)) return { kind: 'off' };
      return behind(link, rows, people, now);
    }),
});

async function behind(
  link: AccessLink,
  rows: Rows,
  people: ReadonlyMap<PersonId, Person>,
  now: number,
): Promise<CalendarSeen> {
  const name = nameOf(await rows.programme.get());
  const reader = link.person;
  if (link.subject !== reader) {
    const s = await rows.sessions.get(link.subject as SessionId);
    if (s !== undefined && isTheirs(s, reader))
      return { kind: 'calendar', calendar: calendarOfSession(s, reader, people, name) };
    const series = (await rows.sessions.ofSeries(link.subject as SeriesId)).filter((one) => isTheirs(one, reader));
    return series.length === 0
      ? { kind: 'off' }
      : { kind: 'calendar', calendar: calendarOfSeries(series, reader, people, name) };
  }
  const sessions = await rows.sessions.calendarOf(reader, now - feedReach, feedLength);
  return { kind: 'calendar', calendar: feedOf(sessions, reader, people, { name, now }) };
}

const isTheirs = (s: Session, reader: PersonId): boolean => s.mentor === reader || attendeeOf(s, reader) !== undefined;

const nameOf = (programme: Programme): string =>
  programme.practice ? `${programme.name} (practice data)` : programme.name;

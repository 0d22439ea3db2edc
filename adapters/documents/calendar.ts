import ical, {
  ICalAttendeeRole,
  ICalAttendeeStatus,
  ICalAttendeeType,
  ICalCalendarMethod,
  ICalEventBusyStatus,
  ICalEventStatus,
} from 'ical-generator';
import type { Calendar, CalendarEvent, CalendarMethod } from '../../src/domain/calendar.js';
import { asDate } from '../../src/kernel/zoned.js';

/**
 * Calendar files (RFC 5545, RFC 5546). Every time is written in UTC (`…Z`): with a `timezone` the library wrote hours
 * that were one off (docs/platforms.md#calendar-files), and a moment needs no zone to be the right one in any calendar.
 */

const methods: Readonly<Record<CalendarMethod, ICalCalendarMethod>> = {
  publish: ICalCalendarMethod.PUBLISH,
  request: ICalCalendarMethod.REQUEST,
  cancel: ICalCalendarMethod.CANCEL,
};
const statuses: Readonly<Record<CalendarEvent['status'], ICalEventStatus>> = {
  confirmed: ICalEventStatus.CONFIRMED,
  tentative: ICalEventStatus.TENTATIVE,
  cancelled: ICalEventStatus.CANCELLED,
};
const answers = {
  asked: ICalAttendeeStatus.NEEDSACTION,
  accepted: ICalAttendeeStatus.ACCEPTED,
  declined: ICalAttendeeStatus.DECLINED,
} as const;

/** RFC 2606: mail to `.invalid` never leaves. Calendars want an address for each person, and none is known here. */
const noMail = (id: string): string => `${id}@mentorlog.invalid`;

/** RFC 5545 §3.3.11, for the library writes a calendar's name as it comes, line breaks and all. */
const escaped = (s: string): string => oneLine(s).replace(/[\\;,]/g, (c) => `\\${c}`);
/** RFC 5545 §3.2: a parameter has no way to write a double quote, though the library tries. */
const inParameter = (s: string): string => oneLine(s).replace(/"/g, '’').replace(/\\/g, '/');
const oneLine = (s: string): string => s.replace(/\p{Cc}+/gu, ' ');

/** How often a calendar that subscribes need look again, in seconds. */
const refreshAfter = 3600;

/** What is published names no attendees (RFC 5546 §3.2.1); who comes is said in words. */
const withWhom = (e: CalendarEvent): { readonly description: string } => ({
  description: oneLine(`${e.organiser.name} with ${e.attendees.map((a) => a.name).join(', ')}`),
});

/** @param now when the file is written (ms): DTSTAMP */
export function writeCalendar(calendar: Calendar, now: number): string {
  const made = ical({
    name: escaped(calendar.name),
    prodId: { company: 'Mentorlog', product: 'Mentorlog', language: 'EN' },
    method: methods[calendar.method],
    ttl: refreshAfter,
  });
  const published = calendar.method === 'publish';
  for (const e of calendar.events)
    made.createEvent({
      id: e.uid,
      sequence: e.sequence,
      stamp: asDate(now),
      created: asDate(e.madeAt),
      start: asDate(e.startsAt),
      end: asDate(e.endsAt),
      summary: e.title,
      ...(e.place === '' ? {} : { location: e.place }),
      status: calendar.method === 'cancel' ? ICalEventStatus.CANCELLED : statuses[e.status],
      busystatus: e.status === 'cancelled' ? ICalEventBusyStatus.FREE : ICalEventBusyStatus.BUSY,
      organizer: { name: inParameter(e.organiser.name), email: noMail(e.organiser.id) },
      ...(published ? withWhom(e) : {}),
      attendees: (published ? [] : e.attendees).map((a) => ({
        name: inParameter(a.name),
        email: noMail(a.id),
        // Answers are given in the chat: a calendar's own would go to an address that does not exist.
        rsvp: false,
        role: ICalAttendeeRole.REQ,
        type: ICalAttendeeType.INDIVIDUAL,
        status: answers[a.answer],
      })),
    });
  return made.toString();
}

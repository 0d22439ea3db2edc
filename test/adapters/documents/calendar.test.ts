import fc from 'fast-check';
import ICAL from 'ical.js';
import { describe, expect, test } from 'vitest';
import { writeCalendar } from '../../../adapters/documents/calendar.js';
import { type CalendarEvent, calendarOfSession, feedOf } from '../../../src/domain/calendar.js';
import type { Session } from '../../../src/domain/session.js';
import { minute } from '../../../src/kernel/clock.js';
import type { PersonId, SessionId } from '../../../src/kernel/ids.js';
import { attending, plannedSession } from '../../support/sessions.js';

/** Read by another library than the one that wrote it. */

const maya = 'maya' as PersonId;
const leo = 'leo' as PersonId;
const sam = 'sam' as PersonId;
const people = new Map([
  [maya, { name: 'Maya Okafor' }],
  [leo, { name: 'Leo "Lion" Brandt; the 2nd, Jr' }],
  [sam, { name: 'Sam Whitfield' }],
]);
const now = Date.parse('2026-10-20T10:00Z');

const session = (change: Partial<Session> = {}): Session =>
  plannedSession({
    id: 's1' as SessionId,
    mentor: maya,
    attendees: [leo, sam].map((mentee) => attending(mentee, { answer: 'asked', answeredVersion: null })),
    place: 'Library',
    startsAt: Date.parse('2026-10-27T15:00Z'),
    plannedAt: now,
    ...change,
  });

interface Read {
  readonly method: string;
  readonly events: readonly ICAL.Event[];
}
function read(file: string): Read {
  const parsed = new ICAL.Component(ICAL.parse(file));
  return {
    method: String(parsed.getFirstPropertyValue('method')),
    events: parsed.getAllSubcomponents('vevent').map((e) => new ICAL.Event(e, { strictExceptions: true })),
  };
}

/** Everything that was written, as the other library reads it back. */
function back(e: ICAL.Event): Omit<CalendarEvent, 'madeAt' | 'status'> & { readonly status: string } {
  const person = (p: ICAL.Property): { id: PersonId; name: string } => ({
    id: String(p.getFirstValue()).replace(/^mailto:|@mentorlog\.invalid$/gi, '') as PersonId,
    name: String(p.getParameter('cn')),
  });
  const answers = { 'NEEDS-ACTION': 'asked', ACCEPTED: 'accepted', DECLINED: 'declined' } as const;
  return {
    uid: e.uid,
    sequence: e.sequence,
    startsAt: e.startDate.toJSDate().getTime(),
    endsAt: e.endDate.toJSDate().getTime(),
    title: e.summary,
    place: e.location ?? '',
    organiser: person(e.component.getFirstProperty('organizer') as ICAL.Property),
    attendees: e.attendees.map((a) => ({
      ...person(a),
      answer: answers[String(a.getParameter('partstat')) as keyof typeof answers],
    })),
    status: String(e.component.getFirstPropertyValue('status')).toLowerCase(),
  };
}

const words = fc
  .stringMatching(/^[\p{L}\p{N} ,;:\\"'()\-–’é😀]{1,60}$/u)
  .map((s) => s.trim())
  .filter((s) => s !== '');

describe('a calendar file', () => {
  test('loses nothing on its way through another library', () => {
    fc.assert(
      fc.property(
        words,
        fc.option(words, { nil: '' }),
        fc.integer({ min: Date.parse('2026-01-01') / minute, max: Date.parse('2030-01-01') / minute }),
        fc.integer({ min: 1, max: 96 }),
        fc.integer({ min: 1, max: 5000 }),
        fc.constantFrom<'asked' | 'accepted' | 'declined'>('asked', 'accepted', 'declined'),
        (title, place, at, fives, revision, answer) => {
          const base = session();
          const s = session({
            title,
            place: place ?? '',
            startsAt: at * minute,
            minutes: fives * 5,
            revision,
            attendees: base.attendees.map((a) => ({ ...a, answer })),
          });
          const calendar = calendarOfSession(s, maya, people, 'Riverside, “our” programme');
          const file = writeCalendar(calendar, now);
          const got = read(file);
          const { madeAt: _madeAt, ...written } = calendar.events[0] as CalendarEvent;
          // A double quote cannot stand in a parameter (RFC 5545 §3.2): a name has the typographer's instead.
          const quoted = <T extends { name: string }>(p: T): T => ({ ...p, name: p.name.replace(/"/g, '’') });
          expect(back(got.events[0] as ICAL.Event)).toEqual({
            ...written,
            organiser: quoted(written.organiser),
            attendees: written.attendees.map(quoted),
          });
          for (const line of file.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
        },
      ),
      { numRuns: 150 },
    );
  });

  test('says every time in UTC, also over both clock changes', () => {
    for (const at of ['2026-10-25T00:30Z', '2026-10-25T01:30Z', '2027-03-28T00:45Z', '2027-03-28T01:15Z']) {
      const file = writeCalendar(calendarOfSession(session({ startsAt: Date.parse(at) }), leo, people, 'x'), now);
      expect(file).toContain(`DTSTART:${at.replace(/[-:]/g, '').replace('Z', '00Z')}`);
      expect(file).not.toMatch(/TZID|VTIMEZONE/);
      expect(read(file).events[0]?.startDate.toJSDate().getTime()).toBe(Date.parse(at));
    }
  });

  test('asks, changes and cancels under one UID and a growing SEQUENCE', () => {
    const of = (s: Session): ReturnType<typeof read> =>
      read(writeCalendar(calendarOfSession(s, leo, people, 'x'), now));
    const asked = of(session());
    const moved = of(session({ revision: 3, startsAt: Date.parse('2026-10-28T15:00Z') }));
    const off = of(session({ revision: 4, state: 'cancelled' }));
    expect([asked.method, moved.method, off.method]).toEqual(['REQUEST', 'REQUEST', 'CANCEL']);
    expect(new Set([asked, moved, off].map((r) => r.events[0]?.uid)).size).toBe(1);
    expect([asked, moved, off].map((r) => r.events[0]?.sequence)).toEqual([1, 3, 4]);
    expect(back(off.events[0] as ICAL.Event).status).toBe('cancelled');
    expect(of(session({ state: 'not-held' })).method).toBe('CANCEL');
  });

  test('shows a mentee of a group themself alone, and nobody anything private', () => {
    const feed = writeCalendar(feedOf([session()], leo, people, { name: 'x', now }), now);
    expect(feed).toContain('Lion');
    expect(feed).not.toContain('Whitfield');
    const described = (reader: PersonId): unknown =>
      read(writeCalendar(feedOf([session()], reader, people, { name: 'x', now }), now)).events[0]?.description;
    expect(described(leo)).toBe('Maya Okafor with Leo "Lion" Brandt; the 2nd, Jr');
    expect(described(maya)).toBe('Maya Okafor with Leo "Lion" Brandt; the 2nd, Jr, Sam Whitfield');
    expect(writeCalendar(calendarOfSession(session(), leo, people, 'x'), now)).not.toMatch(/^DESCRIPTION/m);
  });

  test('a feed holds what is cancelled as cancelled, leaves out what was declined and what is long over', () => {
    const all = [
      session({ id: 'a' as SessionId, state: 'cancelled', title: 'Off' }),
      session({
        id: 'b' as SessionId,
        title: 'Declined',
        attendees: session().attendees.map((a) => ({ ...a, answer: 'declined' })),
      }),
      session({ id: 'c' as SessionId, title: 'Old', startsAt: now - 91 * 24 * 60 * minute }),
      session({ id: 'd' as SessionId, title: 'On', startsAt: now + minute }),
      session({ id: 'e' as SessionId, state: 'not-held', title: 'Missed', startsAt: now }),
    ];
    const got = read(writeCalendar(feedOf(all, leo, people, { name: 'x', now }), now));
    expect(got.method).toBe('PUBLISH');
    expect(got.events.map((e) => [e.summary, back(e).status])).toEqual([
      ['Did not happen: Missed', 'cancelled'],
      ['On', 'tentative'],
      ['Cancelled: Off', 'cancelled'],
    ]);
    expect(read(writeCalendar(feedOf([], leo, people, { name: 'x', now }), now)).events).toEqual([]);
  });

  test('is what Google, Outlook and Apple ask for, whole file and each event', () => {
    for (const file of [
      writeCalendar(feedOf([session()], maya, people, { name: 'Riverside', now }), now),
      writeCalendar(calendarOfSession(session(), maya, people, 'Riverside'), now),
      writeCalendar(calendarOfSession(session({ state: 'cancelled' }), maya, people, 'Riverside'), now),
    ]) {
      expect(file.startsWith('BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:')).toBe(true);
      expect(file.replace(/\r\n/g, '')).not.toMatch(/[\r\n]/);
      for (const line of ['METHOD', 'UID', 'SEQUENCE', 'DTSTAMP', 'DTSTART', 'DTEND', 'SUMMARY', 'STATUS', 'ORGANIZER'])
        expect([line, file.split(new RegExp(`^${line}[;:]`, 'm')).length - 1]).toEqual([line, 1]);
      // RFC 5546: what is published has no attendees, what is asked or cancelled names them.
      expect(/^ATTENDEE/m.test(file)).toBe(!file.includes('METHOD:PUBLISH'));
    }
  });

  test('a title cannot write a line of its own', () => {
    const file = writeCalendar(
      calendarOfSession(
        session({ title: 'x\r\nATTACH:https://bad.example/\nBEGIN:VALARM' }),
        leo,
        people,
        'a\r\nX-BAD:1',
      ),
      now,
    );
    expect(file).not.toMatch(/^(?:ATTACH|BEGIN:VALARM|X-BAD)/m);
    expect(read(file).events).toHaveLength(1);
  });
});

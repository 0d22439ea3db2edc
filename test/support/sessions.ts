import type { Attendee, Session } from '../../src/domain/session.js';
import { day } from '../../src/kernel/clock.js';
import type { MentorshipId, PersonId, PortfolioId, ProgrammeId } from '../../src/kernel/ids.js';

/** Sessions and who attends them, as planning leaves them, but for what a test says of them. */

/** A mentee who has accepted the plan and said nothing since. */
export const attending = (mentee: PersonId, more: Partial<Attendee> = {}): Attendee => ({
  mentorship: `m-${mentee}` as MentorshipId,
  mentee,
  answer: 'accepted',
  answeredVersion: 1,
  answeredAt: null,
  confirmation: 'open',
  confirmedMinutes: null,
  confirmedAt: null,
  settledMinutes: null,
  ...more,
});

export const plannedSession = (
  about: Pick<Session, 'id' | 'mentor' | 'attendees' | 'startsAt'> & Partial<Session>,
): Session => ({
  programme: 'p' as ProgrammeId,
  portfolio: 'f' as PortfolioId,
  title: 'Phone calls',
  place: 'Room 4',
  kind: 'standard',
  minutes: 45,
  planVersion: 1,
  state: 'planned',
  startedAt: null,
  endedAt: null,
  plannedAt: about.startsAt - 5 * day,
  plannedAfterwards: false,
  revision: 1,
  ...about,
});

import type { AllocatedAs, AllocationId } from '../../src/domain/allocation.js';
import type { Session } from '../../src/domain/session.js';
import { day, minute } from '../../src/kernel/clock.js';
import type { PersonId, PortfolioId, SessionId } from '../../src/kernel/ids.js';
import { mentorshipOf, tuesday, type World } from './record-world.js';

/** What has been between the people of the record's world: put into its rows as the forms leave it. */

export const portfolio = 'portfolio-maya' as PortfolioId;
export const leos = `${mentorshipOf('leo')}:mentorship`;
export const mayas = `${portfolio}:portfolio`;

let made = 0;
/** Has this person read a portfolio, or (null) all of them. */
export async function allocate(
  w: World,
  user: string,
  as: AllocatedAs,
  how: { readonly portfolio?: PortfolioId | null; readonly until?: number } = {},
): Promise<AllocationId> {
  made += 1;
  const id = `allocation-${made}` as AllocationId;
  await w.change((rows) =>
    rows.allocations.add({
      id,
      programme: w.programme,
      portfolio: how.portfolio === undefined ? portfolio : how.portfolio,
      person: w.id(user),
      as,
      from: 0,
      until: how.until ?? null,
      madeBy: w.id('priya'),
      madeAt: 0,
    }),
  );
  return id;
}

interface Held {
  readonly at?: number;
  readonly title?: string;
  readonly mentees?: readonly string[];
  readonly minutes?: number;
  readonly attended?: readonly string[];
  /** How long after its end it was recorded (ms); null: never. */
  readonly recordedAfter?: number | null;
  readonly change?: (s: Session) => Session;
}

/** A session that was held, with its record, in the rows alone: nobody is asked anything. */
export async function held(w: World, key: string, how: Held = {}): Promise<Session> {
  const at = how.at ?? tuesday;
  const minutes = how.minutes ?? 45;
  const mentees = how.mentees ?? ['leo'];
  const planned = await w.planned(key, {
    startsAt: at,
    mentees,
    ...(how.title === undefined ? {} : { title: how.title }),
    savedAt: at - day,
  });
  const end = at + minutes * minute;
  const session: Session = {
    ...planned,
    state: 'ended',
    startedAt: at,
    endedAt: end,
    revision: planned.revision + 1,
  };
  const after = how.recordedAfter === undefined ? 12 * minute : how.recordedAfter;
  await w.change(async (rows) => {
    await rows.sessions.save(session);
    if (after !== null)
      await rows.records.add(
        {
          session: session.id,
          version: 1,
          firstSavedAt: end + after,
          signedAt: end + after,
          botDelayMs: 0,
          lag: after <= day ? 'at the time' : after <= 3 * day ? 'late' : 'retrospective',
        },
        {
          session: session.id,
          version: 1,
          savedAt: end + after,
          author: w.id('maya'),
          reason: '',
          lateReason: after > 3 * day ? 'I was ill.' : '',
          body: {
            attended: (how.attended ?? mentees).map((m) => w.id(m)),
            startedAt: at,
            minutes: how.attended?.length === 0 ? 0 : minutes,
            outcomes: [
              { objective: 'o1', outcome: 'met', evidence: 'He told me the number.' },
              { objective: 'o2', outcome: 'not-yet', evidence: '' },
            ],
            skills: [{ key: 'k1', skill: 'open-questions', example: 'I asked what came next.' }],
            happened: 'Leo rang the college himself.',
            actions: [{ key: 'a1', what: 'Ring the bank', owner: 'mentee', due: null }],
            change: 'I talked too much.',
            nextFocus: 'A call to the bank.',
            restorative: null,
            keptTo: null,
            support: [],
            guidance: [],
            checkIn: '',
            checkOut: '',
          },
        },
      );
    if (how.change !== undefined) {
      const now = await rows.sessions.get(session.id);
      if (now !== undefined) await rows.sessions.save({ ...how.change(now), revision: now.revision + 1 });
    }
  });
  return session;
}

/** The same with another word of this mentee's on its length. */
export const saying =
  (mentee: PersonId, minutes: number, settled: number | null = null) =>
  (s: Session): Session => ({
    ...s,
    attendees: s.attendees.map((a) =>
      a.mentee === mentee
        ? {
            ...a,
            confirmation: minutes === 0 ? 'did-not-happen' : minutes === 45 ? 'confirmed' : 'different',
            confirmedMinutes: minutes,
            confirmedAt: tuesday + day,
            settledMinutes: settled,
          }
        : a,
    ),
  });

export const sessionId = (key: string): SessionId => key as SessionId;

import type { Card } from '../../src/chat/card.js';
import type { Manners, Role } from '../../src/domain/programme.js';
import { promptsAfterSession } from '../../src/domain/prompt-schedule.js';
import type { Attendee, Session } from '../../src/domain/session.js';
import { day, minute } from '../../src/kernel/clock.js';
import type { GoalId, MentorshipId, PersonId, PortfolioId, SessionId } from '../../src/kernel/ids.js';
import { samplePeople } from '../../src/local/sample-people.js';
import type { Rows } from '../../src/ports/store.js';
import { startBot } from './bot.js';
import { cardText } from './card-text.js';
import { buttonsOf, directOf } from './chat.js';
import { attending, plannedSession } from './sessions.js';

/** A whole bot with sessions put into its rows as running and recording leave them. */

export interface Held {
  /** When it began, ISO. */
  readonly at: string;
  readonly minutes?: number;
  readonly mentor?: string;
  readonly mentees?: readonly string[];
  /** The record's minutes; null without a record. */
  readonly recorded?: number | null;
  readonly attended?: readonly string[];
  readonly skills?: readonly string[];
  readonly session?: Partial<Session>;
  /** What the mentees have said of the length already. */
  readonly said?: Partial<Attendee>;
}

export type FeedbackWorld = Awaited<ReturnType<typeof feedbackWorld>>;

export async function feedbackWorld(
  more: readonly { readonly user: string; readonly name: string; readonly roles: readonly Role[] }[] = [],
  pairs: readonly (readonly [mentor: string, mentee: string])[] = [
    ['maya', 'leo'],
    ['maya', 'aisha'],
  ],
  how: Pick<
    NonNullable<Parameters<typeof startBot>[0]>,
    'start' | 'chat' | 'documents' | 'file' | 'log' | 'packs'
  > = {},
) {
  // Monday, well outside quiet hours.
  const bot = await startBot({ start: '2026-11-23T09:00:00Z', ...how, people: [...samplePeople, ...more] });
  const { programme, store } = bot;
  const id = (user: string): PersonId => bot.people.get(user) as PersonId;
  const read = <T>(fn: (rows: Rows) => Promise<T>): Promise<T> => store.read((tx) => fn(tx.in(programme)));
  const change = <T>(fn: (rows: Rows) => Promise<T>): Promise<T> => store.write((tx) => fn(tx.in(programme)));
  const began = bot.clock.now() - 7 * day;
  const mentorship = (mentee: string): MentorshipId => `m-${mentee}` as MentorshipId;
  const blank = { purpose: '', duration: '', frequency: '', place: '', roles: '', boundaries: '', confidentiality: '' };

  await change(async (rows) => {
    for (const mentor of new Set(pairs.map(([m]) => m)))
      await rows.portfolios.save({
        id: `portfolio-${mentor}` as PortfolioId,
        programme,
        mentor: id(mentor),
        targetMinutes: 360,
        startedAt: began,
      });
    for (const [mentor, mentee] of pairs)
      await rows.mentorships.save({
        id: mentorship(mentee),
        programme,
        portfolio: `portfolio-${mentor}` as PortfolioId,
        mentor: id(mentor),
        mentee: id(mentee),
        state: 'active',
        createdAt: began,
        agreedAt: began,
        endedAt: null,
        agreement: {
          version: 1,
          body: { ...blank, ending: '', menteeRole: '', helps: '', avoid: '' },
          mentorSignedAt: began,
          menteeSignedAt: began,
          menteeWord: 'signed',
          changeWanted: '',
        },
        goals: [
          {
            id: `goal-${mentee}` as GoalId,
            what: `SECRET goal of ${mentee}`,
            how: '',
            baseline: 1,
            target: 4,
            menteeBaseline: null,
            proposedBy: id(mentor),
            state: 'agreed',
          },
        ],
      });
  });

  let made = 0;
  const names = new Map([...samplePeople, ...more].map((p) => [id(p.user), p.name]));
  const reader = { person: null, platform: 'web', zone: 'Europe/London', locale: 'en-GB' } as const;
  return {
    ...bot,
    id,
    read,
    change,
    mentorship,
    /** A session that has been held; what comes after it is scheduled. */
    async held(how: Held): Promise<SessionId> {
      made += 1;
      const mentor = how.mentor ?? 'maya';
      const mentees = how.mentees ?? ['leo'];
      const startsAt = Date.parse(how.at);
      const minutes = how.minutes ?? 45;
      const key = `session-${made}` as SessionId;
      const session = plannedSession({
        id: key,
        programme,
        portfolio: `portfolio-${mentor}` as PortfolioId,
        mentor: id(mentor),
        attendees: mentees.map((m) =>
          attending(id(m), { mentorship: mentorship(m), answeredAt: startsAt - day, ...how.said }),
        ),
        title: `Title ${made}`,
        startsAt,
        minutes,
        state: 'ended',
        startedAt: startsAt,
        endedAt: startsAt + minutes * minute,
        plannedAt: startsAt - day,
        ...how.session,
      });
      await change(async (rows) => {
        await rows.sessions.save(session);
        await rows.sessions.addPlan({
          session: key,
          version: 1,
          startsAt,
          minutes,
          title: session.title,
          place: session.place,
          kind: 'standard',
          body: {
            objectives: [],
            activities: [],
            resources: '',
            resourcesWhy: '',
            support: [],
            strategies: '',
            asGiven: [],
            guidance: [],
            goals: mentees.map((m) => `goal-${m}` as GoalId),
          },
          savedAt: startsAt - day,
          author: id(mentor),
          copiedFrom: null,
          unchanged: false,
        });
        for (const due of promptsAfterSession(session, startsAt + minutes * minute))
          if (due.kind === 'ask') await rows.prompts.set({ ...due, programme, state: 'waiting' });
      });
      if (how.recorded !== null)
        await this.recorded(key, how.recorded ?? minutes, how.attended ?? mentees, how.skills ?? ['goal-setting']);
      return key;
    },
    /** The record of a session, or a new version of it. */
    async recorded(
      session: SessionId,
      minutes: number,
      attended: readonly string[] = ['leo'],
      skills: readonly string[] = ['goal-setting'],
    ) {
      await change(async (rows) => {
        const s = await rows.sessions.get(session);
        const head = await rows.records.head(session);
        const savedAt = (s?.endedAt ?? 0) + 10 * minute;
        const version = (head?.version ?? 0) + 1;
        await rows.records.add(
          {
            session,
            version,
            firstSavedAt: head?.firstSavedAt ?? savedAt,
            signedAt: savedAt,
            botDelayMs: 0,
            // Ten minutes after its end, whatever day that is.
            lag: 'at the time',
          },
          {
            session,
            version,
            body: {
              attended: attended.map(id),
              startedAt: s?.startsAt ?? 0,
              minutes,
              outcomes: [],
              skills: skills.map((skill, i) => ({ key: `k${i}`, skill, example: 'SECRET example' })),
              happened: 'SECRET happened',
              actions: [{ key: 'a1', what: 'SECRET action', owner: 'mentee', due: null }],
              change: '',
              nextFocus: '',
              restorative: null,
              checkIn: '',
              checkOut: '',
              keptTo: null,
              support: [],
              guidance: [],
            },
            savedAt,
            author: id('maya'),
            reason: version === 1 ? '' : 'put right',
            lateReason: '',
          },
        );
      });
    },
    async manners(user: string, manners: Partial<Manners>) {
      await change(async (rows) => {
        const person = await rows.people.get(id(user));
        if (person !== undefined) await rows.people.save({ ...person, manners: { ...person.manners, ...manners } });
      });
    },
    attendee: async (session: SessionId, mentee: string): Promise<Attendee | undefined> =>
      (await read((rows) => rows.sessions.get(session)))?.attendees.find((a) => a.mentee === id(mentee)),
    feedback: (session: SessionId, mentee: string) => read((rows) => rows.feedback.get(session, id(mentee))),
    /** What the last reply says, as one string. */
    said: (user: string): string => JSON.stringify(bot.as(user).last),
    /** The verbs of the buttons on the newest message in somebody's conversation. */
    newest(user: string): { readonly title: string; readonly verbs: readonly string[]; readonly edits: number } {
      const seen = bot.chat.in(directOf(user)).at(-1);
      return {
        title: seen?.message.card.title ?? '',
        verbs: seen === undefined ? [] : buttonsOf(seen.message.card).map((b) => b.press.verb),
        edits: seen?.edits ?? 0,
      };
    },
    /** A card of a reply as a person would read it aloud. */
    aloud: (card: Card): string => cardText(card, { ...reader, named: (p) => ({ name: names.get(p) ?? 'someone' }) }),
    count: (user: string): number => bot.chat.in(directOf(user)).length,
    last: (user: string): string => bot.as(user).sees().at(-1) ?? '',
  };
}

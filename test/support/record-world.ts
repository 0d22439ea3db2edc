import type { FormView, Move, Row, Values } from '../../src/chat/form.js';
import type { Inbound, Quote, Reply } from '../../src/chat/inbound.js';
import type { Mentorship } from '../../src/domain/mentorship.js';
import type { Role } from '../../src/domain/programme.js';
import { promptsOfSession } from '../../src/domain/prompt-schedule.js';
import { type PlanBody, plannedEnd, type Session } from '../../src/domain/session.js';
import { day, minute } from '../../src/kernel/clock.js';
import type { GoalId, MentorshipId, PersonId, PortfolioId, SessionId } from '../../src/kernel/ids.js';
import { localTenant, samplePeople } from '../../src/local/sample-people.js';
import type { Rows } from '../../src/ports/store.js';
import { addAllocation } from './allocate.js';
import { startBot } from './bot.js';
import { cardText } from './card-text.js';
import { directOf } from './chat.js';
import { attending, plannedSession } from './sessions.js';

/**
 * A whole bot with two mentorships and sessions put into its rows as agreeing and planning leave them: what a record
 * does must not depend on how its session came to be.
 */

/** Tuesday 24 November 2026, 15:00 in London. */
export const tuesday = Date.parse('2026-11-24T15:00:00Z');
export const s1 = 's1' as SessionId;
const mentees = ['leo', 'sam', 'aisha'];
export const mentorshipOf = (mentee: string): MentorshipId => `mentorship-${mentee}` as MentorshipId;

const people: readonly { readonly user: string; readonly name: string; readonly roles: readonly Role[] }[] = [
  ...samplePeople,
  { user: 'ana', name: 'Ana Reyes', roles: ['assessor'] },
];

export type World = Awaited<ReturnType<typeof world>>;
export interface Typed {
  readonly values?: Values;
  readonly rows?: Readonly<Record<string, readonly Row[]>>;
}

interface Planned {
  readonly startsAt?: number;
  readonly mentees?: readonly string[];
  readonly kind?: Session['kind'];
  readonly savedAt?: number;
  readonly title?: string;
  readonly plan?: Partial<PlanBody>;
}

/**
 * @param assessed whether Ana is allocated to assess everybody from the beginning
 * @param file where its database is to stand
 */
export async function world(start = tuesday - 3 * day, assessed = true, file?: string) {
  const bot = await startBot({
    start: new Date(start).toISOString(),
    people,
    ...(file === undefined ? {} : { file }),
  });
  const { programme, store } = bot;
  const id = (user: string): PersonId => bot.people.get(user) as PersonId;
  const read = <T>(fn: (rows: Rows) => Promise<T>): Promise<T> => store.read((tx) => fn(tx.in(programme)));
  const change = <T>(fn: (rows: Rows) => Promise<T>): Promise<T> => store.write((tx) => fn(tx.in(programme)));
  const portfolio = 'portfolio-maya' as PortfolioId;
  const blank = { purpose: '', duration: '', frequency: '', place: '', roles: '', boundaries: '', confidentiality: '' };

  await change(async (rows) => {
    await rows.portfolios.save({ id: portfolio, programme, mentor: id('maya'), targetMinutes: 360, startedAt: start });
    if (assessed) await addAllocation(rows, programme, id('ana'), 'assessor');
    for (const mentee of mentees)
      await rows.mentorships.save({
        id: mentorshipOf(mentee),
        programme,
        portfolio,
        mentor: id('maya'),
        mentee: id(mentee),
        state: 'active',
        createdAt: start,
        agreedAt: start,
        endedAt: null,
        agreement: {
          version: 1,
          body: { ...blank, ending: '', menteeRole: '', helps: '', avoid: '' },
          mentorSignedAt: start,
          menteeSignedAt: start,
          menteeWord: 'signed',
          changeWanted: '',
        },
        goals: [
          {
            id: `goal-${mentee}` as GoalId,
            what: `Goal of ${mentee}`,
            how: '',
            baseline: 1,
            target: 4,
            menteeBaseline: null,
            proposedBy: id('maya'),
            state: 'agreed',
          },
        ],
      } satisfies Mentorship);
  });

  let deliveries = 0;
  const hear = async (user: string, event: Record<string, unknown>): Promise<Reply> => {
    deliveries += 1;
    const answer = await bot.bot.hear({
      deliveryId: `record:${deliveries}`,
      who: { platform: 'web', tenant: localTenant, user },
      surface: { scope: 'direct', form: true },
      at: directOf(user),
      ...event,
    } as Inbound);
    await bot.settled();
    return answer.reply;
  };

  return {
    id,
    read,
    change,
    programme,
    close: () => bot.stop(),
    backup: (to: string) => store.backup(to),
    get now() {
      return bot.clock.now();
    },
    /** Moves the clock, and lets what falls due happen. */
    to: (at: number) => bot.clock.to(new Date(at).toISOString()),
    types: (user: string, text: string) => hear(user, { kind: 'command', text, mentions: [] }),
    /** As a shortcut on somebody's message delivers it. */
    quotes: (user: string, quote: Quote) => hear(user, { kind: 'command', text: 'log', mentions: [], quote }),
    press: (user: string, verb: string, subject: string, arg?: string) =>
      hear(user, { kind: 'press', press: { verb, subject, ...(arg === undefined ? {} : { arg }) } }),
    /** A move of a form as this view shows it, also where the draft has gone on since. */
    form: (user: string, view: FormView, move: Move, typed: Typed = {}) =>
      hear(user, {
        kind: 'form',
        draft: view.draft,
        revision: view.revision,
        move,
        step: view.step,
        answers: { values: typed.values ?? {}, rows: typed.rows ?? {} },
      }),
    /** The cards about a record in somebody's conversation, oldest first. */
    cards: (user = 'maya'): readonly string[] =>
      bot
        .as(user)
        .sees()
        .filter((c) => /^# (Write the record|Recorded|No record)\n/.test(c)),
    said(reply: Reply): string {
      const card =
        reply.kind === 'say' || reply.kind === 'panel' ? reply.card : reply.kind === 'close' ? reply.say : undefined;
      const names = new Map(people.map((p) => [id(p.user), p.name]));
      return card === undefined
        ? JSON.stringify(reply)
        : cardText(card, {
            person: null,
            platform: 'web',
            zone: 'Europe/London',
            locale: 'en-GB',
            named: (p) => ({ name: names.get(p) ?? 'someone' }),
          });
    },
    /** A session as planning leaves it, with its prompts. */
    async planned(key: string = s1, how: Planned = {}): Promise<Session> {
      const with_ = how.mentees ?? ['leo'];
      const savedAt = how.savedAt ?? bot.clock.now();
      const session = plannedSession({
        id: key as SessionId,
        programme,
        portfolio,
        mentor: id('maya'),
        attendees: with_.map((m) => attending(id(m), { mentorship: mentorshipOf(m), answeredAt: savedAt })),
        title: how.title ?? 'Phone calls',
        place: 'Library',
        kind: how.kind ?? 'standard',
        startsAt: how.startsAt ?? tuesday,
        plannedAt: savedAt,
      });
      await change(async (rows) => {
        await rows.sessions.save(session);
        await rows.sessions.addPlan({
          session: session.id,
          version: 1,
          startsAt: session.startsAt,
          minutes: session.minutes,
          title: session.title,
          place: session.place,
          kind: session.kind,
          body: {
            objectives: [
              { key: 'o1', what: 'Make one call alone', measure: 'The call was made' },
              { key: 'o2', what: 'Name two worries', measure: 'Two are written down' },
            ],
            activities: [{ key: 'a1', what: 'Practice', minutes: 45 }],
            resources: '',
            resourcesWhy: '',
            support: [],
            strategies: '',
            asGiven: [],
            guidance: [],
            goals: with_.map((m) => `goal-${m}` as GoalId),
            ...how.plan,
          },
          savedAt,
          author: id('maya'),
          copiedFrom: null,
          unchanged: false,
        });
        for (const d of promptsOfSession(session, bot.clock.now()))
          await rows.prompts.set({ ...d, programme, state: 'waiting' });
      });
      return session;
    },
    /** A session whose time is over: its end has asked for the record. */
    async ended(key: string = s1, how: Planned = {}): Promise<Session> {
      const session = await this.planned(key, how);
      await this.to(Math.max(bot.clock.now() + minute, plannedEnd(session)));
      return session;
    },
  };
}

/** The form in a reply. @throws Error with what was answered instead. */
export function formIn(reply: Reply): FormView {
  if (reply.kind === 'form') return reply.view;
  throw new Error(`no form but ${JSON.stringify(reply).slice(0, 400)}`);
}

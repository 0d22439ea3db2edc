import type { Platform } from '../../src/chat/text.js';
import { defaultAgreement } from '../../src/domain/defaults/agreement.js';
import { defaultSettings } from '../../src/domain/defaults/settings.js';
import { promptsOfSession } from '../../src/domain/prompt-schedule.js';
import { day, minute } from '../../src/kernel/clock.js';
import type { GoalId, Ids, MentorshipId, PersonId, PortfolioId, SessionId } from '../../src/kernel/ids.js';
import type { Store } from '../../src/ports/store.js';
import { attending, plannedSession } from './sessions.js';

/** A mentor and a mentee with a signed agreement, and one session to come whose invitation waits to be sent. */
export async function seedPair(
  store: Store,
  about: {
    readonly ids: Ids;
    /** ms */
    readonly now: number;
    readonly tenant: string;
    readonly mentor: string;
    readonly mentee: string;
    readonly platform?: Platform;
  },
): Promise<{ readonly session: SessionId; readonly mentorship: MentorshipId }> {
  const { ids, now, tenant } = about;
  const platform = about.platform ?? 'slack';
  const programme = ids.next('programme');
  const mentor = ids.next('person') as PersonId;
  const mentee = ids.next('person') as PersonId;
  const portfolio = ids.next('portfolio') as PortfolioId;
  const mentorship = ids.next('mentorship') as MentorshipId;
  const id = ids.next('session') as SessionId;
  const startsAt = now + 2 * day;
  const session = plannedSession({
    id,
    programme,
    portfolio,
    mentor,
    attendees: [attending(mentee, { mentorship, answer: 'asked', answeredVersion: null })],
    startsAt,
    plannedAt: now,
  });
  await store.write(async (tx) => {
    await tx.programmes.add({
      id: programme,
      name: 'Acme mentoring',
      nation: 'england',
      zone: 'Europe/London',
      createdAt: now,
      practice: false,
      settings: defaultSettings,
    });
    await tx.programmes.install(platform, tenant, programme, now);
    const rows = tx.in(programme);
    for (const [person, user, roles] of [
      [mentor, about.mentor, ['mentor'] as const],
      [mentee, about.mentee, ['mentee'] as const],
    ] as const)
      await rows.people.save({
        id: person,
        programme,
        name: user,
        zone: 'Europe/London',
        locale: 'en-GB',
        manners: {},
        roles,
        accounts: [{ platform, tenant, user }],
        createdAt: now,
        erasedAt: null,
      });
    await rows.portfolios.save({ id: portfolio, programme, mentor, targetMinutes: 360, startedAt: now });
    await rows.mentorships.save({
      id: mentorship,
      programme,
      portfolio,
      mentor,
      mentee,
      state: 'active',
      createdAt: now,
      agreedAt: now,
      endedAt: null,
      agreement: {
        version: 1,
        body: defaultAgreement,
        mentorSignedAt: now,
        menteeSignedAt: now,
        menteeWord: 'signed',
        changeWanted: '',
      },
      goals: [
        {
          id: ids.next('goal') as GoalId,
          what: 'Make phone calls alone',
          how: 'Three calls in a log',
          baseline: 2,
          target: 4,
          menteeBaseline: null,
          proposedBy: mentor,
          state: 'agreed',
        },
      ],
    });
    await rows.sessions.save(session);
    await rows.sessions.addPlan({
      session: id,
      version: 1,
      startsAt,
      minutes: 45,
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
        guidance: [],
        goals: [],
        asGiven: [],
      },
      savedAt: now,
      author: mentor,
      copiedFrom: null,
      unchanged: false,
    });
    for (const due of promptsOfSession(session, now)) await rows.prompts.set({ ...due, programme, state: 'waiting' });
    await rows.outbox.add({
      face: 'invitation',
      subject: id,
      to: { person: mentee },
      at: now - minute,
      sensitive: false,
    });
  });
  return { session: id, mentorship };
}

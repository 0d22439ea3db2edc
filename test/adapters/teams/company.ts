import { day, minute } from '../../../src/kernel/clock.js';
import type { GoalId, MentorshipId, PersonId, PortfolioId, SessionId } from '../../../src/kernel/ids.js';
import type { Rows } from '../../../src/ports/store.js';
import { type WholeBot, wholeBot } from '../../e2e/whole-bot.js';
import { attending, plannedSession } from '../../support/sessions.js';
import { activity } from './bot.js';
import { ann, ben, bot as botAccount, type FakeCloud, tenant } from './cloud.js';
import { texts } from './reading.js';

/** The real runtime behind the adapter, with a connector that keeps what is sent; Ann mentors Ben and coordinates. */

export const places = {
  'a group chat': { id: '19:circle', conversationType: 'groupChat', tenantId: tenant, isGroup: true },
  'a channel': { id: '19:general', conversationType: 'channel', tenantId: tenant, isGroup: true },
} as const;
export type Place = keyof typeof places;

/** What only the two of them may read of their mentorship. */
export const secret = 'Speak up in meetings';

export interface Company {
  readonly t: WholeBot;
  /** Posts an activity as Teams would; answers the invoke's body. */
  post(about: object): Promise<unknown>;
  /** Mentions the bot there, and types; what was done is sent. */
  types(who: typeof ann, place: Place, words: string, about?: typeof ann): Promise<void>;
  /** Every message in a conversation, as words. */
  in(conversation: string): readonly string[];
  person(who: typeof ann): PersonId;
  /** Puts a session of the two into the rows, `n` days after tomorrow. */
  plans(id: string, n?: number, title?: string): Promise<SessionId>;
  change(fn: (rows: Rows) => Promise<void>): Promise<void>;
  stop(): Promise<void>;
}

/** What a posted activity says: its card's words, or its own. */
export function wordsOf(a: Record<string, unknown>): string {
  const card = (a.attachments as { content: unknown }[] | undefined)?.[0]?.content;
  if (card === undefined) return typeof a.text === 'string' ? a.text : `(${JSON.stringify(a)})`;
  return texts(card)
    .map((t) => t.words)
    .join('\n');
}

const mention = (who: { readonly id: string; readonly name: string }) => ({
  type: 'mention',
  text: `<at>${who.name}</at>`,
  mentioned: { id: who.id, name: who.name },
});

export async function company(cloud: FakeCloud): Promise<Company> {
  const t = await wholeBot(undefined, {
    firstCoordinator: { platform: 'teams', tenant, user: ann.aadObjectId },
  });
  const ids = new Map<string, PersonId>();
  const post = async (about: object): Promise<unknown> => {
    const response = await fetch(`${t.url}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(about),
    });
    if (!response.ok) throw new Error(`answered ${response.status}`);
    const text = await response.text();
    return text === '' ? undefined : JSON.parse(text);
  };
  const change = async (fn: (rows: Rows) => Promise<void>): Promise<void> =>
    t.store.write(async (tx) => {
      const programme = await tx.programmes.ofInstallation('teams', tenant);
      if (programme === undefined) throw new Error('nobody has written yet');
      await fn(tx.in(programme));
    });

  for (const who of [ann, ben]) await post(activity(cloud.url, { text: 'hi' }, who));
  await change(async (rows) => {
    const programme = (await rows.programme.get()).id;
    for (const person of await rows.people.all()) {
      const is = [ann, ben].find((who) => person.accounts.some((a) => a.user === who.aadObjectId));
      if (is !== undefined) ids.set(is.id, person.id);
      const roles = is === ann ? (['coordinator', 'mentor'] as const) : (['mentee'] as const);
      await rows.people.save({ ...person, roles });
    }
    const [mentor, mentee] = [ids.get(ann.id), ids.get(ben.id)] as [PersonId, PersonId];
    const [portfolio, at] = ['portfolio-1' as PortfolioId, t.now()];
    await rows.portfolios.save({ id: portfolio, programme, mentor, targetMinutes: 360, startedAt: at });
    const nothing = { purpose: '', duration: '', frequency: '', place: '', roles: '', boundaries: '', ending: '' };
    await rows.mentorships.save({
      id: 'mentorship-1' as MentorshipId,
      programme,
      portfolio,
      mentor,
      mentee,
      state: 'active',
      createdAt: at,
      agreedAt: at,
      endedAt: null,
      agreement: {
        version: 1,
        body: { ...nothing, confidentiality: '', menteeRole: '', helps: secret, avoid: '' },
        mentorSignedAt: at,
        menteeSignedAt: at,
        menteeWord: 'signed',
        changeWanted: '',
      },
      goals: [
        {
          id: 'goal-1' as GoalId,
          what: secret,
          how: '',
          baseline: 1,
          target: 4,
          menteeBaseline: null,
          proposedBy: mentor,
          state: 'agreed',
        },
      ],
    });
  });
  await t.bot.run();

  return {
    t,
    post,
    change,
    async plans(key, n = 0, title = 'Phone calls') {
      const id = key as SessionId;
      const [mentor, mentee] = [ids.get(ann.id), ids.get(ben.id)] as [PersonId, PersonId];
      const about = {
        title,
        place: 'Room 4',
        kind: 'standard',
        startsAt: t.now() + 30 * 60 * minute + n * day,
        minutes: 45,
      } as const;
      await change(async (rows) => {
        await rows.sessions.save(
          plannedSession({
            ...about,
            id,
            programme: (await rows.programme.get()).id,
            portfolio: 'portfolio-1' as PortfolioId,
            mentor,
            attendees: [attending(mentee, { mentorship: 'mentorship-1' as MentorshipId, answeredAt: t.now() })],
            plannedAt: t.now(),
          }),
        );
        await rows.sessions.addPlan({
          ...about,
          session: id,
          version: 1,
          body: {
            objectives: [{ key: 'o1', what: secret, measure: 'It is said' }],
            activities: [{ key: 'a1', what: 'Try it', minutes: 45 }],
            resources: '',
            resourcesWhy: '',
            support: [],
            strategies: '',
            asGiven: [],
            guidance: [],
            goals: ['goal-1' as GoalId],
          },
          savedAt: t.now(),
          author: mentor,
          copiedFrom: null,
          unchanged: false,
        });
      });
      return id;
    },
    async types(who, place, words, about) {
      const entities = [mention(botAccount), ...(about === undefined ? [] : [mention(about)])];
      const text = `<at>${botAccount.name}</at> ${words}`;
      await post(activity(cloud.url, { text, entities, conversation: places[place] }, who));
      // Nobody types faster than they may.
      await t.pass(2_000);
    },
    in: (conversation) => cloud.posted.filter((p) => p.conversation === conversation).map((p) => wordsOf(p.activity)),
    person: (who) => ids.get(who.id) as PersonId,
    stop: () => t.stop(),
  };
}

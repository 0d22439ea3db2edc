import type { Reply } from '../../src/chat/inbound.js';
import type { Reflection, ReflectionPiece } from '../../src/domain/reflection.js';
import { type PersonId, type PortfolioId, randomIds, type SessionId } from '../../src/kernel/ids.js';
import { localTenant } from '../../src/local/sample-people.js';
import type { Rows } from '../../src/ports/store.js';
import { addAllocation } from './allocate.js';
import type { Before, TestBot } from './bot.js';
import { cardText } from './card-text.js';
import { held, recorded } from './newer-steps.js';
import { mayaAndLeoAgreed } from './steps.js';

/** Maya, who mentors Leo and has begun to reflect, and Ada, who assesses her. */

/** Nothing of it was written in a message, whoever it went to. */
export const marker = 'MARKER';

async function ada(t: TestBot): Promise<void> {
  await t.store.write(async (tx) => {
    const rows = tx.in(t.programme);
    const id = randomIds().next<'person'>('person') as PersonId;
    await rows.people.save({
      id,
      programme: t.programme,
      name: 'Ada Cole',
      zone: 'Europe/London',
      locale: 'en-GB',
      manners: {},
      roles: ['assessor'],
      accounts: [{ platform: 'web', tenant: localTenant, user: 'ada' }],
      createdAt: 0,
      erasedAt: null,
    });
    await addAllocation(rows, t.programme, id, 'assessor');
  });
}

/** Begun on a Monday, nothing held yet. */
export const reflecting: Before = async (t) => {
  await mayaAndLeoAgreed(t);
  await ada(t);
  await t.as('maya').types('reflect');
  await t.as('maya').presses('reflect.begin', { arg: 'driscoll' });
};

/** The same, with a session that was held, recorded, and answered by Leo, who shares it. */
export const reflectingWithEvidence: Before = async (t) => {
  await reflecting(t);
  const session = await held(t, 'maya', 'leo', 'standard');
  await recorded(t, 'maya', session, (asked) =>
    Object.fromEntries(asked.filter((id) => /^showed-/.test(id)).map((id) => [id, 'The breaks helped him to go on'])),
  );
  await answeredBy(t, session);
};

/** Leo's answer, shared with his mentor. */
async function answeredBy(t: TestBot, session: SessionId): Promise<void> {
  await t.store.write(async (tx) => {
    const rows = tx.in(t.programme);
    const [maya, leo] = ['maya', 'leo'].map((user) => t.people.get(user) as PersonId);
    const at = t.clock.now();
    await rows.feedback.save({
      programme: t.programme,
      session,
      mentee: leo as PersonId,
      mentor: maya as PersonId,
      state: 'done',
      share: 'now',
      answers: [{ question: 'listened', wording: 1, rating: 4, text: '', skipped: false, at } as never],
      askedAt: at,
      firstAnsweredAt: at,
      editableUntil: at,
      reminded: false,
    });
  });
}

export const mayasReflection = async (
  t: TestBot,
): Promise<{
  readonly id: PortfolioId;
  readonly reflection: Reflection;
  readonly pieces: readonly ReflectionPiece[];
}> =>
  t.store.read(async (tx) => {
    const rows: Rows = tx.in(t.programme);
    const [portfolio] = await rows.portfolios.ofMentor(t.people.get('maya') as PersonId);
    const id = portfolio?.id as PortfolioId;
    return {
      id,
      reflection: (await rows.reflections.get(id)) as Reflection,
      pieces: await rows.reflections.pieces(id),
    };
  });

/** What a reply shows, as it would be read out. */
export function shownIn(t: TestBot, reply: Reply | undefined): string {
  const card = reply === undefined ? undefined : 'card' in reply ? reply.card : 'say' in reply ? reply.say : undefined;
  const named = (id: string) => ({ name: [...t.people].find(([, p]) => p === id)?.[0] ?? 'ada' });
  const reader = { person: null, platform: 'web', zone: 'Europe/London', locale: 'en-GB', named } as const;
  return card === undefined ? JSON.stringify(reply) : cardText(card, reader as never);
}

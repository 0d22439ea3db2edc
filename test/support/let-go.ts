import type { FeedbackAnswer, Share } from '../../src/domain/feedback.js';
import { minute } from '../../src/kernel/clock.js';
import type { MentorshipId, PersonId, SessionId } from '../../src/kernel/ids.js';
import { type Browser, linkOf } from './holder.js';
import type { OutsideWorld } from './outside-world.js';
import { hiddenOf } from './visitor.js';

/** Steps by which words of Maya's and Kai's session come before a reader from outside. */

export async function heldSession(world: OutsideWorld): Promise<{ readonly s: SessionId; readonly m: MentorshipId }> {
  return world.bot.store.read(async (tx) => {
    const rows = tx.in(world.bot.programme);
    const s = (await rows.sessions.all()).find((one) => one.state === 'ended');
    const m = s?.attendees[0]?.mentorship;
    if (s === undefined || m === undefined) throw new Error('no session was held');
    return { s: s.id, m };
  });
}

/** What Kai answered of it, now. */
export async function answers(
  world: OutsideWorld,
  text: string,
  share: Share,
  state: 'done' | 'withdrawn' = 'done',
): Promise<void> {
  const { s } = await heldSession(world);
  const now = world.bot.clock.now();
  await world.bot.store.write(async (tx) => {
    const rows = tx.in(world.bot.programme);
    const [question] = await rows.catalogue.current('question');
    if (question === undefined) throw new Error('no question is asked');
    const answer: FeedbackAnswer = {
      question: question.key,
      wording: question.version,
      rating: 4,
      text,
      skipped: false,
      at: now,
    };
    await rows.feedback.save({
      programme: world.bot.programme,
      session: s,
      mentee: world.kai,
      mentor: world.bot.people.get('maya') as PersonId,
      state,
      share,
      answers: [answer],
      askedAt: now,
      firstAnsweredAt: now,
      editableUntil: now + 14 * 24 * 60 * minute,
      reminded: false,
    });
  });
}

export async function offers(world: OutsideWorld): Promise<void> {
  await world.bot.as('maya').presses('release.offer', { subject: (await heldSession(world)).m });
  await world.bot.settled();
}

export async function letsGo(world: OutsideWorld): Promise<void> {
  const maya = world.bot.as('maya');
  await maya.presses('release.look', { subject: (await heldSession(world)).m });
  await maya.submits();
}

/** Kai, on a page of their own: opens what is asked, and says so. */
export async function chooses(kai: Browser, how: 'all' | 'nothing', label = 'Have a look'): Promise<void> {
  await kai.presses(label);
  const fields = hiddenOf(kai.page.html);
  fields.set('v.how', how);
  fields.set('move', 'submit');
  await kai.posts(/<form[^>]*action="([^"]*\/form)"/.exec(kai.page.html)?.[1] ?? '', fields);
}

export async function enters(world: OutsideWorld, person: PersonId, b: Browser): Promise<Browser> {
  const { address, code } = await linkOf(world.bot, person);
  await b.opens(address);
  await b.enters(address, code);
  return b;
}

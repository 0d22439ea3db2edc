import type { Reply } from '../../chat/inbound.js';
import { panelWith } from '../../chat/reply.js';
import type { Feedback } from '../../domain/feedback.js';
import { type Attendee, withAttendee } from '../../domain/session.js';
import { Refused } from '../../kernel/errors.js';
import { showMoment } from '../../kernel/zoned.js';
import type { ActorWork } from '../feature.js';
import { redrawSeveral } from '../shared/asked-after.js';
import { lookWhetherReached } from '../shared/going-on.js';
import { aboutSession, demand, sessionOf } from '../shared/guards.js';
import { lookForReview } from '../shared/open-review.js';
import { askAnotherDay } from '../shared/review-asked.js';
import { type Asked, askedOf } from './asked.js';
import { askCard } from './card.js';

/** What the presses on a mentee's card have in common. */

export interface Pressed {
  readonly subject: string;
  readonly arg: string;
  readonly drawn?: number;
}

/** @throws Refused unless the actor is a mentee of that session and it was held. */
export async function mine(work: ActorWork, id: string): Promise<Asked> {
  const session = await sessionOf(work, id);
  demand('hours.confirm', work, aboutSession(session));
  if (session.state !== 'ended')
    throw new Refused(
      'not-held',
      'This session did not go ahead, so there is nothing to answer. Type sessions to see what is coming.',
    );
  const asked = await askedOf(work, id, work.actor.id);
  if (asked === undefined)
    throw new Refused('no-such-session', 'That session is no longer here. Type sessions to see what is coming.');
  return asked;
}

/** The feedback that may still be answered. @throws Refused where it was never asked for, is taken back, or is over. */
export function openFeedback(a: Asked): Feedback {
  const f = a.feedback;
  if (f === undefined || f.state === 'closed')
    throw new Refused('not-asked', 'There are no questions about this session. Type home to see what waits for you.');
  if (f.state === 'withdrawn')
    throw new Refused('withdrawn', 'You took these answers back, and they are deleted. Nothing has changed.');
  if (a.now > f.editableUntil)
    throw new Refused(
      'over',
      `The time to answer or change this ended on ${showMoment(f.editableUntil, a.mentee.zone, a.mentee.locale, 'date')}. Nothing has changed.`,
    );
  return f;
}

/** A press on a posted card is answered by the card's redrawing; one in a panel or a home view by the card as a panel. */
export async function onward(work: ActorWork, press: Pressed): Promise<Reply> {
  if (press.drawn !== undefined) return { kind: 'done' };
  return panelWith(askCard(await mine(work, press.subject)));
}

/** Keeps the mentee's word about the length and redraws every card that shows it. */
export async function saveWord(work: ActorWork, a: Asked, change: Partial<Attendee>): Promise<void> {
  const next = withAttendee(a.session, a.attendee.mentee, change);
  await work.rows.sessions.save({ ...next, revision: a.session.revision + 1 });
  // A first answer changes no total upwards; one that ends a disagreement does.
  if (a.attendee.confirmation !== 'open')
    lookForReview({ id: a.attendee.mentorship }, `${a.session.id}.${a.session.revision + 1}`, work);
  if (change.confirmation === 'did-not-happen') await askAnotherDay(a.mentee, a.session.id, work);
  // They have said it: what a changed record would ask them about it is answered.
  work.cancelAbout(a.session.id, ['amended'], a.attendee.mentee);
  work.redraw(a.session.id);
  await redrawSeveral(work, a.attendee.mentee);
  lookWhetherReached(work, [a.attendee.mentorship]);
}

export async function saveFeedback(work: ActorWork, f: Feedback): Promise<void> {
  await work.rows.feedback.save(f);
  work.redraw(f.session);
}

import { type Ending, promptsAtRest, sessionFate } from '../../domain/ending.js';
import { isLive, type Mentorship, move } from '../../domain/mentorship.js';
import { lookBackDue, promptsOfSession } from '../../domain/prompt-schedule.js';
import { isOpen, plannedEnd, type Session } from '../../domain/session.js';
import { agreementAgainPrompt, untilItEnds } from '../../domain/subjects.js';
import { day } from '../../kernel/clock.js';
import type { Work } from '../feature.js';
import { redrawSeveral } from './asked-after.js';
import { auditAll } from './audit-all.js';
import { lookForReview } from './open-review.js';
import { redrawSession } from './redraw.js';

/** How far back a session's questions may still be waiting: the longest any of them lives. */
const questionsLive = 30 * day;

/** Sessions of the mentorship that are open, or ended so lately that something may still be asked about them. */
export async function sessionsAskedAbout(m: Pick<Mentorship, 'id'>, work: Work): Promise<readonly Session[]> {
  const all = await work.rows.sessions.ofMentorship(m.id);
  return all.filter((s) => isOpen(s) || (s.state === 'ended' && plannedEnd(s) > work.now - questionsLive));
}

/** Whether other mentees of this session still have a mentorship that goes on. */
async function othersGoOn(s: Session, m: Pick<Mentorship, 'id'>, work: Work): Promise<boolean> {
  for (const a of s.attendees) {
    if (a.mentorship === m.id) continue;
    const other = await work.rows.mentorships.get(a.mentorship);
    if (other?.state === 'active' || other?.state === 'proposed') return true;
  }
  return false;
}

/** Cancels what waits to be said about this session because of a mentorship that rests or is over from now on. */
export async function restPrompts(s: Session, m: Mentorship, work: Work): Promise<void> {
  for (const { parts, of } of promptsAtRest(s, m.mentee, await othersGoOn(s, m, work), work.now))
    work.cancelAbout(s.id, parts, of);
}

/** Does to one session what its mentorship's end does. Answers whether the mentee is not expected at it any more. */
async function settleSession(s: Session, m: Mentorship, how: Ending, work: Work): Promise<boolean> {
  await restPrompts(s, m, work);
  const fate = sessionFate(s, { id: m.id, how }, work.now);
  const because = { because: 'mentorship-ended' };
  switch (fate) {
    case 'over':
      return false;
    case 'to-its-record': {
      // A pause may have taken the prompt that ends it.
      const end = promptsOfSession(s, work.now).find((p) => p.kind === 'end');
      if (end !== undefined) work.schedule(end);
      return false;
    }
    case 'called-off':
      work.cancelAbout(s.id, untilItEnds);
      await work.rows.sessions.save({ ...s, state: 'cancelled', revision: s.revision + 1 });
      auditAll('session.cancelled', s, because, work);
      break;
    case 'without-mentee': {
      const attendees = s.attendees.filter((a) => a.mentorship !== m.id);
      await work.rows.sessions.save({ ...s, attendees, revision: s.revision + 1 });
      work.audit('session.attendee-left', s.id, because, m.id);
      break;
    }
    default:
      fate satisfies never;
  }
  await redrawSession(s, work);
  return true;
}

/**
 * Ends the mentorship, without asking whether: its sessions come to what `domain/ending.ts` says, what would still be
 * said because of it is not, and the cards about it are drawn anew. Records and minutes stay. One that is over already
 * stays as it is, and its sessions are looked at all the same: one of them may have been going on.
 */
export async function endMentorship(m: Mentorship, how: Ending, work: Work): Promise<void> {
  const erasure = how === 'mentor-erased' || how === 'mentee-erased';
  const changed = move(m, 'end', work.now);
  if ('mentorship' in changed) await work.rows.mentorships.save(changed.mentorship);
  let calledOff = 0;
  for (const s of await sessionsAskedAbout(m, work)) if (await settleSession(s, m, how, work)) calledOff += 1;
  work.cancelAll(agreementAgainPrompt.begin({ mentorship: m.id }));
  if (isLive(m) && m.agreedAt !== null && how !== 'mentee-erased') work.schedule(lookBackDue(m, work.now));
  if (isLive(m)) work.audit('mentorship.ended', m.id, { state: 'ended', sessionsCalledOff: calledOff }, m.id);
  // Of who is erased nobody is asked anything more.
  if (!erasure && isLive(m)) lookForReview(m, 'end', work);
  work.redraw(m.id);
  await redrawSeveral(work, m.mentee);
}

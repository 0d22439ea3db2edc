import { type Mentorship, move, type Refusal } from '../../domain/mentorship.js';
import { promptsAfterSession, promptsOfSession } from '../../domain/prompt-schedule.js';
import { isOpen, plannedEnd, type Session } from '../../domain/session.js';
import { Refused } from '../../kernel/errors.js';
import type { ActorWork, Work } from '../feature.js';
import { redrawSeveral } from '../shared/asked-after.js';
import { endMentorship, restPrompts, sessionsAskedAbout } from '../shared/end-mentorship.js';
import { aboutMentorship, demand, mentorshipOf } from '../shared/guards.js';
import { lookForReview } from '../shared/open-review.js';
import { reminderRecipients } from '../shared/reminder-recipients.js';
import { menteeWords } from './mentee-words.js';
import { againOccurrence, newsSubject, redrawAll } from './subjects.js';

/** Pausing, going on and ending by button: who may, what the bot would have said meanwhile, and who is told. */

const mentorRefusals: Record<Refusal, string> = {
  'not-agreed': 'You have not both signed yet, so there is nothing to pause. You can end it, or change the agreement.',
  going: 'It is going on already. Nothing has changed.',
  paused: 'It is paused already. Nothing has changed.',
  declined: 'Your mentee said no thank you, so there is nothing to end. You can begin again with start.',
  ended: 'This mentorship has ended. You can begin a new one with start.',
};

/** Sets again what still makes sense to say; what was said already stays said. */
async function wake(sessions: readonly Session[], m: Mentorship, work: Work): Promise<void> {
  const whom = await reminderRecipients(work);
  for (const s of sessions) {
    const mine = (to: string): boolean => to === m.mentee || to === m.mentor;
    const due = isOpen(s)
      ? promptsOfSession(s, work.now, whom)
      : await stillAsked(s, m, promptsAfterSession(s, s.endedAt ?? plannedEnd(s)), work);
    for (const prompt of due) if (mine(prompt.to) && prompt.expiresAt > work.now) work.schedule(prompt);
  }
}

async function stillAsked<P extends { readonly kind: string }>(
  s: Session,
  m: Mentorship,
  prompts: readonly P[],
  work: Work,
): Promise<readonly P[]> {
  const recorded = (await work.rows.records.head(s.id)) !== undefined;
  const unanswered = s.attendees.some((a) => a.mentee === m.mentee && a.confirmation === 'open');
  return prompts.filter((p) => (p.kind === 'nudge' ? !recorded : unanswered));
}

const done = { pause: 'paused', resume: 'resumed', end: 'ended' } as const;

/** @throws Refused with a sentence in the actor's own words where it cannot be, or is so already. */
export async function turn(id: string, event: 'pause' | 'resume' | 'end', work: ActorWork): Promise<Mentorship> {
  const m = await mentorshipOf(work, id);
  demand(event === 'end' ? 'mentorship.end' : 'mentorship.pause', work, aboutMentorship(m));
  const changed = move(m, event, work.now);
  if ('no' in changed) {
    const words = work.actor.id === m.mentee ? menteeWords.refused : mentorRefusals;
    throw new Refused(`mentorship-${changed.no}`, words[changed.no]);
  }
  const after = changed.mentorship;
  if (event === 'end') await endMentorship(m, 'ended', work);
  else {
    await work.rows.mentorships.save(after);
    const sessions = await sessionsAskedAbout(after, work);
    if (event === 'resume') {
      await wake(sessions, after, work);
      lookForReview(after, `resumed-${work.now}`, work);
    } else {
      for (const s of sessions) await restPrompts(s, after, work);
      work.cancel(againOccurrence(after));
    }
    work.audit(`mentorship.${done[event]}`, m.id, { state: after.state, sessionsCalledOff: 0 }, m.id);
    redrawAll(after, work);
    await redrawSeveral(work, after.mentee);
  }
  // Taken back before the mentee answered: their card says so; a message of its own would only weigh.
  if (!(m.state === 'proposed' && work.actor.id === m.mentor))
    for (const person of [m.mentor, m.mentee])
      work.show('mentorship-news', newsSubject.write({ mentorship: m.id, what: done[event], at: work.now }), {
        person,
      });
  return after;
}

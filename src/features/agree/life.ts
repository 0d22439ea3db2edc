import { type Mentorship, move, type Refusal } from '../../domain/mentorship.js';
import { promptsAfterSession, promptsOfSession } from '../../domain/prompt-schedule.js';
import { isOpen, plannedEnd, type Session } from '../../domain/session.js';
import { day } from '../../kernel/clock.js';
import { Refused } from '../../kernel/errors.js';
import { redrawSeveral } from '../asked-after.js';
import type { ActorWork, Work } from '../feature.js';
import { aboutMentorship, demand, mentorshipOf } from '../guards.js';
import { whomOf } from '../whom.js';
import { menteeWords } from './mentee-words.js';
import { againOccurrence, redrawAll } from './subjects.js';

/** Pausing, going on and ending: what it does to sessions and to what the bot would have said about them. */

const mentorRefusals: Record<Refusal, string> = {
  'not-agreed': 'You have not both signed yet, so there is nothing to pause. You can end it, or change the agreement.',
  going: 'It is going on already. Nothing has changed.',
  paused: 'It is paused already. Nothing has changed.',
  declined: 'Your mentee said no thank you, so there is nothing to end. You can begin again with start.',
  ended: 'This mentorship has ended. You can begin a new one with start.',
};

/** How far back a session's questions may still be waiting: the longest any of them lives. */
const questionsLive = 30 * day;

/** Whether other mentees of this session still have a mentorship that goes on. */
async function othersGoOn(s: Session, m: Mentorship, work: Work): Promise<boolean> {
  for (const a of s.attendees) {
    if (a.mentorship === m.id) continue;
    const other = await work.rows.mentorships.get(a.mentorship);
    if (other?.state === 'active' || other?.state === 'proposed') return true;
  }
  return false;
}

/**
 * Cancels what waits to be said about these sessions. One that has begun keeps its prompt at the end: it was held, and
 * its record is the mentor's to write. In a group only this mentee's own prompts go.
 */
async function silence(sessions: readonly Session[], m: Mentorship, work: Work): Promise<void> {
  for (const s of sessions) {
    const shared = await othersGoOn(s, m, work);
    for (const when of ['day', 'hour']) work.cancel(`remind:${s.id}:${when}:${m.mentee}`);
    if (!isOpen(s)) {
      work.cancelAll(`ask:${s.id}:${m.mentee}`);
      work.cancelAll(`ask-again:${s.id}:${m.mentee}`);
    }
    if (shared) continue;
    work.cancelAll(`remind:${s.id}:`);
    if (isOpen(s) && s.state === 'planned' && s.startsAt > work.now) {
      work.cancel(`now:${s.id}`);
      work.cancel(`end:${s.id}`);
    }
    if (!isOpen(s)) {
      work.cancelAll(`nudge:${s.id}`);
      work.cancelAll(`record-later:${s.id}`);
    }
  }
}

/** Sets again what still makes sense to say; what was said already stays said. */
async function wake(sessions: readonly Session[], m: Mentorship, work: Work): Promise<void> {
  const whom = await whomOf(work);
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

/** Sessions of the mentorship that are open, or ended so lately that something may still be asked about them. */
async function sessionsOf(m: Mentorship, work: Work): Promise<readonly Session[]> {
  const all = await work.rows.sessions.ofMentorship(m.id);
  return all.filter((s) => isOpen(s) || (s.state === 'ended' && plannedEnd(s) > work.now - questionsLive));
}

/** Takes the mentee out of what was planned; a session with nobody left is cancelled. Answers how many went. */
async function callOff(sessions: readonly Session[], m: Mentorship, work: Work): Promise<number> {
  const ahead = sessions.filter((s) => s.state === 'planned' && s.startsAt > work.now);
  for (const s of ahead) {
    const others = s.attendees.filter((a) => a.mentorship !== m.id);
    await work.rows.sessions.save(
      others.length > 0
        ? { ...s, attendees: others, revision: s.revision + 1 }
        : { ...s, state: 'cancelled', revision: s.revision + 1 },
    );
    work.note(
      others.length > 0 ? 'session.attendee-left' : 'session.cancelled',
      s.id,
      { because: 'mentorship-ended' },
      m.id,
    );
    for (const subject of [s.id, `${s.id}:day`, `${s.id}:hour`]) work.redraw(subject);
  }
  return ahead.length;
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
  await work.rows.mentorships.save(after);
  const sessions = await sessionsOf(m, work);
  let calledOff = 0;
  if (event === 'resume') await wake(sessions, after, work);
  else {
    await silence(sessions, after, work);
    work.cancel(againOccurrence(after));
  }
  if (event === 'end') calledOff = await callOff(sessions, after, work);
  work.note(`mentorship.${done[event]}`, m.id, { state: after.state, sessionsCalledOff: calledOff }, m.id);
  redrawAll(after, work);
  await redrawSeveral(work, after.mentee);
  // Taken back before the mentee answered: their card says so; a message of its own would only weigh.
  if (!(m.state === 'proposed' && work.actor.id === m.mentor))
    for (const person of [m.mentor, m.mentee])
      work.show('mentorship-news', `${m.id}:${done[event]}:${work.now}`, { person });
  return after;
}

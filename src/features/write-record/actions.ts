import type { button } from '../../chat/card.js';
import type { Action } from '../../domain/record.js';
import type { Session } from '../../domain/session.js';
import { actionSubject } from '../../domain/subjects.js';
import type { MentorshipId } from '../../kernel/ids.js';
import { count, shorten } from '../../kernel/words.js';
import type { ActorWork } from '../feature.js';

/** What was agreed, and whether it is done. In a group each mentee's part of an action is their own. */

export const keyOf = (session: Session, action: Action): string =>
  actionSubject.write({ session: session.id, action: action.key });

/** Whose tick this reader sees and sets: a mentee their own, everyone else all of the session's. */
export function mentorshipsFor(session: Session, work: ActorWork): readonly MentorshipId[] {
  const own = session.attendees.find((a) => a.mentee === work.actor.id);
  return own === undefined ? session.attendees.map((a) => a.mentorship) : [own.mentorship];
}

export interface Done {
  readonly all: boolean;
  /** "done", "done by 1 of 2", or nothing. */
  readonly words: string;
}

export async function doneBy(session: Session, action: Action, work: ActorWork): Promise<Done> {
  const mentorships = mentorshipsFor(session, work);
  let done = 0;
  for (const m of mentorships) if ((await work.rows.actions.done(m)).has(keyOf(session, action))) done += 1;
  if (done === mentorships.length) return { all: true, words: 'done' };
  return { all: false, words: done === 0 ? '' : `done by ${count(done, 'mentee')} of ${mentorships.length}` };
}

export const mayTick = (session: Session, action: Action, work: ActorWork): boolean =>
  work.actor.id === session.mentor ||
  (action.owner === 'mentee' && session.attendees.some((a) => a.mentee === work.actor.id));

/** What `button` takes, where this reader may tick the action. */
export function tickButton(
  session: Session,
  action: Action,
  done: Done,
  work: ActorWork,
): Parameters<typeof button> | undefined {
  if (!mayTick(session, action, work)) return undefined;
  const what = shorten(action.what, 40);
  return done.all
    ? [`Not done: ${what}`, 'record.action-done', keyOf(session, action), { arg: 'undo' }]
    : [`Done: ${what}`, 'record.action-done', keyOf(session, action)];
}

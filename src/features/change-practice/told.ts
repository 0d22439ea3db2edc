import { type PracticeChange, toldWith } from '../../domain/practice-change.js';
import type { Session } from '../../domain/session.js';
import type { ActorWork } from '../feature.js';
import { redrawSession } from '../shared/redraw.js';

/** With which session a mentee hears of a change. */

/** The session to come with whose invitation they do; undefined where there is none planned yet. */
export function toldWhen(
  c: PracticeChange,
  sessions: readonly Session[],
  work: Pick<ActorWork, 'now'>,
): Session | undefined {
  const told = toldWith(c, sessions);
  return told?.state === 'planned' && told.startsAt > work.now ? told : undefined;
}

/** Its invitation is drawn anew: it says so, or says so no longer. */
export async function redrawTold(c: PracticeChange, sessions: readonly Session[], work: ActorWork): Promise<void> {
  const told = toldWhen({ ...c, withdrawnAt: null }, sessions, work);
  if (told !== undefined) await redrawSession(told, work);
}

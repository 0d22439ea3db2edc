import type { Session } from '../../domain/session.js';
import type { Work } from '../feature.js';
import { redrawSeveral } from './asked-after.js';

/**
 * Every card that stands about the session is drawn anew, and those about the series that it belongs to, or about it
 * among others.
 */
export async function redrawSession(
  session: Pick<Session, 'id' | 'series' | 'attendees'>,
  work: Pick<Work, 'redraw' | 'rows'>,
): Promise<void> {
  work.redraw(session.id);
  if (session.series !== undefined) work.redraw(session.series.id);
  for (const { mentee } of session.attendees) await redrawSeveral(work, mentee);
}

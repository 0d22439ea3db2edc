import type { Session } from '../domain/session.js';
import type { Work } from './feature.js';

/** Every card that stands about the session is drawn anew, and those about the series that it belongs to. */
export function redrawSession(session: Pick<Session, 'id' | 'series'>, work: Pick<Work, 'redraw'>): void {
  work.redraw(session.id);
  if (session.series !== undefined) work.redraw(session.series.id);
}

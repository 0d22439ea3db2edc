import type { Session } from '../../domain/session.js';
import type { AuditName } from '../../kernel/names.js';
import type { Work } from '../feature.js';

/** The same entry on the chain of each mentorship that the session belongs to. */
export function auditAll(
  what: AuditName,
  session: Pick<Session, 'id' | 'attendees'>,
  facts: Readonly<Record<string, string | number | boolean | null>>,
  work: Pick<Work, 'audit'>,
): void {
  for (const a of session.attendees) work.audit(what, session.id, facts, a.mentorship);
}

import type { LeadAlert } from '../../domain/lead-alert.js';
import type { PersonId } from '../../kernel/ids.js';

/**
 * That somebody was told of a concern passed on (docs/concern.md#the-lead-is-told). An erasure of whoever passed it on takes
 * those that somebody has, and the name out of those that nobody has yet.
 */
export interface LeadAlertsRepository {
  get(id: string): Promise<LeadAlert | undefined>;
  /** The newest that this person made after then (ms). */
  lastBy(person: PersonId, since: number): Promise<LeadAlert | undefined>;
  /** Those made since then (ms) that nobody has said they have yet, the oldest first. */
  open(since: number): Promise<readonly LeadAlert[]>;
  /** Those made before then (ms), the oldest first. */
  before(at: number): Promise<readonly LeadAlert[]>;
  save(alert: LeadAlert): Promise<void>;
  /** Their time is over. What the chain has committed to stays. */
  forget(ids: readonly LeadAlert['id'][]): Promise<void>;
}

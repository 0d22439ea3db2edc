import type { Id, MentorshipId, PersonId, ProgrammeId } from '../kernel/ids.js';
import type { StakeholderAs } from './programme.js';

/**
 * Somebody beside a mentorship who could be asked about it (docs/field.md#stakeholders): the mentee is told who, why and what
 * is asked, and says yes. No answer is no, and both look alike to everybody else.
 */

export type StakeholderAskId = Id<'stakeholder-ask'>;

export interface StakeholderAsk {
  readonly id: StakeholderAskId;
  readonly programme: ProgrammeId;
  readonly mentorship: MentorshipId;
  /** Who would be asked. */
  readonly person: PersonId;
  readonly as: StakeholderAs;
  /** Why they, in the proposer's words; may stay empty. */
  readonly reason: string;
  readonly proposedBy: PersonId;
  readonly proposedAt: number;
  /** The mentee's. */
  readonly word: 'asked' | 'yes' | 'no';
  readonly wordAt: number | null;
  /** Since when it stands no more: taken back, or the mentorship ended (ms). */
  readonly endedAt: number | null;
}

/** Whether they may be asked now: the mentee's yes stands. */
export const mayBeAsked = (a: Pick<StakeholderAsk, 'word' | 'endedAt'>): boolean =>
  a.word === 'yes' && a.endedAt === null;

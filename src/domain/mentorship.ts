import type { GoalId, MentorshipId, PersonId, PortfolioId, ProgrammeId } from '../kernel/ids.js';

/** One mentor's way through one unit: the hours of all its mentorships count together (FIELD §1, 4). */
export interface Portfolio {
  readonly id: PortfolioId;
  readonly programme: ProgrammeId;
  readonly mentor: PersonId;
  readonly targetMinutes: number;
  readonly startedAt: number;
}

/**
 * `proposed` until both have signed; a mentee may `decline`. Only an `active` one has sessions that count, but for the
 * first meeting (FIELD §1, 1).
 */
export type MentorshipState = 'proposed' | 'active' | 'paused' | 'ended' | 'declined';

export interface Mentorship {
  readonly id: MentorshipId;
  readonly programme: ProgrammeId;
  readonly portfolio: PortfolioId;
  readonly mentor: PersonId;
  readonly mentee: PersonId;
  readonly state: MentorshipState;
  readonly createdAt: number;
  /** When both had signed the first agreement (ms). */
  readonly agreedAt: number | null;
  readonly endedAt: number | null;
  readonly agreement: Agreement;
  readonly goals: readonly Goal[];
}

/** What the mentee has said to the agreement's current version. */
export type MenteeWord = 'asked' | 'signed' | 'change-wanted' | 'waiting' | 'declined';

export interface Agreement {
  /** A new version needs both signatures again. */
  readonly version: number;
  readonly body: AgreementBody;
  readonly mentorSignedAt: number | null;
  readonly menteeSignedAt: number | null;
  readonly menteeWord: MenteeWord;
  /** What the mentee would like changed, in their words. */
  readonly changeWanted: string;
}

/** FIELD §2, *Agreement*. Every field is private to the two and those who assess. */
export interface AgreementBody {
  readonly purpose: string;
  readonly duration: string;
  readonly frequency: string;
  readonly place: string;
  readonly roles: string;
  readonly boundaries: string;
  readonly confidentiality: string;
  readonly ending: string;
  readonly menteeRole: string;
  /** The mentee's own, skippable. */
  readonly helps: string;
  readonly avoid: string;
}

export interface Goal {
  readonly id: GoalId;
  readonly what: string;
  /** How both will know. */
  readonly how: string;
  /** 1 to 5. */
  readonly baseline: number;
  readonly target: number;
  /** The mentee's own view of where they start, if they gave one. */
  readonly menteeBaseline: number | null;
  readonly proposedBy: PersonId;
  readonly state: 'proposed' | 'agreed' | 'dropped';
}

export const bothSigned = (a: Agreement): boolean => a.mentorSignedAt !== null && a.menteeSignedAt !== null;

/** Who else is in it: the mentee for the mentor, the mentor for the mentee, nobody for others. */
export function otherOf(m: Pick<Mentorship, 'mentor' | 'mentee'>, person: PersonId): PersonId | undefined {
  if (m.mentor === person) return m.mentee;
  if (m.mentee === person) return m.mentor;
  return undefined;
}

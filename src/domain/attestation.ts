import type { Id, MentorshipId, PersonId, PortfolioId, ProgrammeId, SessionId } from '../kernel/ids.js';
import type { CivilDate } from '../kernel/zoned.js';

/**
 * What somebody attests of a mentor's work in writing (docs/field.md#testimony-and-observation): a witness what they saw, a
 * supervisor what they observed, an assessor a discussion, mentor and mentee what they said together.
 */

export type AttestationId = Id<'attestation'>;

export const attestationKinds = ['testimony', 'observation', 'discussion', 'conversation'] as const;
export type AttestationKind = (typeof attestationKinds)[number];

export interface AttestationBody {
  /** When it was seen or said. */
  readonly on: CivilDate | null;
  /** `HH:MM`, or empty. */
  readonly from: string;
  readonly to: string;
  readonly place: string;
  /** What was going on. */
  readonly activity: string;
  /** The writer's own words: what they saw, or what was said. */
  readonly words: string;
  /** How they know the mentor, and their role. */
  readonly relation: string;
  readonly role: string;
  /** Keys of the unit's criteria that they saw met (`refOf`). */
  readonly criteria: readonly string[];
  readonly questions: readonly { readonly key: string; readonly question: string; readonly answer: string }[];
  readonly feedback: string;
}

export const emptyAttestation: AttestationBody = {
  on: null,
  from: '',
  to: '',
  place: '',
  activity: '',
  words: '',
  relation: '',
  role: '',
  criteria: [],
  questions: [],
  feedback: '',
};

export interface Attestation {
  readonly id: AttestationId;
  readonly programme: ProgrammeId;
  readonly portfolio: PortfolioId;
  /** Where it is about one mentorship. */
  readonly mentorship: MentorshipId | null;
  readonly session: SessionId | null;
  readonly kind: AttestationKind;
  /** Whose words they are; of a conversation the mentee's, whoever noted it. */
  readonly by: PersonId;
  readonly body: AttestationBody;
  readonly askedBy: PersonId;
  readonly askedAt: number;
  readonly state: 'asked' | 'given' | 'declined' | 'withdrawn';
  /** When its writer signed it (ms). */
  readonly givenAt: number | null;
  /** An observation is signed by both; a conversation is confirmed by its mentee. */
  readonly countersigned: { readonly by: PersonId; readonly at: number } | null;
}

/** Whether it stands as evidence: given, and confirmed where it needs the other side's word. */
export const isAttested = (a: Pick<Attestation, 'kind' | 'state' | 'countersigned'>): boolean =>
  a.state === 'given' && (a.kind === 'conversation' || a.kind === 'observation' ? a.countersigned !== null : true);

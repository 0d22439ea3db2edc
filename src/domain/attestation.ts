import { day } from '../kernel/clock.js';
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
  /** The mentor's word beside it, as they signed it; and whether they see it differently. */
  readonly reply: string;
  readonly differs: boolean;
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
  reply: '',
  differs: false,
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

/** What somebody is asked to write by themselves; a conversation two people note together. */
export const writtenKinds = ['testimony', 'observation', 'discussion'] as const;
export type WrittenKind = (typeof writtenKinds)[number];
export const isWritten = (kind: AttestationKind): kind is WrittenKind =>
  (writtenKinds as readonly string[]).includes(kind);

/** So long (ms) somebody who was asked may write, change it and take it back. */
export const attestationLife = 28 * day;

/** Until when (ms) its writer may. */
export const writableUntil = (a: Pick<Attestation, 'askedAt'>): number => a.askedAt + attestationLife;

/** Both have signed: from then on it stands as it is. */
export const isSignedByBoth = (a: Pick<Attestation, 'countersigned'>): boolean => a.countersigned !== null;

/** Whether its writer may still write, change, decline or take it back. `now` in ms. */
export const mayWrite = (a: Pick<Attestation, 'askedAt' | 'countersigned' | 'state'>, now: number): boolean =>
  !isSignedByBoth(a) && now <= writableUntil(a);

/** Whether the mentor's signature is still to come, and possible: of a testimony none is asked. */
export const maySign = (a: Pick<Attestation, 'kind' | 'state' | 'countersigned'>): boolean =>
  a.state === 'given' && (a.kind === 'observation' || a.kind === 'discussion') && !isSignedByBoth(a);

/** With the mentor's signature, and their word where they see it differently. */
export const countersignedBy = (
  a: Attestation,
  by: PersonId,
  at: number,
  differs: boolean,
  reply: string,
): Attestation => ({
  ...a,
  body: { ...a.body, differs, reply },
  countersigned: { by, at },
});

/** Declined or taken back, with no word left of it. */
export const withoutWords = (a: Attestation, state: 'declined' | 'withdrawn'): Attestation => ({
  ...a,
  state,
  body: emptyAttestation,
  givenAt: null,
});

import type { Id, MentorshipId, PersonId, ProgrammeId } from '../kernel/ids.js';
import type { Mentorship } from './mentorship.js';
import type { Person, StakeholderAs } from './programme.js';

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

/** Why somebody cannot be asked about a mentorship, whoever proposes them. */
export type NotAStakeholder = 'nobody' | 'erased' | 'mentee' | 'mentor' | 'mentored';

/** @param person whom somebody would like to be asked; undefined where nobody is of that name */
export function whyNoStakeholder(
  person: Pick<Person, 'id' | 'erasedAt' | 'roles'> | undefined,
  m: Pick<Mentorship, 'mentor' | 'mentee'>,
): NotAStakeholder | undefined {
  if (person === undefined) return 'nobody';
  if (person.erasedAt !== null) return 'erased';
  if (person.id === m.mentee) return 'mentee';
  if (person.id === m.mentor) return 'mentor';
  return person.roles.includes('mentee') ? 'mentored' : undefined;
}

/**
 * Whether the mentor may propose somebody for this mentee, or the coordinator alone: only a mentee who is noted as 18 or
 * over can be asked by their mentor without a third person in it.
 */
export const mentorMayPropose = (mentee: Pick<Person, 'adult'> | undefined): boolean => mentee?.adult === true;

/**
 * An ask that is proposed once more: it stands again with the word that the mentee gave. They are asked once and never
 * again, whatever they said and however often they are proposed.
 */
export const proposedAnew = (ask: StakeholderAsk): StakeholderAsk => ({ ...ask, endedAt: null });

/** An ask with the mentee's word, which they may change whenever they like. `at` in ms. */
export const withWord = (ask: StakeholderAsk, word: 'yes' | 'no', at: number): StakeholderAsk =>
  ask.word === word ? ask : { ...ask, word, wordAt: at };

/**
 * What whoever is asked reads in place of the mentee's name: the first word of it. They know whom it is about, for they
 * stand beside the mentoring; somebody who finds the page does not learn a whole name.
 */
export const givenName = (name: string): string => name.trim().split(/\s+/)[0] ?? name;

import type { Mentorship } from '../../domain/mentorship.js';
import { agreementAgainPrompt, agreementSubject } from '../../domain/subjects.js';
import type { GoalId, MentorshipId, PersonId } from '../../kernel/ids.js';
import type { Occurrence } from '../../kernel/subject.js';
import { ending, id, oneOf, subject, whole } from '../../kernel/subject.js';
import type { Work } from '../feature.js';

/**
 * What this feature's cards and forms are about, as text. A card about another version, another answer or another
 * goal has a subject of its own: a new message, which is noticed, where a redrawn one would not be.
 *
 * - `agreement-ask`: `MENTORSHIP:VERSION`, and `MENTORSHIP:VERSION:again` for the one reminder;
 * - `agreement-status`: `MENTORSHIP:VERSION`, and `MENTORSHIP:VERSION:WORD` once the mentee has given their word
 *   (`not-reached` where the question did not get to them);
 * - form `agreement-answer`: `MENTORSHIP:VERSION`; form `agreement`: `new:PERSON`, later `MENTORSHIP`.
 */

const mentorship = ['mentorship', id<MentorshipId>()] as const;

/** Form `agreement` of a mentorship that is not there yet. */
export const newAgreementSubject = subject`new:${['mentee', id<PersonId>()]}`;
/** Face `mentorship-news`: what was done to it, at a moment (ms). */
export const newsSubject = subject`${mentorship}:${['what', oneOf('paused', 'resumed', 'ended')]}:${['at', whole]}`;
/** Face `goal-news` and form `goal`; about the mentorship alone the form suggests a new one. */
export const goalSubject = subject`${mentorship}${['goal', ending(id<GoalId>())]}`;

type Agreed = Pick<Mentorship, 'id' | 'agreement'>;

/** The version that a subject names; a subject that names none is about the `current` one. */
export const versionIn = (subject: string, current: number): number =>
  agreementSubject.read(subject)?.version || current;

const about = (m: Agreed, told: string | null): string =>
  agreementSubject.write({ mentorship: m.id, version: m.agreement.version, told });

export const askSubject = (m: Agreed): string => about(m, null);
export const againSubject = (m: Agreed): string => about(m, 'again');
export const statusSubject = (m: Agreed): string => about(m, null);
export const wordSubject = (m: Agreed): string => about(m, m.agreement.menteeWord);
export const notReachedSubject = (m: Agreed): string => about(m, 'not-reached');
export const againOccurrence = (m: Agreed): Occurrence<'agreement-again'> =>
  agreementAgainPrompt.write({ mentorship: m.id, version: m.agreement.version });

const words = ['signed', 'change-wanted', 'waiting', 'declined', 'not-reached'];

/** Redraws every card about this mentorship that may say something else now. Older versions' cards say one thing. */
export function redrawAll(m: Mentorship, work: Work): void {
  work.redraw(m.id);
  for (const version of [m.agreement.version - 1, m.agreement.version]) {
    if (version < 1) continue;
    for (const told of [null, 'again', ...words])
      work.redraw(agreementSubject.write({ mentorship: m.id, version, told }));
  }
  for (const goal of m.goals) work.redraw(goalSubject.write({ mentorship: m.id, goal: goal.id }));
}

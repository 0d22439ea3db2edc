import type { MentorshipId, PersonId, SeriesId, SessionId } from '../../kernel/ids.js';
import { id, oneOf, rest, several, subject, whole } from '../../kernel/subject.js';

/**
 * What this feature's cards and forms are about, where it is more than one thing. A card that tells something anew has a
 * subject of its own: a new message, which is noticed, where a redrawn one would not be.
 */

const session = ['session', id<SessionId>()] as const;
const series = ['series', id<SeriesId>()] as const;

/** Form `plan` of a session that is not there yet, with these mentorships; `now`: of one that begins at once. */
export const newPlanSubject = subject`${['begins', oneOf('new', 'now')]}:${['mentorships', several<MentorshipId>()]}`;
/** The buttons of templates for a session now. */
export const templatesSubject = subject`${['mentorships', several<MentorshipId>()]}`;

/**
 * What a plan was copied from, as it remembers it (`PlanVersion.copiedFrom`): a template, by its key, or a session's plan.
 */
export const planSource = subject`${['what', oneOf('template', 'session')]}:${['id', rest]}`;

/** Face `plan-changed`. */
export const changedSubject = subject`${session}:${['version', whole]}`;
/** Face `plan-answer`. */
export const answerSubject = subject`${session}:${['mentee', id<PersonId>()]}:${['version', whole]}`;
/** Face `suggestion` and its buttons; `n`: which asking of this person's it is. */
export const suggestionSubject = subject`${session}:suggestion:${['by', id<PersonId>()]}:${['n', whole]}`;
/** Face `suggestion-none`. */
export const noneSubject = subject`${session}:none:${['n', whole]}`;

/** Face `series-answer`. */
export const seriesAnswerSubject = subject`${series}:answer:${['mentee', id<PersonId>()]}`;
/** Face `series-changed`: from this position on, by this version of the first plan. */
export const seriesChangedSubject = subject`${series}:changed:${['position', whole]}:${['version', whole]}`;
/** Face `series-cancelled`: from this position on. */
export const seriesCancelledSubject = subject`${series}:cancelled:${['position', whole]}`;

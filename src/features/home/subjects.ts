import type { DraftId, PersonId } from '../../kernel/ids.js';
import { ending, id, rest, subject } from '../../kernel/subject.js';

/** Face `form-ready`: the draft, and which miss it is (`Missed.key`); older cards do not say which. */
export const formReadySubject = subject`${['draft', id<DraftId>()]}${['miss', ending(rest)]}`;
/** Face `answer-missed`: the word that was typed, or `-` where none was, and which miss it is. */
export const answerMissedSubject = subject`${['word', id()]}:${['miss', rest]}`;
/** Face `not-delivered`: the day, theirs, and the face that did not arrive. */
export const notDeliveredSubject = subject`${['date', id()]}:${['face', rest]}`;
/** Face `not-delivered-to`: whom it did not reach, the day of who is told, and the face. */
export const notDeliveredToSubject = subject`${['person', id<PersonId>()]}:${['date', id()]}:${['face', rest]}`;

import type { PersonId, SessionId } from '../../kernel/ids.js';
import { id, occurrence, subject } from '../../kernel/subject.js';
import type { CivilDate } from '../../kernel/zoned.js';

const session = ['session', id<SessionId>()] as const;

/** Face and prompt `confirm-several`: a card a week, by the day (theirs) on which it falls due. */
export const severalSubject = subject`${['mentee', id<PersonId>()]}:${['date', id<CivilDate>()]}`;
/** Form `ask-words`: the question, by its key. */
export const wordsSubject = subject`${session}:${['question', id()]}`;
/** Form `hours-settle`. */
export const settleSubject = subject`${session}:${['mentee', id<PersonId>()]}`;

export const askAgainPrompt = occurrence('ask-again')`${session}:${['to', id<PersonId>()]}`;
export const severalPrompt = occurrence('confirm-several')`${['mentee', id<PersonId>()]}:${['date', id<CivilDate>()]}`;

import type { DraftId } from '../../kernel/ids.js';
import { ending, id, rest, subject } from '../../kernel/subject.js';

/** Face `form-ready`: the draft, and which miss it is (`Missed.key`); older cards do not say which. */
export const formReadySubject = subject`${['draft', id<DraftId>()]}${['miss', ending(rest)]}`;
/** Face `answer-missed`: the word that was typed, or `-` where none was, and which miss it is. */
export const answerMissedSubject = subject`${['word', id()]}:${['miss', rest]}`;

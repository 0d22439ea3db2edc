import type { PersonId } from '../../kernel/ids.js';
import { id, rest, subject } from '../../kernel/subject.js';

/** Face `welcome` in the place of an answer that could not be shown: which miss it is (`Missed.key`). */
export const missedWelcomeSubject = subject`${['person', id<PersonId>()]}:${['miss', rest]}`;

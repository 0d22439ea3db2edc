import type { PersonId } from '../../kernel/ids.js';
import { id, subject } from '../../kernel/subject.js';

/** Face `erasure-asked`. */
export const erasureSubject = subject`erasure:${['person', id<PersonId>()]}`;

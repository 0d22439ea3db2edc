import { id, oneOf, subject } from '../../kernel/subject.js';

const of = ['of', oneOf('portfolio', 'mentorship')] as const;

/** Whose past it is: of all buttons that lead through it. */
export const pastSubject = subject`${['id', id()]}:${of}`;
/** Where a session's page was opened from, so that there is a way back: the months, or what a search found. */
export const pastFrom = subject`${['id', id()]}:${of}:${['from', oneOf('months', 'found')]}`;

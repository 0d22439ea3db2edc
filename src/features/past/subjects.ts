import { id, oneOf, subject, whole } from '../../kernel/subject.js';

/**
 * Where a session's page was opened from, so that there is a way back: which page of its month, or of what a search found.
 */
export const pastFrom = subject`${['id', id()]}:${['of', oneOf('portfolio', 'mentorship')]}:${['from', oneOf('months', 'found')]}:${['page', whole]}`;

import type { SessionId } from '../../kernel/ids.js';
import { ending, id, occurrence, subject, whole, wordOr } from '../../kernel/subject.js';

const session = ['session', id<SessionId>()] as const;

/**
 * Face `record-prompt` and prompt `record-later`. A redrawn card notifies nobody, so each asking is a card of its own:
 * `SESSION` the first, `SESSION:2`, `SESSION:3`, … those that the mentor asked for, `SESSION:nudge` the nudge.
 */
export const recordSubject = subject`${session}${['asking', ending(wordOr(['nudge'], whole))]}`;

/** `n`: which of the reminders that the mentor asked for, from 1 on. */
export const recordLaterPrompt = occurrence('record-later')`${session}:${['n', whole]}`;

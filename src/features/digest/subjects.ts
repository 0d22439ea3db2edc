import type { PersonId } from '../../kernel/ids.js';
import { id, occurrence, subject, whole } from '../../kernel/subject.js';

/** Faces `digest` and `mentor-digest` of one that was asked for between the weekly ones; those have the week alone. */
export const askedDigestSubject = subject`${['week', id()]}.${['n', whole]}`;
/** `once`: what comes to a mentor once: a weekly digest's week, or the day (the programme's) on which one was asked for. */
export const mentorDigestPrompt = occurrence('mentor-digest')`${['once', id()]}:${['mentor', id<PersonId>()]}`;

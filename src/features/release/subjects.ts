import type { MentorshipId } from '../../kernel/ids.js';
import { id, subject } from '../../kernel/subject.js';

/** Face `release-ask`. */
export const askSubject = subject`${['mentorship', id<MentorshipId>()]}:release`;

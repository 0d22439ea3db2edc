import type { MentorshipId } from '../../kernel/ids.js';
import { id, oneOf, subject } from '../../kernel/subject.js';

const mentorship = ['mentorship', id<MentorshipId>()] as const;

/** Face `handover-ask`. */
export const askSubject = subject`${mentorship}:handover`;
/** Face `handover-news`: to the mentor who leaves, or to the one who goes on. */
export const newsSubject = subject`${mentorship}:handover:${['side', oneOf('from', 'to')]}`;

import type { AttestationId } from '../../domain/attestation.js';
import type { ReviewFormId } from '../../domain/review.js';
import type { MentorshipId } from '../../kernel/ids.js';
import { id, occurrence, subject } from '../../kernel/subject.js';
import type { CivilDate } from '../../kernel/zoned.js';

const form = ['form', id<ReviewFormId>()] as const;

/** Form `review-words`: the question, by its key. */
export const wordsSubject = subject`${form}:${['question', id()]}`;
/** Face `conversation-noted`: its mentorship first. */
export const notedSubject = subject`${['mentorship', id<MentorshipId>()]}:${['note', id<AttestationId>()]}`;

export const reviewAgainPrompt = occurrence('review-again')`${form}:${['date', id<CivilDate>()]}`;
export const conversationAskPrompt = occurrence(
  'conversation-ask',
)`${['note', id<AttestationId>()]}:${['date', id<CivilDate>()]}`;

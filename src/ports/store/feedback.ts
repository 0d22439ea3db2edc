import type { Feedback } from '../../domain/feedback.js';
import type { PersonId, SessionId } from '../../kernel/ids.js';

export interface FeedbackRepository {
  get(session: SessionId, mentee: PersonId): Promise<Feedback | undefined>;
  ofSessions(ids: readonly SessionId[]): Promise<readonly Feedback[]>;
  ofMentee(mentee: PersonId): Promise<readonly Feedback[]>;
  all(): Promise<readonly Feedback[]>;
  save(feedback: Feedback): Promise<void>;
}

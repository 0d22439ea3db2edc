import type { PutRight, PutRightId, Said } from '../../domain/put-right.js';
import type { MentorshipId, SessionId } from '../../kernel/ids.js';
import type { Remembered } from './remembered.js';

/** What was promised in restorative sessions, and each side's words on it. */
export interface PutRightRepository {
  /** All of a mentorship, withdrawn ones too, oldest first. */
  ofMentorship(id: MentorshipId): Promise<readonly PutRight[]>;
  ofSession(id: SessionId): Promise<readonly PutRight[]>;
  get(id: PutRightId): Promise<PutRight | undefined>;
  /** All of it but what was said. */
  save(promise: PutRight): Promise<void>;
  /** One more word; those before it stay. */
  say(id: PutRightId, said: Said): Promise<void>;
}

export const putRightRemembered: Remembered<PutRightRepository> = {
  ofMentorship: 'once',
  ofSession: 'once',
  get: 'anew',
  save: { forgets: 'all' },
  say: { forgets: 'all' },
};

import type { Release } from '../../domain/release.js';
import type { MentorshipId } from '../../kernel/ids.js';

/** What of a mentorship's sessions was offered to be read from outside, and what became of it. */
export interface ReleasesRepository {
  /** In the order of their sessions' ids. */
  ofMentorship(id: MentorshipId): Promise<readonly Release[]>;
  /** The same of several, by mentorship; one with none is not among them. */
  ofMentorships(ids: readonly MentorshipId[]): Promise<ReadonlyMap<MentorshipId, readonly Release[]>>;
  /** Puts these in, over those of the same mentorship and session. */
  save(releases: readonly Release[]): Promise<void>;
}

import type { GoalLevel } from '../../domain/goal-level.js';
import type { LevelId, MentorshipId } from '../../kernel/ids.js';
import type { Remembered } from './remembered.js';

/** What both sides said of goals, line by line. */
export interface GoalLevelsRepository {
  /** All lines about its goals, those let go too, in the order in which they were said. */
  ofMentorship(id: MentorshipId): Promise<readonly GoalLevel[]>;
  /** The same of all of these mentorships, in one reading. */
  ofMentorships(ids: readonly MentorshipId[]): Promise<readonly GoalLevel[]>;
  get(id: LevelId): Promise<GoalLevel | undefined>;
  /** Adds lines of one mentorship; none is ever changed. */
  add(levels: readonly GoalLevel[]): Promise<void>;
}

export const goalLevelsRemembered: Remembered<GoalLevelsRepository> = {
  ofMentorship: 'once',
  ofMentorships: 'anew',
  get: 'anew',
  add: { forgets: 'all' },
};

import type { CheckIn } from '../../domain/check-in.js';
import type { WhenHard } from '../../domain/when-hard.js';
import type { PersonId, SessionId } from '../../kernel/ids.js';

/** People's own cards for hard moments. */
export interface WhenHardRepository {
  get(person: PersonId): Promise<WhenHard | undefined>;
  save(card: WhenHard): Promise<void>;
  remove(person: PersonId): Promise<void>;
}

/** How mentees said they arrived at sessions and left them. */
export interface CheckInsRepository {
  ofSession(session: SessionId): Promise<readonly CheckIn[]>;
  /** One person's, the newest first. `most`: so many at most. */
  ofMentee(mentee: PersonId, most: number): Promise<readonly CheckIn[]>;
  countOf(mentee: PersonId): Promise<number>;
  /** One for each session, mentee and moment: the newest takes the place of the one before. */
  save(check: CheckIn): Promise<void>;
  /** All of one person's, or those of one session. */
  remove(mentee: PersonId, session?: SessionId): Promise<void>;
}

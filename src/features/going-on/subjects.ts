import type { MentorshipId, PersonId } from '../../kernel/ids.js';
import { id, occurrence, whole } from '../../kernel/subject.js';
import type { CivilDate } from '../../kernel/zoned.js';

/** One of the two is asked, of the agreement in force then; the day tells one try from the next. */
export const goingOnAskPrompt = occurrence(
  'going-on-ask',
)`${['mentorship', id<MentorshipId>()]}:${['version', whole]}:${['to', id<PersonId>()]}:${['date', id<CivilDate>()]}`;

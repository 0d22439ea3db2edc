import type { StakeholderAskId } from '../../domain/stakeholder.js';
import type { MentorshipId, PersonId } from '../../kernel/ids.js';
import { id, occurrence, subject } from '../../kernel/subject.js';

/** The mentee is told whom somebody proposed, on this day (theirs): another one where the day had its message already. */
export const stakeholderChoicePrompt = occurrence(
  'stakeholder-choice',
)`${['ask', id<StakeholderAskId>()]}:${['date', id()]}`;

/** Faces `stakeholder-asked` and `stakeholder-again`: who is asked, and the day (theirs) of that message. */
export const askedSubject = subject`${['person', id<PersonId>()]}:${['date', id()]}`;

/** Face `stakeholder-pass`: whose link is to be passed on. */
export const passSubject = subject`${['person', id<PersonId>()]}:pass:${['date', id()]}`;

/** Face `stakeholder-wanted`: a mentor would like somebody asked about this mentorship, and may not propose them. */
export const wantedSubject = subject`${['mentorship', id<MentorshipId>()]}:stakeholder:${['date', id()]}`;

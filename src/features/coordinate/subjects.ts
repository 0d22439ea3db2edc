import type { PersonId } from '../../kernel/ids.js';
import { id, occurrence, subject, whole } from '../../kernel/subject.js';
import type { CivilDate } from '../../kernel/zoned.js';

/** Face `nudge`: one a day, the programme's. */
export const nudgeSubject = subject`${['person', id<PersonId>()]}:${['date', id<CivilDate>()]}`;
/** Face `pairs-suggested`. */
export const pairsSubject = subject`pairs:${['mentor', id<PersonId>()]}`;
/** What `people.unpair` takes beside the mentor on a page of all suggestions: whom, and the page to come back to. */
export const unpairedOnPage = subject`${['mentee', id<PersonId>()]}:${['page', whole]}`;
/** Face `ask-lead`: one a week, as `weekKey` has it. */
export const askLeadSubject = subject`ask-lead:${['week', id()]}`;
export const askLeadPrompt = occurrence('ask-lead')`${['week', id()]}`;
/** An entry of the catalogue: the button that brings one back, and the audit trail. */
export const entrySubject = subject`${['kind', id()]}:${['key', id()]}`;
/** An entry as a form was opened with it: what the form keeps, to see what was changed meanwhile. */
export const seenEntry = subject`${['key', id()]}:${['version', whole]}`;

import type { PersonId } from '../../kernel/ids.js';
import { id, occurrence, subject, whole } from '../../kernel/subject.js';
import type { CivilDate } from '../../kernel/zoned.js';

const person = ['person', id<PersonId>()] as const;
const zone = ['zone', id()] as const;
/** Which day it was seen on (days since 1970): it only tells one time away from another. */
const day = ['day', whole] as const;

/** Face `things-waiting`: what was folded on that day of theirs. */
export const thingsWaitingSubject = subject`${person}:${['date', id<CivilDate>()]}`;
/** Face and prompt `zone-ask`. */
export const zoneSubject = subject`${person}:${zone}:${day}`;
/** What every question to somebody about one zone hangs on, whatever the day. */
export const zoneRoot = subject`${person}:${zone}`;
export const zoneAskPrompt = occurrence('zone-ask')`${person}:${zone}:${day}`;

import type { PersonId } from '../../kernel/ids.js';
import { ending, id, occurrence, subject, whole } from '../../kernel/subject.js';
import type { CivilDate } from '../../kernel/zoned.js';

const person = ['person', id<PersonId>()] as const;
const zone = ['zone', id()] as const;

/** Face `things-waiting`: what was folded on that day of theirs. */
export const thingsWaitingSubject = subject`${person}:${['date', id<CivilDate>()]}`;
/** Face and prompt `zone-ask`. Without a day: what every question to them about the zone hangs on, and older cards' own. */
export const zoneSubject = subject`${person}:${zone}${['day', ending(whole)]}`;
/** The day it was seen on (days since 1970) only tells one time away from another. */
export const zoneAskPrompt = occurrence('zone-ask')`${person}:${zone}:${['day', whole]}`;

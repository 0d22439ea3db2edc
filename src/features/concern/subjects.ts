import { ending, id, occurrence, oneOf, subject } from '../../kernel/subject.js';

/**
 * Faces `lead-alert` and `lead-alert-stands`, and their buttons: an alert's id. What is news to whoever pressed is a message
 * of its own: that the deputy was told, or that nobody could be.
 */
export const alertSubject = subject`${['alert', id()]}${['news', ending(oneOf('deputy', 'nobody'))]}`;

/** The lead has not said in time that they have it. */
export const deputyPrompt = occurrence('lead-alert')`${['alert', id()]}`;

/** What a mail of an alert is known by, where another has the id of its link. */
export const mailOf = subject`lead-alert:${['alert', id()]}:${['who', oneOf('lead', 'deputy')]}`;

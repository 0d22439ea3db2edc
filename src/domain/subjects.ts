import type { MentorshipId, PersonId, PortfolioId, SessionId } from '../kernel/ids.js';
import { ending, id, occurrence, oneOf, subject, whole } from '../kernel/subject.js';
import type { CivilDate } from '../kernel/zoned.js';
import type { PackId } from './pack/pack.js';
import type { ReviewFormId } from './review.js';
import type { RightsId } from './rights.js';

/**
 * Subjects of which several features know, and the occurrences of prompts that are set or taken back in more than one
 * place. Those of one feature stand in its own `subjects.ts`.
 */

/** The part of a session's life that a prompt about it belongs to; what takes it back is the same for all of one part. */
export type SessionPart =
  /** Before it: goes once the session begins, is planned anew or is called off. */
  | 'ahead'
  /** As it begins: goes with what is ahead, but stays where the mentorship rests or ends after the session's time came. */
  | 'beginning'
  /** What ends it: goes once it has ended or is called off. */
  | 'end'
  /** Asks for its record: goes once there is one, or while no mentorship of it goes on. */
  | 'record'
  /** Asks those who were there: each person's own goes where the record says they were not, or their mentorship rests. */
  | 'after'
  /** Comes of a changed record: each person's own goes once they have answered, all of it once the record changes anew. */
  | 'amended';

/** What of a session goes as it begins, or is planned anew. */
export const untilItBegins = ['ahead', 'beginning'] as const satisfies readonly SessionPart[];
/** What of a session goes as it ends, or is called off. */
export const untilItEnds = [...untilItBegins, 'end'] as const satisfies readonly SessionPart[];

const session = ['session', id<SessionId>()] as const;
/** Whose own prompt it is: named so in every occurrence, for one person's are taken back by it. */
const to = ['to', id<PersonId>()] as const;
const mentorship = ['mentorship', id<MentorshipId>()] as const;

const which = ['which', oneOf('day', 'hour')] as const;
/** The first reminder, or the second: prompt `remind` and its face. */
export const reminderSubject = subject`${session}:${which}`;
/** One that somebody asked for, at a moment (ms): prompt `remind` and its face. */
export const laterSubject = subject`${session}:later-${['at', whole]}`;

export const remindPrompt = occurrence('remind')`${session}:${which}:${to}`;
export const remindLaterPrompt = occurrence('remind')`${session}:later:${to}:${['at', whole]}`;
export const nowPrompt = occurrence('now')`${session}`;
export const endPrompt = occurrence('end')`${session}`;
export const askPrompt = occurrence('ask')`${session}:${to}`;
export const askLengthPrompt = occurrence('ask-length')`${session}:${to}:${['version', whole]}`;
export const nudgePrompt = occurrence('nudge')`${session}`;

/** Faces and forms about one version of an agreement; its one reminder, and a word that was given, are cards of their own. */
export const agreementSubject = subject`${mentorship}:${['version', whole]}${['told', ending(id())]}`;
export const agreementAgainPrompt = occurrence('agreement-again')`${mentorship}:${['version', whole]}`;

/** A mentee is offered a page of their own about a mentorship: the day tells one try from the next. */
export const lookBackPrompt = occurrence('look-back')`${mentorship}:${['date', id<CivilDate>()]}`;

/** Faces `going-on` and `going-on-mentor`, and their buttons: the end of what which version of the agreement meant. */
export const goingOnSubject = subject`${mentorship}:going-on:${['version', whole]}`;
/** It is looked at on that day (UTC) whether the hours meant are reached. */
export const goingOnLookPrompt = occurrence('going-on-look')`${mentorship}:${['date', id<CivilDate>()]}`;

/** An action that a record agreed on, as its ticks are kept: the button that ticks it, and the audit trail. */
export const actionSubject = subject`${session}/${['action', id()]}`;

/** Face `welcome` for somebody who was named by a mention: who named them. */
export const namedSubject = subject`${['person', id<PersonId>()]}:named:${['by', id<PersonId>()]}`;

/**
 * A stakeholder is asked, with all that opened that day; and reminded, once: whose, and the day (theirs) on which that was
 * set.
 */
export const stakeholderAskPrompt = occurrence('stakeholder-ask')`${['person', id<PersonId>()]}:${['date', id()]}`;
export const stakeholderAgainPrompt = occurrence('stakeholder-again')`${['person', id<PersonId>()]}:${['date', id()]}`;

/** The programme's weekly digest: a week as `weekKey` has it. */
export const digestPrompt = occurrence('digest')`${['week', id()]}`;

/** What a mentee asks of whoever coordinates: face `mentee-asks`, and the buttons about it. */
export const menteeAskSubject = subject`mentee-asks:${['mentee', id<PersonId>()]}:${['ask', id()]}`;

/** Face `erasure-asked`: somebody asks for what is kept about them to be erased. */
export const erasureSubject = subject`erasure:${['person', id<PersonId>()]}`;

/** Whose past is looked at, all of a portfolio or what two people had together: buttons that lead to it and through it. */
export const pastSubject = subject`${['id', id()]}:${['of', oneOf('portfolio', 'mentorship')]}`;

/** Faces about a review's form: its mentorship first, by which whoever brings a link is found. */
export const reviewSubject = subject`${mentorship}:${['form', id<ReviewFormId>()]}`;

/** Form `conversation`, and the buttons that open it: with whom, and in which session it was, if in one. */
export const noteSubject = subject`${mentorship}${['session', ending(id<SessionId>())]}`;

/** Whether a review of this mentorship opens: looked at after this or at that moment, once each. */
export const reviewDuePrompt = occurrence('review-due')`${mentorship}:${['because', id()]}`;
/** A review's form is still to be asked for: set for a day (theirs), and for the next where that one is taken. */
export const reviewAskPrompt = occurrence('review-ask')`${['form', id<ReviewFormId>()]}:${['date', id<CivilDate>()]}`;
/** That a mentor is told once, half-way, that they may reflect: it is set with a record, and asked by another feature. */
export const reflectOfferPrompt = occurrence('reflect-offer')`${['portfolio', id<PortfolioId>()]}`;
/** Faces about one request of somebody's. */
export const rightsSubject = subject`rights:${['request', id<RightsId>()]}`;
/** Face `correction-asked`: whose note is to be looked at again. */
export const correctionSubject = subject`correction:${['person', id<PersonId>()]}`;
/**
 * A change of practice: a new one (of a portfolio, of one mentorship, of what a session's record would change) or one that
 * is there. Buttons that lead to its form, the form, and the list of a portfolio's or a mentorship's.
 */
export const changeSubject = subject`${['id', id()]}:${['of', oneOf('portfolio', 'mentorship', 'session', 'change')]}`;

/** Face and form `pack-look`: one mentee's own look at what would stand in which pack. */
export const packLookSubject = subject`${mentorship}:pack:${['pack', id<PackId>()]}`;

/** Face `second-code`: whose code, by which platform it goes, and when it was made (ms): each is a message of its own. */
export const secondCodeSubject = subject`second-code:${['person', id<PersonId>()]}:${['platform', id()]}:${['at', whole]}`;
/** Face `second-asked`: who waits, since when (ms), for a code that another coordinator can see. */
export const secondAskedSubject = subject`second-asked:${['person', id<PersonId>()]}:${['at', whole]}`;

/** Face `undelivered-on`: the day, the coordinator's. */
export const undeliveredOnSubject = subject`undelivered:${['date', id()]}`;

import type { Share } from '../../domain/feedback.js';
import {
  type AskStep,
  askStep,
  editableDays,
  type Feedback,
  type Question,
  questionsOfForm,
} from '../../domain/feedback.js';
import { ratesGoals } from '../../domain/goal-level.js';
import { isUnanswered, lengthAskedAbout } from '../../domain/hours.js';
import type { Person, Programme } from '../../domain/programme.js';
import { type Attendee, attendeeOf, heldAt, type Session } from '../../domain/session.js';
import { day } from '../../kernel/clock.js';
import type { PersonId, SessionId } from '../../kernel/ids.js';
import type { Rows } from '../../ports/store.js';
import { type Rated, ratedOf } from '../shared/goal-levels.js';
import { everAsked, type FeedbackReaders, feedbackReaders } from '../shared/read-feedback.js';
import { formBeside, type ReviewAsked, reviewAskedOf } from '../shared/review-asked.js';
import { namedReaders } from '../shared/who-reads.js';

/** All that one mentee's card about one session is drawn from, and all that a press on it is judged by. */
export interface Asked {
  readonly session: Session;
  readonly attendee: Attendee;
  readonly mentee: Person;
  /** The length they are asked about: the record's, or the pressed or planned one until there is a record. */
  readonly minutes: number;
  /** Whether that length is the mentor's own word: there is a record. */
  readonly recorded: boolean;
  /** The record says that they were not there. */
  readonly absent: boolean;
  readonly feedback: Feedback | undefined;
  /** Those of this form, as it was opened; before it is, those of a first session. */
  readonly questions: readonly Question[];
  readonly readers: FeedbackReaders;
  readonly step: AskStep;
  /** The goals that are looked at anew after a review, while that can be said; undefined where there are none. */
  readonly rated: Rated | undefined;
  /** The review that this session's card asks for in place of the session's questions; undefined on any other day. */
  readonly review: ReviewAsked | undefined;
  readonly now: number;
}

interface Around {
  readonly rows: Rows;
  readonly now: number;
  readonly programme: Programme;
  people(): Promise<ReadonlyMap<PersonId, Person>>;
}

/** Reads it; undefined where there is no such session or the person is none of its mentees. */
export async function askedOf(around: Around, id: string, mentee: PersonId): Promise<Asked | undefined> {
  const session = await around.rows.sessions.get(id as SessionId);
  const attendee = session === undefined ? undefined : attendeeOf(session, mentee);
  const people = await around.people();
  const person = people.get(mentee);
  if (session === undefined || attendee === undefined || person === undefined) return undefined;
  const record = await around.rows.records.get(session.id);
  const minutes = lengthAskedAbout(session, record?.body);
  const absent = record !== undefined && !record.body.attended.includes(mentee);
  const feedback = await around.rows.feedback.get(session.id, mentee);
  const ever = await everAsked(around.rows, 'after-session');
  const questions =
    feedback === undefined
      ? ever.filter((q) => q.retired !== true && q.turns !== 'comes')
      : questionsOfForm(ever, feedback);
  const beside = await formBeside(around.rows, mentee, session.id);
  return {
    session,
    attendee,
    mentee: person,
    minutes,
    recorded: record !== undefined,
    absent,
    feedback,
    questions,
    readers: feedbackReaders(
      people.values(),
      session.mentor,
      await namedReaders(around, { id: session.portfolio, mentor: session.mentor }),
    ),
    rated:
      absent || attendee.confirmation === 'did-not-happen'
        ? undefined
        : await ratedNow(around, session, attendee, feedback),
    review: beside === undefined ? undefined : await reviewAskedOf(around, beside),
    now: around.now,
    step: askStep({
      lengthOpen: isUnanswered(attendee, minutes),
      confirmed: attendee.confirmation === 'confirmed' ? attendee.confirmedMinutes : null,
      didNotHappen: attendee.confirmation === 'did-not-happen' && attendee.settledMinutes === null,
      feedback,
      questions,
      asked: askedAtAll(person),
      now: around.now,
    }),
  };
}

/** As long as answers can be changed; where none were asked for, as long as they could be. */
async function ratedNow(
  around: Around,
  session: Session,
  attendee: Attendee,
  feedback: Feedback | undefined,
): Promise<Rated | undefined> {
  const until = feedback?.editableUntil ?? heldAt(session) + editableDays * day;
  if (session.state !== 'ended' || !ratesGoals(session) || around.now > until) return undefined;
  return ratedOf(around, await around.rows.mentorships.get(attendee.mentorship));
}

export const askedAtAll = (
  p: Pick<Person, 'manners'>,
): { readonly feedbackStopped: boolean; readonly confirmationStopped: boolean } => ({
  feedbackStopped: p.manners.feedbackStopped === true,
  confirmationStopped: p.manners.confirmationStopped === true,
});

/**
 * A short mark of exactly these sessions with these lengths: a button that confirms several carries it, so that it
 * confirms what its card showed and nothing that changed since.
 */
export function stampOf(list: readonly { readonly session: Pick<Session, 'id'>; readonly minutes: number }[]): string {
  // FNV-1a: nobody gains by a collision, for a person could press the same button on each session in turn.
  let hash = 0x811c9dc5;
  for (const c of list.map((l) => `${l.session.id}:${l.minutes};`).join(''))
    hash = Math.imul(hash ^ c.charCodeAt(0), 0x01000193) >>> 0;
  return `${list.length}.${hash.toString(36)}`;
}

export const isShare = (arg: string): arg is Share => arg === 'now' || arg === 'midpoint' || arg === 'coordinator';

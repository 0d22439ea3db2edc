import { questionBody } from '../../domain/catalogue.js';
import { type AskedForm, type Feedback, hasAnswers, mayReadAnswers, type Question } from '../../domain/feedback.js';
import type { Person } from '../../domain/programme.js';
import { attendeeOf, type Session } from '../../domain/session.js';
import type { PersonId, SessionId } from '../../kernel/ids.js';
import type { Rows } from '../../ports/store.js';

/** The programme's questions as they are worded now, in the order in which they are asked. */
export async function questionsOf(rows: Rows): Promise<readonly Question[]> {
  const [current, every] = await Promise.all([rows.catalogue.current('question'), rows.catalogue.every('question')]);
  return current.map((row) => {
    const older = every.filter((r) => r.key === row.key && r.version !== row.version);
    return {
      key: row.key,
      wording: row.version,
      ...questionBody.parse(row.body),
      ...(older.length === 0
        ? {}
        : { earlier: new Map(older.map((r) => [r.version, questionBody.parse(r.body).text])) }),
    };
  });
}

/**
 * Who reads feedback by their role: named to the mentee before the first question
 * (docs/field.md#readers-are-named-first).
 */
export interface FeedbackReaders {
  readonly coordinators: readonly PersonId[];
  /** They read what is shared with the mentor. */
  readonly assessing: readonly PersonId[];
}

/** Of these people; the mentor concerned reads as the mentor, whatever else they are. */
export function feedbackReaders(people: Iterable<Person>, mentor: PersonId): FeedbackReaders {
  const all = [...people].filter((p) => p.erasedAt === null && p.id !== mentor);
  return {
    coordinators: all.filter((p) => p.roles.includes('coordinator')).map((p) => p.id),
    assessing: all.filter((p) => p.roles.includes('assessor') || p.roles.includes('iqa')).map((p) => p.id),
  };
}

/** What each rating is called; the same words in every chat, for a five-point scale of agreement. */
export const ratingWords: readonly string[] = ['Not at all', 'A little', 'Half and half', 'Mostly', 'Yes, fully'];

/** One form that was asked for, with its session. */
export interface GivenForm {
  readonly session: Session;
  readonly mentee: PersonId;
  readonly feedback: Feedback;
}

/** Every form asked for about these sessions; one about a session that, as the mentee says, never happened is none. */
export async function formsAbout(rows: Rows, sessions: readonly Session[]): Promise<readonly GivenForm[]> {
  const byId = new Map<SessionId, Session>(sessions.map((s) => [s.id, s]));
  return (await rows.feedback.ofSessions([...byId.keys()])).flatMap((feedback) => {
    const session = byId.get(feedback.session);
    const attendee = session === undefined ? undefined : attendeeOf(session, feedback.mentee);
    if (session === undefined || attendee === undefined || session.state !== 'ended') return [];
    if (attendee.confirmation === 'did-not-happen' && (attendee.settledMinutes ?? 0) === 0) return [];
    return [{ session, mentee: feedback.mentee, feedback }];
  });
}

/** The forms as this reader may see them: what they may not read looks like what was not answered. */
export const asSeenBy = (
  forms: readonly GivenForm[],
  reader: 'mentor' | 'coordinator',
  midpointPassed: boolean,
): readonly AskedForm[] =>
  forms.map(({ session, feedback }) => ({
    heldAt: session.startsAt,
    answers: hasAnswers(feedback) && mayReadAnswers(feedback, reader, midpointPassed) ? feedback.answers : null,
  }));

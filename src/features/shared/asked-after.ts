import { z } from 'zod';
import { isUnanswered, lengthAskedAbout } from '../../domain/hours.js';
import { keptValue, ofPerson } from '../../domain/kept.js';
import type { Role } from '../../domain/programme.js';
import { attendeeOf, type Session } from '../../domain/session.js';
import { reviewSubject } from '../../domain/subjects.js';
import { day } from '../../kernel/clock.js';
import type { PersonId } from '../../kernel/ids.js';
import type { Rows } from '../../ports/store.js';
import type { ActorWork, Work } from '../feature.js';
import { everLater } from './move-reminders.js';
import { openReviewForms, redrawReview, reviewBeside } from './review-asked.js';

/** What a mentee is asked after a session, and what becomes of it when they want it otherwise, wherever they say so. */

/**
 * Sessions of the mentee that have ended and whose length has no answer, oldest first, with the length asked about.
 * @param since only those planned to start after it (ms)
 */
export async function unansweredOf(
  rows: Rows,
  mentee: PersonId,
  since = 0,
): Promise<readonly { readonly session: Session; readonly minutes: number }[]> {
  const perhaps = await rows.sessions.perhapsUnanswered(mentee, since);
  const records = await rows.records.newest(perhaps.map((s) => s.id));
  const found: { session: Session; minutes: number }[] = [];
  for (const session of perhaps) {
    const attendee = attendeeOf(session, mentee);
    const record = records.get(session.id);
    if (attendee === undefined || record?.body.attended.includes(mentee) === false) continue;
    const minutes = lengthAskedAbout(session, record?.body);
    if (isUnanswered(attendee, minutes)) found.push({ session, minutes });
  }
  return found;
}

/** How far back cards about a session are drawn anew: as long as anything may still be asked about it. */
const cardsLive = 30 * day;

/**
 * They stopped being asked questions, or began again: what asks is drawn anew, and so are the invitations, which say
 * beforehand what will be asked.
 */
export async function questionsSwitched(work: ActorWork): Promise<void> {
  const me = work.actor.id;
  for (const f of await work.rows.feedback.openOf(me, work.now)) {
    // What rests comes back to the question it stopped at, should they begin again.
    if (f.state === 'not-today') await work.rows.feedback.save({ ...f, state: 'open' });
    work.redraw(f.session);
  }
  for (const f of await openReviewForms(me, work)) {
    if (f.state === 'not-today') await work.rows.reviews.saveForm({ ...f, state: 'open' });
    await redrawReview(f, work);
  }
  for (const { session } of await unansweredOf(work.rows, me, work.now - cardsLive)) work.redraw(session.id);
  // One whose time passed while its mentorship was paused is open too.
  for (const s of await work.rows.sessions.openOfMentee(me, 0, work.now + everLater)) work.redraw(s.id);
}

/** The same of the length: what asks about it is drawn anew, and what says that it still will be asked. */
export async function lengthSwitched(work: ActorWork): Promise<void> {
  const me = work.actor.id;
  for (const { session } of await unansweredOf(work.rows, me, work.now - cardsLive)) work.redraw(session.id);
  for (const f of await work.rows.feedback.openOf(me, work.now)) if (f.state === 'open') work.redraw(f.session);
}

/** The subject of the card of several lengths that stands with a mentee: only the newest is kept true. */
export const severalAsked = keptValue({
  name: 'confirm-several',
  per: [ofPerson],
  early: true,
  schema: z.string(),
  erasure: { of: 'person', does: 'forget' },
});

export const rememberSeveral = (work: Pick<Work, 'rows'>, mentee: PersonId, subject: string): Promise<void> =>
  work.rows.kept.put(severalAsked, mentee, subject);

/** To be called wherever a length of theirs may be asked about from now on, otherwise, or no longer. */
export async function redrawSeveral(work: Pick<Work, 'rows' | 'redraw'>, mentee: PersonId): Promise<void> {
  const subject = await work.rows.kept.get(severalAsked, mentee);
  if (subject !== undefined) work.redraw(subject);
}

/** The faces that ask a mentee, and name who reads what they answer. */
const asking = ['after-session', 'ask-again', 'hours-changed'] as const;
/** Whose role alone lets them read it, or be turned to about it; others are allocated (`allocating.ts`). */
const readers: readonly Role[] = ['coordinator'];

/** Whether these roles, taken on or given up, change who reads what mentees answer. */
export const readersDiffer = (was: readonly Role[], is: readonly Role[]): boolean =>
  readers.some((r) => was.includes(r) !== is.includes(r));

/**
 * Where readers differ from now on, the cards that name them say so: as long as answers can be given, changed or
 * withdrawn, and while a length is talked over.
 */
export async function readersChanged(work: Work): Promise<void> {
  for (const { face, session, mentee } of await work.rows.overview.namingReaders(asking, work.now))
    work.show(face, session, { person: mentee }, { sensitive: true });
  const going = await work.rows.reviews.openAt(work.now);
  if (going.length === 0) return;
  const forms = new Set<string>();
  for (const f of await work.rows.reviews.formsOf([...new Set(going.map((r) => r.mentorship))])) {
    if (f.audience !== 'mentee' || f.state === 'withdrawn') continue;
    forms.add(f.id);
    work.redraw(reviewSubject.write({ mentorship: f.mentorship, form: f.id }));
  }
  for (const { value } of await work.rows.kept.all(reviewBeside))
    for (const one of value) if (forms.has(one.form)) work.redraw(one.session);
}

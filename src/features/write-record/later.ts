import { z } from 'zod';
import type { Reply } from '../../chat/inbound.js';
import { keptValue, listOf, ofSession } from '../../domain/kept.js';
import { mannersOf, mayGoAt, tomorrowAt } from '../../domain/prompt-schedule.js';
import type { Session } from '../../domain/session.js';
import { nudgePrompt } from '../../domain/subjects.js';
import { day, hour } from '../../kernel/clock.js';
import { Refused } from '../../kernel/errors.js';
import type { SessionId } from '../../kernel/ids.js';
import { rootOf } from '../../kernel/subject.js';
import type { Rows } from '../../ports/store.js';
import type { ActorWork, PressHandler, Prompt, Work } from '../feature.js';
import { redrawSeveral } from '../shared/asked-after.js';
import { auditAll } from '../shared/audit-all.js';
import { aboutSession, demand, sessionOf } from '../shared/guards.js';
import { notNow } from './about.js';
import { recordLaterPrompt, recordSubject } from './subjects.js';

/** "In an hour", "tomorrow at nine", and the one nudge. */

/** Days in which a reminder that could not be given is still worth giving. */
const staysDays = 7;
/** Hours after a reminder of the mentor's own in which a nudge would only be a second one. */
const soonAfterHours = 12;

/** When each reminder that was asked for falls due (ms), in order. */
export const recordLater = keptValue({
  name: 'record-later',
  per: [ofSession],
  schema: listOf(z.number()),
  erasure: { of: 'nobody', because: 'It is times at which a record was to be asked for again.' },
});

/** When each reminder that was asked for falls due (ms), in order. */
export const latersOf = async (id: SessionId, rows: Pick<Rows, 'kept'>): Promise<readonly number[]> =>
  (await rows.kept.get(recordLater, id)) ?? [];

/** The session and which asking a card's subject means: 1 for the first, `nudge` for the nudge. */
export function askingOf(subject: string): { readonly session: SessionId; readonly asking: number | 'nudge' } {
  const about = recordSubject.read(subject);
  return { session: about?.session ?? rootOf<SessionId>(subject), asking: about?.asking || 1 };
}

/** Every subject under which the record may have been asked for. */
async function askings(id: SessionId, rows: Pick<Rows, 'kept'>): Promise<readonly string[]> {
  const laters = await latersOf(id, rows);
  return [null, 'nudge' as const, ...laters.map((_, i) => i + 2)].map((asking) =>
    recordSubject.write({ session: id, asking }),
  );
}

/** Every card that stands about the session's record: the prompt, its reminders, the nudge, and what others posted. */
export async function redrawAll(session: Session, work: Work): Promise<void> {
  for (const subject of await askings(session.id, work.rows)) work.redraw(subject);
  for (const { mentee } of session.attendees) await redrawSeveral(work, mentee);
}

/** And those of the newest two records: what they add up to stands on the newest one, and no longer on the one before. */
export async function redrawTotals(session: Session, work: Work): Promise<void> {
  for (const id of await work.rows.totals.newestRecorded(session.portfolio, 2))
    if (id !== session.id) for (const subject of await askings(id, work.rows)) work.redraw(subject);
}

const choices: Readonly<Record<string, (work: ActorWork) => number>> = {
  hour: (work) => work.now + hour,
  tomorrow: (work) => tomorrowAt(work.now, '09:00', work.actor.zone),
};

/** Sets, or moves, the mentor's own reminder to write the record. */
export const later: PressHandler = async (press, work): Promise<Reply> => {
  const session = await sessionOf(work, askingOf(press.subject).session);
  demand('record.write', work, aboutSession(session));
  const stopped = notNow(session, work.now, work.actor);
  if (stopped !== undefined) throw new Refused('no-record-now', stopped);
  if (session.state === 'not-held')
    throw new Refused('not-held', 'You said that this session didn’t happen. If it did, write its record: type log.');
  if ((await work.rows.records.head(session.id)) !== undefined) {
    await redrawAll(session, work);
    return { kind: 'done' };
  }
  const choice = choices[press.arg];
  if (choice === undefined) throw new Refused('no-such-time', 'Choose in an hour or tomorrow at nine on the card.');
  // The time said on the card is the one it comes at: outside quiet hours, after a pause.
  const at = mayGoAt(choice(work), work.actor.zone, mannersOf(work.actor, work.programme));
  const laters = await latersOf(session.id, work.rows);
  const last =
    laters.length === 0
      ? undefined
      : await work.rows.prompts.get(recordLaterPrompt.write({ session: session.id, n: laters.length }));
  const waits = last?.state === 'waiting';
  const n = waits ? laters.length : laters.length + 1;
  await work.rows.kept.put(recordLater, session.id, [...laters.slice(0, n - 1), at]);
  work.schedule({
    ...recordLaterPrompt.prompt({ session: session.id, n }),
    subject: recordSubject.write({ session: session.id, asking: n + 1 }),
    to: session.mentor,
    dueAt: at,
    expiresAt: at + staysDays * day,
  });
  auditAll('record.later', session, { at }, work);
  await redrawAll(session, work);
  return { kind: 'done' };
};

/** The reminder that was asked for: a card of its own, so that it is noticed. */
export const remind: Prompt<'record-later'> = {
  waitsFor: 'quiet-hours',
  folds: false,
  session: 'record',
  asks: 'mentor',
  occurrence: recordLaterPrompt,
  async fire(prompt, work) {
    const session = await sessionOf(work, askingOf(prompt.subject).session);
    if (session.state !== 'ended' || (await work.rows.records.head(session.id)) !== undefined) return;
    work.show('record-prompt', prompt.subject, { person: session.mentor });
  },
};

/** Whether the mentoring that the session belongs to goes on, with any of its mentees: a pause stops what was to be said. */
async function goesOn(session: Session, work: Work): Promise<boolean> {
  for (const { mentorship } of session.attendees) {
    const state = (await work.rows.mentorships.get(mentorship))?.state;
    if (state === 'active' || state === 'proposed') return true;
  }
  return false;
}

/** The one nudge (docs/field.md#one-nudge): not where a reminder of their own is to come, or has only just come. */
export const nudge: Prompt<'nudge'> = {
  waitsFor: 'working-days',
  folds: true,
  session: 'record',
  asks: 'mentor',
  occurrence: nudgePrompt,
  async fire(prompt, work) {
    const session = await sessionOf(work, prompt.subject);
    if (session.state !== 'ended' || (await work.rows.records.head(session.id)) !== undefined) return;
    if ((await work.rows.people.get(session.mentor))?.manners.nudgeStopped === true) return;
    const last = (await latersOf(session.id, work.rows)).at(-1);
    if (last !== undefined && work.now - last < soonAfterHours * hour) return;
    if (!(await goesOn(session, work))) return;
    work.show('record-prompt', recordSubject.write({ session: session.id, asking: 'nudge' }), {
      person: session.mentor,
    });
  },
};

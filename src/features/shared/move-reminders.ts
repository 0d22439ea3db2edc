import type { Person, Programme } from '../../domain/programme.js';
import { mannersOf, remindersMoved } from '../../domain/prompt-schedule.js';
import { remindPrompt } from '../../domain/subjects.js';
import { day, hour } from '../../kernel/clock.js';
import type { Work } from '../feature.js';

/** What a change of settings does to reminders that are set already: a person's own, or a programme's for its people. */

/** Further ahead (ms) than anything is planned. */
export const everLater = 10 * 366 * day;

/**
 * Moves somebody's reminders of what is planned already to where they have them from now on, in the same transaction.
 * Those of a paused mentorship stay silent, and a pause of their own moves nothing: what falls into it is not said.
 * @param before the person as they were, in the programme as it was
 * @param after both as they are from now on
 */
export async function moveReminders(
  work: Work,
  before: Person,
  after: { readonly person?: Person; readonly programme?: Programme },
): Promise<void> {
  const toldBy = (p: Person, programme: Programme) => ({
    zone: p.zone,
    manners: { ...mannersOf(p, programme), pausedUntil: null },
  });
  const now = toldBy(after.person ?? before, after.programme ?? work.programme);
  if (JSON.stringify(now) === JSON.stringify(toldBy(before, work.programme))) return;
  const to = before.id;
  const goesOn = new Map(
    (await work.rows.mentorships.of(to)).map((m) => [m.id, m.state === 'active' || m.state === 'proposed']),
  );
  const planned = [
    ...(await work.rows.sessions.openOfMentor(to, work.now - hour, work.now + everLater)),
    ...(await work.rows.sessions.openOfMentee(to, work.now - hour, work.now + everLater)),
  ].filter(
    (s) =>
      s.state === 'planned' &&
      s.startsAt > work.now &&
      s.attendees.some(
        (a) => goesOn.get(a.mentorship) === true && (s.mentor === to || (a.mentee === to && a.answer !== 'declined')),
      ),
  );
  const kept = new Map((await work.rows.prompts.waitingFor(to)).map((p) => [p.occurrence, p]));
  for (const s of planned) {
    for (const which of ['day', 'hour'] as const) {
      const occurrence = remindPrompt.write({ session: s.id, which, to });
      const row = kept.get(occurrence) ?? (await work.rows.prompts.get(occurrence));
      if (row !== undefined) kept.set(occurrence, row);
    }
    const moved = remindersMoved(s, to, now, work.now, kept);
    for (const occurrence of moved.cancel) work.cancel(occurrence);
    for (const due of moved.set) work.schedule(due);
  }
}

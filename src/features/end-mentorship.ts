import { isLive, type Mentorship } from '../domain/mentorship.js';
import type { PersonId } from '../kernel/ids.js';
import { redrawSeveral } from './asked-after.js';
import type { Work } from './feature.js';

/**
 * Ends it for `leaving` (either side) without asking further: what was planned is called off, what would still be said to
 * or because of them is not, and every card about it is drawn anew. Records and minutes stay.
 */
export async function endMentorship(m: Mentorship, leaving: PersonId, work: Work): Promise<void> {
  for (const s of await work.rows.sessions.ofMentorship(m.id)) {
    const whole = leaving === s.mentor || s.attendees.length === 1;
    for (const kind of ['remind', 'now', 'end', 'nudge', 'record-later']) if (whole) work.cancelAll(`${kind}:${s.id}`);
    for (const kind of ['ask', 'ask-again']) work.cancelAll(`${kind}:${s.id}:${m.mentee}`);
    for (const when of ['day', 'hour']) work.cancel(`remind:${s.id}:${when}:${m.mentee}`);
    work.redraw(s.id);
    if (s.state !== 'planned') continue;
    await work.rows.sessions.save(
      whole
        ? { ...s, state: 'cancelled', revision: s.revision + 1 }
        : { ...s, attendees: s.attendees.filter((a) => a.mentorship !== m.id), revision: s.revision + 1 },
    );
    work.note('session.cancelled', s.id, { because: 'mentorship-ended' }, m.id);
  }
  if (isLive(m)) {
    await work.rows.mentorships.save({ ...m, state: 'ended', endedAt: work.now });
    work.note('mentorship.ended', m.id, { state: 'ended' }, m.id);
  }
  work.redraw(m.id);
  await redrawSeveral(work, m.mentee);
}

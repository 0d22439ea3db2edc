import type { Person } from '../../domain/programme.js';
import { erasureSubject } from '../../domain/subjects.js';
import type { PersonId } from '../../kernel/ids.js';
import type { Work } from '../feature.js';
import { endMentorship } from '../shared/end-mentorship.js';

/** Ends all mentorships of somebody who is erased, and asks them nothing more. Answers how many there were. */
export async function endWhatLives({ id }: Pick<Person, 'id'>, work: Work): Promise<number> {
  const mentorships = await work.rows.mentorships.of(id);
  for (const m of mentorships) await endMentorship(m, m.mentor === id ? 'mentor-erased' : 'mentee-erased', work);
  for (const p of await work.rows.prompts.waitingFor(id)) work.cancel(p);
  work.redraw(erasureSubject.write({ person: id }));
  return mentorships.length;
}

/** The same of somebody who was erased again, as of when they were erased first (ms): so it stood before older data came. */
export async function endAgain(id: PersonId, at: number, work: Work): Promise<void> {
  const mentorships = await endWhatLives({ id }, { ...work, now: at });
  work.audit('person.erased', id, { asked: false, mentorships, confirmed: 'before' });
}

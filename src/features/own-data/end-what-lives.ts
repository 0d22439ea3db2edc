import type { Mentorship } from '../../domain/mentorship.js';
import type { Person } from '../../domain/programme.js';
import { correctionSubject, erasureSubject, menteeAskSubject, rightsSubject } from '../../domain/subjects.js';
import type { PersonId } from '../../kernel/ids.js';
import type { Work } from '../feature.js';
import { endMentorship } from '../shared/end-mentorship.js';
import { menteeAsks } from '../shared/mentee-asks.js';
import { redrawSession } from '../shared/redraw.js';

/** Ends all mentorships of somebody who is erased, and asks them nothing more. Answers how many there were. */
export async function endWhatLives({ id }: Pick<Person, 'id'>, work: Work): Promise<number> {
  const mentorships = await work.rows.mentorships.of(id);
  for (const m of mentorships) await endMentorship(m, m.mentor === id ? 'mentor-erased' : 'mentee-erased', work);
  for (const p of await work.rows.prompts.waitingFor(id)) work.cancel(p);
  await redrawAbout(id, mentorships, work);
  return mentorships.length;
}

/**
 * Draws anew whatever stands with others about them or about what goes with them: it offers what can still be done, or says
 * that it is over (`test/after-erasure.test.ts` and `test/after-erasure-of-mentor.test.ts` go through every card there is).
 */
async function redrawAbout(id: PersonId, mentorships: readonly Mentorship[], work: Work): Promise<void> {
  const { rows } = work;
  for (const subject of [
    id,
    erasureSubject.write({ person: id }),
    correctionSubject.write({ person: id }),
    menteeAskSubject.begin({ mentee: id }),
  ])
    work.redraw(subject);
  // What they passed on, asked for, or are asked about, which go with them.
  for (const alert of await rows.leadAlerts.before(work.now + 1)) if (alert.by === id) work.redraw(alert.id);
  for (const portfolio of await rows.portfolios.ofMentor(id))
    for (const pack of await rows.packs.ofPortfolio(portfolio.id)) work.redraw(pack.id);
  for (const { per, value } of await rows.kept.all(menteeAsks))
    for (const ask of value)
      if (ask.mentor === id) work.redraw(menteeAskSubject.write({ mentee: per as PersonId, ask: ask.id }));
  for (const request of await rows.rights.about(id)) work.redraw(rightsSubject.write({ request: request.id }));
  for (const written of await rows.attestations.ofWriter(id)) work.redraw(written.id);
  for (const m of mentorships) {
    for (const s of await rows.sessions.ofMentorship(m.id)) await redrawSession(s, work);
    for (const written of await rows.attestations.ofMentorship(m.id)) work.redraw(written.id);
  }
  for (const ask of await rows.stakeholderAsks.ofMentorships(mentorships.map((m) => m.id))) {
    work.redraw(ask.id);
    work.redraw(ask.person);
  }
}

/** The same of somebody who was erased again, as of when they were erased first (ms): so it stood before older data came. */
export async function endAgain(id: PersonId, at: number, work: Work): Promise<void> {
  const mentorships = await endWhatLives({ id }, { ...work, now: at });
  work.audit('person.erased', id, { asked: false, mentorships, confirmed: 'before' });
}

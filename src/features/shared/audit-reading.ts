import type { Mentorship } from '../../domain/mentorship.js';
import { everybodysHours, feedbackInSight, feedbackRead, type ReadAs } from '../../domain/programme-reading.js';
import type { MentorshipId, PortfolioId } from '../../kernel/ids.js';
import type { ReadName } from '../../kernel/names.js';
import type { ActorWork } from '../feature.js';

/**
 * Reading what is somebody else's is itself on record (docs/field.md#reading-is-noted). What is read of one mentorship is
 * an entry on its chain, but where the reader takes part in it. *What is kept about me* tells both of them from it.
 */
export function auditReading(
  what: ReadName,
  m: Pick<Mentorship, 'id' | 'mentor' | 'mentee'>,
  work: ActorWork,
  facts: Readonly<Record<string, number>> = {},
): void {
  if (work.actor.id !== m.mentor && work.actor.id !== m.mentee) work.audit(what, m.id, facts, m.id);
}

/**
 * The hours of the whole programme were read: one entry on the programme's chain, about everybody who has agreed by now.
 * @param facts counts of what was read
 */
export function auditHoursOfAll(work: ActorWork, facts: Readonly<Record<string, number>>): void {
  work.audit('hours.read', everybodysHours, facts);
}

/** The hours of these portfolios were read: with each of their mentorships that was agreed, in one statement for all. */
export async function auditHoursIn(portfolios: Iterable<PortfolioId>, work: ActorWork): Promise<void> {
  const these = new Set(portfolios);
  if (these.size === 0) return;
  for (const m of await work.rows.overview.outlines())
    if (these.has(m.portfolio) && m.agreedAt !== null) auditReading('hours.read', m, work);
}

/**
 * The same of feedback, about the mentorships where there was an answer to see for whoever reads as they do.
 * @param inSight of these: in all of the programme, those of a reader's own portfolios too
 */
export async function auditFeedbackOfAll(
  work: ActorWork,
  as: ReadAs,
  inSight: ReadonlySet<MentorshipId>,
  facts: Readonly<Record<string, number>>,
): Promise<void> {
  const before = await work.rows.kept.get(feedbackInSight, as);
  const subject = feedbackRead(as, before, inSight);
  if (subject.includes(':')) await work.rows.kept.put(feedbackInSight, as, [...inSight]);
  work.audit('feedback.read', subject, { ...facts, mentorships: inSight.size });
}

import type { Mentorship } from '../../domain/mentorship.js';
import type { Person, Role } from '../../domain/programme.js';
import { feedbackSpans, hoursSpans, marksOf } from '../../domain/programme-reading.js';
import { roleWordOf } from '../../domain/role-words.js';
import type { PersonId } from '../../kernel/ids.js';
import type { ReadName } from '../../kernel/names.js';
import type { Reading } from '../../ports/store.js';
import type { Work } from '../feature.js';

/** Who read what is somebody's, as it is told to them: under what is kept about them, and in their copy. */

/**
 * Newest first: reading somebody's record is itself on record, on its mentorship's chain, or on the programme's where the
 * whole of it was read. One for each reader and thing, so that whoever looks at the hours every day does not hide who read
 * a record; none of their own. Statements are the same few, however often anything was read.
 * @param mine all the mentorships of this person
 */
export async function readingsAbout(
  { id }: Pick<Person, 'id'>,
  mine: readonly Mentorship[],
  { rows }: Pick<Work, 'rows'>,
): Promise<readonly Reading[]> {
  if (mine.length === 0) return [];
  const changes = await rows.audit.mentioning('feedback.read', marksOf(mine.map((m) => m.id)));
  const found = new Map<string, Reading>();
  for (const one of [
    ...(await rows.audit.readingsOn(mine.filter((m) => m.mentee === id).map((m) => m.id))),
    ...(await rows.audit.readingsOn(mine.filter((m) => m.mentor === id).map((m) => m.id))).filter(isToldMentors),
    ...(await rows.audit.readingsOfAll(hoursSpans(mine))),
    ...(await rows.audit.readingsOfAll(feedbackSpans(mine, changes, id))),
  ]) {
    const key = `${one.actor}|${one.what}`;
    const before = found.get(key);
    found.set(key, { ...one, times: one.times + (before?.times ?? 0), last: Math.max(one.last, before?.last ?? 0) });
  }
  return [...found.values()].filter((one) => one.actor !== id).sort((a, b) => b.last - a.last);
}

/**
 * A review is read by a coordinator only where its mentee said something in it, so its mentor is not told that it was: they
 * would know by it that there is something, and who let the coordinator alone read it (docs/field.md#review-readers).
 */
const isToldMentors = ({ what }: Pick<Reading, 'what'>): boolean => what !== ('review.read' satisfies ReadName);

/**
 * As what somebody reads or read what is in these: “ (assessor)”. What was allocated once is said still when it has ended,
 * for that is why they could.
 */
export async function partsOfReaders(
  mentorships: readonly Mentorship[],
  work: Pick<Work, 'rows' | 'people'>,
): Promise<(reader: PersonId) => string> {
  const portfolios = new Set(mentorships.map((m) => m.portfolio));
  const all = (await work.rows.allocations.all()).filter((a) => a.portfolio === null || portfolios.has(a.portfolio));
  const people = await work.people();
  return (reader) => {
    const parts: readonly Role[] = [
      ...new Set<Role>(all.filter((a) => a.person === reader).map((a) => a.as)),
      ...(people.get(reader)?.roles.includes('coordinator') === true ? (['coordinator'] as const) : []),
    ];
    const words = parts.map((part) => roleWordOf(part, undefined).toLowerCase());
    return words.length === 0 ? '' : ` (${words.join(', ')})`;
  };
}

/** What others read, as it is told. */
const nameOf: Readonly<Record<ReadName, string>> = {
  'mentorship.read': 'the mentorship',
  'agreement.read': 'the agreement',
  'record.read': 'a record',
  'plan.read': 'a plan',
  'session.read': 'sessions and their figures',
  'hours.read': 'hours',
  'skills.read': 'goals, hour by hour',
  'pack.read': 'the pack of evidence that your mentor hands in',
  'readiness.read': 'what the portfolio shows of the unit, in figures',
  'feedback.read': 'feedback',
  'review.read': 'what was said in a review',
  'change.read': 'what changed because of what was said',
  'compare.read': 'what several sides say, side by side',
  'handover.read': 'what was passed on',
  'hard.read': 'your card “When it gets hard”',
  'check.read': 'how you arrived or left',
  'reflection.read': 'what a mentor wrote about their mentoring',
  'attest.read': 'what others saw of the mentoring',
  'stakeholder.read': 'who was proposed or said something about the mentoring',
};

const isRead = (what: string): what is ReadName => Object.hasOwn(nameOf, what);

export const whatWasRead = ({ what }: Pick<Reading, 'what'>): string => (isRead(what) ? nameOf[what] : 'something');

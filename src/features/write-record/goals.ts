import type { Step } from '../../chat/form.js';
import { formNote } from '../../chat/form.js';
import { mention, say } from '../../chat/text.js';
import { ratesGoals } from '../../domain/goal-level.js';
import type { Session } from '../../domain/session.js';
import type { ActorWork } from '../feature.js';
import { levelItems, type Rated, ratedOf } from '../shared/goal-levels.js';

/** A review's record asks where each goal is by now; it is no part of the record's own words. */

/** What is asked about, mentee by mentee; nothing where this is no review. */
export async function ratedIn(session: Session, work: Pick<ActorWork, 'rows'>): Promise<readonly Rated[]> {
  if (!ratesGoals(session)) return [];
  const all = await work.rows.mentorships.of(session.mentor);
  const rated: Rated[] = [];
  for (const { mentorship } of session.attendees) {
    const one = await ratedOf(
      work,
      all.find((m) => m.id === mentorship),
    );
    if (one !== undefined) rated.push(one);
  }
  return rated;
}

/** A step for each mentee who was there. */
export const goalSteps = (rated: readonly Rated[]): readonly Step[] =>
  rated.map(
    (one, i): Step => ({
      id: `goals-${i + 1}`,
      title: 'Where the goals are',
      submit: 'Save the record',
      items: [
        formNote(
          `goals-of-${i + 1}`,
          say`${mention(one.mentorship.mentee)} is asked the same, and reads what you choose. Leave out what you cannot say today.`,
        ),
        ...levelItems(one, 'mentor'),
      ],
    }),
  );

import { type Button, button, sentence } from '../../chat/card.js';
import type { Answers, Step } from '../../chat/form.js';
import { formNote } from '../../chat/form.js';
import { closeWith } from '../../chat/reply.js';
import { mention, say } from '../../chat/text.js';
import type { ActorWork, FormFeature, PressHandler } from '../feature.js';
import { keepLevels, levelItems, levelsLeftOut, levelsSaid, newLevels } from '../shared/goal-levels.js';
import type { Asked } from './asked.js';
import { mine } from './press.js';
import { coordinators } from './words.js';

/**
 * After a review a mentee may say where they are with each goal (docs/field.md#goal-levels). A goal's words stand in no
 * message, so the card has a button and no question; what is skipped leaves no trace.
 */

export const goalsButton = (a: Pick<Asked, 'rated' | 'session'>): Button | null =>
  a.rated === undefined ? null : button('Say where you are with your goals', 'goals.rate', a.session.id);

/** The step that a review's form has besides; none where there is nothing to ask. */
export const goalsStep = (a: Asked): readonly Step[] =>
  a.rated === undefined
    ? []
    : [
        {
          id: 'goals',
          title: 'Your goals',
          items: [
            formNote('goals-skip', say`You can leave out any of these. Not today is fine too.`),
            formNote(
              'goals-read',
              say`${mention(a.session.mentor)}, ${coordinators(a)} and those who check the mentoring can read what you say here.`,
            ),
            ...levelItems(a.rated, 'mentee'),
          ],
        },
      ];

export const goalsValues = (a: Asked) => (a.rated === undefined ? {} : levelsSaid(a.rated, a.session.id, a.mentee.id));

/** Keeps what was said; whether that was anything new. */
export async function takeLevels(work: ActorWork, a: Asked, answers: Answers): Promise<boolean> {
  if (a.rated === undefined) return false;
  const levels = newLevels(a.rated, answers, a.session.id, work);
  await keepLevels(levels, a.session.id, work);
  return levels.length > 0;
}

export const goalLevelsForm: FormFeature = {
  called: 'where you are with your goals',
  async build({ subject }, work) {
    const a = await mine(work, subject);
    if (a.rated === undefined)
      return sentence('Your goals', 'There is nothing to say about goals here any more. Type home to see what waits.');
    return {
      id: 'goal-levels',
      title: 'Your goals',
      submit: 'Save',
      concern: 'mentee',
      steps: goalsStep(a),
    };
  },
  async problems({ subject, answers }, work) {
    const { rated } = await mine(work, subject);
    return rated === undefined ? [] : levelsLeftOut(rated, answers);
  },
  async submit({ subject, answers }, work) {
    const some = await takeLevels(work, await mine(work, subject), answers);
    return some
      ? closeWith('Saved', 'Thank you. It is saved, and you can change it for some days.')
      : closeWith('Your goals', 'That’s fine. Nothing has changed.');
  },
};

export const openGoals: PressHandler = async (press, work) => {
  const a = await mine(work, press.subject);
  return work.forms.open('goal-levels', a.session.id, { values: goalsValues(a), rows: {} });
};

import { type Form, formNote, longestText, rowsOf, textOf } from '../../chat/form.js';
import { closeWith } from '../../chat/reply.js';
import { clean } from '../../kernel/words.js';
import type { FormFeature, PressHandler } from '../feature.js';
import { pageOf } from './page.js';
import { ownMentorship } from './whose.js';

/** What they write: what they take with them, and their steps as they would say them. Nothing of it has to be filled in. */

/** More steps than anybody took between two sessions of a year; each is one line. */
const mostSteps = 60;
const longestStep = 500;

export const openForm: PressHandler = async (press, work) => {
  const m = await ownMentorship(press.subject, work);
  const { saved, steps } = await pageOf(m, work);
  return work.forms.open('look-back', m.id, {
    values: { words: saved?.words ?? '' },
    rows: { steps: steps.slice(0, mostSteps).map(({ key, what }) => ({ key, values: { what } })) },
  });
};

export const form: FormFeature = {
  called: 'your page to look back',
  async build({ subject }, work): Promise<Form> {
    await ownMentorship(subject, work);
    return {
      id: 'look-back',
      title: 'Looking back',
      submit: 'Save my page',
      concern: 'mentee',
      steps: [
        {
          id: 'page',
          title: 'Looking back',
          items: [
            formNote('limits-own', 'Only you can read this. If you are not safe now, use “Worried about someone?”.'),
            {
              id: 'words',
              kind: 'text',
              lines: 'many',
              max: longestText,
              optional: true,
              readers: 'own',
              anothers: true,
              label: 'What do you take with you?',
              hint: 'Something you learned, a good day, or what you would tell a friend. You can skip this.',
            },
            {
              kind: 'group',
              id: 'steps',
              label: 'Steps you took',
              one: 'Step',
              hint: 'Say them in your own words. Take out what you don’t want to keep.',
              min: 0,
              max: mostSteps,
              addLabel: 'Add a step',
              fields: [
                {
                  id: 'what',
                  kind: 'text',
                  lines: 'one',
                  max: longestStep,
                  optional: true,
                  readers: 'own',
                  // Words of a record that they share in are here from the start.
                  anothers: true,
                  label: 'What you did',
                  hint: 'You can skip this.',
                },
              ],
            },
          ],
        },
      ],
    };
  },
  async submit({ subject, answers }, work) {
    const m = await ownMentorship(subject, work);
    await work.rows.lookBacks.save({
      mentorship: m.id,
      mentee: m.mentee,
      words: clean(textOf(answers.values, 'words')),
      steps: rowsOf(answers, 'steps')
        .map(({ key, values }) => ({ key, what: clean(textOf(values, 'what')) }))
        .filter((step) => step.what !== ''),
      savedAt: work.now,
    });
    work.redraw(m.id);
    return closeWith('Saved', 'Your page is saved. You can read it, change it or throw it away at any time.');
  },
};

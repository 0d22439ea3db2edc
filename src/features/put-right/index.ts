import { sentence } from '../../chat/card.js';
import { type Form, formNote, longestText, textOf } from '../../chat/form.js';
import { closeWith } from '../../chat/reply.js';
import { moment, say, strong, type Text } from '../../chat/text.js';
import { isLive, type Mentorship } from '../../domain/mentorship.js';
import { type PutRight, type PutRightId, wordsOf } from '../../domain/put-right.js';
import { Refused } from '../../kernel/errors.js';
import { clean } from '../../kernel/words.js';
import type { ActorWork, FeatureOf, FormFeature, PressHandler } from '../feature.js';
import { aboutMentorship, demand, mentorshipOf } from '../shared/guards.js';
import { keepWord, promiseWords, wordField, wordIn } from '../shared/put-right.js';

/**
 * One side's word on a promise to put something right (docs/field.md#put-right), whenever they like. What asks for it
 * comes with something else: the next two plans, and the form after a session.
 */

interface Promised {
  readonly promise: PutRight;
  readonly pair: Mentorship;
}

/** @throws Refused unless the actor is one of its two sides and it still stands */
async function promiseOf(subject: string, work: ActorWork): Promise<Promised> {
  const promise = await work.rows.putRight.get(subject as PutRightId);
  if (promise === undefined)
    throw new Refused('no-such-promise', 'That is no longer here. Type home to see what waits for you.');
  const pair = await mentorshipOf(work, promise.mentorship);
  demand('put-right.say', work, aboutMentorship(pair));
  if (promise.withdrawnAt !== null)
    throw new Refused('withdrawn', 'The record does not have this any more, so nothing is asked about it.');
  return { promise, pair };
}

const own = ({ promise, pair }: Promised, work: ActorWork) => {
  const { mentor, mentee } = wordsOf(promise, pair.mentee);
  return work.actor.id === pair.mentee ? mentee : mentor;
};

const open: PressHandler = async (press, work) => {
  const found = await promiseOf(press.subject, work);
  const before = own(found, work);
  return work.forms.open('put-right', found.promise.id, {
    values: before === undefined ? {} : { word: before.word, note: before.note },
    rows: {},
  });
};

const what = ({ promise, pair }: Promised, work: ActorWork): Text => {
  const words = promiseWords(promise, pair.mentee, work.actor.id);
  return words === undefined
    ? say`What you agreed to put right, written down on ${moment(promise.madeAt, 'date')}.`
    : say`You agreed: ${strong(words)}`;
};

const form: FormFeature = {
  called: 'your word on putting something right',
  async build({ subject }, work) {
    const found = await promiseOf(subject, work);
    if (!isLive(found.pair))
      return sentence('Ended', 'This mentorship has ended. What each of you said stays as it is.');
    return {
      id: 'put-right',
      title: 'Putting it right',
      submit: 'Save',
      concern: work.actor.id === found.pair.mentee ? 'mentee' : 'mentor',
      steps: [
        {
          id: 'word',
          title: 'Putting it right',
          items: [
            formNote('what', what(found, work)),
            formNote('both', 'Each of you says it in your own way. It is fine if you see it differently.'),
            wordField('word', 'How did it go?', 'You can skip this.'),
            {
              id: 'note',
              kind: 'text',
              lines: 'many',
              max: longestText,
              optional: true,
              readers: 'both',
              label: 'Anything to add?',
              hint: 'Only if you like.',
            },
          ],
        },
      ],
    } satisfies Form;
  },
  async problems({ answers }) {
    const { values } = answers;
    return clean(textOf(values, 'note')) !== '' && wordIn(textOf(values, 'word')) === undefined
      ? [{ at: 'word', say: 'Choose one of these too, so that your words have a place.' }]
      : [];
  },
  async submit({ subject, answers }, work) {
    const found = await promiseOf(subject, work);
    const word = wordIn(textOf(answers.values, 'word'));
    if (word === undefined) return closeWith('Nothing said', 'That is fine. You can say it at any time.');
    await keepWord(found.promise, found.pair, word, clean(textOf(answers.values, 'note')), work);
    return closeWith('Saved', 'It is saved. What the other one says stands beside it.');
  },
};

declare module '../../kernel/names.js' {
  interface Capabilities {
    'put-right': { verb: 'put-right.say'; form: 'put-right'; audit: 'put-right.said' };
  }
}

export const feature: FeatureOf<'put-right'> = {
  name: 'put-right',
  presses: { 'put-right.say': { opens: open } },
  forms: { 'put-right': form },
};

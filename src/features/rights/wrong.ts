import { button, buttons, list, muted, text } from '../../chat/card.js';
import { type Form, formNote, longestText, textOf } from '../../chat/form.js';
import type { Reply } from '../../chat/inbound.js';
import { panelWith } from '../../chat/reply.js';
import { literal, mention, moment, say } from '../../chat/text.js';
import { type CorrectionOutcome, elsewhere, isOpen, rightsBy } from '../../domain/rights.js';
import { Refused } from '../../kernel/errors.js';
import type { PersonId } from '../../kernel/ids.js';
import { clean } from '../../kernel/words.js';
import type { FormFeature, PressHandler } from '../feature.js';
import { demand } from '../shared/guards.js';
import { ask, demandSettle, newRequest, requestOf } from './asked.js';

/** Something that is kept is not right: said in somebody's own words, and answered by whoever coordinates. */

export const openWrong: PressHandler = async (_press, work) => {
  demand('own-data.read', work, { owner: work.actor.id });
  return work.forms.open('rights-wrong', work.actor.id, { values: {}, rows: {} });
};

export const wrongForm: FormFeature = {
  called: 'what is not right',
  async build({ subject }, work): Promise<Form> {
    demand('own-data.read', work, { owner: subject as PersonId });
    return {
      id: 'rights-wrong',
      title: 'Something is not right',
      submit: 'Send it',
      concern: 'mentee',
      steps: [
        {
          id: 'wrong',
          title: 'Something is not right',
          items: [
            formNote(
              'limits-rights',
              'Your coordinator reads this, and your mentor does not. If you or someone else may not be safe, it has to be passed on. Then use “Worried about someone?”.',
            ),
            {
              id: 'said',
              kind: 'text',
              lines: 'many',
              max: longestText,
              readers: 'coordinator',
              label: 'What is not right, and how should it be?',
              hint: 'Say where it stands, if you know.',
            },
          ],
        },
      ],
    };
  },
  async submit({ answers }, work) {
    demand('own-data.read', work, { owner: work.actor.id });
    const said = clean(textOf(answers.values, 'said'));
    if (said === '') return { problems: [{ at: 'said', say: 'Say what is not right.' }] };
    const request = newRequest('correction', work.actor.id, work, { words: { said } });
    await ask(request, work);
    const line = say`Your coordinator reads it and answers you by ${moment(rightsBy(work.now, work.programme.zone), 'date')}.`;
    return {
      kind: 'close',
      say: {
        title: 'Sent',
        summary: line,
        blocks: [
          text(line),
          muted(
            literal(
              'A record is never written over: what is put right stands above it, and the old one stays on record.',
            ),
          ),
        ],
      },
    };
  },
};

const outcomeWords: Readonly<Record<CorrectionOutcome, string>> = {
  here: 'It was put right:',
  elsewhere: 'The answer:',
  refused: 'It stays as it is, and this is why:',
};
const mayComplain =
  'You can tell the data protection authority if you are not happy with that: in the United Kingdom the Information Commissioner, ico.org.uk. You can also ask again.';

/** `subject`: the request. What was asked and what came of it, to whom it is about and to whoever coordinates. */
export const readRequest: PressHandler = async (press, work): Promise<Reply> => {
  const request = await requestOf(press.subject, work);
  const theirs = request.about === work.actor.id;
  if (!theirs) await demandSettle(request.about, work);
  // Why somebody is on hold, and what a parent asked, stand in their copy once it was looked at.
  else if (request.kind !== 'correction')
    throw new Refused('not-allowed', 'This is for the coordinator only. Nothing has changed.');
  const line = theirs
    ? say`You wrote this on ${moment(request.askedAt, 'date')}.`
    : say`${mention(request.about)} wrote this on ${moment(request.askedAt, 'date')}.`;
  return panelWith({
    title: 'Something is not right',
    summary: line,
    blocks: [
      text(line),
      text(literal(request.words.said)),
      ...(request.words.answer === ''
        ? [muted(say`To be answered by ${moment(request.dueAt ?? request.askedAt, 'date')}.`)]
        : [
            muted(literal(outcomeWords[request.words.outcome ?? 'elsewhere'])),
            text(literal(request.words.answer)),
            ...(request.words.note === null
              ? []
              : [muted(literal('This stands beside the record now:')), text(literal(request.words.note.words))]),
            ...(request.words.outcome === 'refused' ? [text(literal(mayComplain))] : []),
          ]),
      ...(isOpen(request) ? [] : [muted(literal('What cannot be changed from here:')), list(elsewhere.map(literal))]),
      buttons(
        !theirs && isOpen(request) ? button('Answer it', 'rights.answer', request.id, { style: 'main' }) : null,
        theirs ? button('What is kept about me', 'data.open', '-') : button('Back', 'rights.person', request.about),
      ),
    ],
  });
};

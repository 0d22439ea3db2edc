import { button, buttons, text } from '../../chat/card.js';
import type { Inbound } from '../../chat/inbound.js';
import { literal } from '../../chat/text.js';
import { grammar, parse } from '../../commands/grammar.js';
import { minute } from '../../kernel/clock.js';
import type { Face, Missed, Work } from '../feature.js';
import { answerMissedSubject, formReadySubject } from './subjects.js';

/** What comes in the place of an answer that could not be shown, where no other feature knows better. */

/** After so long nobody waits for an answer any more. */
const worthSaying = 60 * minute;

/**
 * A form is in its draft, and *Continue* opens it; whatever else was answered may be private, so that only how to have
 * it again is said.
 */
export function sayMissed({ event, answer, person, key }: Missed, work: Work): true {
  const { reply } = answer;
  if (reply.kind === 'form')
    work.show('form-ready', formReadySubject.write({ draft: reply.view.draft, miss: key }), { person });
  else {
    const subject = answerMissedSubject.write({ word: wordOf(event), miss: key });
    work.show('answer-missed', subject, { person }, { expiresAt: work.now + worthSaying });
  }
  return true;
}

/** The word that was typed; `-` where none was. */
function wordOf(event: Inbound): string {
  if (event.kind !== 'command') return '-';
  const parsed = parse(event.text, () => true);
  return parsed.kind === 'command' ? parsed.word.word : 'help';
}

/** A form whose opening failed: the draft is there, *Continue* brings it back. Subject: the draft, and which miss. */
export const formReady: Face = {
  called: 'a form that is ready',
  comes: 'in-answer',
  why: 'says-itself',
  withoutAccount: 'nothing',
  folded: null,
  async draw(d) {
    const about = formReadySubject.read(d.subject);
    const draft = about === undefined ? undefined : await d.rows.drafts.get(about.draft);
    if (draft === undefined || draft.doneAt !== null)
      return {
        title: 'Done',
        summary: literal('This form has been sent.'),
        blocks: [text(literal('This form has been sent.'))],
      };
    const line = literal('Your form is ready. Nothing you typed is lost.');
    return {
      title: 'Your form is ready',
      summary: line,
      blocks: [text(line), buttons(button('Continue', 'draft.continue', draft.id, { style: 'main' }))],
    };
  },
};

/**
 * Any other answer: it may be private, so a message says how to have it again, never what it was. Subject: the word
 * that was typed, or `-`, and which miss. Whether it did arrive nobody can tell.
 */
export const answerMissed: Face = {
  called: 'an answer',
  comes: 'in-answer',
  why: 'says-itself',
  withoutAccount: 'nothing',
  folded: null,
  async draw(d) {
    const said = answerMissedSubject.read(d.subject)?.word;
    const word = grammar.find((w) => w.word === said)?.word;
    const line = literal(
      word === undefined
        ? 'My last answer may not have reached you. Look here at how things stand.'
        : `My answer to “${word}” may not have reached you. If it did not, type ${word} again.`,
    );
    return {
      title: 'My last answer',
      summary: line,
      blocks: [text(line), buttons(button('What waits for me', 'home.open', '-', { style: 'main' }))],
    };
  },
};

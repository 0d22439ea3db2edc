import { button, buttons, type Card, divider, list, muted, sentence, text } from '../../chat/card.js';
import { literal, mention, moment, say, type Text } from '../../chat/text.js';
import { heldAt, type Session } from '../../domain/session.js';
import { minutesInWords } from '../../kernel/words.js';
import { stampOf } from './asked.js';
import { lengthButtons } from './card.js';

/** One card for several sessions whose length has no answer (docs/field.md#the-mentee-confirms). */

type Open = readonly { readonly session: Session; readonly minutes: number }[];

const line = ({ session, minutes }: Open[number]): Text =>
  say`${moment(heldAt(session))}: ${session.title}, with ${mention(session.mentor)}, ${minutesInWords(minutes)}.`;

export function severalCard(subject: string, open: Open): Card {
  if (open.length === 0) return sentence('Session lengths', 'All of these are answered. Thank you.');
  return {
    title: 'Session lengths',
    summary: say`How long were these? ${open.length} wait for your answer.`,
    blocks: [
      text(literal('Were these sessions as long as it says here?')),
      list(open.map(line)),
      buttons(
        button('Yes, all of them', 'hours.confirm-all', subject, { arg: stampOf(open), style: 'main' }),
        button('One by one', 'hours.one-by-one', subject),
      ),
      muted(literal('I ask once a week, and only if two or more are open.')),
    ],
  };
}

/** As many as fit a modal on every platform; the rest follow once these are answered. */
const atOnce = 10;

export function oneByOnePanel(open: Open): Card {
  if (open.length === 0) return sentence('Session lengths', 'All of these are answered. Thank you.');
  return {
    title: 'Session lengths',
    summary: literal('Each session with its own answer.'),
    blocks: open
      .slice(0, atOnce)
      .flatMap((o, i) => [
        ...(i === 0 ? [] : [divider]),
        text(line(o)),
        text(literal('Is that right?')),
        lengthButtons(o, '.s'),
      ]),
  };
}

import { type Block, button, buttons, text } from '../../chat/card.js';
import { literal, mention, say, strong } from '../../chat/text.js';
import { asSaid, asWill } from '../../domain/practice-change.js';
import type { PersonId } from '../../kernel/ids.js';

/** A change of practice as the mentee whom it answers reads it (docs/field.md#changes-of-practice). In panels alone. */

/** You said … so I will …, as the mentor put it. */
export const youSaid = (c: { readonly said: string; readonly what: string }, mentor: PersonId): readonly Block[] => [
  ...(c.said === '' ? [] : [text(say`You said: ${asSaid(c.said)}`)]),
  text(say`${c.said === '' ? '' : 'So '}${mention(mentor)} says: ${strong(asWill(c.what))}`),
];

/** What the mentee can say to it, and what they have said. */
export function objection(l: {
  readonly change: string;
  readonly notMeant: { readonly note: string } | null;
  readonly until: number | null;
  readonly said: string;
}): readonly Block[] {
  const open = l.until === null && l.said !== '';
  if (l.notMeant === null)
    return open ? [buttons(button('That’s not what I meant', 'change.not-meant', l.change))] : [];
  return [
    text(
      literal(
        l.notMeant.note === ''
          ? 'You said: that’s not what I meant. Your mentor can read that.'
          : `You said: that’s not what I meant. “${l.notMeant.note}” Your mentor can read that.`,
      ),
    ),
    buttons(
      open ? button('Change my words', 'change.not-meant', l.change) : null,
      button('Take it back', 'change.not-meant', l.change, { arg: 'back' }),
    ),
  ];
}

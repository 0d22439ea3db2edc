import { button, type Card, foot } from '../../chat/card.js';
import { areChosen } from '../../domain/programme.js';
import type { ActorWork, Hooks, Reason } from '../feature.js';

/**
 * A card that came unasked, and still asks for something, says why on request, and can be stopped
 * (docs/field.md#why-and-stop).
 */
export const withReason: NonNullable<Hooks['finishCard']> = (card, { face, subject, why, reader }): Card => {
  if (why === 'says-itself') return card;
  const verbs = card.blocks.flatMap((b) => (b.kind === 'buttons' ? b.items.map((i) => i.press.verb) : []));
  if (!why.asks.some((verb) => verbs.includes(verb))) return card;
  const { stop } = why;
  return {
    ...card,
    blocks: [
      ...card.blocks,
      foot(
        button('Why did I get this?', 'settings.why', face),
        stop === undefined || areChosen(stop.manners, reader.manners)
          ? null
          : button(stop.label, 'settings.stop', face, { arg: subject }),
      ),
    ],
  };
};

/** Why a card of this face came; undefined where it says so itself. */
export function reasonOf(work: ActorWork, face: string): Reason | undefined {
  const why = work.parts.faces.get(face)?.why;
  return why === 'says-itself' ? undefined : why;
}

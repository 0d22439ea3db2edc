import type { Field, Form, Item } from '../../chat/form.js';
import { literal } from '../../chat/text.js';

/**
 * docs/field.md#limits-of-confidentiality: they stand before every box for words of one's own. A step says them in
 * words of its own (a note whose id begins with `limits`), or this says them for it, once, before its first such box.
 */

const said: Readonly<Record<Form['concern'], string>> = {
  mentor: 'If someone may be at risk, it can’t stay private. Don’t write it here: use “Worried about someone?”.',
  mentee: 'If someone may be at risk, it can’t stay private. Then use “Worried about someone?”.',
};

/** Words about people or the mentoring; what a coordinator sets for the programme is none. */
const isOwnWords = (f: Field): boolean =>
  f.kind === 'text' && !(f.readers === 'shown' || f.readers === 'own' || f.readers === 'coordinator');
const asksForWords = (item: Item): boolean =>
  item.kind === 'group' ? item.fields.some(isOwnWords) : item.kind !== 'note' && isOwnWords(item);

/** The form with the limits said in every step that asks for words. */
export function withLimits(form: Form): Form {
  const steps = form.steps.map((step) => {
    const first = step.items.findIndex(asksForWords);
    if (first === -1 || step.items.some((i) => i.kind === 'note' && i.id.startsWith('limits'))) return step;
    const note: Item = { kind: 'note', id: 'limits', text: literal(said[form.concern]), tone: 'muted' };
    return { ...step, items: [...step.items.slice(0, first), note, ...step.items.slice(first)] };
  });
  return { ...form, steps };
}

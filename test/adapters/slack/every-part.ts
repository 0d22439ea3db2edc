import { readForm } from '../../../adapters/slack/carried.js';
import { formModal } from '../../../adapters/slack/modal.js';
import { type FormView, rowsOf } from '../../../src/chat/form.js';
import type { Reader } from '../../../src/chat/text.js';

type Modal = ReturnType<typeof formModal>;

/** The open step as somebody sees it who goes on from its first part to its last. */
export function everyPart(view: FormView, reader: Reader): readonly Modal[] {
  const parts = [formModal(view, reader)];
  for (;;) {
    const { part } = readForm(parts.at(-1)?.private_metadata) ?? {};
    if (part?.after !== true) return parts;
    if (parts.length > 100) throw new Error(`no end to step ${view.step}`);
    parts.push(formModal(view, reader, { seek: { step: view.step, part, to: 'next' } }));
  }
}

/** The form with as many rows in each group as it may have. */
export function withMostRows(view: FormView): FormView {
  const groups = view.form.steps.flatMap((s) => s.items.flatMap((i) => (i.kind === 'group' ? [i] : [])));
  const rows = Object.fromEntries(
    groups.map((g) => {
      const have = rowsOf(view.answers, g.id);
      const more = Array.from({ length: Math.max(0, g.max - have.length) }, (_, i) => ({
        key: `most${i}`,
        values: {},
      }));
      return [g.id, [...have, ...more]];
    }),
  );
  return { ...view, answers: { ...view.answers, rows: { ...view.answers.rows, ...rows } } };
}

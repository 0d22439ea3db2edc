import type { Answers, Field, FormView, Value } from '../../src/chat/form.js';
import type { Reply } from '../../src/chat/inbound.js';

/**
 * Holds what everybody types into forms against what is answered: a private word, and what is said as a form closes,
 * stand in a message on some platforms, so nothing private may stand there (docs/architecture.md#private-words-only-in-forms).
 */
export interface PrivateWords {
  /** What was filled into the open step. */
  typed(view: FormView, answers: Answers): void;
  /** @throws where the answer repeats something private */
  answered(reply: Reply): void;
}

/** Shorter ones stand in any sentence by chance. */
const telling = 10;

export function privateWords(): PrivateWords {
  const secret = new Map<string, string>();
  const shown = new Set<string>();
  const note = (form: string, field: Field | undefined, value: Value | undefined): void => {
    if (field?.kind !== 'text' || typeof value !== 'string' || value.trim().length < telling) return;
    if (field.readers === 'shown' || field.readers === 'own') shown.add(value.trim());
    else secret.set(value.trim(), `${form}/${field.id}`);
  };
  return {
    typed(view, { values, rows }) {
      for (const item of view.form.steps.find((s) => s.id === view.step)?.items ?? []) {
        if (item.kind === 'note') continue;
        if (item.kind !== 'group') note(view.form.id, item, values[item.id]);
        else
          for (const row of rows[item.id] ?? []) for (const f of item.fields) note(view.form.id, f, row.values[f.id]);
      }
    },
    answered(reply) {
      const card = reply.kind === 'say' ? reply.card : reply.kind === 'close' ? reply.say : undefined;
      if (card === undefined) return;
      const said = JSON.stringify(card);
      for (const [words, where] of secret)
        if (!shown.has(words) && said.includes(JSON.stringify(words).slice(1, -1)))
          throw new Error(`what is said as a word repeats what was typed in private (${where}): ${said}`);
    },
  };
}

import { z } from 'zod';
import { keptValue, ofPerson } from '../../domain/kept.js';
import { day } from '../../kernel/clock.js';
import type { PersonId } from '../../kernel/ids.js';
import type { Rows } from '../../ports/store.js';

/**
 * What was typed beside a name that was not understood: buttons carry no text, so it is kept, sealed,
 * until one of those offered has been chosen. Each next question takes its place, and it is told nobody after a day.
 */
export const typedWords = keptValue({
  name: 'plan.typed',
  per: [ofPerson],
  schema: z.object({ words: z.string(), at: z.number() }),
  erasure: { of: 'person', does: 'forget' },
});

/** What a button says (`arg`) that goes on with the words that were typed. */
export const withTyped = 'typed';

/** Keeps the words, if there are any. Answers what the buttons say of them. */
export async function keepTyped(
  work: { readonly rows: Pick<Rows, 'kept'>; readonly actor: { readonly id: PersonId }; readonly now: number },
  words: string,
): Promise<{ readonly arg?: string }> {
  if (words.trim() === '') return {};
  await work.rows.kept.put(typedWords, work.actor.id, { words: words.trim(), at: work.now });
  return { arg: withTyped };
}

/** The words that go with a button that was pressed; none where it says nothing of them. */
export async function typedWith(
  arg: string,
  work: { readonly rows: Pick<Rows, 'kept'>; readonly actor: { readonly id: PersonId }; readonly now: number },
): Promise<string> {
  if (arg !== withTyped) return '';
  const kept = await work.rows.kept.get(typedWords, work.actor.id);
  return kept !== undefined && kept.at > work.now - day ? kept.words : '';
}

import { day } from '../kernel/clock.js';
import type { PersonId } from '../kernel/ids.js';
import type { Rows } from '../ports/store.js';

/**
 * What was typed beside a name that was not understood: buttons carry no text, so it is kept, sealed like all memory,
 * until one of those offered has been chosen. Each next question takes its place, and it is told nobody after a day.
 */
interface Typed {
  readonly words: string;
  readonly at: number;
}

const keyOf = (person: PersonId): string => `plan.typed:${person}`;

/** What a button says (`arg`) that goes on with the words that were typed. */
export const withTyped = 'typed';

/** Keeps the words, if there are any. Answers what the buttons say of them. */
export async function keepTyped(
  work: { readonly rows: Pick<Rows, 'memory'>; readonly actor: { readonly id: PersonId }; readonly now: number },
  words: string,
): Promise<{ readonly arg?: string }> {
  if (words.trim() === '') return {};
  await work.rows.memory.put(keyOf(work.actor.id), { words: words.trim(), at: work.now } satisfies Typed);
  return { arg: withTyped };
}

/** The words that go with a button that was pressed; none where it says nothing of them. */
export async function typedWith(
  arg: string,
  work: { readonly rows: Pick<Rows, 'memory'>; readonly actor: { readonly id: PersonId }; readonly now: number },
): Promise<string> {
  if (arg !== withTyped) return '';
  const kept = (await work.rows.memory.get(keyOf(work.actor.id))) as Typed | null | undefined;
  return kept != null && kept.at > work.now - day ? kept.words : '';
}

/** For an erasure. */
export const forgetTyped = (rows: Pick<Rows, 'memory'>, person: PersonId): Promise<void> =>
  rows.memory.put(keyOf(person), null);

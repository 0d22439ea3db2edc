import { literal, say, type Text } from '../../chat/text.js';
import { hasAccount, type Person } from '../../domain/programme.js';
import type { PersonId } from '../../kernel/ids.js';
import { listInWords } from '../../kernel/words.js';

/**
 * What the mentor reads of who hears of a plan by itself. Somebody without an account cannot be written to: a card asks
 * the mentor to pass it on, and this says that it comes.
 * @param otherwise said of those who are written to: "Leo will be told now."
 */
export function toldNow(
  mentees: readonly PersonId[],
  people: ReadonlyMap<PersonId, Person>,
  otherwise: (names: string) => Text = (names) => say`${names} will be told now.`,
): Text {
  const names = (which: readonly PersonId[]): string =>
    listInWords(which.map((id) => people.get(id)?.name ?? 'your mentee'));
  const without = mentees.filter((id) => !hasAccount(people.get(id)));
  const written = mentees.filter((id) => !without.includes(id));
  const first = written.length === 0 ? literal('') : otherwise(names(written));
  if (without.length === 0) return first;
  const passOn = `${names(without)} ${without.length === 1 ? 'has' : 'have'} no account: a card asks you to pass it on.`;
  return written.length === 0 ? literal(passOn) : say`${first} ${passOn}`;
}

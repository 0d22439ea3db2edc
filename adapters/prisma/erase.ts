import type { PersonId } from '../../src/kernel/ids.js';
import { recountErased } from './counted.js';
import { DoneAnew } from './done-anew.js';
import { repositories } from './repositories.js';
import { type Scope, text } from './scope.js';

/**
 * Erasing somebody (docs/field.md#erasure): what they wrote and what was written of them is overwritten, what was
 * theirs alone goes, and their key is destroyed, so that no copy of these rows can be read again. What must add up
 * stays: who held how many minutes when, without a word. It stands under the programme's key from now on. What becomes
 * of each table is said, and done, by its repository.
 *
 * Beside no other unit of work, or one that has seen them before would write of them after it.
 * @throws DoneAnew where others may go on beside it: it is done again from its beginning, with all that it read
 */
export async function erase(s: Scope, person: PersonId, at: number): Promise<void> {
  // The key goes last: a record is opened once more, for its minutes. And drafts first: what tells that they are about
  // somebody may be a row that goes with them.
  const { people, drafts, ...others } = repositories;
  const before = await people.rows(s).get(person);
  if (before === undefined) return;
  if (!s.alone) throw new DoneAnew('alone');
  for (const repository of [drafts, ...Object.values(others)]) await repository.erase?.(s, text(person), at, before);
  await people.erase?.(s, text(person), at, before);
  await recountErased(s, text(person));
}

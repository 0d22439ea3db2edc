import { digestOf } from '../../kernel/chain.js';
import type { PersonId } from '../../kernel/ids.js';
import { withoutMarks } from '../../kernel/words.js';
import { forgottenToo } from '../forgotten-names.js';
import { type Pseudonyms, pseudonyms } from '../pseudonyms.js';

/**
 * What everybody is called in one pack (docs/field.md#the-pack): the mentor and who signed something by name, a mentee by a
 * letter that is drawn anew for each pack, everybody else by what they are.
 */

/** Somebody whose name may stand in what was written. */
export interface NamedInPack {
  readonly id: PersonId;
  readonly names: readonly string[];
  readonly as: 'mentor' | 'mentee' | 'signatory' | 'coordinator' | 'learner' | 'colleague';
}

export interface PackNames {
  /** What each is called. */
  readonly aliases: ReadonlyMap<PersonId, string>;
  /** What replaces every name that is not to stand. */
  readonly replaced: Pseudonyms;
}

/** No I and no O, which are taken for a word and a number. */
const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ'.split('');

const others = { coordinator: 'the coordinator', learner: 'another learner', colleague: 'a colleague' } as const;

/**
 * @param mentees in the order in which they began
 * @param seed the pack's own: another one draws other letters
 * @param named mentees whose names stand
 * @param forgotten somebody's name is known no more, and may stand in what was written before
 */
export function packNames(
  people: readonly NamedInPack[],
  mentees: readonly PersonId[],
  seed: string,
  named: readonly PersonId[] = [],
  { forgotten }: { readonly forgotten: boolean } = { forgotten: false },
): PackNames {
  const nameOf = new Map(people.map((p) => [p.id, p.names[0] ?? '']));
  const byName = new Set(named);
  const drawn = drawLetters(
    mentees.map((id) => nameOf.get(id) ?? ''),
    seed,
  );
  const letterOf = new Map(mentees.map((id, i) => [id, drawn[i] ?? `${i + 1}`]));
  const aliasOf = (p: NamedInPack): string => {
    const name = nameOf.get(p.id) ?? '';
    if (p.as === 'mentor' || p.as === 'signatory' || byName.has(p.id)) return name;
    if (p.as === 'mentee') return `mentee ${letterOf.get(p.id) ?? '?'}`;
    return others[p.as];
  };
  const aliases = new Map(people.map((p) => [p.id, aliasOf(p)]));
  // Whose data was erased has no name any more, and a letter all the same.
  for (const id of mentees) if (!aliases.has(id)) aliases.set(id, `mentee ${letterOf.get(id) ?? '?'}`);
  const stands = (p: NamedInPack): boolean => aliases.get(p.id) === nameOf.get(p.id);
  const hidden = new Set(people.filter((p) => !stands(p)).flatMap(wordsOf));
  const replaced = pseudonyms(
    people
      // Whose name stands is called as it was written, but for a word of it that is somebody else's name too.
      .filter((p) => !stands(p) || wordsOf(p).some((word) => hidden.has(word)))
      .map((p) => ({ names: p.names, alias: aliases.get(p.id) ?? others.colleague })),
  );
  return { aliases, replaced: forgotten ? forgottenToo(replaced) : replaced };
}

const wordsOf = (p: NamedInPack): readonly string[] =>
  p.names.flatMap(
    (name) =>
      withoutMarks(name)
        .toLowerCase()
        .match(/\p{L}{2,}/gu) ?? [],
  );

/** One for each, none of them the first letter of any of their names; with a number once there are more than letters. */
function drawLetters(names: readonly string[], seed: string): readonly string[] {
  const initials = new Set(
    names.flatMap((name) =>
      name
        .normalize('NFKD')
        .toUpperCase()
        .split(/[^\p{L}]+/u)
        .map((word) => word.charAt(0)),
    ),
  );
  const order = (all: readonly string[]): readonly string[] =>
    [...all].sort((a, b) => (digestOf(`${seed} ${a}`) < digestOf(`${seed} ${b}`) ? -1 : 1));
  const free = letters.filter((letter) => !initials.has(letter));
  const drawn = order(free.length === 0 ? letters : free);
  return names.map((_, i) => {
    const round = Math.floor(i / drawn.length);
    return `${drawn[i % drawn.length] ?? 'X'}${round === 0 ? '' : round + 1}`;
  });
}

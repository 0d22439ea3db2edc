import { literal, mention, type Part, say, type Text } from '../../chat/text.js';
import {
  type AllocatedAs,
  allocatedAs,
  isAllocatedAs,
  noReaders,
  type PortfolioReaders,
  readersToName,
} from '../../domain/allocation.js';
import type { Portfolio } from '../../domain/mentorship.js';
import { type DoingOfReaders, may } from '../../domain/permissions.js';
import type { Person } from '../../domain/programme.js';
import { roleWordOf } from '../../domain/role-words.js';
import type { PersonId } from '../../kernel/ids.js';
import { count } from '../../kernel/words.js';
import type { Drawing, Work } from '../feature.js';
import { isForUnit } from './unit.js';

/**
 * Who is allocated to read what is somebody's, as every sentence says it that tells them who reads
 * (docs/field.md#readers-are-named-first): those and nobody else, by name for one or two in a part, else how many.
 */

/** In which parts this is read. */
export const partsThatMay = (doing: DoingOfReaders): readonly AllocatedAs[] =>
  (may[doing] as readonly string[]).filter(isAllocatedAs);

const byName = 2;

/** "Ada Cole (assessor)", "the 3 supervisors": one for each name, or for each part that has more. */
export const readersByPart = (readers: PortfolioReaders, parts: readonly AllocatedAs[]): readonly Text[] =>
  allocatedAs
    .filter((as) => parts.includes(as))
    .flatMap((as): readonly Text[] => {
      const part = roleWordOf(as, undefined).toLowerCase();
      return readers[as].length > byName
        ? [literal(`the ${count(readers[as].length, part)}`)]
        : readers[as].map((person) => say`${mention(person)} (${part})`);
    });

/** "A", "A and B", "A, B and C"; null where there is nobody. */
export function together(all: readonly (Text | Part)[]): Text | null {
  const [first, ...rest] = all.map((one): Text => (typeof one === 'object' && 'parts' in one ? one : say`${one}`));
  if (first === undefined) return null;
  return rest.reduce<Text>((so, one, i) => (i === rest.length - 1 ? say`${so} and ${one}` : say`${so}, ${one}`), first);
}

export interface NamedReaders extends PortfolioReaders {
  /** It is for a unit: its mentor may hand it in, and then people from outside read it (docs/field.md#the-pack). */
  readonly handedIn?: true;
}

/** Who is to be named as a reader of this portfolio: now, or from a later day on that is set already. */
export async function namedReaders(
  around: Pick<Work, 'rows' | 'now' | 'programme'> | Pick<Drawing, 'rows' | 'now' | 'programme'>,
  portfolio: Pick<Portfolio, 'id' | 'mentor'>,
): Promise<NamedReaders> {
  // What is evidence for nothing nobody reads who assesses (docs/field.md#without-a-unit).
  if (!(await isForUnit(portfolio.id, around))) return noReaders;
  return { ...readersToName(portfolio, await around.rows.allocations.all(), around.now), handedIn: true };
}

/**
 * What a mentee is told of readers from outside before the first question: what was answered without it is in no pack, and
 * is not counted there (`Programme.outsideNamedAt`). Null where nobody from outside is ever to read it.
 */
export const readFromOutside = ({ handedIn }: NamedReaders, mentor: Part): Text | null =>
  handedIn === true
    ? say`From outside, an assessor and quality assurers may read it, in what ${mentor} hands in. Names are taken out, and you see your words first.`
    : null;

/**
 * Of what is shared with a mentor: who is allocated reads it too, and from outside whoever is handed it. Null where there
 * is nobody of either.
 */
export function readsWhatMentorReads(readers: NamedReaders, mentor: Part): Text | null {
  const who = together(readersByPart(readers, partsThatMay('feedback.read-shared')));
  const allocated =
    who === null
      ? null
      : say`What ${mentor} can read, ${who} can read too, and whoever takes over from them. They check the mentoring.`;
  const outside = readFromOutside(readers, mentor);
  if (allocated === null)
    return outside === null
      ? null
      : say`From outside, an assessor and quality assurers may read what ${mentor} can, in what ${mentor} hands in. Names are taken out, and you see your words first.`;
  return outside === null ? allocated : say`${allocated} ${outside}`;
}

/** "You, Maya, the coordinator and Ada Cole (assessor)": who reads what stands in an agreement. */
export const whoReadsAgreement = (first: readonly (Text | Part)[], readers: PortfolioReaders): Text =>
  together([...first, 'the coordinator', ...readersByPart(readers, partsThatMay('agreement.read'))]) ?? literal('');

/** The same in a text that a chat shows as it is: a hint has no mentions. */
export const inPlainWords = (text: Text, people: ReadonlyMap<PersonId, Pick<Person, 'name'>>): string =>
  text.parts
    .map((part) => (typeof part === 'string' ? part : 'mention' in part ? (people.get(part.mention)?.name ?? '') : ''))
    .join('');

import { z } from 'zod';
import type { Account } from '../kernel/account.js';
import type { Id, MentorshipId, PersonId, SeriesId, SessionId } from '../kernel/ids.js';
import type { Person } from './programme.js';

/**
 * Values that a programme keeps beside its rows: small JSON, sealed, under a key. Each is defined once, where it belongs,
 * and says what its key is made of, what it looks like, and what the erasure of a person does with it. The list of all
 * of them is `src/kept.ts`; the store writes none that is not in it, for no erasure would find what it wrote.
 */

/** One part of a key. Only the last part of a key may hold a colon. */
export interface KeyPart<V> {
  write(part: V): string;
}

/** A part that may name a person. */
export interface PersonPart<V> extends KeyPart<V> {
  /** The id of the person whom the written part names; undefined where it names none. */
  person(written: string): string | undefined;
}

const asItIs = <V extends string>(): KeyPart<V> => ({ write: (part) => part });

export const ofPerson: PersonPart<PersonId> = { write: (part) => part, person: (written) => written };
export const ofSession = asItIs<SessionId>();
export const ofSeries = asItIs<SeriesId>();
export const ofMentorship = asItIs<MentorshipId>();
/** A name of the feature's own: which digest, whose link. */
export const ofName = asItIs<string>();

/**
 * What erasing a person does with a value. `person` is the one with whose id the key is made; the erased person is given
 * as they stood before anything of theirs went.
 */
export type Erasure<T> = OfPerson<T> | OfEntries<T> | OfNobody;

/** The value is one person's own. */
type OfPerson<T> = {
  readonly of: 'person';
  /** What it says of the erased where it is somebody else's own: the value without that; undefined, and its row goes. */
  without?(value: T, erased: Person): T | undefined;
} & (
  | { readonly does: 'forget' }
  /** Its row stays, as `blank` makes it. */
  | { readonly does: 'blank'; blank(value: T): T }
);

/** The value tells of several people, or of one whom its key does not name. */
interface OfEntries<T> {
  readonly of: 'entries';
  /** The value without the erased; undefined, and its row goes. */
  without(value: T, erased: Person): T | undefined;
}

interface OfNobody {
  readonly of: 'nobody';
  /** A sentence. */
  readonly because: string;
}

/** Whoever makes a key with a person's id says what becomes of what is that person's own. */
type ErasureOf<T, Parts extends readonly KeyPart<never>[]> =
  Extract<Parts[number], PersonPart<never>> extends never ? OfEntries<T> | OfNobody : OfPerson<T>;

type PartsOf<Parts extends readonly KeyPart<never>[]> = {
  readonly [I in keyof Parts]: Parts[I] extends KeyPart<infer V> ? V : never;
};

/** What becomes of one row. */
export type Fate = { readonly row: 'stays' | 'goes' } | { readonly row: 'becomes'; readonly value: unknown };

export interface KeptValue<T, Per extends readonly unknown[]> {
  readonly name: string;
  /** The value's only key part is the id of a link, and it goes as soon as that link opens nothing. */
  readonly goesWithLink: boolean;
  /** Nearly every event reads it, so it is read with the account: whose own it is, the programme's or the person's. */
  readonly early: 'programme' | 'person' | undefined;
  readonly erasure: Erasure<T>;
  key(...per: Per): string;
  /** What is stored, as the value it must be; undefined where it is not. */
  read(stored: unknown): T | undefined;
  /** Of a row of this value under `key`, when `erased` is erased. `stored` opens the row; it may throw. */
  afterErasing(key: string, stored: () => unknown, erased: Person): Fate;
}

/** Any of them, as the store and the list hold them. */
export type AnyKept = KeptValue<unknown, readonly never[]>;

/**
 * Defines a value. Its key is `NAME`, or `NAME:PART:PART`; databases hold these keys and the JSON beside them, so a name,
 * the order of its parts and the meaning of a field never change. A field that older rows lack has a default in `schema`.
 */
export function keptValue<T, const Parts extends readonly KeyPart<never>[] = readonly []>(about: {
  readonly name: string;
  readonly per?: Parts;
  readonly schema: z.ZodType<T, z.ZodTypeDef, unknown>;
  readonly goesWithLink?: boolean;
  /** Read with the account of every event; its key has no part, or the person's id alone. */
  readonly early?: true;
  readonly erasure: ErasureOf<NoInfer<T>, Parts>;
}): KeptValue<T, PartsOf<Parts>> {
  const { name, schema } = about;
  // A colon ends the name in a key; `%` and `_` would be read as patterns where rows are looked for by their name.
  if (!/^[a-z][a-z.-]*$/.test(name)) throw new Error(`${name} is no name for a kept value`);
  const parts: readonly KeyPart<never>[] = about.per ?? [];
  const erasure = about.erasure as Erasure<T>;
  const read = (stored: unknown): T | undefined => {
    const fits = schema.safeParse(stored);
    return fits.success ? fits.data : undefined;
  };
  const isOwn = (key: string, erased: Person): boolean => {
    const words = key.split(':').slice(1);
    return parts.some((part, i) => {
      const written = i === parts.length - 1 ? words.slice(i).join(':') : (words[i] ?? '');
      return 'person' in part && (part as PersonPart<never>).person(written) === erased.id;
    });
  };
  return {
    name,
    goesWithLink: about.goesWithLink ?? false,
    early: about.early ? earlyOf(name, parts) : undefined,
    erasure,
    key: (...per) => [name, ...parts.map((part, i) => part.write(per[i] as never))].join(':'),
    read,
    afterErasing(key, stored, erased) {
      if (erasure.of === 'nobody') return { row: 'stays' };
      const own = erasure.of === 'person' && isOwn(key, erased);
      if (own && erasure.does === 'forget') return { row: 'goes' };
      if (!own && erasure.without === undefined) return { row: 'stays' };
      let before: T | undefined;
      try {
        before = read(stored());
      } catch {
        // What nobody can open is as good as gone, and must not keep an erasure from being done.
      }
      // Whoever it tells of cannot be seen, and it is read as absent: it goes rather than stay for good.
      if (before === undefined) return { row: 'goes' };
      const value = own && erasure.does === 'blank' ? erasure.blank(before) : erasure.without?.(before, erased);
      if (value === undefined) return { row: 'goes' };
      return JSON.stringify(value) === JSON.stringify(before) ? { row: 'stays' } : { row: 'becomes', value };
    },
  };
}

function earlyOf(name: string, [part, ...more]: readonly KeyPart<never>[]): 'programme' | 'person' {
  if (part === undefined) return 'programme';
  if (more.length === 0 && 'person' in part) return 'person';
  throw new Error(`${name} is read with the account, of which only the person is known`);
}

/** The values by their names. @throws Error where two have one name: each would read the other's rows. */
export function keptByName(all: readonly AnyKept[]): ReadonlyMap<string, AnyKept> {
  const byName = new Map<string, AnyKept>();
  for (const value of all) {
    if (byName.has(value.name)) throw new Error(`two kept values are named ${value.name}`);
    byName.set(value.name, value);
  }
  return byName;
}

const anId = <K extends string>(): z.ZodType<Id<K>> => z.custom<Id<K>>((id) => typeof id === 'string');

/** Ids and the like, for schemas. */
export const personId = anId<'person'>();
export const mentorshipId = anId<'mentorship'>();
export const address = anId<'address'>();
export const account: z.ZodType<Account, z.ZodTypeDef, unknown> = z.object({
  platform: z.enum(['slack', 'teams', 'web', 'link']),
  tenant: z.string(),
  user: z.string(),
});

/** A list of which an entry that does not fit is left out: one that cannot be read takes none of the others with it. */
export const listOf = <T>(entry: z.ZodType<T, z.ZodTypeDef, unknown>): z.ZodType<readonly T[], z.ZodTypeDef, unknown> =>
  z.array(z.unknown()).transform((list) =>
    list.flatMap((one) => {
      const fits = entry.safeParse(one);
      return fits.success ? [fits.data] : [];
    }),
  );

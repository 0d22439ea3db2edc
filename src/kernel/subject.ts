import { escaped } from './escaped.js';
import type { PromptKind } from './names.js';

/**
 * Subjects: what a card, a form, a button or a prompt is about, as the one piece of text that rows and platforms carry.
 * Where it holds several things, one codec writes and reads it:
 *
 * ```ts
 * const planAnswer = subject`${['session', id<SessionId>()]}:${['mentee', id<PersonId>()]}:${['version', whole]}`;
 * planAnswer.write({ session, mentee, version: 2 }); // 'SESSION:MENTEE:2'
 * planAnswer.read('SESSION:MENTEE:2')?.mentee;
 * ```
 *
 * It begins with the id of what it hangs on, so that redrawing that redraws it too (`Work.redraw`). A press may carry
 * any text at all: `read` answers undefined for whatever does not fit, to the last character.
 *
 * Databases, posted cards and buttons hold these texts: the form of a codec never changes (`test/subjects.test.ts` has
 * one of each, as it was first written).
 */

/** One thing in a subject: how it is written, and read again. Only `rest` may hold a colon. */
export interface SubjectPart<T> {
  /** What its text looks like: the source of a regular expression, without groups that capture. */
  readonly shape: string;
  /** All that it can be, where that is a few words. */
  readonly words?: readonly T[];
  write(value: T): string;
  /** Undefined where it is no such thing. */
  read(text: string): T | undefined;
}

/** An id, or any other text without a colon. */
export const id = <T extends string = string>(): SubjectPart<T> => ({
  shape: '[^:]+',
  write: (value) => value,
  read: (text) => text as T,
});

/** One of these words. */
export const oneOf = <const T extends readonly string[]>(...words: T): SubjectPart<T[number]> => ({
  shape: '[^:]+',
  words,
  write: (value) => value,
  read: (text) => words.find((w) => w === text),
});

/** A whole number from 0 on: a version, a position, a moment (ms). */
export const whole: SubjectPart<number> = {
  shape: '(?:0|[1-9]\\d{0,14})',
  write: String,
  read: Number,
};

/** As much as there is, colons too: what stands after it is looked for from the end. One subject has one such thing. */
export const rest: SubjectPart<string> = {
  shape: '.+',
  write: (value) => value,
  read: (text) => text,
};

/** One or more ids with a plus between them. */
export const several = <T extends string>(): SubjectPart<readonly T[]> => ({
  shape: '[^:]+',
  write: (values) => values.join('+'),
  read: (text) => text.split('+') as readonly string[] as readonly T[],
});

/** One of these words, or else what the other part reads. */
export const wordOr = <const W extends readonly string[], T>(
  words: W,
  other: SubjectPart<T>,
): SubjectPart<W[number] | T> => {
  const isOther = new RegExp(`^${other.shape}$`, 's');
  const isWord = (value: unknown): value is W[number] => words.some((word) => word === value);
  return {
    shape: '[^:]+',
    write: (value) => (isWord(value) ? value : other.write(value as T)),
    read: (text) => (isWord(text) ? text : isOther.test(text) ? other.read(text) : undefined),
  };
};

/** At the end: a colon and this thing, or nothing at all, which is read as null. */
export const ending = <T>(part: SubjectPart<T>): SubjectPart<T | null> => ({
  shape: `(?::${part.shape})?`,
  write: (value) => (value === null ? '' : `:${part.write(value)}`),
  read: (text) => (text === '' ? null : part.read(text.slice(1))),
});

type Named = readonly [name: string, part: SubjectPart<unknown>];
type ValueOf<P> = P extends SubjectPart<infer T> ? T : never;
/** What a subject holds, by name. */
export type About<P extends readonly Named[]> = { readonly [N in P[number] as N[0]]: ValueOf<N[1]> };

export interface SubjectCodec<T> {
  write(about: T): string;
  /** What it holds; undefined where the text is no such subject. */
  read(text: string): T | undefined;
  /** The beginning that all share which hold these first things: up to the first thing that is not given. */
  begin(about: Partial<T>): string;
}

type Values = Readonly<Record<string, unknown>>;

/** A codec for subjects of this form; the words between the things stand as they are. */
export function subject<const P extends readonly Named[]>(
  words: TemplateStringsArray,
  ...parts: P
): SubjectCodec<About<P>> {
  const things: readonly Named[] = parts;
  const pattern = new RegExp(
    `^${words.map((w, i) => `${escaped(w)}${things[i] === undefined ? '' : `(${things[i][1].shape})`}`).join('')}$`,
    's',
  );
  const begin = (about: Values): string => begun(words, things, about).text;
  return {
    write: (about) => begin(about as Values),
    begin: (about) => begin(about as Values),
    read(text) {
      const found = pattern.exec(text);
      if (found === null) return undefined;
      const about: Record<string, unknown> = {};
      for (const [i, [name, part]] of things.entries()) {
        const value = part.read(found[i + 1] ?? '');
        if (value === undefined) return undefined;
        about[name] = value;
      }
      return about as About<P>;
    },
  };
}

/** The text as far as its things are given; `whole` where they all are. */
function begun(
  words: readonly string[],
  things: readonly Named[],
  about: Values,
): { readonly text: string; readonly whole: boolean } {
  let text = '';
  for (const [i, word] of words.entries()) {
    text += word;
    const thing = things[i];
    if (thing === undefined) break;
    const value = about[thing[0]];
    if (value === undefined) return { text, whole: false };
    text += thing[1].write(value);
  }
  return { text, whole: true };
}

/** The text that tells one prompt of a kind from another, for good: `KIND:…`. */
export type Occurrence<K extends PromptKind = PromptKind> = `${K}:${string}`;

/** Occurrences that hold the same things: one, or all that begin so. */
export type Occurrences<K extends PromptKind = PromptKind> =
  | { readonly one: Occurrence<K> }
  | { readonly beginning: Occurrence<K> };

export interface OccurrenceCodec<K extends PromptKind, T> {
  readonly kind: K;
  write(about: T): Occurrence<K>;
  /** What it holds; undefined where the text is no such occurrence. */
  read(text: string): T | undefined;
  /** The beginning that all share which hold these first things: up to the first thing that is not given. */
  begin(about: Partial<T>): Occurrence<K>;
  /** Kind and occurrence, as a prompt is set with them: one cannot be set without the other. */
  prompt(about: T): { readonly kind: K; readonly occurrence: Occurrence<K> };
  /**
   * All that hold these things, wherever in them they stand. @throws TypeError where a thing before one of them is
   * neither given nor one of a few words: their beginnings cannot be told
   */
  all(about: Partial<T>): readonly Occurrences<K>[];
}

/** A codec for the occurrences of this kind of prompt: what follows `KIND:`. */
export const occurrence =
  <const K extends PromptKind>(kind: K) =>
  <const P extends readonly Named[]>(words: TemplateStringsArray, ...parts: P): OccurrenceCodec<K, About<P>> => {
    const [first = '', ...more] = words;
    const all: readonly string[] = [`${kind}:${first}`, ...more];
    const things: readonly Named[] = parts;
    const codec = subject(all as unknown as TemplateStringsArray, ...parts);
    const holding = (about: Values): readonly Occurrences<K>[] => {
      const missing = things.findIndex(([name]) => about[name] === undefined);
      const later = things.slice(missing + 1).some(([name]) => about[name] !== undefined);
      if (missing === -1 || !later) {
        const { text, whole } = begun(all, things, about);
        return [whole ? { one: text as Occurrence<K> } : { beginning: text as Occurrence<K> }];
      }
      const [name, part] = things[missing] as Named;
      if (part.words === undefined) throw new TypeError(`${kind}: ${name} stands before what is given`);
      return part.words.flatMap((word) => holding({ ...about, [name]: word }));
    };
    const write = (about: About<P>): Occurrence<K> => codec.write(about) as Occurrence<K>;
    return {
      kind,
      write,
      read: codec.read,
      begin: (about) => codec.begin(about) as Occurrence<K>,
      prompt: (about) => ({ kind, occurrence: write(about) }),
      all: (about) => holding(about as Values),
    };
  };

/** The id that a subject begins with: what it hangs on. */
export const rootOf = <T extends string = string>(text: string): T => (text.split(':', 1)[0] ?? '') as T;

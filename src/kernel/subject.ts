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
 */

/** One thing in a subject: how it is written, and read again. No part but the last may hold a colon. */
export interface SubjectPart<T> {
  /** What its text looks like. */
  readonly shape: string;
  write(value: T): string;
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
  write: (value) => value,
  read: (text) => words.find((w) => w === text),
});

/** A whole number from 0 on: a version, a position, a moment (ms). */
export const whole: SubjectPart<number> = {
  shape: '(?:0|[1-9]\\d{0,14})',
  write: String,
  read: Number,
};

/** All that follows, colons too; only at the end. */
export const rest: SubjectPart<string> = {
  shape: '.+',
  write: (value) => value,
  read: (text) => text,
};

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

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A codec for subjects of this form; the words between the things stand as they are. */
export function subject<const P extends readonly Named[]>(
  words: TemplateStringsArray,
  ...parts: P
): SubjectCodec<About<P>> {
  type Parts = readonly (readonly [name: string, part: SubjectPart<unknown>])[];
  const things = parts as unknown as Parts;
  const pattern = new RegExp(
    `^${words.map((w, i) => `${escaped(w)}${things[i] === undefined ? '' : `(${things[i][1].shape})`}`).join('')}$`,
    's',
  );
  const begin = (about: Readonly<Record<string, unknown>>): string => {
    let text = '';
    for (const [i, word] of words.entries()) {
      text += word;
      const thing = things[i];
      if (thing === undefined) break;
      const value = about[thing[0]];
      if (value === undefined) break;
      text += thing[1].write(value);
    }
    return text;
  };
  return {
    write: (about) => begin(about as Readonly<Record<string, unknown>>),
    begin: (about) => begin(about as Readonly<Record<string, unknown>>),
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

/** The id that a subject begins with: what it hangs on. */
export const rootOf = (text: string): string => text.split(':', 1)[0] ?? '';

import type { PersonId } from '../../kernel/ids.js';

/** What cuts a portfolio's facts down to what leaves in a pack is made of (`facts.ts`). */

/** All fields of it, those that may be missing too. */
type Every<T> = { readonly [K in keyof T]-?: Partial<Pick<T, K>> extends Pick<T, K> ? T[K] | undefined : T[K] };

/** Every field by name; what is undefined is left out. */
export const every = <T extends object>(fields: Every<T>): T =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;

/** What of anything leaves. An empty text stays one. */
export interface Cut {
  /** Words that are a mentee's, or about them: where they let them stand. */
  readonly theirs: (citation: string, label: string, words: string) => string;
  /** Words of a grown-up's own. */
  readonly own: (citation: string, label: string, words: string) => string;
  readonly stands: (citation: string) => boolean;
  readonly person: (id: PersonId) => PersonId;
  readonly cites: (all: readonly string[]) => readonly string[];
  /** When its day began (ms). */
  readonly day: (at: number) => number;
}

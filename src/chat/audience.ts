import { listInWords, shorten } from '../kernel/words.js';
import type { Field, Item, Readers } from './form.js';

/** One audience of a step: all of it, these fields by their labels, or whatever is left. */
export interface Said {
  readonly readers: Readers;
  readonly of: 'all' | 'rest' | readonly string[];
}

/** Of more labels than these at the head nobody remembers one: then those fields say themselves who reads them. */
const mostNamed = 4;
/** A label that is a whole sentence is known by its beginning. */
const longestLabel = 40;

const fieldsIn = (item: Item): readonly Field[] =>
  item.kind === 'note' ? [] : item.kind === 'group' ? item.fields : [item];

/**
 * Who reads these fields, to be said once above them. `apart`: the audiences that are not said there, so that their
 * fields say so themselves.
 */
export function audienceOf(items: readonly Item[]): {
  readonly said: readonly Said[];
  readonly apart: ReadonlySet<Readers>;
} {
  const labels = new Map<Readers, string[]>();
  const fields = new Map<Readers, number>();
  for (const item of items) {
    const of = fieldsIn(item);
    const alike = item.kind === 'group' && new Set(of.map((f) => f.readers)).size === 1;
    for (const [i, field] of of.entries()) {
      fields.set(field.readers, (fields.get(field.readers) ?? 0) + 1);
      // A group that one audience reads is called by its own name.
      if (!alike || i === 0) {
        const label = shorten(
          (alike ? (item as { label: string }).label : field.label).replace(/[:.?]$/, ''),
          longestLabel,
        );
        labels.set(field.readers, [...(labels.get(field.readers) ?? []), label]);
      }
    }
  }
  const [most, ...others] = [...fields].sort((a, b) => b[1] - a[1]).map(([readers]) => readers);
  if (most === undefined) return { said: [], apart: new Set() };
  if (others.length === 0) return { said: [{ readers: most, of: 'all' }], apart: new Set() };
  const named = others.filter((r) => (labels.get(r) ?? []).length <= mostNamed);
  const apart = new Set(others.filter((r) => !named.includes(r)));
  return {
    said: [...named.map((readers) => ({ readers, of: labels.get(readers) ?? [] })), { readers: most, of: 'rest' }],
    apart,
  };
}

/** "“Title” and “Day”: may appear in calendars", "All else: you two": `words` as they stand at a sentence's end. */
export function audienceInWords({ of }: Said, words: string, apart: boolean): string {
  const rest = `${words.charAt(0).toLowerCase()}${words.slice(1)}`;
  if (of === 'all') return words;
  if (of === 'rest') return `${apart ? 'Unless a field says otherwise' : 'All else'}: ${rest}`;
  // In quotes: a label may itself be a sentence, or tell somebody to do something.
  return `${listInWords(of.map((label) => `“${label}”`))}: ${rest}`;
}

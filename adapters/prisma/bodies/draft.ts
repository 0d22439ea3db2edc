import { type Answers, noAnswers, type Row, type Value, type Values } from '../../../src/chat/form.js';
import { withDefaults } from './defaults.js';

/** Of a draft only that there are answers: which fields they answer is the form's to say, and it may have changed. */
export const readAnswers = (stored: unknown): Answers => withDefaults(stored, noAnswers);

/** What a draft may be about, of one person. */
export interface About {
  /** Their id, and those of what was between two, or about them: what is about one of these is about them. */
  readonly them: ReadonlySet<string>;
  /** Ids of what something else may serve: it goes, and what served it stays. */
  readonly theirs: ReadonlySet<string>;
}

/**
 * What a draft is about without somebody.
 * @returns undefined where there is nothing left; a list of several keeps the others (`src/kernel/subject.ts`)
 */
export function subjectWithout(subject: string, { them, theirs }: About): string | undefined {
  const left: string[] = [];
  for (const part of subject.split(':')) {
    const ids = part.split('+');
    const others = ids.filter((id) => !them.has(id) && !theirs.has(id));
    if (others.length === 0) return undefined;
    left.push(others.length === ids.length ? part : others.join('+'));
  }
  return left.join(':');
}

/** @returns the same answers where there is nothing of them in it, else others */
export function answersWithout(answers: Answers, about: About): Answers {
  let changed = false;
  const names = (id: string): boolean => about.them.has(id) || about.theirs.has(id);
  /** A field of theirs has an id in its own: `level-GOAL`. */
  const inName = (field: string): boolean => [...about.them, ...about.theirs].some((id) => field.includes(id));
  const without = (values: Values): Values => {
    const left: Record<string, Value> = {};
    for (const [field, value] of Object.entries(values)) {
      if (inName(field) || (typeof value === 'string' && names(value))) {
        changed = true;
        continue;
      }
      if (typeof value !== 'object') left[field] = value;
      else {
        const others = value.filter((one) => !names(one));
        changed ||= others.length < value.length;
        left[field] = others;
      }
    }
    return left;
  };
  /** Of a group's row it is said whose it is. */
  const isTheirs = ({ key, values }: Row): boolean =>
    names(key) || Object.values(values).some((value) => typeof value === 'string' && about.them.has(value));
  const rows: Record<string, readonly Row[]> = {};
  for (const [group, all] of Object.entries(answers.rows)) {
    const others = all.filter((row) => !isTheirs(row));
    changed ||= others.length < all.length;
    rows[group] = others.map((row) => ({ ...row, values: without(row.values) }));
  }
  const values = without(answers.values);
  return changed ? { values, rows } : answers;
}

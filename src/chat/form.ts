import type { DraftId } from '../kernel/ids.js';
import { literal, type Text } from './text.js';

/** Slack's limit for one text input; held everywhere, so that what is written in one chat can be amended in another. */
export const longestText = 3000;
/**
 * A session's title is a shown field (docs/architecture.md#private-words-only-in-forms) of at most this many
 * characters.
 */
export const longestTitle = 80;

export interface Option {
  readonly value: string;
  readonly label: string;
}

/**
 * Who will be able to read a field, in words for its label's hint; `shown` fields may also stand in a direct message,
 * `own` is a choice of the person’s own, which may stand in their own direct messages; everything else stays in forms,
 * panels and pages. `about-them` is what a coordinator notes of somebody, who reads it of themselves. `until-declared` is
 * a draft: its writer’s alone until they declare it. `mentee` is written to the mentee and the coordinator.
 * `both` is what the two share in, which the coordinator reads too; `change` is a change of practice, which they do not.
 */
export type Readers =
  | 'shown'
  | 'own'
  | 'until-declared'
  | 'both'
  | 'change'
  | 'mentor'
  | 'mentee'
  | 'coordinator'
  | 'about-them'
  | 'sharing';

interface FieldBase {
  /** Letters, digits and hyphens; unique in the form (or in its group). */
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly optional?: true;
  /**
   * Asked for only as long as another answer of the same step has it so ("Who was there?"): a client that cannot know
   * holds nobody up who leaves it empty.
   */
  readonly depends?: true;
  readonly readers: Readers;
  /**
   * What somebody else wrote in private may stand in it from the start, or among its choices: their words, and not the
   * writer's own. A form that stands in a message does not show them.
   */
  readonly anothers?: true;
}

export type Field = FieldBase &
  (
    | { readonly kind: 'text'; readonly lines: 'one' | 'many'; readonly max: number }
    | {
        readonly kind: 'number';
        readonly min: number;
        readonly max: number;
        readonly step: number;
        readonly unit?: string;
      }
    | { readonly kind: 'date' }
    | { readonly kind: 'time' }
    | {
        readonly kind: 'choice';
        readonly of: readonly Option[];
        readonly many?: true;
        readonly shown: 'list' | 'buttons';
      }
  );

/** Whether a label has to say that its field may be left out: not where the hint beside it says so. */
export const saysOptional = (field: Field): boolean =>
  field.optional === true && !/\b(?:skip this|only if|may stay empty)\b/i.test(field.hint ?? '');

/** The unit to be shown beside a number; none where its label is the unit ("Minutes"). */
export const unitOf = (field: Field): string | undefined =>
  field.kind !== 'number' || field.unit === undefined || field.label.toLowerCase().includes(field.unit.toLowerCase())
    ? undefined
    : field.unit;

/** Rows that repeat: objectives, activities, actions. */
export interface Group {
  readonly kind: 'group';
  readonly id: string;
  readonly label: string;
  /** What one row is called: "Objective". */
  readonly one: string;
  readonly hint?: string;
  readonly fields: readonly Field[];
  readonly min: number;
  readonly max: number;
  readonly addLabel: string;
}

/** Something to read between fields. */
export interface Note {
  readonly kind: 'note';
  readonly id: string;
  readonly text: Text;
  /** What has to be said and is no news: small where a chat can do that. */
  readonly tone?: 'muted';
  /** It says what somebody else wrote in private: a form that stands in a message leaves it out. */
  readonly anothers?: true;
}

/** Words to read between fields. `id` is unique in its form. */
export const formNote = (id: string, words: string | Text, tone?: 'muted'): Note => ({
  kind: 'note',
  id,
  text: typeof words === 'string' ? literal(words) : words,
  ...(tone === undefined ? {} : { tone }),
});

export type Item = Field | Group | Note;

export interface Step {
  readonly id: string;
  readonly title: string;
  readonly items: readonly Item[];
  /**
   * What is known already: these items (fields and notes, by their ids) may stand behind this one line until somebody
   * wants to change them. A chat that cannot fold shows them in their places.
   */
  readonly known?: { readonly line: Text; readonly items: readonly string[] };
  /** The form may be submitted from this step although more follow: its button's label ("Save the record"). */
  readonly submit?: string;
  /** Then the way on to the others, where they are not to be added but to be looked at ("See the rest"). */
  readonly onward?: string;
}

export interface Form {
  /** `plan`, `record`, … : which feature owns it. */
  readonly id: string;
  readonly title: string;
  /** The last step's button. */
  readonly submit: string;
  readonly steps: readonly Step[];
  /** To send it is to sign what stands in it: where some of that is not shown, no chat may offer to. */
  readonly signs?: true;
  /** `mentor` or `mentee`: whose wording "Worried about someone?" takes in this form. */
  readonly concern: 'mentor' | 'mentee';
}

/** Text, number, `YYYY-MM-DD`, `HH:MM`, an option's value; a list of values where a choice is `many`. */
export type Value = string | number | readonly string[];
export type Values = Readonly<Record<string, Value>>;

export interface Row {
  /** Stable for the row's whole life; part of its fields' ids. Never an index. */
  readonly key: string;
  readonly values: Values;
}

export interface Answers {
  readonly values: Values;
  readonly rows: Readonly<Record<string, readonly Row[]>>;
}

export const noAnswers: Answers = { values: {}, rows: {} };

/** Something wrong at one place: `title`, or `activities/ROWKEY/minutes`, or `activities` (the group as a whole). */
export interface Problem {
  readonly at: string;
  readonly say: string;
}

export interface FormView {
  readonly draft: DraftId;
  readonly revision: number;
  readonly form: Form;
  /** The id of the step that is open. */
  readonly step: string;
  readonly answers: Answers;
  readonly problems: readonly Problem[];
  /** A hint is like a problem, but never holds anyone up. */
  readonly hints: readonly Problem[];
  /** When the draft was last kept (ms). */
  readonly savedAt?: number;
  /** A sentence above the fields: what was understood, that this form was open elsewhere. */
  readonly notice?: Text;
}

/** What a person does with an open form. `do: 'closed'` keeps what is known and shows nothing. */
export type Move =
  | { readonly do: 'submit' }
  | { readonly do: 'next' }
  | { readonly do: 'back' }
  | { readonly do: 'save' }
  | { readonly do: 'closed' }
  | { readonly do: 'add'; readonly group: string }
  | { readonly do: 'remove'; readonly group: string; readonly row: string };

/** The place of a row's field, as problems and the platforms' field ids write it. */
export const placeOf = (group: string, row: string, field: string): string => `${group}/${row}/${field}`;

/** Text of one answer, or an empty string. */
export function textOf(values: Values, id: string): string {
  const v = values[id];
  return typeof v === 'string' ? v : typeof v === 'number' ? String(v) : '';
}

/** Number of one answer, or undefined where there is none. */
export function numberOf(values: Values, id: string): number | undefined {
  const v = values[id];
  return typeof v === 'number' ? v : undefined;
}

/** The values of a `many` choice. */
export function manyOf(values: Values, id: string): readonly string[] {
  const v = values[id];
  return Array.isArray(v) ? (v as readonly string[]) : typeof v === 'string' && v !== '' ? [v] : [];
}

export const rowsOf = (answers: Answers, group: string): readonly Row[] => answers.rows[group] ?? [];

import { z } from 'zod';

import { instruments, themes } from './instrument.js';
import type { AgreementBody } from './mentorship.js';

export type CatalogueKind = 'question' | 'skill' | 'template' | 'guidance' | 'strategy' | 'criterion' | 'agreement';

/** One entry of a programme's catalogue. A changed wording is a new version; answers keep the one they answered. */
export interface CatalogueRow {
  readonly kind: CatalogueKind;
  readonly key: string;
  readonly version: number;
  /** JSON whose shape its kind decides. */
  readonly body: unknown;
  readonly retiredAt: number | null;
}

/** So many that each still has a button where one is chosen in a hurry, and a line in every list of a chat. */
export const mostTemplates = 20;

/** The shapes of a catalogue row's body, by kind. A row that does not fit is a fault of whoever wrote it. */

export const questionBody = z.object({
  text: z.string(),
  kind: z.enum(['rating', 'text']),
  /** Of which set it is (docs/field.md#instruments); absent in what was written up to 0.5.0: after a session. */
  instrument: z.enum(instruments).optional(),
  /** What it is about; absent: something else. */
  theme: z.enum(themes).optional(),
  /** From the third session on it takes turns: it is one that was there from the first, or one that comes in its place. */
  turns: z.enum(['leaves', 'comes']).optional(),
});
export type QuestionBody = z.infer<typeof questionBody>;
export const skillBody = z.object({
  text: z.string(),
  /** docs/field.md#core-skills; absent in what was written up to 0.4.0. */
  core: z.boolean().optional(),
});
export type SkillBody = z.infer<typeof skillBody>;

/** Core from the beginning: in a catalogue of before 0.5.0, too, where no skill says whether it is. */
const coreFromTheStart: ReadonlySet<string> = new Set(['active-listening', 'open-questions', 'goal-setting']);

/** Whether an assessor looks for this skill in all the hours (docs/field.md#core-skills). */
export const isCore = (row: Pick<CatalogueRow, 'key' | 'body'>): boolean =>
  skillBody.safeParse(row.body).data?.core ?? coreFromTheStart.has(row.key);

export const templateBody = z.object({
  name: z.string(),
  kind: z.enum(['first', 'standard', 'restorative', 'review', 'ending']),
  title: z.string(),
  minutes: z.number(),
  objectives: z.array(z.object({ what: z.string(), measure: z.string() })),
  /** Shares of the length: scaled to whole minutes that sum to it. */
  activities: z.array(z.object({ what: z.string(), minutes: z.number() })),
  resources: z.string(),
  /** What helps, and what the mentor will do: the start of a plan's own. */
  strategies: z.string().optional(),
});
type Deep<T> = T extends (infer U)[]
  ? readonly Deep<U>[]
  : T extends object
    ? { readonly [K in keyof T]: Deep<T[K]> }
    : T;
export type TemplateBody = Deep<z.infer<typeof templateBody>>;

/** A programme's own text of the agreement: one row, of this key; none until the coordinator changes the standard one. */
export const agreementKey = 'text';
const agreementPart = z.string().min(1);
export const agreementBody: z.ZodType<Partial<AgreementBody>> = z.object({
  purpose: agreementPart.optional(),
  duration: agreementPart.optional(),
  frequency: agreementPart.optional(),
  place: agreementPart.optional(),
  roles: agreementPart.optional(),
  boundaries: agreementPart.optional(),
  confidentiality: agreementPart.optional(),
  ending: agreementPart.optional(),
}) as z.ZodType<Partial<AgreementBody>>;

/**
 * How a plan or a record names a skill or a piece of guidance: the key, and the wording that it was chosen with
 * (`KEY@3`; the first is the bare key). So a rewording changes what is chosen from, never what was written.
 */
export const refOf = (row: Pick<CatalogueRow, 'key' | 'version'>): string =>
  row.version === 1 ? row.key : `${row.key}@${row.version}`;

/** The entry behind a reference, whatever its wording: what is counted together. */
export const keyOfRef = (ref: string): string => ref.replace(/@\d+$/, '');

/** The wording that a reference names. */
export const versionOfRef = (ref: string): number => Number(/@(\d+)$/.exec(ref)?.[1] ?? 1);

/** Every wording there ever was, by its reference. */
export function wordingsOf(rows: readonly CatalogueRow[]): ReadonlyMap<string, string> {
  return new Map(
    rows.flatMap((row) => {
      const read = z.object({ text: z.string() }).safeParse(row.body);
      return read.success ? [[refOf(row), read.data.text] as const] : [];
    }),
  );
}

/** The newest version of each key, in the order in which the keys were first put; those retired among them. */
export function newestOf(rows: readonly CatalogueRow[]): readonly CatalogueRow[] {
  // A map keeps the place where a key was first put, whatever version stands there in the end.
  const newest = new Map<string, CatalogueRow>();
  for (const row of rows) {
    const kept = newest.get(row.key);
    if (kept === undefined || row.version > kept.version) newest.set(row.key, row);
  }
  return [...newest.values()];
}

/** Two wordings that a person would take for one. */
export const sameWording = (a: string, b: string): boolean => plainWording(a) === plainWording(b);
const plainWording = (s: string): string => s.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();

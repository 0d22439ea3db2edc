import { z } from 'zod';

export type CatalogueKind = 'question' | 'skill' | 'template' | 'guidance' | 'criterion';

/** One entry of a programme's catalogue. A changed wording is a new version; answers keep the one they answered. */
export interface CatalogueRow {
  readonly kind: CatalogueKind;
  readonly key: string;
  readonly version: number;
  /** JSON whose shape its kind decides. */
  readonly body: unknown;
  readonly retiredAt: number | null;
}

/** The shapes of a catalogue row's body, by kind. A row that does not fit is a fault of whoever wrote it. */

export const questionBody = z.object({ text: z.string(), kind: z.enum(['rating', 'text']) });
export const skillBody = z.object({ text: z.string() });
export const guidanceBody = z.object({ text: z.string() });

export const templateBody = z.object({
  name: z.string(),
  kind: z.enum(['first', 'standard', 'restorative', 'review', 'ending']),
  title: z.string(),
  minutes: z.number(),
  objectives: z.array(z.object({ what: z.string(), measure: z.string() })),
  /** Shares of the length: scaled to whole minutes that sum to it. */
  activities: z.array(z.object({ what: z.string(), minutes: z.number() })),
  resources: z.string(),
});
type Deep<T> = T extends (infer U)[]
  ? readonly Deep<U>[]
  : T extends object
    ? { readonly [K in keyof T]: Deep<T[K]> }
    : T;
export type TemplateBody = Deep<z.infer<typeof templateBody>>;

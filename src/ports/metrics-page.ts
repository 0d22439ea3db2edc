/** What is read as `/metrics` is asked for, by its name there. Counts and moments alone: no name, no id, no content. */
export type Figures = Readonly<
  Record<string, { readonly help: string; readonly value: number; readonly counter?: true }>
>;

/** The page for whoever collects figures: these, and what was counted since the start (`ports/measures.ts`). */
export interface MetricsPage {
  /** Its media type. */
  readonly type: string;
  says(figures: Figures): Promise<string>;
}

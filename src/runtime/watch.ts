import { type Measures, noMeasures } from '../ports/measures.js';
import { noTracing, type Tracing } from '../ports/tracing.js';
import { type AskedBy, askedBy } from './outbound/asked-by.js';
import type { Registry } from './registry.js';
import { type TraitWords, traitWords } from './traits.js';

/** How whoever runs the program sees it work: what is counted, what is traced, by which words, and what came of what. */
export interface Watch {
  readonly measures: Measures;
  readonly tracing: Tracing;
  readonly words: TraitWords;
  readonly askedBy: AskedBy;
}

export const watchOf = (
  registry: Registry,
  { measures = noMeasures, tracing = noTracing }: { readonly measures?: Measures; readonly tracing?: Tracing } = {},
): Watch => ({ measures, tracing, words: traitWords(registry), askedBy: askedBy() });

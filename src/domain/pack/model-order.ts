import type { Attestation } from '../attestation.js';
import type { PortfolioFacts } from '../portfolio-facts.js';
import type { PracticeChange } from '../practice-change.js';

/** In which order things stand in a pack, and so by which number each is called. */

const kinds = ['testimony', 'observation', 'discussion', 'conversation'] as const;

/** Statements: by kind, each in its own order. */
export const attested = (facts: Pick<PortfolioFacts, 'attestations'>): readonly Attestation[] =>
  kinds.flatMap((kind) => facts.attestations.filter((a) => a.kind === kind));

/** The oldest first. */
export const changesInOrder = <C extends Pick<PracticeChange, 'madeAt' | 'id'>>(all: readonly C[]): readonly C[] =>
  [...all].sort((a, b) => a.madeAt - b.madeAt || (a.id < b.id ? -1 : 1));

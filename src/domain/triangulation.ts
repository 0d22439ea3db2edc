import type { PortfolioId, ProgrammeId } from '../kernel/ids.js';
import type { Theme } from './instrument.js';

/**
 * What several sources say of one theme (docs/field.md#triangulation). That a source is silent, and that numbers are far
 * apart, the program sees; whether texts agree in meaning is the mentor's mark, kept and citable.
 */

export const marks = ['agreement', 'partial', 'dissonance'] as const;
export type Mark = (typeof marks)[number];

export interface ThemeMark {
  readonly programme: ProgrammeId;
  readonly portfolio: PortfolioId;
  readonly theme: Theme;
  readonly mark: Mark;
  /** Why, in the mentor's words. */
  readonly sentence: string;
  readonly cites: readonly string[];
  readonly at: number;
}

/** Where evidence of a theme may come from. */
export const sources = ['mentee', 'self', 'stakeholder', 'attestation', 'record', 'levels'] as const;
export type Source = (typeof sources)[number];

export const sourceWords: Readonly<Record<Source, string>> = {
  mentee: 'Mentees',
  self: 'Self-assessment',
  stakeholder: 'Stakeholders',
  attestation: 'Observed, or attested',
  record: 'Records',
  levels: 'Goal levels',
};

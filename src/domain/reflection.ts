import type { PersonId, PortfolioId, ProgrammeId } from '../kernel/ids.js';
import type { CivilDate } from '../kernel/zoned.js';

/**
 * A mentor's own reflection on a portfolio (docs/field.md#reflection): a scaffold that they picked, small questions answered
 * in pieces, and sections made of the pieces. The program writes no sentence of it.
 */

export const scaffolds = ['driscoll', 'gibbs', 'kolb'] as const;
export type Scaffold = (typeof scaffolds)[number];

/** That it is their own work, and which help by a machine was used, and for what. */
export interface Declaration {
  readonly own: true;
  readonly ai: readonly { readonly key: string; readonly tool: string; readonly what: string }[];
  /** ms */
  readonly at: number;
}

export interface Reflection {
  readonly programme: ProgrammeId;
  readonly portfolio: PortfolioId;
  readonly mentor: PersonId;
  readonly scaffold: Scaffold;
  readonly startedAt: number;
  /** Whether small questions come for it. */
  readonly asked: boolean;
  readonly declaration: Declaration | null;
}

/** One answer, in one version. */
export interface ReflectionPiece {
  readonly portfolio: PortfolioId;
  /** Which question: `driscoll/so-what/strategy`, `ahead/KEY` for a future action. */
  readonly question: string;
  readonly version: number;
  readonly text: string;
  readonly cites: readonly string[];
  /** Of a future action: whose it is, by when, and whether it was done. */
  readonly action?: { readonly owner: string; readonly due: CivilDate | null; readonly doneOn: CivilDate | null };
  readonly savedAt: number;
}

/** The newest version of each question that has words, in the order in which they were first answered. */
export function newestPieces(all: readonly ReflectionPiece[]): readonly ReflectionPiece[] {
  const newest = new Map<string, ReflectionPiece>();
  for (const piece of [...all].sort((a, b) => a.savedAt - b.savedAt || a.version - b.version))
    newest.set(piece.question, piece);
  return [...newest.values()].filter((p) => p.text.trim() !== '');
}

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
  /** In whose sections it stood, and is read by others, whatever the mentor goes on with; absent of before 0.7.0. */
  readonly scaffold?: Scaffold;
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

/** Which question a piece answers, as its id is read. */
export type QuestionId =
  | {
      readonly kind: 'answer';
      readonly scaffold: Scaffold;
      readonly section: string;
      readonly key: string;
      /** From 1: what does not fit one box goes on in the next. */
      readonly box: number;
    }
  | { readonly kind: 'ahead'; readonly key: string };

/** `driscoll/so-what/strategy`; from the second box on `driscoll/so-what/strategy/2`; `ahead/KEY`. */
export const writeQuestion = (q: QuestionId): string =>
  q.kind === 'ahead'
    ? `ahead/${q.key}`
    : [q.scaffold, q.section, q.key, ...(q.box > 1 ? [String(q.box)] : [])].join('/');

/** A box holds what a chat's box holds (Slack: 3,000 characters), so a long answer is several; so many of one question. */
export const mostBoxes = 40;

/** Undefined where it is no question of a reflection. */
export function readQuestion(text: string): QuestionId | undefined {
  const [first = '', second = '', key = '', box = '1', ...more] = text.split('/');
  if (first === 'ahead') return second !== '' && key === '' && box === '1' ? { kind: 'ahead', key: second } : undefined;
  const scaffold = scaffolds.find((s) => s === first);
  if (scaffold === undefined || second === '' || key === '' || more.length > 0) return undefined;
  if (!/^[1-9]\d?$/.test(box) || Number(box) > mostBoxes) return undefined;
  return { kind: 'answer', scaffold, section: second, key, box: Number(box) };
}

/**
 * What was declared, and is read by others: the newest of each question as it stood then. What was written since is a draft
 * again, until it is declared too.
 */
export const declaredPieces = (
  all: readonly ReflectionPiece[],
  declaration: Pick<Declaration, 'at'> | null,
): readonly ReflectionPiece[] =>
  declaration === null ? [] : newestPieces(all.filter((p) => p.savedAt <= declaration.at));

/** Whether something was written after the declaration, which does not hold for it. */
export const isChangedSince = (all: readonly ReflectionPiece[], declaration: Pick<Declaration, 'at'> | null): boolean =>
  declaration !== null && all.some((p) => p.savedAt > declaration.at);

/** When a version that is saved at `now` (ms) counts as saved: after the declaration, which was made without it. */
export const savedAfter = (now: number, declaration: Pick<Declaration, 'at'> | null): number =>
  declaration === null ? now : Math.max(now, declaration.at + 1);

/** Future actions, those to come first, by the day; a text that was emptied is none any more. */
export const actionsAhead = (newest: readonly ReflectionPiece[]): readonly ReflectionPiece[] =>
  newest
    .filter((p) => readQuestion(p.question)?.kind === 'ahead' && p.action !== undefined)
    .sort(
      (a, b) =>
        Number(a.action?.doneOn != null) - Number(b.action?.doneOn != null) ||
        (a.action?.due ?? '9999').localeCompare(b.action?.due ?? '9999'),
    );

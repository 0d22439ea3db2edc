import type { DocumentId, PersonId } from '../kernel/ids.js';
import type { Verb } from '../kernel/names.js';
import type { Chart } from './chart.js';
import { join, literal, type Text } from './text.js';

/**
 * What a press says: a verb, the id of what it is about, and at most one short plain argument. It carries no text
 * and no authority: who may press is decided in the transaction that handles it.
 */
export interface Press {
  /** `feature.what`, e.g. `plan.accept`. */
  readonly verb: Verb;
  readonly subject: string;
  /** At most 200 characters. */
  readonly arg?: string;
}

/** A press as it came back: whatever was sent, until a handler knows its verb. */
export interface Pressed extends Omit<Press, 'verb'> {
  readonly verb: string;
}

export interface Button {
  readonly label: string;
  readonly press: Press;
  /** `main`: what the card is for, at most one a card. `danger`: cannot be undone. */
  readonly style?: 'main' | 'danger';
  /** Whatever else there is, nobody has to look for it: never under *More* (`ranked`). */
  readonly inSight?: true;
}

/** A row's cells, one a column, and what can be done with it. */
export interface TableRow {
  readonly cells: readonly Text[];
  readonly button?: Button;
}

export type Block =
  | { readonly kind: 'text'; readonly text: Text; readonly tone?: 'muted' | 'heading' }
  | { readonly kind: 'list'; readonly items: readonly Text[] }
  | { readonly kind: 'facts'; readonly rows: readonly { readonly label: string; readonly value: Text }[] }
  /** Where a page has room (`Surface.page`); a chat without tables says each row as a line (`rowsAsLines`). */
  | {
      readonly kind: 'table';
      /** Unique in its card: letters and hyphens. */
      readonly id: string;
      readonly label: string;
      readonly columns: readonly string[];
      readonly rows: readonly TableRow[];
    }
  | {
      readonly kind: 'progress';
      readonly label: string;
      readonly done: number;
      readonly of: number;
      /** The same in words, as people say it: "50 min of 6 h". The bar alone would tell a screen reader nothing. */
      readonly words: string;
      /** What `done` is made of, in order, where that is known: a bar may show its joints. */
      readonly parts?: readonly number[];
    }
  | {
      readonly kind: 'image';
      /** Names the picture: where it has been placed is kept under it. */
      readonly document: DocumentId;
      /** Says what the picture says: it stands alone where there is none to be had. */
      readonly alt: string;
      /** What it is drawn from, where the program draws it. */
      readonly chart?: Chart;
    }
  | { readonly kind: 'file'; readonly document: DocumentId; readonly name: string }
  | {
      readonly kind: 'buttons';
      readonly items: readonly Button[];
      /**
       * Nothing said: what can be done, of which `ranked` says what stands out. `answers`: one of them is chosen, so all
       * of them stand beside one another. `foot`: what hardly anybody presses (why a card came, and how to stop it).
       */
      readonly as?: 'answers' | 'foot';
    }
  | { readonly kind: 'divider' };

/** A message, a panel or a home view. */
export interface Card {
  readonly title: string;
  /** One sentence that stands for the whole card in notifications and for screen readers. */
  readonly summary: Text;
  readonly blocks: readonly Block[];
  /**
   * Of a card that several people read: it holds more for some of them, each seeing their own where the platform can do
   * that (`Hears.look`). Named here are only those whose part in the programme may be known there.
   */
  readonly differsFor?: readonly PersonId[];
}

export const text = (t: Text): Block => ({ kind: 'text', text: t });
export const muted = (t: Text): Block => ({ kind: 'text', text: t, tone: 'muted' });
export const heading = (t: Text): Block => ({ kind: 'text', text: t, tone: 'heading' });
export const list = (items: readonly Text[]): Block => ({ kind: 'list', items });
export const facts = (...rows: readonly (readonly [string, Text] | null)[]): Block => ({
  kind: 'facts',
  rows: rows.filter((r) => r !== null).map(([label, value]) => ({ label, value })),
});
export const buttons = (...items: readonly (Button | null)[]): Block => ({
  kind: 'buttons',
  items: items.filter((b) => b !== null),
});
export const button = (
  label: string,
  verb: Verb,
  subject: string,
  more: { arg?: string; style?: 'main' | 'danger' } = {},
): Button => ({
  label,
  press: { verb, subject, ...(more.arg === undefined ? {} : { arg: more.arg }) },
  ...(more.style === undefined ? {} : { style: more.style }),
});
/**
 * Whom to tell of a concern. It is safety, so it is always in sight.
 * @param as as what its reader asks, where that is known
 */
export const concernButton = (as?: 'mentor' | 'mentee'): Button => ({
  ...button('Worried about someone?', 'concern.open', '-', as === undefined ? {} : { arg: as }),
  inSight: true,
});
export const table = (
  id: string,
  label: string,
  columns: readonly string[],
  rows: readonly TableRow[],
): Extract<Block, { kind: 'table' }> => ({ kind: 'table', id, label, columns, rows });

/** A table where there are none: a line for each row, and its button below it. */
export const rowsAsLines = (block: Extract<Block, { kind: 'table' }>): readonly Block[] =>
  block.rows.flatMap((row) => [
    text(join(row.cells, ', ')),
    ...(row.button === undefined ? [] : [buttons(row.button)]),
  ]);

/** Buttons of which one is the answer. */
export const answers = (...items: readonly (Button | null)[]): Block =>
  ({ ...buttons(...items), as: 'answers' }) as Block;
/** Small, at the card's foot. */
export const foot = (...items: readonly (Button | null)[]): Block => ({ ...buttons(...items), as: 'foot' }) as Block;

/** So many besides the main one stand in sight: of more than three somebody has to choose before they can act. */
export const mostQuiet = 2;

/** What stands out among these, what stands quietly beside it, and what is found under *More*; each in its order. */
export function ranked(items: readonly Button[]): {
  readonly main: Button | undefined;
  readonly quiet: readonly Button[];
  readonly more: readonly Button[];
} {
  const main = items.find((b) => b.style === 'main');
  const others = items.filter((b) => b !== main);
  const room = mostQuiet - others.filter((b) => b.inSight === true).length;
  const first = others.filter((b) => b.inSight !== true).slice(0, Math.max(0, room));
  const stands = (b: Button): boolean => b.inSight === true || first.includes(b);
  return { main, quiet: others.filter(stands), more: others.filter((b) => !stands(b)) };
}

export type Buttons = Extract<Block, { kind: 'buttons' }>;

/** A card's blocks where a platform has no smaller buttons: what is at its foot goes to its last others, if it has any. */
export function withFoot(
  blocks: readonly Block[],
): readonly { readonly block: Block; readonly foot: readonly Button[] }[] {
  const isFoot = (b: Block): b is Buttons => b.kind === 'buttons' && b.as === 'foot';
  const last = blocks.findLast((b) => b.kind === 'buttons' && b.as !== 'foot' && b.items.length > 0);
  if (last === undefined) return blocks.map((block) => ({ block, foot: [] }));
  const foot = blocks.filter(isFoot).flatMap((b) => b.items);
  return blocks.filter((b) => !isFoot(b)).map((block) => ({ block, foot: block === last ? foot : [] }));
}

export const divider: Block = { kind: 'divider' };

/** A card of one or more sentences and nothing else: for answers in passing. */
export function sentence(title: string, ...lines: readonly (string | Text)[]): Card {
  const texts = lines.map((l) => (typeof l === 'string' ? literal(l) : l));
  return { title, summary: texts[0] ?? literal(title), blocks: texts.map(text) };
}

import type { DocumentId, PersonId } from '../kernel/ids.js';
import type { Verb } from '../kernel/names.js';
import type { HoursChart } from './chart.js';
import { literal, type Text } from './text.js';

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
  /** `main`: at most one a card. `danger`: cannot be undone. */
  readonly style?: 'main' | 'danger';
}

export type Block =
  | { readonly kind: 'text'; readonly text: Text; readonly tone?: 'muted' | 'heading' }
  | { readonly kind: 'list'; readonly items: readonly Text[] }
  | { readonly kind: 'facts'; readonly rows: readonly { readonly label: string; readonly value: Text }[] }
  | {
      readonly kind: 'progress';
      readonly label: string;
      readonly done: number;
      readonly of: number;
      /** The same in words, as people say it: "50 min of 6 h". The bar alone would tell a screen reader nothing. */
      readonly words: string;
    }
  | {
      readonly kind: 'image';
      /** Names the picture: where it has been placed is kept under it. */
      readonly document: DocumentId;
      /** Says what the picture says: it stands alone where there is none to be had. */
      readonly alt: string;
      /** What it is drawn from, where the program draws it. */
      readonly chart?: HoursChart;
    }
  | { readonly kind: 'file'; readonly document: DocumentId; readonly name: string }
  | { readonly kind: 'buttons'; readonly items: readonly Button[] }
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
export const divider: Block = { kind: 'divider' };

/** A card of one or more sentences and nothing else: for answers in passing. */
export function sentence(title: string, ...lines: readonly (string | Text)[]): Card {
  const texts = lines.map((l) => (typeof l === 'string' ? literal(l) : l));
  return { title, summary: texts[0] ?? literal(title), blocks: texts.map(text) };
}

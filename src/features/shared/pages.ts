import { type Block, type Button, button, buttons } from '../../chat/card.js';
import type { Verb } from '../../kernel/names.js';

/** Lists of which a card shows a page: how many there are stands on it, and the rest is a press away. */

export interface Page {
  /** Counted from 0. */
  readonly at: number;
  readonly pages: number;
  /** The first of the list that is on it, and the first that is not any more. */
  readonly from: number;
  readonly to: number;
  /** “ Page 2 of 5.”, or nothing where there is only one. */
  readonly words: string;
}

/** @param arg of the press that turned the page: its number; the nearest there is if it is none, or beyond the end */
export function pageOf(count: number, arg: string, size: number): Page {
  const pages = Math.max(1, Math.ceil(count / size));
  const at = Math.min(pages - 1, /^\d{1,4}$/.test(arg) ? Number(arg) : 0);
  return {
    at,
    pages,
    from: at * size,
    to: Math.min(count, (at + 1) * size),
    words: pages > 1 ? ` Page ${at + 1} of ${pages}.` : '',
  };
}

/**
 * The buttons that turn it; each is null where there is nothing that way.
 * @param press takes the page as its argument
 */
export function turns(
  { at, pages }: Page,
  press: { readonly verb: Verb; readonly subject?: string },
  [back, on]: readonly [back: string, on: string] = ['Earlier', 'More'],
): readonly (Button | null)[] {
  const to = (label: string, page: number): Button =>
    button(label, press.verb, press.subject ?? '-', { arg: String(page) });
  return [at > 0 ? to(back, at - 1) : null, at + 1 < pages ? to(on, at + 1) : null];
}

/**
 * The ways to the pages before and after, where there are any, and below them the way back. By itself, for beside two
 * others a chat may fold it away under a *More* of its own.
 * @param ways as `turns` answers them
 */
export const turnsAndBack = (ways: readonly (Button | null)[], back: Button): readonly Block[] => [
  ...(ways.every((way) => way === null) ? [] : [buttons(...ways)]),
  buttons(back),
];

import type { types } from '@slack/bolt';
import {
  type Block,
  type Button,
  type Buttons,
  type Card,
  mostQuiet,
  ranked,
  rowsAsLines,
  withFoot,
} from '../../src/chat/card.js';
import type { PlacedFile } from '../../src/chat/inbound.js';
import { literal, type Reader, say, type Text } from '../../src/chat/text.js';
import { count, shorten } from '../../src/kernel/words.js';
import { withBeginning } from './begin-with.js';
import { menuAction, writePress } from './carried.js';
import { buttonsInARow, fewestInMenu, limits, textIn } from './limits.js';
import { contextBlock, plainText, richSection, summaryText } from './text.js';

export interface CardPlace {
  readonly reader: Reader;
  /** Files that are placed already; what is not stands as its alt text or its name. */
  readonly files?: ReadonlyMap<string, PlacedFile>;
  /** The version that comes back with a press; only messages have one. */
  readonly drawn?: number;
  readonly in: 'message' | 'view';
  /** A line comes after it: room is left for that. */
  readonly foot?: boolean;
}

const rich = (...elements: (types.RichTextSection | types.RichTextList)[]): types.RichTextBlock => ({
  type: 'rich_text',
  elements,
});

export const textBlock = (text: Text, reader: Reader): types.RichTextBlock => rich(richSection(text, reader));

/** A quiet line, as a context block where it fits one. */
export const quietBlock = (text: Text, reader: Reader): types.KnownBlock =>
  contextBlock(text, reader) ?? textBlock(text, reader);

export const headerBlock = (text: string): types.HeaderBlock => ({
  type: 'header',
  text: plainText(text, limits.header),
});

/** Ten squares, and the numbers in words. */
function progressText(b: Extract<Block, { kind: 'progress' }>): Text {
  const filled = b.of <= 0 ? 0 : Math.max(0, Math.min(10, Math.floor((b.done / b.of) * 10)));
  const bar = b.of <= 0 ? '' : `\n${'▰'.repeat(filled)}${'▱'.repeat(10 - filled)}`;
  return say`${{ strong: `${b.label}:` }} ${b.words}${bar}`;
}

const permalink = (ref: string): string | undefined => ref.split('|')[1];

function imageBlock(b: Extract<Block, { kind: 'image' }>, place: CardPlace): types.KnownBlock {
  const file = place.files?.get(b.document);
  const alt_text = shorten(b.alt.trim() === '' ? '–' : b.alt, limits.altText);
  if (file?.kind === 'placed') return { type: 'image', slack_file: { id: file.ref.split('|')[0] ?? '' }, alt_text };
  if (file?.kind === 'url' && file.url.length <= limits.imageUrl && URL.canParse(file.url))
    return { type: 'image', image_url: file.url, alt_text };
  return quietBlock(literal(b.alt), place.reader);
}

function fileText(b: Extract<Block, { kind: 'file' }>, place: CardPlace): Text {
  const file = place.files?.get(b.document);
  const link = file === undefined ? undefined : file.kind === 'url' ? file.url : permalink(file.ref);
  return link === undefined ? literal(b.name) : { parts: [{ link, label: b.name }] };
}

/** Makes action ids unique in the whole card: `verb`, `verb~2`, `verb~3`. */
function idOf(name: string, taken: Map<string, number>): string {
  const n = (taken.get(name) ?? 0) + 1;
  taken.set(name, n);
  return n === 1 ? name : `${name}~${n}`;
}

/**
 * Buttons in rows of five. `behind`: what stands in the menu behind "…" at their end. What its options cannot carry, or
 * it has no room for, is a button: of too many the first, for they come in the order of their weight.
 */
export function buttonRows(
  items: readonly Button[],
  drawn: number | undefined,
  taken: Map<string, number>,
  behind: readonly Button[] = [],
): types.ActionsBlock[] {
  const fit = behind.filter((b) => writePress(b.press, drawn).length <= limits.optionValue).slice(-limits.menuOptions);
  const inMenu = fit.length < fewestInMenu ? [] : fit;
  const inSight = [...items, ...behind.filter((b) => !inMenu.includes(b))];
  const made: (types.Button | types.Overflow)[] = inSight.map((b) => ({
    type: 'button',
    text: plainText(b.label, limits.buttonText),
    action_id: idOf(b.press.verb, taken),
    value: writePress(b.press, drawn),
    ...(b.style === undefined ? {} : { style: b.style === 'main' ? 'primary' : 'danger' }),
  }));
  if (inMenu.length > 0)
    made.push({
      type: 'overflow',
      action_id: idOf(menuAction, taken),
      options: inMenu.map((b) => ({
        text: plainText(b.label, limits.optionText),
        value: writePress(b.press, drawn),
      })),
    });
  const rows: types.ActionsBlock[] = [];
  for (let i = 0; i < made.length; i += buttonsInARow)
    rows.push({ type: 'actions', elements: made.slice(i, i + buttonsInARow) });
  return rows;
}

/** @param foot what stands at the card's foot: in the menu with the rest, for Slack has no smaller buttons */
function ranks({ items, as }: Buttons, foot: readonly Button[]): readonly [Button[], Button[]] {
  if (as === 'foot') return [[], [...items]];
  if (as === 'answers') return [[...items], [...foot]];
  const { main, quiet, more } = ranked(items);
  const behind = [...more, ...foot];
  // One alone has no menu: it stands beside the rest while there is room, or is joined by the last of them.
  const joins =
    behind.length === 1 && quiet.length >= mostQuiet ? quiet.findLast((b) => b.inSight !== true) : undefined;
  return [
    [...(main === undefined ? [] : [main]), ...quiet.filter((b) => b !== joins)],
    [...(joins === undefined ? [] : [joins]), ...behind],
  ];
}

/** At most 50 items of a list or of facts; the rest is counted, never dropped in silence. */
const most = 50;
const more = (left: number, one: string): readonly Text[] =>
  left <= 0 ? [] : [literal(`… and ${count(left, `more ${one}`)}`)];

function oneBlock(
  b: Block,
  place: CardPlace,
  taken: Map<string, number>,
  foot: readonly Button[] = [],
): types.KnownBlock[] {
  const { reader } = place;
  switch (b.kind) {
    case 'text':
      if (b.tone === 'muted') return [quietBlock(b.text, reader)];
      if (b.tone === 'heading') return [rich(richSection(b.text, reader, { bold: true }))];
      return [textBlock(b.text, reader)];
    case 'list': {
      const items = [...b.items.slice(0, most), ...more(b.items.length - most, 'item')];
      if (items.length === 0) return [];
      return [rich({ type: 'rich_text_list', style: 'bullet', elements: items.map((t) => richSection(t, reader)) })];
    }
    case 'facts': {
      const rows = b.rows
        .slice(0, most)
        .map((r) => say`${{ strong: `${r.label}:` }} ${r.value}`)
        .concat(more(b.rows.length - most, 'line'));
      return rows.length === 0 ? [] : [rich(...rows.map((t) => richSection(t, reader)))];
    }
    case 'table':
      return rowsAsLines(b).flatMap((x) => oneBlock(x, place, taken));
    case 'progress':
      return [textBlock(progressText(b), reader)];
    case 'image':
      return [imageBlock(b, place)];
    case 'file':
      return [textBlock(fileText(b, place), reader)];
    case 'buttons': {
      const [inSight, behind] = ranks(b, foot);
      return buttonRows(inSight, place.drawn, taken, behind);
    }
    case 'divider':
      return [{ type: 'divider' }];
    default:
      return b satisfies never;
  }
}

interface Room {
  readonly blocks: number;
  readonly total: number;
  /** How much of `total` one block takes. */
  readonly weight: (b: types.KnownBlock) => number;
}
const inMessage: Room = { blocks: limits.messageBlocks, total: limits.messageTotal, weight: textIn };
const inView: Room = {
  blocks: limits.viewBlocks,
  total: limits.viewBytes / 2,
  weight: (b) => JSON.stringify(b).length,
};
/** Room for the line at a view's foot. */
const footRoom = { blocks: 1, total: 2_000 };
/** Room for the line that says how much is missing. */
const missingLine = 200;

/**
 * Keeps a card within Slack's count of blocks and its size: what does not fit is left out from the end, buttons last,
 * and the card says how much is missing.
 */
function within(blocks: types.KnownBlock[], { blocks: most, total, weight }: Room): types.KnownBlock[] {
  const size = (all: readonly types.KnownBlock[]): number => all.reduce((sum, b) => sum + weight(b), 0);
  if (blocks.length <= most && size(blocks) <= total) return blocks;
  const kept = [...blocks];
  let left = 0;
  const over = (): boolean => kept.length > most - 1 || size(kept) > total - missingLine;
  while (over()) {
    const at = kept.findLastIndex((b, i) => i > 0 && b.type !== 'actions');
    const cut = at < 1 ? kept.length - 1 : at;
    if (cut < 1) break;
    kept.splice(cut, 1);
    left += 1;
  }
  const firstButtons = kept.findLastIndex((b) => b.type !== 'actions') + 1;
  kept.splice(firstButtons, 0, {
    type: 'context',
    elements: [plainText(`… and ${count(left, 'more part')} too long to show here.`)],
  });
  return kept;
}

/** A card's blocks, title first. */
export function cardBlocks(card: Card, place: CardPlace): types.KnownBlock[] {
  const taken = new Map<string, number>();
  const body = withFoot(card.blocks).flatMap(({ block, foot }) => oneBlock(block, place, taken, foot));
  const title = card.title.trim() === '' ? [] : [headerBlock(card.title)];
  const all = [...title, ...body];
  if (all.length === 0) all.push(textBlock(card.summary, place.reader));
  const room = place.in === 'message' ? inMessage : inView;
  const { blocks, total } = place.foot === true ? footRoom : { blocks: 0, total: 0 };
  return within(all, { ...room, blocks: room.blocks - blocks, total: room.total - total });
}

export interface DrawnMessage {
  /** Without it notifications are empty and screen readers silent. */
  readonly text: string;
  readonly blocks: types.KnownBlock[];
}

/** A card as a message. */
export const drawMessage = (card: Card, place: Omit<CardPlace, 'in'>): DrawnMessage => ({
  text: summaryText(card.summary, place.reader),
  blocks: cardBlocks(card, { ...place, in: 'message' }),
});

/** A card as somebody's App Home; `foot`: whom to call and to tell, at its end. */
export const drawHome = (card: Card, reader: Reader, foot?: Text): types.HomeView => ({
  type: 'home',
  blocks: [
    ...cardBlocks(withBeginning(card, 'view'), { reader, in: 'view', ...(foot === undefined ? {} : { foot: true }) }),
    ...(foot === undefined ? [] : [quietBlock(foot, reader)]),
  ],
});

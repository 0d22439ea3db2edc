import { type Block, type Button, type Card, ranked, rowsAsLines, withFoot } from '../../src/chat/card.js';
import type { PlacedFile } from '../../src/chat/inbound.js';
import { plain, type Reader } from '../../src/chat/text.js';
import { count, shorten } from '../../src/kernel/words.js';
import { dataOf } from './data.js';
import {
  bytesOf,
  cardVersion,
  largestCard,
  largestDialog,
  longestButton,
  mostActions,
  mostRefreshed,
} from './limits.js';
import { draw, type Json, literal, Mentions } from './text.js';

/** Where a card stands, which decides what its buttons do. */
export type Stands = 'message' | 'dialog';

/** How a card is drawn. */
export interface Drawing {
  readonly reader: Reader;
  /** Our nonce for its buttons: the message's key and drawn version. */
  readonly key: string;
  readonly drawn: number;
  readonly files: ReadonlyMap<string, PlacedFile>;
  readonly stands: Stands;
  /** Verbs whose button opens a dialog at once. */
  readonly opens: (verb: string) => boolean;
  /** More elements at its end, never cut. */
  readonly more?: readonly Json[];
  /** Each reader sees their own; for these users (`29:…`) Teams asks for it by itself. None: it is the same for all. */
  readonly refreshedFor?: readonly string[] | undefined;
}

export const noFiles: ReadonlyMap<string, PlacedFile> = new Map();

/** An Adaptive Card around its elements. Teams shows it as wide as the chat allows. */
export function cardOf(body: readonly Json[], mentions: Mentions, fallback: string, more: Json = {}): Json {
  const entities = mentions.entities();
  return {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: cardVersion,
    fallbackText: shorten(fallback, 500),
    msteams: { width: 'Full', ...(entities.length === 0 ? {} : { entities }) },
    ...more,
    body,
  };
}

/** Has a card's clients ask for their reader's own drawing of it. It is no press, and its answer changes nothing. */
function refresh(users: readonly string[] | undefined): Json {
  if (users === undefined) return {};
  const userIds = users.slice(0, mostRefreshed);
  return {
    refresh: {
      action: { type: 'Action.Execute', title: 'Refresh', verb: 'mentorlog', data: dataOf({ kind: 'look' }) },
      ...(userIds.length === 0 ? {} : { userIds }),
    },
  };
}

export const textBlock = (text: string, more: Json = {}): Json => ({ type: 'TextBlock', text, wrap: true, ...more });
export const mutedText = (text: string): Json => textBlock(text, { isSubtle: true, size: 'Small' });
export const titleText = (title: string): Json =>
  textBlock(literal(title), { size: 'Large', weight: 'Bolder', style: 'heading' });

/** Buttons beside one another, in as many rows as Teams' limit of actions asks for. */
export function actionSets(actions: readonly Json[]): readonly Json[] {
  const sets: Json[] = [];
  for (let i = 0; i < actions.length; i += mostActions)
    sets.push({ type: 'ActionSet', actions: actions.slice(i, i + mostActions) });
  return sets;
}

/** How the style of a button is called in Adaptive Cards. */
export const actionStyle = (style: 'main' | 'danger' | undefined): Json =>
  style === undefined ? {} : { style: style === 'main' ? 'positive' : 'destructive' };

/**
 * One button. In a message it is an `Action.Execute`, which Teams answers with the redrawn card, with a Submit for
 * clients that do not know it; in a dialog Teams knows `Action.Submit` alone.
 */
export function action(title: string, data: Json, stands: Stands, more: Json = {}): Json {
  const label = shorten(title, longestButton);
  const submit = { type: 'Action.Submit', title: label, data, ...more };
  if (stands === 'dialog') return submit;
  return { type: 'Action.Execute', title: label, verb: 'mentorlog', data, ...more, fallback: submit };
}

/** A button that asks Teams to open a dialog. Inputs of its card are not sent along. */
export const opener = (title: string, data: Json, more: Json = {}): Json => ({
  type: 'Action.Submit',
  title: shorten(title, longestButton),
  data,
  associatedInputs: 'none',
  ...more,
});

function button(b: Button, how: Drawing, more: Json = {}): Json {
  const data = { kind: 'press', press: b.press, key: how.key, drawn: how.drawn, here: false } as const;
  const style = { ...actionStyle(b.style), ...more };
  return how.stands === 'message' && how.opens(b.press.verb)
    ? opener(b.label, dataOf(data, true), style)
    : action(b.label, dataOf(data), how.stands, { associatedInputs: 'none', ...style });
}

/** A bar of two parts. What it says stands in words above it, so a screen reader misses nothing. */
function progressBar(done: number, of: number): Json {
  const share = of <= 0 ? 0 : Math.round(Math.min(1, Math.max(0, done / of)) * 100);
  const part = (width: number, style: string): readonly Json[] =>
    width === 0 ? [] : [{ type: 'Column', width, style, minHeight: '8px', items: [] }];
  return { type: 'ColumnSet', spacing: 'Small', columns: [...part(share, 'accent'), ...part(100 - share, 'emphasis')] };
}

const links = (placed: PlacedFile | undefined): string | undefined => (placed?.kind === 'url' ? placed.url : undefined);

/** A block, all of it or its first `keep` items (of a text: characters); what is left out is said. */
function drawBlock(
  block: Block,
  how: Drawing,
  mentions: Mentions,
  keep = Number.POSITIVE_INFINITY,
  foot: readonly Button[] = [],
): readonly Json[] {
  const { reader } = how;
  const cut = (all: number, what: string): readonly Json[] =>
    keep < all ? [mutedText(`… ${all - keep} more ${what} not shown here, for want of room.`)] : [];
  switch (block.kind) {
    case 'text': {
      const tone =
        block.tone === 'muted'
          ? { isSubtle: true, size: 'Small' }
          : block.tone === 'heading'
            ? { weight: 'Bolder', style: 'heading', spacing: 'Medium' }
            : {};
      const whole = plain(block.text, reader);
      if (keep >= whole.length) return [textBlock(draw(block.text, reader, mentions), tone)];
      return [textBlock(literal(shorten(whole, keep)), tone), mutedText('… shortened, for want of room.')];
    }
    case 'list': {
      const items = block.items.slice(0, keep).map((t) => `- ${draw(t, reader, mentions).replace(/\s*\n+\s*/g, ' ')}`);
      return [...(items.length === 0 ? [] : [textBlock(items.join('\r'))]), ...cut(block.items.length, 'lines')];
    }
    case 'facts': {
      const facts = block.rows
        .slice(0, keep)
        .map((r) => ({ title: literal(r.label), value: draw(r.value, reader, mentions) || '–' }));
      return [...(facts.length === 0 ? [] : [{ type: 'FactSet', facts }]), ...cut(block.rows.length, 'lines')];
    }
    case 'table':
      return rowsAsLines(block).flatMap((b) => drawBlock(b, how, mentions));
    case 'progress':
      return [
        textBlock(`${literal(block.label)}: **${literal(block.words)}**`, { spacing: 'Medium' }),
        progressBar(block.done, block.of),
      ];
    case 'image': {
      const url = links(how.files.get(block.document));
      // Without a public address Teams cannot fetch a picture: its words stand alone.
      return url === undefined
        ? [mutedText(literal(block.alt))]
        : [{ type: 'Image', url, altText: block.alt, size: 'Stretch' }];
    }
    case 'file': {
      const url = links(how.files.get(block.document));
      return url === undefined
        ? [mutedText(`${literal(block.name)} cannot be opened from this chat.`)]
        : actionSets([{ type: 'Action.OpenUrl', title: shorten(block.name, longestButton), url }]);
    }
    case 'buttons': {
      const { main, quiet, more } = ranked(block.items);
      const inSight = block.as === undefined ? [...(main === undefined ? [] : [main]), ...quiet] : block.items;
      // A secondary action stands in the menu behind "…", on clients that know it; on others beside the rest.
      const behind = [...(block.as === undefined ? more : []), ...foot];
      return actionSets([
        ...inSight.map((b) => button(b, how)),
        ...behind.map((b) => button(b, how, { mode: 'secondary' })),
      ]);
    }
    case 'divider':
      return [{ type: 'Container', separator: true, spacing: 'Medium', items: [] }];
    default:
      return block satisfies never;
  }
}

/** How much a block could be cut, in the unit of `drawBlock`. */
function lengthOf(block: Block, reader: Reader): number {
  if (block.kind === 'list') return block.items.length;
  if (block.kind === 'facts') return block.rows.length;
  if (block.kind === 'text') return plain(block.text, reader).length;
  return 0;
}

/** A block may take this much of a card that has to be cut anyway, so that what follows has room as well. */
const share = 1 / 4;

/**
 * A card as an Adaptive Card 1.5 of at most Teams' size. What does not fit is cut where it stands and says so: long
 * lists, facts and texts first, then the blocks that come last; buttons are never cut.
 */
export function drawCard(card: Card, how: Drawing): Json {
  const limit = how.stands === 'dialog' ? largestDialog : largestCard;
  const fallback = `${card.title}. ${plain(card.summary, how.reader)}`;
  const placed = withFoot(card.blocks);
  const blocks = placed.map((p) => p.block);
  const title = titleText(shorten(card.title, 200));
  /** The card with the blocks of which something is kept; `keep[i]` as in `drawBlock`. */
  const make = (keep: readonly number[]): { readonly made: Json; readonly drawn: readonly (readonly Json[])[] } => {
    const mentions = new Mentions();
    const lost = keep.filter((k) => k < 0).length;
    const first = keep.findIndex((k) => k < 0);
    const drawn = placed.map(({ block: b, foot }, i) => {
      const k = keep[i] ?? 0;
      if (k >= 0) return drawBlock(b, how, mentions, k, foot);
      return i === first ? [mutedText(`… ${count(lost, 'more part')} not shown here, for want of room.`)] : [];
    });
    const body = [title, ...drawn.flat(), ...(how.more ?? [])];
    return { made: cardOf(body, mentions, fallback, refresh(how.refreshedFor)), drawn };
  };
  const keep = blocks.map(() => Number.POSITIVE_INFINITY);
  let { made, drawn } = make(keep);
  if (bytesOf(made) <= limit) return made;

  blocks.forEach((b, i) => {
    let most = lengthOf(b, how.reader);
    while (most > 1 && bytesOf(drawn[i] ?? []) > limit * share) {
      most = Math.floor(most / 2);
      keep[i] = most;
      drawn = [...drawn.slice(0, i), drawBlock(b, how, new Mentions(), most), ...drawn.slice(i + 1)];
    }
  });
  // The last block that can go goes, until the rest fits: sizes are known, so the whole is made once more only.
  let over =
    bytesOf(make(keep).made) + bytesOf(mutedText('… 1000 more parts not shown here, for want of room.')) - limit;
  for (let i = blocks.length - 1; i >= 0 && over > 0; i -= 1) {
    const block = blocks[i];
    if (block === undefined || block.kind === 'buttons') continue;
    over -= Math.max(0, bytesOf(drawn[i] ?? []) - 1);
    keep[i] = -1;
  }
  // Where nothing but buttons is left and they are too many, Teams refuses the card as faulty rather than lose it.
  ({ made } = make(keep));
  return made;
}

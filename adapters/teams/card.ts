import type { Block, Button, Card } from '../../src/chat/card.js';
import type { PlacedFile } from '../../src/chat/inbound.js';
import { plain, type Reader } from '../../src/chat/text.js';
import { shorten } from '../../src/kernel/words.js';
import { dataOf } from './data.js';
import { bytesOf, cardVersion, largestCard, largestDialog, longestButton, mostActions } from './limits.js';
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
}

export const noFiles: ReadonlyMap<string, PlacedFile> = new Map();

/** An Adaptive Card around its elements. Teams shows it as wide as the chat allows. */
export function cardOf(body: readonly Json[], mentions: Mentions, fallback: string): Json {
  const entities = mentions.entities();
  return {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: cardVersion,
    fallbackText: shorten(fallback, 500),
    msteams: { width: 'Full', ...(entities.length === 0 ? {} : { entities }) },
    body,
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

function button(b: Button, how: Drawing): Json {
  const data = { kind: 'press', press: b.press, key: how.key, drawn: how.drawn, here: false } as const;
  const style = actionStyle(b.style);
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

/** How much of a block is shown: all of it, or its first `keep` items (of a text: characters). */
function drawBlock(block: Block, how: Drawing, mentions: Mentions, keep = Number.POSITIVE_INFINITY): readonly Json[] {
  const { reader } = how;
  const cut = (all: number, what: string): readonly Json[] =>
    keep < all ? [mutedText(`Shortened to fit: ${all - keep} more ${what} not shown here.`)] : [];
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
      return [textBlock(literal(shorten(whole, keep)), tone), mutedText('Shortened to fit this card.')];
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
    case 'progress':
      return [
        textBlock(`${literal(block.label)}: **${block.done}** of ${block.of} ${literal(block.unit)}`, {
          spacing: 'Medium',
        }),
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
    case 'buttons':
      return actionSets(block.items.map((b) => button(b, how)));
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

/**
 * A card as an Adaptive Card 1.5 of at most Teams' size. What does not fit is cut where it stands and says so: the
 * longest list, facts or text is halved until the card fits; buttons are never cut.
 */
export function drawCard(card: Card, how: Drawing): Json {
  const limit = how.stands === 'dialog' ? largestDialog : largestCard;
  const keep = card.blocks.map((b) => lengthOf(b, how.reader));
  const cuttable = [...keep];
  for (;;) {
    const mentions = new Mentions();
    const drawn = card.blocks.map((b, i) =>
      drawBlock(b, how, mentions, (cuttable[i] ?? 0) > (keep[i] ?? 0) ? keep[i] : Number.POSITIVE_INFINITY),
    );
    const body = [titleText(shorten(card.title, 200)), ...drawn.flat(), ...(how.more ?? [])];
    const made = cardOf(body, mentions, `${card.title}. ${plain(card.summary, how.reader)}`);
    if (bytesOf(made) <= limit) return made;
    let longest = -1;
    drawn.forEach((elements, i) => {
      if ((keep[i] ?? 0) > 0 && (longest < 0 || bytesOf(elements) > bytesOf(drawn[longest]))) longest = i;
    });
    // Nothing is left to cut: send what there is, and let Teams refuse it as faulty rather than lose it unseen.
    if (longest < 0) return made;
    keep[longest] = Math.floor((keep[longest] ?? 0) / 2);
  }
}

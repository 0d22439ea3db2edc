/**
 * What a page of a pack is made of: plain data that whoever typesets lays out, with every word already in it. A text is a
 * text: nothing in it is ever read as markup.
 */

/** Points at something in the pack; set as its words with the page after them. */
export interface PageLink {
  /** A label: of a part, or of a heading. */
  readonly to: string;
  readonly say: string;
  /** Without its page, where it is one of very many. */
  readonly page?: false;
}
export type Run = string | PageLink;
export type Text = string | readonly Run[];

export interface Column {
  readonly head: string;
  /** Shares of the width. */
  readonly width: number;
  readonly align?: 'left' | 'right' | 'center';
}

export type Block =
  | { readonly kind: 'heading'; readonly level: 2 | 3; readonly text: string; readonly label?: string }
  | { readonly kind: 'text'; readonly text: Text; readonly as?: 'quiet' | 'lead' | 'keep' }
  /** Somebody's own words. */
  | { readonly kind: 'words'; readonly label: string; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly Text[] }
  /** What a form asks, and what stands there. */
  | { readonly kind: 'entries'; readonly of: readonly (readonly [term: string, is: Text])[] }
  | {
      readonly kind: 'table';
      /** What it holds, for those who hear it. */
      readonly says: string;
      readonly columns: readonly Column[];
      readonly rows: readonly (readonly Text[])[];
      /** Whether its last row is what the others add up to. */
      readonly total?: true;
    }
  /** Two columns side by side that belong together, each with its title. */
  | { readonly kind: 'facing'; readonly left: Side; readonly right: Side }
  | { readonly kind: 'picture'; readonly name: string; readonly alt: string }
  /** Lines for a signature by hand. */
  | { readonly kind: 'signatures'; readonly of: readonly string[] };

export interface Side {
  readonly title: string;
  readonly blocks: readonly Block[];
}

export interface PackPart {
  /** From 1. */
  readonly number: number;
  readonly title: string;
  readonly label: string;
  readonly blocks: readonly Block[];
}

export const heading = (text: string, label?: string): Block => ({
  kind: 'heading',
  level: 2,
  text,
  ...(label === undefined ? {} : { label }),
});
export const subheading = (text: string, label?: string): Block => ({ ...heading(text, label), level: 3 }) as Block;
export const text = (words: Text): Block => ({ kind: 'text', text: words });
export const quiet = (words: Text): Block => ({ kind: 'text', text: words, as: 'quiet' });
/** Quiet, and never by itself at the foot of a page. */
export const lead = (words: Text): Block => ({ kind: 'text', text: words, as: 'lead' });
export const list = (items: readonly Text[]): readonly Block[] => (items.length === 0 ? [] : [{ kind: 'list', items }]);

/** What has words: an entry without any is simply not there. */
export const entries = (of: readonly (readonly [term: string, is: Text])[]): readonly Block[] => {
  const there = of.filter(([, is]) => !isEmpty(is));
  return there.length === 0 ? [] : [{ kind: 'entries', of: there }];
};
export const words = (label: string, text: string): readonly Block[] =>
  text.trim() === '' ? [] : [{ kind: 'words', label, text }];

const isEmpty = (is: Text): boolean => (typeof is === 'string' ? is.trim() === '' : is.length === 0);

/** Links with a comma between them. */
export const joined = (links: readonly Run[]): Text => links.flatMap((l, i) => (i === 0 ? [l] : ['; ', l]));

/** Every label that there is in these parts. */
export const listLabels = (parts: readonly PackPart[]): Readonly<Record<string, true>> =>
  Object.fromEntries(
    parts
      .flatMap((p) => [p.label, ...p.blocks.flatMap((b) => (b.kind === 'heading' ? (b.label ?? []) : []))])
      .map((label) => [label, true as const]),
  );

/** The same blocks with each run as `by` has it. */
export function withRuns(blocks: readonly Block[], by: (run: Run) => Run): readonly Block[] {
  const of = (t: Text): Text => (typeof t === 'string' ? t : t.map(by));
  return blocks.map((b): Block => {
    switch (b.kind) {
      case 'text':
        return { ...b, text: of(b.text) };
      case 'list':
        return { ...b, items: b.items.map(of) };
      case 'entries':
        return { ...b, of: b.of.map(([term, is]) => [term, of(is)] as const) };
      case 'table':
        return { ...b, rows: b.rows.map((row) => row.map(of)) };
      case 'facing':
        return {
          ...b,
          left: { ...b.left, blocks: withRuns(b.left.blocks, by) },
          right: { ...b.right, blocks: withRuns(b.right.blocks, by) },
        };
      default:
        return b;
    }
  });
}

const wordsOf = (t: Text): readonly string[] =>
  typeof t === 'string' ? [t] : t.map((r) => (typeof r === 'string' ? r : r.say));

/** Every word of these blocks, in their order: for whoever looks through what a page says. */
export const wordsIn = (blocks: readonly Block[]): readonly string[] => blocks.flatMap(wordsInOne);

function wordsInOne(b: Block): readonly string[] {
  switch (b.kind) {
    case 'heading':
      return [b.text];
    case 'text':
      return wordsOf(b.text);
    case 'words':
      return [b.label, b.text];
    case 'list':
      return b.items.flatMap(wordsOf);
    case 'entries':
      return b.of.flatMap(([term, is]) => [term, ...wordsOf(is)]);
    case 'table':
      return [b.says, ...b.columns.map((c) => c.head), ...b.rows.flatMap((row) => row.flatMap(wordsOf))];
    case 'facing':
      return [b.left.title, ...wordsIn(b.left.blocks), b.right.title, ...wordsIn(b.right.blocks)];
    case 'picture':
      return [b.alt];
    case 'signatures':
      return b.of;
  }
}

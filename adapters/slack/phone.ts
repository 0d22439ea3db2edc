/**
 * How tall a view is on a phone of 375 px, by the sizes that Slack's apps draw with: 16 px at each side, text of 15 px in
 * lines of 22 (46 characters fill one), quiet text of 13 px in lines of 18 (54 do), 44 px for whatever is touched.
 * An estimate: it has no pictures of the apps to go by, and need be no better than a third of a screen.
 */
const width = 343;
const inLine = 46;
const inQuietLine = 54;
const line = 22;
const quiet = 18;
const touch = 44;
const gap = 16;

/** A phone shows this much of a modal between its bar and its end. */
const screen = 600;
/** One screen, and a thumb's scroll or two: whoever has to scroll further loses sight of what the step is about. */
export const longestStep = 3 * screen;

type Node = Readonly<Record<string, unknown>>;
const textIn = (value: unknown): string => String((value as Node | undefined)?.text ?? '');
const lines = (text: string, most: number): number =>
  text.split('\n').reduce((sum, part) => sum + Math.max(1, Math.ceil(part.length / most)), 0);

/** Buttons stand beside one another as long as they fit. */
function buttonRows(buttons: readonly Node[]): number {
  let rows = 1;
  let used = 0;
  for (const b of buttons) {
    const wide = Math.min(width, textIn(b.text).length * 8 + 40);
    if (used > 0 && used + wide > width) {
      rows += 1;
      used = 0;
    }
    used += wide;
  }
  return rows;
}

const elementText = (e: Node): string =>
  e.type === 'date' ? String(e.fallback) : e.type === 'user' ? '@Somebody Someone' : String(e.text ?? e.url ?? '');

function richHeight(e: Node): number {
  const inside = (e.elements ?? []) as readonly Node[];
  if (e.type === 'rich_text_list') return inside.reduce((sum, item) => sum + richHeight(item), 0);
  return lines(inside.map(elementText).join(''), inLine) * line;
}

function fieldHeight(e: Node, empty: boolean): number {
  switch (e.type) {
    case 'radio_buttons':
    case 'checkboxes':
      return ((e.options ?? []) as readonly Node[]).reduce((sum, o) => sum + lines(textIn(o.text), 38) * line + 14, 0);
    case 'plain_text_input':
      // As tall as it opens: three lines, and more where more is written.
      if (e.multiline !== true) return touch;
      return (empty ? 3 : Math.max(3, Math.min(8, lines(String(e.initial_value ?? ''), 42)))) * line + 20;
    default:
      return touch;
  }
}

function blockHeight(b: Node, empty: boolean): number {
  switch (b.type) {
    case 'header':
      return lines(textIn(b.text), 34) * 26 + gap;
    case 'divider':
      return 17;
    case 'image':
      return 220;
    case 'section':
      return Math.max(lines(textIn(b.text), inLine) * line, b.accessory === undefined ? 0 : touch) + gap;
    case 'context': {
      const words = ((b.elements ?? []) as readonly Node[]).map((e) => String(e.text)).join('');
      return lines(words, inQuietLine) * quiet + 12;
    }
    case 'rich_text':
      return ((b.elements ?? []) as readonly Node[]).reduce((sum, e) => sum + richHeight(e), 0) + gap;
    case 'actions':
      return buttonRows((b.elements ?? []) as readonly Node[]) * (touch + 8) + 8;
    case 'input': {
      const optional = b.optional === true ? ' (optional)' : '';
      const hint = b.hint === undefined ? 0 : lines(textIn(b.hint), inQuietLine) * quiet + 4;
      return (
        lines(`${textIn(b.label)}${optional}`, inLine) * line + 6 + fieldHeight(b.element as Node, empty) + hint + gap
      );
    }
    default:
      throw new Error(`no height known for ${String(b.type)}`);
  }
}

interface Tall {
  readonly blocks: readonly object[];
}
const sum = (view: Tall, empty: boolean): number =>
  view.blocks.reduce((px, b) => px + blockHeight(b as Node, empty), 0);

/** Height in px. */
export const heightOf = (view: Tall): number => sum(view, false);

/** Height in px before anything is written: what does not change while somebody writes. */
export const heightUnwritten = (view: Tall): number => sum(view, true);

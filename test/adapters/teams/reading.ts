/**
 * Reads Adaptive Cards as Teams' clients show them, without the adapter's help: CommonMark's backslashes and emphasis,
 * links, moments, mentions.
 */

type Node = { readonly [name: string]: unknown };
const nodes = (v: unknown): readonly Node[] => (Array.isArray(v) ? (v as Node[]) : []);

/** Every element and action of a card, in order. */
export function walk(card: unknown): readonly Node[] {
  const node = card as Node;
  const inside = ['body', 'items', 'columns', 'actions', 'facts'].flatMap((k) => nodes(node[k]).flatMap(walk));
  return [node, ...inside];
}

export interface Rendered {
  readonly words: string;
  readonly links: readonly string[];
  readonly moments: readonly number[];
  readonly tags: readonly string[];
}

const moment = /\{\{(?:DATE|TIME)\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)(?:, ?(?:COMPACT|SHORT|LONG))?\)\}\}/g;

/** What one TextBlock shows. Characters that Markdown takes as its own are gone from `words`. */
export function render(text: string): Rendered {
  const links: string[] = [];
  const moments: number[] = [];
  const tags: string[] = [];
  const words = text
    .replace(moment, (_, at: string) => {
      const ms = Date.parse(at);
      if (!moments.includes(ms)) moments.push(ms);
      return '';
    })
    .replace(/<at>(.*?)<\/at>/g, (tag, name: string) => {
      tags.push(tag);
      return name;
    })
    .replace(/(?<!\\)\[((?:\\.|[^\]\\])*)\]\(([^)\s]*)\)/g, (_, label: string, url: string) => {
      links.push(url);
      return label;
    })
    .replace(/\*\*(?=\S)((?:\\.|[^*\\])+?)\*\*/g, '$1')
    // What is left unescaped of Markdown's own characters would be taken as markup.
    .replace(
      /\\([!-/:-@[-`{-~])|(?<![\p{L}\p{N}\\])_|_(?![\p{L}\p{N}])|[*`[\]<]|~~|^(?:[-+#>=]|\d+[.)])\s?|&#?\w+;/gmu,
      (_, escaped?: string) => escaped ?? '',
    );
  return { words: words.replace(/\n\n/g, '\n'), links, moments, tags };
}

/** What a card's text parts show, in order. */
export function texts(card: unknown): readonly Rendered[] {
  return walk(card).flatMap((n) => {
    if (n.type === 'TextBlock') {
      const text = String(n.text);
      return text.startsWith('- ') ? text.split('\r').map((line) => render(line.slice(2))) : [render(text)];
    }
    if (typeof n.title === 'string' && typeof n.value === 'string' && n.type === undefined)
      return [render(n.title), render(n.value)];
    return [];
  });
}

export const actionsOf = (card: unknown): readonly Node[] =>
  walk(card).filter((n) => typeof n.type === 'string' && n.type.startsWith('Action.'));

/** The action with this title. */
export function actionCalled(card: unknown, title: string): Node {
  const found = actionsOf(card).find((a) => a.title === title);
  if (found === undefined)
    throw new Error(
      `no button "${title}" among ${actionsOf(card)
        .map((a) => String(a.title))
        .join(', ')}`,
    );
  return found;
}

export const inputsOf = (card: unknown): readonly Node[] =>
  walk(card).filter((n) => typeof n.type === 'string' && n.type.startsWith('Input.'));

/** What a client submits: the button's data with every input's value, hidden ones too; what was typed goes first. */
export function submission(card: unknown, title: string, typed: Readonly<Record<string, string>> = {}): Node {
  const action = actionCalled(card, title);
  const filled = Object.fromEntries(
    inputsOf(card).map((i) => [i.id, typed[String(i.id)] ?? (i.value === undefined ? '' : String(i.value))]),
  );
  for (const place of Object.keys(typed)) if (!(place in filled)) throw new Error(`no input "${place}"`);
  return { ...(action.associatedInputs === 'none' ? {} : filled), ...(action.data as Node) };
}

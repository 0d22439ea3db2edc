import { z } from 'zod/v4';
import type { Pressed } from '../../src/chat/card.js';
import type { Answers, Move, Row, Value } from '../../src/chat/form.js';
import type { Json } from './text.js';

/**
 * What a button of ours carries, and how it is read back. It comes from the client, so anyone can forge it: it holds
 * no authority and no words, and everything that is read from it is checked for its shape. The name begins with an
 * underscore, which no field of a form can have, as Teams mixes a card's inputs with its button's data.
 */
const slot = '_m';
/** The hidden input that says which fields a form's card holds: once, instead of in each of its buttons. */
export const shapeSlot = '_s';
/** The toggle beside a field that is held back: what is kept there is to go. */
export const emptySlot = (place: string): string => `_e:${place}`;

const id = z.string().min(1).max(200);
const pressed = z.object({
  k: z.literal('press'),
  v: z.string().min(1).max(100),
  s: z.string().max(200),
  a: z.string().max(200).optional(),
  /**
   * The message's key: our own nonce, as activities come again under new ids
   * (docs/platforms.md#teams-delivers-under-a-new-id).
   */
  n: id,
  d: z.number().int().nonnegative(),
  /** The button asked for an in-card form. */
  here: z.literal(1).optional(),
});
const again = z.object({
  k: z.literal('again'),
  t: z.string().max(4000),
  m: z.array(z.string().max(200)).max(50),
  n: id,
});
const moved = z.object({
  k: z.literal('form'),
  f: id,
  r: z.number().int().nonnegative(),
  p: z.string().max(100),
  x: z.enum(['submit', 'next', 'back', 'save', 'closed', 'add', 'remove', 'concern']),
  g: z.string().max(100).optional(),
  w: z.string().max(100).optional(),
});
const closed = z.object({ k: z.literal('close') });
const refreshed = z.object({ k: z.literal('look') });
const known = z.discriminatedUnion('k', [pressed, again, moved, closed, refreshed]);

/** A form's moves, and the way to the people who help, which stands in every form. */
export type FormMove = Move | { readonly do: 'concern'; readonly as: 'mentor' | 'mentee' };

export type CardData =
  | {
      readonly kind: 'press';
      readonly press: Pressed;
      readonly key: string;
      readonly drawn: number;
      readonly here: boolean;
    }
  /** A command asked again, from a button. `mentions`: users of the presser's own tenant. */
  | { readonly kind: 'again'; readonly text: string; readonly mentions: readonly string[]; readonly key: string }
  | {
      readonly kind: 'form';
      readonly draft: string;
      readonly revision: number;
      readonly step: string;
      readonly move: FormMove;
    }
  | { readonly kind: 'close' }
  /** No button: a client asks for the card as its reader sees it. */
  | { readonly kind: 'look' };

/** The data of one button. `fetch`: the button asks Teams for a dialog. */
export function dataOf(data: CardData, fetch = false): Json {
  const packed = ((): z.input<typeof known> => {
    if (data.kind === 'press')
      return {
        k: 'press',
        v: data.press.verb,
        s: data.press.subject,
        ...(data.press.arg === undefined ? {} : { a: data.press.arg }),
        n: data.key,
        d: data.drawn,
        ...(data.here ? { here: 1 as const } : {}),
      };
    if (data.kind === 'again') return { k: 'again', t: data.text, m: [...data.mentions], n: data.key };
    if (data.kind === 'close') return { k: 'close' };
    if (data.kind === 'look') return { k: 'look' };
    return {
      k: 'form',
      f: data.draft,
      r: data.revision,
      p: data.step,
      x: data.move.do,
      ...('group' in data.move ? { g: data.move.group } : {}),
      ...('row' in data.move ? { w: data.move.row } : {}),
      ...('as' in data.move ? { g: data.move.as } : {}),
    };
  })();
  return { ...(fetch ? { msteams: { type: 'task/fetch' } } : {}), [slot]: packed };
}

/** What a button said; undefined for anything that no button of ours says. */
export function readData(data: unknown): CardData | undefined {
  const d = known.safeParse((data as Json | null | undefined)?.[slot]).data;
  if (d === undefined) return undefined;
  if (d.k === 'close') return { kind: 'close' };
  if (d.k === 'look') return { kind: 'look' };
  if (d.k === 'again') return { kind: 'again', text: d.t, mentions: d.m, key: d.n };
  if (d.k === 'press')
    return {
      kind: 'press',
      press: { verb: d.v, subject: d.s, ...(d.a === undefined ? {} : { arg: d.a }) },
      key: d.n,
      drawn: d.d,
      here: d.here === 1,
    };
  const move = moveOf(d.x, d.g, d.w);
  return move === undefined ? undefined : { kind: 'form', draft: d.f, revision: d.r, step: d.p, move };
}

function moveOf(what: z.infer<typeof moved>['x'], group?: string, row?: string): FormMove | undefined {
  if (what === 'add') return group === undefined ? undefined : { do: 'add', group };
  if (what === 'remove') return group === undefined || row === undefined ? undefined : { do: 'remove', group, row };
  if (what === 'concern') return { do: 'concern', as: group === 'mentor' ? 'mentor' : 'mentee' };
  return { do: what };
}

/** `t` text, `n` number, `m` a choice of several, `o` any other (one choice, a date, a time). */
export type Kind = 't' | 'n' | 'm' | 'o';

/** Which fields a form's card holds. */
export interface Shape {
  /** Field id → kind. */
  readonly f: Readonly<Record<string, Kind>>;
  readonly g: Readonly<Record<string, { readonly f: Readonly<Record<string, Kind>>; readonly r: readonly string[] }>>;
  /**
   * Places that were not filled in although the draft has something there: left empty, they stay as they were. A row
   * that is not shown at all stands here as `group/row`.
   */
  readonly k: readonly string[];
}

const kinds = z.record(z.string().max(100), z.enum(['t', 'n', 'm', 'o']));
const shape = z.object({
  f: kinds,
  g: z.record(z.string().max(100), z.object({ f: kinds, r: z.array(z.string().min(1).max(100)).max(200) })),
  k: z.array(z.string().max(300)).max(2000),
});

/** A comma separates the values of a choice of several (Adaptive Cards), so one inside a value must be written else. */
export const optionOut = (value: string): string => value.replaceAll('%', '%25').replaceAll(',', '%2C');
const optionIn = (value: string): string => value.replaceAll('%2C', ',').replaceAll('%25', '%');

function valueIn(raw: unknown, kind: Kind): Value {
  const words = typeof raw === 'string' ? raw : typeof raw === 'number' ? String(raw) : '';
  if (kind === 't') return words;
  if (kind === 'm') return words === '' ? [] : words.split(',').map((v) => optionIn(v.trim()));
  if (kind === 'o') return optionIn(words);
  const n = Number(words.trim());
  return words.trim() !== '' && Number.isFinite(n) ? n : words;
}

/**
 * What was filled in, from a form's submitted data. A field that was emptied is `''` (or `[]`). A field that the card
 * showed empty although the draft has something there, and that was left so, is absent unless it is to be emptied, as
 * are the values of a row that was not shown: they stay as they are in the draft. Rows keep their order, those that were not shown among them.
 * @returns undefined where the card's shape is missing or is none of ours.
 */
export function readAnswers(data: unknown): Answers | undefined {
  const given = data as Json;
  let parsed: unknown;
  try {
    parsed = JSON.parse(String(given[shapeSlot]));
  } catch {
    return undefined;
  }
  const s = shape.safeParse(parsed).data;
  if (s === undefined) return undefined;
  const heldBack = new Set(s.k);
  const read = (place: string, kind: Kind): readonly Value[] => {
    const value = valueIn(Object.hasOwn(given, place) ? given[place] : undefined, kind);
    const empty = value === '' || (Array.isArray(value) && value.length === 0);
    const emptied = given[emptySlot(place)] === 'true';
    return empty && heldBack.has(place) && !emptied ? [] : [value];
  };
  const fields = (of: Readonly<Record<string, Kind>>, before: string): Record<string, Value> =>
    Object.fromEntries(
      Object.entries(of).flatMap(([field, kind]) => read(before + field, kind).map((v) => [field, v] as const)),
    );
  const rows = Object.fromEntries(
    Object.entries(s.g).map(([group, g]) => [
      group,
      g.r.map((key): Row => {
        const row = `${group}/${key}`;
        return { key, values: heldBack.has(row) ? {} : fields(g.f, `${row}/`) };
      }),
    ]),
  );
  return { values: fields(s.f, ''), rows };
}

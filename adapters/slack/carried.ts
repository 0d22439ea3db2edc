import { z } from 'zod/v4';
import type { Pressed } from '../../src/chat/card.js';
import type { Move } from '../../src/chat/form.js';
import type { DraftId } from '../../src/kernel/ids.js';
import type { HeardText } from './escape.js';
import { limits } from './limits.js';
import type { Part } from './parts.js';

/**
 * What travels to Slack and back in a button's `value` and a view's `private_metadata`: ids and versions, no text and
 * no authority. Slack signs what it delivers, yet every value is parsed strictly: anybody who can post blocks in our
 * name, or an older version of this program, could have drawn it.
 */
const opaque = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[\x21-\x7e]+$/);
const formId = z.string().regex(/^[A-Za-z0-9-]{1,100}$/);

const pressValue = z.strictObject({
  v: z
    .string()
    .regex(/^[a-z][a-z0-9-]*(\.[a-z0-9-]+)+$/)
    .max(100),
  s: opaque,
  a: z.string().max(200).optional(),
  d: z.number().int().min(0).optional(),
});

export interface PressCarried {
  readonly press: Pressed;
  /** The version of the message it stood in; a panel or a private word has none. */
  readonly drawn?: number;
}

/** A button's `value`. @throws RangeError where a feature made one that Slack would not carry. */
export function writePress(press: Pressed, drawn?: number): string {
  const value = JSON.stringify({ v: press.verb, s: press.subject, a: press.arg, d: drawn });
  if (value.length > limits.buttonValue || !pressValue.safeParse(JSON.parse(value)).success)
    throw new RangeError(`a button of ${press.verb} cannot be carried`);
  return value;
}

function parsed<T>(schema: z.ZodType<T>, value: unknown): T | undefined {
  if (typeof value !== 'string' || value.length > limits.privateMetadata) return undefined;
  try {
    return schema.safeParse(JSON.parse(value)).data;
  } catch {
    return undefined;
  }
}

/** The `action_id` of the menu behind "…": which press it is, is its chosen option's value. No feature's verb begins so. */
export const menuAction = 'menu.press';

/** A button's or an option's `value` and its `action_id`, read back; undefined where `writePress` did not write them. */
export function readPress(value: unknown, actionId: unknown): PressCarried | undefined {
  const p = parsed(pressValue, value);
  if (p === undefined || typeof actionId !== 'string') return undefined;
  if (![p.v, menuAction].includes(actionId.replace(/~\d+$/, ''))) return undefined;
  return {
    press: { verb: p.v, subject: p.s, ...(p.a === undefined ? {} : { arg: p.a }) },
    ...(p.d === undefined ? {} : { drawn: p.d }),
  };
}

/** The `action_id` of the button that asks again for what was typed. No feature's verb begins with `again.`. */
export const againAction = 'again.open';
const againValue = z.strictObject({
  t: z.string().min(1).max(1500),
  m: z.array(z.string().regex(/^[UW][A-Z0-9]{1,40}$/)).max(20),
});

/** What was typed, as the value of the button that asks for it again; undefined where it does not fit into one. */
export function writeAgain({ text, users }: HeardText): string | undefined {
  const asked = againValue.safeParse({ t: text, m: users });
  const value = asked.success ? JSON.stringify(asked.data) : '';
  return value === '' || value.length > limits.buttonValue ? undefined : value;
}

export function readAgain(value: unknown, actionId: unknown): HeardText | undefined {
  const a = actionId === againAction ? parsed(againValue, value) : undefined;
  return a === undefined ? undefined : { text: a.t, users: a.m };
}

/** The `action_id`s of a form's own buttons. No feature's verb begins with `form.`. */
export type MoveButton = 'back' | 'next' | 'save' | 'add' | 'remove';

const moveValue = z.discriminatedUnion('m', [
  z.strictObject({ m: z.literal('back') }),
  z.strictObject({ m: z.literal('next') }),
  z.strictObject({ m: z.literal('save') }),
  z.strictObject({ m: z.literal('add'), g: formId }),
  z.strictObject({ m: z.literal('remove'), g: formId, r: formId }),
]);

export const isMove = (actionId: unknown): boolean => typeof actionId === 'string' && actionId.startsWith('form.');

export function writeMove(move: Extract<Move, { do: MoveButton }>): string {
  return JSON.stringify(
    move.do === 'add'
      ? { m: 'add', g: move.group }
      : move.do === 'remove'
        ? { m: 'remove', g: move.group, r: move.row }
        : { m: move.do },
  );
}

export function readMove(value: unknown): Extract<Move, { do: MoveButton }> | undefined {
  const m = parsed(moveValue, value);
  if (m === undefined) return undefined;
  if (m.m === 'add') return { do: 'add', group: m.g };
  if (m.m === 'remove') return { do: 'remove', group: m.g, row: m.r };
  return { do: m.m };
}

const pieceId = z.string().regex(/^[A-Za-z0-9-]{1,100}(\/[A-Za-z0-9-]{1,100})?$/);
const formMark = z.strictObject({
  d: opaque,
  r: z.number().int().min(0),
  s: formId,
  f: formId,
  /** The last step: submitting it submits the form. */
  z: z.boolean(),
  /** It was opened from the App Home. */
  h: z.literal(true).optional(),
  /** The part of the step that it shows: its first and last piece, and whether others are before or after. */
  p: z.tuple([pieceId, pieceId, z.boolean(), z.boolean()]).optional(),
});

export interface FormCarried {
  readonly draft: DraftId;
  readonly revision: number;
  readonly step: string;
  readonly form: string;
  readonly last: boolean;
  readonly home?: true;
  readonly part?: Part;
}

export const writeForm = ({ part: p, ...f }: FormCarried): string =>
  JSON.stringify({
    d: f.draft,
    r: f.revision,
    s: f.step,
    f: f.form,
    z: f.last,
    h: f.home,
    p: p === undefined ? undefined : [p.first, p.last, p.before, p.after],
  });

export function readForm(metadata: unknown): FormCarried | undefined {
  const f = parsed(formMark, metadata);
  if (f === undefined) return undefined;
  const { d, r, s, f: form, z: last, h: home, p } = f;
  return {
    draft: d as DraftId,
    revision: r,
    step: s,
    form,
    last,
    ...(home === undefined ? {} : { home }),
    ...(p === undefined ? {} : { part: { first: p[0], last: p[1], before: p[2], after: p[3] } }),
  };
}

/** What a panel carries that was opened from the App Home: what is pressed in it may change the tab. */
export const fromHome = 'home';

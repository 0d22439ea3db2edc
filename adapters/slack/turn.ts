import { z } from 'zod/v4';
import type { Move } from '../../src/chat/form.js';
import { type FormCarried, fromHome, readForm } from './carried.js';
import { panelCallback } from './modal.js';
import type { Seek } from './parts.js';

/** Where an event came from, as far as its answer needs to know. */
export interface Turn {
  readonly where: 'command' | 'shortcut' | 'message' | 'modal' | 'home' | 'submission' | 'event';
  readonly user: string;
  readonly channel?: string;
  readonly thread?: string;
  /** Lives three seconds and is used once. */
  readonly trigger?: string;
  readonly view?: string;
  /** The title of the panel that was pressed in: an outcome stands in its place. A form keeps its own. */
  readonly panel?: string;
  /** Done in the App Home, or in a view that was opened from it: the tab may show what is no longer so. */
  readonly home?: true;
  /** Three views stand on each other, and no fourth can. */
  readonly full?: true;
  /** Where the private word that was pressed in can be replaced; it has no other name. */
  readonly word?: string;
  /**
   * Where an answer to a press in a message can be posted, for whoever pressed alone. It needs no token
   * (docs/platforms.md#a-private-words-address).
   */
  readonly answerAt?: string;
  /** What was done in a form's view, and which part of the step it stood in. */
  readonly seek?: Seek;
  /** The fields that stood in the submitted view: errors may stand beside these. */
  readonly places?: ReadonlySet<string>;
}

export const id = z.string().regex(/^[A-Z][A-Z0-9]{1,40}$/);
const viewId = z.string().max(100).nullish();
/** A view as it comes with what is done in it. */
export const view = z.object({
  id,
  title: z.object({ text: z.string() }).nullish(),
  root_view_id: viewId,
  previous_view_id: viewId,
  type: z.enum(['modal', 'home']),
  callback_id: z.string().optional(),
  private_metadata: z.string().optional(),
  hash: z.string().max(200).optional(),
  state: z.unknown(),
});

/**
 * A move in a form's view, and what is to be seen after it. From one part of a step to another the draft is kept, and
 * the step stays.
 */
export function moved(form: FormCarried, move: Move): { readonly move: Move; readonly seek: Seek } {
  const { step, part } = form;
  const to =
    move.do === 'add' ? { added: move.group } : move.do === 'next' || move.do === 'back' ? move.do : ('here' as const);
  const within = (to === 'next' && part?.after === true) || (to === 'back' && part?.before === true);
  return { move: within ? { do: 'save' } : move, seek: { step, to, ...(part === undefined ? {} : { part }) } };
}

/** Which view something was done in, where that was opened, and whether another can stand on it. */
export function standing(v: z.infer<typeof view>): Pick<Turn, 'view' | 'panel' | 'home' | 'full'> {
  const { previous_view_id: previous, root_view_id: root } = v;
  const third = typeof previous === 'string' && previous !== '' && previous !== root;
  const home = v.type === 'home' || v.private_metadata === fromHome || readForm(v.private_metadata)?.home === true;
  return {
    view: v.id,
    ...(v.callback_id === panelCallback ? { panel: v.title?.text ?? '' } : {}),
    ...(home ? { home } : {}),
    ...(third ? { full: true } : {}),
  };
}

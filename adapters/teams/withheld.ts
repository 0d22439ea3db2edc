import type { Item } from '../../src/chat/form.js';
import type { Stands } from './card.js';

/**
 * What a form leaves out where it stands in a message: whoever owns a tenant can export messages. Of a box only what
 * stands in it is withheld (`Page.field`); a note or a choice that says what somebody else wrote in private is not there.
 */
const isWithheld = (item: Item): boolean => (item.kind === 'note' || item.kind === 'choice') && item.anothers === true;

/** The items of a step where it stands. What is left out is no part of what is handed in, and stays as it is. */
export const itemsAt = (items: readonly Item[], stands: Stands): readonly Item[] =>
  stands === 'message'
    ? items
        .filter((item) => !isWithheld(item))
        .map((item) =>
          item.kind === 'group' ? { ...item, fields: item.fields.filter((field) => !isWithheld(field)) } : item,
        )
    : items;

/** Whether something of this step is left out there. */
export const withholds = (items: readonly Item[], stands: Stands): boolean =>
  stands === 'message' &&
  items.some((item) => isWithheld(item) || (item.kind === 'group' && item.fields.some(isWithheld)));

/** Says that there is more to read. */
export const readElsewhere =
  'What somebody else wrote in private is not shown in a message. Open this in a window to read it.';

import type { Filling } from './people.js';

/** Stands in everything that is typed, so that it can be told from what was there before. */
export const mark = '¶';

/**
 * Fills in whatever a form asks for: what it opened with stays, a choice takes its first option, and every text is one
 * that was never typed before. `wanted` comes first; a row that may stay empty does.
 */
export function fillings(): (wanted?: Readonly<Record<string, string | readonly string[]>>) => Filling {
  let typed = 0;
  return (wanted = {}) =>
    (id, e) => {
      if (wanted[id] !== undefined) return wanted[id];
      // Of an agreement: a wish goes with the answer that asks for one.
      if (id === 'change' && wanted.word !== undefined) return undefined;
      if (/^(activities|propose|skills|actions)\//.test(id)) return undefined;
      if (e.initial_value !== undefined || e.initial_option !== undefined || e.initial_options !== undefined)
        return undefined;
      const [first] = (e.options ?? []) as readonly { readonly value: string }[];
      switch (e.type) {
        case 'plain_text_input':
          typed += 1;
          return `${mark}${typed} typed, once & for <all>`;
        case 'radio_buttons':
        case 'static_select':
          return first?.value;
        case 'checkboxes':
        case 'multi_static_select':
          return first === undefined ? undefined : [first.value];
        default:
          return undefined;
      }
    };
}

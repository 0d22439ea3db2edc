import { formNote, type Item, type Step } from '../../chat/form.js';
import { literal, moment, say } from '../../chat/text.js';
import type { Passage } from '../../domain/release.js';
import { heldAt } from '../../domain/session.js';
import { fieldOf, type Offered } from './offered.js';

/** What was written of a session, all of it, in pieces that fit every chat: nobody lets go what they were not shown. */

/** UTF-16 units of one note. */
const longestNote = 2_000;
/** Units of a step's items: with three bytes each they fit a card in Teams, of which 26 KB are ours. */
const longestStep = 7_000;

/** Words and their label, in as many notes as they need. */
export function passageNotes(one: Offered, p: Passage, words: string): readonly Item[] {
  const id = `${fieldOf(one.session.id)}-${p.part.replace(/[^\w-]/g, '-')}`;
  return inParts(words).map((part, i) =>
    i === 0 ? formNote(id, say`${p.label}: ${part}`) : formNote(`${id}-${i + 1}`, literal(part)),
  );
}

/** No character of two units is cut. */
function inParts(words: string): readonly string[] {
  const parts: string[] = [];
  for (let at = 0; at < words.length; ) {
    let to = Math.min(words.length, at + longestNote);
    if (to < words.length && /[\uD800-\uDBFF]/.test(words.charAt(to - 1))) to -= 1;
    parts.push(words.slice(at, to));
    at = to;
  }
  return parts;
}

/** The items of one session, each step with what it is about at its head. */
export function inSteps(one: Offered, items: readonly Item[]): readonly Step[] {
  const pages: Item[][] = [[]];
  let length = 0;
  for (const item of items) {
    const its = JSON.stringify(item).length;
    if (length > 0 && length + its > longestStep) {
      pages.push([]);
      length = 0;
    }
    pages.at(-1)?.push(item);
    length += its;
  }
  return pages.map((page, i): Step => {
    const id = i === 0 ? fieldOf(one.session.id) : `${fieldOf(one.session.id)}-step-${i + 1}`;
    const about = formNote(`${id}-about`, say`${one.session.title}, ${moment(heldAt(one.session), 'date')}`);
    return { id, title: i === 0 ? 'One session' : 'The same session', items: [about, ...page] };
  });
}

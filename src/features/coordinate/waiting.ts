import { type Block, type Button, button, buttons, type Card, heading, muted, text } from '../../chat/card.js';
import { literal } from '../../chat/text.js';
import { Refused } from '../../kernel/errors.js';
import type { PersonId } from '../../kernel/ids.js';
import type { ActorWork } from '../feature.js';
import { demand } from '../shared/guards.js';
import { pageOf, turns, turnsAndBack } from '../shared/pages.js';
import { type Board, boardOf, isPart, titles, type Waiting } from '../shared/programme-waiting.js';
import { unpairedOnPage } from './subjects.js';

/** The parts of the coordinator's board as cards. */

/** Lines of each part on the board; the rest is on pages of its own. */
const most = 8;
/** Lines of one page, each with its buttons. */
const size = 20;

/** What to do about it where no button does. */
const hints: Readonly<Partial<Record<keyof Board, string>>> = {
  unmatched: 'Ask a mentor to type start and their name, or import a line that names both.',
};

const linesOf = (waiting: readonly Waiting[]): readonly Block[] =>
  waiting.flatMap((w): readonly Block[] => [text(w.line), ...(w.buttons.length === 0 ? [] : [buttons(...w.buttons)])]);

const hintOf = (part: keyof Board): readonly Block[] => {
  const hint = hints[part];
  return hint === undefined ? [] : [muted(literal(hint))];
};

/** A button of a page's that changes the list: its answer is that page again. */
const comesBackTo =
  (page: number) =>
  (b: Button): Button =>
    b.press.verb === 'people.unpair' && b.press.arg !== undefined
      ? { ...b, press: { ...b.press, arg: unpairedOnPage.write({ mentee: b.press.arg as PersonId, page }) } }
      : b;

/** One part as it stands on the board: nothing where nothing waits. */
export function section(part: keyof Board, waiting: readonly Waiting[]): readonly Block[] {
  if (waiting.length === 0) return [];
  return [
    heading(literal(`${titles[part]}: ${waiting.length}`)),
    ...linesOf(waiting.slice(0, most)),
    ...(waiting.length > most
      ? [
          muted(literal(`… and ${waiting.length - most} more.`)),
          buttons(button('See all of them', 'people.waiting', part)),
        ]
      : []),
    ...hintOf(part),
  ];
}

/** All that waits of one part, page by page, with what can be done about each: nobody is dropped off the board's end. */
export async function waitingCard(part: string, arg: string, work: ActorWork): Promise<Card> {
  demand('people.roles', work);
  if (!isPart(part)) throw new Refused('no-such-part', 'There is no such list. Type people to see what waits.');
  const all = (await boardOf(work))[part];
  const page = pageOf(all.length, arg, size);
  const line = literal(`${titles[part]}: ${all.length}.${page.words}`);
  return {
    title: titles[part],
    summary: line,
    blocks: [
      text(line),
      ...linesOf(all.slice(page.from, page.to).map((w) => ({ ...w, buttons: w.buttons.map(comesBackTo(page.at)) }))),
      ...(all.length === 0 ? [] : hintOf(part)),
      ...turnsAndBack(
        turns(page, { verb: 'people.waiting', subject: part }),
        button('Back to people', 'people.board', '-'),
      ),
    ],
  };
}
